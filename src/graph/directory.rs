//! Who is signed in and where: the user, the organization and the directory roles held. Knows the wire of these reads; a role
//! is a hint here, Graph's 403 is the truth.

use super::client::{Call, Graph};
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
    /// The default verified domain, such as `contoso.com`.
    pub domain: String,
}

/// A directory role that the user holds actively. A role that must be activated first (PIM) is not listed by Graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryRole {
    pub template: String,
    /// In the tenant's language: for show only, decisions go by `template`.
    pub name: String,
}

impl Graph<'_> {
    pub async fn me(&self) -> Result<Me, Failure> {
        let me = self
            .read("/me?$select=id,displayName,userPrincipalName")
            .await?;
        Ok(Me {
            id: field(&me, "id")?,
            username: visible(text(&me, "userPrincipalName")),
            name: visible(text(&me, "displayName")),
        })
    }

    pub async fn organization(&self) -> Result<Organization, Failure> {
        let found = self
            .read("/organization?$select=id,displayName,verifiedDomains")
            .await?;
        let organization = list(&found, "value").first().ok_or_else(Failure::garbled)?;
        let domains = list(organization, "verifiedDomains");
        let default = domains
            .iter()
            .find(|domain| domain.get("isDefault") == Some(&Value::Bool(true)));
        Ok(Organization {
            id: field(organization, "id")?,
            name: visible(text(organization, "displayName")),
            domain: default
                .map(|domain| visible(text(domain, "name")))
                .unwrap_or_default(),
        })
    }

    pub async fn directory_roles(&self) -> Result<Vec<DirectoryRole>, Failure> {
        let found = self
            .read("/me/transitiveMemberOf/microsoft.graph.directoryRole")
            .await?;
        let role = |value: &Value| DirectoryRole {
            template: text(value, "roleTemplateId").to_owned(),
            name: visible(text(value, "displayName")),
        };
        Ok(list(&found, "value").iter().map(role).collect())
    }

    pub(super) async fn read(&self, path: &str) -> Result<Value, Failure> {
        self.content(Call::get(path, Patience::Brief), &|_| ())
            .await
    }
}
