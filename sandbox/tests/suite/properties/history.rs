//! What the primary was after each write, to hold answers against it. Nothing in it knows how replicas work.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::LAG;
use super::calls::Ids;
use crate::tenant::Tenant;

/// A read, and who answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// One of the replicas, another one each time.
    Replica(String),
    /// The index: one reader, so it never goes back.
    Index(String),
}

/// Status and body, without what differs between any two answers.
pub type Told = (u16, Value);

/// The primary's states in their order.
#[derive(Debug)]
pub struct History {
    states: Vec<Tenant>,
    answers: HashMap<(usize, String), Told>,
    /// The earliest state at which the index can be after all that it told.
    index: usize,
}

impl History {
    pub fn new(tenant: &Tenant) -> Self {
        let mut history = Self {
            states: Vec::new(),
            answers: HashMap::new(),
            index: 0,
        };
        history.note(tenant);
        history
    }

    /// Keeps the state after a write. It is asked when all of it has arrived everywhere: then the primary answers.
    pub fn note(&mut self, tenant: &Tenant) {
        self.states.push(Tenant {
            sandbox: tenant.sandbox.clone(),
            now: tenant.now + TimeDelta::milliseconds(i64::from(LAG)),
            token: tenant.token.clone(),
        });
    }

    /// Whether the primary gave this answer, and not longer ago than the lag allows; for the index also at no earlier moment
    /// than those of which it told before.
    pub fn knows(&mut self, question: &Question, told: &Told, now: DateTime<Utc>) -> bool {
        // A state is kept with the moment at which all readers have it.
        let oldest = self.states.iter().rposition(|state| state.now <= now);
        let oldest = oldest.unwrap_or_default();
        match question {
            Question::Replica(path) => self.place(path, told, oldest).is_some(),
            Question::Index(path) => {
                let place = self.place(path, told, self.index.max(oldest));
                self.index = place.unwrap_or(self.index);
                place.is_some()
            }
        }
    }

    fn place(&mut self, path: &str, told: &Told, from: usize) -> Option<usize> {
        (from..self.states.len()).find(|place| {
            let ask = || answer(&mut self.states[*place], path);
            let key = (*place, path.to_owned());
            self.answers.entry(key).or_insert_with(ask) == told
        })
    }
}

/// Asks.
pub fn answer(tenant: &mut Tenant, path: &str) -> Told {
    let answer = tenant.get(path);
    let mut body = answer.body;
    if let Some(error) = body.get_mut("error").and_then(Value::as_object_mut) {
        error.remove("innerError");
    }
    (answer.status, body)
}

/// Everything that a reader may ask for.
pub fn questions(ids: &Ids) -> Vec<Question> {
    let lists = [
        "/applications?$select=id,displayName,passwordCredentials",
        "/servicePrincipals?$filter=startswith(displayName,'a')&$select=id,displayName",
        "/oauth2PermissionGrants",
        "/directory/deletedItems/microsoft.graph.application?$select=id",
    ];
    let mut all: Vec<Question> = lists.map(|list| Question::Index(list.to_owned())).into();
    for (id, app_id) in ids.application.values() {
        let by_app_id = format!("/applications(appId='{app_id}')?$select=passwordCredentials");
        all.extend([
            Question::Replica(format!("/applications/{id}")),
            Question::Replica(by_app_id),
            Question::Index(format!("/applications?$filter=appId eq '{app_id}'")),
            Question::Replica(format!("/directory/deletedItems/{id}")),
            Question::Replica(format!("/servicePrincipals(appId='{app_id}')")),
        ]);
    }
    for id in ids.principal.values() {
        let held = |what: &str| Question::Replica(format!("/servicePrincipals/{id}/{what}"));
        all.extend([held("appRoleAssignments"), held("oauth2PermissionGrants")]);
    }
    all
}

impl Question {
    pub fn path(&self) -> &str {
        match self {
            Self::Replica(path) | Self::Index(path) => path,
        }
    }
}
