//! Writable properties of an object: which names exist, which may be written, and of what type their values are.
//! It checks names and types against the type's template; it does not know what a value does.

use serde_json::{Map, Value};

use super::errors::GraphError;
use super::shapes;
use crate::directory::Entity;

/// Set by the directory only, on every type.
const READ_ONLY: &[&str] = &[
    "id",
    "appId",
    "deletedDateTime",
    "createdDateTime",
    "publisherDomain",
    "applicationTemplateId",
    "disabledByMicrosoftStatus",
    "appOwnerOrganizationId",
    "appDisplayName",
    "verifiedPublisher",
    "certification",
    "samlMetadataUrl",
];

/// The members of a request body that are properties; annotations are left out.
pub fn of_body(body: &Value) -> Result<Map<String, Value>, GraphError> {
    let object = body
        .as_object()
        .ok_or_else(|| GraphError::malformed("Empty Payload. JSON content expected."))?;
    let properties = object.iter().filter(|(name, _)| !name.contains("@odata"));
    Ok(properties
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect())
}

/// Writes properties into an object, all or none.
pub fn write(
    entity: &mut Entity,
    properties: Map<String, Value>,
    resource: &str,
    handled: &[&str],
) -> Result<(), GraphError> {
    let mut changed = entity.clone();
    for (name, value) in properties {
        if handled.contains(&name.as_str()) {
            continue;
        }
        let Some(current) = entity.get(&name) else {
            return Err(GraphError::bad_request(format!(
                "Invalid property '{name}'."
            )));
        };
        if READ_ONLY.contains(&name.as_str()) {
            return Err(GraphError::bad_request(format!(
                "Property '{name}' is read-only and cannot be set."
            )));
        }
        if !value.is_null() && !current.is_null() && kind(&value) != kind(current) {
            return Err(invalid(&name, resource));
        }
        check(&name, &value, resource)?;
        let value = if value.is_null() {
            value
        } else {
            shapes::complete(&name, current, value)
        };
        changed.write(&name, value);
    }
    choose_token_version(&mut changed);
    *entity = changed;
    Ok(())
}

/// Applications for personal accounts get tokens of version 2 (as recorded).
fn choose_token_version(entity: &mut Entity) {
    let personal = entity
        .text("signInAudience")
        .contains("PersonalMicrosoftAccount");
    let unset = entity
        .get("api")
        .is_some_and(|api| api["requestedAccessTokenVersion"].is_null());
    if personal && unset {
        entity.write("api", serde_json::json!({"requestedAccessTokenVersion": 2}));
    }
}

/// The message about a value of the wrong form.
pub fn invalid(name: &str, resource: &str) -> GraphError {
    GraphError::bad_request(format!(
        "Invalid value specified for property '{name}' of resource '{resource}'."
    ))
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

/// Rules of single properties.
fn check(name: &str, value: &Value, resource: &str) -> Result<(), GraphError> {
    let fits = match name {
        // At most 256 characters (FACTS section 3.1).
        "displayName" => value
            .as_str()
            .is_some_and(|text| (1..=256).contains(&text.chars().count())),
        "signInAudience" => value.as_str().is_some_and(|text| {
            [
                "AzureADMyOrg",
                "AzureADMultipleOrgs",
                "AzureADandPersonalMicrosoftAccount",
                "PersonalMicrosoftAccount",
            ]
            .contains(&text)
        }),
        "tags" | "identifierUris" => list(value).iter().all(|item| item.is_string()),
        "requiredResourceAccess" => list(value).iter().all(is_required_access),
        "spa" | "web" | "publicClient" => list(&value["redirectUris"])
            .iter()
            .all(|uri| uri.as_str().is_some_and(is_redirect_uri)),
        _ => true,
    };
    if fits {
        Ok(())
    } else {
        Err(invalid(name, resource))
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn is_required_access(entry: &Value) -> bool {
    let is_guid = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| text.parse::<uuid::Uuid>().is_ok())
    };
    let accesses = list(&entry["resourceAccess"]);
    is_guid(&entry["resourceAppId"])
        && !accesses.is_empty()
        && accesses.iter().all(|access| {
            is_guid(&access["id"]) && (access["type"] == "Scope" || access["type"] == "Role")
        })
}

/// `https`, or `http` on the loopback host, at most 256 characters and no wildcard (FACTS section 2.8).
fn is_redirect_uri(uri: &str) -> bool {
    let loopback = ["http://localhost", "http://127.0.0.1"]
        .iter()
        .any(|start| {
            uri.strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        });
    let other_scheme = uri
        .split_once("://")
        .is_some_and(|(scheme, _)| scheme != "http");
    (loopback || other_scheme) && uri.len() <= 256 && !uri.contains(['*', '#'])
}
