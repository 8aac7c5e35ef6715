//! Client secrets: how they are added and removed, and what a tenant's policy refuses.

use sandbox::Settings;
use serde_json::{Value, json};

use crate::tenant::{GLOBAL, Tenant, WRITE};

fn global() -> Tenant {
    Tenant::signed_in(Settings::default(), GLOBAL, WRITE)
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
