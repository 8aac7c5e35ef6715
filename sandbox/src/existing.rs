//! What a tenant holds before anybody calls: the seam through which a recording's, or a test's, own objects come in.
//! It puts them where they belong; it checks no rights, and nothing of it is reachable by a request.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Sandbox;
use crate::directory::application::{Application, Moment, PasswordCredential};
use crate::directory::grants::{Assignment, Grant};
use crate::directory::people::User;
use crate::directory::service_principal::ServicePrincipal;
use crate::entra::store::Caller;
use crate::entra::token;
use crate::roles::DirectoryRole;

/// An object that exists beforehand, as Graph shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Existing {
    /// An application, with its credentials.
    Application(Map<String, Value>),
    /// An application in the recycle bin.
    DeletedApplication(Map<String, Value>),
    /// A service principal. One with the same client id makes way: so Microsoft Graph's own is replaced.
    ServicePrincipal(Map<String, Value>),
    /// A user who can sign in under the display name. One with the same user principal name makes way.
    User(Map<String, Value>, Vec<DirectoryRole>),
    /// A user owns an application.
    Owner {
        /// Object id of the application.
        application: Uuid,
        /// Object id of the user.
        user: Uuid,
    },
    /// An application has a federated identity credential.
    Federated {
        /// Object id of the application.
        application: Uuid,
        /// The credential.
        credential: Value,
    },
    /// A service principal holds a directory role.
    Role {
        /// Object id of the service principal.
        service_principal: Uuid,
        /// The role.
        role: Map<String, Value>,
    },
    /// A delegated permission grant.
    Grant(Map<String, Value>),
    /// An app role assignment.
    Assignment(Map<String, Value>),
}

/// An object lacks what it needs to stand in a directory; the name of the property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit(pub &'static str);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object without a valid {}", self.0)
    }
}

impl std::error::Error for Unfit {}

impl Sandbox {
    /// Lets the tenant hold an object, seen by every reader.
    pub fn admit(&mut self, existing: Existing) -> Result<(), Unfit> {
        self.replication.settle();
        match existing {
            Existing::Application(properties) => self.admit_application(properties),
            Existing::DeletedApplication(properties) => {
                let (id, now) = (guid(&properties, "id")?, DateTime::UNIX_EPOCH);
                self.admit_application(properties)?;
                self.directory.delete_application(id, now);
                Ok(())
            }
            Existing::ServicePrincipal(properties) => self.admit_service_principal(properties),
            Existing::User(properties, roles) => self.admit_user(properties, roles),
            Existing::Owner { application, user } => {
                let app = self.directory.applications.get_mut(&application);
                app.ok_or(Unfit("application"))?.owners.push(user);
                Ok(())
            }
            Existing::Federated {
                application,
                credential,
            } => {
                let app = self.directory.applications.get_mut(&application);
                app.ok_or(Unfit("application"))?.federated.push(credential);
                Ok(())
            }
            Existing::Role {
                service_principal,
                role,
            } => {
                let sp = self
                    .directory
                    .service_principals
                    .get_mut(&service_principal);
                sp.ok_or(Unfit("service principal"))?
                    .roles
                    .push(role.into());
                Ok(())
            }
            Existing::Grant(properties) => {
                let (client, resource) = (
                    guid(&properties, "clientId")?,
                    guid(&properties, "resourceId")?,
                );
                let principal = guid(&properties, "principalId").ok();
                let (id, scope) = (
                    Grant::id_of(client, resource, principal),
                    text(&properties, "scope"),
                );
                let grant = Grant {
                    id: id.clone(),
                    client,
                    resource,
                    principal,
                    scope,
                };
                self.directory.grants.insert(id, grant);
                Ok(())
            }
            Existing::Assignment(properties) => self.admit_assignment(&properties),
        }
    }

    /// Takes an application or a service principal away without a trace, as somebody else's removal does.
    pub fn withdraw(&mut self, id: Uuid) {
        self.replication.settle();
        let now = DateTime::UNIX_EPOCH;
        self.directory.delete_application(id, now);
        self.directory.delete_service_principal(id, now);
        self.directory.deleted_applications.remove(&id);
        self.directory.deleted_service_principals.remove(&id);
    }

