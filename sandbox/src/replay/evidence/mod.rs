//! What must have been in a tenant before a recording began, told by the recording: an object that is used, or shown, and that
//! no exchange made, was there, from just before the first exchange that tells so.
//! It only reads the recording; the player puts the objects into the sandbox.

mod needs;
mod sight;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::ids::is_guid;
use super::objects::{Object, Type, in_body};
use super::path::{alternate_key, segments};
use super::recording::{Conversation, Exchange};
use super::scope;
use crate::existing::Existing;

/// A change that nobody in the recording made.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The object was there.
    Appears(Existing),
    /// Somebody else removed it.
    Leaves(Uuid),
}

/// Changes by the position of the exchange before which they happened.
pub type Changes = BTreeMap<usize, Vec<Change>>;

/// Reads a conversation for what was there before.
pub fn of(conversation: &Conversation) -> Changes {
    let mut reader = Reader {
        exchanges: &conversation.exchanges,
        known: BTreeSet::new(),
        before: BTreeSet::new(),
        made: BTreeSet::new(),
        changes: Changes::new(),
    };
    for position in 0..conversation.exchanges.len() {
        reader.read(position);
    }
    reader.changes
}

struct Reader<'a> {
    exchanges: &'a [Exchange],
    /// Ids, client ids, and opaque ids of everything that was made or seen.
    known: BTreeSet<String>,
    /// Those of objects that were there before and that no exchange has removed.
    before: BTreeSet<String>,
    /// Object ids that no exchange tells and that were made up.
    made: BTreeSet<String>,
    changes: Changes,
}

impl Reader<'_> {
    fn read(&mut self, position: usize) {
        let exchange = &self.exchanges[position];
        let path = segments(&exchange.request.path);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        if exchange.response.succeeded() {
            self.used(position, &path, exchange);
            self.shown(position, &path, exchange);
            if exchange.request.method == http::Method::DELETE
                && let Some(id) = path.last()
            {
                self.before.remove(*id);
            }
        } else if let (404, [_, id]) = (exchange.response.status, path.as_slice())
            && exchange.request.method == http::Method::GET
            && self.before.remove(*id)
            && let Ok(id) = id.parse()
        {
            self.changes
                .entry(position)
                .or_default()
                .push(Change::Leaves(id));
        }
    }

    /// Objects that the request names, and that must exist for it to succeed.
    fn used(&mut self, position: usize, path: &[&str], exchange: &Exchange) {
        let body = &exchange.request.body;
        let member = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let shown = |name: &str| exchange.response.body[name].as_str().unwrap_or_default();
        match path {
            [set, id, rest @ ..] if is_guid(id) && set.eq_ignore_ascii_case("applications") => {
                self.application(position, id);
                let added = member("@odata.id");
                match rest {
                    ["owners", owner, "$ref"] => self.owner(position, id, owner, true),
                    ["owners", "$ref"] => self.owner(
                        position,
                        id,
                        added.rsplit('/').next().unwrap_or_default(),
                        false,
                    ),
                    [part, key @ ..]
                        if part.eq_ignore_ascii_case("federatedIdentityCredentials") =>
                    {
                        self.federated(position, id, key, exchange);
                    }
                    _ => {}
                }
            }
            [set, key]
                if set.eq_ignore_ascii_case("applications") && exchange.response.status == 204 =>
            {
                if let Some(("uniqueName", name)) = alternate_key(key)
                    && !self.knows(name)
                {
                    let properties = json!({"displayName": "", "uniqueName": name});
                    self.appears(position, Type::Application, properties);
                }
            }
            [set, key]
                if set.eq_ignore_ascii_case("serviceprincipals")
                    && key.starts_with("appId='")
                    && exchange.response.status == 201 =>
            {
                let app_id = alternate_key(key).map_or("", |(_, app_id)| app_id);
                self.application_of(position, app_id, &exchange.response.body);
            }
            [set, id, rest @ ..]
                if is_guid(id) && set.eq_ignore_ascii_case("serviceprincipals") =>
            {
                let is_resource = member("resourceId").eq_ignore_ascii_case(id);
                self.service_principal(
                    position,
                    id,
                    if is_resource {
                        shown("resourceDisplayName")
                    } else {
                        ""
                    },
                );
                if let [_, assignment] = rest {
                    self.assignment(position, id, assignment);
                }
            }
            [set]
                if set.eq_ignore_ascii_case("serviceprincipals")
                    && exchange.request.method == http::Method::POST =>
            {
                self.application_of(position, &member("appId"), &exchange.response.body);
            }
            ["directory", bin, id, ..] if bin.eq_ignore_ascii_case("deleteditems") => {
                self.deleted(position, id);
            }
            [set, id] if set.eq_ignore_ascii_case("oauth2permissiongrants") => {
                self.grant(position, id)
            }
            _ => {}
        }
        for (id, name) in [
            ("clientId", ""),
            ("principalId", "principalDisplayName"),
            ("resourceId", "resourceDisplayName"),
        ] {
            if is_guid(&member(id)) && body.is_object() {
                self.service_principal(position, &member(id), shown(name));
            }
        }
    }

    /// Objects that the answer shows.
    fn shown(&mut self, position: usize, path: &[&str], exchange: &Exchange) {
        for Object { of, mut properties } in in_body(&exchange.response.body) {
            if exchange.response.status == 201 {
                // What a request makes that is not played is there before the next one.
                match scope::out_of_scope(exchange) {
                    Some(_) => self.appears(position + 1, of, Value::Object(properties)),
                    None => self.knows_now(&properties),
                }
                continue;
            }
            if let ["directory", ..] = path {
                continue;
            }
            if let Some((name, value)) = path.get(1).and_then(|key| alternate_key(key)) {
                properties.entry(name).or_insert_with(|| value.into());
            }
            if of == Type::Role {
                self.role(position, path, properties);
                continue;
            }
            let id = properties
                .get("id")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            if self.knows(&id) {
                continue;
            }
            self.appears(position, of, Value::Object(properties));
            let ([set, app, "owners"], Ok(user)) = (path, id.parse()) else {
                continue;
            };
            if let (true, Ok(application)) = (
                set.eq_ignore_ascii_case("applications") && self.before.contains(*app),
                app.parse(),
            ) {
                self.changes
                    .entry(position)
                    .or_default()
                    .push(Change::Appears(Existing::Owner { application, user }));
            }
        }
    }

    /// A directory role that a service principal held before; shown again, it is the same.
    fn role(&mut self, position: usize, path: &[&str], role: Map<String, Value>) {
        let [set, holder, ..] = path else {
            return;
        };
        let key = format!(
            "{holder} {}",
            role.get("id").and_then(Value::as_str).unwrap_or_default()
        );
        if let (true, Ok(service_principal)) = (
            set.eq_ignore_ascii_case("serviceprincipals") && self.known.insert(key),
            holder.parse(),
        ) {
            let role = Existing::Role {
                service_principal,
                role,
            };
            self.changes
                .entry(position)
                .or_default()
                .push(Change::Appears(role));
        }
    }

    fn knows_now(&mut self, properties: &Map<String, Value>) {
        for name in ["id", "appId", "uniqueName"] {
            let id = properties.get(name).and_then(Value::as_str);
            self.known.extend(id.map(str::to_ascii_lowercase));
        }
    }

    fn knows(&self, id: &str) -> bool {
        id.is_empty() || self.known.contains(&id.to_ascii_lowercase())
    }
}
