//! Graph's objects and what becomes of them, with everything visible at once.

use sandbox::Settings;
use serde_json::{Value, json};

use crate::tenant::{CLOUD, GLOBAL, Tenant, USER, WRITE};

/// A tenant in which users without a role may register applications.
fn open_to_users() -> Settings {
    Settings {
        allowed_to_create_apps: true,
        ..Settings::default()
    }
}

fn global() -> Tenant {
    Tenant::signed_in(Settings::default(), GLOBAL, WRITE)
}

#[test]
fn application_with_inline_secret() {
    let mut tenant = global();
    let made = tenant.graph_with(
        "POST",
        "/applications",
        &[("client-request-id", "11111111-2222-4333-8444-555555555555")],
        json!({
            "displayName": "A", "signInAudience": "AzureADMyOrg", "tags": ["run-1"],
            "passwordCredentials": [{"displayName": "secret", "endDateTime": "2028-11-24T08:00:00Z"}],
        }),
    );
    assert_eq!(made.status, 201, "{}", made.text);
    let secret = &made.body["passwordCredentials"][0];
    let text = secret["secretText"].as_str().expect("told once");
    assert_eq!((text.len(), secret["hint"].as_str()), (40, text.get(..3)));
    assert_eq!(secret["endDateTime"], "2028-11-24T08:00:00Z");
    assert_ne!(made.body["id"], made.body["appId"]);
    assert_eq!(
        made.body["@odata.context"],
        "http://localhost:8787/graph/v1.0/$metadata#applications/$entity"
    );
    assert!(made.header("location").ends_with(&format!(
        "directoryObjects/{}/Microsoft.DirectoryServices.Application",
        made.id()
    )));
    assert_eq!(
        made.header("client-request-id"),
        "11111111-2222-4333-8444-555555555555"
    );
    assert_eq!(made.header("odata-version"), "4.0");
    assert!(
        made.header("content-type")
            .starts_with("application/json;odata.metadata=minimal")
    );
    assert!(
        made.header("access-control-expose-headers")
            .contains("Retry-After")
    );

    let read = tenant.get(&format!("/applications/{}", made.id()));
    assert_eq!(
        read.body["passwordCredentials"][0]["secretText"],
        Value::Null
    );
    assert_eq!(read.body["passwordCredentials"][0]["hint"], text[..3]);
    assert_eq!(tenant.state()["issuedSecrets"][0]["secretText"], text);
}

#[test]
fn upserts() {
    let mut tenant = global();
    let create = [("Prefer", "create-if-missing")];
    let upsert = |tenant: &mut Tenant| {
        tenant.graph_with(
            "PATCH",
            "/applications(uniqueName='entra-handover')",
            &create,
            json!({"displayName": "A"}),
        )
    };
    let made = upsert(&mut tenant);
    assert_eq!(
        (made.status, made.body["uniqueName"].as_str()),
        (201, Some("entra-handover"))
    );
    assert_eq!(upsert(&mut tenant).status, 204);
    let path = format!(
        "/servicePrincipals(appId='{}')",
        made.body["appId"].as_str().expect("text")
    );
    let principal = |tenant: &mut Tenant| {
        tenant
            .graph_with("PATCH", &path, &create, json!({"displayName": "A"}))
            .status
    };
    assert_eq!(principal(&mut tenant), 201);
    assert_eq!(principal(&mut tenant), 204);
    // A soft-deleted application still holds its name; purging frees it.
    assert_eq!(
        tenant
            .graph(
                "DELETE",
                "/applications(uniqueName='entra-handover')",
                Value::Null
            )
            .status,
        204
    );
    let taken = upsert(&mut tenant);
    assert_eq!(
        taken.error(),
        (
            400,
            "Request_BadRequest",
            "Another object with the same value for property uniqueName already exists."
        )
    );
    assert_eq!(
        tenant
            .graph(
                "DELETE",
                &format!("/directory/deletedItems/{}", made.id()),
                Value::Null
            )
            .status,
        204
    );
    assert_eq!(upsert(&mut tenant).status, 201);
}

