//! The client credentials grant (RFC 6749 section 4.4), with the secrets that the directory issued.
//! It never answers a page: a request with an Origin is refused (FACTS section 2.4).

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Tenant;
use super::client::Client;
use super::errors::EntraError;
use super::store::Caller;
use super::token::{Form, cross_origin, issue, missing};
use crate::Sandbox;
use crate::directory::Directory;
use crate::directory::people::TENANT_ID;
use crate::permissions::{GRAPH, GRAPH_APP_ID};

/// The client credentials grant, with a secret of the directory.
pub fn redeem(
    sandbox: &mut Sandbox,
    form: &Form,
    client: &Client,
    origin: Option<&str>,
    tenant: &str,
    now: DateTime<Utc>,
) -> Result<Value, EntraError> {
    if let Some(origin) = origin {
        return Err(cross_origin(origin));
    }
    if Tenant::parse(tenant) != Tenant::Own {
        let text = "Client credentials need the endpoint of the tenant.";
        return Err(EntraError::new("invalid_request", 50194, text));
    }
    let scope = form.get("scope").ok_or_else(|| missing("scope"))?;
    if !scope.ends_with("/.default") {
        let text = format!(
            "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with \
             /.default suffixed to the resource identifier (application ID URI)."
        );
        return Err(EntraError::new("invalid_scope", 1_002_012, text));
    }
    let secret = form.get("client_secret").filter(|secret| !secret.is_empty()).ok_or_else(|| {
        let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
        EntraError::new("invalid_client", 7_000_218, text).unauthorized()
    })?;
    // The sign-in service reads a replica of its own choice.
    let replica = sandbox.replication.pick(now, &mut sandbox.random);
    let view = sandbox.replication.view(replica, now);
    let directory = view.unwrap_or(&sandbox.directory);
    check_secret(directory, client, secret, now)?;
    let app_id = client.app_id;
    let sp = directory.service_principal_by_app_id(app_id);
    let sp = sp.ok_or_else(|| {
        let text = format!("The client application {app_id} is missing service principal in the tenant {TENANT_ID}.");
        EntraError::new("unauthorized_client", 7_000_229, text)
    })?;
    if !sp.is_enabled() {
        let text = format!("Application '{app_id}'({}) is disabled.", client.name);
        return Err(EntraError::new("unauthorized_client", 7_000_112, text));
    }
    let id = sp.id;
    let roles = roles_of(directory, id);
    let (token, lifetime) = issue(
        sandbox,
        Caller::Application {
            service_principal: id,
            roles,
        },
        now,
    );
    Ok(
        json!({"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime, "access_token": token}),
    )
}

fn check_secret(
    directory: &Directory,
    client: &Client,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<(), EntraError> {
    let app = directory.application_by_app_id(client.app_id);
    let known = app.and_then(|app| app.secrets.iter().find(|held| held.text == secret));
    let app_id = client.app_id;
    match known {
        None => Err(EntraError::new(
            "invalid_client",
            7_000_215,
            format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, \
                 not the client secret ID, for a secret added to app '{app_id}'."
            ),
        )
        .unauthorized()),
        Some(held) if held.end.at <= now || held.start.at > now => Err(EntraError::new(
            "invalid_client",
            7_000_222,
            format!(
                "The provided client secret keys for app '{app_id}' are expired. Visit the Azure portal to create new keys \
                 for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added \
                 security: https://aka.ms/certCreds."
            ),
        )
        .unauthorized()),
        Some(_) => Ok(()),
    }
}

/// Names of the Graph app roles that the service principal holds, as far as they have been replicated.
fn roles_of(directory: &Directory, principal: Uuid) -> Vec<String> {
    let graph = directory
        .service_principal_by_app_id(GRAPH_APP_ID)
        .map(|sp| sp.id);
    let held = directory
        .assignments
        .values()
        .filter(|held| held.principal == principal && Some(held.resource) == graph);
    held.filter_map(|held| GRAPH.application(held.role))
        .map(|role| role.name.to_owned())
        .collect()
}
