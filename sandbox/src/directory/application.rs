//! The application (registration) object and its password credentials.
//! It keeps what it is told; who may tell it, and when it is seen, is decided in `graph`.

use std::sync::LazyLock;

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::entity::{Entity, template};
use crate::replication::Replication;

static TEMPLATE: LazyLock<Map<String, Value>> =
    LazyLock::new(|| template(include_str!("../../data/application.json")));

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
    /// Who sees it when.
    pub replication: Replication,
}

impl Application {
    /// A new application without properties of its own.
    pub fn new(id: Uuid, app_id: Uuid, created: DateTime<Utc>, replication: Replication) -> Self {
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
            replication,
        }
    }

    /// The object as Graph returns it in a read; secrets listed only once their index entry has arrived.
    pub fn render(&self, now: DateTime<Utc>) -> Map<String, Value> {
        let mut object = self.entity.render();
        let secrets = self
            .secrets
            .iter()
            .filter(|s| s.listed <= now)
            .map(PasswordCredential::masked);
        object.insert("passwordCredentials".into(), secrets.collect());
        object
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
    /// From when reads list it.
    pub listed: DateTime<Utc>,
    /// From when the token endpoint accepts it.
    pub usable: DateTime<Utc>,
}

impl PasswordCredential {
    /// As reads show it: no secret text, but the hint.
    pub fn masked(&self) -> Value {
        json!({
            "customKeyIdentifier": null, "displayName": self.display_name, "endDateTime": self.end.text,
            "hint": self.text.get(..3), "keyId": self.key_id.to_string(), "secretText": null,
            "startDateTime": self.start.text,
        })
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
                seconds(at)
            },
        })
    }
}

/// `2024-09-06T09:30:58Z`.
pub fn seconds(at: DateTime<Utc>) -> String {
    at.trunc_subsecs(0).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `2024-09-06T09:30:58.1234567Z`: server-made times have seven decimals.
pub fn decimals(at: DateTime<Utc>) -> String {
    format!(
        "{}.{:07}Z",
        at.format("%Y-%m-%dT%H:%M:%S"),
        at.timestamp_subsec_nanos() / 100 % 10_000_000
    )
}
