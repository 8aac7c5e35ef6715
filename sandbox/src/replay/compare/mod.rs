//! Compares an answer of the sandbox with a recorded one: status, headers and body, and says in words what differs.
//! Strict unless there is a stated reason: what the server makes up compares by form, everything else by value.

mod body;
mod headers;
#[cfg(test)]
mod tests;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::ids::Ids;
use super::recording::{Answered, Provenance};

/// An answer of the sandbox.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Its status.
    pub status: u16,
    /// Headers, by names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body; null when there is none.
    pub body: Value,
}

/// What a comparison has to know beside the two answers.
#[derive(Debug, Clone)]
pub struct Terms<'a> {
    /// Whether the recorded answer is real and whole, or a document with examples.
    pub provenance: Provenance,
    /// When it was recorded: Graph has grown since.
    pub at: Option<DateTime<Utc>>,
    /// Arrays that were cut: paths such as `value[].appRoles`. They are compared up to what is there.
    pub trimmed: &'a BTreeSet<String>,
    /// Texts that the client sent, or that the tenant held before: they must come back as they are.
    pub determined: &'a Determined,
    /// Whether the request asked for an order (`$orderby`). Otherwise OData promises none.
    pub ordered: bool,
}

/// Texts by the names of their properties.
#[derive(Debug, Clone, Default)]
pub struct Determined(BTreeSet<(String, String)>);

impl Determined {
    /// Adds every text of a value.
    pub fn add(&mut self, value: &Value) {
        self.collect("", value);
    }

    /// Whether the property was given this text.
    pub fn contains(&self, name: &str, text: &str) -> bool {
        self.0.contains(&(name.to_owned(), text.to_owned()))
    }

    fn collect(&mut self, name: &str, value: &Value) {
        match value {
            Value::String(text) => {
                self.0.insert((name.to_owned(), text.clone()));
            }
            Value::Array(items) => {
                let name = format!("{name}[]");
                items.iter().for_each(|item| self.collect(&name, item));
            }
            Value::Object(members) => members
                .iter()
                .for_each(|(name, member)| self.collect(name, member)),
            _ => {}
        }
    }
}

/// Everything in which the sandbox's answer differs. Ids that appear for the first time are learned.
pub fn differences(
    recorded: &Answered,
    given: &Given,
    terms: &Terms<'_>,
    ids: &mut Ids,
) -> Vec<String> {
    let mut found = Vec::new();
    if recorded.status != given.status {
        let error = &given.body["error"];
        found.push(
            format!(
                "status {} instead of {} {error}",
                given.status, recorded.status
            )
            .trim_end_matches(" null")
            .to_owned(),
        );
        // Nothing else can be the same.
        return found;
    }
    body::compare(&recorded.body, &given.body, terms, ids, &mut found);
    headers::compare(recorded, given, terms, ids, &mut found);
    found
}
