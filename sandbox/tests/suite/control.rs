//! The control endpoints and the faults.

use sandbox::Settings;
use serde_json::{Value, json};

use crate::tenant::{GLOBAL, Tenant, WRITE};

fn global() -> Tenant {
    Tenant::signed_in(Settings::default(), GLOBAL, WRITE)
}

fn create(tenant: &mut Tenant) -> crate::tenant::Answer {
    tenant.graph("POST", "/applications", json!({"displayName": "A"}))
}

fn applications(tenant: &mut Tenant) -> Option<usize> {
    tenant.state()["applications"].as_array().map(Vec::len)
}

#[test]
fn lost_requests_and_replies() {
    let check = |drop: &str, applied: usize, status: u64| {
        let mut tenant = global();
        tenant
            .faults(json!([{"method": "POST", "path": "/graph/v1.0/applications", "drop": drop}]));
        assert!(
            tenant.get("/applications").status == 200,
            "another method is not touched"
        );
        assert!(create(&mut tenant).delivery.cut);
        assert_eq!(applications(&mut tenant), Some(applied));
        let entry = tenant.state()["requests"][1].clone();
        assert_eq!(
            (entry["status"].as_u64(), &entry["dropped"]),
            (Some(status), &json!(drop))
        );
        assert!(
            !create(&mut tenant).delivery.cut,
            "once when nothing else is said"
        );
    };
    check("request", 0, 0);
    check("response", 1, 201);
}

#[test]
fn refusals() {
    let check = |rule: Value, status: u16, code: &str, retry_after: &str| {
        let mut tenant = global();
        tenant.faults(json!([rule]));
        let answer = create(&mut tenant);
        assert_eq!(
            (
                answer.status,
                answer.error().1,
                answer.header("retry-after")
            ),
            (status, code, retry_after)
        );
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(applications(&mut tenant), Some(0), "not applied");
    };
    check(
        json!({"status": 429, "retryAfter": 3}),
        429,
        "TooManyRequests",
        "3",
    );
    check(json!({"status": 429}), 429, "TooManyRequests", "");
    check(json!({"status": 503}), 503, "ServiceUnavailable", "");
    check(
        json!({"status": 409}),
        409,
        "Directory_ConcurrencyViolation",
        "",
    );
    check(
        json!({"status": 400, "code": "Own_Code", "message": "m"}),
        400,
        "Own_Code",
        "",
    );
    let mut tenant = global();
    tenant.faults(json!([{"status": 401, "claimsChallenge": true}]));
    let answer = tenant.get("/me");
    assert!(
        answer
            .header("www-authenticate")
            .contains("insufficient_claims"),
        "{:?}",
        answer.headers
    );
}

#[test]
fn times_and_order() {
    let mut tenant = global();
    tenant.faults(
        json!([{"status": 503, "times": 2}, {"status": 500, "times": 0, "method": "POST"}]),
    );
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(create(&mut tenant).status);
    }
    assert_eq!(statuses, [503, 503, 500, 500]);
    assert_eq!(tenant.get("/me").status, 200);
    tenant.faults(json!([{"status": 503, "after": 1}]));
    assert_eq!(
        [
            tenant.get("/me").status,
            tenant.get("/me").status,
            tenant.get("/me").status
        ],
        [200, 503, 200]
    );
}

#[test]
fn delays_are_told_not_waited() {
    let mut tenant = Tenant::signed_in(
        Settings {
            latency_ms: 100,
            ..Settings::default()
        },
        GLOBAL,
        WRITE,
    );
    tenant.faults(json!([{"delayMs": 250}]));
    assert_eq!(tenant.get("/me").delivery.delay.as_millis(), 350);
    assert_eq!(tenant.get("/me").delivery.delay.as_millis(), 100);
    let entry = tenant.state()["requests"][0].clone();
    assert_eq!(
        entry["done"]
            .as_i64()
            .zip(entry["t"].as_i64())
            .map(|(done, t)| done - t),
        Some(350)
    );
}

#[test]
fn reset_takes_settings() {
    let mut tenant = global();
    tenant.application();
    let body = json!({"lagMs": 1, "roles": {"User without a role": ["Global Reader"]}, "secretPolicy": {"maxLifetime": "P30D"}, "servicePrincipals": 3});
    assert_eq!(
        tenant
            .send("POST", "/sandbox/reset", &[], body.to_string().as_bytes())
            .status,
        200
    );
    assert_eq!(applications(&mut tenant), Some(0));
    tenant.become_account(
        "User without a role",
        &["User.Read", "Application.Read.All"],
    );
    assert_eq!(
        tenant.get("/me/transitiveMemberOf").body["value"][0]["displayName"],
        "Global Reader"
    );
    assert_eq!(
        tenant.get("/servicePrincipals").body["value"]
            .as_array()
            .map(Vec::len),
        Some(4)
    );
    let wrong = tenant.send("POST", "/sandbox/reset", &[], br#"{"lagMS": 1}"#);
    assert_eq!(wrong.status, 400, "a misspelt field is not ignored");
    let token = tenant.send(
        "POST",
        "/sandbox/token",
        &[],
        br#"{"account": "Global Administrator", "scopes": ["User.Read"]}"#,
    );
    tenant.token = token.body["accessToken"]
        .as_str()
        .expect("a token")
        .to_owned();
    assert_eq!(
        tenant.get("/me").body["displayName"],
        "Global Administrator"
    );
}

#[test]
fn real_host_names_are_understood() {
    let mut tenant = global();
    let request = http::Request::get("https://graph.microsoft.com/v1.0/me")
        .header("authorization", format!("Bearer {}", tenant.token));
    let response = tenant
        .sandbox
        .handle(&request.body(Vec::new()).expect("a request"), tenant.now);
    let body: Value = serde_json::from_slice(response.body()).expect("JSON");
    assert_eq!(
        body["@odata.context"],
        "https://graph.microsoft.com/v1.0/$metadata#users/$entity"
    );
    assert_eq!(tenant.state()["requests"][0]["path"], "/graph/v1.0/me");
}
