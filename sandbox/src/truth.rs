//! What the tenant really holds, for tests in this process: no replica, no right and no JSON stands between. And what happens to
//! an account from outside Graph: roles that it loses, tokens that are revoked.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::directory::application::Application;
use crate::entra::store::Caller;
use crate::{DirectoryRole, Sandbox};

/// The tenant as its primary has it.
pub struct Truth<'s>(&'s Sandbox);

/// An application that is not deleted.
#[derive(Debug, Clone, Copy)]
pub struct TrueApplication<'s>(&'s Application);

/// A client secret that lives.
#[derive(Debug, Clone, Copy)]
pub struct TrueSecret<'s> {
    /// The credential's id.
    pub key: Uuid,
    /// What its maker called it.
    pub name: &'s str,
    /// The secret itself.
    pub text: &'s str,
    /// Until when it may be used.
    pub ends: DateTime<Utc>,
}

impl<'s> Truth<'s> {
    /// The applications that are not deleted.
    pub fn applications(&self) -> impl Iterator<Item = TrueApplication<'s>> + use<'s> {
        self.0.directory.applications.values().map(TrueApplication)
    }

    /// The application with this object id, if it is not deleted.
    pub fn application(&self, id: Uuid) -> Option<TrueApplication<'s>> {
        self.0.directory.applications.get(&id).map(TrueApplication)
    }

    /// Whether an application with this object id lies in the recycle bin.
    pub fn is_deleted(&self, application: Uuid) -> bool {
        let deleted = &self.0.directory.deleted_applications;
        deleted.contains_key(&application)
    }

    /// The service principal of a client id.
    pub fn service_principal(&self, client: Uuid) -> Option<Uuid> {
        let directory = &self.0.directory;
        directory
            .service_principal_by_app_id(client)
            .map(|sp| sp.id)
    }

    /// The client id of a service principal.
    pub fn client_of(&self, service_principal: Uuid) -> Option<Uuid> {
        let all = &self.0.directory.service_principals;
        all.get(&service_principal).map(|sp| sp.app_id)
    }

    /// The client id of a service principal that lies in the recycle bin.
    pub fn client_of_deleted(&self, service_principal: Uuid) -> Option<Uuid> {
        let deleted = &self.0.directory.deleted_service_principals;
        deleted.get(&service_principal).map(|sp| sp.app_id)
    }

    /// Whether Microsoft signs this client in: it has a service principal, and that is not disabled.
    pub fn is_enabled(&self, client: Uuid) -> bool {
        let principal = self.0.directory.service_principal_by_app_id(client);
        principal.is_some_and(|sp| sp.is_enabled())
    }

    /// The app roles that were assigned to a service principal.
    pub fn roles_of(&self, service_principal: Uuid) -> Vec<Uuid> {
        let held = self.0.directory.assignments.values();
        held.filter(|one| one.principal == service_principal)
            .map(|one| one.role)
            .collect()
    }

    /// The delegated scopes that were granted to a service principal for all users.
    pub fn scopes_of(&self, service_principal: Uuid) -> HashSet<&'s str> {
        let grants = self.0.directory.grants.values();
        grants
            .filter(|one| one.client == service_principal && one.principal.is_none())
            .flat_map(|one| one.scope.split_ascii_whitespace())
            .collect()
    }

    /// The service principal that holds a delegated grant, and the grant's scopes.
    pub fn grant(&self, id: &str) -> Option<(Uuid, &'s str)> {
        let mut grants = self.0.directory.grants.values();
        let grant = grants.find(|one| one.id == id)?;
        Some((grant.client, &grant.scope))
    }

    /// The text of every client secret ever issued, oldest first.
    pub fn issued(&self) -> impl ExactSizeIterator<Item = &'s str> + use<'s> {
        self.0.issued.iter().map(|one| one.text.as_str())
    }
}

impl<'s> TrueApplication<'s> {
    /// Object id.
    pub fn id(&self) -> Uuid {
        self.0.id
    }

    /// Application (client) id.
    pub fn client(&self) -> Uuid {
        self.0.app_id
    }

    /// The client-chosen key; empty without one.
    pub fn unique_name(&self) -> &'s str {
        self.0.entity.text("uniqueName")
    }

    /// Whether it carries this tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.0.entity.texts("tags", None).contains(&tag)
    }

    /// The permissions that it declares, of whatever resource.
    pub fn declared(&self) -> Vec<Uuid> {
        let all = self.0.entity.get("requiredResourceAccess");
        let lists = |value: &'s Value, name: &str| value.get(name).and_then(Value::as_array);
        let resources = all.and_then(Value::as_array).into_iter().flatten();
        let access = resources.filter_map(|one| lists(one, "resourceAccess"));
        let ids = access.flatten().filter_map(|one| one["id"].as_str());
        ids.filter_map(|id| Uuid::try_parse(id).ok()).collect()
    }

    /// Its secrets that have not been removed.
    pub fn secrets(&self) -> impl Iterator<Item = TrueSecret<'s>> + use<'s> {
        self.0.secrets.iter().map(|one| TrueSecret {
            key: one.key_id,
            name: one.display_name.as_deref().unwrap_or_default(),
            text: &one.text,
            ends: one.end.at,
        })
    }
}

impl Sandbox {
    /// What the tenant really holds.
    pub fn truth(&self) -> Truth<'_> {
        Truth(self)
    }

    /// Gives an account these directory roles instead of its own; they hold at once, for tokens issued before, too.
    pub fn set_roles(&mut self, account: &str, roles: &[DirectoryRole]) {
        let mut users = std::sync::Arc::make_mut(&mut self.directory.users).iter_mut();
        if let Some(user) = users.find(|user| user.display_name == account) {
            user.roles = roles.to_vec();
        }
    }

    /// Revokes every access token that was issued to users.
    pub fn revoke_tokens(&mut self) {
        let of_application = |caller: &Caller| matches!(caller, Caller::Application { .. });
        let tokens = &mut self.store.access;
        tokens.retain(|_, token| of_application(&token.caller));
    }
}
