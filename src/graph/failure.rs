//! What went wrong with a Graph call, sorted by what can be done about it. It reads the error envelope and knows no flow: the
//! same 404 is lag after a create and the end of the search elsewhere, and only the caller can tell.
//!
//! Microsoft asks clients to act on `code`; several conditions share `Request_BadRequest`, so the message tests that are needed
//! stand here in one table (texts: Graph traffic and the sources listed in the Terraform provider).

use crate::bugs::{self, Bug};
use crate::ports::{Response, Unreachable};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::time::Duration;

/// A failed Graph call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Graph call failed: {kind:?}")]
pub struct Failure {
    pub kind: Kind,
    /// Graph's own error code, for the details line; empty if there was none.
    pub code: String,
    /// Graph's own prose, capped, with control characters made visible. Only ever shown as plain text below "Details".
    pub message: String,
    /// What Microsoft's support asks for.
    pub request_id: String,
    /// How long the service asked to wait.
    pub retry_after: Option<Duration>,
    /// An earlier attempt or part of the same call was or may have been applied, although this one was not.
    pub after_unknown: bool,
}

/// What a failure means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No answer: whether the call was applied is unknown.
    Unreachable(Unreachable),
    /// 5xx: the service failed; whether the call was applied is unknown.
    Unavailable,
    /// The status was a success but the body was not what Microsoft's schema says (a captive portal, a cut body): unknown.
    Garbled,
    /// 429.
    Throttled,
    /// 409 or 503 `Directory_ConcurrencyViolation`: another write was under way.
    Busy,
    /// An object that was just made is not known everywhere yet: 400 `NoBackingApplicationObject`, 400 "Not a valid reference
    /// update", or the 403 "must in the local tenant", which is lag in disguise.
    NotReplicated,
    /// 404.
    NotFound,
    /// The thing is there already: 409, or one of the 400s that say so.
    AlreadyExists,
    /// 403: the token lacks the scope or the user lacks the role.
    Forbidden,
    /// 401: expired, revoked, or a claims challenge.
    TokenRejected { claims: Option<String> },
    /// 400: the tenant's app management policy allows no client secrets.
    SecretsForbidden,
    /// 400: the tenant's app management policy allows only a shorter life.
    LifetimeTooLong,
    /// 403 `Directory_QuotaExceeded`: the user may own no more objects.
    QuotaExceeded,
    /// Anything else that was surely not applied.
    Refused,
}

/// Whether the call took effect in spite of the failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    No,
    Unknown,
}

/// Longer than anybody waits: a number without this end could not be added to a time.
const LONGEST_WAIT: Duration = Duration::from_secs(86_400);
const MESSAGE_CAP: usize = 400;

impl Failure {
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            code: String::new(),
            message: String::new(),
            request_id: String::new(),
            retry_after: None,
            after_unknown: false,
        }
    }

    pub fn garbled() -> Self {
        Self::of(Kind::Garbled)
    }

    /// What the call was to bring about stands, although it failed: what failed was only to read it.
    pub fn after_success(self) -> Self {
        Self {
            after_unknown: true,
            ..self
        }
    }

    /// A 5xx, a lost answer or a garbled one may hide a success (RFC 9110 section 9.2.2); everything else is a sure no.
    pub fn applied(&self) -> Applied {
        match self.kind {
            // Nothing was sent.
            Kind::Unreachable(Unreachable::Offline) if !self.after_unknown => Applied::No,
            Kind::Unavailable if bugs::is_on(Bug::ErrorMeansNotApplied) => Applied::No,
            Kind::Unreachable(_) | Kind::Unavailable | Kind::Garbled => Applied::Unknown,
            _ if self.after_unknown => Applied::Unknown,
            _ => Applied::No,
        }
    }

    /// Reads an answer whose status is not a success. `now` is this machine's time, which counts only if Graph does not tell its own.
    pub fn read(response: &Response, now: DateTime<Utc>) -> Self {
        let envelope: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let error = &envelope["error"];
        let code = super::json::text(error, "code");
        let message = super::json::text(error, "message");
        let details: Vec<&str> = super::json::list(error, "details")
            .iter()
            .map(|d| super::json::text(d, "code"))
            .collect();
        let inner = error
            .get("innerError")
            .or_else(|| error.get("innererror"))
            .unwrap_or(&Value::Null);
        let kind = kind(response, code, message, &details);
        Self {
            kind,
            code: code.chars().take(80).collect(),
            message: visible(message),
            request_id: visible(super::json::text(inner, "request-id")),
            retry_after: retry_after(response, || server_time(inner).unwrap_or(now))
                .filter(|_| !bugs::is_on(Bug::IgnoreRetryAfter)),
            after_unknown: false,
        }
    }
}

