//! The sandbox's own endpoints: look at everything, start over, ask for faults. Loopback only, never part of the product.
//! It reads all parts of the sandbox and replaces them; it changes no single object.

use chrono::{DateTime, Utc};
use http::{Method, Request, Response, StatusCode, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::hosts::Address;
use crate::{Sandbox, cors};

/// Answers a control request.
pub fn handle(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    match (request.method(), address.path.as_str()) {
        (&Method::GET, "/state") => answer(StatusCode::OK, &state(sandbox)),
        (&Method::POST, "/reset") => with_body(request, |settings| {
            *sandbox = Sandbox::new(settings);
            Ok(json!({}))
        }),
        (&Method::POST, "/faults") => with_body(request, |faults| {
            sandbox.faults = faults;
            Ok(json!({}))
        }),
        (&Method::POST, "/token") => with_body(request, |wanted: TokenRequest| {
            let scopes: Vec<&str> = wanted.scopes.iter().map(String::as_str).collect();
            let token = sandbox.access_token(&wanted.account, &scopes, now);
            token
                .map(|token| json!({"accessToken": token}))
                .ok_or("there is no such account")
        }),
        _ => cors::not_found(),
    }
}

/// Asks for an access token as another tool would hold it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    account: String,
    scopes: Vec<String>,
}

fn with_body<T: DeserializeOwned>(
    request: &Request<Vec<u8>>,
    act: impl FnOnce(T) -> Result<Value, &'static str>,
) -> Response<Vec<u8>> {
    let body = if request.body().is_empty() {
        b"{}"
    } else {
        request.body().as_slice()
    };
    match serde_json::from_slice(body) {
        Ok(parsed) => match act(parsed) {
            Ok(value) => answer(StatusCode::OK, &value),
            Err(error) => answer(StatusCode::BAD_REQUEST, &json!({"error": error})),
        },
        Err(error) => answer(
            StatusCode::BAD_REQUEST,
            &json!({"error": error.to_string()}),
        ),
    }
}

fn state(sandbox: &Sandbox) -> Value {
    let directory = &sandbox.directory;
    // What every tenant holds anyway, Microsoft Graph and the padding of the reset, says nothing about a run.
    let own_principals = directory
        .service_principals
        .values()
        .filter(|sp| directory.application_by_app_id(sp.app_id).is_some());
    let issued = sandbox.issued.iter().map(|secret| {
        json!({
            "appId": secret.app_id.to_string(), "keyId": secret.key_id.to_string(), "secretText": secret.text,
            "removed": directory.is_removed(secret),
        })
    });
    let deleted_applications = directory
        .deleted_applications
        .values()
        .map(|deleted| typed("#microsoft.graph.application", deleted.render().into()));
    let deleted_principals = directory
        .deleted_service_principals
        .values()
        .map(|deleted| {
            typed(
                "#microsoft.graph.servicePrincipal",
                deleted.entity.render().into(),
            )
        });
    json!({
        "applications": directory.applications.values().map(|app| app.render()).collect::<Vec<_>>(),
        "servicePrincipals": own_principals.map(|sp| sp.entity.render()).collect::<Vec<_>>(),
        "oauth2PermissionGrants": directory.grants.values().map(|g| g.render()).collect::<Vec<_>>(),
        "appRoleAssignments": directory.assignments.values().map(|a| a.render()).collect::<Vec<_>>(),
        "deletedItems": deleted_applications.chain(deleted_principals).collect::<Vec<_>>(),
        "issuedSecrets": issued.collect::<Vec<_>>(),
        "consents": sandbox.store.consents_json(directory),
        "portal": sandbox.portal.state(),
        "requests": sandbox.log.entries(),
    })
}

fn typed(kind: &str, mut object: Value) -> Value {
    object["@odata.type"] = kind.into();
    object
}

/// A JSON answer that no cache keeps.
pub fn answer(status: StatusCode, body: &Value) -> Response<Vec<u8>> {
    let mut response = Response::new(body.to_string().into_bytes());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        http::HeaderValue::from_static("application/json"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        http::HeaderValue::from_static("no-store"),
    );
    response
}
