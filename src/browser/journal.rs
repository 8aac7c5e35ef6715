//! The journal port over IndexedDB: it outlives the tab and the browser. It knows nothing of what is in a record.

use super::database::{Database, RUNS};
use crate::ports::{Journal, JournalUnwritable};
use futures_util::future::LocalBoxFuture;
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::IdbObjectStore;

/// Beside the records, and no record: something was journalled since a visit that found nothing open. The first load's program
/// reads it, which knows no records. It is kept where they are, because it must survive the same crash: what lies in localStorage
/// is seconds late on the disk.
const HINT: &str = "open";

pub struct IndexedJournal {
    database: Rc<Database>,
}

impl IndexedJournal {
    pub fn new(database: Rc<Database>) -> Self {
        Self { database }
    }
}

impl Journal for IndexedJournal {
    fn put(&self, run: &str, record: String) -> LocalBoxFuture<'_, Result<(), JournalUnwritable>> {
        let (run, record) = (run.into(), record.into());
        Box::pin(async move {
            let put = |store: &IdbObjectStore| {
                store.put_with_key(&JsValue::TRUE, &HINT.into())?;
                store.put_with_key(&record, &run)
            };
            let put = self.database.change(RUNS, &put).await;
            put.map(drop).map_err(|_| JournalUnwritable)
        })
    }

    fn remove(&self, run: &str) -> LocalBoxFuture<'_, ()> {
        let run = run.into();
        Box::pin(async move {
            // A record that cannot be removed is met again, which harms nobody.
            (self
                .database
                .change(RUNS, &|store| store.delete(&run))
                .await)
                .ok();
        })
    }

    fn all(&self) -> LocalBoxFuture<'_, Vec<String>> {
        Box::pin(async move {
            let all = self.database.read(RUNS, &|store| store.get_all()).await;
            let all = all.map(|all| Array::from(&all)).unwrap_or_default();
            // What is not a text is the hint.
            all.iter().filter_map(|record| record.as_string()).collect()
        })
    }
}

/// Whether something was journalled since a visit that found nothing open.
pub async fn may_be_open(database: &Database) -> bool {
    let hint = database.read(RUNS, &|store| store.get(&HINT.into())).await;
    hint.is_ok_and(|hint| hint.is_truthy())
}

/// Nothing in the journal is open: the next visit begins with the sign-in.
pub async fn note_nothing_open(database: &Database) {
    let forget = |store: &IdbObjectStore| store.delete(&HINT.into());
    database.change(RUNS, &forget).await.ok();
}
