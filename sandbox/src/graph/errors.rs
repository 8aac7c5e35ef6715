//! Errors of Microsoft Graph: status, code, message and details as recorded or reported (FACTS section 4).
//! It words them; when they are deserved is decided where the resource is.

use serde_json::{Value, json};

use crate::json::object;

/// An error answer of Graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    /// HTTP status.
    pub status: u16,
    /// `error.code`.
    pub code: String,
    /// `error.message`.
    pub message: String,
    /// `error.details[0]`: its code and target.
    pub detail: Option<(&'static str, &'static str)>,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    /// The `WWW-Authenticate` header asks for claims (continuous access evaluation).
    pub claims_challenge: bool,
}

impl GraphError {
    /// An error without details.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, message) = (code.into(), message.into());
        Self {
            status,
            code,
            message,
            detail: None,
            retry_after: None,
            claims_challenge: false,
        }
    }

    /// 400 of the directory.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "Request_BadRequest", message)
    }

    /// 400 of the OData layer, before the directory is asked.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", message)
    }

    /// 400: the query needs the advanced query capabilities.
    pub fn unsupported_query(message: impl Into<String>) -> Self {
        Self::new(400, "Request_UnsupportedQuery", message)
    }

    /// 401.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self::new(401, "InvalidAuthenticationToken", message)
    }

    /// 403: a scope or a role is missing.
    pub fn denied() -> Self {
        Self::new(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    /// 404.
    pub fn not_found(id: impl std::fmt::Display) -> Self {
        let message = format!(
            "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
        );
        Self::new(404, "Request_ResourceNotFound", message)
    }

    /// 405.
    pub fn method_not_allowed() -> Self {
        Self::new(
            405,
            "Request_BadRequest",
            "Specified HTTP method is not allowed for the request target.",
        )
    }

    /// 409: something with this key exists.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(409, "Request_MultipleObjectsWithSameKeyValue", message)
    }

    /// 400: the application of a service principal is unknown, or not replicated yet.
    pub fn no_backing_application(app_id: &str) -> Self {
        let message = format!(
            "The appId '{app_id}' of the service principal does not reference a valid application object."
        );
        let mut error = Self::bad_request(message);
        error.detail = Some(("NoBackingApplicationObject", "appId"));
        error
    }

    /// 403: replication lag, or a missing right, in the same words.
    pub fn not_in_local_tenant() -> Self {
        let message = "When using this permission, the backing application of the service principal being created must \
            in the local tenant";
        Self::new(403, "Authorization_RequestDenied", message)
    }

    /// The error envelope.
    pub fn body(self, date: &str, request_id: &str, client_request_id: &str) -> Value {
        let mut inner =
            json!({"date": date, "request-id": request_id, "client-request-id": client_request_id});
        if self.status == 429 {
            inner["code"] = "429".into();
            inner["status"] = "429".into();
            inner["message"] = "Please retry after".into();
        }
        let details = self.detail.map(
            |(code, target)| json!([{"code": code, "message": self.message, "target": target}]),
        );
        let mut error = object([
            ("code", self.code.into()),
            ("message", self.message.into()),
            ("innerError", inner),
        ]);
        if let Some(details) = details {
            error["details"] = details;
        }
        object([("error", error)])
    }

    /// The `WWW-Authenticate` header that goes with a 401.
    pub fn challenge(&self, login: &str) -> Option<String> {
        if self.status != 401 && !self.claims_challenge {
            return None;
        }
        let bearer = format!(
            "Bearer realm=\"\", authorization_uri=\"{login}/common/oauth2/authorize\", \
             client_id=\"00000003-0000-0000-c000-000000000000\""
        );
        match self.claims_challenge {
            // base64 of {"access_token":{"nbf":{"essential":true, "value":"1726258122"}}}, as FACTS section 2.7 quotes it.
            true => Some(format!(
                "PoP realm=\"\", error=\"insufficient_claims\", {bearer}, error_description=\"Continuous access evaluation \
                 resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp\", \
                 error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTcyNjI1ODEyMiJ9fX0=\""
            )),
            false => Some(bearer),
        }
    }
}
