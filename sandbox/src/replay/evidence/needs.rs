//! Objects that must have been there because a request that succeeded needed them.
//! What they looked like is told by `sight`.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::ids::{decode, is_guid};
use super::super::objects::Type;
use super::super::recording::Exchange;
use super::{Change, Reader, sight};
use crate::existing::Existing;

impl Reader<'_> {
    pub fn application(&mut self, position: usize, id: &str) {
        if self.knows(id) {
            return;
        }
        let properties = self.at(position, "id", id, Type::Application);
        let shown = properties.get("appId").is_some();
        let made = self.made.clone();
        match self.never_shown() {
            // A client id was used without an application; this may be it.
            Some(application)
                if !shown
                    && application
                        .get("id")
                        .and_then(Value::as_str)
                        .is_some_and(|id| made.contains(id)) =>
            {
                application.insert("id".to_owned(), id.into());
                self.known.insert(id.to_ascii_lowercase());
                self.before.insert(id.to_ascii_lowercase());
            }
            _ => self.appears(position, Type::Application, properties),
        }
    }

    /// An application in the recycle bin that no exchange has put there.
    pub fn deleted(&mut self, position: usize, id: &str) {
        if !is_guid(id) || self.knows(id) {
            return;
        }
        if let Value::Object(mut properties) = self.at(position, "id", id, Type::Application) {
            sight::complete(Type::Application, &mut properties);
            self.known.insert(id.to_ascii_lowercase());
            let deleted = Existing::DeletedApplication(properties);
            self.changes
                .entry(position)
                .or_default()
                .push(Change::Appears(deleted));
        }
    }

    /// A user who could be made an owner, or could cease to be one, was there; and so was the ownership that ceased.
    pub fn owner(&mut self, position: usize, application: &str, user: &str, ceases: bool) {
        if !is_guid(user) || self.knows(user) {
            return;
        }
        let properties = self.at(position, "id", user, Type::User);
        self.appears(position, Type::User, properties);
        if let (true, Ok(application), Ok(user)) = (
            ceases && self.before.contains(application),
            application.parse(),
            user.parse(),
        ) {
            self.changes
                .entry(position)
                .or_default()
                .push(Change::Appears(Existing::Owner { application, user }));
        }
    }

    /// Federated credentials that are shown, or changed, and that no exchange made.
    pub fn federated(
        &mut self,
        position: usize,
        application: &str,
        key: &[&str],
        exchange: &Exchange,
    ) {
        let Ok(application) = application.parse() else {
            return;
        };
        // One that is only changed or removed is as it is shown later; else its id is all that is known of it.
        let later = |id: &str| {
            let rest = self.exchanges[position..].iter();
            let all = rest.flat_map(|one| federated_in(&one.response.body));
            let found = { all }.find(|one| one["id"] == id);
            found.unwrap_or_else(|| json!({"id": id, "audiences": []}))
        };
        let mut shown = federated_in(&exchange.response.body);
        if shown.is_empty() {
            shown.extend(key.iter().map(|id| later(id)));
        }
        for mut credential in shown {
            let id = credential["id"].as_str().unwrap_or_default().to_owned();
            if let Some(members) = credential.as_object_mut() {
                members.retain(|name, _| !name.contains("@odata"));
            }
            if !self.knows(&id) && exchange.response.status != 201 {
                let existing = Existing::Federated {
                    application,
                    credential,
                };
                let changes = self.changes.entry(position).or_default();
                changes.push(Change::Appears(existing));
            }
            self.known.insert(id.to_ascii_lowercase());
        }
    }

    /// The application of a client id, which a service principal was made for. What was never shown of it is told by what the
    /// service principal took over.
    pub fn application_of(&mut self, position: usize, app_id: &str, made: &Value) {
        if self.knows(app_id) {
            return;
        }
        let mut properties = self.at(position, "appId", app_id, Type::Application);
        let shown = properties.get("id").is_some();
        if !shown {
            let names = made["servicePrincipalNames"]
                .as_array()
                .into_iter()
                .flatten();
            let uris: Vec<&Value> = names.filter(|name| **name != *app_id).collect();
            properties["displayName"] = made["appDisplayName"].clone();
            properties["identifierUris"] = json!(uris);
            if made["replyUrls"]
                .as_array()
                .is_some_and(|urls| !urls.is_empty())
            {
                properties["web"] = json!({"redirectUris": made["replyUrls"]});
            }
            if made["signInAudience"].is_string() {
                properties["signInAudience"] = made["signInAudience"].clone();
            }
        }
        match self.never_shown() {
            // An application was used but not shown; this client id has turned up without an application.
            Some(application) if !shown => {
                for (name, value) in properties.as_object().cloned().unwrap_or_default() {
                    application.insert(name, value);
                }
                self.known.insert(app_id.to_ascii_lowercase());
            }
            _ => self.appears(position, Type::Application, properties),
        }
    }

    pub fn never_shown(&mut self) -> Option<&mut Map<String, Value>> {
        let appeared = self.changes.values_mut().flatten();
        let never_shown = appeared.filter_map(|change| match change {
            Change::Appears(Existing::Application(properties)) => {
                (!properties.contains_key("requiredResourceAccess")).then_some(properties)
            }
            _ => None,
        });
        never_shown.last()
    }

    pub fn service_principal(&mut self, position: usize, id: &str, name: &str) {
        if !self.knows(id) {
            let mut properties = self.at(position, "id", id, Type::ServicePrincipal);
            if properties.get("displayName").is_none() {
                properties["displayName"] = name.into();
                properties["appDisplayName"] = name.into();
            }
            self.appears(position, Type::ServicePrincipal, properties);
        }
    }

    pub fn grant(&mut self, position: usize, id: &str) {
        let guids = decode(id).unwrap_or_default();
        let [client, resource, principal @ ..] = guids.as_slice() else {
            return;
        };
        if self.knows(id) {
            return;
        }
        let properties = json!({
            "id": id, "clientId": client.to_string(), "resourceId": resource.to_string(),
            "principalId": principal.first().map(Uuid::to_string), "scope": "User.Read",
        });
        let (client, resource) = (client.to_string(), resource.to_string());
        self.service_principal(position, &client, "");
        self.service_principal(position, &resource, "");
        self.appears(position, Type::Grant, properties);
    }

    pub fn assignment(&mut self, position: usize, resource: &str, id: &str) {
        let Some(guids) = decode(id).filter(|_| !self.knows(id)) else {
            return;
        };
        let properties = json!({
            "id": id, "principalId": guids[0].to_string(), "resourceId": resource, "appRoleId": Uuid::nil().to_string(),
            "createdDateTime": "2020-01-01T00:00:00Z", "principalType": "ServicePrincipal",
        });
        self.appears(position, Type::Assignment, properties);
    }

    pub fn appears(&mut self, position: usize, of: Type, properties: Value) {
        let Value::Object(mut properties) = properties else {
            return;
        };
        let told = properties.contains_key("id");
        self.make_whole(&mut properties);
        sight::complete(of, &mut properties);
        if !told {
            self.made.extend(
                properties
                    .get("id")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
        }
        if of == Type::ServicePrincipal {
            self.offer_roles(&mut properties);
            self.name(&mut properties);
        }
        self.knows_now(&properties);
        for name in ["id", "appId"] {
            let id = properties.get(name).and_then(Value::as_str);
            self.before.extend(id.map(str::to_ascii_lowercase));
        }
        let existing = match of {
            Type::Application => Existing::Application(properties),
            Type::ServicePrincipal => Existing::ServicePrincipal(properties),
            Type::User => Existing::User(properties, Vec::new()),
            Type::Grant => Existing::Grant(properties),
            Type::Assignment => Existing::Assignment(properties),
            Type::Role => return,
        };
        self.changes
            .entry(position)
            .or_default()
            .push(Change::Appears(existing));
    }

    /// An assignment tells the names of both sides.
    fn name(&self, properties: &mut Map<String, Value>) {
        let id = properties.get("id").cloned().unwrap_or_default();
        let shown = self
            .exchanges
            .iter()
            .map(|exchange| &exchange.response.body);
        let name = shown.into_iter().find_map(|body| {
            ["resource", "principal"].into_iter().find_map(|side| {
                let named = body[format!("{side}Id")] == id && id.is_string();
                body.get(format!("{side}DisplayName")).filter(|_| named)
            })
        });
        if let Some(name) = name {
            properties
                .entry("displayName")
                .or_insert_with(|| name.clone());
        }
    }

    /// A role that could be assigned was offered, also where the recording was cut.
    pub fn offer_roles(&self, properties: &mut Map<String, Value>) {
        let id = properties.get("id").cloned();
        let assigned = self.exchanges.iter().filter(|exchange| {
            exchange.response.status == 201
                && Some(&exchange.request.body["resourceId"]) == id.as_ref()
        });
        let assigned: Vec<Value> = assigned
            .map(|exchange| exchange.request.body["appRoleId"].clone())
            .filter(Value::is_string)
            .collect();
        let Some(roles) = properties
            .entry("appRoles")
            .or_insert_with(|| json!([]))
            .as_array_mut()
        else {
            return;
        };
        for role in assigned {
            if !roles.iter().any(|held| held["id"] == role) {
                roles.push(json!({"allowedMemberTypes": ["Application"], "description": "", "displayName": "", "id": role, "isEnabled": true, "origin": "Application", "value": role}));
            }
        }
    }
}

/// The federated credentials in a body: itself, or the entries of its list.
fn federated_in(body: &Value) -> Vec<Value> {
    let entries = body["value"].as_array();
    let entries = entries.map_or(std::slice::from_ref(body), Vec::as_slice);
    let all = entries.iter().filter(|one| one.get("issuer").is_some());
    all.cloned().collect()
}
