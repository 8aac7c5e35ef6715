//! The token endpoint: PKCE, single use, origin rules, client credentials.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox::Settings;
use serde_json::{Value, json};

use crate::tenant::{Answer, GLOBAL, Tenant, USER_READ_ALL, WRITE};

const ADMIN: &str = "admin@contoso.onmicrosoft.com";
const ORIGIN: (&str, &str) = ("origin", "http://localhost:8787");

#[test]
fn a_code_gives_tokens_once() {
    let mut tenant = Tenant::new(Settings::default());
    let code = tenant.code(ADMIN, &[]);
    let answer = tenant.redeem(&code, &[ORIGIN], &[]);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(
        (
            answer.body["token_type"].as_str(),
            answer.body["scope"].as_str()
        ),
        (Some("Bearer"), Some("openid profile User.Read"))
    );
    assert!((3_599..=5_399).contains(&answer.body["expires_in"].as_i64().expect("seconds")));
    assert_eq!(answer.body["refresh_token"], Value::Null);
    let parts: Vec<&str> = answer.body["id_token"]
        .as_str()
        .expect("an ID token")
        .split('.')
        .collect();
    let claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).expect("base64url"))
            .expect("JSON");
    let tid = sandbox::TENANT_ID.to_string();
    assert_eq!(
        claims["iss"],
        format!("http://localhost:8787/login/{tid}/v2.0")
    );
    assert_eq!(
        (&claims["tid"], &claims["ver"], &claims["nonce"]),
        (&json!(tid), &json!("2.0"), &json!("the-nonce"))
    );
    assert_eq!(claims["aud"], sandbox::WIZARD_CLIENT_ID.to_string());
    assert_eq!(
        (parts.len(), &claims["preferred_username"]),
        (3, &json!(ADMIN))
    );
    tenant.token = answer.body["access_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    assert_eq!(tenant.get("/me").status, 200);
    assert_eq!(
        tenant.redeem(&code, &[ORIGIN], &[]).aadsts(),
        (400, "invalid_grant", 54005)
    );
}

#[test]
fn refused_redemptions() {
    let check = |headers: &[(&str, &str)],
                 changes: &[(&str, &str)],
                 wait: i64,
                 expected: (u16, &str, i64)| {
        let mut tenant = Tenant::new(Settings::default());
        let code = tenant.code(ADMIN, &[]);
        tenant.wait(wait);
        let answer = tenant.redeem(&code, headers, changes);
        assert_eq!(answer.aadsts(), expected, "{changes:?} {}", answer.text);
        let description = answer.body["error_description"].as_str().expect("text");
        assert!(
            description.starts_with(&format!("AADSTS{}: ", expected.2)),
            "{description}"
        );
    };
    let origin = [ORIGIN];
    check(
        &origin,
        &[(
            "code_verifier",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        )],
        0,
        (400, "invalid_grant", 501_481),
    );
    check(
        &origin,
        &[("code_verifier", "short")],
        0,
        (400, "invalid_grant", 501_481),
    );
    check(
        &origin,
        &[("code_verifier", "")],
        0,
        (400, "invalid_request", 9_002_325),
    );
    check(
        &origin,
        &[("redirect_uri", "http://localhost:8788/")],
        0,
        (400, "invalid_grant", 70000),
    );
    check(
        &origin,
        &[("code", "other")],
        0,
        (400, "invalid_grant", 70000),
    );
    check(
        &origin,
        &[("client_id", "11111111-2222-4333-8444-555555555555")],
        0,
        (400, "unauthorized_client", 700_016),
    );
    check(
        &origin,
        &[("grant_type", "password")],
        0,
        (400, "unsupported_grant_type", 70003),
    );
    check(&origin, &[], 600_000, (400, "invalid_grant", 70008));
    check(&[], &[], 0, (400, "invalid_request", 9_002_327));
}

#[test]
fn a_code_is_redeemed_where_it_was_issued() {
    let mut tenant = Tenant::new(Settings::default());
    let code = tenant.code(ADMIN, &[]);
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", &sandbox::WIZARD_CLIENT_ID.to_string()),
        ("code", &code),
        ("redirect_uri", "http://localhost:8787/"),
        ("code_verifier", crate::tenant::VERIFIER),
    ];
    let answer = tenant.form(
        &format!("/login/{}/oauth2/v2.0/token", sandbox::TENANT_ID),
        &[ORIGIN],
        &fields,
    );
    assert_eq!(answer.aadsts(), (400, "invalid_grant", 700_005));
    let answer = tenant.form(
        "/login/nowhere.example/oauth2/v2.0/token",
        &[ORIGIN],
        &fields,
    );
    assert_eq!(answer.aadsts(), (400, "invalid_request", 90002));
}

#[test]
fn scopes_are_written_as_they_were_asked() {
    let mut tenant = Tenant::new(Settings::default());
    let scope = [(
        "scope",
        "openid https://graph.microsoft.com/User.Read http://localhost:8787/graph/User.ReadBasic.All",
    )];
    let code = tenant.code(ADMIN, &scope);
    assert_eq!(
        tenant.redeem(&code, &[ORIGIN], &[]).body["scope"],
        scope[0].1
    );
    let code = tenant.code(ADMIN, &scope);
    let narrowed = tenant.redeem(
        &code,
        &[ORIGIN],
        &[("scope", "openid User.Read Application.ReadWrite.All")],
    );
    assert_eq!(
        narrowed.body["scope"], "openid User.Read",
        "what was not consented is left out"
    );
}

