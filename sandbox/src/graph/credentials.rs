//! Client secrets of applications: inline at creation, addPassword, removePassword, and the tenant's policy for them.
//! It issues and removes them; the token endpoint decides whether one is accepted.

use chrono::{Months, TimeDelta};
use serde_json::Value;
use uuid::Uuid;

use super::errors::GraphError;
use super::policies::{DEFAULT_POLICY_ID, duration};
use super::{Call, Outcome, Reply, applications, properties};
use crate::directory::IssuedSecret;
use crate::directory::application::{Moment, PasswordCredential};

/// A secret that a request asks for.
pub struct Wanted {
    /// Its id, where the client chose one.
    pub key_id: Option<Uuid>,
    /// What its maker calls it.
    pub display_name: Option<String>,
    /// Valid from.
    pub start: Moment,
    /// Valid until.
    pub end: Moment,
}

/// Reads `passwordCredentials` of a create request.
pub fn requested(call: &Call<'_>, list: Option<&Value>) -> Result<Vec<Wanted>, GraphError> {
    let Some(list) = list.filter(|list| !list.is_null()) else {
        return Ok(Vec::new());
    };
    let list = list
        .as_array()
        .ok_or_else(|| properties::invalid("passwordCredentials", "Application"))?;
    list.iter()
        .map(|credential| match &credential["secretText"] {
            Value::Null => wanted(call, credential),
            _ => Err(not_made_by_the_service()),
        })
        .collect()
}

/// A secret comes from addPassword, or is made with its application: nobody can bring one, or change those that are there.
pub fn not_made_by_the_service() -> GraphError {
    GraphError::bad_request("New password credentials must be generated using service actions.")
}

/// POST `…/addPassword`.
pub fn add(call: &mut Call<'_>) -> Outcome {
    let id = applications::find_to_change(call)?;
    let credential = &call.request.body["passwordCredential"];
    let mut wanted = wanted(call, credential)?;
    wanted.key_id = key_id(credential)?;
    let app_id = call.app(id)?.app_id;
    let secret = issue(call, app_id, wanted);
    let shown = secret.revealed();
    // The newest stands first (as recorded).
    call.app_mut(id)?.secrets.insert(0, secret);
    let context = format!(
        "{}/v1.0/$metadata#microsoft.graph.passwordCredential",
        call.graph
    );
    let mut reply = Reply::entity(200, &context, shown);
    reply.location = Some(call.graph.to_string());
    Ok(reply)
}

/// POST `…/removePassword`.
pub fn remove(call: &mut Call<'_>) -> Outcome {
    let id = applications::find_to_change(call)?;
    let key_id = call.request.body["keyId"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let app = call.app_mut(id)?;
    let position = app
        .secrets
        .iter()
        .position(|secret| secret.key_id.to_string().eq_ignore_ascii_case(&key_id));
    let position = position.ok_or_else(|| {
        GraphError::bad_request(format!("No password credential found with keyId {key_id}."))
    })?;
    app.secrets.remove(position);
    Ok(Reply::nothing())
}

/// Makes the secret, and writes it into the sandbox's log.
pub fn issue(call: &mut Call<'_>, app_id: Uuid, wanted: Wanted) -> PasswordCredential {
    let random = &mut call.sandbox.random;
    let secret = PasswordCredential {
        key_id: wanted.key_id.unwrap_or_else(|| random.guid()),
        display_name: wanted.display_name,
        start: wanted.start,
        end: wanted.end,
        text: random.client_secret(),
    };
    let (key_id, text) = (secret.key_id, secret.text.clone());
    call.sandbox.issued.push(IssuedSecret {
        app_id,
        key_id,
        text,
    });
    secret
}

fn wanted(call: &Call<'_>, credential: &Value) -> Result<Wanted, GraphError> {
    let wanted = period(call, credential)?;
    check_policy(call, wanted.end.at - wanted.start.at)?;
    Ok(wanted)
}

/// The id that a client chose for its secret: Azure PowerShell sends one with addPassword, and gets it (as recorded).
pub fn key_id(credential: &Value) -> Result<Option<Uuid>, GraphError> {
    let invalid = || properties::invalid("keyId", "PasswordCredential");
    let id = match &credential["keyId"] {
        Value::Null => return Ok(None),
        id => id.as_str().ok_or_else(invalid)?,
    };
    id.parse().map(Some).map_err(|_| invalid())
}

/// Reads the name and the period of a credential.
pub fn period(call: &Call<'_>, credential: &Value) -> Result<Wanted, GraphError> {
    let moment = |name: &str| match &credential[name] {
        Value::Null => Ok(None),
        Value::String(text) => Moment::parse(text)
            .map(Some)
            .ok_or_else(|| properties::invalid(name, "PasswordCredential")),
        _ => Err(properties::invalid(name, "PasswordCredential")),
    };
    let start = moment("startDateTime")?.unwrap_or_else(|| Moment::made(call.now));
    // Two years from now when nothing is said (FACTS section 3.5), also where the start is said (recorded from Azure PowerShell).
    let default_end = call
        .now
        .checked_add_months(Months::new(24))
        .unwrap_or(call.now);
    let end = moment("endDateTime")?.unwrap_or_else(|| Moment::made(default_end));
    if end.at <= start.at || end.at <= call.now {
        return Err(properties::invalid("endDateTime", "PasswordCredential"));
    }
    let display_name = credential["displayName"].as_str().map(str::to_owned);
    Ok(Wanted {
        key_id: None,
        display_name,
        start,
        end,
    })
}

/// The tenant's default app management policy (FACTS sections 4.2 and 7.3).
fn check_policy(call: &Call<'_>, lifetime: TimeDelta) -> Result<(), GraphError> {
    let policy = &call.sandbox.settings.secret_policy;
    if policy.password_addition {
        let message =
            format!("Credential type not allowed as per assigned policy '{DEFAULT_POLICY_ID}'.");
        return Err(GraphError::new(
            400,
            "CredentialTypeNotAllowedAsPerAppPolicy",
            message,
        ));
    }
    let longest = policy.max_lifetime.as_deref().and_then(duration);
    if longest.is_some_and(|longest| lifetime > longest) {
        let message = format!(
            "Credential lifetime exceeds the max value allowed as per assigned policy '{DEFAULT_POLICY_ID}'."
        );
        return Err(GraphError::new(
            400,
            "CredentialInvalidLifetimeAsPerAppPolicy",
            message,
        ));
    }
    Ok(())
}
