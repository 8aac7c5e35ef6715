//! The browser adapters in a real browser: storage, randomness, sealing, the address bar, luggage. What they serve is tested natively.
#![cfg(target_arch = "wasm32")]

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use entra_handover::browser::database::Database;
use entra_handover::browser::lock::{self, Turn};
use entra_handover::browser::luggage::{Errand, Luggage};
use entra_handover::browser::sealing::Pair;
use entra_handover::browser::{Browser, WebCrypto, journal, kept, page, requests};
use entra_handover::handover::hpke;
use entra_handover::handover::packet::Header;
use entra_handover::handover::request::Request;
use entra_handover::ids::{ClientId, KeyId, TenantId};
use entra_handover::ports::{PublicKey, Random, random_hex};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

async fn keep(database: &Database, text: &str) {
    let kept = kept::keep_sign_in(database, text).await;
    kept.expect("the test page has storage");
}

const KEPT: &str = "entra-handover.sign-in";

fn tab() -> web_sys::Storage {
    let storage = page::window().session_storage();
    (storage.ok().flatten()).expect("the test page has storage")
}

#[wasm_bindgen_test]
async fn a_kept_sign_in_can_be_taken_once() {
    let database = Database::default();
    keep(&database, "first").await;
    keep(&database, "second").await;
    let taken = kept::take_sign_in(&database).await;
    assert_eq!(taken.as_deref(), Some("second"));
    assert_eq!(kept::take_sign_in(&database).await, None);
}

#[wasm_bindgen_test]
async fn a_kept_sign_in_is_sealed_and_a_copy_of_the_tab_cannot_open_it_again() {
    let database = Database::default();
    keep(&database, "a verifier").await;
    let copy = tab().get_item(KEPT).ok().flatten().expect("it was kept");
    assert!(!copy.contains("verifier") && copy.len() > 60, "{copy}");
    assert!(kept::take_sign_in(&database).await.is_some());
    tab()
        .set_item(KEPT, &copy)
        .expect("the test page has storage");
    assert_eq!(kept::take_sign_in(&Database::default()).await, None);
}

#[wasm_bindgen_test]
async fn what_was_altered_in_the_tabs_storage_is_not_opened() {
    let database = Database::default();
    for change in [
        |text: &str| text.replacen(' ', "", 1),
        |text: &str| {
            let end = if text.ends_with('A') { "B" } else { "A" };
            format!("{}{end}", &text[..text.len() - 1])
        },
    ] {
        // 15 bytes and the tag leave no padding: the last character counts.
        keep(&database, "123456789012345").await;
        let kept_text = tab().get_item(KEPT).ok().flatten().expect("it was kept");
        let changed = change(&kept_text);
        assert_ne!(changed, kept_text);
        tab()
            .set_item(KEPT, &changed)
            .expect("the test page has storage");
        assert_eq!(kept::take_sign_in(&database).await, None, "{changed}");
    }
}

#[wasm_bindgen_test]
async fn one_writer_at_a_time_and_what_was_seen_before_is_out_of_date() {
    lock::note_look();
    let Turn::Mine(first) = lock::turn().await else {
        panic!("nobody else writes");
    };
    assert!(lock::is_taken().await);
    assert!(matches!(lock::turn().await, Turn::Theirs));
    drop(first);
    lock::freed().await;
    // Another tab has its turn: it leaves another mark than the one that this tab has seen.
    let local = page::window().local_storage().ok().flatten();
    let local = local.expect("the test page has storage");
    local
        .set_item("entra-handover.written-by", "another")
        .expect("the test page has storage");
    assert!(matches!(lock::turn().await, Turn::OutOfDate));
    lock::note_look();
    lock::freed().await;
    assert!(matches!(lock::turn().await, Turn::Mine(_)));
}

#[wasm_bindgen_test]
async fn what_was_journalled_may_be_open_until_a_visit_finds_nothing() {
    let browser = Browser::default();
    journal::note_nothing_open(&browser.database).await;
    assert!(!journal::may_be_open(&browser.database).await);
    let put = browser.ports().journal.put("c", "record".to_owned());
    put.await.expect("the test page has storage");
    browser.ports().journal.remove("c").await;
    assert!(journal::may_be_open(&Database::default()).await);
    journal::note_nothing_open(&browser.database).await;
    assert!(!journal::may_be_open(&browser.database).await);
}

