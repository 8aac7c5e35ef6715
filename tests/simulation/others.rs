//! Everybody else in the tenant: who took the name before, who edits or deletes while we work, and what befalls the account. They
//! act on the tenant at once, by its own rules.

use crate::scenario::{ADMIN, NOBODY, SECOND_ADMIN};
use crate::verdicts::Foreign;
use crate::world::{Millis, World, time};
use entra_handover::profile::IPECS_CLOUD;
use entra_handover::setup::proof::What;
use http::Method;
use sandbox::DirectoryRole;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misdeed {
    /// An application with our name and tag, owned by somebody who waits for us to grant it rights.
    SquatWithTag,
    /// An application of another team that happens to have the name.
    SquatWithName,
    AddSecret,
    AddRedirect,
    RemoveSecrets,
    DeleteApplication,
    DeletePrincipal,
    LoseRoles,
    RevokeTokens,
    /// The service principal is disabled.
    Disable,
    /// The consent to an application permission is taken back.
    Revoke,
    /// No permission is declared any more.
    Undeclare,
}

impl Misdeed {
    /// What can happen in the middle of a run.
    pub const MEDDLING: [Self; 7] = [
        Self::AddSecret,
        Self::AddRedirect,
        Self::RemoveSecrets,
        Self::DeleteApplication,
        Self::DeletePrincipal,
        Self::LoseRoles,
        Self::RevokeTokens,
    ];

    /// What can happen to a set-up that is in use.
    pub const LATER: [Self; 10] = [
        Self::AddSecret,
        Self::AddRedirect,
        Self::RemoveSecrets,
        Self::DeleteApplication,
        Self::DeletePrincipal,
        Self::LoseRoles,
        Self::RevokeTokens,
        Self::Disable,
        Self::Revoke,
        Self::Undeclare,
    ];
}

/// Somebody else's deed, and when.
#[derive(Clone, Debug)]
pub struct Meddling {
    pub at: Millis,
    pub deed: Misdeed,
}

