//! The sign-in service: authorize, consent, token and sign-out endpoints of the Microsoft identity platform.
//! This file routes; the protocol's steps are in the files beside it.

mod authorization;
mod authorization_code;
mod authorize;
mod client;
mod client_credentials;
pub mod errors;
mod id_token;
mod pages;
mod scopes;
mod session;
pub mod store;
pub mod token;

use chrono::{DateTime, Utc};
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::json;
use uuid::Uuid;

use crate::control::answer;
use crate::directory::people::{DOMAIN, TENANT_ID};
use crate::hosts::Address;
use crate::{Sandbox, cors};

/// Client id of the wizard's own registration in the sandbox.
pub const WIZARD_CLIENT_ID: Uuid = Uuid::from_u128(0x7d1c_4b6e_2f0a_4c53_8b0e_5a94_e1f2_6c38);
/// Its name on the consent page.
pub(crate) const WIZARD_NAME: &str = "Entra Handover";

/// Answers a request to the sign-in service.
pub fn handle(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let (tenant, endpoint) = address.path[1..]
        .split_once('/')
        .unwrap_or((&address.path[1..], ""));
    match (request.method(), endpoint) {
        (&Method::GET, "login.css") => pages::stylesheet(),
        (&Method::GET, "oauth2/v2.0/authorize") => {
            authorize::begin(sandbox, request, address, tenant, now)
        }
        (&Method::POST, "account") => {
            authorize::account_chosen(sandbox, request, address, tenant, now)
        }
        (&Method::POST, "consent") => {
            authorize::consent_decided(sandbox, request, address, tenant, now)
        }
        (&Method::POST, "oauth2/v2.0/token") => {
            token::handle(sandbox, request, address, tenant, now)
        }
        (&Method::GET, "oauth2/v2.0/logout") => authorize::sign_out(sandbox, request, address),
        (&Method::GET, "v2.0/.well-known/openid-configuration") => discovery(address, tenant),
        _ => cors::not_found(),
    }
}

/// What the tenant part of a path means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tenant {
    /// `organizations` or `common`: any tenant.
    Any,
    /// The sandbox's own, by id or domain.
    Own,
    /// None that exists.
    Unknown,
}

impl Tenant {
    fn parse(part: &str) -> Self {
        if ["organizations", "common"].contains(&part) {
            Self::Any
        } else if part.eq_ignore_ascii_case(DOMAIN)
            || part.eq_ignore_ascii_case(&TENANT_ID.to_string())
        {
            Self::Own
        } else {
            Self::Unknown
        }
    }
}

/// Where the endpoints are (OpenID Connect Discovery).
fn discovery(address: &Address, tenant: &str) -> Response<Vec<u8>> {
    let login = &address.login;
    let issuer_tenant = match Tenant::parse(tenant) {
        Tenant::Any => "{tenantid}".to_owned(),
        Tenant::Own => TENANT_ID.to_string(),
        Tenant::Unknown => return cors::not_found(),
    };
    let mut response = answer(
        StatusCode::OK,
        &json!({
            "issuer": format!("{login}/{issuer_tenant}/v2.0"),
            "authorization_endpoint": format!("{login}/{tenant}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{login}/{tenant}/oauth2/v2.0/token"),
            "end_session_endpoint": format!("{login}/{tenant}/oauth2/v2.0/logout"),
            "response_modes_supported": ["query", "fragment"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "msgraph_host": address.graph.rsplit("//").next(),
        }),
    );
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}
