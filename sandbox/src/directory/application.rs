//! The application (registration) object and its password credentials.
//! It keeps what it is told; who may tell it, and when it is seen, is decided in `graph`.

use std::sync::LazyLock;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::entity::{Entity, template};
use crate::json::object;

static TEMPLATE: LazyLock<Map<String, Value>> =
    LazyLock::new(|| template(include_str!("../../data/application.json")));

/// The property that is not kept with the others.
pub const PASSWORDS: &str = "passwordCredentials";

/// An application registration.
#[derive(Debug, Clone)]
pub struct Application {
    /// Object id.
    pub id: Uuid,
    /// Application (client) id.
    pub app_id: Uuid,
    /// All other properties.
    pub entity: Entity,
    /// Client secrets that have not been removed.
    pub secrets: Vec<PasswordCredential>,
    /// Object ids of the owners.
    pub owners: Vec<Uuid>,
    /// Federated identity credentials.
    pub federated: Vec<Value>,
}

impl Application {
    /// A new application without properties of its own.
    pub fn new(id: Uuid, app_id: Uuid, created: DateTime<Utc>) -> Self {
        let mut entity = Entity::new(&TEMPLATE);
        entity.set("id", id.to_string());
        entity.set("appId", app_id.to_string());
        entity.set("createdDateTime", seconds(created));
        Self {
            id,
            app_id,
            entity,
            secrets: Vec::new(),
            owners: Vec::new(),
            federated: Vec::new(),
        }
    }

    /// The object as Graph returns it in a read.
    pub fn render(&self) -> Map<String, Value> {
        let mut object = self.entity.render();
        object.insert(PASSWORDS.into(), self.masked_secrets());
        object
    }

    /// Its secrets as reads show them.
    pub fn masked_secrets(&self) -> Value {
        self.secrets
            .iter()
            .map(PasswordCredential::masked)
            .collect()
    }
}

/// A client secret on an application.
#[derive(Debug, Clone)]
pub struct PasswordCredential {
    /// Identifies it; the portal calls it Secret ID.
    pub key_id: Uuid,
    /// What its maker called it.
    pub display_name: Option<String>,
    /// Valid from.
    pub start: Moment,
    /// Valid until.
    pub end: Moment,
    /// The secret itself; leaves the directory once, when it is made.
    pub text: String,
}

impl PasswordCredential {
    /// As reads show it: no secret text, but the hint.
    pub fn masked(&self) -> Value {
        object([
            ("customKeyIdentifier", Value::Null),
            ("displayName", self.display_name.clone().into()),
            ("endDateTime", self.end.text.clone().into()),
            ("hint", self.text.get(..3).into()),
            ("keyId", self.key_id.to_string().into()),
            ("secretText", Value::Null),
            ("startDateTime", self.start.text.clone().into()),
        ])
    }

    /// As the one reply that tells it shows it.
    pub fn revealed(&self) -> Value {
        let mut value = self.masked();
        value["secretText"] = self.text.clone().into();
        value
    }
}

/// A time that is echoed as it was sent (FACTS section 3.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The time.
    pub at: DateTime<Utc>,
    /// Its text.
    pub text: String,
}

impl Moment {
    /// A time that Graph makes itself: seven decimals.
    pub fn made(at: DateTime<Utc>) -> Self {
        Self {
            at,
            text: decimals(at),
        }
    }

    /// A time from a request.
    pub fn parse(text: &str) -> Option<Self> {
        let at = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
        Some(Self {
            at,
            text: if text.ends_with('Z') {
                text.to_owned()
            } else {
                [seconds(at).trim_end_matches('Z'), fraction(text), "Z"].concat()
            },
        })
    }
}

/// The decimals of a time with an offset, with their point: they stay as they were sent when the time is put into UTC (recorded
/// from Azure PowerShell).
fn fraction(text: &str) -> &str {
    let decimals = text
        .find('.')
        .and_then(|point| text.get(point..)?.split(['+', '-']).next());
    decimals.unwrap_or_default()
}

/// `2024-09-06T09:30:58Z`.
pub fn seconds(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `2024-09-06T09:30:58.1234567Z`: server-made times have seven decimals.
pub fn decimals(at: DateTime<Utc>) -> String {
    let nanos = at.to_rfc3339_opts(SecondsFormat::Nanos, true);
    let ticks = nanos.get(..nanos.len() - "00Z".len());
    [ticks.unwrap_or_default(), "Z"].concat()
}