const HOUR: Millis = 3_600_000;
const SCOPES: [&str; 5] = [
    "Application.ReadWrite.All",
    "User.Read",
    "Application.Read.All",
    "AppRoleAssignment.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];

impl World {
    pub fn meddle(&self, deed: Misdeed) {
        match deed {
            // Long before, so that every replica has it; one after the other, as the tenant's time does not go back.
            Misdeed::SquatWithTag => self.squat(NOBODY, json!([IPECS_CLOUD.tag()]), -2 * HOUR),
            Misdeed::SquatWithName => self.squat(NOBODY, json!([]), -HOUR),
            Misdeed::AddSecret => self.on_ours(|world, id| {
                let body = json!({"passwordCredential": {"displayName": "another system's"}});
                let path = format!("/applications/{id}/addPassword");
                if let Some(made) = world.do_as(ADMIN, Method::POST, &path, &body) {
                    world.note_foreign(id, What::Secret, &made["keyId"], world.now());
                }
            }),
            Misdeed::AddRedirect => self.on_ours(|world, id| {
                let uri = json!("https://elsewhere.example/");
                let body = json!({"web": {"redirectUris": [uri]}});
                let path = format!("/applications/{id}");
                if world.do_as(ADMIN, Method::PATCH, &path, &body).is_some() {
                    // The list is written as a whole: what stood there before is gone.
                    let before =
                        |one: &Foreign| one.application == id && one.what == What::RedirectUri;
                    (world.invariants.borrow_mut().foreign).retain(|one| !before(one));
                    world.note_foreign(id, What::RedirectUri, &uri, world.now());
                }
            }),
            Misdeed::RemoveSecrets => self.on_ours(|world, id| {
                let keys: Vec<Uuid> = {
                    let sandbox = world.sandbox.borrow();
                    let application = sandbox.truth().application(id);
                    application.map_or(Vec::new(), |one| {
                        one.secrets().map(|secret| secret.key).collect()
                    })
                };
                for key in keys {
                    let body = json!({"keyId": key.to_string()});
                    world.do_as(
                        ADMIN,
                        Method::POST,
                        &format!("/applications/{id}/removePassword"),
                        &body,
                    );
                    let mut invariants = world.invariants.borrow_mut();
                    invariants.removed_by_others.insert(key);
                    (invariants.foreign).retain(|one| one.id != key.to_string());
                }
            }),
            Misdeed::DeleteApplication => self.on_ours(|world, id| {
                let secrets: Vec<Uuid> = {
                    let sandbox = world.sandbox.borrow();
                    let application = sandbox.truth().application(id);
                    application.map_or(Vec::new(), |one| {
                        one.secrets().map(|secret| secret.key).collect()
                    })
                };
                world.do_as(
                    ADMIN,
                    Method::DELETE,
                    &format!("/applications/{id}"),
                    &Value::Null,
                );
                let mut invariants = world.invariants.borrow_mut();
                invariants.removed_by_others.insert(id);
                invariants.removed_by_others.extend(secrets);
            }),
            Misdeed::DeletePrincipal => self.on_ours(|world, id| {
                let principal = {
                    let sandbox = world.sandbox.borrow();
                    let truth = sandbox.truth();
                    truth
                        .application(id)
                        .and_then(|one| truth.service_principal(one.client()))
                };
                if let Some(principal) = principal {
                    world.do_as(
                        ADMIN,
                        Method::DELETE,
                        &format!("/servicePrincipals/{principal}"),
                        &Value::Null,
                    );
                    world.invariants.borrow_mut().removed_by_others.insert(id);
                }
            }),
            Misdeed::LoseRoles if !self.is_calm() => {
                let mut sandbox = self.sandbox.borrow_mut();
                sandbox.set_roles(ADMIN, &[]);
                sandbox.set_roles(SECOND_ADMIN, &[]);
            }
            Misdeed::LoseRoles => {}
            Misdeed::RevokeTokens => self.sandbox.borrow_mut().revoke_tokens(),
            Misdeed::Disable => self.on_ours(|world, id| {
                let principal = world.principal_of(id);
                let path = principal.map(|one| format!("/servicePrincipals/{one}"));
                let body = json!({"accountEnabled": false});
                path.and_then(|path| world.do_as(ADMIN, Method::PATCH, &path, &body));
            }),
            Misdeed::Revoke => self.on_ours(|world, id| {
                let Some(principal) = world.principal_of(id) else {
                    return;
                };
                let path = format!("/servicePrincipals/{principal}/appRoleAssignments");
                let held = world.do_as(ADMIN, Method::GET, &path, &Value::Null);
                let held = held.unwrap_or_default();
                for one in held["value"].as_array().into_iter().flatten() {
                    let path = format!("{path}/{}", one["id"].as_str().unwrap_or_default());
                    world.do_as(ADMIN, Method::DELETE, &path, &Value::Null);
                }
                world.invariants.borrow_mut().removed_by_others.insert(id);
            }),
            Misdeed::Undeclare => self.on_ours(|world, id| {
                let body = json!({"requiredResourceAccess": []});
                let path = format!("/applications/{id}");
                world.do_as(ADMIN, Method::PATCH, &path, &body);
            }),
        }
        self.sync(None);
    }

    fn principal_of(&self, application: Uuid) -> Option<Uuid> {
        let sandbox = self.sandbox.borrow();
        let truth = sandbox.truth();
        let client = truth.application(application)?.client();
        truth.service_principal(client)
    }

    /// The roles that were lost are given back when the faults stop.
    pub fn give_roles_back(&self) {
        let mut sandbox = self.sandbox.borrow_mut();
        sandbox.set_roles(ADMIN, &[DirectoryRole::GlobalAdministrator]);
        sandbox.set_roles(
            SECOND_ADMIN,
            &[DirectoryRole::CloudApplicationAdministrator],
        );
    }

    fn squat(&self, account: &str, tags: Value, at: Millis) {
        let body = json!({"displayName": IPECS_CLOUD.application_name, "tags": tags,
            "web": {"redirectUris": ["https://squatter.example/"]}});
        let made = self
            .do_at(at, account, Method::POST, "/applications", &body)
            .unwrap_or_default();
        let id = made["id"].as_str().unwrap_or_default();
        let body = json!({"passwordCredential": {"displayName": IPECS_CLOUD.secret_name}});
        let secret = self
            .do_at(
                at + HOUR / 2,
                account,
                Method::POST,
                &format!("/applications/{id}/addPassword"),
                &body,
            )
            .unwrap_or_default();
        let owners = format!("/applications/{id}/owners");
        let owners = self
            .do_at(at + HOUR / 2, account, Method::GET, &owners, &Value::Null)
            .unwrap_or_default();
        let id = Uuid::try_parse(id).unwrap_or_default();
        // There long before anybody looks.
        let note = |what, by: &Value| self.note_foreign(id, what, by, Millis::MIN);
        note(What::RedirectUri, &json!("https://squatter.example/"));
        note(What::Secret, &secret["keyId"]);
        note(What::Owner, &owners["value"][0]["id"]);
    }

    pub fn note_foreign(&self, application: Uuid, what: What, by: &Value, since: Millis) {
        let id = by.as_str().expect("the tenant says what was made");
        self.invariants.borrow_mut().foreign.push(Foreign {
            application,
            what,
            id: id.to_owned(),
            since,
            by: None,
        });
    }

    /// Acts on the application that the portal uses, if something stood there before; else on the newest that one of our runs made.
    fn on_ours(&self, act: impl FnOnce(&Self, Uuid)) {
        let ours = {
            let sandbox = self.sandbox.borrow();
            let used = self.used_client();
            let mut ours = sandbox.truth().applications().filter(|one| match used {
                Some(client) => one.client() == client,
                None => !one.unique_name().is_empty(),
            });
            ours.next().map(|one| one.id())
        };
        if let Some(id) = ours {
            act(self, id);
        }
    }

    /// One call of somebody else, which nothing befalls. Nothing is given when it is refused.
    pub fn do_as(&self, account: &str, method: Method, path: &str, body: &Value) -> Option<Value> {
        self.do_at(self.now(), account, method, path, body)
    }

    pub fn do_at(
        &self,
        at: Millis,
        account: &str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Option<Value> {
        let mut sandbox = self.sandbox.borrow_mut();
        let token = sandbox
            .access_token(account, &SCOPES, time(at))
            .expect("the sandbox has this account");
        let request = http::Request::builder()
            .method(method)
            .uri(format!("http://localhost:8787/graph/v1.0{path}"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("prefer", "create-if-missing")
            .body(body.to_string().into_bytes())
            .expect("a valid request");
        let response = sandbox.handle(&request, time(at));
        self.trace.say(self.now(), || {
            format!(
                "somebody   {} {path} -> {}",
                request.method(),
                response.status().as_u16()
            )
        });
        let json = serde_json::from_slice(response.body()).unwrap_or_default();
        response.status().is_success().then_some(json)
    }
}
