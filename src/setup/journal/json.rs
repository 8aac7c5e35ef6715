//! The written form of a record: every field by name, so that what is kept is an allow-list. It knows no storage.
//!
//! By hand rather than derived: the derived readers and writers of these types weigh 25 kB of wasm.
//! Written straight to text, as a run writes often, and read by way of a `Value`, as everything that is read.

mod plan;
mod sealed;

use self::plan::read_plan;
use self::sealed::read_sealed;
use super::{Effect, MadeApplication, Record, SecretAttempt, SecretState};
use crate::ids::ServicePrincipalId;
use chrono::{DateTime, Utc};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::str::FromStr;

/// Raised when an older reader would misunderstand a newer record.
const VERSION: u64 = 4;
/// Before secrets were sealed for somebody.
const THIRD_VERSION: u64 = 3;
/// Before there was other work than making a secret.
const SECOND_VERSION: u64 = 2;
/// Before approvals, and before settled and closed runs were kept.
const FIRST_VERSION: u64 = 1;

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_map(None)?;
        record.serialize_entry("version", &VERSION)?;
        record.serialize_entry("run", &self.run)?;
        record.serialize_entry("profile", &self.profile)?;
        record.serialize_entry("cloud", &self.cloud)?;
        record.serialize_entry("tenant", &self.tenant)?;
        record.serialize_entry("tenantName", &self.tenant_name)?;
        record.serialize_entry("user", &self.user)?;
        record.serialize_entry("username", &self.username)?;
        record.serialize_entry("started", &self.started.timestamp_millis())?;
        record.serialize_entry("plan", &self.plan)?;
        record.serialize_entry("ends", &self.ends.timestamp_millis())?;
        record.serialize_entry("graph", &self.graph)?;
        record.serialize_entry("application", &self.application)?;
        record.serialize_entry("servicePrincipal", &self.service_principal)?;
        record.serialize_entry("consented", &self.consented)?;
        record.serialize_entry("secrets", &self.secrets)?;
        let millis = |time: Option<DateTime<Utc>>| time.map(|time| time.timestamp_millis());
        record.serialize_entry("settled", &millis(self.settled))?;
        record.serialize_entry("closed", &millis(self.closed))?;
        record.serialize_entry("sealed", &self.sealed)?;
        record.end()
    }
}

pub(super) fn read(record: &Value) -> Option<Record> {
    let version = record.get("version")?.as_u64()?;
    if !(FIRST_VERSION..=VERSION).contains(&version) {
        return None;
    }
    let since_two = |name: &str| match version {
        FIRST_VERSION => Some(None),
        _ => read_time(record, name),
    };
    let consented = record.get("consented")?.as_array()?.iter();
    let secrets = record.get("secrets")?.as_array()?.iter();
    Some(Record {
        run: text(record, "run")?,
        profile: text(record, "profile")?,
        cloud: text(record, "cloud")?,
        tenant: id(record, "tenant")?,
        tenant_name: text(record, "tenantName")?,
        user: id(record, "user")?,
        username: text(record, "username")?,
        started: time(record, "started")?,
        plan: read_plan(record.get("plan")?, version)?,
        ends: time(record, "ends")?,
        graph: id(record, "graph")?,
        application: read_effect(record.get("application")?, |made| {
            Some(MadeApplication {
                id: id(made, "id")?,
                client: id(made, "client")?,
            })
        })?,
        service_principal: read_effect(record.get("servicePrincipal")?, |made| id(made, "id"))?,
        consented: consented
            .map(|id| id.as_str()?.parse().ok())
            .collect::<Option<_>>()?,
        secrets: secrets.map(read_secret).collect::<Option<_>>()?,
        settled: since_two("settled")?,
        closed: since_two("closed")?,
        sealed: match version {
            FIRST_VERSION..=THIRD_VERSION => None,
            _ => read_sealed(record.get("sealed")?)?,
        },
    })
}

impl Serialize for SecretAttempt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (state, key) = match self.state {
            SecretState::Intended => ("intended", None),
            SecretState::Made(key) => ("made", Some(key)),
            SecretState::Delivered(key) => ("delivered", Some(key)),
            SecretState::Gone => ("gone", None),
        };
        let mut attempt = serializer.serialize_map(None)?;
        attempt.serialize_entry("name", &self.name)?;
        attempt.serialize_entry("ends", &self.ends.timestamp_millis())?;
        attempt.serialize_entry("state", state)?;
        attempt.serialize_entry("key", &key)?;
        attempt.end()
    }
}

