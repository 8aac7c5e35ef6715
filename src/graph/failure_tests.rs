use super::*;
use serde_json::json;

fn now() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().expect("a literal time")
}

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
        let failure = Failure::read(&response(status, &body, &[]), now());
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
    check(404, "", "", Kind::Garbled);
    check(403, "", "", Kind::Garbled);
}

#[test]
fn the_precise_code_of_the_details_counts() {
    let body = json!({"error": {"code": "Request_BadRequest", "message": "?", "details": [{"code": "NoBackingApplicationObject"}]}});
    assert_eq!(
        Failure::read(&response(400, &body, &[]), now()).kind,
        Kind::NotReplicated
    );
}

#[test]
fn a_failure_without_a_body_is_still_one() {
    let empty = http::Response::builder()
        .status(502)
        .body(b"<html>".to_vec())
        .expect("a valid response");
    let failure = Failure::read(&empty, now());
    assert_eq!(
        (failure.kind.clone(), failure.applied()),
        (Kind::Unavailable, Applied::Unknown)
    );
}

#[test]
fn retry_after_is_taken_in_every_form() {
    let check = |value: &str, expected: Option<u64>| {
        let headers = [("retry-after", value)];
        let failure = Failure::read(&response(429, &Value::Null, &headers), now());
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
    check("301", Some(301_000));
    check("4294967295", Some(86_400_000));
    check("-1", None);
    check("NaN", None);
    check("Wed, 21 Oct 2026 07:28:00 GMT", Some(0));
    check("Tue, 24 Nov 2026 10:00:07 GMT", Some(7_000));
    check("Tue, 24 Nov 2026 10:00:07 CET", None);
}

#[test]
fn a_date_is_measured_by_the_services_own_clock() {
    let headers = [("retry-after", "Tue, 24 Nov 2026 10:00:07 GMT")];
    let body = json!({"error": {"code": "x", "innerError": {"date": "2026-11-24T10:00:05"}}});
    let tomorrow = now() + chrono::TimeDelta::days(1);
    let failure = Failure::read(&response(429, &body, &headers), tomorrow);
    assert_eq!(failure.retry_after, Some(Duration::from_secs(2)));
}

#[test]
fn claims_are_found_among_joined_challenges() {
    let check = |header: &str, expected: Option<&str>| {
        let headers = [("www-authenticate", header)];
        let failure = Failure::read(&response(401, &Value::Null, &headers), now());
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
        visible("a\u{202E}b\u{200B}c\nd\u{61C}e\u{2028}f"),
        "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f"
    );
    assert_eq!(visible(&"x".repeat(5000)).len(), MESSAGE_CAP);
}
