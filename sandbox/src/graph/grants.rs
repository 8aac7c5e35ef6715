//! Delegated permissions: `/oauth2PermissionGrants`.
//! One object per client, API and principal, with an id that can be computed (FACTS section 3.8).

use http::Method;
use serde_json::Value;
use uuid::Uuid;

use super::errors::GraphError;
use super::list::{self, Kind};
use super::{Call, Outcome, Reply, properties, service_principals};
use crate::directory::grants::Grant;
use crate::roles::CONSENT_DELEGATED;

const KIND: Kind<'_> = Kind {
    set: "oauth2PermissionGrants",
    name: "oAuth2PermissionGrant",
};
const READ: &[&str] = &[
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Directory.AccessAsUser.All",
    "DelegatedPermissionGrant.Read.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];
const WRITE: &[&str] = &[
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.AccessAsUser.All",
];
/// The longest `scope` (FACTS section 3.8).
const LONGEST_SCOPE: usize = 3_850;

/// Routes what follows `/oauth2PermissionGrants`.
pub fn route(call: &mut Call<'_>, method: &Method, rest: &[&str]) -> Outcome {
    match (rest, method) {
        ([], &Method::GET) => list(call, None),
        ([], &Method::POST) => create(call),
        ([_], &Method::GET) => get(call),
        ([_], &Method::PATCH) => patch(call),
        ([_], &Method::DELETE) => delete(call),
        _ => Err(GraphError::method_not_allowed()),
    }
}

/// GET `/servicePrincipals/{id}/oauth2PermissionGrants`.
pub fn of_client(call: &Call<'_>) -> Outcome {
    call.need_scope(READ)?;
    list(call, Some(service_principals::find(call)?.id))
}

fn list(call: &Call<'_>, client: Option<Uuid>) -> Outcome {
    call.need_scope(READ)?;
    let grants = call.index().grants.values();
    let grants = grants.filter(|grant| client.is_none_or(|client| grant.client == client));
    let grants: Vec<Value> = grants.map(Grant::render).collect();
    list::many(call, KIND, &grants)
}

fn get(call: &Call<'_>) -> Outcome {
    call.need_scope(READ)?;
    let grant = find(call)?.render();
    list::one(call, KIND, &grant)
}

fn create(call: &mut Call<'_>) -> Outcome {
    call.need_scope(WRITE)?;
    call.need_role(CONSENT_DELEGATED)?;
    let body = properties::of_body(&call.request.body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let guid = |name: &str| {
        let id = text(name).and_then(|text| text.parse::<Uuid>().ok());
        id.ok_or_else(|| properties::invalid(name, "OAuth2PermissionGrant"))
    };
    let (client, resource) = (guid("clientId")?, guid("resourceId")?);
    let principal = match text("consentType") {
        Some("AllPrincipals") if text("principalId").is_none() => None,
        Some("Principal") => Some(guid("principalId")?),
        _ => return Err(properties::invalid("consentType", "OAuth2PermissionGrant")),
    };
    let scope = scope(body.get("scope"))?;
    let views = [call.replica(), call.primary()];
    let known = |id| (views.iter()).all(|view| view.service_principals.contains_key(&id));
    if !known(client) {
        return Err(GraphError::not_found(client));
    }
    if !known(resource) {
        return Err(GraphError::bad_request(
            "Specified resourceId was not found.",
        ));
    }
    let id = Grant::id_of(client, resource, principal);
    if call.sandbox.directory.grants.contains_key(&id) {
        return Err(GraphError::conflict("Permission entry already exists."));
    }
    let grant = Grant {
        id: id.clone(),
        client,
        resource,
        principal,
        scope,
    };
    let shown = grant.render();
    call.sandbox.directory.grants.insert(id.clone(), grant);
    Ok(Reply::created(
        call,
        "oauth2PermissionGrants",
        shown,
        &format!("oauth2PermissionGrants/{id}"),
    ))
}

/// Only the scope can be changed; it is replaced, not merged.
fn patch(call: &mut Call<'_>) -> Outcome {
    call.need_scope(WRITE)?;
    call.need_role(CONSENT_DELEGATED)?;
    let body = properties::of_body(&call.request.body)?;
    if let Some(other) = body.keys().find(|name| *name != "scope") {
        return Err(GraphError::bad_request(format!(
            "Property '{other}' is read-only and cannot be set."
        )));
    }
    let (id, scope) = (find(call)?.id.clone(), scope(body.get("scope"))?);
    let grant = call.sandbox.directory.grants.get_mut(&id);
    grant.ok_or_else(|| GraphError::not_found(&id))?.scope = scope;
    Ok(Reply::nothing())
}

fn delete(call: &mut Call<'_>) -> Outcome {
    call.need_scope(WRITE)?;
    call.need_role(CONSENT_DELEGATED)?;
    let id = find(call)?.id.clone();
    let removed = call.sandbox.directory.grants.remove(&id);
    removed
        .map(|_| Reply::nothing())
        .ok_or_else(|| GraphError::not_found(&id))
}

fn find<'a>(call: &'a Call<'_>) -> Result<&'a Grant, GraphError> {
    let id = call.request.segment(1);
    let found = call.replica().grants.get(id);
    found.ok_or_else(|| GraphError::not_found(id))
}

fn scope(value: Option<&Value>) -> Result<String, GraphError> {
    let text = value
        .and_then(Value::as_str)
        .filter(|text| text.len() <= LONGEST_SCOPE);
    text.map(str::to_owned)
        .ok_or_else(|| properties::invalid("scope", "OAuth2PermissionGrant"))
}
