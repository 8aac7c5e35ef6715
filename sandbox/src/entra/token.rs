//! The token endpoint: chooses the grant, issues access tokens, and says whether a page may read the answer.
//! The grants themselves are in the files beside it.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use http::{Request, Response, StatusCode, header};

use super::client::Client;
use super::errors::{EntraError, unknown_client, unknown_tenant};
use super::store::{AccessToken, Caller};
use super::{Tenant, authorization_code, client_credentials};
use crate::control::answer;
use crate::hosts::Address;
use crate::{Sandbox, cors};

/// The fields of a token request.
pub type Form = HashMap<String, String>;

/// Answers the token endpoint.
pub fn handle(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    tenant: &str,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let form: Form = form_urlencoded::parse(request.body())
        .into_owned()
        .collect();
    let origin = request
        .headers()
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    let client = form
        .get("client_id")
        .and_then(|id| Client::find(&sandbox.directory, id));
    let grant = form.get("grant_type").map(String::as_str);
    let is_spa = client.as_ref().is_some_and(Client::is_spa);
    let outcome = match (grant, &client) {
        _ if Tenant::parse(tenant) == Tenant::Unknown => Err(unknown_tenant(tenant)),
        (_, None) => Err(match form.get("client_id") {
            Some(id) => unknown_client(id),
            None => missing("client_id"),
        }),
        (Some("authorization_code"), Some(client)) => {
            authorization_code::redeem(sandbox, &form, client, origin, address, tenant, now)
        }
        (Some("client_credentials"), Some(client)) => {
            client_credentials::redeem(sandbox, &form, client, origin, tenant, now)
        }
        (None, _) => Err(missing("grant_type")),
        (Some(other), _) => Err(EntraError::new(
            "unsupported_grant_type",
            70003,
            format!("The app requested an unsupported grant type '{other}'."),
        )),
    };
    let mut response = match outcome {
        Ok(body) => answer(StatusCode::OK, &body),
        Err(error) => error.respond(sandbox, now),
    };
    if is_spa && grant != Some("client_credentials") {
        cors::open_token(response.headers_mut());
    }
    response
}

/// Issues an access token; gives its lifetime in seconds too.
pub fn issue(sandbox: &mut Sandbox, caller: Caller, now: DateTime<Utc>) -> (String, i64) {
    // A random 60 to 90 minutes, unless the settings fix it (FACTS section 2.5).
    let lifetime = match sandbox.settings.token_lifetime_seconds {
        Some(seconds) => i64::from(seconds),
        None => sandbox.random.between(3_599, 5_399),
    };
    let value = format!("EwB{}", sandbox.random.text(200));
    let token = AccessToken {
        caller: caller.into(),
        expires: now + TimeDelta::seconds(lifetime),
    };
    sandbox.store.access.insert(value.clone(), token);
    (value, lifetime)
}

/// A token for an account without a sign-in, as another tool would have it.
pub fn issue_directly(
    sandbox: &mut Sandbox,
    account: &str,
    scopes: &[&str],
    now: DateTime<Utc>,
) -> Option<String> {
    let user = sandbox
        .directory
        .users
        .iter()
        .find(|u| u.can_sign_in && u.display_name == account)?;
    let caller = Caller::User {
        id: user.id,
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
    };
    Some(issue(sandbox, caller, now).0)
}

/// A field of the request is missing.
pub fn missing(parameter: &str) -> EntraError {
    let text = format!("The request body must contain the following parameter: '{parameter}'.");
    EntraError::new("invalid_request", 900_144, text)
}

/// This request may not come from a page (FACTS section 2.4).
pub fn cross_origin(origin: &str) -> EntraError {
    let text = format!(
        "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: \
         '{origin}'."
    );
    EntraError::new("invalid_request", 9_002_326, text)
}