#[wasm_bindgen_test]
async fn the_journal_keeps_one_record_a_run() {
    let browser = Browser::default();
    let journal = browser.ports().journal;
    for (run, record) in [("a", "1"), ("b", "2"), ("a", "3")] {
        journal
            .put(run, record.to_owned())
            .await
            .expect("the test page has storage");
    }
    let mut all = journal.all().await;
    all.sort();
    assert_eq!(all, ["2", "3"]);
    journal.remove("a").await;
    journal.remove("never was").await;
    assert_eq!(journal.all().await, ["2"]);
    journal.remove("b").await;
    assert!(journal.all().await.is_empty());
}

#[wasm_bindgen_test]
fn randomness_is_not_the_same_twice() {
    let draw = || random_hex(&WebCrypto, 32);
    assert_ne!(draw(), draw());
    let mut bytes = [0; 64];
    WebCrypto.fill(&mut bytes);
    assert_ne!(bytes, [0; 64]);
}

#[wasm_bindgen_test]
async fn the_clock_goes_on_while_it_sleeps() {
    let browser = Browser::default();
    let clock = browser.ports().clock;
    let before = clock.now();
    clock.sleep(Duration::from_millis(30)).await;
    assert!((clock.now() - before).num_milliseconds() >= 25);
}

#[wasm_bindgen_test]
fn luggage_is_unpacked_as_it_was_packed_and_nothing_else_is_luggage() {
    let luggage = Luggage {
        client_id: ClientId::from_u128(7),
        sign_in: "{\"state\":\"x\"}".to_owned(),
        errand: Errand::Undo,
        about: "0123456789abcdef".to_owned(),
        asked: "+AQ".to_owned(),
    };
    let unpacked = Luggage::unpack(&luggage.pack()).expect("it was just packed");
    assert_eq!(
        (unpacked.client_id, unpacked.sign_in),
        (luggage.client_id, luggage.sign_in)
    );
    assert_eq!(
        (unpacked.errand, unpacked.about, unpacked.asked),
        (luggage.errand, luggage.about, luggage.asked)
    );
    for other in ["", "null", "{}", "{\"errand\":\"fly\"}", "not JSON"] {
        assert!(Luggage::unpack(other).is_none(), "{other}");
    }
}

#[wasm_bindgen_test]
fn the_pages_address_has_neither_query_nor_fragment() {
    let address = page::address();
    assert!(address.query().is_none() && address.fragment().is_none());
}

#[wasm_bindgen_test]
fn dates_are_written_in_words() {
    let day = "2028-11-24T10:00:00Z".parse().expect("a literal time");
    assert_eq!(page::date(day), "24 November 2028");
}

/// A private key of the RFC, as the browser takes one: Web Cryptography reads no bare number, but a JWK.
async fn private_key(d: &str, public: PublicKey) -> Pair {
    let text = |bytes: &[u8]| JsValue::from(BASE64_URL_SAFE_NO_PAD.encode(bytes));
    let jwk = object(&[
        ("kty", "EC".into()),
        ("crv", "P-256".into()),
        ("d", text(&hex(d))),
        ("x", text(&public[1..33])),
        ("y", text(&public[33..])),
    ]);
    let curve = object(&[("name", "ECDH".into()), ("namedCurve", "P-256".into())]);
    let usages = js_sys::Array::of1(&"deriveBits".into());
    let subtle = page::window().crypto().expect("a browser").subtle();
    let imported = subtle.import_key_with_object("jwk", &jwk, &curve, false, &usages);
    let imported = JsFuture::from(imported.expect("a key")).await;
    Pair {
        private: imported.expect("a key").unchecked_into(),
        public,
    }
}

