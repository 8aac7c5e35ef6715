//! The end dates that an installed extension keeps at the user's wish, for the number on its toolbar button: ids and dates, by its
//! types nothing else. `public/background.js` reads what is written here; neither knows the other's screens.

use super::journal::{Effect, Record, SecretState};
use super::plan::Work;
use super::status::{Holder, Secret, SetUp};
use crate::graph::json::{field, list, stamp, text, time};
use crate::ids::{ApplicationId, KeyId, TenantId};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndDates(Vec<Kept>);

/// An application whose end the user wants to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    tenant: TenantId,
    application: ApplicationId,
    /// Those that somebody has, in the order in which they were made: the last one is in use, however long others last.
    secrets: Vec<(KeyId, DateTime<Utc>)>,
}

impl EndDates {
    pub fn holds(&self, application: ApplicationId) -> bool {
        self.0.iter().any(|one| one.application == application)
    }

    /// The user wants to be told of the end of this application's secret.
    pub fn keep(
        &mut self,
        tenant: TenantId,
        application: ApplicationId,
        key: KeyId,
        ends: DateTime<Utc>,
    ) {
        self.forget(application);
        self.0.push(Kept {
            tenant,
            application,
            secrets: vec![(key, ends)],
        });
    }

    /// The user does not, or the application is gone.
    pub fn forget(&mut self, application: ApplicationId) {
        self.0.retain(|one| one.application != application);
    }

    /// What a run has done to an application that is kept: a new secret, removed ones, or its end.
    pub fn follow(&mut self, record: &Record) {
        let deleted = matches!(record.plan.work, Work::Delete | Work::Purge);
        let undone = matches!(record.application, Effect::Removed(_) | Effect::Purged(_));
        self.0.retain_mut(|one| {
            if !record.is_about(one.application) {
                return true;
            }
            let removed = record.plan.work.removes();
            one.secrets.retain(|(key, _)| !removed.contains(key));
            for attempt in &record.secrets {
                if let SecretState::Delivered(key) = attempt.state {
                    one.secrets.retain(|(known, _)| *known != key);
                    one.secrets.push((key, attempt.ends));
                }
            }
            !deleted && !undone
        });
    }

    /// The secret of a run that is being taken back.
    pub fn drop_secret(&mut self, key: KeyId) {
        for one in &mut self.0 {
            one.secrets.retain(|(known, _)| *known != key);
        }
    }

    /// What a look at the tenant has found: the truth, whoever has changed it.
    pub fn correct(&mut self, tenant: TenantId, set_ups: &[SetUp]) {
        self.0.retain_mut(|one| {
            if one.tenant != tenant {
                return true;
            }
            let found = set_ups
                .iter()
                .find(|it| it.application.id == one.application);
            let Some(found) = found else {
                return false;
            };
            let mut found: Vec<&Secret> = found.secrets.iter().collect();
            found.sort_by_key(|it| (it.credential.starts, it.credential.ends));
            let held = found.into_iter().filter(|it| {
                matches!(
                    it.holder,
                    Holder::HandedOver | Holder::Sealed | Holder::Unknown
                )
            });
            let dated = held.filter_map(|it| Some((it.credential.key, it.credential.ends?)));
            one.secrets = dated.collect();
            true
        });
    }

    /// What cannot be read is not kept.
    pub fn read(stored: &str) -> Self {
        let json: Value = serde_json::from_slice(stored.as_bytes()).unwrap_or_default();
        let secret = |one: &Value| Some((field(one, "key").ok()?, time(one, "ends")?));
        let kept = |one: &Value| {
            Some(Kept {
                tenant: text(one, "tenant").parse().ok()?,
                application: text(one, "application").parse().ok()?,
                secrets: list(one, "secrets").iter().filter_map(secret).collect(),
            })
        };
        Self(
            list(&json, "applications")
                .iter()
                .filter_map(kept)
                .collect(),
        )
    }

    /// Nothing when nothing is kept: then nothing is to be stored.
    pub fn to_json(&self) -> Option<String> {
        let secret = |(key, ends): &(KeyId, DateTime<Utc>)| json!({"key": key.to_string(), "ends": stamp(*ends)});
        let kept = |one: &Kept| {
            json!({
                "tenant": one.tenant.to_string(),
                "application": one.application.to_string(),
                "secrets": one.secrets.iter().map(secret).collect::<Vec<Value>>(),
            })
        };
        let all: Vec<Value> = self.0.iter().map(kept).collect();
        (!all.is_empty()).then(|| json!({"applications": all}).to_string())
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "end_dates_tests.rs"]
mod tests;
