//! Graph's errors in their real envelope.

use sandbox::Settings;
use serde_json::{Value, json};

use crate::tenant::{GLOBAL, Tenant, WRITE};

fn global() -> Tenant {
    Tenant::signed_in(Settings::default(), GLOBAL, WRITE)
}

#[test]
fn errors_in_the_real_envelope() {
    let mut tenant = global();
    let (id, app_id) = tenant.application();
    let sp = tenant.service_principal(&app_id);
    let missing = "99ebd4c0-4ac0-4bea-b902-31d9f7fd1ff7";
    let not_found = |id: &str| {
        format!(
            "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
        )
    };
    let mut check =
        |method: &str, path: &str, body: Value, status: u16, code: &str, message: &str| {
            let answer = tenant.graph(method, path, body);
            assert_eq!(answer.error(), (status, code, message), "{method} {path}");
            assert_eq!(answer.header("content-type"), "application/json");
            assert_eq!(answer.header("odata-version"), "");
            let inner = &answer.body["error"]["innerError"];
            assert_eq!(inner["request-id"], answer.header("request-id"));
            assert_eq!(inner["client-request-id"], inner["request-id"]);
            assert_eq!(inner["date"], "2026-11-24T08:00:00");
        };
    let bad = "Request_BadRequest";
    check(
        "GET",
        &format!("/applications/{missing}"),
        Value::Null,
        404,
        "Request_ResourceNotFound",
        &not_found(missing),
    );
    // A client id where an object id belongs.
    check(
        "GET",
        &format!("/applications/{app_id}"),
        Value::Null,
        404,
        "Request_ResourceNotFound",
        &not_found(&app_id),
    );
    check(
        "GET",
        "/applications/nonsense",
        Value::Null,
        400,
        bad,
        "Invalid object identifier 'nonsense'.",
    );
    check(
        "POST",
        "/applications",
        json!({}),
        400,
        bad,
        "A value is required for property 'displayName' of resource 'Application'.",
    );
    check(
        "POST",
        "/applications",
        json!({"displayName": "A", "colour": "red"}),
        400,
        bad,
        "Invalid property 'colour'.",
    );
    check(
        "POST",
        "/applications",
        json!({"displayName": 7}),
        400,
        bad,
        "Invalid value specified for property 'displayName' of resource 'Application'.",
    );
    check(
        "PUT",
        "/applications",
        json!({}),
        405,
        bad,
        "Specified HTTP method is not allowed for the request target.",
    );
    check(
        "GET",
        "/nothing",
        Value::Null,
        400,
        "BadRequest",
        "Resource not found for the segment 'nothing'.",
    );
    check(
        "GET",
        "/users?$top=0",
        Value::Null,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
    );
    check(
        "GET",
        "/applications?$top=1000",
        Value::Null,
        400,
        bad,
        "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
    );
    check(
        "POST",
        "/servicePrincipals",
        json!({"appId": app_id}),
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        &format!(
            "The service principal cannot be created, updated, or restored because the service principal name {app_id} is already in use."
        ),
    );
    check(
        "POST",
        "/servicePrincipals",
        json!({"appId": missing}),
        400,
        bad,
        &format!(
            "The appId '{missing}' of the service principal does not reference a valid application object."
        ),
    );
    check(
        "POST",
        &format!("/servicePrincipals/{sp}/appRoleAssignments"),
        json!({"principalId": sp, "resourceId": missing, "appRoleId": missing}),
        404,
        "Request_ResourceNotFound",
        &not_found(missing),
    );
    let own_secret =
        json!({"displayName": "A", "passwordCredentials": [{"secretText": "made elsewhere"}]});
    for (method, path) in [
        ("POST", "/applications".to_owned()),
        ("PATCH", format!("/applications/{id}")),
        ("PATCH", format!("/servicePrincipals/{sp}")),
    ] {
        check(
            method,
            &path,
            own_secret.clone(),
            400,
            bad,
            "New password credentials must be generated using service actions.",
        );
    }
    check(
        "PATCH",
        "/applications(uniqueName='none')",
        json!({"displayName": "x"}),
        404,
        "Request_ResourceNotFound",
        &not_found("none"),
    );
}

#[test]
fn a_refused_change_changes_nothing() {
    let mut tenant = Tenant::signed_in(Settings::default(), GLOBAL, WRITE);
    let (id, _) = tenant.application();
    let before = tenant.state()["applications"].clone();
    for refused in [
        json!({"uniqueName": "taken-on-the-way", "nonsense": 1}),
        json!({"uniqueName": "taken-on-the-way", "signInAudience": "Everybody"}),
        json!({"displayName": "Renamed", "tags": "no list"}),
    ] {
        let answer = tenant.graph("PATCH", &format!("/applications/{id}"), refused);
        assert_eq!(answer.error().0, 400);
        assert_eq!(tenant.state()["applications"], before);
    }
}
