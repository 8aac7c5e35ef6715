//! The authorize endpoint and what follows it in the browser: choosing an account, consenting, returning to the application.
//! A request is carried along in the forms, so that two tabs never meet; only the session is remembered.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderValue, Request, Response, StatusCode, header};
use uuid::Uuid;

use super::authorization::Authorization;
use super::client::Client;
use super::errors::EntraError;
use super::scopes::Scope;
use super::store::Code;
use super::{pages, session};
use crate::Sandbox;
use crate::directory::people::User;
use crate::hosts::Address;
use crate::permissions::Permission;
use crate::roles::CONSENT_DELEGATED;

/// Codes live about ten minutes (FACTS section 2.3).
const CODE_LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// GET authorize.
pub fn begin(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    tenant: &str,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let query = request.uri().query().unwrap_or_default();
    let parameters = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let authorization = match Authorization::parse(sandbox, tenant, parameters) {
        Ok(authorization) => authorization,
        Err(error) => return pages::error(sandbox, address, &error, now),
    };
    if authorization.find("response_type") != Some("code") {
        let text = "The response_type parameter must be 'code' for this application.";
        let error = EntraError::new("unsupported_response_type", 700_054, text);
        return redirect(&authorization.refuse(sandbox, &error, now));
    }
    let session = session::account(sandbox, request);
    let prompt = authorization.find("prompt").unwrap_or_default();
    let hint = authorization.find("login_hint");
    let signed_in =
        session.filter(|user| hint.is_none_or(|hint| user.upn.eq_ignore_ascii_case(hint)));
    match (prompt, signed_in) {
        ("none", None) => {
            let text = "Session information is not sufficient for single-sign-on.";
            let error = EntraError::new("login_required", 50058, text);
            redirect(&authorization.refuse(sandbox, &error, now))
        }
        ("select_account" | "login", _) | (_, None) => {
            pages::accounts(sandbox, address, &authorization, tenant)
        }
        (_, Some(user)) => consent_or_code(sandbox, address, &authorization, &user, now),
    }
}

/// POST of the account page: begins a session.
pub fn account_chosen(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    tenant: &str,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let (form, parameters) = read_form(request);
    let authorization = match Authorization::parse(sandbox, tenant, parameters) {
        Ok(authorization) => authorization,
        Err(error) => return pages::error(sandbox, address, &error, now),
    };
    let user = form
        .get("account")
        .and_then(|upn| sandbox.directory.user(upn))
        .filter(|user| user.can_sign_in);
    let Some(user) = user.cloned() else {
        return pages::accounts(sandbox, address, &authorization, tenant);
    };
    let id = sandbox.random.text(32);
    sandbox.store.sessions.insert(id.clone(), user.id);
    let mut response = consent_or_code(sandbox, address, &authorization, &user, now);
    session::set(&mut response, address, &id, "");
    response
}

/// POST of the consent page.
pub fn consent_decided(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    tenant: &str,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let (form, parameters) = read_form(request);
    let authorization = match Authorization::parse(sandbox, tenant, parameters) {
        Ok(authorization) => authorization,
        Err(error) => return pages::error(sandbox, address, &error, now),
    };
    let Some(user) = session::account(sandbox, request) else {
        return pages::accounts(sandbox, address, &authorization, tenant);
    };
    let scopes = match authorization.scopes(&address.graph) {
        Ok(scopes) => scopes,
        Err(error) => return redirect(&authorization.refuse(sandbox, &error, now)),
    };
    let is_admin = user.holds(CONSENT_DELEGATED);
    if form.get("decision").map(String::as_str) != Some("accept")
        || (!is_admin && scopes.iter().any(Scope::needs_admin))
    {
        let error = EntraError::new(
            "access_denied",
            65004,
            "User declined to consent to access the app.",
        );
        return redirect(&authorization.refuse(sandbox, &error, now));
    }
    let names: Vec<String> = scopes
        .iter()
        .map(|scope| scope.permission.name.to_owned())
        .collect();
    let for_all = is_admin && form.contains_key("organization");
    if authorization.client.app_id == super::WIZARD_CLIENT_ID {
        sandbox.directory.admit_wizard();
    }
    sandbox.store.consent(
        authorization.client.app_id,
        (!for_all).then_some(user.id),
        &names,
    );
    redirect(&issue_code(sandbox, &authorization, &scopes, &user, now))
}

