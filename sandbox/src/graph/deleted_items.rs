//! `/directory/deletedItems`: soft-deleted applications and service principals; restore and purge.
//! Restoring an application brings back the object itself; its service principal is restored by its own id.

use http::Method;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::access::READ_APPLICATIONS;
use super::errors::GraphError;
use super::list::{self, Kind};
use super::{Call, Outcome, Reply};
use crate::directory::Directory;
use crate::roles::MANAGE_DELETED;

const KIND: Kind<'_> = Kind {
    set: "directoryObjects",
    name: "directoryObject",
};

/// Routes what follows `/directory/deletedItems`.
pub fn route(call: &mut Call<'_>, method: &Method, rest: &[&str]) -> Outcome {
    match (rest, method) {
        (["microsoft.graph.application"], &Method::GET) => applications(call),
        (["microsoft.graph.serviceprincipal"], &Method::GET) => service_principals(call),
        // The type segment is required (FACTS section 3.10).
        ([], &Method::GET) => Err(GraphError::bad_request(
            "The type of the deleted items must be specified.",
        )),
        ([_], &Method::GET) => get(call),
        ([_], &Method::DELETE) => purge(call),
        ([_, "restore"], &Method::POST) => restore(call),
        _ => Err(GraphError::method_not_allowed()),
    }
}

fn applications(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    let deleted = call.index().deleted_applications.values();
    list::many(
        call,
        Kind {
            set: "applications",
            name: "application",
        },
        deleted,
    )
}

fn service_principals(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    let deleted = call.index().deleted_service_principals.values();
    list::many(
        call,
        Kind {
            set: "servicePrincipals",
            name: "servicePrincipal",
        },
        deleted,
    )
}

fn get(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    let shown = render(call.replica(), id(call)?)?;
    list::one(call, KIND, &Value::from(shown))
}

fn purge(call: &mut Call<'_>) -> Outcome {
    let id = may_change(call)?;
    let directory = &mut call.sandbox.directory;
    directory.deleted_applications.remove(&id);
    directory.deleted_service_principals.remove(&id);
    Ok(Reply::nothing())
}

fn restore(call: &mut Call<'_>) -> Outcome {
    let id = may_change(call)?;
    let directory = &mut call.sandbox.directory;
    let shown = if let Some(mut app) = directory.deleted_applications.remove(&id) {
        app.entity.set("deletedDateTime", Value::Null);
        let shown = app.render();
        directory.insert_application(app);
        typed(shown, "#microsoft.graph.application")
    } else if let Some(mut sp) = directory.deleted_service_principals.remove(&id) {
        if directory.service_principal_by_app_id(sp.app_id).is_some() {
            let message = format!(
                "The service principal cannot be created, updated, or restored because the service principal name {} is \
                 already in use.",
                sp.app_id
            );
            directory.deleted_service_principals.insert(id, sp);
            return Err(GraphError::conflict(message));
        }
        sp.entity.set("deletedDateTime", Value::Null);
        let shown = sp.entity.render();
        directory.insert_service_principal(sp);
        typed(shown, "#microsoft.graph.servicePrincipal")
    } else {
        return Err(GraphError::not_found(id));
    };
    let context = format!("{}/v1.0/$metadata#directoryObjects/$entity", call.graph);
    Ok(Reply::entity(200, &context, shown.into()))
}

fn may_change(call: &Call<'_>) -> Result<Uuid, GraphError> {
    call.need_scope(&[
        "Application.ReadWrite.All",
        "Directory.ReadWrite.All",
        "Directory.AccessAsUser.All",
    ])?;
    let id = id(call)?;
    render(call.replica(), id)?;
    call.need_role(MANAGE_DELETED)?;
    render(call.primary(), id)?;
    Ok(id)
}

fn id(call: &Call<'_>) -> Result<Uuid, GraphError> {
    let text = call.request.segment(2);
    text.parse()
        .map_err(|_| GraphError::bad_request(format!("Invalid object identifier '{text}'.")))
}

fn render(directory: &Directory, id: Uuid) -> Result<Map<String, Value>, GraphError> {
    let app = directory.deleted_applications.get(&id);
    let app = app.map(|app| typed(app.render(), "#microsoft.graph.application"));
    let sp = || {
        let deleted = directory.deleted_service_principals.get(&id)?;
        Some(typed(
            deleted.entity.render(),
            "#microsoft.graph.servicePrincipal",
        ))
    };
    app.or_else(sp).ok_or_else(|| GraphError::not_found(id))
}

fn typed(mut object: Map<String, Value>, kind: &str) -> Map<String, Value> {
    object.insert("@odata.type".into(), kind.into());
    object
}
