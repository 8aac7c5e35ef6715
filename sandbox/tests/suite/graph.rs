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
fn add_and_remove_password() {
    let mut tenant = global();
    let (id, app_id) = tenant.application();
    let added = tenant.graph(
        "POST",
        &format!("/applications(appId='{app_id}')/addPassword"),
        json!({"passwordCredential": {"displayName": "key1"}}),
    );
    assert_eq!(
        (added.status, added.header("location")),
        (200, "http://localhost:8787/graph")
    );
    // Two years when no end is said; times made by Graph have seven decimals.
    assert_eq!(added.body["endDateTime"], "2028-11-24T08:00:00.0000000Z");
    let key = added.body["keyId"].clone();
    let remove = |tenant: &mut Tenant| {
        tenant.graph(
            "POST",
            &format!("/applications/{id}/removePassword"),
            json!({"keyId": key}),
        )
    };
    assert_eq!(remove(&mut tenant).status, 204);
    assert_eq!(remove(&mut tenant).error().0, 400);
    assert_eq!(tenant.state()["issuedSecrets"][0]["removed"], true);
}

/// As Azure PowerShell makes and removes secrets.
#[test]
fn a_secret_as_azure_powershell_asks_for_it() {
    let mut tenant = global();
    let (id, app_id) = tenant.application();
    let sp = tenant.service_principal(&app_id);
    let key = "6d2a8f0c-3b71-4e95-a84d-91c5e7f20b36";
    for object in [
        format!("/applications/{id}"),
        format!("/servicePrincipals/{sp}"),
    ] {
        tenant.graph("POST", &format!("{object}/addPassword"), json!({}));
        let added = tenant.graph(
            "POST",
            &format!("{object}/microsoft.graph.addPassword"),
            json!({"passwordCredential": {"keyId": key, "startDateTime": "2026-11-24T16:30:05.1234567+09:00"}}),
        );
        assert_eq!(
            (added.status, added.body["keyId"].as_str()),
            (200, Some(key))
        );
        // The start is put into UTC with its decimals; the end is two years from now, wherever the start is.
        assert_eq!(added.body["startDateTime"], "2026-11-24T07:30:05.1234567Z");
        assert_eq!(added.body["endDateTime"], "2028-11-24T08:00:00.0000000Z");
        // The newest stands first.
        let held = |tenant: &mut Tenant| {
            let read = tenant.graph(
                "GET",
                &format!("{object}?$select=PasswordCredentials"),
                Value::Null,
            );
            let keys = read.body["passwordCredentials"].as_array().cloned();
            let keys: Vec<_> = keys
                .into_iter()
                .flatten()
                .map(|held| held["keyId"].clone())
                .collect();
            (read.body["@odata.context"].clone(), keys)
        };
        let (context, keys) = held(&mut tenant);
        assert!(
            context
                .as_str()
                .is_some_and(|text| text.ends_with("(passwordCredentials)/$entity")),
            "{context}"
        );
        assert_eq!((keys.len(), keys[0].as_str()), (2, Some(key)));
        let removed = tenant.graph(
            "POST",
            &format!("{object}/microsoft.graph.removePassword"),
            json!({"keyId": key}),
        );
        assert_eq!(removed.status, 204);
        assert_eq!(held(&mut tenant).1.len(), 1);
        let invalid = tenant.graph(
            "POST",
            &format!("{object}/addPassword"),
            json!({"passwordCredential": {"keyId": "key"}}),
        );
        assert_eq!(invalid.error().0, 400);
    }
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
fn policy_refuses_secrets() {
    let check = |policy: Value, end: &str, expected: &str| {
        let settings = serde_json::from_value(json!({"secretPolicy": policy})).expect("settings");
        let mut tenant = Tenant::signed_in(settings, GLOBAL, WRITE);
        let inline = tenant.graph(
            "POST",
            "/applications",
            json!({"displayName": "A", "passwordCredentials": [{"endDateTime": end}]}),
        );
        assert_eq!(inline.error().1, expected);
        assert_eq!(
            tenant.state()["applications"].as_array().map(Vec::len),
            Some(usize::from(expected.is_empty())),
            "all or nothing"
        );
        let (id, _) = tenant.application();
        let added = tenant.graph(
            "POST",
            &format!("/applications/{id}/addPassword"),
            json!({"passwordCredential": {"endDateTime": end}}),
        );
        assert_eq!(added.error().1, expected);
        tenant.get("/policies/defaultAppManagementPolicy").body
    };
    let half_year = json!({"maxLifetime": "P180D"});
    let shown = check(
        half_year.clone(),
        "2027-11-24T08:00:00Z",
        "CredentialInvalidLifetimeAsPerAppPolicy",
    );
    assert_eq!(
        shown["applicationRestrictions"]["passwordCredentials"][0]["maxLifetime"],
        "P180D"
    );
    check(half_year, "2027-02-24T08:00:00Z", "");
    check(
        json!({"passwordAddition": true}),
        "2027-02-24T08:00:00Z",
        "CredentialTypeNotAllowedAsPerAppPolicy",
    );
    assert_eq!(
        check(json!({}), "2100-12-31T11:59:59Z", "")["isEnabled"],
        false
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
