//! A sequential map of what the calls make of applications, written without a look at the sandbox.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::calls::{Call, Ids};

#[derive(Debug, Default)]
pub struct Model {
    pub live: BTreeMap<u8, App>,
    deleted: BTreeMap<u8, App>,
    /// Those whose number another one took.
    others: Vec<App>,
}

#[derive(Debug, Default, Clone, PartialEq)]
pub struct App {
    pub name: String,
    /// Ids of its secrets.
    pub keys: BTreeSet<String>,
    pub principal: Option<Rights>,
}

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Rights {
    pub role: bool,
    /// The scope of its grant once there is one.
    pub scope: Option<String>,
}

impl Model {
    /// Whether the call is carried out, and what it changes. `body` is the answer, for the ids that the service chose.
    pub fn apply(&mut self, call: &Call, ids: &Ids, body: &Value) -> bool {
        match call {
            Call::Wait(_) => false,
            Call::Create(who, name) => {
                // Another application takes the number; what had it is there all the same.
                self.deleted.remove(who);
                let new = App {
                    name: name.clone(),
                    ..App::default()
                };
                self.others.extend(self.live.insert(*who, new));
                true
            }
            Call::Upsert(who, _) if self.deleted.contains_key(who) => false,
            Call::Upsert(who, name) => {
                self.live.entry(*who).or_default().name.clone_from(name);
                true
            }
            Call::Rename(who, name) => self.change(*who, |app| app.name.clone_from(name)),
            Call::AddSecret(who) => {
                let key = body["keyId"].as_str().unwrap_or_default().to_owned();
                self.change(*who, |app| _ = app.keys.insert(key))
            }
            Call::RemoveSecret(who, which) => {
                let held = self.live.get_mut(who).zip(ids.key(*who, *which));
                held.is_some_and(|(app, key)| app.keys.remove(key))
            }
            Call::Delete(who) => self.live.remove(who).is_some_and(|mut app| {
                app.principal = None;
                self.deleted.insert(*who, app).is_none()
            }),
            Call::Restore(who) => {
                let app = self.deleted.remove(who);
                app.is_some_and(|app| self.live.insert(*who, app).is_none())
            }
            Call::Purge(who) => self.deleted.remove(who).is_some(),
            _ => self.consent(call),
        }
    }

    /// How many delegated grants there are.
    pub fn grants(&self) -> usize {
        let principals = self.live.values().chain(&self.others);
        let rights = principals.filter_map(|app| app.principal.as_ref());
        rights.filter(|rights| rights.scope.is_some()).count()
    }

    fn consent(&mut self, call: &Call) -> bool {
        match call {
            Call::Principal(who) => {
                let app = self.live.get_mut(who).filter(|app| app.principal.is_none());
                app.is_some_and(|app| app.principal.replace(Rights::default()).is_none())
            }
            Call::Assign(who) => self
                .rights(*who)
                .is_some_and(|rights| !rights.holds_role(true)),
            Call::Unassign(who) => self
                .rights(*who)
                .is_some_and(|rights| rights.holds_role(false)),
            Call::Grant(who) => self.rights(*who).is_some_and(|rights| {
                let is_new = rights.scope.is_none();
                rights.scope.get_or_insert_with(|| "User.Read".to_owned());
                is_new
            }),
            Call::Regrant(who, scope) => {
                let held = self.rights(*who).and_then(|rights| rights.scope.as_mut());
                held.map(|held| held.clone_from(scope)).is_some()
            }
            Call::Ungrant(who) => self
                .rights(*who)
                .is_some_and(|rights| rights.scope.take().is_some()),
            other => unreachable!("{other:?} is no consent"),
        }
    }

    fn change(&mut self, who: u8, change: impl FnOnce(&mut App)) -> bool {
        self.live.get_mut(&who).map(change).is_some()
    }

    fn rights(&mut self, who: u8) -> Option<&mut Rights> {
        self.live.get_mut(&who)?.principal.as_mut()
    }
}

impl Rights {
    /// Whether the role was held until now.
    fn holds_role(&mut self, from_now_on: bool) -> bool {
        std::mem::replace(&mut self.role, from_now_on)
    }
}
