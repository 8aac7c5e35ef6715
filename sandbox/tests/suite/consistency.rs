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
fn what_was_written_is_found_here_and_not_there_until_it_is_everywhere() {
    let mut codes = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let mut tenant = lagging(seed);
        let (id, app_id) = tenant.application();
        let mut seen = Vec::new();
        for _ in 0..50 {
            seen.push(tenant.get(&format!("/applications/{id}")).status);
            tenant.wait(LAG / 50);
        }
        assert_eq!(seen[0], 404, "no replica has it at once");
        assert!(seen.contains(&200), "replicas have it before the last one");
        let forth_and_back = seen.windows(2).any(|pair| pair == [200, 404]);
        codes.insert(format!("read forth and back: {forth_and_back}"));
        tenant.wait(1);
        assert_eq!(tenant.get(&format!("/applications/{id}")).status, 200);
        assert_eq!(listed(&mut tenant), 1);
        assert_eq!(
            tenant
                .get(&format!("/applications(appId='{app_id}')"))
                .status,
            200
        );
    }
    let expected = ["read forth and back: false", "read forth and back: true"];
    assert_eq!(
        codes.iter().map(String::as_str).collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn who_refers_to_what_has_not_arrived_gets_the_errors_that_microsoft_gives() {
    let mut codes = std::collections::BTreeSet::new();
    for seed in 0..20 {
        let mut tenant = lagging(seed);
        let (id, app_id) = tenant.application();
        let add = format!("/applications/{id}/addPassword");
        codes.insert(tenant.graph("POST", &add, json!({})).error().1.to_owned());
        let early = tenant.graph("POST", "/servicePrincipals", json!({"appId": app_id}));
        codes.insert(early.error().1.to_owned());
        assert_eq!(listed(&mut tenant), 0);
        tenant.wait(LAG);
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
        let again = tenant.graph("POST", "/servicePrincipals", json!({"appId": app_id}));
        assert_eq!(again.status, 409);
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
        "Request_ResourceNotFound",
    ];
    let codes: Vec<_> = codes.iter().map(String::as_str).collect();
    assert_eq!(codes, expected, "each lag shows both of its faces");
}

fn listed(tenant: &mut Tenant) -> usize {
    let list = &tenant.get("/applications").body["value"];
    list.as_array().expect("a list").len()
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
fn a_deleted_application_is_listed_for_a_while_and_cannot_be_changed_any_more() {
    let mut tenant = lagging(2);
    let (id, _) = tenant.application();
    tenant.wait(LAG);
    let address = format!("/applications/{id}");
    assert_eq!(tenant.graph("DELETE", &address, Value::Null).status, 204);
    assert_eq!(tenant.get(&address).status, 200, "a replica still has it");
    let change = json!({"displayName": "Too late"});
    assert_eq!(tenant.graph("PATCH", &address, change).status, 404);
    assert_eq!(listed(&mut tenant), 1);
    tenant.wait(LAG);
    assert_eq!(tenant.get(&address).status, 404);
    assert_eq!(listed(&mut tenant), 0);
}

#[test]
fn a_removed_secret_opens_the_door_until_the_removal_has_arrived() {
    let mut tenant = lagging(4);
    let (id, app_id) = tenant.application();
    tenant.wait(LAG);
    tenant.service_principal(&app_id);
    let added = tenant.graph(
        "POST",
        &format!("/applications/{id}/addPassword"),
        json!({}),
    );
    tenant.wait(LAG);
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app_id.as_str()),
        (
            "client_secret",
            added.body["secretText"].as_str().expect("a secret"),
        ),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    let endpoint = "/login/contoso.onmicrosoft.com/oauth2/v2.0/token";
    let key = json!({"keyId": added.body["keyId"]});
    let removed = tenant.graph("POST", &format!("/applications/{id}/removePassword"), key);
    assert_eq!(removed.status, 204);
    assert_eq!(tenant.form(endpoint, &[], &fields).status, 200);
    tenant.wait(LAG);
    assert_eq!(tenant.form(endpoint, &[], &fields).aadsts().2, 7_000_215);
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
