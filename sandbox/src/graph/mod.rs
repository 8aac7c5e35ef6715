//! Microsoft Graph v1.0, as far as the product calls it: authenticates, routes to the resources, and dresses the answers.
//! The resources' rules are in the files beside it.

mod access;
mod applications;
mod assignments;
mod batch;
mod credentials;
mod deleted_items;
pub mod errors;
mod federated;
mod filter;
mod grants;
mod list;
mod owners;
mod people;
mod policies;
mod properties;
mod registration;
mod request;
mod service_principal_parts;
mod service_principals;
mod shapes;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Datelike, SecondsFormat, Timelike, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::Value;
use uuid::Uuid;

use crate::directory::Directory;
use crate::directory::people::TENANT_ID;
use crate::entra::store::Caller;
use crate::hosts::Address;
use crate::replication::Reader;
use crate::{Sandbox, cors};
use errors::GraphError;
#[cfg(feature = "replay")]
pub use policies::DEFAULT_POLICY_ID;
use request::GraphRequest;

/// One Graph request under way.
pub struct Call<'a> {
    sandbox: &'a mut Sandbox,
    request: GraphRequest,
    caller: Arc<Caller>,
    now: DateTime<Utc>,
    /// The replica that answers.
    replica: Reader,
    /// Base of Graph's addresses.
    graph: Cow<'static, str>,
}

impl Call<'_> {
    /// The directory as the replica has it: for reads, and for whether something exists.
    fn replica(&self) -> &Directory {
        self.seen_by(self.replica)
    }

    /// The directory as the index has it: for lists.
    fn index(&self) -> &Directory {
        self.seen_by(Reader::Index)
    }

    /// The directory as it is: for what decides about a write.
    fn primary(&self) -> &Directory {
        &self.sandbox.directory
    }

    fn seen_by(&self, reader: Reader) -> &Directory {
        let view = self.sandbox.replication.view(reader, self.now);
        view.unwrap_or(&self.sandbox.directory)
    }
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
    dress(sandbox, outcome, request, address, now)
}

/// Refuses a request with an error that a test asked for.
pub fn refuse(
    sandbox: &mut Sandbox,
    error: &GraphError,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    dress(sandbox, Err(error.clone()), request, address, now)
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
    let query = request.uri().query().unwrap_or_default();
    let method = request.method().clone();
    let request = GraphRequest::parse(method, path, query, request.headers(), body);
    let replica = sandbox.replication.pick(now, &mut sandbox.random);
    route(&mut Call {
        sandbox,
        request,
        caller,
        now,
        replica,
        graph: address.graph.clone(),
    })
}

/// Carries a request out; what it wrote goes into the log that the replicas follow.
fn route(call: &mut Call<'_>) -> Outcome {
    let sandbox = &mut *call.sandbox;
    let writes = call.request.method != Method::GET;
    if writes {
        sandbox.replication.before_write(&sandbox.directory);
    }
    let reply = resource(call)?;
    let sandbox = &mut *call.sandbox;
    if writes {
        let (primary, random) = (&sandbox.directory, &mut sandbox.random);
        sandbox.replication.after_write(primary, call.now, random);
    }
    Ok(reply)
}

/// Finds the resource that a path names.
fn resource(call: &mut Call<'_>) -> Outcome {
    let path = call.request.lower_path();
    let method = call.request.method.clone();
    // An action may be called with its namespace, as Azure PowerShell does.
    let mut path: Vec<&str> = path.iter().map(String::as_str).collect();
    if let (Some(action), &Method::POST) = (path.last_mut(), &method) {
        *action = action.strip_prefix("microsoft.graph.").unwrap_or(action);
    }
    match path.as_slice() {
        ["$batch"] => only(&method, &Method::POST).and_then(|()| batch::run(call)),
        ["me", rest @ ..] => only(&method, &Method::GET).and_then(|()| people::me(call, rest)),
        ["users", rest @ ..] => {
            only(&method, &Method::GET).and_then(|()| people::users(call, rest))
        }
        ["groups", ..] => people::groups(call),
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
    headers: Vec<(HeaderName, Cow<'static, str>)>,
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
                let count = reply.body.as_ref().is_some_and(Value::is_number);
                let kind = if count {
                    "text/plain"
                } else {
                    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
                };
                headers.extend([
                    (header::CONTENT_TYPE, Cow::Borrowed(kind)),
                    (ODATA_VERSION, Cow::Borrowed("4.0")),
                ]);
            }
            headers.extend(
                reply
                    .location
                    .map(|location| (header::LOCATION, location.into())),
            );
            Dressed {
                status: reply.status,
                headers,
                body: reply.body,
            }
        }
        Err(error) => {
            let request_id = request_id.to_string();
            let date = now.to_rfc3339_opts(SecondsFormat::Secs, true);
            let date = date.trim_end_matches('Z');
            let mut headers = vec![(header::CONTENT_TYPE, Cow::Borrowed("application/json"))];
            headers.extend(
                error
                    .retry_after
                    .clone()
                    .map(|seconds| (header::RETRY_AFTER, seconds.into())),
            );
            headers.extend(
                error
                    .challenge(login)
                    .map(|challenge| (header::WWW_AUTHENTICATE, challenge.into())),
            );
            Dressed {
                status: error.status,
                headers,
                body: Some(error.body(date, &request_id, sent_id.unwrap_or(&request_id))),
            }
        }
    }
}

