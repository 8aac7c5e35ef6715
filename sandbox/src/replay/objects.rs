//! The directory objects in a response body, told apart by their context and type.
//! It knows what Graph calls them, nothing of what becomes of them.

use serde_json::{Map, Value};

/// The type of a directory object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// An application.
    Application,
    /// A service principal.
    ServicePrincipal,
    /// A user.
    User,
    /// A delegated permission grant.
    Grant,
    /// An app role assignment.
    Assignment,
    /// A directory role.
    Role,
}

/// An object that was shown.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its type.
    pub of: Type,
    /// Its properties, without annotations.
    pub properties: Map<String, Value>,
}

/// The objects of a body: itself, or the entries of its list.
pub fn in_body(body: &Value) -> impl Iterator<Item = Object> {
    let context = body["@odata.context"].as_str().unwrap_or_default();
    let context = context.split_once('#').map_or("", |(_, rest)| rest);
    let entries = match &body["value"] {
        Value::Array(entries) => entries.as_slice(),
        _ => std::slice::from_ref(body),
    };
    entries.iter().filter_map(move |entry| {
        let object = entry.as_object()?;
        let of = of_type(context, object)?;
        let properties = object.iter().filter(|(name, _)| !name.contains("@odata"));
        Some(Object {
            of,
            properties: properties
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        })
    })
}

fn of_type(context: &str, object: &Map<String, Value>) -> Option<Type> {
    let has = |name: &str| object.contains_key(name);
    match object.get("@odata.type").and_then(Value::as_str) {
        Some("#microsoft.graph.user") => return Some(Type::User),
        Some("#microsoft.graph.servicePrincipal") => return Some(Type::ServicePrincipal),
        Some("#microsoft.graph.application") => return Some(Type::Application),
        Some(_) => return None,
        None => {}
    }
    if !has("id") {
        return None;
    }
    match context.split(['/', '(']).next().unwrap_or_default() {
        "servicePrincipals" if has("appRoleId") => Some(Type::Assignment),
        "servicePrincipals" if has("consentType") => Some(Type::Grant),
        "servicePrincipals" => Some(Type::ServicePrincipal),
        "applications" if has("appId") => Some(Type::Application),
        "users" if has("userPrincipalName") => Some(Type::User),
        "directoryRoles" => Some(Type::Role),
        "oauth2PermissionGrants" => Some(Type::Grant),
        // Documents often leave the context out.
        "" if has("servicePrincipalNames") => Some(Type::ServicePrincipal),
        "" if has("consentType") => Some(Type::Grant),
        "" if has("userPrincipalName") => Some(Type::User),
        _ => None,
    }
}
