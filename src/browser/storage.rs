//! What a page keeps: a sign-in under way (sessionStorage, this tab only) and the journal (localStorage, so that it outlives the
//! tab). Neither ever holds a token, a code or the client secret.

use super::page::window;
use crate::ports::{Journal, JournalUnwritable};
use futures_util::future::{LocalBoxFuture, ready};
use web_sys::Storage;

const SIGN_IN: &str = "entra-handover.sign-in";
const RUN: &str = "entra-handover.run.";

/// Keeps a sign-in that leaves the page.
pub fn keep_sign_in(text: &str) -> Result<(), JournalUnwritable> {
    let storage = window()
        .session_storage()
        .ok()
        .flatten()
        .ok_or(JournalUnwritable)?;
    storage
        .set_item(SIGN_IN, text)
        .map_err(|_| JournalUnwritable)
}

/// Takes the kept sign-in out: it can be used once, and a verifier is gone before it is sent.
pub fn take_sign_in() -> Option<String> {
    let storage = window().session_storage().ok().flatten()?;
    let text = storage.get_item(SIGN_IN).ok().flatten();
    storage.remove_item(SIGN_IN).ok();
    text
}

/// The journal in localStorage.
#[derive(Default)]
pub struct LocalJournal;

fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

impl Journal for LocalJournal {
    fn put(&self, run: &str, record: String) -> LocalBoxFuture<'_, Result<(), JournalUnwritable>> {
        let written = local().ok_or(JournalUnwritable).and_then(|storage| {
            storage
                .set_item(&format!("{RUN}{run}"), &record)
                .map_err(|_| JournalUnwritable)
        });
        Box::pin(ready(written))
    }

    fn remove(&self, run: &str) -> LocalBoxFuture<'_, ()> {
        if let Some(storage) = local() {
            storage.remove_item(&format!("{RUN}{run}")).ok();
        }
        Box::pin(ready(()))
    }

    fn all(&self) -> LocalBoxFuture<'_, Vec<String>> {
        let mut records = Vec::new();
        if let Some(storage) = local() {
            for index in 0..storage.length().unwrap_or(0) {
                let key = storage.key(index).ok().flatten().unwrap_or_default();
                if key.starts_with(RUN)
                    && let Ok(Some(record)) = storage.get_item(&key)
                {
                    records.push(record);
                }
            }
        }
        Box::pin(ready(records))
    }
}
