//! The permissions that Microsoft Graph publishes, as far as the sandbox offers them: names, ids and texts.
//! Read from a table once; it does not know who holds which.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Value, json};
use uuid::Uuid;

/// The client id of Microsoft Graph, the same in every tenant.
pub const GRAPH_APP_ID: Uuid = Uuid::from_u128(0x0000_0003_0000_0000_c000_0000_0000_0000);

/// What a permission needs to be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Any user may consent for themselves.
    User,
    /// Only an administrator may consent.
    Admin,
}

/// One permission of Microsoft Graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// The value in `scp` or `roles`, such as `User.Read.All`.
    pub name: &'static str,
    /// The id used in `requiredResourceAccess` and app role assignments.
    pub id: Uuid,
    /// Who may consent.
    pub consent: Consent,
    /// The short text on the consent page.
    pub display_name: &'static str,
    /// The long text on the consent page.
    pub description: &'static str,
}

/// All permissions, by kind.
#[derive(Debug, Default)]
pub struct Catalog {
    delegated: Vec<Permission>,
    application: Vec<Permission>,
    delegated_by_name: HashMap<String, usize>,
    application_by_id: HashMap<Uuid, usize>,
}

/// The table, parsed at its first use.
pub static GRAPH: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::parse(include_str!("../data/graph-permissions.tsv")));

impl Catalog {
    fn parse(table: &'static str) -> Self {
        let mut catalog = Self::default();
        for line in table.lines().skip(1) {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [name, kind, id, admin, display_name, description] = columns[..] else {
                continue;
            };
            let Ok(id) = id.parse() else { continue };
            let consent = if admin == "yes" {
                Consent::Admin
            } else {
                Consent::User
            };
            let permission = Permission {
                name,
                id,
                consent,
                display_name,
                description,
            };
            if kind == "delegated" {
                catalog
                    .delegated_by_name
                    .insert(name.to_ascii_lowercase(), catalog.delegated.len());
                catalog.delegated.push(permission);
            } else {
                catalog
                    .application_by_id
                    .insert(id, catalog.application.len());
                catalog.application.push(permission);
            }
        }
        catalog
    }

    /// The delegated permission of this name; scope names are case-insensitive.
    pub fn delegated(&self, name: &str) -> Option<&Permission> {
        let index = self.delegated_by_name.get(&name.to_ascii_lowercase())?;
        self.delegated.get(*index)
    }

    /// The names of all delegated permissions.
    pub fn delegated_names(&self) -> impl Iterator<Item = &'static str> {
        self.delegated.iter().map(|permission| permission.name)
    }

    /// The application permission (app role) with this id.
    pub fn application(&self, id: Uuid) -> Option<&Permission> {
        self.application.get(*self.application_by_id.get(&id)?)
    }

    /// `oauth2PermissionScopes` of the Microsoft Graph service principal.
    pub fn scopes_json(&self) -> Value {
        self.delegated
            .iter()
            .map(|p| {
                let kind = if p.consent == Consent::Admin { "Admin" } else { "User" };
                json!({
                    "adminConsentDescription": p.description, "adminConsentDisplayName": p.display_name,
                    "id": p.id.to_string(), "isEnabled": true, "type": kind,
                    "userConsentDescription": p.description, "userConsentDisplayName": p.display_name, "value": p.name,
                })
            })
            .collect()
    }

    /// `appRoles` of the Microsoft Graph service principal.
    pub fn app_roles_json(&self) -> Value {
        self.application
            .iter()
            .map(|p| {
                json!({
                    "allowedMemberTypes": ["Application"], "description": p.description, "displayName": p.display_name,
                    "id": p.id.to_string(), "isEnabled": true, "origin": "Application", "value": p.name,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("../data/graph-permissions.tsv")
            .lines()
            .count()
            - 1;
        assert_eq!(GRAPH.delegated.len() + GRAPH.application.len(), lines);
        let read_all = GRAPH.delegated("user.read.all").expect("in the table");
        assert_eq!(
            read_all.id.to_string(),
            "a154be20-db9c-4678-8ab7-66f6cc099a59"
        );
        assert_eq!(read_all.consent, Consent::Admin);
    }
}
