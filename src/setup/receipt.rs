//! What a run changed, for the user's files: ids, permissions and dates, never the secret. It is made of the run's record, which
//! by its types cannot hold one.

use super::journal::Record;
use super::plan::Target;
use crate::cloud::Cloud;
use crate::graph::json::stamp;
use crate::ids::{ApplicationId, ClientId};
use crate::profile::{PermissionKind, Profile};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// The client id that the run made or extended.
pub fn client_id(record: &Record) -> Option<ClientId> {
    match (&record.plan.target, record.application.made()) {
        (Target::Existing { client, .. }, _) => Some(*client),
        (Target::New, made) => made.map(|made| made.client),
    }
}

/// The application that the run made or extended.
pub fn application_id(record: &Record) -> Option<ApplicationId> {
    match (&record.plan.target, record.application.made()) {
        (Target::Existing { application, .. }, _) => Some(*application),
        (Target::New, made) => made.map(|made| made.id),
    }
}

/// The receipt as JSON.
pub fn receipt(profile: &Profile, record: &Record, cloud: &Cloud, now: DateTime<Utc>) -> Value {
    let permissions: Vec<Value> = (record.plan.consents().iter())
        .map(|permission| {
            json!({
                "name": permission.name,
                "kind": match permission.kind {
                    PermissionKind::Application => "application",
                    PermissionKind::Delegated => "delegated",
                },
                "id": permission.id.to_string(),
                "meaning": permission.words,
                "adminConsent": record.consented.contains(&permission.id),
            })
        })
        .collect();
    let secret = record.live_secret().map(|(key, attempt)| {
        json!({"keyId": key.to_string(), "name": attempt.name, "expires": stamp(attempt.ends)})
    });
    let client = client_id(record);
    json!({
        "receipt": "entra-handover",
        "version": 1,
        "product": profile.product,
        "run": record.run,
        "started": stamp(record.started),
        "written": stamp(now),
        "signedInAs": {"username": record.username, "objectId": record.user.to_string()},
        "tenant": {"id": record.tenant.to_string(), "name": record.tenant_name},
        "application": {
            "name": profile.application_name,
            "clientId": client.map(|id| id.to_string()),
            "madeByThisRun": record.plan.target == Target::New,
            "objectId": record.application.made().map(|made| made.id.to_string()),
            "servicePrincipalId": record.service_principal.made().map(|id| id.to_string()),
            "portal": client.map(|id| application_page(cloud, id)),
        },
        "permissions": permissions,
        "clientSecret": secret,
        "note": "The secret itself is not in this receipt and cannot be read again.",
    })
}

/// The Azure portal's page of an application.
pub fn application_page(cloud: &Cloud, client: ClientId) -> String {
    let portal = cloud.portal();
    format!(
        "{portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/{client}"
    )
}

/// The Azure portal's page where admin consent is granted. Microsoft does not document the address; it was not tried here.
pub fn consent_page(cloud: &Cloud, client: ClientId) -> String {
    let portal = cloud.portal();
    format!(
        "{portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/{client}"
    )
}
