//! Puts JSON objects together out of values that are there already. `json!` copies every value that it is given, and a simulation
//! answers millions of requests; it knows no object.

use serde_json::Value;

/// An object of these members.
pub fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let owned = members.map(|(name, value)| (name.to_owned(), value));
    Value::Object(owned.into_iter().collect())
}
