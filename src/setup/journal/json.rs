//! The written form of a record: every field by name, so that what is kept is an allow-list. It knows no storage.
//!
//! By hand rather than derived: the derived readers and writers of these types weigh 25 kB of wasm.

use super::{Effect, MadeApplication, Record, SecretAttempt, SecretState};
use crate::profile::{Lifetime, Permission, PermissionKind};
use crate::setup::plan::{Plan, Target};
use crate::times::{day, day_stamp};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::str::FromStr;

/// Raised when an older reader would misunderstand a newer record.
const VERSION: u64 = 1;

pub(super) fn write(record: &Record) -> Value {
    let consented: Vec<Value> = (record.consented.iter())
        .map(|id| id.to_string().into())
        .collect();
    let secrets: Vec<Value> = record.secrets.iter().map(write_secret).collect();
    json!({
        "version": VERSION,
        "run": record.run,
        "profile": record.profile,
        "tenant": record.tenant.to_string(),
        "tenantName": record.tenant_name,
        "user": record.user.to_string(),
        "username": record.username,
        "started": record.started.timestamp_millis(),
        "plan": write_plan(&record.plan),
        "ends": record.ends.timestamp_millis(),
        "graph": record.graph.to_string(),
        "application": write_effect(record.application, |made| {
            json!({"id": made.id.to_string(), "client": made.client.to_string()})
        }),
        "servicePrincipal": write_effect(record.service_principal, |id| json!({"id": id.to_string()})),
        "consented": consented,
        "secrets": secrets,
    })
}

pub(super) fn read(record: &Value) -> Option<Record> {
    if record.get("version")?.as_u64()? != VERSION {
        return None;
    }
    let consented = record.get("consented")?.as_array()?.iter();
    let secrets = record.get("secrets")?.as_array()?.iter();
    Some(Record {
        run: text(record, "run")?,
        profile: text(record, "profile")?,
        tenant: id(record, "tenant")?,
        tenant_name: text(record, "tenantName")?,
        user: id(record, "user")?,
        username: text(record, "username")?,
        started: time(record, "started")?,
        plan: read_plan(record.get("plan")?)?,
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
    })
}

fn write_plan(plan: &Plan) -> Value {
    let target = match &plan.target {
        Target::New => Value::Null,
        Target::Existing {
            application,
            client,
            name,
        } => {
            json!({"application": application.to_string(), "client": client.to_string(), "name": name})
        }
    };
    let permissions: Vec<Value> = plan.permissions.iter().map(write_permission).collect();
    let lifetime = match plan.lifetime {
        Lifetime::Months(months) => Value::from(months),
        Lifetime::Until(day) => Value::from(day_stamp(day)),
    };
    json!({"target": target, "permissions": permissions, "lifetime": lifetime})
}

fn read_plan(plan: &Value) -> Option<Plan> {
    let target = match plan.get("target")? {
        Value::Null => Target::New,
        existing => Target::Existing {
            application: id(existing, "application")?,
            client: id(existing, "client")?,
            name: text(existing, "name")?,
        },
    };
    let permissions = plan.get("permissions")?.as_array()?.iter();
    let lifetime = match plan.get("lifetime")? {
        Value::String(text) => Lifetime::Until(day(text)?),
        months => Lifetime::Months(u32::try_from(months.as_u64()?).ok()?),
    };
    Some(Plan {
        target,
        permissions: permissions.map(read_permission).collect::<Option<_>>()?,
        lifetime,
    })
}

fn write_permission(permission: &Permission) -> Value {
    let kind = match permission.kind {
        PermissionKind::Application => "application",
        PermissionKind::Delegated => "delegated",
    };
    json!({"kind": kind, "id": permission.id.to_string(), "name": permission.name, "words": permission.words})
}

fn read_permission(permission: &Value) -> Option<Permission> {
    Some(Permission {
        kind: match permission.get("kind")?.as_str()? {
            "application" => PermissionKind::Application,
            "delegated" => PermissionKind::Delegated,
            _ => return None,
        },
        id: id(permission, "id")?,
        name: text(permission, "name")?,
        words: text(permission, "words")?,
    })
}

fn write_secret(attempt: &SecretAttempt) -> Value {
    let (state, key) = match attempt.state {
        SecretState::Intended => ("intended", None),
        SecretState::Made(key) => ("made", Some(key)),
        SecretState::Delivered(key) => ("delivered", Some(key)),
        SecretState::Gone => ("gone", None),
    };
    json!({
        "name": attempt.name,
        "ends": attempt.ends.timestamp_millis(),
        "state": state,
        "key": key.map(|key| key.to_string()),
    })
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

fn write_effect<T>(effect: Effect<T>, made: impl FnOnce(T) -> Value) -> Value {
    match effect {
        Effect::NotYet => Value::Null,
        Effect::Intended => "intended".into(),
        Effect::Made(value) => made(value),
    }
}

fn read_effect<T>(value: &Value, made: impl FnOnce(&Value) -> Option<T>) -> Option<Effect<T>> {
    match value {
        Value::Null => Some(Effect::NotYet),
        Value::String(text) if text == "intended" => Some(Effect::Intended),
        value => made(value).map(Effect::Made),
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
    use crate::ids::{
        ApplicationId, ClientId, KeyId, PermissionId, ServicePrincipalId, TenantId, UserId,
    };
    use crate::profile::IPECS_CLOUD;

    fn record() -> Record {
        let started = "2026-11-24T10:00:00.123Z".parse().expect("a literal time");
        Record {
            run: "00112233aabbccdd".into(),
            profile: "ipecs-cloud".into(),
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
        record
    }

    #[test]
    fn every_variant_is_read_back() {
        let mut begun = record();
        begun.application = Effect::Intended;
        begun.service_principal = Effect::Intended;
        for record in [record(), begun, full()] {
            let text = write(&record).to_string();
            assert_eq!(Record::read(&text), Some(record), "{text}");
        }
    }

    #[test]
    fn torn_and_foreign_records_are_not_read() {
        let text = write(&full()).to_string();
        for end in text.char_indices().map(|(at, _)| at) {
            assert_eq!(Record::read(&text[..end]), None, "{}", &text[..end]);
        }
        let whole = write(&full());
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
        refused(&|record| record["version"] = json!(2));
        refused(&|record| record["secrets"][1]["key"] = Value::Null);
        refused(&|record| record["secrets"][0]["state"] = json!("lost"));
        refused(&|record| record["plan"]["permissions"][0]["kind"] = json!("other"));
        refused(&|record| record["plan"]["lifetime"] = json!("2027-02-30"));
        refused(&|record| record["consented"][0] = json!("no id"));
        assert_eq!(read(&Value::Null), None);
    }
}
