//! The page's IndexedDB: opened once, and every change waited for until it would survive a crash. It knows the names of its
//! stores, and nothing of what is kept in them.
//!
//! Over web-sys, because no crate earns its place here: `idb` and `rexie` cannot ask for strict durability, `indexed_db_futures`
//! can, and weighs 15 kB more on the wire (0.6.4, a program that only puts, removes and lists: 31 kB against 16 kB).

use super::page::window;
use js_sys::{Object, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

/// The records of runs, by run.
pub const RUNS: &str = "runs";
/// The keys of sign-ins under way.
pub const SIGN_INS: &str = "sign-ins";
/// The requests for values that this browser has made, and the keys to their answers.
pub const REQUESTS: &str = "requests";

const NAME: &str = "entra-handover";
const VERSION: u32 = 2;
/// A browser that has not answered by then is taken to keep nothing: some never answer while another copy is being deleted.
const DEADLINE_MS: i32 = 5_000;

/// The browser keeps nothing for this page: private browsing, blocked or full storage, or a fault of its disk.
#[derive(Clone, Copy, Debug)]
pub struct KeepsNothing;

/// What to do in a store. The last request's result is the answer.
pub type Act<'a> = &'a dyn Fn(&IdbObjectStore) -> Result<IdbRequest, JsValue>;

#[wasm_bindgen]
extern "C" {
    /// web-sys has the options only among what it calls unstable.
    #[wasm_bindgen(extends = IdbDatabase)]
    type Durable;
    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Durable,
        store: &str,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}

/// The database, opened when it is first needed.
#[derive(Default)]
pub struct Database(RefCell<Option<Durable>>);

impl Database {
    /// Changes a store. Returns when the change is on the disk, and not only with the operating system.
    pub async fn change(&self, store: &str, act: Act<'_>) -> Result<JsValue, KeepsNothing> {
        self.with(store, "readwrite", act).await
    }

    pub async fn read(&self, store: &str, act: Act<'_>) -> Result<JsValue, KeepsNothing> {
        self.with(store, "readonly", act).await
    }

    async fn with(&self, store: &str, mode: &str, act: Act<'_>) -> Result<JsValue, KeepsNothing> {
        // A database that is open is used before this future first waits: changes are made in the order in which they are begun.
        let begun = (self.0.borrow().as_ref()).and_then(|open| begin(open, store, mode, act).ok());
        let (transaction, request) = match begun {
            Some(begun) => begun,
            // Not yet opened, or closed by the browser, which it does when the user clears the site's data.
            None => {
                let opened = open().await?;
                let begun = begin(&opened, store, mode, act).map_err(|_| KeepsNothing)?;
                self.0.replace(Some(opened));
                begun
            }
        };
        happens(&transaction, "complete", &["abort", "error"]).await?;
        request.result().map_err(|_| KeepsNothing)
    }
}

fn begin(
    open: &Durable,
    store: &str,
    mode: &str,
    act: Act<'_>,
) -> Result<(IdbTransaction, IdbRequest), JsValue> {
    let strict = Object::new();
    Reflect::set(&strict, &"durability".into(), &"strict".into())?;
    let transaction = open.transaction(store, mode, &strict)?;
    let request = act(&transaction.object_store(store)?)?;
    Ok((transaction, request))
}

async fn open() -> Result<Durable, KeepsNothing> {
    let request = (window().indexed_db().ok().flatten())
        .and_then(|factory| factory.open_with_u32(NAME, VERSION).ok())
        .ok_or(KeepsNothing)?;
    let opened = {
        let request = request.clone();
        move || Some(request.result().ok()?.unchecked_into::<Durable>())
    };
    let create = {
        let opened = opened.clone();
        Closure::once_into_js(move || {
            // Those that are there already stay as they are.
            for store in [RUNS, SIGN_INS, REQUESTS] {
                opened().map(|database| database.create_object_store(store).ok());
            }
        })
    };
    request.set_onupgradeneeded(create.dyn_ref());
    happens(&request, "success", &["error", "blocked"]).await?;
    let database = opened().ok_or(KeepsNothing)?;
    // Or a tab with a later release, or the browser's own clean-up, would wait for this one to be closed.
    let give_way = {
        let database = database.clone();
        Closure::once_into_js(move || database.unchecked_ref::<IdbDatabase>().close())
    };
    database.set_onversionchange(give_way.dyn_ref());
    Ok(database)
}

/// Waits for an event of `target`; the events in `bad`, and time, say that it will not come.
async fn happens(target: &EventTarget, good: &str, bad: &[&str]) -> Result<(), KeepsNothing> {
    let waiting = Promise::new(&mut |resolve, reject| {
        (target.add_event_listener_with_callback(good, &resolve)).ok();
        for event in bad {
            (target.add_event_listener_with_callback(event, &reject)).ok();
        }
        let timer =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&reject, DEADLINE_MS);
        timer.ok();
    });
    let happened = JsFuture::from(waiting).await;
    happened.map(drop).map_err(|_| KeepsNothing)
}
