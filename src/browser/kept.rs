//! A sign-in that leaves the page: sealed for this tab, and taken out once. It knows nothing of what a sign-in is.
//!
//! A tab's own storage survives the redirect, and browsers write it to the disk. What lies there is encrypted; the key is one
//! that no script can read out (Web Cryptography, `extractable: false`), lies in another store, and is destroyed before what it
//! opens is used. So whoever finds a copy of the tab's storage, such as a duplicated tab, can do nothing with it.

use super::database::{Database, SIGN_INS};
use super::page::{session_storage, window};
use super::{WebCrypto, time::BrowserClock};
use crate::ports::{Clock, JournalUnwritable, Random, random_hex};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, IdbKeyRange, IdbObjectStore, SubtleCrypto};

const SIGN_IN: &str = "entra-handover.sign-in";
/// Longer than any sign-in lives (`signin::pending`): keys of those that never came back are destroyed.
const LONGEST_MS: i64 = 20 * 60 * 1_000;
/// NIST SP 800-38D 8.2: 96 bits. A key seals once, so that no nonce is used twice.
const NONCE: usize = 12;

/// Keeps a sign-in that leaves the page.
pub async fn keep_sign_in(database: &Database, text: &str) -> Result<(), JournalUnwritable> {
    keep(database, text).await.ok_or(JournalUnwritable)
}

async fn keep(database: &Database, text: &str) -> Option<()> {
    let storage = session_storage()?;
    let key = generate().await?;
    let mut nonce = [0; NONCE];
    WebCrypto.fill(&mut nonce);
    let sealed = subtle()?.encrypt_with_object_and_u8_array(&aes(&nonce)?, &key, text.as_bytes());
    let sealed = resolved(sealed.ok()?).await?;
    let now = BrowserClock.now().timestamp_millis();
    // Names in the order of time, so that those before a time are a range.
    let name = format!("{now:013}-{}", random_hex(&WebCrypto, 16));
    let old = IdbKeyRange::upper_bound(&format!("{:013}", now - LONGEST_MS).into()).ok()?;
    let keep = |store: &IdbObjectStore| {
        store.delete(&old)?;
        store.put_with_key(&key, &name.as_str().into())
    };
    database.change(SIGN_INS, &keep).await.ok()?;
    let mut packed = nonce.to_vec();
    packed.extend(Uint8Array::new(&sealed).to_vec());
    let packed = format!("{name} {}", BASE64_STANDARD.encode(packed));
    storage.set_item(SIGN_IN, &packed).ok()
}

/// Takes the kept sign-in out. It can be taken once, by one tab, and is gone before it is used.
pub async fn take_sign_in(database: &Database) -> Option<String> {
    let storage = session_storage()?;
    let packed = storage.get_item(SIGN_IN).ok()??;
    storage.remove_item(SIGN_IN).ok()?;
    let (name, sealed) = packed.split_once(' ')?;
    let name = JsValue::from_str(name);
    // One transaction: of two tabs that hold the same text, one gets the key.
    let found = RefCell::new(None);
    let take = |store: &IdbObjectStore| {
        found.replace(Some(store.get(&name)?));
        store.delete(&name)
    };
    database.change(SIGN_INS, &take).await.ok()?;
    let key: CryptoKey = (found.into_inner()?.result().ok()?).dyn_into().ok()?;
    let sealed = BASE64_STANDARD.decode(sealed).ok()?;
    let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
    let opened = subtle()?.decrypt_with_object_and_u8_array(&aes(nonce)?, &key, sealed);
    let opened = resolved(opened.ok()?).await?;
    String::from_utf8(Uint8Array::new(&opened).to_vec()).ok()
}

async fn generate() -> Option<CryptoKey> {
    let algorithm = algorithm()?;
    Reflect::set(&algorithm, &"length".into(), &256.into()).ok()?;
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let key = subtle()?.generate_key_with_object(&algorithm, false, &usages);
    resolved(key.ok()?).await?.dyn_into().ok()
}

fn aes(nonce: &[u8]) -> Option<Object> {
    let algorithm = algorithm()?;
    Reflect::set(&algorithm, &"iv".into(), &Uint8Array::from(nonce)).ok()?;
    Some(algorithm)
}

fn algorithm() -> Option<Object> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into()).ok()?;
    Some(algorithm)
}

pub(super) async fn resolved(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}

/// There on pages of secure contexts only.
pub(super) fn subtle() -> Option<SubtleCrypto> {
    let subtle: JsValue = window().crypto().ok()?.subtle().into();
    subtle.dyn_into().ok()
}
