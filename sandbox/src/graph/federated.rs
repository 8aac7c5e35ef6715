//! `/applications/{id}/federatedIdentityCredentials`: other identity providers that may sign in as the application.
//! They are kept and shown as recorded; the token endpoint does not accept them.

use http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::access::READ_APPLICATIONS;
use super::errors::GraphError;
use super::list::{self, Kind};
use super::{Call, Outcome, Reply, applications, properties};

/// What a client writes.
const WRITABLE: [&str; 5] = ["name", "issuer", "subject", "description", "audiences"];

/// Routes what follows the application. One is named by its id or by its name.
pub fn route(call: &mut Call<'_>, method: &Method, rest: &[&str]) -> Outcome {
    match (rest, method) {
        ([], &Method::GET) => list(call),
        ([], &Method::POST) => create(call),
        ([_], &Method::GET) => get(call),
        ([_], &Method::PATCH) => patch(call),
        ([_], &Method::DELETE) => delete(call),
        _ => Err(GraphError::method_not_allowed()),
    }
}

fn set(application: Uuid) -> String {
    format!("applications('{application}')/federatedIdentityCredentials")
}

fn kind(set: &str) -> Kind<'_> {
    Kind {
        set,
        name: "federatedIdentityCredential",
    }
}

fn list(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    let app = applications::find(call)?;
    list::many(call, kind(&set(app.id)), &app.federated)
}

fn get(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    let app = applications::find(call)?;
    let held = &app.federated[position(call, &app.federated)?];
    list::one(call, kind(&set(app.id)), held)
}

fn create(call: &mut Call<'_>) -> Outcome {
    let app = applications::find_to_change(call)?;
    let id = call.sandbox.random.guid();
    let mut credential = json!({"id": id.to_string()});
    for name in WRITABLE {
        credential[name] = call.request.body[name].clone();
    }
    call.app_mut(app)?.federated.push(credential.clone());
    let location = format!("federatedIdentityCredentials/{id}");
    Ok(Reply::created(call, &set(app), credential, &location))
}

fn patch(call: &mut Call<'_>) -> Outcome {
    let app = applications::find_to_change(call)?;
    let position = position(call, &call.app(app)?.federated)?;
    let body = properties::of_body(&call.request.body)?;
    if let Some(other) = body.keys().find(|name| !WRITABLE.contains(&name.as_str())) {
        return Err(properties::invalid(other, "FederatedIdentityCredential"));
    }
    let held = &mut call.app_mut(app)?.federated[position];
    for (name, value) in body {
        held[name] = value;
    }
    Ok(Reply::nothing())
}

fn delete(call: &mut Call<'_>) -> Outcome {
    let app = applications::find_to_change(call)?;
    let position = position(call, &call.app(app)?.federated)?;
    call.app_mut(app)?.federated.remove(position);
    Ok(Reply::nothing())
}

fn position(call: &Call<'_>, held: &[Value]) -> Result<usize, GraphError> {
    let key = call.request.segment(3);
    let found = held
        .iter()
        .position(|one| one["id"] == key || one["name"] == key);
    found.ok_or_else(|| GraphError::not_found(key))
}
