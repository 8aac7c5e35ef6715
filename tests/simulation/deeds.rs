//! What a request is about to do to the tenant, read from its method, path and body as the tenant would read them.

use entra_handover::ports::Request;
use http::Method;
use serde_json::Value;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Read,
    /// The search for secrets: reads that list them.
    ListSecrets,
    MakeApplication {
        unique_name: String,
    },
    MakePrincipal {
        client: String,
    },
    AssignRole {
        principal: Uuid,
        role: Uuid,
    },
    Grant {
        principal: Uuid,
        scope: String,
    },
    AddSecret {
        application: Uuid,
        name: String,
    },
    RemoveSecret {
        application: Uuid,
        key: Uuid,
    },
    DeleteApplication {
        application: Uuid,
    },
    DeletePrincipal {
        principal: Uuid,
    },
    Restore {
        item: Uuid,
    },
    Purge {
        item: Uuid,
    },
    /// A delegated grant gets another text.
    Widen {
        grant: String,
        scope: String,
    },
    /// An application declares these permissions, and no others.
    Declare {
        application: Uuid,
        permissions: Vec<Uuid>,
    },
    /// A service principal is let sign in.
    Enable {
        principal: Uuid,
    },
    /// Another change of something that stands there.
    Change,
}

impl Deed {
    pub fn of(request: &Request) -> Self {
        let path = request.uri().path();
        let path = path.strip_prefix("/graph/v1.0/").unwrap_or(path);
        if request.method() == Method::GET {
            let query = request.uri().query().unwrap_or_default();
            return match query.ends_with("select=passwordCredentials") {
                true => Self::ListSecrets,
                false => Self::Read,
            };
        }
        // Only where the path does not say it all.
        let text = |path: &str| {
            let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
            let named = path
                .split('/')
                .try_fold(&body, |value, name| value.get(name));
            let named = named.and_then(Value::as_str);
            named.unwrap_or_default().to_owned()
        };
        let guid = |path: &str| parse(&text(path));
        let parts: Vec<&str> = path.split('/').collect();
        match (request.method().as_str(), parts.as_slice()) {
            ("PATCH", [application]) if application.starts_with("applications(uniqueName='") => {
                let name = application.strip_prefix("applications(uniqueName='");
                let name = name.and_then(|rest| rest.strip_suffix("')"));
                Self::MakeApplication {
                    unique_name: name.unwrap_or_default().to_owned(),
                }
            }
            ("POST", ["applications"]) => Self::MakeApplication {
                unique_name: text("uniqueName"),
            },
            ("POST", ["servicePrincipals"]) => Self::MakePrincipal {
                client: text("appId"),
            },
            ("POST", ["servicePrincipals", _, "appRoleAssignedTo"]) => Self::AssignRole {
                principal: guid("principalId"),
                role: guid("appRoleId"),
            },
            ("POST", ["oauth2PermissionGrants"]) => Self::Grant {
                principal: guid("clientId"),
                scope: text("scope"),
            },
            ("PATCH", ["oauth2PermissionGrants", id]) => Self::Widen {
                grant: (*id).to_owned(),
                scope: text("scope"),
            },
            ("PATCH", ["applications", id]) => Self::Declare {
                application: parse(id),
                permissions: declared(request.body()),
            },
            // The only change of one that the product makes.
            ("PATCH", ["servicePrincipals", id]) => Self::Enable {
                principal: parse(id),
            },
            ("POST", ["applications", id, "addPassword"]) => Self::AddSecret {
                application: parse(id),
                name: text("passwordCredential/displayName"),
            },
            ("POST", ["applications", id, "removePassword"]) => Self::RemoveSecret {
                application: parse(id),
                key: guid("keyId"),
            },
            ("POST", ["directory", "deletedItems", id, "restore"]) => {
                Self::Restore { item: parse(id) }
            }
            ("DELETE", ["directory", "deletedItems", id]) => Self::Purge { item: parse(id) },
            ("DELETE", ["applications", id]) => Self::DeleteApplication {
                application: parse(id),
            },
            ("DELETE", ["servicePrincipals", id]) => Self::DeletePrincipal {
                principal: parse(id),
            },
            _ => Self::Change,
        }
    }

    pub fn is_write(&self) -> bool {
        !matches!(self, Self::Read | Self::ListSecrets)
    }
}

/// The permissions of all resources in the body of a change.
fn declared(body: &[u8]) -> Vec<Uuid> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let lists = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let resources = lists(&body, "requiredResourceAccess");
    let access = resources
        .iter()
        .flat_map(|one| lists(one, "resourceAccess"));
    access
        .map(|one| parse(one["id"].as_str().unwrap_or_default()))
        .collect()
}

fn parse(text: &str) -> Uuid {
    Uuid::try_parse(text).unwrap_or_default()
}