const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const RESOURCE_UNIT: HeaderName = HeaderName::from_static("x-ms-resource-unit");

/// Headers that every answer has, with and without `Retry-After` among those that a page may read. They are put together once: each
/// answer of a simulation's millions begins with a copy.
static COMMON: LazyLock<[HeaderMap; 2]> = LazyLock::new(|| {
    [false, true].map(|expose_retry_after| {
        // Room for those that follow, so that a copy does not hash anew.
        let mut headers = HeaderMap::with_capacity(16);
        for (name, value) in [
            ("cache-control", "no-cache"),
            ("strict-transport-security", "max-age=31536000"),
            ("vary", "Accept-Encoding"),
            ("x-ms-ags-diagnostic", DIAGNOSTIC),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        cors::open_graph(&mut headers, expose_retry_after);
        headers
    })
});

const DIAGNOSTIC: &str = r#"{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"5","ScaleUnit":"001","RoleInstance":"SANDBOX01"}}"#;

/// `Fri, 06 Sep 2024 09:30:58 GMT`: by hand, as it is in every answer and a format string is read anew each time.
fn http_date(at: DateTime<Utc>) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let two_digits = |number: u32| [number / 10, number % 10].map(|digit| b'0' + digit as u8);
    let day = DAYS[at.weekday().num_days_from_monday() as usize];
    let year = at.year().unsigned_abs();
    let mut text = Vec::with_capacity(29);
    text.extend_from_slice(day.as_bytes());
    text.extend_from_slice(b", ");
    text.extend(two_digits(at.day()));
    text.push(b' ');
    text.extend_from_slice(MONTHS[at.month0() as usize].as_bytes());
    text.push(b' ');
    text.extend(two_digits(year / 100));
    text.extend(two_digits(year % 100));
    for (mark, number) in [(b' ', at.hour()), (b':', at.minute()), (b':', at.second())] {
        text.push(mark);
        text.extend(two_digits(number));
    }
    text.extend_from_slice(b" GMT");
    String::from_utf8(text).expect("it is all ASCII")
}

/// Without the detour over `Display`, which looks at every byte again, and with room for most answers.
fn bytes(body: Value) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1_024);
    serde_json::to_writer(&mut bytes, &body).expect("a value of JSON is written to memory");
    bytes
}

fn dress(
    sandbox: &mut Sandbox,
    outcome: Outcome,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let request_id = sandbox.random.guid();
    let sent_id = request
        .headers()
        .get(CLIENT_REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    let dressed = undress(outcome, sent_id, &address.login, request_id, now);
    let body = dressed.body.map(bytes);
    let mut response = Response::new(body.unwrap_or_default());
    *response.status_mut() =
        StatusCode::from_u16(dressed.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    *headers = COMMON[usize::from(sandbox.settings.expose_retry_after)].clone();
    let units = request::resource_units(
        request.method(),
        &address.path,
        request.uri().query().unwrap_or_default(),
    );
    let own = [
        (header::DATE, http_date(now).into()),
        (REQUEST_ID, request_id.to_string().into()),
        (RESOURCE_UNIT, units.to_string().into()),
    ];
    let echo = sent_id.map(|id| (CLIENT_REQUEST_ID, Cow::Owned(id.to_owned())));
    for (name, value) in own.into_iter().chain(echo).chain(dressed.headers) {
        let value = match value {
            Cow::Borrowed(value) => Ok(HeaderValue::from_static(value)),
            Cow::Owned(value) => HeaderValue::try_from(value),
        };
        if let Ok(value) = value {
            headers.insert(name, value);
        }
    }
    if dressed.status == 204 {
        headers.remove(header::VARY);
    }
    response
}
