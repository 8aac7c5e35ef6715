//! Who calls, and whether they may: bearer tokens, scopes of the token, and directory roles of the user.
//! The effective right is scope and role together (FACTS section 5.1); an application by itself needs an app role only.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::{HeaderMap, header};
use uuid::Uuid;

use super::Call;
use super::errors::GraphError;
use crate::Sandbox;
use crate::directory::people::User;
use crate::entra::store::Caller;
use crate::roles::DirectoryRole;

/// Scopes that read applications and service principals.
pub const READ_APPLICATIONS: &[&str] = &[
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Directory.AccessAsUser.All",
];
/// Scopes that write them.
pub const WRITE_APPLICATIONS: &[&str] =
    &["Application.ReadWrite.All", "Directory.AccessAsUser.All"];

/// Finds the caller by the bearer token.
pub fn authenticate(
    sandbox: &Sandbox,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Result<Arc<Caller>, GraphError> {
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let token = value
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return Err(GraphError::unauthenticated("Access token is empty."));
    };
    let Some(token) = sandbox.store.access.get(token) else {
        return Err(GraphError::unauthenticated(
            "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact Serialization Format.",
        ));
    };
    if token.expires <= now {
        return Err(GraphError::unauthenticated(
            "Lifetime validation failed, the token is expired.",
        ));
    }
    Ok(token.caller.clone())
}

impl Call<'_> {
    /// The token must hold one of these scopes, or app roles of the same name.
    pub fn need_scope(&self, any: &[&str]) -> Result<(), GraphError> {
        let held = match &*self.caller {
            Caller::User { scopes, .. } => scopes,
            Caller::Application { roles, .. } => roles,
        };
        let holds = held
            .iter()
            .any(|name| any.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)));
        if holds {
            Ok(())
        } else {
            Err(GraphError::denied())
        }
    }

    /// The user must hold one of these directory roles. An application needs none: its app role is the right.
    pub fn need_role(&self, any: &[DirectoryRole]) -> Result<(), GraphError> {
        match self.user() {
            Some(user) if !user.holds(any) => Err(GraphError::denied()),
            _ => Ok(()),
        }
    }

    /// The user must hold one of these roles, or own the object.
    pub fn need_role_or_ownership(
        &self,
        any: &[DirectoryRole],
        owners: &[Uuid],
    ) -> Result<(), GraphError> {
        match self.user() {
            Some(user) if owners.contains(&user.id) => Ok(()),
            _ => self.need_role(any),
        }
    }

    /// The signed-in user; nothing when an application calls by itself.
    pub fn user(&self) -> Option<&User> {
        match &*self.caller {
            Caller::User { id, .. } => self
                .sandbox
                .directory
                .users
                .iter()
                .find(|user| user.id == *id),
            Caller::Application { .. } => None,
        }
    }
}