    /// A token of an application that calls by itself, with these app roles.
    pub fn application_token(
        &mut self,
        service_principal: Uuid,
        roles: &[&str],
        now: DateTime<Utc>,
    ) -> String {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        let caller = Caller::Application {
            service_principal,
            roles,
        };
        token::issue(self, caller, now).0
    }

    fn admit_application(&mut self, mut properties: Map<String, Value>) -> Result<(), Unfit> {
        let (id, app_id) = (guid(&properties, "id")?, guid(&properties, "appId")?);
        let mut app = Application::new(id, app_id, DateTime::UNIX_EPOCH);
        for credential in properties
            .remove("passwordCredentials")
            .as_ref()
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            app.secrets.push(secret(credential)?);
        }
        for (name, value) in properties {
            app.entity.set(&name, value);
        }
        self.directory.insert_application(app);
        Ok(())
    }

    fn admit_service_principal(&mut self, properties: Map<String, Value>) -> Result<(), Unfit> {
        let (id, app_id) = (guid(&properties, "id")?, guid(&properties, "appId")?);
        if let Some(held) = self
            .directory
            .service_principal_by_app_id(app_id)
            .map(|sp| sp.id)
        {
            self.withdraw(held);
        }
        let owner = guid(&properties, "appOwnerOrganizationId").unwrap_or(crate::TENANT_ID);
        let mut sp = ServicePrincipal::new(id, app_id, &text(&properties, "displayName"), owner);
        for (name, value) in properties {
            sp.entity.set(&name, value);
        }
        self.directory.insert_service_principal(sp);
        Ok(())
    }

    fn admit_user(
        &mut self,
        properties: Map<String, Value>,
        roles: Vec<DirectoryRole>,
    ) -> Result<(), Unfit> {
        let id = guid(&properties, "id")?;
        let same_name = |user: &User| {
            properties.get("userPrincipalName").and_then(Value::as_str) == Some(&user.upn)
        };
        let users = Arc::make_mut(&mut self.directory.users);
        users.retain(|user| user.id != id && !same_name(user));
        users.push(User::existing(id, properties, roles));
        Ok(())
    }

    fn admit_assignment(&mut self, properties: &Map<String, Value>) -> Result<(), Unfit> {
        let id = text(properties, "id");
        let created =
            Moment::parse(&text(properties, "createdDateTime")).ok_or(Unfit("createdDateTime"))?;
        let assignment = Assignment {
            id: id.clone(),
            principal: guid(properties, "principalId")?,
            principal_name: text(properties, "principalDisplayName"),
            principal_type: text(properties, "principalType"),
            resource: guid(properties, "resourceId")?,
            resource_name: text(properties, "resourceDisplayName"),
            role: guid(properties, "appRoleId")?,
            created: created.at,
        };
        self.directory.assignments.insert(id, assignment);
        Ok(())
    }
}

fn guid(properties: &Map<String, Value>, name: &'static str) -> Result<Uuid, Unfit> {
    properties
        .get(name)
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
        .ok_or(Unfit(name))
}

fn text(properties: &Map<String, Value>, name: &str) -> String {
    properties
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// A secret whose text nobody knows but for its hint.
fn secret(credential: &Value) -> Result<PasswordCredential, Unfit> {
    let moment = |name: &'static str| {
        credential[name]
            .as_str()
            .and_then(Moment::parse)
            .ok_or(Unfit(name))
    };
    let hint = credential["hint"].as_str().unwrap_or("???");
    Ok(PasswordCredential {
        key_id: credential["keyId"]
            .as_str()
            .and_then(|text| text.parse().ok())
            .ok_or(Unfit("keyId"))?,
        display_name: credential["displayName"].as_str().map(str::to_owned),
        start: moment("startDateTime")?,
        end: moment("endDateTime")?,
        text: format!("{hint}{:?<37}", ""),
    })
}
