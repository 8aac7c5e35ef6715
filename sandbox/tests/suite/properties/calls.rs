//! Calls on a small world of applications by number, made up at random and sent.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::LAG;
use crate::tenant::{Answer, Tenant, USER_READ_ALL};

/// A call. Numbers below [`UPSERTED`] are applications with a unique name, the others are made by POST.
#[derive(Debug, Clone)]
pub enum Call {
    Create(u8, String),
    Upsert(u8, String),
    Rename(u8, String),
    AddSecret(u8),
    RemoveSecret(u8, u8),
    Delete(u8),
    Restore(u8),
    Purge(u8),
    Principal(u8),
    Assign(u8),
    Unassign(u8),
    Grant(u8),
    Regrant(u8, String),
    Ungrant(u8),
    Wait(u16),
}

const UPSERTED: u8 = 2;
/// How many applications the world has: few, so that the calls of a sequence meet each other.
pub const ALL: u8 = 3;
/// An id that nothing has.
const NOTHING: &str = "00000000-0000-0000-0000-000000000001";

pub fn call() -> impl Strategy<Value = Call> {
    let who = 0..ALL;
    let text = "[a-z]{1,6}";
    prop_oneof![
        4 => (0..UPSERTED, text).prop_map(|(who, name)| Call::Upsert(who, name)),
        1 => (UPSERTED..ALL, text).prop_map(|(who, name)| Call::Create(who, name)),
        2 => (who.clone(), text).prop_map(|(who, name)| Call::Rename(who, name)),
        3 => who.clone().prop_map(Call::AddSecret),
        2 => (who.clone(), 0..3_u8).prop_map(|(who, which)| Call::RemoveSecret(who, which)),
        2 => who.clone().prop_map(Call::Delete),
        1 => who.clone().prop_map(Call::Restore),
        1 => who.clone().prop_map(Call::Purge),
        4 => who.clone().prop_map(Call::Principal),
        3 => who.clone().prop_map(Call::Assign),
        1 => who.clone().prop_map(Call::Unassign),
        3 => who.clone().prop_map(Call::Grant),
        1 => who.clone().prop_map(Call::Ungrant),
        1 => (who, "User.Read( Mail.Read)?").prop_map(|(who, scope)| Call::Regrant(who, scope)),
        6 => (0..u16::try_from(LAG).expect("small")).prop_map(Call::Wait),
    ]
}

/// What is known of the objects that were made: their ids stay the same whatever becomes of them.
#[derive(Debug, Default, Clone)]
pub struct Ids {
    /// Object id and client id.
    pub application: BTreeMap<u8, (String, String)>,
    pub principal: BTreeMap<u8, String>,
    pub keys: BTreeMap<u8, Vec<String>>,
}

impl Ids {
    fn app(&self, who: u8) -> &str {
        self.application.get(&who).map_or(NOTHING, |ids| &ids.0)
    }

    fn app_id(&self, who: u8) -> &str {
        self.application.get(&who).map_or(NOTHING, |ids| &ids.1)
    }

    fn principal(&self, who: u8) -> &str {
        self.principal.get(&who).map_or(NOTHING, String::as_str)
    }

    pub fn key(&self, who: u8, which: u8) -> Option<&String> {
        self.keys.get(&who)?.get(usize::from(which))
    }

    fn learn(&mut self, call: &Call, answer: &Answer) {
        let text = |name: &str| answer.body[name].as_str().unwrap_or_default().to_owned();
        match (call, answer.status) {
            (Call::Create(who, _) | Call::Upsert(who, _), 201) => {
                self.application.insert(*who, (text("id"), text("appId")));
                self.keys.remove(who);
                self.principal.remove(who);
            }
            (Call::Principal(who), 201) => _ = self.principal.insert(*who, text("id")),
            (Call::AddSecret(who), 200) => self.keys.entry(*who).or_default().push(text("keyId")),
            _ => {}
        }
    }
}

