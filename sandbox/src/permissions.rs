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
    LazyLock::new(|| Catalog::parse(include_str!("../data/graph-permissions.tsv")).filled());

/// How many delegated scopes and app roles Microsoft Graph publishes (recorded in August 2024).
const PUBLISHED: (usize, usize) = (540, 484);

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
                catalog.add_delegated(permission);
            } else {
                catalog.add_application(permission);
            }
        }
        catalog
    }

    fn add_delegated(&mut self, permission: Permission) {
        let name = permission.name.to_ascii_lowercase();
        self.delegated_by_name.insert(name, self.delegated.len());
        self.delegated.push(permission);
    }

    fn add_application(&mut self, permission: Permission) {
        let index = self.application.len();
        self.application_by_id.insert(permission.id, index);
        self.application.push(permission);
    }

    /// The table holds the permissions that matter here. Made-up ones bring it to the true length, so that who reads the whole
    /// list meets the load that it is.
    fn filled(mut self) -> Self {
        for number in self.delegated.len()..PUBLISHED.0 {
            self.add_delegated(made_up(number, 0));
        }
        for number in self.application.len()..PUBLISHED.1 {
            self.add_application(made_up(number, 1));
        }
        self
    }

    /// The delegated permission of this name; scope names are case-insensitive.
    pub fn delegated(&self, name: &str) -> Option<&Permission> {
        let index = self.delegated_by_name.get(&name.to_ascii_lowercase())?;
        self.delegated.get(*index)
    }

    /// The names of the delegated permissions that are Microsoft's.
    pub fn delegated_names(&self) -> impl Iterator<Item = &'static str> {
        let names = self.delegated.iter().map(|permission| permission.name);
        names.filter(|name| !name.starts_with(MADE_UP))
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

/// What the names of permissions that do not exist start with.
const MADE_UP: &str = "Example";

/// A permission that does not exist, with texts as long as true ones. The catalog lives as long as the program, and so do they.
fn made_up(number: usize, kind: u128) -> Permission {
    const VERBS: [&str; 4] = ["Read", "ReadWrite", "Manage", "Read.Shared"];
    let (verb, thing) = (VERBS[number % VERBS.len()], number / VERBS.len());
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    Permission {
        name: leak(format!("{MADE_UP}{thing:03}.{verb}.All")),
        id: Uuid::from_u128((0xeeee_0000 << 96) | (kind << 64) | number as u128),
        consent: Consent::Admin,
        display_name: leak(format!("{verb} all things of example {thing}")),
        description: leak(format!(
            "Allows the app to {verb} all things of example {thing} that the organization has, on behalf of the signed-in user \
             or as itself, without a signed-in user. This permission is not Microsoft's."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_as_long_as_microsofts() {
        assert_eq!((GRAPH.delegated.len(), GRAPH.application.len()), PUBLISHED);
        assert_eq!(GRAPH.delegated_by_name.len(), PUBLISHED.0);
        assert_eq!(GRAPH.application_by_id.len(), PUBLISHED.1);
        let size = GRAPH.scopes_json().to_string().len() + GRAPH.app_roles_json().to_string().len();
        assert!((400_000..600_000).contains(&size), "{size} bytes");
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let table = include_str!("../data/graph-permissions.tsv");
        let read = Catalog::parse(table);
        let lines = table.lines().count() - 1;
        assert_eq!(read.delegated.len() + read.application.len(), lines);
        assert_eq!(GRAPH.delegated_names().count(), read.delegated.len());
        let read_all = GRAPH.delegated("user.read.all").expect("in the table");
        assert_eq!(
            read_all.id.to_string(),
            "a154be20-db9c-4678-8ab7-66f6cc099a59"
        );
        assert_eq!(read_all.consent, Consent::Admin);
    }
}
