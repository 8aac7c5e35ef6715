//! The authorize endpoint and its pages.

use sandbox::Settings;
use serde_json::json;

use crate::tenant::{Tenant, WRITE};

const ADMIN: &str = "admin@contoso.onmicrosoft.com";
const USER: &str = "user@contoso.onmicrosoft.com";

#[test]
fn account_then_consent_then_code() {
    let mut tenant = Tenant::new(Settings::default());
    let page = tenant.authorize("organizations", "", &[]);
    assert_eq!(page.status, 200);
    for name in [
        "Global Administrator",
        "Cloud Application Administrator",
        "User without a role",
    ] {
        assert!(
            page.text.contains(&format!("aria-label=\"{name}\"")),
            "{name}"
        );
    }
    let (page, cookie) = tenant.choose(USER, &[]);
    assert!(
        page.text.contains(">Accept<") && page.text.contains(">Cancel<"),
        "{}",
        page.text
    );
    assert!(
        page.text.contains("Sign users in") && !page.text.contains("Consent on behalf"),
        "{}",
        page.text
    );
    let back = tenant.decide(&cookie, &[("decision", "accept")], &[]);
    assert_eq!(back.status, 302);
    assert!(
        back.header("location")
            .starts_with("http://localhost:8787/#code=")
    );
    assert_eq!(back.returned("state").as_deref(), Some("the-state"));
    // Consented and signed in: no page at all, unless an account is to be selected.
    assert_eq!(tenant.authorize("organizations", &cookie, &[]).status, 302);
    assert_eq!(
        tenant
            .authorize("organizations", &cookie, &[("login_hint", USER)])
            .status,
        302
    );
    assert_eq!(
        tenant
            .authorize("organizations", &cookie, &[("login_hint", ADMIN)])
            .status,
        200
    );
    assert_eq!(
        tenant
            .authorize("organizations", &cookie, &[("prompt", "select_account")])
            .status,
        200
    );
    assert!(
        tenant
            .authorize("organizations", &cookie, &[("prompt", "none")])
            .returned("code")
            .is_some()
    );
    // Consent is by account.
    assert_eq!(tenant.choose(ADMIN, &[]).0.status, 200);
}

#[test]
fn only_missing_scopes_are_asked() {
    let mut tenant = Tenant::new(Settings::default());
    tenant.code(ADMIN, &[]);
    let more = [(
        "scope",
        "openid profile User.Read Application.ReadWrite.All",
    )];
    let (page, _) = tenant.choose(ADMIN, &more);
    assert!(
        page.text.contains("Read and write all applications")
            && !page.text.contains("Sign users in"),
        "{}",
        page.text
    );
}

#[test]
fn consent_for_the_organization() {
    let mut tenant = Tenant::new(Settings::default());
    let scopes = format!("openid {}", WRITE.join(" "));
    let wanted = [("scope", scopes.as_str())];
    let (page, cookie) = tenant.choose(ADMIN, &wanted);
    assert!(page.text.contains("Consent on behalf of your organization"));
    tenant.decide(
        &cookie,
        &[("decision", "accept"), ("organization", "yes")],
        &wanted,
    );
    assert!(tenant.choose(USER, &wanted).0.returned("code").is_some());
    let mut prepared =
        Tenant::new(serde_json::from_value(json!({"orgConsent": true})).expect("settings"));
    assert!(prepared.choose(USER, &wanted).0.returned("code").is_some());
}

#[test]
fn a_user_needs_an_admins_approval() {
    let mut tenant = Tenant::new(Settings::default());
    let wanted = [("scope", "openid Application.Read.All")];
    let (page, cookie) = tenant.choose(USER, &wanted);
    assert!(
        page.text.contains("Need admin approval")
            && page
                .text
                .contains("Return to the application without granting consent")
    );
    assert!(
        page.text
            .contains("#error=access_denied&amp;error_description=AADSTS90094"),
        "{}",
        page.text
    );
    // A forged form changes nothing.
    let forged = tenant.decide(&cookie, &[("decision", "accept")], &wanted);
    assert_eq!(forged.returned("error").as_deref(), Some("access_denied"));
}

#[test]
fn errors_return_to_the_application() {
    let check = |changes: &[(&str, &str)], decision: Option<&str>, error: &str, code: &str| {
        let mut tenant = Tenant::new(Settings::default());
        let answer = match decision {
            None => tenant.authorize("organizations", "", changes),
            Some(decision) => {
                let (_, cookie) = tenant.choose(USER, changes);
                tenant.decide(&cookie, &[("decision", decision)], changes)
            }
        };
        assert_eq!(
            answer.returned("error").as_deref(),
            Some(error),
            "{changes:?} {}",
            answer.text
        );
        let text = answer.returned("error_description").expect("a description");
        assert!(text.starts_with(&format!("{code}:")), "{text}");
        assert_eq!(answer.returned("state").as_deref(), Some("the-state"));
    };
    check(&[], Some("cancel"), "access_denied", "AADSTS65004");
    check(&[("prompt", "none")], None, "login_required", "AADSTS50058");
    check(
        &[("response_type", "token")],
        None,
        "unsupported_response_type",
        "AADSTS700054",
    );
    check(
        &[("scope", "openid Nonsense.Read")],
        Some("accept"),
        "invalid_client",
        "AADSTS650053",
    );
    check(
        &[("response_mode", "query")],
        Some("cancel"),
        "access_denied",
        "AADSTS65004",
    );
}

#[test]
fn errors_about_the_client_stay_on_the_page() {
    let mut tenant = Tenant::new(Settings::default());
    let mut check = |path: &str, changes: &[(&str, &str)], code: &str| {
        let answer = tenant.authorize(path, "", changes);
        assert_eq!(
            (answer.status, answer.header("location")),
            (400, ""),
            "{changes:?}"
        );
        assert!(answer.text.contains(code), "{}", answer.text);
    };
    check(
        "organizations",
        &[("client_id", "11111111-2222-4333-8444-555555555555")],
        "AADSTS700016",
    );
    check(
        "organizations",
        &[("redirect_uri", "https://evil.example/")],
        "AADSTS50011",
    );
    check("fabrikam.example", &[], "AADSTS90002");
    check("organizations", &[("client_id", "")], "AADSTS900144");
}

#[test]
fn pages_escape_what_they_carry() {
    let mut tenant = Tenant::new(Settings::default());
    let page = tenant.authorize(
        "organizations",
        "",
        &[("state", "\"><script>alert(1)</script>")],
    );
    assert!(!page.text.contains("<script"), "{}", page.text);
}

#[test]
fn a_registered_application_can_sign_in_too() {
    let mut tenant = Tenant::signed_in(Settings::default(), "Global Administrator", WRITE);
    let made = tenant.graph("POST", "/applications", json!({"displayName": "Own", "signInAudience": "AzureADMyOrg", "spa": {"redirectUris": ["http://localhost/"]}}));
    let app_id = made.body["appId"].as_str().expect("text").to_owned();
    let own = [("client_id", app_id.as_str())];
    let refused = tenant.authorize("organizations", "", &own);
    assert!(refused.text.contains("AADSTS50194"), "{}", refused.text);
    let page = tenant.authorize("contoso.onmicrosoft.com", "", &own);
    assert!(page.text.contains("to continue to Own"), "{}", page.text);
}