/// GET logout.
pub fn sign_out(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
) -> Response<Vec<u8>> {
    if let Some(id) = session::cookie(request) {
        sandbox.store.sessions.remove(&id);
    }
    let query = request.uri().query().unwrap_or_default();
    let after = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "post_logout_redirect_uri");
    let registered = after.filter(|(_, uri)| {
        Client::find(&sandbox.directory, &super::WIZARD_CLIENT_ID.to_string())
            .is_some_and(|client| client.platform(uri).is_some())
    });
    let mut response = match registered {
        Some((_, uri)) => redirect(&uri),
        None => pages::signed_out(address),
    };
    session::set(&mut response, address, "", "; Max-Age=0");
    response
}

/// What is missing decides: nothing, consent by this user, or an administrator's.
fn consent_or_code(
    sandbox: &mut Sandbox,
    address: &Address,
    authorization: &Authorization,
    user: &User,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let scopes = match authorization.scopes(&address.graph) {
        Ok(scopes) => scopes,
        Err(error) => return redirect(&authorization.refuse(sandbox, &error, now)),
    };
    let ask_again = authorization.find("prompt") == Some("consent");
    let missing: Vec<&'static Permission> = scopes
        .iter()
        .filter(|scope| ask_again || !is_consented(sandbox, authorization, user.id, scope))
        .map(|scope| scope.permission)
        .collect();
    if missing.is_empty() {
        return redirect(&issue_code(sandbox, authorization, &scopes, user, now));
    }
    if authorization.find("prompt") == Some("none") {
        let text = format!(
            "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send an \
             interactive authorization request for this user and resource.",
            authorization.client.app_id, authorization.client.name
        );
        let error = EntraError::new("interaction_required", 65001, text);
        return redirect(&authorization.refuse(sandbox, &error, now));
    }
    let is_admin = user.holds(CONSENT_DELEGATED);
    if !is_admin
        && scopes
            .iter()
            .any(|scope| scope.needs_admin() && missing.contains(&scope.permission))
    {
        let error = EntraError::new("access_denied", 90094, "Administrator consent is required.");
        let back = authorization.refuse(sandbox, &error, now);
        return pages::approval_needed(address, authorization, user, &missing, &back);
    }
    pages::consent(address, authorization, user, &missing, is_admin)
}

fn is_consented(
    sandbox: &Sandbox,
    authorization: &Authorization,
    user: Uuid,
    scope: &Scope<'_>,
) -> bool {
    sandbox.store.is_consented(
        &sandbox.directory,
        authorization.client.app_id,
        user,
        scope.permission.name,
    )
}

fn issue_code(
    sandbox: &mut Sandbox,
    authorization: &Authorization,
    scopes: &[Scope<'_>],
    user: &User,
    now: DateTime<Utc>,
) -> String {
    let value = format!("1.{}", sandbox.random.text(180));
    let code = Code {
        client: authorization.client.app_id,
        redirect_uri: authorization.redirect_uri.clone(),
        platform: authorization.platform,
        challenge: authorization.challenge(),
        user: user.id,
        scopes: scopes
            .iter()
            .map(|scope| scope.written.to_owned())
            .collect(),
        nonce: authorization.find("nonce").map(str::to_owned),
        tenant: authorization.tenant().to_owned(),
        expires: now + CODE_LIFETIME,
        redeemed: false,
    };
    sandbox.store.codes.insert(value.clone(), code);
    let session_state = sandbox.random.guid().to_string();
    authorization.return_address(&[("code", &value), ("session_state", &session_state)])
}

/// The form's own fields, and the parameters of the authorize request that it carries (prefixed `q.`).
fn read_form(request: &Request<Vec<u8>>) -> (HashMap<String, String>, Vec<(String, String)>) {
    let (mut own, mut carried) = (HashMap::new(), Vec::new());
    for (name, value) in form_urlencoded::parse(request.body()).into_owned() {
        match name.strip_prefix("q.") {
            Some(name) => carried.push((name.to_owned(), value)),
            None => {
                own.insert(name, value);
            }
        }
    }
    (own, carried)
}

fn redirect(to: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::FOUND;
    if let Ok(location) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store, no-cache"),
    );
    response
}
