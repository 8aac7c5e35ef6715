//! Who is signed in and where: the user, the organization and the directory roles held. Knows what to ask for and how to read
//! the answers; a role is a hint here, Graph's 403 is the truth.

use super::Graph;
use super::client::Call;
use super::failure::{Failure, visible};
use super::json::{field, list, text};
use super::patience::Patience;
use crate::ids::{TenantId, UserId};
use serde_json::Value;

/// The signed-in user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    pub id: UserId,
    pub username: String,
    pub name: String,
}

/// The tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    pub id: TenantId,
    pub name: String,
}

/// A directory role that the user holds actively. A role that must be activated first (PIM) is not listed by Graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryRole {
    pub template: String,
    /// In the tenant's language: for show only, decisions go by `template`.
    pub name: String,
}

pub const ME: &str = "/me?$select=id,displayName,userPrincipalName";
pub const ORGANIZATION: &str = "/organization?$select=id,displayName";
pub const ROLES: &str = "/me/transitiveMemberOf/microsoft.graph.directoryRole";

const ONE_USER: &str = "/users?$top=1&$select=id";

impl Graph<'_> {
    /// Reads the id of some user, to see whether users may be read.
    pub async fn one_user(&self) -> Result<UserId, Failure> {
        let call = Call::get(ONE_USER, Patience::Brief);
        let found = self.content(call, &|_| ()).await?;
        let user = list(&found, "value").first().ok_or_else(Failure::garbled)?;
        field(user, "id")
    }
}

impl Me {
    pub fn read(me: &Value) -> Result<Self, Failure> {
        Ok(Self {
            id: field(me, "id")?,
            username: visible(text(me, "userPrincipalName")),
            name: visible(text(me, "displayName")),
        })
    }
}

impl Organization {
    pub fn read(found: &Value) -> Result<Self, Failure> {
        let organization = list(found, "value").first().ok_or_else(Failure::garbled)?;
        Ok(Self {
            id: field(organization, "id")?,
            name: visible(text(organization, "displayName")),
        })
    }
}

impl DirectoryRole {
    pub fn read_all(found: &Value) -> Vec<Self> {
        let role = |value: &Value| Self {
            template: text(value, "roleTemplateId").to_owned(),
            name: visible(text(value, "displayName")),
        };
        list(found, "value").iter().map(role).collect()
    }
}