/// Sends a call. Whether it was carried out, and what it answered.
pub fn send(tenant: &mut Tenant, ids: &mut Ids, call: &Call) -> (bool, Value) {
    if let Call::Wait(ms) = call {
        tenant.wait(i64::from(*ms));
        return (false, Value::Null);
    }
    let (method, address, body) = request(tenant, ids, call);
    let headers: &[_] = match call {
        Call::Upsert(..) => &[("Prefer", "create-if-missing")],
        _ => &[],
    };
    let answer = tenant.graph_with(method, &address, headers, body);
    ids.learn(call, &answer);
    ((200..300).contains(&answer.status), answer.body)
}

fn request(tenant: &mut Tenant, ids: &Ids, call: &Call) -> (&'static str, String, Value) {
    let app = |who: &u8, rest: &str| format!("/applications/{}{rest}", ids.app(*who));
    let deleted = |who: &u8, rest: &str| format!("/directory/deletedItems/{}{rest}", ids.app(*who));
    match call {
        Call::Create(_, name) => ("POST", "/applications".into(), json!({"displayName": name})),
        Call::Upsert(who, name) => {
            let address = format!("/applications(uniqueName='app-{who}')");
            ("PATCH", address, json!({"displayName": name}))
        }
        Call::Rename(who, name) => ("PATCH", app(who, ""), json!({"displayName": name})),
        Call::AddSecret(who) => ("POST", app(who, "/addPassword"), json!({})),
        Call::RemoveSecret(who, which) => {
            let key = ids.key(*who, *which).map_or(NOTHING, String::as_str);
            ("POST", app(who, "/removePassword"), json!({"keyId": key}))
        }
        Call::Delete(who) => ("DELETE", app(who, ""), Value::Null),
        Call::Restore(who) => ("POST", deleted(who, "/restore"), Value::Null),
        Call::Purge(who) => ("DELETE", deleted(who, ""), Value::Null),
        _ => consent(tenant, ids, call),
    }
}

fn consent(tenant: &mut Tenant, ids: &Ids, call: &Call) -> (&'static str, String, Value) {
    let graph = tenant.graph_principal();
    match call {
        Call::Assign(who) => {
            let address = format!("/servicePrincipals/{graph}/appRoleAssignedTo");
            let principal = ids.principal(*who);
            let role =
                json!({"principalId": principal, "resourceId": graph, "appRoleId": USER_READ_ALL});
            ("POST", address, role)
        }
        Call::Unassign(who) => {
            let held = format!(
                "/servicePrincipals/{}/appRoleAssignments",
                ids.principal(*who)
            );
            let list = tenant.get(&held).body;
            let id = list["value"][0]["id"].as_str().unwrap_or("none");
            ("DELETE", format!("{held}/{id}"), Value::Null)
        }
        Call::Grant(who) => {
            let client = ids.principal(*who);
            let grant = json!({
                "clientId": client, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read",
            });
            ("POST", "/oauth2PermissionGrants".into(), grant)
        }
        Call::Regrant(who, scope) => (
            "PATCH",
            grant_of(tenant, ids, *who),
            json!({"scope": scope}),
        ),
        Call::Ungrant(who) => ("DELETE", grant_of(tenant, ids, *who), Value::Null),
        Call::Principal(who) => {
            let principal = json!({"appId": ids.app_id(*who)});
            ("POST", "/servicePrincipals".into(), principal)
        }
        other => unreachable!("{other:?} is no consent"),
    }
}

fn grant_of(tenant: &mut Tenant, ids: &Ids, who: u8) -> String {
    let list = tenant.get("/oauth2PermissionGrants").body;
    let grants = list["value"].as_array().expect("a list");
    let held = grants
        .iter()
        .find(|grant| grant["clientId"] == ids.principal(who));
    let id = held
        .and_then(|grant| grant["id"].as_str())
        .unwrap_or("none");
    format!("/oauth2PermissionGrants/{id}")
}
