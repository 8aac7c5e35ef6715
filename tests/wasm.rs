//! The browser adapters in a real browser: storage, randomness, the address bar, luggage. What they serve is tested natively.
#![cfg(target_arch = "wasm32")]

use entra_handover::browser::luggage::{Errand, Luggage};
use entra_handover::browser::{Browser, WebCrypto, page, storage};
use entra_handover::ids::ClientId;
use entra_handover::ports::{Random, random_hex};
use std::time::Duration;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_kept_sign_in_can_be_taken_once() {
    storage::keep_sign_in("first").expect("the test page has storage");
    storage::keep_sign_in("second").expect("the test page has storage");
    assert_eq!(storage::take_sign_in().as_deref(), Some("second"));
    assert_eq!(storage::take_sign_in(), None);
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
        run: "0123456789abcdef".to_owned(),
    };
    let unpacked = Luggage::unpack(&luggage.pack()).expect("it was just packed");
    assert_eq!(
        (unpacked.client_id, unpacked.sign_in),
        (luggage.client_id, luggage.sign_in)
    );
    assert_eq!(
        (unpacked.errand, unpacked.run),
        (luggage.errand, luggage.run)
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
