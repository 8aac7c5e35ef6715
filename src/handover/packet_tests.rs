//! Sealed packets, natively: who can open one, until when, and that no bit of it can be altered.

use super::*;
use crate::handover::rust_crypto::{NativeKey, RustCrypto, key, now};

const ASKER: &str = "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2";
const OTHER: &str = "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb";
const EPHEMERAL: &str = "00000000000000000000000000000000000000000000000000000000000000ff";
const SEALED: &str = "2026-11-24T10:00:00Z";
const CANARY: &str = "canary-8Q~x";

fn time(text: &str) -> DateTime<Utc> {
    crate::times::time(text).expect("a literal time")
}

struct Case {
    crypto: RustCrypto,
    header: Header,
    code: String,
}

/// A packet with these values for the asker, of a secret that ends then.
fn sealed(values: &str, ends: &str) -> Case {
    let crypto = RustCrypto::drawing(EPHEMERAL);
    let request = Request::new("Min", key(ASKER).public(), time(SEALED)).expect("a name");
    let id = now(request.id(&crypto)).expect("natively nothing is refused");
    let ids = (
        TenantId::from_u128(1),
        ClientId::from_u128(2),
        KeyId::from_u128(3),
    );
    let header = Header::new(ids, id, time(SEALED), time(ends));
    let code = now(seal(&crypto, &request, &header, values.as_bytes()));
    Case {
        code: code.expect("natively nothing is refused"),
        crypto,
        header,
    }
}

fn values() -> String {
    let (tenant, client) = (TenantId::from_u128(1), ClientId::from_u128(2));
    format!(
        r#"{{"tenantId":"{tenant}","clientId":"{client}","secretCode":"{CANARY}","tenantName":"Contoso","sealedBy":"ada@x"}}"#
    )
}

fn good() -> Case {
    sealed(&values(), "2028-11-24T10:00:00Z")
}

impl Case {
    /// As the asking browser does it.
    fn receive(
        &self,
        code: &str,
        mine: &NativeKey,
        newest: Option<&str>,
        at: &str,
    ) -> Result<Contents, Refusal> {
        let packet = Packet::parse(code)?;
        if packet.header.request != self.header.request {
            return Err(Refusal::NoKey);
        }
        now(packet.open(&self.crypto, mine, newest.map(time), time(at)))
    }

    fn refused(&self, newest: Option<&str>, at: &str) -> Option<Refusal> {
        self.receive(&self.code, &key(ASKER), newest, at).err()
    }
}

#[test]
fn the_browser_that_asked_has_the_values() {
    let case = good();
    let opened = case.receive(&case.code, &key(ASKER), None, SEALED);
    let opened = opened.expect("it is the right key, in time");
    assert_eq!(opened.secret.length(), CANARY.len());
    assert_eq!(
        (&*opened.tenant_name, &*opened.sealed_by),
        ("Contoso", "ada@x")
    );
    let read = Packet::parse(&case.code).map(|packet| packet.header);
    assert_eq!(read, Ok(case.header));
}

#[test]
fn nobody_else_has_anything_of_them() {
    let case = good();
    let opened = case.receive(&case.code, &key(OTHER), None, SEALED);
    assert_eq!(opened.err(), Some(Refusal::Altered));
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(&case.code).expect("a code");
    assert!(!bytes.windows(6).any(|part| part == b"canary"));
}

#[test]
fn no_bit_of_a_packet_can_be_altered_and_nothing_cut_off() {
    let case = good();
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(&case.code).expect("a code");
    let mine = key(ASKER);
    for bit in 0..bytes.len() * 8 {
        let mut altered = bytes.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let altered = BASE64_URL_SAFE_NO_PAD.encode(altered);
        assert!(
            case.receive(&altered, &mine, None, SEALED).is_err(),
            "{bit}"
        );
    }
    for end in 0..bytes.len() {
        let cut = BASE64_URL_SAFE_NO_PAD.encode(&bytes[..end]);
        assert!(case.receive(&cut, &mine, None, SEALED).is_err(), "{end}");
    }
}

#[test]
fn a_packet_has_one_written_form() {
    let case = good();
    let read = Packet::parse(&case.code);
    for (at, letter) in case.code.char_indices() {
        for bit in 0..7 {
            let other = char::from(letter as u8 ^ (1 << bit));
            let altered = format!("{}{other}{}", &case.code[..at], &case.code[at + 1..]);
            assert_ne!(Packet::parse(&altered), read, "{at}");
        }
    }
    assert!(Packet::parse(&format!("{}=", case.code)).is_err());
}

#[test]
fn a_packet_is_opened_for_a_week_and_never_after_its_secret() {
    let week = good();
    assert_eq!(week.refused(None, "2026-12-01T10:00:00Z"), None);
    let until = time("2026-12-01T10:00:00Z");
    assert_eq!(
        week.refused(None, "2026-12-01T10:00:01Z"),
        Some(Refusal::Over { until })
    );
    let short = sealed(&values(), "2026-11-25T10:00:00Z");
    let until = time("2026-11-25T10:00:00Z");
    assert_eq!(short.header.until, until);
    assert_eq!(
        short.refused(None, "2026-11-25T10:00:01Z"),
        Some(Refusal::Over { until })
    );
}

#[test]
fn a_clock_that_is_a_day_off_is_told() {
    let case = good();
    assert_eq!(case.refused(None, "2026-11-23T10:00:00Z"), None);
    let sealed = time(SEALED);
    assert_eq!(
        case.refused(None, "2026-11-23T09:59:59Z"),
        Some(Refusal::Early { sealed })
    );
}

#[test]
fn a_later_packet_supersedes() {
    let case = good();
    assert_eq!(case.refused(Some(SEALED), SEALED), None);
    assert_eq!(case.refused(Some("2026-11-24T09:00:00Z"), SEALED), None);
    let by = time("2026-11-24T10:00:01Z");
    assert_eq!(
        case.refused(Some("2026-11-24T10:00:01Z"), SEALED),
        Some(Refusal::Superseded { by })
    );
}

#[test]
fn values_of_something_else_are_not_taken() {
    let tenant = TenantId::from_u128(1).to_string();
    let other = TenantId::from_u128(9).to_string();
    for values in [
        "",
        "null",
        "{}",
        &values().replace(&tenant, &other),
        &values().replace("clientId", "client"),
        &values().replace("\"canary-8Q~x\"", "7"),
    ] {
        let refused = sealed(values, "2028-11-24T10:00:00Z").refused(None, SEALED);
        assert_eq!(refused, Some(Refusal::Garbled), "{values}");
    }
}

#[test]
fn a_request_whose_key_is_none_gets_no_packet() {
    let case = good();
    let request = Request::new("Min", [4; 65], time(SEALED)).expect("a name");
    let code = now(seal(&case.crypto, &request, &case.header, b"{}"));
    assert_eq!(code, None);
}
