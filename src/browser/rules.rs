//! The fields that the user picked on pages of an origin, kept by the web page in this browser. An extension has a storage of its
//! own for them (`extension::settings`).

use super::page::local_storage;
use crate::fill::Rule;

fn key(origin: &str) -> String {
    format!("entra-handover.fields {origin}")
}

/// What was picked on pages of this origin.
pub fn rule(origin: &str) -> Option<Rule> {
    Rule::parse(&local_storage()?.get_item(&key(origin)).ok()??)
}

/// Keeps it. Where the browser refuses, the fields are picked again the next time.
pub fn remember(rule: &Rule) {
    if let Some(storage) = local_storage() {
        storage.set_item(&key(&rule.origin), &rule.to_json()).ok();
    }
}
