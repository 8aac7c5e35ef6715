//! The server side of the Customer Manager page: what was saved, and the One-time Sync.
//! It meets Entra and Graph only as a client, with the saved values, exactly as the real portal would.

use chrono::{DateTime, Utc};
use http::{Method, Request, Response, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::control::answer;
use crate::hosts::Address;
use crate::{Sandbox, cors, entra, graph};

/// What the portal holds.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Portal {
    #[serde(flatten)]
    settings: PortalSettings,
    saved: bool,
    sync: Option<Sync>,
}

/// The form's fields.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PortalSettings {
    usage: String,
    period: String,
    tenant_id: String,
    client_id: String,
    secret_code: String,
}

/// The outcome of a One-time Sync.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
enum Sync {
    Users(Vec<SyncedUser>),
    Error(SyncError),
}

/// A user as the portal's directory shows it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct SyncedUser {
    upn: Value,
    object_id: Value,
    first_name: Value,
    last_name: Value,
    email: Value,
    office_phone: Value,
    mobile_phone: Value,
}

/// Why a sync failed: an AADSTS number or Graph's code, and the service's words.
#[derive(Debug, Clone, Serialize)]
struct SyncError {
    code: String,
    message: String,
}

impl Portal {
    /// Everything, for `/sandbox/state`.
    pub fn state(&self) -> Value {
        json!(self)
    }

    /// What the page may see: the secret is masked.
    fn masked(&self) -> Value {
        let mut state = self.state();
        if !self.settings.secret_code.is_empty() {
            state["secretCode"] = "\u{2022}".repeat(16).into();
        }
        state
    }
}

/// Answers the page.
pub fn handle(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    match (request.method(), address.path.as_str()) {
        (&Method::GET, "/state") => answer(StatusCode::OK, &sandbox.portal.masked()),
        (&Method::POST, "/save") => match serde_json::from_slice(request.body()) {
            Ok(settings) => {
                save(&mut sandbox.portal, settings);
                answer(StatusCode::OK, &sandbox.portal.masked())
            }
            Err(error) => {
                let error = SyncError {
                    code: "BadRequest".into(),
                    message: error.to_string(),
                };
                answer(StatusCode::BAD_REQUEST, &json!({"error": error}))
            }
        },
        (&Method::POST, "/sync") => {
            let outcome = match sync(sandbox, address, now) {
                Ok(users) => Sync::Users(users),
                Err(error) => Sync::Error(error),
            };
            sandbox.portal.sync = Some(outcome.clone());
            answer(StatusCode::OK, &json!(outcome))
        }
        _ => cors::not_found(),
    }
}

/// Saves the form. An empty secret keeps the one that is saved, since the page never shows it.
fn save(portal: &mut Portal, mut settings: PortalSettings) {
    if settings.secret_code.is_empty() {
        settings
            .secret_code
            .clone_from(&portal.settings.secret_code);
    }
    *portal = Portal {
        settings,
        saved: true,
        sync: None,
    };
}

fn sync(
    sandbox: &mut Sandbox,
    address: &Address,
    now: DateTime<Utc>,
) -> Result<Vec<SyncedUser>, SyncError> {
    let token = ask_for_token(sandbox, address, now)?;
    let mut users = Vec::new();
    let mut next = Some(format!("{}/v1.0/users?$top=10", address.graph));
    while let Some(uri) = next {
        let request = Request::get(&uri).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = request
            .body(Vec::new())
            .map_err(|error| malformed(&error))?;
        let response = graph::handle(sandbox, &request, &Address::of(&request), now);
        let page = read(&response);
        if !response.status().is_success() {
            let text = |name: &str| page["error"][name].as_str().unwrap_or_default().to_owned();
            return Err(SyncError {
                code: text("code"),
                message: text("message"),
            });
        }
        users.extend(page["value"].as_array().into_iter().flatten().map(synced));
        next = page["@odata.nextLink"].as_str().map(str::to_owned);
    }
    Ok(users)
}

fn ask_for_token(
    sandbox: &mut Sandbox,
    address: &Address,
    now: DateTime<Utc>,
) -> Result<String, SyncError> {
    let settings = sandbox.portal.settings.clone();
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", &settings.client_id)
        .append_pair("client_secret", &settings.secret_code)
        .append_pair("scope", "https://graph.microsoft.com/.default")
        .finish();
    // The tenant is a typed value: what would change the path is refused as Entra refuses it.
    if settings.tenant_id.is_empty()
        || !settings
            .tenant_id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
    {
        let message = format!(
            "Specified tenant identifier '{}' is neither a valid DNS name, nor a valid external domain.",
            settings.tenant_id
        );
        return Err(SyncError {
            code: "AADSTS900023".into(),
            message,
        });
    }
    let uri = format!("{}/{}/oauth2/v2.0/token", address.login, settings.tenant_id);
    let request =
        Request::post(uri).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request
        .body(body.into_bytes())
        .map_err(|error| malformed(&error))?;
    let response = entra::handle(sandbox, &request, &Address::of(&request), now);
    let reply = read(&response);
    if let Some(token) = reply["access_token"].as_str() {
        return Ok(token.to_owned());
    }
    let message = reply["error_description"]
        .as_str()
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default();
    Err(SyncError {
        code: format!("AADSTS{}", reply["error_codes"][0]),
        message: message.to_owned(),
    })
}

fn read(response: &Response<Vec<u8>>) -> Value {
    serde_json::from_slice(response.body()).unwrap_or_default()
}

fn malformed(error: &http::Error) -> SyncError {
    SyncError {
        code: "BadRequest".into(),
        message: error.to_string(),
    }
}

fn synced(user: &Value) -> SyncedUser {
    SyncedUser {
        upn: user["userPrincipalName"].clone(),
        object_id: user["id"].clone(),
        first_name: user["givenName"].clone(),
        last_name: user["surname"].clone(),
        email: user["mail"].clone(),
        office_phone: user["businessPhones"][0].clone(),
        mobile_phone: user["mobilePhone"].clone(),
    }
}
