//! Replication lag: what fails until a write has arrived everywhere, and with which error.

use sandbox::Settings;
use serde_json::{Value, json};

use crate::tenant::{GLOBAL, Tenant, USER_READ_ALL, WRITE};

const LAG: i64 = 5_000;

fn lagging(seed: u64) -> Tenant {
    Tenant::signed_in(
        Settings {
            seed,
            lag_ms: 5_000,
            ..Settings::default()
        },
        GLOBAL,
        WRITE,
    )
}

#[test]
fn nothing_is_visible_before_half_the_lag_and_all_is_after_it() {
    let mut codes = std::collections::BTreeSet::new();
    for seed in 0..20 {
        let mut tenant = lagging(seed);
        let (id, app_id) = tenant.application();
        tenant.wait(LAG / 2 - 1);
        assert_eq!(
            tenant.get(&format!("/applications/{id}")).error().1,
            "Request_ResourceNotFound"
        );
        assert_eq!(
            tenant
                .get(&format!("/applications(appId='{app_id}')"))
                .status,
            404
        );
        assert_eq!(
            tenant
                .graph(
                    "POST",
                    &format!("/applications/{id}/addPassword"),
                    json!({})
                )
                .status,
            404
        );
        assert_eq!(tenant.get("/applications").body["value"], json!([]));
        let early = tenant.graph("POST", "/servicePrincipals", json!({"appId": app_id}));
        codes.insert(early.error().1.to_owned());
        tenant.wait(LAG / 2 + 1);
        assert_eq!(tenant.get(&format!("/applications/{id}")).status, 200);
        assert_eq!(
            tenant.get("/applications").body["value"]
                .as_array()
                .map(Vec::len),
            Some(1)
        );
        let sp = tenant.service_principal(&app_id);
        let graph = tenant.graph_principal();
        let role = json!({"principalId": sp, "resourceId": graph, "appRoleId": USER_READ_ALL});
        let grant = json!({"clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read"});
        let assign = format!("/servicePrincipals/{graph}/appRoleAssignedTo");
        let early = tenant.graph("POST", &assign, role.clone());
        codes.insert(format!("{} {}", early.status, early.error().1));
        assert_eq!(
            tenant
                .graph("POST", "/oauth2PermissionGrants", grant.clone())
                .status,
            404
        );
        // A second create says that it is there, though it cannot be read yet.
        assert_eq!(
            tenant
                .graph("POST", "/servicePrincipals", json!({"appId": app_id}))
                .status,
            409
        );
        tenant.wait(LAG);
        assert_eq!(tenant.graph("POST", &assign, role).status, 201);
        assert_eq!(
            tenant
                .graph("POST", "/oauth2PermissionGrants", grant)
                .status,
            201
        );
    }
    let expected = [
        "400 Request_BadRequest",
        "404 Request_ResourceNotFound",
        "Authorization_RequestDenied",
        "Request_BadRequest",
    ];
    assert_eq!(
        codes.iter().map(String::as_str).collect::<Vec<_>>(),
        expected,
        "each lag shows both of its faces"
    );
}

#[test]
fn a_secret_arrives_late() {
    let mut tenant = lagging(1);
    let (id, app_id) = tenant.application();
    tenant.wait(LAG);
    tenant.service_principal(&app_id);
    tenant.wait(LAG);
    let added = tenant.graph(
        "POST",
        &format!("/applications/{id}/addPassword"),
        json!({}),
    );
    let secret = added.body["secretText"]
        .as_str()
        .expect("told at once")
        .to_owned();
    let ask = |tenant: &mut Tenant| {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", app_id.as_str()),
            ("client_secret", secret.as_str()),
            ("scope", "https://graph.microsoft.com/.default"),
        ];
        tenant.form(
            "/login/contoso.onmicrosoft.com/oauth2/v2.0/token",
            &[],
            &fields,
        )
    };
    assert_eq!(ask(&mut tenant).aadsts().2, 7_000_215);
    assert_eq!(
        tenant.get(&format!("/applications/{id}")).body["passwordCredentials"],
        json!([])
    );
    tenant.wait(LAG);
    assert_eq!(ask(&mut tenant).status, 200);
    assert_eq!(
        tenant.get(&format!("/applications/{id}")).body["passwordCredentials"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_deleted_application_is_listed_for_a_while() {
    let mut tenant = lagging(2);
    let (id, _) = tenant.application();
    tenant.wait(LAG);
    assert_eq!(
        tenant
            .graph("DELETE", &format!("/applications/{id}"), Value::Null)
            .status,
        204
    );
    assert_eq!(tenant.get(&format!("/applications/{id}")).status, 404);
    assert_eq!(
        tenant.get("/applications").body["value"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    tenant.wait(LAG);
    assert_eq!(tenant.get("/applications").body["value"], json!([]));
}

#[test]
fn upserts_see_the_primary() {
    let mut tenant = lagging(3);
    let create = [("Prefer", "create-if-missing")];
    let upsert = |tenant: &mut Tenant| {
        tenant
            .graph_with(
                "PATCH",
                "/applications(uniqueName='one')",
                &create,
                json!({"displayName": "A"}),
            )
            .status
    };
    assert_eq!(upsert(&mut tenant), 201);
    assert_eq!(upsert(&mut tenant), 204);
    assert_eq!(tenant.get("/applications(uniqueName='one')").status, 404);
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let run = |seed: u64| {
        let mut tenant = lagging(seed);
        let (_, app_id) = tenant.application();
        tenant.wait(4_000);
        tenant.graph("POST", "/servicePrincipals", json!({"appId": app_id}));
        tenant.state().to_string()
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}
