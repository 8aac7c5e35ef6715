//! The requests for values that this browser has made, each with its private key, and which packet is the newest that it has opened.
//! It knows nothing of links and screens.

use super::database::{Database, KeepsNothing, REQUESTS};
use super::sealing::Pair;
use crate::handover::packet::Header;
use crate::handover::request::{Request, RequestId};
use crate::times;
use chrono::{DateTime, Utc};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbObjectStore;

/// Keeps a request and its private key, until the values are handed over or the user forgets it.
pub async fn keep(
    database: &Database,
    id: RequestId,
    request: &Request,
    pair: &Pair,
) -> Result<(), KeepsNothing> {
    let entry = Object::new();
    for (name, value) in [
        ("id", id.text().into()),
        ("code", request.code().into()),
        ("key", JsValue::from(&pair.private)),
    ] {
        Reflect::set(&entry, &name.into(), &value).map_err(|_| KeepsNothing)?;
    }
    let put = |store: &IdbObjectStore| store.put_with_key(&entry, &id.text().into());
    database.change(REQUESTS, &put).await.map(drop)
}

/// The key of a request, if this browser made it and still has it.
pub async fn key_of(database: &Database, id: RequestId, now: DateTime<Utc>) -> Option<Pair> {
    let entry = get(database, &id.text()).await?;
    let request = request_in(&entry, now)?;
    let private = Reflect::get(&entry, &"key".into()).ok()?;
    Some(Pair {
        private: private.dyn_into().ok()?,
        public: request.key,
    })
}

/// All that are open, oldest first. Those whose time is over are destroyed.
pub async fn all(database: &Database, now: DateTime<Utc>) -> Vec<(String, Request)> {
    let entries = database.read(REQUESTS, &|store| store.get_all()).await;
    let entries = entries
        .map(|entries| Array::from(&entries))
        .unwrap_or_default();
    let mut open = Vec::new();
    for entry in entries.iter() {
        let Some(id) = text_in(&entry, "id") else {
            continue;
        };
        match request_in(&entry, now) {
            Some(request) => open.push((id, request)),
            None => {
                forget(database, &id).await.ok();
            }
        }
    }
    open.sort_by_key(|(_, request)| request.made);
    open
}

/// Destroys the key of a request: no packet for it can be opened any more.
pub async fn forget(database: &Database, id: &str) -> Result<(), KeepsNothing> {
    let forget = |store: &IdbObjectStore| store.delete(&id.into());
    database.change(REQUESTS, &forget).await.map(drop)
}

/// When the newest packet was sealed that was opened here for the same application.
pub async fn newest(database: &Database, header: &Header) -> Option<DateTime<Utc>> {
    times::time(&get(database, &name(header)).await?.as_string()?)
}

/// This packet was opened: earlier ones for the same application are not opened any more.
pub async fn note_newest(database: &Database, header: &Header) {
    let (name, sealed) = (name(header), times::stamp(header.sealed));
    let put =
        |store: &IdbObjectStore| store.put_with_key(&sealed.as_str().into(), &(&*name).into());
    database.change(REQUESTS, &put).await.ok();
}

fn name(header: &Header) -> String {
    format!("newest {} {}", header.tenant, header.client)
}

async fn get(database: &Database, name: &str) -> Option<JsValue> {
    database
        .read(REQUESTS, &|store| store.get(&name.into()))
        .await
        .ok()
}

fn request_in(entry: &JsValue, now: DateTime<Utc>) -> Option<Request> {
    Request::parse(&text_in(entry, "code")?, now).ok()
}

fn text_in(entry: &JsValue, name: &str) -> Option<String> {
    Reflect::get(entry, &name.into()).ok()?.as_string()
}
