//! The app's side of the hand-over protocol (`docs/handover-protocol.md`) as a state machine: what an answer of the portal means
//! and what is to be done about it. It holds no value and no port; the browser adapter does as it says.

use super::Field;
use crate::graph::json::{list, text};
use crate::ports::{Random, random_hex};
use serde::Serialize;
use serde_json::Value;

/// The first message: it says that values are there and holds none.
#[derive(Debug, Serialize)]
pub struct Offer<'e> {
    pub protocol: &'static str,
    pub version: u32,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub nonce: &'e str,
    pub fields: [&'static str; 3],
}

const VERSION: u32 = 1;

/// One hand-over, from the click to the portal's acknowledgement.
#[derive(Debug)]
pub struct Exchange {
    /// 256 random bits: an answer without it is not an answer to this hand-over.
    nonce: String,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Offering,
    ValuesSent,
    Received,
    Over,
}

/// What to do about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Not an answer to this hand-over, or not one that fits now.
    Ignore,
    /// The portal can take all fields: send the values on the port that this message came by, and drop the others.
    SendValues,
    /// The portal has read back what it filled. Delivered only if nothing is missing.
    Received { missing: Vec<Field> },
    /// The portal says that the user saved.
    Saved,
}

impl Exchange {
    pub fn new(random: &dyn Random) -> Self {
        Self {
            nonce: random_hex(random, 32),
            stage: Stage::Offering,
        }
    }

    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Whether the values are on their way and not acknowledged.
    pub fn values_sent(&self) -> bool {
        self.stage == Stage::ValuesSent
    }

    /// Whether the portal has not answered yet.
    pub fn is_offering(&self) -> bool {
        self.stage == Stage::Offering
    }

    pub fn offer(&self) -> Offer<'_> {
        Offer {
            protocol: "entra-handover",
            version: VERSION,
            kind: "offer",
            nonce: &self.nonce,
            fields: Field::ALL.map(Field::key),
        }
    }

    /// Takes a message that came by a port of this hand-over. Everything that does not fit is ignored: the page on the other
    /// side may be of any version, and a second answer must change nothing.
    pub fn answer(&mut self, message: &Value) -> Next {
        let version = message.get("version").and_then(Value::as_u64);
        if version != Some(u64::from(VERSION)) || text(message, "nonce") != self.nonce {
            return Next::Ignore;
        }
        match (self.stage, text(message, "type")) {
            (Stage::Offering, "ready") => {
                let takes = |field: Field| {
                    list(message, "fields")
                        .iter()
                        .any(|name| name.as_str() == Some(field.key()))
                };
                if !Field::ALL.into_iter().all(takes) {
                    return Next::Ignore;
                }
                self.stage = Stage::ValuesSent;
                Next::SendValues
            }
            (Stage::ValuesSent, "received") => {
                self.stage = Stage::Received;
                let filled =
                    |field: &Field| message["fields"].get(field.key()) == Some(&Value::Bool(true));
                Next::Received {
                    missing: Field::ALL
                        .into_iter()
                        .filter(|field| !filled(field))
                        .collect(),
                }
            }
            (Stage::Received, "saved") => {
                self.stage = Stage::Over;
                Next::Saved
            }
            _ => Next::Ignore,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    struct Fixed;

    impl Random for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xab);
        }
    }

    fn nonce() -> String {
        "ab".repeat(32)
    }

    fn ready() -> Value {
        json!({"type": "ready", "version": 1, "nonce": nonce(), "fields": ["tenantId", "clientId", "secretCode", "more"]})
    }

    fn received(secret: bool) -> Value {
        json!({"type": "received", "version": 1, "nonce": nonce(),
            "fields": {"tenantId": true, "clientId": true, "secretCode": secret}})
    }

    fn check(messages: &[Value], expected: &[Next]) {
        let mut exchange = Exchange::new(&Fixed);
        let got: Vec<Next> = messages
            .iter()
            .map(|message| exchange.answer(message))
            .collect();
        assert_eq!(got, expected, "{messages:?}");
    }

    #[test]
    fn the_offer_holds_no_value() {
        let exchange = Exchange::new(&Fixed);
        let offer = serde_json::to_value(exchange.offer()).expect("an offer is plain data");
        let expected = json!({"protocol": "entra-handover", "version": 1, "type": "offer", "nonce": nonce(),
            "fields": ["tenantId", "clientId", "secretCode"]});
        assert_eq!(offer, expected);
    }

    #[test]
    fn a_hand_over_goes_by_three_answers() {
        let saved = json!({"type": "saved", "version": 1, "nonce": nonce()});
        check(
            &[ready(), received(true), saved],
            &[
                Next::SendValues,
                Next::Received { missing: vec![] },
                Next::Saved,
            ],
        );
    }

    #[test]
    fn a_field_that_did_not_take_its_value_is_named() {
        check(
            &[ready(), received(false)],
            &[
                Next::SendValues,
                Next::Received {
                    missing: vec![Field::SecretCode],
                },
            ],
        );
        let nothing = json!({"type": "received", "version": 1, "nonce": nonce()});
        check(
            &[ready(), nothing],
            &[
                Next::SendValues,
                Next::Received {
                    missing: Field::ALL.to_vec(),
                },
            ],
        );
    }

    #[test]
    fn forged_early_late_and_second_answers_change_nothing() {
        let with = |key: &str, value: Value| {
            let mut message = ready();
            message[key] = value;
            message
        };
        for forged in [
            with("nonce", json!("ab")),
            with("nonce", Value::Null),
            with("version", json!(2)),
            with("version", json!("1")),
            with("type", json!("values")),
            with("fields", json!(["tenantId", "clientId"])),
            with("fields", json!({"tenantId": true})),
            json!("ready"),
            Value::Null,
            received(true),
        ] {
            check(&[forged, ready()], &[Next::Ignore, Next::SendValues]);
        }
        check(&[ready(), ready()], &[Next::SendValues, Next::Ignore]);
        check(
            &[ready(), received(false), received(true)],
            &[
                Next::SendValues,
                Next::Received {
                    missing: vec![Field::SecretCode],
                },
                Next::Ignore,
            ],
        );
    }
}
