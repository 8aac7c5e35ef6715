//! One writer to a browser: a Web Lock that a tab holds while it changes a tenant or has a secret in hand, and a mark that tells
//! a tab whether another one has written since it looked. It knows nothing of what is written.

use super::WebCrypto;
use super::page::{local_storage, session_storage, window};
use crate::ports::random_hex;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Storage;

const WRITER: &str = "entra-handover.writer";
/// The last writer: as this browser has it, and as this tab has seen it. The tab's survives a redirect.
const MARK: &str = "entra-handover.written-by";

#[wasm_bindgen]
extern "C" {
    /// web-sys has Web Locks only among what it calls unstable.
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn query(this: &LockManager) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        then: &Function,
    ) -> Result<Promise, JsValue>;
}

/// The right to write. It ends when this is dropped, and with the page.
pub struct Writer {
    release: Function,
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.release.call0(&JsValue::NULL).ok();
    }
}

/// What a tab that wants to write meets.
pub enum Turn {
    Mine(Writer),
    /// Another tab has the right.
    Theirs,
    /// Another tab has written since this one looked: what this one knows is out of date.
    OutOfDate,
    /// The browser has no Web Locks.
    Unknown,
}

/// Asks for the right to write, without waiting.
pub async fn turn() -> Turn {
    match acquire().await {
        None => Turn::Unknown,
        Some(None) => Turn::Theirs,
        Some(Some(writer)) => {
            if read(local_storage()) != read(session_storage()) {
                return Turn::OutOfDate;
            }
            let mark = random_hex(&WebCrypto, 8);
            for storage in [local_storage(), session_storage()].into_iter().flatten() {
                storage.set_item(MARK, &mark).ok();
            }
            Turn::Mine(writer)
        }
    }
}

/// Whether a tab is the writer just now.
pub async fn is_taken() -> bool {
    held().await.is_some_and(|held| {
        held.iter().any(|lock| {
            let name = Reflect::get(&lock, &"name".into());
            name.is_ok_and(|name| name == WRITER)
        })
    })
}

async fn held() -> Option<Array> {
    let now = JsFuture::from(manager()?.query().ok()?).await.ok()?;
    Reflect::get(&now, &"held".into()).ok()?.dyn_into().ok()
}

fn manager() -> Option<LockManager> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// Waits until no other tab is the writer.
pub async fn freed() {
    let nothing = Closure::once_into_js(|| ());
    let asked = manager().and_then(|locks| {
        let asked = locks.request(WRITER, &Object::new(), nothing.unchecked_ref());
        asked.ok()
    });
    if let Some(asked) = asked {
        // It resolves when the lock was had and is given back.
        JsFuture::from(asked).await.ok();
    }
}

/// This tab is about to read the tenant and the journal: what was written before is known to it.
pub fn note_look() {
    if let Some(session) = session_storage() {
        match read(local_storage()) {
            Some(mark) => session.set_item(MARK, &mark).ok(),
            None => session.remove_item(MARK).ok(),
        };
    }
}

/// The lock, or nothing if it is taken; nothing at all if the browser has no locks.
async fn acquire() -> Option<Option<Writer>> {
    let locks = manager()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    let mut grant = None;
    let granted = Promise::new(&mut |resolve, _| grant = Some(resolve));
    let grant = grant?;
    let then = Closure::once_into_js(move |lock: JsValue| {
        if lock.is_null() {
            grant.call1(&JsValue::NULL, &JsValue::NULL).ok();
            return JsValue::UNDEFINED;
        }
        // The lock is held until this promise is resolved.
        let held = Promise::new(&mut |release, _| {
            grant.call1(&JsValue::NULL, &release).ok();
        });
        held.into()
    });
    let asked = locks.request(WRITER, &options, then.unchecked_ref()).ok()?;
    // What was asked for ends after it was granted, or is refused without being granted.
    let first = Promise::race(&Array::of2(&granted, &asked));
    let release = JsFuture::from(first).await.ok()?.dyn_into::<Function>();
    Some(release.ok().map(|release| Writer { release }))
}

fn read(storage: Option<Storage>) -> Option<String> {
    storage?.get_item(MARK).ok()?
}
