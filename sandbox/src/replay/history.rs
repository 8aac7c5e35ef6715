//! What Graph did not have yet when a recording was made: properties, headers and a default that came later.
//! The sandbox answers as Graph did in September 2024; these are the only differences that age excuses.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

use super::recording::{Answered, Asked};

/// The type of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An application.
    Application,
    /// A service principal.
    ServicePrincipal,
    /// An error.
    Error,
}

impl Kind {
    /// The type of an object, by what only that type has.
    pub fn of(object: &Map<String, Value>) -> Option<Self> {
        if object.contains_key("servicePrincipalNames") {
            return Some(Self::ServicePrincipal);
        }
        if object.contains_key("innerError") {
            return Some(Self::Error);
        }
        object
            .contains_key("requiredResourceAccess")
            .then_some(Self::Application)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::ServicePrincipal => "servicePrincipal",
            Self::Error => "error",
        }
    }
}

/// Whether a property came only after a day. The table names for each the first day on which a recording shows it.
pub fn is_newer(kind: Kind, path: &str, at: Option<DateTime<Utc>>) -> bool {
    let rows = include_str!("history.tsv").lines().skip(1);
    let mut rows = rows.filter_map(|row| {
        let mut columns = row.split('\t');
        Some((columns.next()?, columns.next()?, columns.next()?))
    });
    let since = rows
        .find(|(of, property, _)| *of == kind.name() && *property == path)
        .map(|(_, _, since)| since);
    since.is_some_and(|since| is_before(at, since))
}

/// Before 2022 answers had no resource units, said `private`, gave an empty answer a content type and a new object no Vary.
pub fn header_was_different(name: &str, recorded: &Answered, at: Option<DateTime<Utc>>) -> bool {
    let changed = match name {
        "cache-control" | "x-ms-resource-unit" => true,
        "content-type" => recorded.status == 204,
        "vary" => recorded.status == 201 || recorded.status == 404,
        _ => false,
    };
    changed && is_before(at, "2022-04-26")
}

/// Until 2024 an application without `signInAudience` was for personal accounts too (FACTS section 3.1). The request then says
/// what it meant; whether it was made before the change is told by its answer.
pub fn say_old_defaults(request: &Asked, answer: &Answered) -> Value {
    let mut body = request.body.clone();
    let old = "AzureADandPersonalMicrosoftAccount";
    let created = answer.status == 201
        && answer.body["signInAudience"] == old
        && answer.body.get("requiredResourceAccess").is_some();
    if created
        && is_before(answer.at, "2024-09-06")
        && let Some(properties) = body.as_object_mut()
    {
        properties
            .entry("signInAudience")
            .or_insert_with(|| old.into());
    }
    body
}

fn is_before(at: Option<DateTime<Utc>>, day: &str) -> bool {
    let day: Option<NaiveDate> = day.parse().ok();
    at.is_some_and(|at| day.is_some_and(|day| at.date_naive() < day))
}
