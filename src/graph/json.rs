//! Reads fields out of a reply's JSON into domain types. Wire shapes end here; a reply that does not have the shape of
//! Microsoft's schema is a `Garbled` failure, never a guess.
//!
//! Plain functions over `serde_json::Value` rather than a derived type for each reply: every derived type costs two to six kB
//! of wasm, and few fields are read. For the same reason JSON is read from bytes everywhere (`serde_json::from_slice`): a second
//! kind of source would link the whole reader a second time.

use super::failure::Failure;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::str::FromStr;

pub use crate::times::stamp;

/// A field that must be there and must parse.
pub fn field<T: FromStr>(object: &Value, name: &str) -> Result<T, Failure> {
    text(object, name).parse().map_err(|_| Failure::garbled())
}

/// A text field; absent and null are the empty text.
pub fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A list field; absent and null are the empty list.
pub fn list<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A time field; absent, null and unreadable are `None`.
pub fn time(object: &Value, name: &str) -> Option<DateTime<Utc>> {
    crate::times::time(text(object, name))
}
