//! The written form of a plan, within that of its record. It knows no storage.

use super::{FIRST_VERSION, SECOND_VERSION, id, text};
use crate::ids::KeyId;
use crate::profile::{Lifetime, Permission, PermissionKind};
use crate::setup::plan::{Fix, Plan, Target, Work};
use crate::setup::proof::{Approval, What};
use crate::times::{day, day_stamp};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut plan = serializer.serialize_map(None)?;
        plan.serialize_entry("target", &self.target)?;
        let (work, fixes) = match &self.work {
            Work::AddSecret => ("add", &[][..]),
            Work::ReplaceSecrets(_) => ("replace", &[][..]),
            Work::RemoveSecrets(_) => ("remove", &[][..]),
            Work::Repair(fixes) => ("repair", fixes.as_slice()),
            Work::Delete => ("delete", &[][..]),
            Work::Purge => ("purge", &[][..]),
        };
        plan.serialize_entry("work", work)?;
        plan.serialize_entry("keys", self.work.removes())?;
        plan.serialize_entry("fixes", fixes)?;
        plan.serialize_entry("permissions", &self.permissions)?;
        match self.lifetime {
            Lifetime::Months(months) => plan.serialize_entry("lifetime", &months)?,
            Lifetime::Until(day) => plan.serialize_entry("lifetime", &day_stamp(day))?,
        }
        plan.serialize_entry("approved", &self.approved)?;
        plan.end()
    }
}

pub(super) fn read_plan(plan: &Value, version: u64) -> Option<Plan> {
    let approved = match version {
        FIRST_VERSION => Vec::new(),
        _ => {
            let approved = plan.get("approved")?.as_array()?.iter();
            approved.map(read_approval).collect::<Option<_>>()?
        }
    };
    let permissions = plan.get("permissions")?.as_array()?.iter();
    let lifetime = match plan.get("lifetime")? {
        Value::String(text) => Lifetime::Until(day(text)?),
        months => Lifetime::Months(u32::try_from(months.as_u64()?).ok()?),
    };
    Some(Plan {
        target: read_target(plan.get("target")?, version)?,
        work: match version {
            FIRST_VERSION | SECOND_VERSION => Work::AddSecret,
            _ => read_work(plan)?,
        },
        permissions: permissions.map(read_permission).collect::<Option<_>>()?,
        lifetime,
        approved,
    })
}

impl Serialize for Fix {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Declare(permission) => permission.serialize(serializer),
            Self::MakeServicePrincipal => serializer.serialize_str("principal"),
            Self::EnableServicePrincipal => serializer.serialize_str("enable"),
        }
    }
}

fn read_fix(fix: &Value) -> Option<Fix> {
    match fix.as_str() {
        None => read_permission(fix).map(Fix::Declare),
        Some("principal") => Some(Fix::MakeServicePrincipal),
        Some("enable") => Some(Fix::EnableServicePrincipal),
        Some(_) => None,
    }
}

fn read_work(plan: &Value) -> Option<Work> {
    let keys = plan.get("keys")?.as_array()?.iter();
    let keys: Vec<KeyId> = keys
        .map(|key| key.as_str()?.parse().ok())
        .collect::<Option<_>>()?;
    let fixes = plan.get("fixes")?.as_array()?.iter();
    let fixes: Vec<Fix> = fixes.map(read_fix).collect::<Option<_>>()?;
    Some(match plan.get("work")?.as_str()? {
        "add" => Work::AddSecret,
        "replace" => Work::ReplaceSecrets(keys),
        "remove" => Work::RemoveSecrets(keys),
        "repair" => Work::Repair(fixes),
        "delete" => Work::Delete,
        "purge" => Work::Purge,
        _ => return None,
    })
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some((application, client, name)) = self.earlier() else {
            return serializer.serialize_unit();
        };
        let mut target = serializer.serialize_map(None)?;
        target.serialize_entry("application", &application)?;
        target.serialize_entry("client", &client)?;
        target.serialize_entry("name", name)?;
        target.serialize_entry("deleted", &self.is_brought_by_the_run())?;
        target.end()
    }
}

fn read_target(target: &Value, version: u64) -> Option<Target> {
    if target.is_null() {
        return Some(Target::New);
    }
    let (application, client) = (id(target, "application")?, id(target, "client")?);
    let name = text(target, "name")?;
    let deleted = match version {
        FIRST_VERSION => false,
        _ => target.get("deleted")?.as_bool()?,
    };
    Some(match deleted {
        true => Target::Deleted {
            application,
            client,
            name,
        },
        false => Target::Existing {
            application,
            client,
            name,
        },
    })
}

impl Serialize for Approval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut approval = serializer.serialize_map(None)?;
        approval.serialize_entry("what", self.what.name())?;
        approval.serialize_entry("id", &self.id)?;
        approval.end()
    }
}

fn read_approval(approval: &Value) -> Option<Approval> {
    Some(Approval {
        what: What::of_name(approval.get("what")?.as_str()?)?,
        id: text(approval, "id")?,
    })
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = match self.kind {
            PermissionKind::Application => "application",
            PermissionKind::Delegated => "delegated",
        };
        let mut permission = serializer.serialize_map(None)?;
        permission.serialize_entry("kind", kind)?;
        permission.serialize_entry("id", &self.id)?;
        permission.serialize_entry("name", &self.name)?;
        permission.serialize_entry("words", &self.words)?;
        permission.end()
    }
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
