//! What went wrong with a Graph call, sorted by what can be done about it. It reads the error envelope and knows no flow: the
//! same 404 is lag after a create and the end of the search elsewhere, and only the caller can tell.
//!
//! Microsoft asks clients to act on `code`; several conditions share `Request_BadRequest`, so the message tests that are needed
//! stand here in one table (texts: Graph traffic and the sources listed in the Terraform provider).

use crate::ports::{Response, Unreachable};
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
    /// An earlier attempt of the same call may have been applied, although this one was not.
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

/// A longer wait than a whole run may take is not waited anyway.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
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

    /// A 5xx, a lost answer or a garbled one may hide a success (RFC 9110 section 9.2.2); everything else is a sure no.
    pub fn applied(&self) -> Applied {
        match self.kind {
            Kind::Unreachable(_) | Kind::Unavailable | Kind::Garbled => Applied::Unknown,
            _ if self.after_unknown => Applied::Unknown,
            _ => Applied::No,
        }
    }

    /// Reads an answer whose status is not a success.
    pub fn read(response: &Response) -> Self {
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
            retry_after: retry_after(response),
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

/// Whole seconds or decimals (0.249 has been seen); an HTTP date is ignored, the backoff serves as well.
fn retry_after(response: &Response) -> Option<Duration> {
    let header = response.headers().get(http::header::RETRY_AFTER)?;
    let text = header.to_str().ok()?.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let seconds: u32 = whole.parse().ok()?;
    let mut millis = 0;
    let mut unit = 100;
    for digit in fraction.chars() {
        millis += unit * digit.to_digit(10)?;
        unit /= 10;
    }
    let asked = Duration::from_secs(seconds.into()) + Duration::from_millis(millis.into());
    Some(asked.min(LONGEST_WAIT))
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
    text.chars()
        .take(MESSAGE_CAP)
        .map(|c| match c {
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}' => '\u{FFFD}',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn response(status: u16, body: &Value, headers: &[(&'static str, &str)]) -> Response {
        let mut builder = http::Response::builder().status(status);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder
            .body(body.to_string().into_bytes())
            .expect("a valid response")
    }

    #[test]
    fn the_catalogue_of_graph_errors_is_read() {
        let check = |status, code: &str, message: &str, expected: Kind| {
            let body = json!({"error": {"code": code, "message": message, "innerError": {"request-id": "r-1"}}});
            let failure = Failure::read(&response(status, &body, &[]));
            assert_eq!(failure.kind, expected, "{status} {code} {message}");
            assert_eq!(failure.request_id, "r-1");
        };
        let denied = "Authorization_RequestDenied";
        check(
            403,
            denied,
            "Insufficient privileges to complete the operation.",
            Kind::Forbidden,
        );
        check(
            403,
            denied,
            "When using this permission, the backing application of the service principal being created must in the local tenant",
            Kind::NotReplicated,
        );
        check(
            400,
            "Request_BadRequest",
            "Not a valid reference update.",
            Kind::NotReplicated,
        );
        check(
            400,
            "Request_BadRequest",
            "The appId 'x' of the service principal does not reference a valid application object.",
            Kind::NotReplicated,
        );
        check(
            400,
            "Request_BadRequest",
            "Permission being assigned already exists on the object",
            Kind::AlreadyExists,
        );
        check(
            400,
            "Request_MultipleObjectsWithSameKeyValue",
            "EntitlementGrant entry already exists.",
            Kind::AlreadyExists,
        );
        check(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "Permission entry already exists.",
            Kind::AlreadyExists,
        );
        check(
            409,
            "Directory_ConcurrencyViolation",
            "Error due to concurrent requests",
            Kind::Busy,
        );
        check(
            503,
            "Directory_ConcurrencyViolation",
            "Error due to concurrent requests",
            Kind::Busy,
        );
        check(503, "serviceNotAvailable", "", Kind::Unavailable);
        check(
            404,
            "Request_ResourceNotFound",
            "Resource 'x' does not exist",
            Kind::NotFound,
        );
        check(
            429,
            "TooManyRequests",
            "Please retry again later.",
            Kind::Throttled,
        );
        check(
            400,
            "CredentialTypeNotAllowedAsPerAppPolicy",
            "Credential type not allowed",
            Kind::SecretsForbidden,
        );
        check(
            400,
            "CredentialInvalidLifetimeAsPerAppPolicy",
            "Credential lifetime exceeds",
            Kind::LifetimeTooLong,
        );
        check(403, "Directory_QuotaExceeded", "quota", Kind::QuotaExceeded);
        check(400, "Request_BadRequest", "Invalid value", Kind::Refused);
    }

    #[test]
    fn the_precise_code_of_the_details_counts() {
        let body = json!({"error": {"code": "Request_BadRequest", "message": "?", "details": [{"code": "NoBackingApplicationObject"}]}});
        assert_eq!(
            Failure::read(&response(400, &body, &[])).kind,
            Kind::NotReplicated
        );
    }

    #[test]
    fn a_failure_without_a_body_is_still_one() {
        let empty = http::Response::builder()
            .status(502)
            .body(b"<html>".to_vec())
            .expect("a valid response");
        let failure = Failure::read(&empty);
        assert_eq!(
            (failure.kind.clone(), failure.applied()),
            (Kind::Unavailable, Applied::Unknown)
        );
    }

    #[test]
    fn retry_after_is_taken_whole_or_with_decimals() {
        let check = |value: &str, expected: Option<u64>| {
            let failure = Failure::read(&response(429, &Value::Null, &[("retry-after", value)]));
            assert_eq!(
                failure.retry_after,
                expected.map(Duration::from_millis),
                "{value}"
            );
        };
        check("5", Some(5000));
        check("0.249", Some(249));
        check("0.2496", Some(249));
        check("1.5", Some(1500));
        check("1.x", None);
        check("1.2.3", None);
        check("99999", Some(300_000));
        check("-1", None);
        check("NaN", None);
        check("Wed, 21 Oct 2026 07:28:00 GMT", None);
    }

    #[test]
    fn claims_are_found_among_joined_challenges() {
        let check = |header: &str, expected: Option<&str>| {
            let failure = Failure::read(&response(
                401,
                &Value::Null,
                &[("www-authenticate", header)],
            ));
            assert_eq!(
                failure.kind,
                Kind::TokenRejected {
                    claims: expected.map(str::to_owned)
                },
                "{header}"
            );
        };
        check(
            r#"PoP realm="", Bearer error="insufficient_claims", claims="eyJh", realm="""#,
            Some("eyJh"),
        );
        check(r#"Bearer realm="""#, None);
        check(r#"Bearer claims="""#, None);
    }

    #[test]
    fn foreign_text_cannot_reorder_or_hide() {
        assert_eq!(
            visible("a\u{202E}b\u{200B}c\nd"),
            "a\u{FFFD}b\u{FFFD}c\u{FFFD}d"
        );
        assert_eq!(visible(&"x".repeat(5000)).len(), MESSAGE_CAP);
    }
}