#[test]
fn delete_restore_purge() {
    let mut tenant = Tenant::signed_in(open_to_users(), GLOBAL, WRITE);
    let (id, app_id) = tenant.application();
    let sp = tenant.service_principal(&app_id);
    assert_eq!(
        tenant
            .graph("DELETE", &format!("/applications/{id}"), Value::Null)
            .status,
        204
    );
    assert_eq!(tenant.get(&format!("/applications/{id}")).status, 404);
    assert_eq!(tenant.get(&format!("/servicePrincipals/{sp}")).status, 404);
    let listed = tenant.get("/directory/deletedItems/microsoft.graph.application");
    assert_eq!(listed.body["value"][0]["id"], id.as_str());
    let restored = tenant.graph(
        "POST",
        &format!("/directory/deletedItems/{id}/restore"),
        Value::Null,
    );
    assert_eq!(
        (restored.status, &restored.body["deletedDateTime"]),
        (200, &Value::Null)
    );
    assert_eq!(tenant.get(&format!("/applications/{id}")).status, 200);
    assert_eq!(
        tenant
            .graph(
                "DELETE",
                &format!("/directory/deletedItems/{id}"),
                Value::Null
            )
            .status,
        404
    );
    // An owner without a role may delete, but not purge.
    tenant.become_account(USER, WRITE);
    let (own, _) = tenant.application();
    assert_eq!(
        tenant
            .graph("DELETE", &format!("/applications/{own}"), Value::Null)
            .status,
        204
    );
    assert_eq!(
        tenant
            .graph(
                "DELETE",
                &format!("/directory/deletedItems/{own}"),
                Value::Null
            )
            .status,
        403
    );
}

#[test]
fn me_roles_organization() {
    let check = |account: &str, roles: &[&str]| {
        let mut tenant = Tenant::signed_in(Settings::default(), account, &["User.Read"]);
        let me = tenant.get("/me?$select=id,displayName,userPrincipalName");
        assert_eq!(me.body["displayName"], account);
        let held = tenant.get("/me/transitiveMemberOf/microsoft.graph.directoryRole");
        let held: Vec<&str> = held.body["value"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|role| role["roleTemplateId"].as_str())
            .collect();
        assert_eq!(held, roles);
        let organization = tenant.get("/organization?$select=id,displayName,verifiedDomains");
        assert_eq!(
            organization.body["value"][0]["id"],
            sandbox::TENANT_ID.to_string()
        );
        assert_eq!(
            organization.body["value"][0]["verifiedDomains"][0]["name"],
            "contoso.onmicrosoft.com"
        );
        assert_eq!(
            tenant.get("/organization").body["value"][0]["city"],
            Value::Null
        );
        assert_eq!(
            tenant.get("/policies/defaultAppManagementPolicy").status,
            403
        );
    };
    check(GLOBAL, &["62e90394-69f5-4237-9190-012177145e10"]);
    check(CLOUD, &["158c047a-c907-4556-b7ef-446551a6b5f7"]);
    check(USER, &[]);
}

#[test]
fn a_federated_credential_from_its_creation_to_its_removal() {
    let mut tenant = Tenant::signed_in(Settings::default(), GLOBAL, WRITE);
    let (id, _) = tenant.application();
    let path = format!("/applications/{id}/federatedIdentityCredentials");
    let written = json!({"name": "ci", "issuer": "https://issuer.example/", "subject": "main", "audiences": ["api://AzureADTokenExchange"]});
    let made = tenant.graph("POST", &path, written);
    assert_eq!(
        (made.status, &made.body["description"]),
        (201, &Value::Null)
    );
    let one = format!("{path}/{}", made.id());
    let moved = tenant.graph("PATCH", &one, json!({"subject": "release"}));
    assert_eq!(moved.status, 204);
    for address in [&one, &format!("{path}/ci")] {
        assert_eq!(tenant.get(address).body["subject"], "release");
    }
    assert_eq!(
        tenant.graph("PATCH", &one, json!({"color": "red"})).status,
        400
    );
    assert_eq!(tenant.graph("DELETE", &one, Value::Null).status, 204);
    assert_eq!(tenant.get(&path).body["value"], json!([]));
    assert_eq!(tenant.get(&one).status, 404);
}

#[test]
fn owners() {
    let mut tenant = Tenant::signed_in(open_to_users(), USER, WRITE);
    let (id, _) = tenant.application();
    let path = format!("/applications/{id}/owners");
    let owner = tenant.get(&path).body["value"][0].clone();
    assert_eq!(
        owner["displayName"], USER,
        "who has default rights only becomes the owner"
    );
    let typed = json!("#microsoft.graph.user");
    assert_eq!(owner["@odata.type"], typed);
    let ids = tenant.get(&format!("{path}?$select=id"));
    assert_eq!(
        ids.body["value"],
        json!([{"@odata.type": typed, "id": owner["id"]}])
    );
    let reference = json!({"@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{}", owner["id"].as_str().expect("text"))});
    let again = tenant.graph("POST", &format!("{path}/$ref"), reference.clone());
    assert!(
        again
            .error()
            .2
            .starts_with("One or more added object references already exist")
    );
    let remove = format!("{path}/{}/$ref", owner["id"].as_str().expect("text"));
    assert_eq!(tenant.graph("DELETE", &remove, Value::Null).status, 204);
    assert_eq!(
        tenant
            .graph("POST", &format!("{path}/$ref"), reference)
            .status,
        403,
        "not an owner any more"
    );
}
