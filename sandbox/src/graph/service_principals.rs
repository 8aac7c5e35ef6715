//! `/servicePrincipals`: create, upsert by client id, read, list, change, delete.
//! What a service principal may do is in `grants` and `assignments`.

use http::Method;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::access::{READ_APPLICATIONS, WRITE_APPLICATIONS};
use super::errors::GraphError;
use super::list::{self, Kind};
use super::request::Key;
use super::service_principal_parts as parts;
use super::{Call, Outcome, Reply, assignments, credentials, grants, properties, unknown_segment};
use crate::directory::Directory;
use crate::directory::people::TENANT_ID;
use crate::directory::service_principal::ServicePrincipal;
use crate::roles::MANAGE_APPLICATIONS;

const KIND: Kind<'_> = Kind {
    set: "servicePrincipals",
    name: "servicePrincipal",
};

/// Routes what follows `/servicePrincipals`.
pub fn route(call: &mut Call<'_>, method: &Method, rest: &[&str]) -> Outcome {
    match (rest, method) {
        ([], &Method::GET) => list(call),
        ([], &Method::POST) => create(call),
        ([_], &Method::GET) => get(call),
        ([_], &Method::PATCH) => patch(call),
        ([_], &Method::DELETE) => delete(call),
        ([_, "approleassignments", rest @ ..], _) => {
            assignments::route(call, method, assignments::Side::Principal, rest)
        }
        ([_, "approleassignedto", rest @ ..], _) => {
            assignments::route(call, method, assignments::Side::Resource, rest)
        }
        ([_, "addpassword"], &Method::POST) => parts::add_password(call),
        ([_, "removepassword"], &Method::POST) => parts::remove_password(call),
        ([_, "owners"], &Method::GET) => parts::owners(call),
        ([_, "transitivememberof", rest @ ..], &Method::GET) => parts::memberships(call, rest),
        ([_, "oauth2permissiongrants"], &Method::GET) => grants::of_client(call),
        ([] | [_] | [_, "oauth2permissiongrants"], _) => Err(GraphError::method_not_allowed()),
        ([_, segment, ..], _) => Err(unknown_segment(segment)),
    }
}

/// The service principal that the address names, as the replica has it.
pub fn find<'a>(call: &'a Call<'_>) -> Result<&'a ServicePrincipal, GraphError> {
    let key = call.request.key()?;
    by_key(call.replica(), &key).ok_or_else(|| GraphError::not_found(&key))
}

fn by_key<'a>(directory: &'a Directory, key: &Key) -> Option<&'a ServicePrincipal> {
    match key {
        Key::Id(id) => directory.service_principals.get(id),
        Key::AppId(app_id) => directory.service_principal_by_app_id(*app_id),
        Key::UniqueName(_) => None,
    }
}

fn list(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    list::many(call, KIND, call.index().service_principals.values())
}

fn get(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    list::one(call, KIND, find(call)?)
}

fn create(call: &mut Call<'_>) -> Outcome {
    call.need_scope(WRITE_APPLICATIONS)?;
    let body = properties::of_body(&call.request.body)?;
    let app_id = body
        .get("appId")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if app_id.is_empty() {
        let message = "A value is required for property 'appId' of resource 'ServicePrincipal'.";
        return Err(GraphError::bad_request(message));
    }
    let id: Uuid = app_id
        .parse()
        .map_err(|_| GraphError::no_backing_application(&app_id))?;
    if call.primary().service_principal_by_app_id(id).is_some() {
        return Err(GraphError::conflict(format!(
            "The service principal cannot be created, updated, or restored because the service principal name {app_id} is \
             already in use."
        )));
    }
    make(call, id, body)
}

fn make(call: &mut Call<'_>, app_id: Uuid, body: Map<String, Value>) -> Outcome {
    let Some(app) = call.primary().application_by_app_id(app_id) else {
        return Err(GraphError::no_backing_application(&app_id.to_string()));
    };
    if call.replica().application_by_app_id(app_id).is_none() {
        // The same lag has two faces, one of them disguised as a missing right (FACTS section 6.1).
        return Err(if call.sandbox.random.coin() {
            GraphError::no_backing_application(&app_id.to_string())
        } else {
            GraphError::not_in_local_tenant()
        });
    }
    let app = app.clone();
    if call
        .need_role_or_ownership(MANAGE_APPLICATIONS, &app.owners)
        .is_err()
    {
        return Err(GraphError::not_in_local_tenant());
    }
    let id = call.sandbox.random.guid();
    let mut sp = ServicePrincipal::of(&app, id, TENANT_ID, call.now);
    properties::write(&mut sp.entity, body, "ServicePrincipal", &["appId"])?;
    let shown = sp.entity.render();
    call.sandbox.directory.insert_service_principal(sp);
    let location = format!("directoryObjects/{id}/Microsoft.DirectoryServices.ServicePrincipal");
    Ok(Reply::created(
        call,
        "servicePrincipals",
        shown.into(),
        &location,
    ))
}

/// PATCH, or the upsert by client id with `Prefer: create-if-missing`.
fn patch(call: &mut Call<'_>) -> Outcome {
    call.need_scope(WRITE_APPLICATIONS)?;
    let key = call.request.key()?;
    let body = properties::of_body(&call.request.body)?;
    if body.contains_key("passwordCredentials") {
        return Err(credentials::not_made_by_the_service());
    }
    let id = match (&key, call.request.create_if_missing) {
        (Key::AppId(app_id), true) => match by_key(call.primary(), &key) {
            Some(existing) => existing.id,
            None => return make(call, *app_id, body),
        },
        _ => find(call)?.id,
    };
    may_change(call, id)?;
    let sp = call
        .sandbox
        .directory
        .service_principals
        .get_mut(&id)
        .ok_or_else(|| GraphError::not_found(&key))?;
    properties::write(&mut sp.entity, body, "ServicePrincipal", &["appId"])?;
    Ok(Reply::nothing())
}

fn delete(call: &mut Call<'_>) -> Outcome {
    call.need_scope(WRITE_APPLICATIONS)?;
    let found = find(call)?;
    let (id, app_id) = (found.id, found.app_id);
    may_change(call, id)?;
    call.sandbox
        .directory
        .delete_service_principal(id, call.now);
    call.sandbox.store.forget_consent(app_id);
    Ok(Reply::nothing())
}

/// An owner of the application may change its service principal too.
pub fn may_change(call: &Call<'_>, id: Uuid) -> Result<(), GraphError> {
    let directory = &call.sandbox.directory;
    let app = directory
        .service_principals
        .get(&id)
        .and_then(|sp| directory.application_by_app_id(sp.app_id));
    call.need_role_or_ownership(MANAGE_APPLICATIONS, app.map_or(&[], |app| &app.owners))
}
