//! The authorization code grant with PKCE (RFC 6749 section 4.1, RFC 7636).
//! It redeems what the authorize endpoint issued, once, and only where and by whom it was asked for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::client::{Client, Platform};
use super::errors::EntraError;
use super::scopes::Scope;
use super::store::{Caller, Challenge, Code};
use super::token::{Form, cross_origin, issue, missing};
use super::{Tenant, id_token};
use crate::Sandbox;
use crate::directory::people::User;
use crate::hosts::Address;

/// Redeems an authorization code.
pub fn redeem(
    sandbox: &mut Sandbox,
    form: &Form,
    client: &Client,
    origin: Option<&str>,
    address: &Address,
    tenant: &str,
    now: DateTime<Utc>,
) -> Result<Value, EntraError> {
    let value = form.get("code").ok_or_else(|| missing("code"))?;
    let code = sandbox.store.codes.get(value).cloned().ok_or_else(|| {
        EntraError::new(
            "invalid_grant",
            70000,
            "The provided value for the 'code' parameter is not valid.",
        )
    })?;
    match (code.platform, origin) {
        (Platform::Spa, None) => {
            return Err(EntraError::new(
                "invalid_request",
                9_002_327,
                "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
            ));
        }
        (Platform::Other, Some(origin)) => return Err(cross_origin(origin)),
        (Platform::Spa, Some(_)) | (Platform::Other, None) => {}
    }
    check_code(&code, form, client, tenant, now)?;
    check_verifier(&code, form.get("code_verifier"))?;
    if let Some(code) = sandbox.store.codes.get_mut(value) {
        code.redeemed = true;
    }
    let user = sandbox
        .directory
        .users
        .iter()
        .find(|user| user.id == code.user)
        .cloned();
    let user = user.ok_or_else(|| {
        EntraError::new("invalid_grant", 50034, "The user account does not exist.")
    })?;
    let scopes = granted_scopes(sandbox, &code, form, &user, address);
    let names = scopes.iter().map(|(_, name)| (*name).to_owned()).collect();
    let (token, lifetime) = issue(
        sandbox,
        Caller::User {
            id: user.id,
            scopes: names,
        },
        now,
    );
    let written: Vec<&str> = scopes.iter().map(|(written, _)| written.as_str()).collect();
    let mut body = json!({
        "token_type": "Bearer", "scope": written.join(" "), "expires_in": lifetime, "ext_expires_in": lifetime,
        "access_token": token,
    });
    if scopes.iter().any(|(_, name)| *name == "openid") {
        body["id_token"] = id_token::issue(
            &address.login,
            client.app_id,
            &user,
            code.nonce.as_deref(),
            now,
        )
        .into();
    }
    Ok(body)
}

fn check_code(
    code: &Code,
    form: &Form,
    client: &Client,
    tenant: &str,
    now: DateTime<Utc>,
) -> Result<(), EntraError> {
    let invalid = |number: u32, text: &str| Err(EntraError::new("invalid_grant", number, text));
    let same_tenant = match (Tenant::parse(&code.tenant), Tenant::parse(tenant)) {
        (Tenant::Any, Tenant::Any) => code.tenant == tenant,
        (one, other) => one == other,
    };
    if code.redeemed {
        return invalid(
            54005,
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
        );
    }
    if code.expires <= now {
        return invalid(
            70008,
            "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive \
             authorization request for this user and resource.",
        );
    }
    if code.client != client.app_id {
        return invalid(
            70000,
            "The provided value for the 'code' parameter is not valid for this application.",
        );
    }
    if form.get("redirect_uri") != Some(&code.redirect_uri) {
        return invalid(
            70000,
            "The provided value for the input parameter 'redirect_uri' is not valid. The expected value is a URI which \
             matches a redirect URI registered for this client application.",
        );
    }
    if !same_tenant {
        return invalid(
            700_005,
            "Provided Authorization Code is intended to use against other tenant, thus rejected.",
        );
    }
    Ok(())
}

fn check_verifier(code: &Code, verifier: Option<&String>) -> Result<(), EntraError> {
    let mismatch = || {
        let text = "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
        Err(EntraError::new("invalid_grant", 501_481, text))
    };
    match (&code.challenge, verifier) {
        (Some(Challenge::S256(challenge)), Some(verifier)) => {
            // RFC 7636 section 4.1: 43 to 128 characters.
            let fits = (43..=128).contains(&verifier.len());
            if fits && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == *challenge {
                Ok(())
            } else {
                mismatch()
            }
        }
        (Some(Challenge::Plain(challenge)), Some(verifier)) if challenge == verifier => Ok(()),
        (None, _) if code.platform == Platform::Other => Ok(()),
        (None, _) | (_, None) => Err(EntraError::new(
            "invalid_request",
            9_002_325,
            "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
        )),
        (Some(Challenge::Plain(_)), Some(_)) => mismatch(),
    }
}

/// The scopes of the token request, or of the code, that are consented now: as written, and by name.
fn granted_scopes(
    sandbox: &Sandbox,
    code: &Code,
    form: &Form,
    user: &User,
    address: &Address,
) -> Vec<(String, &'static str)> {
    let asked = form
        .get("scope")
        .map(|scope| scope.split_ascii_whitespace().map(str::to_owned).collect());
    let asked: Vec<String> = asked.unwrap_or_else(|| code.scopes.clone());
    let mut granted = Vec::new();
    for written in asked {
        let Some(name) = Scope::parse(&written, &address.graph).map(|scope| scope.permission.name)
        else {
            continue;
        };
        if sandbox
            .store
            .is_consented(&sandbox.directory, code.client, user.id, name)
        {
            granted.push((written, name));
        }
    }
    granted
}
