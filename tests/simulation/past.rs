//! What stood in the tenant before anybody of the schedule came: a set-up that one of our runs made, or one that somebody made by
//! hand, long ago, so that every replica has it; with its secret in the portal, and our run's record in the browser that it ran in.

use crate::scenario::ADMIN;
use crate::tab::Tab;
use crate::world::{Millis, World, time};
use entra_handover::ids::{ApplicationId, ClientId, KeyId, ServicePrincipalId};
use entra_handover::ports::{Journal, JournalUnwritable, Ports};
use entra_handover::profile::{IPECS_CLOUD, PermissionKind};
use entra_handover::setup::journal::{Effect, MadeApplication, Record, SecretAttempt, SecretState};
use entra_handover::setup::plan::Plan;
use entra_handover::setup::proof::What;
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, ready};
use http::Method;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::str::FromStr;
use uuid::Uuid;

const DAY: Millis = 24 * HOUR;
const HOUR: Millis = 3_600_000;
/// When it was made, one call after the other.
const MADE: Millis = -40 * DAY;

/// What stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    pub origin: Origin,
    /// Another one of the same name, made by hand, that the portal does not use.
    pub beside: Beside,
    /// When the secret ends, in days from now.
    pub ends_in: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A run in the first browser made it.
    Here,
    /// A run in the second browser did.
    Elsewhere,
    ByHand,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    Nothing,
    AnotherOne,
}

/// An application with its service principal and secret.
struct Stands {
    application: Value,
    principal: Value,
    secret: Value,
}

impl World {
    /// Lets the tenant and the browsers be as they are when somebody comes back.
    pub fn begin_with(&self, past: Past) {
        let name = match past.origin {
            Origin::Here | Origin::Elsewhere => Some("5eed5eed5eed5eed"),
            Origin::ByHand => None,
        };
        let at = Cell::new(MADE);
        if past.beside == Beside::AnotherOne {
            self.stand(None, &at, 300);
        }
        let stands = self.stand(name, &at, past.ends_in);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let key = Uuid::try_parse(&text(&stands.secret["keyId"])).unwrap_or_default();
        let held = (
            text(&stands.application["appId"]),
            key,
            text(&stands.secret["secretText"]),
        );
        {
            let mut invariants = self.invariants.borrow_mut();
            invariants.leaks.guard(held.2.as_bytes());
            invariants.portal.push(held);
        }
        if let Some(run) = name {
            let browser = usize::from(past.origin == Origin::Elsewhere);
            self.remember(browser, &self.record_of(run, &stands, &at, past.ends_in));
        }
        self.sync(None);
    }

    /// An application as our run `run` made it, or as the vendor's article says. What is called our run's is not foreign to us.
    fn stand(&self, run: Option<&str>, at: &Cell<Millis>, ends_in: i64) -> Stands {
        let own = (IPECS_CLOUD.permissions)();
        let access = own.iter().map(|one| {
            let kind = match one.kind {
                PermissionKind::Application => "Role",
                PermissionKind::Delegated => "Scope",
            };
            json!({"id": one.id.to_string(), "type": kind})
        });
        let access: Vec<Value> = access.collect();
        let mut body = json!({"displayName": IPECS_CLOUD.application_name, "signInAudience": "AzureADMyOrg",
            "requiredResourceAccess": [{"resourceAppId": GRAPH, "resourceAccess": access}]});
        let mut secret = "made by hand".to_owned();
        if let Some(run) = run {
            body["tags"] = json!([IPECS_CLOUD.tag()]);
            secret = format!("{} {run}-1", IPECS_CLOUD.secret_name);
        }
        let post = |path: &str, body: &Value| self.asks(at, Method::POST, path, body);
        let application = match run {
            Some(run) => {
                let name = format!("entra-handover-{}-{run}", IPECS_CLOUD.key);
                let path = format!("/applications(uniqueName='{name}')");
                self.asks(at, Method::PATCH, &path, &body)
            }
            None => post("/applications", &body),
        };
        let principal = post(
            "/servicePrincipals",
            &json!({"appId": application["appId"]}),
        );
        self.consent_before(at, &principal);
        let path = format!(
            "/applications/{}/addPassword",
            application["id"].as_str().unwrap_or_default()
        );
        let ends = time(ends_in * DAY).to_rfc3339();
        let body = json!({"passwordCredential": {"displayName": secret, "endDateTime": ends}});
        let secret = post(&path, &body);
        if run.is_none() {
            let id = parse(&application["id"]);
            self.note_foreign(id, What::Secret, &secret["keyId"], Millis::MIN);
        }
        Stands {
            application,
            principal,
            secret,
        }
    }