/// An application with a secret, a service principal, and User.Read.All.
fn prepared(settings: Settings) -> (Tenant, String, String) {
    let mut tenant = Tenant::signed_in(settings, GLOBAL, WRITE);
    let made = tenant.graph("POST", "/applications", json!({"displayName": "A", "passwordCredentials": [{"endDateTime": "2027-11-24T08:00:00Z"}]}));
    let app_id = made.body["appId"].as_str().expect("text").to_owned();
    let secret = made.body["passwordCredentials"][0]["secretText"]
        .as_str()
        .expect("text")
        .to_owned();
    (tenant, app_id, secret)
}

fn by_secret(tenant: &mut Tenant, app_id: &str, secret: &str, headers: &[(&str, &str)]) -> Answer {
    let scope = "https://graph.microsoft.com/.default";
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app_id),
        ("client_secret", secret),
        ("scope", scope),
    ];
    tenant.form(
        &format!("/login/{}/oauth2/v2.0/token", sandbox::TENANT_ID),
        headers,
        &fields,
    )
}

#[test]
fn client_credentials() {
    let (mut tenant, app_id, secret) = prepared(Settings::default());
    assert_eq!(
        by_secret(&mut tenant, &app_id, &secret, &[]).aadsts(),
        (400, "unauthorized_client", 7_000_229)
    );
    let sp = tenant.service_principal(&app_id);
    let cross = by_secret(&mut tenant, &app_id, &secret, &[ORIGIN]);
    assert_eq!(
        (cross.aadsts(), cross.header("access-control-allow-origin")),
        ((400, "invalid_request", 9_002_326), "")
    );
    assert_eq!(
        by_secret(&mut tenant, &app_id, "wrong", &[]).aadsts(),
        (401, "invalid_client", 7_000_215)
    );
    assert_eq!(
        by_secret(&mut tenant, &sp, &secret, &[]).aadsts(),
        (400, "unauthorized_client", 700_016)
    );
    let without_role = by_secret(&mut tenant, &app_id, &secret, &[]).body["access_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    let graph = tenant.graph_principal();
    let role = json!({"principalId": sp, "resourceId": graph, "appRoleId": USER_READ_ALL});
    assert_eq!(
        tenant
            .graph(
                "POST",
                &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
                role
            )
            .status,
        201
    );
    let with_role = by_secret(&mut tenant, &app_id, &secret, &[]).body["access_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    tenant.token = without_role;
    assert_eq!(
        tenant.get("/users").error().1,
        "Authorization_RequestDenied"
    );
    tenant.token = with_role;
    assert_eq!(
        tenant.get("/users").body["value"].as_array().map(Vec::len),
        Some(15)
    );
    assert_eq!(tenant.get("/me").status, 400);
    tenant.wait(366 * 86_400_000);
    assert_eq!(
        by_secret(&mut tenant, &app_id, &secret, &[]).aadsts(),
        (401, "invalid_client", 7_000_222)
    );
}

#[test]
fn the_customer_manager_syncs() {
    let (mut tenant, app_id, secret) = prepared(Settings::default());
    let post = |tenant: &mut Tenant, path: &str, body: Value| {
        tenant
            .send(
                "POST",
                &format!("/customer-manager/api/{path}"),
                &[],
                body.to_string().as_bytes(),
            )
            .body
    };
    let form = json!({"usage": "use", "period": "1 Day", "tenantId": sandbox::TENANT_ID.to_string(), "clientId": app_id, "secretCode": secret});
    let saved = post(&mut tenant, "save", form.clone());
    assert_eq!(
        (&saved["saved"], &saved["clientId"]),
        (&json!(true), &json!(app_id))
    );
    assert!(
        !saved.to_string().contains(&secret),
        "the page never sees it again"
    );
    assert_eq!(
        post(&mut tenant, "sync", json!({}))["error"]["code"],
        "AADSTS7000229"
    );
    let sp = tenant.service_principal(&app_id);
    assert_eq!(
        post(&mut tenant, "sync", json!({}))["error"]["code"],
        "Authorization_RequestDenied"
    );
    let graph = tenant.graph_principal();
    let role = json!({"principalId": sp, "resourceId": graph, "appRoleId": USER_READ_ALL});
    tenant.graph(
        "POST",
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
        role,
    );
    let users = post(&mut tenant, "sync", json!({}))["users"].clone();
    assert_eq!(users.as_array().map(Vec::len), Some(15), "over two pages");
    assert_eq!(users[3]["upn"], "AdeleV@contoso.onmicrosoft.com");
    assert_eq!(users[3]["officePhone"], "+1 425 555 0109");
    // An empty Secret Code keeps the saved one.
    let mut unchanged = form;
    unchanged["secretCode"] = "".into();
    post(&mut tenant, "save", unchanged);
    assert_eq!(tenant.state()["portal"]["secretCode"], secret);
    assert!(post(&mut tenant, "sync", json!({}))["users"].is_array());
}
