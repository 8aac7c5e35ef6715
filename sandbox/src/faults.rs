//! Faults that a test asks for: lost requests, lost replies, throttling, outages, delays.
//! It decides about requests by method and path only, and shapes the answers as the service itself would.

use chrono::{DateTime, Utc};
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use serde::{Deserialize, Serialize};

use crate::Sandbox;
use crate::entra::errors::EntraError;
use crate::graph::errors::GraphError;
use crate::hosts::{Address, Service};

/// A rule of `POST /sandbox/faults`. The first rule that fits a request and has times left decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Rule {
    /// Exact method; any when absent.
    pub method: Option<String>,
    /// A part of the path in its loopback form (`/graph/v1.0/applications`); any when absent.
    pub path: Option<String>,
    /// How often it applies; 1 when absent, 0 means always.
    pub times: Option<u32>,
    /// Let this many fitting requests pass first.
    pub after: u32,
    /// What is lost by cutting the connection.
    pub drop: Option<Loss>,
    /// Answer with this status instead of applying the request.
    pub status: Option<u16>,
    /// Error code of that answer; a usual one for the status when absent. From the token endpoint an OAuth error, or `AADSTS` and
    /// a number, which is an `invalid_client`.
    pub code: Option<String>,
    /// Error message of that answer; a usual one when absent.
    pub message: Option<String>,
    /// `Retry-After` of that answer, in seconds; decimals are seen in batches.
    pub retry_after: Option<serde_json::Number>,
    /// The answer carries a continuous-access-evaluation challenge (use with status 401).
    pub claims_challenge: bool,
    /// Wait so long before answering.
    pub delay_ms: u32,
}

/// What is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Loss {
    /// The request, before it is applied.
    Request,
    /// The response, after the request was applied.
    Response,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing special.
    Pass,
    /// It never arrives.
    LoseRequest(Rule),
    /// It is applied, but its answer never arrives.
    LoseResponse(Rule),
    /// It is refused.
    Answer(Rule),
    /// It is applied, and answered late.
    Delay(Rule),
}

impl Verdict {
    /// How long to wait before answering.
    pub fn delay_ms(&self) -> u64 {
        match self {
            Self::Pass => 0,
            Self::LoseRequest(rule)
            | Self::LoseResponse(rule)
            | Self::Answer(rule)
            | Self::Delay(rule) => rule.delay_ms.into(),
        }
    }
}

/// The rules in force.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    rules: Vec<Rule>,
}

impl Faults {
    /// Decides about a request. The items of a batch are judged too; they cannot be lost one by one, so rules that drop
    /// pass them by.
    pub fn judge(&mut self, method: &Method, path: &str, batch_item: bool) -> Verdict {
        for rule in &mut self.rules {
            if rule.times == Some(u32::MAX)
                || !rule.fits(method, path)
                || (batch_item && rule.drop.is_some())
            {
                continue;
            }
            if rule.after > 0 {
                rule.after -= 1;
                continue;
            }
            let verdict = rule.verdict();
            rule.spend();
            return verdict;
        }
        Verdict::Pass
    }
}

impl Rule {
    fn fits(&self, method: &Method, path: &str) -> bool {
        let method_fits = self
            .method
            .as_deref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()));
        method_fits && self.path.as_deref().is_none_or(|part| path.contains(part))
    }

    fn verdict(&self) -> Verdict {
        match (self.drop, self.status) {
            (Some(Loss::Request), _) => Verdict::LoseRequest(self.clone()),
            (Some(Loss::Response), _) => Verdict::LoseResponse(self.clone()),
            (None, Some(_)) => Verdict::Answer(self.clone()),
            (None, None) => Verdict::Delay(self.clone()),
        }
    }

    /// Counts down; a rule that is used up is marked by the largest count, and "always" (0) stays.
    fn spend(&mut self) {
        self.times = match self.times {
            Some(0) => Some(0),
            None | Some(1) => Some(u32::MAX),
            Some(left) => Some(left - 1),
        };
    }

    /// What goes with a challenge, or with a code that has words of its own (FACTS sections 2.7 and 4).
    fn usual_message(&self) -> Option<&'static str> {
        match self.code.as_deref() {
            None if self.claims_challenge => Some(
                "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: \
                 TokenIssuedBeforeRevocationTimestamp",
            ),
            Some("Directory_ConcurrencyViolation") => Some(
                "Error due to concurrent requests being made to the tenant. Please wait briefly and retry.",
            ),
            Some("Error_MsaAppDoesNotExist") => {
                Some("The corresponding MSA application does not exist.")
            }
            _ => None,
        }
    }

    /// The refusal as a Graph error.
    pub fn graph_error(&self) -> GraphError {
        let status = self.status.unwrap_or(500);
        let (code, message) = match status {
            401 => (
                "InvalidAuthenticationToken",
                "Lifetime validation failed, the token is expired.",
            ),
            403 => (
                "Authorization_RequestDenied",
                "Insufficient privileges to complete the operation.",
            ),
            404 => (
                "Directory_ObjectNotFound",
                "Unable to read the company information from the directory.",
            ),
            409 => (
                "Directory_ConcurrencyViolation",
                "Error due to concurrent requests being made to the tenant. Please wait briefly and retry.",
            ),
            429 => ("TooManyRequests", "Please retry again later."),
            503 => (
                "ServiceUnavailable",
                "Service is temporarily unavailable. Please wait and retry again.",
            ),
            504 => ("GatewayTimeout", "The service did not respond in time."),
            _ => ("InternalServerError", "An internal server error occurred."),
        };
        let message = self.usual_message().unwrap_or(message);
        let code = self.code.clone().unwrap_or_else(|| code.to_owned());
        let message = self.message.clone().unwrap_or_else(|| message.to_owned());
        let mut error = GraphError::new(status, code, message);
        error.retry_after = self.retry_after.as_ref().map(ToString::to_string);
        error.claims_challenge = self.claims_challenge;
        error
    }
}

/// The answer of a rule that refuses, in the form of the service that was asked.
pub fn answer(
    sandbox: &mut Sandbox,
    rule: &Rule,
    request: &Request<Vec<u8>>,
    address: &Address,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    if address.service == Service::Graph {
        return crate::graph::refuse(sandbox, &rule.graph_error(), request, address, now);
    }
    let status = StatusCode::from_u16(rule.status.unwrap_or(500))
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let message = rule
        .message
        .as_deref()
        .unwrap_or("A transient error has occurred. Please try again.");
    let code = rule.code.as_deref().unwrap_or("temporarily_unavailable");
    let number = code.strip_prefix("AADSTS").and_then(|it| it.parse().ok());
    let error = EntraError {
        status,
        error: if number.is_some() {
            "invalid_client"
        } else {
            code
        }
        .to_owned(),
        code: number.unwrap_or(90033),
        message: message.to_owned(),
        suberror: None,
    };
    let mut response = error.respond(sandbox, now);
    crate::cors::open_token(response.headers_mut());
    if let Some(seconds) = rule
        .retry_after
        .as_ref()
        .and_then(|s| HeaderValue::from_str(&s.to_string()).ok())
    {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}
