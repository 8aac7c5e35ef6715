//! Compares the headers that carry meaning: exactly, but for those that are made anew for each answer.
//! Headers for browsers (CORS) are not among them: the recordings were made by a program.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::history;
use super::super::ids::{Ids, is_guid};
use super::super::recording::{Answered, Provenance, http_date};
use super::{Given, Terms};

/// Compared headers, and how.
const COMPARED: &[(&str, Rule)] = &[
    ("cache-control", Rule::Equal),
    ("client-request-id", Rule::Equal),
    ("content-type", Rule::Equal),
    ("date", Rule::Date),
    ("location", Rule::Ids),
    ("odata-version", Rule::Equal),
    ("preference-applied", Rule::Equal),
    ("request-id", Rule::Guid),
    ("retry-after", Rule::Equal),
    ("strict-transport-security", Rule::Equal),
    ("vary", Rule::Equal),
    ("www-authenticate", Rule::Challenge),
    ("x-ms-ags-diagnostic", Rule::Diagnostic),
    ("x-ms-resource-unit", Rule::Equal),
];

#[derive(Debug, Clone, Copy)]
enum Rule {
    /// The same text, without regard to case.
    Equal,
    /// The same text but for ids.
    Ids,
    /// Any GUID.
    Guid,
    /// Any date of HTTP.
    Date,
    /// JSON with the same names.
    Diagnostic,
    /// The Bearer challenge has the same parameters.
    Challenge,
}

pub fn compare(
    recorded: &Answered,
    given: &Given,
    terms: &Terms<'_>,
    ids: &mut Ids,
    found: &mut Vec<String>,
) {
    for (name, rule) in COMPARED {
        if history::header_was_different(name, recorded, terms.at) {
            continue;
        }
        match (recorded.headers.get(*name), given.headers.get(*name)) {
            (None, None) => {}
            (Some(_), None) => found.push(format!("header {name} is missing")),
            // A document names the headers that it is about.
            (None, Some(_)) if terms.provenance == Provenance::Document => {}
            (None, Some(value)) => found.push(format!("header {name} is there: {value}")),
            (Some(recorded), Some(given)) => {
                if !fits(*rule, recorded, given, ids) {
                    found.push(format!(
                        "header {name} is {given:?} instead of {recorded:?}"
                    ));
                }
            }
        }
    }
}

fn fits(rule: Rule, recorded: &str, given: &str, ids: &mut Ids) -> bool {
    match rule {
        Rule::Equal => recorded.eq_ignore_ascii_case(given),
        Rule::Ids => same_address(recorded, given, ids),
        Rule::Guid => is_guid(given),
        Rule::Date => http_date(given).is_some(),
        Rule::Diagnostic => names(recorded) == names(given),
        Rule::Challenge => bearer(recorded).is_some_and(|wanted| bearer(given) == Some(wanted)),
    }
}

/// Segment by segment: one may be an opaque id that the body has told.
fn same_address(recorded: &str, given: &str, ids: &mut Ids) -> bool {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (recorded.split('/').collect(), given.split('/').collect());
    left.len() == right.len()
        && left.iter().zip(right).all(|(recorded, given)| {
            ids.translate(recorded) == given || ids.same(recorded, given).is_ok()
        })
}

/// The names in a JSON header, such as `ServerInfo.Ring`.
fn names(text: &str) -> Option<BTreeSet<String>> {
    let value: Value = serde_json::from_str(text).ok()?;
    let outer = value.as_object()?;
    Some(
        outer
            .iter()
            .flat_map(|(name, inner)| {
                inner
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(move |(inner, _)| format!("{name}.{inner}"))
            })
            .collect(),
    )
}

/// The parameters of the Bearer challenge; others may stand before it (FACTS section 2.7).
fn bearer(text: &str) -> Option<BTreeSet<&str>> {
    let parameters = &text[text.find("Bearer ")? + "Bearer ".len()..];
    let parameters = parameters.strip_suffix('"').unwrap_or(parameters);
    Some(parameters.split("\", ").collect())
}
