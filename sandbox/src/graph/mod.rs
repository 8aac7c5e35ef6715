//! Microsoft Graph v1.0, as far as the product calls it: authenticates, routes to the resources, and dresses the answers.
//! The resources' rules are in the files beside it.

mod access;
mod applications;
mod assignments;
mod batch;
mod credentials;
mod deleted_items;
pub mod errors;
mod filter;
mod grants;
mod list;
mod owners;
mod people;
mod policies;
mod properties;
mod request;
mod service_principals;

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::Value;
use uuid::Uuid;

use crate::directory::people::TENANT_ID;
use crate::entra::store::Caller;
use crate::hosts::Address;
use crate::{Sandbox, cors};
use errors::GraphError;
use request::GraphRequest;

/// One Graph request under way.
pub struct Call<'a> {
    sandbox: &'a mut Sandbox,
    request: GraphRequest,
    caller: Caller,
    now: DateTime<Utc>,
    /// Base of Graph's addresses.
    graph: String,
}

/// A successful answer.
#[derive(Debug, Clone, PartialEq)]
struct Reply {
    status: u16,
    body: Option<Value>,
    location: Option<String>,
}

impl Reply {
    /// 204.
    fn nothing() -> Self {
        Self {
            status: 204,
            body: None,
            location: None,
        }
    }

    /// An object with its context.
    fn entity(status: u16, context: &str, mut body: Value) -> Self {
        body["@odata.context"] = context.into();
        Self {
            status,
            body: Some(body),
            location: None,
        }
    }

    /// 201 with the Location that Graph gives: not a v1.0 address, but it contains the tenant id (FACTS section 3).
    fn created(call: &Call<'_>, set: &str, body: Value, location: &str) -> Self {
        let mut reply = Self::entity(
            201,
            &format!("{}/v1.0/$metadata#{set}/$entity", call.graph),
            body,
        );
        reply.location = Some(format!("{}/v2/{TENANT_ID}/{location}", call.graph));
        reply
    }
}

type Outcome = Result<Reply, GraphError>;

/// Answers a Graph request.
pub fn handle(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let outcome = answer(sandbox, request, address, now);
    dress(sandbox, outcome, request.headers(), address, now)
}

/// Refuses a request with an error that a test asked for.
pub fn refuse(
    sandbox: &mut Sandbox,
    error: &GraphError,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    dress(sandbox, Err(error.clone()), request.headers(), address, now)
}

fn answer(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Outcome {
    let path = address
        .path
        .strip_prefix("/v1.0")
        .filter(|rest| rest.starts_with('/'));
    let path = path
        .ok_or_else(|| GraphError::malformed("Invalid version: the sandbox answers for v1.0."))?;
    let caller = access::authenticate(sandbox, request.headers(), now)?;
    let body = GraphRequest::read_body(request.headers(), request.body())?;
    let path = request
        .uri()
        .query()
        .map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let request = GraphRequest::parse(request.method().clone(), &path, request.headers(), body);
    route(&mut Call {
        sandbox,
        request,
        caller,
        now,
        graph: address.graph.clone(),
    })
}

/// Finds the resource that a path names.
fn route(call: &mut Call<'_>) -> Outcome {
    let path = call.request.lower_path();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let method = call.request.method.clone();
    match path.as_slice() {
        ["$batch"] => only(&method, &Method::POST).and_then(|()| batch::run(call)),
        ["me", rest @ ..] => only(&method, &Method::GET).and_then(|()| people::me(call, rest)),
        ["users", rest @ ..] => {
            only(&method, &Method::GET).and_then(|()| people::users(call, rest))
        }
        ["organization", rest @ ..] => {
            only(&method, &Method::GET).and_then(|()| people::organization(call, rest))
        }
        ["rolemanagement", "directory", "roleassignments"] => {
            only(&method, &Method::GET).and_then(|()| people::role_assignments(call))
        }
        ["policies", name] => only(&method, &Method::GET).and_then(|()| policies::get(call, name)),
        ["applications", rest @ ..] => applications::route(call, &method, rest),
        ["serviceprincipals", rest @ ..] => service_principals::route(call, &method, rest),
        ["oauth2permissiongrants", rest @ ..] => grants::route(call, &method, rest),
        ["directory", "deleteditems", rest @ ..] => deleted_items::route(call, &method, rest),
        [first, ..] => Err(unknown_segment(first)),
        [] => Err(unknown_segment("")),
    }
}

fn only(method: &Method, allowed: &Method) -> Result<(), GraphError> {
    if method == allowed {
        Ok(())
    } else {
        Err(GraphError::method_not_allowed())
    }
}

fn unknown_segment(segment: &str) -> GraphError {
    GraphError::malformed(format!("Resource not found for the segment '{segment}'."))
}

/// An answer before it is put on the wire or into a batch.
struct Dressed {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Option<Value>,
}

/// Status, the headers that depend on the outcome, and the body (FACTS section 3).
fn undress(
    outcome: Outcome,
    sent_id: Option<&str>,
    login: &str,
    request_id: Uuid,
    now: DateTime<Utc>,
) -> Dressed {
    match outcome {
        Ok(reply) => {
            let mut headers = Vec::new();
            if reply.body.is_some() {
                let kind = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
                headers.extend([
                    ("content-type", kind.to_owned()),
                    ("odata-version", "4.0".to_owned()),
                ]);
            }
            headers.extend(reply.location.map(|location| ("location", location)));
            Dressed {
                status: reply.status,
                headers,
                body: reply.body,
            }
        }
        Err(error) => {
            let request_id = request_id.to_string();
            let date = now.format("%Y-%m-%dT%H:%M:%S").to_string();
            let body = error.body(&date, &request_id, sent_id.unwrap_or(&request_id));
            let mut headers = vec![("content-type", "application/json".to_owned())];
            headers.extend(
                error
                    .retry_after
                    .clone()
                    .map(|seconds| ("retry-after", seconds)),
            );
            headers.extend(
                error
                    .challenge(login)
                    .map(|challenge| ("www-authenticate", challenge)),
            );
            Dressed {
                status: error.status,
                headers,
                body: Some(body),
            }
        }
    }
}

fn dress(
    sandbox: &mut Sandbox,
    outcome: Outcome,
    sent: &HeaderMap,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let request_id = sandbox.random.guid();
    let sent_id = sent
        .get("client-request-id")
        .and_then(|value| value.to_str().ok());
    let dressed = undress(outcome, sent_id, &address.login, request_id, now);
    let mut response = Response::new(
        dressed
            .body
            .map(|body| body.to_string().into_bytes())
            .unwrap_or_default(),
    );
    *response.status_mut() =
        StatusCode::from_u16(dressed.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let diagnostic = r#"{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"5","ScaleUnit":"001","RoleInstance":"SANDBOX01"}}"#;
    let common = [
        ("cache-control", "no-cache".to_owned()),
        ("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
        ("request-id", request_id.to_string()),
        ("strict-transport-security", "max-age=31536000".to_owned()),
        ("vary", "Accept-Encoding".to_owned()),
        ("x-ms-ags-diagnostic", diagnostic.to_owned()),
        ("x-ms-resource-unit", "1".to_owned()),
    ];
    let echo = sent_id.map(|id| ("client-request-id", id.to_owned()));
    for (name, value) in common.into_iter().chain(echo).chain(dressed.headers) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    if dressed.status == 204 {
        headers.remove(header::VARY);
    }
    cors::open_graph(headers, sandbox.settings.expose_retry_after);
    response
}
