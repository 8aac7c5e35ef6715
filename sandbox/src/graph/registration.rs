//! Whether the tenant lets an application be made as asked: its quota of objects, and its policy for sign-in audiences.
//! It judges the request; making the application is `applications`' work.

use serde_json::{Map, Value};

use super::Call;
use super::errors::GraphError;
use super::policies::DEFAULT_POLICY_ID;

/// Checks a request to make an application.
pub fn check(call: &Call<'_>, body: &Map<String, Value>) -> Result<(), GraphError> {
    check_audience(call, body)?;
    let quota = call.sandbox.settings.object_quota;
    if quota.is_some_and(|quota| call.primary().applications.len() >= quota) {
        return Err(GraphError::new(
            403,
            "Directory_QuotaExceeded",
            "The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the \
             quota limit or delete objects to reduce the used quota.",
        ));
    }
    Ok(())
}

/// Checks the audience that a request writes (FACTS section 4.2).
pub fn check_audience(call: &Call<'_>, body: &Map<String, Value>) -> Result<(), GraphError> {
    let audience = body
        .get("signInAudience")
        .and_then(Value::as_str)
        .unwrap_or("AzureADMyOrg");
    if call.sandbox.settings.secret_policy.single_tenant_only && audience != "AzureADMyOrg" {
        let message = format!(
            "SignInAudience value '{audience}' not allowed as per assigned policy '{DEFAULT_POLICY_ID}'."
        );
        return Err(GraphError::new(
            400,
            "SignInAudienceNotAllowedAsPerAppPolicy",
            message,
        ));
    }
    Ok(())
}