fn object(members: &[(&str, JsValue)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (name, value) in members {
        js_sys::Reflect::set(&object, &(*name).into(), value).expect("a plain object");
    }
    object
}

fn hex(text: &str) -> Vec<u8> {
    let digits = |at: usize| u8::from_str_radix(&text[at..at + 2], 16);
    let bytes = (0..text.len()).step_by(2).map(digits);
    bytes.collect::<Result<_, _>>().expect("literal digits")
}

#[wasm_bindgen_test]
async fn web_cryptography_opens_the_vector_of_rfc_9180() {
    // Appendix A.3.1.
    let public = "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0";
    let private = "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2";
    let encapsulated = "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4";
    let info = hex("4f6465206f6e2061204772656369616e2055726e");
    let sealed = hex(
        "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
    );
    let mine = private_key(private, hex(public).try_into().expect("65 bytes")).await;
    let encapsulated = hex(encapsulated).try_into().expect("65 bytes");
    let opened = hpke::open(&WebCrypto, &mine, &encapsulated, &info, b"Count-0", &sealed).await;
    let text: &[u8] = b"Beauty is truth, truth beauty";
    assert_eq!(opened.as_deref(), Some(text));
}

#[wasm_bindgen_test]
async fn what_is_sealed_is_opened_by_its_key_alone_and_unaltered() {
    let (mine, other) = (Pair::generate().await, Pair::generate().await);
    let (mine, other) = (mine.expect("a key"), other.expect("a key"));
    let sealed = hpke::seal(&WebCrypto, &mine.public, b"info", b"beside", b"text").await;
    let (encapsulated, sealed) = sealed.expect("the browser has it");
    let open = async |pair: &Pair, encapsulated: &PublicKey, sealed: &[u8]| {
        hpke::open(&WebCrypto, pair, encapsulated, b"info", b"beside", sealed).await
    };
    let text: &[u8] = b"text";
    assert_eq!(
        open(&mine, &encapsulated, &sealed).await.as_deref(),
        Some(text)
    );
    assert_eq!(open(&other, &encapsulated, &sealed).await, None);
    for bit in 0..sealed.len() * 8 {
        let mut altered = sealed.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(open(&mine, &encapsulated, &altered).await, None, "{bit}");
    }
    for bit in 0..encapsulated.len() * 8 {
        let mut altered = encapsulated;
        altered[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(open(&mine, &altered, &sealed).await, None, "{bit}");
    }
    let taken_out = page::window().crypto().expect("a browser").subtle();
    let taken_out = taken_out
        .export_key("jwk", &mine.private)
        .expect("a promise");
    assert!(JsFuture::from(taken_out).await.is_err());
}

#[wasm_bindgen_test]
async fn a_request_keeps_its_key_until_it_is_forgotten() {
    let (database, now) = (Database::default(), "2026-11-24T10:00:00Z");
    let now: chrono::DateTime<chrono::Utc> = now.parse().expect("a literal time");
    let pair = Pair::generate().await.expect("a key");
    let request = Request::new("Min", pair.public, now).expect("a name");
    let id = request.id(&WebCrypto).await.expect("the browser has it");
    let kept = requests::keep(&database, id, &request, &pair).await;
    kept.expect("the test page has storage");
    let again = Database::default();
    let found = requests::key_of(&again, id, now)
        .await
        .expect("it was kept");
    assert_eq!(found.public, pair.public);
    let sealed = hpke::seal(&WebCrypto, &pair.public, b"", b"", b"text").await;
    let (encapsulated, sealed) = sealed.expect("the browser has it");
    let opened = hpke::open(&WebCrypto, &found, &encapsulated, b"", b"", &sealed).await;
    assert_eq!(opened.as_deref(), Some(&b"text"[..]));
    let ids = (
        TenantId::from_u128(1),
        ClientId::from_u128(2),
        KeyId::from_u128(3),
    );
    let header = Header::new(ids, id, now, now);
    assert_eq!(requests::newest(&again, &header).await, None);
    requests::note_newest(&again, &header).await;
    assert_eq!(requests::newest(&again, &header).await, Some(now));
    let open = requests::all(&again, now).await;
    assert_eq!(open, [(id.text(), request)]);
    // Its time is over: the key is destroyed at the next look.
    let later = now + chrono::TimeDelta::days(31);
    assert!(requests::key_of(&again, id, later).await.is_none());
    assert!(requests::all(&again, later).await.is_empty());
    assert!(requests::key_of(&again, id, now).await.is_none());
    assert_eq!(requests::newest(&again, &header).await, Some(now));
}
