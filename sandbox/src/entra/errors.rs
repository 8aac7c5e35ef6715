//! Errors of the sign-in service in their three forms: JSON of the token endpoint, a redirect to the application, a page.
//! It knows numbers and words, not when they are deserved.

use chrono::{DateTime, Utc};
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

use crate::Sandbox;
use crate::control::answer;

/// An error of the sign-in service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntraError {
    /// HTTP status of the token endpoint.
    pub status: StatusCode,
    /// OAuth 2.0 error, such as `invalid_grant`.
    pub error: String,
    /// The number after AADSTS.
    pub code: u32,
    /// The text after the number.
    pub message: String,
    /// Finer class of the error.
    pub suberror: Option<&'static str>,
}

impl EntraError {
    /// An error with status 400.
    pub fn new(error: &str, code: u32, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error: error.to_owned(),
            code,
            message: message.into(),
            suberror: None,
        }
    }

    /// The same error with status 401.
    pub fn unauthorized(mut self) -> Self {
        self.status = StatusCode::UNAUTHORIZED;
        self
    }

    /// `AADSTSnnnn: text`, and the ids that support asks for (FACTS section 2.3).
    pub fn description(
        &self,
        sandbox: &mut Sandbox,
        now: DateTime<Utc>,
    ) -> (String, String, String) {
        let (trace, correlation) = (
            sandbox.random.guid().to_string(),
            sandbox.random.guid().to_string(),
        );
        let text = format!(
            "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {}",
            self.code,
            self.message,
            timestamp(now)
        );
        (text, trace, correlation)
    }

    /// The JSON of the token endpoint.
    pub fn respond(&self, sandbox: &mut Sandbox, now: DateTime<Utc>) -> Response<Vec<u8>> {
        let (description, trace, correlation) = self.description(sandbox, now);
        let mut body = json!({
            "error": self.error, "error_description": description, "error_codes": [self.code],
            "timestamp": timestamp(now), "trace_id": trace, "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.code),
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = suberror.into();
        }
        let mut response = answer(self.status, &body);
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
        response
    }
}

/// No application of this id.
pub fn unknown_client(client_id: &str) -> EntraError {
    let text = format!(
        "Application with identifier '{client_id}' was not found in the directory '{}'. This can happen if the application \
         has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may \
         have sent your authentication request to the wrong tenant.",
        crate::directory::people::TENANT_NAME
    );
    EntraError::new("unauthorized_client", 700_016, text)
}

/// No tenant of this name.
pub fn unknown_tenant(tenant: &str) -> EntraError {
    let text = format!(
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct \
         cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the \
         tenant."
    );
    EntraError::new("invalid_request", 90002, text)
}

fn timestamp(now: DateTime<Utc>) -> String {
    now.format("%Y-%m-%d %H:%M:%SZ").to_string()
}