fn read_secret(attempt: &Value) -> Option<SecretAttempt> {
    Some(SecretAttempt {
        name: text(attempt, "name")?,
        ends: time(attempt, "ends")?,
        state: match attempt.get("state")?.as_str()? {
            "intended" => SecretState::Intended,
            "made" => SecretState::Made(id(attempt, "key")?),
            "delivered" => SecretState::Delivered(id(attempt, "key")?),
            "gone" => SecretState::Gone,
            _ => return None,
        },
    })
}

/// What a call made, as members of an object.
trait Members {
    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error>;
}

impl Members for MadeApplication {
    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        object.serialize_entry("id", &self.id)?;
        object.serialize_entry("client", &self.client)
    }
}

impl Members for ServicePrincipalId {
    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        object.serialize_entry("id", self)
    }
}

impl<T: Members> Serialize for Effect<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (value, mark) = match self {
            Self::NotYet => return serializer.serialize_unit(),
            Self::Intended => return serializer.serialize_str("intended"),
            Self::Made(value) => (value, None),
            Self::Removed(value) => (value, Some("removed")),
            Self::Purged(value) => (value, Some("purged")),
        };
        let mut made = serializer.serialize_map(None)?;
        value.write(&mut made)?;
        if let Some(mark) = mark {
            made.serialize_entry(mark, &true)?;
        }
        made.end()
    }
}

fn read_effect<T>(value: &Value, made: impl FnOnce(&Value) -> Option<T>) -> Option<Effect<T>> {
    match value {
        Value::Null => Some(Effect::NotYet),
        Value::String(text) if text == "intended" => Some(Effect::Intended),
        value => {
            let is = |what: &str| value.get(what).is_some();
            let effect = match (is("purged"), is("removed")) {
                (true, _) => Effect::Purged,
                (false, true) => Effect::Removed,
                (false, false) => Effect::Made,
            };
            made(value).map(effect)
        }
    }
}

/// A time that may be absent: as null, never as a missing field.
fn read_time(object: &Value, name: &str) -> Option<Option<DateTime<Utc>>> {
    match object.get(name)? {
        Value::Null => Some(None),
        _ => time(object, name).map(Some),
    }
}