fn kind(response: &Response, code: &str, message: &str, details: &[&str]) -> Kind {
    let has = |needle: &str| message.contains(needle);
    match response.status().as_u16() {
        401 => Kind::TokenRejected {
            claims: claims(response),
        },
        429 => Kind::Throttled,
        // Not Graph's own answer but a gateway's or half of one: it tells nothing of what became of the call.
        400..=499 if code.is_empty() => Kind::Garbled,
        404 => Kind::NotFound,
        409 | 503 if code == "Directory_ConcurrencyViolation" => Kind::Busy,
        409 => Kind::AlreadyExists,
        403 if has("must in the local tenant") => Kind::NotReplicated,
        403 if code == "Directory_QuotaExceeded" => Kind::QuotaExceeded,
        403 => Kind::Forbidden,
        400 if details.contains(&"NoBackingApplicationObject")
            || has("does not reference a valid application object") =>
        {
            Kind::NotReplicated
        }
        400 if has("Not a valid reference update") => Kind::NotReplicated,
        400 if code == "CredentialTypeNotAllowedAsPerAppPolicy" => Kind::SecretsForbidden,
        400 if code == "CredentialInvalidLifetimeAsPerAppPolicy" => Kind::LifetimeTooLong,
        400 if code == "Request_MultipleObjectsWithSameKeyValue" || has("already exist") => {
            Kind::AlreadyExists
        }
        400..=499 => Kind::Refused,
        _ => Kind::Unavailable,
    }
}

/// The service's own time: `Date` is not among the headers that a page may read.
fn server_time(inner: &Value) -> Option<DateTime<Utc>> {
    let text = super::json::text(inner, "date").trim_end_matches('Z');
    crate::times::time(&format!("{text}Z"))
}

/// Whole seconds, decimals (0.249 has been seen) or an HTTP date (RFC 9110 section 10.2.3).
fn retry_after(response: &Response, now: impl FnOnce() -> DateTime<Utc>) -> Option<Duration> {
    let header = response.headers().get(http::header::RETRY_AFTER)?;
    let text = header.to_str().ok()?.trim();
    let asked = match crate::times::http_date(text) {
        // A date that has passed asks for no wait.
        Some(at) => (at - now()).to_std().unwrap_or_default(),
        None => seconds(text)?,
    };
    Some(asked.min(LONGEST_WAIT))
}

fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let seconds: u32 = whole.parse().ok()?;
    let mut millis = 0;
    let mut unit = 100;
    for digit in fraction.chars() {
        millis += unit * digit.to_digit(10)?;
        unit /= 10;
    }
    Some(Duration::from_secs(seconds.into()) + Duration::from_millis(millis.into()))
}

/// The `claims` of a claims challenge (base64), out of one or several joined challenges with parameters in any order.
fn claims(response: &Response) -> Option<String> {
    let header = response
        .headers()
        .get(http::header::WWW_AUTHENTICATE)?
        .to_str()
        .ok()?;
    let (_, after) = header.split_once("claims=\"")?;
    let (claims, _) = after.split_once('"')?;
    (!claims.is_empty() && claims.len() <= 4096).then(|| claims.to_owned())
}

/// Text that somebody else wrote, made safe to show: capped, control and direction characters replaced by a visible mark.
pub fn visible(text: &str) -> String {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~');
    if text.len() <= MESSAGE_CAP && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    text.chars()
        .take(MESSAGE_CAP)
        .map(|c| match c {
            '\u{061C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}' => '\u{FFFD}',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
#[path = "failure_tests.rs"]
mod tests;
