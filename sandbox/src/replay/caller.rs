//! Who asks, and in which circumstances: what a recording leaves out of its requests and tells by its answers alone.
//! It makes tokens and rules for the sandbox; it compares nothing.

use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, Request, Uri};
use serde_json::{Value, json};
use uuid::Uuid;

use super::objects::{Type, in_body};
use super::path::segments;
use super::recording::{Answered, Conversation, Exchange, Provenance};
use crate::Sandbox;

/// What azure-cli's token, or an administrator's, may do.
pub const SCOPES: &[&str] = &[
    "AppRoleAssignment.ReadWrite.All",
    "Application.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.AccessAsUser.All",
    "Directory.ReadWrite.All",
    "Organization.Read.All",
    "Policy.Read.All",
    "RoleManagement.Read.Directory",
    "User.Read.All",
];

/// The account that asks when the recording does not tell who did.
pub const ADMINISTRATOR: &str = "Global Administrator";
/// The account of a caller who is refused.
pub const NOBODY: &str = "User without a role";

/// The display name of who asked: the user of `/me`, or the one who owns what the conversation made.
pub fn of(conversation: &Conversation) -> Option<String> {
    let name = |exchange: &Exchange| {
        let mut users = in_body(&exchange.response.body).filter(|object| object.of == Type::User);
        let name = users
            .next()?
            .properties
            .get("displayName")?
            .as_str()?
            .to_owned();
        Some(name)
    };
    let is_me = |exchange: &&Exchange| {
        segments(&exchange.request.path)
            .first()
            .is_some_and(|first| first == "me")
    };
    let me = conversation.exchanges.iter().find(is_me);
    let owned = conversation
        .exchanges
        .iter()
        .find(|exchange| exchange.op == "application.owners.list" && name(exchange).is_some());
    me.and_then(name).or_else(|| owned.and_then(name))
}

/// A token: of a caller without rights, of an application, or one that is too old, where the answer says so. An empty one stands
/// for none.
pub fn token(
    sandbox: &mut Sandbox,
    account: &str,
    answer: &Answered,
    now: DateTime<Utc>,
) -> String {
    let message = answer.body["error"]["message"].as_str().unwrap_or_default();
    let token = match (answer.status, message) {
        (401, "Access token is empty.") => None,
        (401, "Lifetime validation failed, the token is expired.") => {
            sandbox.access_token(account, SCOPES, now - TimeDelta::days(1))
        }
        (403, "Insufficient privileges to complete the operation.") => {
            sandbox.access_token(NOBODY, &["User.Read"], now)
        }
        (400, message) if message.starts_with("/me request is only valid") => {
            Some(sandbox.application_token(Uuid::nil(), SCOPES, now))
        }
        _ => sandbox.access_token(account, SCOPES, now),
    };
    token.unwrap_or_default()
}

/// How busy the service is, and whether a session was revoked, is not in a recording: a rule makes the sandbox answer so once.
pub fn circumstances(sandbox: &mut Sandbox, exchange: &Exchange, now: DateTime<Utc>) {
    let answer = &exchange.response;
    let challenged = answer
        .headers
        .get("www-authenticate")
        .is_some_and(|text| text.contains("insufficient_claims"));
    let overloaded = matches!(answer.status, 429 | 500..=599);
    if exchange.provenance == Provenance::Recorded && (overloaded || challenged) {
        let retry_after: Option<u64> = answer
            .headers
            .get("retry-after")
            .and_then(|text| text.parse().ok());
        fault(
            sandbox,
            &json!({"status": answer.status, "retryAfter": retry_after, "claimsChallenge": challenged}),
            now,
        );
    }
}

/// Gives the sandbox a rule (`POST /sandbox/faults`).
pub fn fault(sandbox: &mut Sandbox, rule: &Value, now: DateTime<Utc>) {
    let mut request = Request::new(json!({"rules": [rule]}).to_string().into_bytes());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("http://localhost/sandbox/faults");
    sandbox.handle(&request, now);
}

/// An id of the client's own: recordings leave it out of the request, but the answer repeats it.
pub fn request_id(exchange: &Exchange) -> Option<&str> {
    let sent = |(name, _): &(String, String)| name.eq_ignore_ascii_case("client-request-id");
    if exchange.request.headers.iter().any(sent) || exchange.provenance == Provenance::Document {
        return None;
    }
    let inner = &exchange.response.body["error"]["innerError"];
    let told = inner["client-request-id"]
        .as_str()
        .filter(|_| inner["client-request-id"] != inner["request-id"]);
    let repeated = exchange
        .response
        .headers
        .get("client-request-id")
        .map(String::as_str);
    repeated.or(told)
}