fn text(object: &Value, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

fn id<T: FromStr>(object: &Value, name: &str) -> Option<T> {
    object.get(name)?.as_str()?.parse().ok()
}

fn time(object: &Value, name: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(object.get(name)?.as_i64()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ApplicationId, ClientId, KeyId, PermissionId, TenantId, UserId};
    use crate::profile::{IPECS_CLOUD, Lifetime};
    use crate::setup::journal::SealedFor;
    use crate::setup::plan::{Fix, Plan, Target, Work};
    use crate::setup::proof::{Approval, What};
    use crate::times::day;
    use serde_json::json;

    fn record() -> Record {
        let started = "2026-11-24T10:00:00.123Z".parse().expect("a literal time");
        Record {
            run: "00112233aabbccdd".into(),
            profile: "ipecs-cloud".into(),
            cloud: "us-gov".into(),
            tenant: TenantId::from_u128(1),
            tenant_name: "Contoso \"x\"".into(),
            user: UserId::from_u128(2),
            username: "adele@contoso.example".into(),
            started,
            plan: Plan::suggested(&IPECS_CLOUD),
            ends: started,
            graph: ServicePrincipalId::from_u128(3),
            application: Effect::NotYet,
            service_principal: Effect::NotYet,
            consented: Vec::new(),
            secrets: Vec::new(),
            settled: None,
            closed: None,
            sealed: None,
        }
    }

    fn full() -> Record {
        let mut record = record();
        record.plan.target = Target::Existing {
            application: ApplicationId::from_u128(4),
            client: ClientId::from_u128(5),
            name: "iPECS".into(),
        };
        record.plan.lifetime = Lifetime::Until(day("2027-01-31").expect("a literal day"));
        record.application = Effect::Made(MadeApplication {
            id: ApplicationId::from_u128(4),
            client: ClientId::from_u128(5),
        });
        record.service_principal = Effect::Made(ServicePrincipalId::from_u128(6));
        record.consented = vec![PermissionId::from_u128(7)];
        let key = KeyId::from_u128(8);
        let states = [
            SecretState::Intended,
            SecretState::Made(key),
            SecretState::Delivered(key),
            SecretState::Gone,
        ];
        record.secrets = states
            .map(|state| SecretAttempt {
                name: format!("{state:?}"),
                ends: record.ends,
                state,
            })
            .to_vec();
        record.plan.approved = vec![Approval {
            what: What::Owner,
            id: "9".into(),
        }];
        record.settled = Some(record.started);
        record.closed = Some(record.started);
        record.sealed = Some(SealedFor {
            name: "김민수".into(),
            fingerprint: "1234 5678".into(),
            until: record.started,
        });
        record
    }

    fn written(record: &Record) -> Value {
        serde_json::to_value(record).expect("a record is written to memory")
    }

    #[test]
    fn every_variant_is_read_back() {
        let mut begun = record();
        begun.application = Effect::Intended;
        begun.service_principal = Effect::Intended;
        let mut undone = full();
        undone.application = Effect::Removed(MadeApplication {
            id: ApplicationId::from_u128(4),
            client: ClientId::from_u128(5),
        });
        undone.service_principal = Effect::Removed(ServicePrincipalId::from_u128(6));
        undone.plan.target = Target::Deleted {
            application: ApplicationId::from_u128(4),
            client: ClientId::from_u128(5),
            name: "iPECS".into(),
        };
        let mut purged = undone.clone();
        purged.application = Effect::Purged(undone.application.removed().expect("set above"));
        purged.service_principal = Effect::Purged(ServicePrincipalId::from_u128(6));
        let mut all = vec![record(), begun, full(), undone, purged];
        let key = KeyId::from_u128(8);
        let declared = (IPECS_CLOUD.permissions)().into_iter().map(Fix::Declare);
        let mut fixes = vec![Fix::MakeServicePrincipal, Fix::EnableServicePrincipal];
        fixes.extend(declared);
        for work in [
            Work::ReplaceSecrets(vec![key]),
            Work::RemoveSecrets(vec![key, KeyId::from_u128(9)]),
            Work::Repair(fixes),
            Work::Delete,
            Work::Purge,
        ] {
            let mut kept_up = full();
            kept_up.plan.work = work;
            all.push(kept_up);
        }
        for record in all {
            let text = written(&record).to_string();
            assert_eq!(Record::read(&text), Some(record), "{text}");
        }
    }

    #[test]
    fn records_of_earlier_versions_are_read() {
        let mut old = written(&full());
        let full = || Record {
            sealed: None,
            ..full()
        };
        old.as_object_mut().expect("an object").remove("sealed");
        old["version"] = json!(3);
        assert_eq!(read(&old), Some(full()));
        let mut without = |place: &str, name: &str| {
            let object = old.pointer_mut(place).and_then(Value::as_object_mut);
            object.expect("an object").remove(name);
        };
        for name in ["work", "keys", "fixes"] {
            without("/plan", name);
        }
        old["version"] = json!(2);
        assert_eq!(read(&old), Some(full()));
        old["version"] = json!(1);
        for (place, name) in [("", "settled"), ("", "closed"), ("/plan", "approved")] {
            let object = old.pointer_mut(place).and_then(Value::as_object_mut);
            object.expect("an object").remove(name);
        }
        let target = old.pointer_mut("/plan/target");
        target
            .and_then(Value::as_object_mut)
            .expect("an object")
            .remove("deleted");
        let mut expected = full();
        (expected.settled, expected.closed) = (None, None);
        expected.plan.approved.clear();
        assert_eq!(read(&old), Some(expected));
    }

    #[test]
    fn torn_and_foreign_records_are_not_read() {
        let text = written(&full()).to_string();
        for end in text.char_indices().map(|(at, _)| at) {
            assert_eq!(Record::read(&text[..end]), None, "{}", &text[..end]);
        }
        let whole = written(&full());
        let refused = |change: &dyn Fn(&mut Value)| {
            let mut record = whole.clone();
            change(&mut record);
            assert_eq!(read(&record), None, "{record}");
        };
        for name in whole.as_object().expect("a record is an object").keys() {
            refused(&|record| {
                record.as_object_mut().expect("an object").remove(name);
            });
            refused(&|record| record[name] = json!(true));
        }
        refused(&|record| record["version"] = json!(5));
        refused(&|record| record["sealed"]["until"] = Value::Null);
        refused(&|record| record["plan"]["work"] = json!("other"));
        refused(&|record| record["plan"]["keys"] = json!(["no id"]));
        refused(&|record| record["plan"]["fixes"] = json!(["other"]));
        refused(&|record| record["plan"]["approved"][0]["what"] = json!("other"));
        refused(&|record| record["plan"]["target"]["deleted"] = Value::Null);
        refused(&|record| record["secrets"][1]["key"] = Value::Null);
        refused(&|record| record["secrets"][0]["state"] = json!("lost"));
        refused(&|record| record["plan"]["permissions"][0]["kind"] = json!("other"));
        refused(&|record| record["plan"]["lifetime"] = json!("2027-02-30"));
        refused(&|record| record["consented"][0] = json!("no id"));
        assert_eq!(read(&Value::Null), None);
    }
}