    fn consent_before(&self, at: &Cell<Millis>, principal: &Value) {
        let graph = self.graph_of_microsoft(at);
        let mut scopes = Vec::new();
        for one in (IPECS_CLOUD.permissions)() {
            match one.kind {
                PermissionKind::Delegated => scopes.push(one.name),
                PermissionKind::Application => {
                    let body = json!({"principalId": principal["id"], "resourceId": graph, "appRoleId": one.id.to_string()});
                    let path = format!("/servicePrincipals/{graph}/appRoleAssignedTo");
                    self.asks(at, Method::POST, &path, &body);
                }
            }
        }
        let body = json!({"clientId": principal["id"], "consentType": "AllPrincipals", "principalId": null,
            "resourceId": graph, "scope": scopes.join(" ")});
        self.asks(at, Method::POST, "/oauth2PermissionGrants", &body);
    }

    fn graph_of_microsoft(&self, at: &Cell<Millis>) -> String {
        let path = format!("/servicePrincipals(appId='{GRAPH}')?$select=id");
        let found = self.asks(at, Method::GET, &path, &Value::Null);
        found["id"].as_str().unwrap_or_default().to_owned()
    }

    fn asks(&self, at: &Cell<Millis>, method: Method, path: &str, body: &Value) -> Value {
        let what = format!("{method} {path}");
        at.set(at.get() + HOUR);
        let answer = self.do_at(at.get(), ADMIN, method, path, body);
        answer.unwrap_or_else(|| panic!("the past is refused: {what}"))
    }

    /// The record of a run that was done with.
    fn record_of(&self, run: &str, stands: &Stands, at: &Cell<Millis>, ends_in: i64) -> Record {
        let me = self.asks(at, Method::GET, "/me", &Value::Null);
        let (started, ends) = (time(at.get()), time(ends_in * DAY));
        let made = MadeApplication {
            id: id::<ApplicationId>(&stands.application["id"]),
            client: id::<ClientId>(&stands.application["appId"]),
        };
        let plan = Plan::suggested(&IPECS_CLOUD);
        Record {
            run: run.to_owned(),
            profile: IPECS_CLOUD.key.to_owned(),
            cloud: String::new(),
            tenant: sandbox::TENANT_ID.to_string().parse().expect("a GUID"),
            tenant_name: sandbox::TENANT_NAME.to_owned(),
            user: id(&me["id"]),
            username: ADMIN.to_owned(),
            started,
            ends,
            graph: id::<ServicePrincipalId>(&self.graph_of_microsoft(at).into()),
            application: Effect::Made(made),
            service_principal: Effect::Made(id(&stands.principal["id"])),
            consented: plan.permissions.iter().map(|one| one.id).collect(),
            secrets: vec![SecretAttempt {
                name: format!("{} {run}-1", IPECS_CLOUD.secret_name),
                ends,
                state: SecretState::Delivered(id::<KeyId>(&stands.secret["keyId"])),
            }],
            settled: Some(started),
            closed: Some(started),
            sealed: None,
            plan,
        }
    }

    fn remember(&self, browser: usize, record: &Record) {
        let tab = Tab {
            world: self,
            number: 0,
        };
        let written = Paper::default();
        let ports = Ports {
            journal: &written,
            ..tab.ports()
        };
        let saved = record.save(&ports).now_or_never();
        saved
            .expect("paper is written at once")
            .expect("paper takes anything");
        let browser = &self.browsers[browser];
        browser.begin(0, &record.run, written.0.take());
        browser.commit(0);
    }
}

const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

fn parse(value: &Value) -> Uuid {
    Uuid::try_parse(value.as_str().unwrap_or_default()).unwrap_or_default()
}

fn id<I: FromStr>(value: &Value) -> I
where
    I::Err: Display,
{
    match value.as_str().unwrap_or_default().parse() {
        Ok(id) => id,
        Err(error) => panic!("{value}: {error}"),
    }
}

/// A journal that keeps the last text, and loses nothing.
#[derive(Default)]
struct Paper(RefCell<String>);

impl Journal for Paper {
    fn put(&self, _: &str, record: String) -> LocalBoxFuture<'_, Result<(), JournalUnwritable>> {
        self.0.replace(record);
        Box::pin(ready(Ok(())))
    }

    fn remove(&self, _: &str) -> LocalBoxFuture<'_, ()> {
        Box::pin(ready(()))
    }

    fn all(&self) -> LocalBoxFuture<'_, Vec<String>> {
        Box::pin(ready(Vec::new()))
    }
}
