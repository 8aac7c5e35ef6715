//! Granting permissions: shapes, ids, duplicates, and who may do it.

use sandbox::{DirectoryRole, Settings};
use serde_json::{Value, json};

use crate::tenant::{CLOUD, GLOBAL, Tenant, USER, USER_READ_ALL, WRITE};

#[test]
fn delegated_grants() {
    let mut tenant = Tenant::signed_in(Settings::default(), CLOUD, WRITE);
    let (_, app_id) = tenant.application();
    let (sp, graph) = (tenant.service_principal(&app_id), tenant.graph_principal());
    let body = json!({"clientId": sp, "consentType": "AllPrincipals", "principalId": null, "resourceId": graph, "scope": "User.Read"});
    let made = tenant.graph("POST", "/oauth2PermissionGrants", body.clone());
    assert_eq!(made.status, 201, "{}", made.text);
    let again = tenant.graph("POST", "/oauth2PermissionGrants", body.clone());
    assert_eq!(
        again.error(),
        (
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "Permission entry already exists."
        )
    );
    let path = format!("/oauth2PermissionGrants/{}", made.id());
    assert_eq!(
        tenant
            .graph("PATCH", &path, json!({"scope": "User.Read openid"}))
            .status,
        204
    );
    assert_eq!(tenant.get(&path).body["scope"], "User.Read openid");
    let listed = tenant.get(&format!(
        "/oauth2PermissionGrants?$filter=clientId eq '{sp}'"
    ));
    assert_eq!(listed.body["value"].as_array().map(Vec::len), Some(1));
    assert_eq!(tenant.graph("DELETE", &path, Value::Null).status, 204);
    assert_eq!(
        tenant.graph("POST", "/oauth2PermissionGrants", body).id(),
        made.id(),
        "the id can be computed"
    );
}

#[test]
fn app_role_assignments() {
    let mut tenant = Tenant::signed_in(Settings::default(), GLOBAL, WRITE);
    let (_, app_id) = tenant.application();
    let (sp, graph) = (tenant.service_principal(&app_id), tenant.graph_principal());
    let body = json!({"principalId": sp, "resourceId": graph, "appRoleId": USER_READ_ALL});
    let made = tenant.graph(
        "POST",
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
        body.clone(),
    );
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(
        (made.id().len(), &made.body["resourceDisplayName"]),
        (43, &json!("Microsoft Graph"))
    );
    let again = tenant.graph(
        "POST",
        &format!("/servicePrincipals/{sp}/appRoleAssignments"),
        body,
    );
    assert_eq!(
        again.error(),
        (
            400,
            "Request_MultipleObjectsWithSameKeyValue",
            "EntitlementGrant entry already exists."
        )
    );
    let listed = tenant.get(&format!("/servicePrincipals/{sp}/appRoleAssignments"));
    assert_eq!(listed.body["value"][0]["id"], made.id());
    let unknown = json!({"principalId": sp, "resourceId": graph, "appRoleId": app_id});
    let unknown = tenant.graph(
        "POST",
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
        unknown,
    );
    assert_eq!(
        unknown.error(),
        (
            400,
            "Request_BadRequest",
            "Permission being assigned was not found on application"
        )
    );
    let nobody = json!({"principalId": app_id, "resourceId": graph, "appRoleId": USER_READ_ALL});
    let nobody = tenant.graph(
        "POST",
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
        nobody,
    );
    assert_eq!(
        nobody.error(),
        (400, "Request_BadRequest", "Not a valid reference update.")
    );
    assert_eq!(
        tenant
            .graph(
                "DELETE",
                &format!("/servicePrincipals/{graph}/appRoleAssignedTo/{}", made.id()),
                Value::Null
            )
            .status,
        204
    );
    assert_eq!(tenant.state()["appRoleAssignments"], json!([]));
}

#[test]
fn a_user_may_be_assigned_to_an_application() {
    let mut tenant = Tenant::signed_in(Settings::default(), GLOBAL, WRITE);
    let (_, app_id) = tenant.application();
    let sp = tenant.service_principal(&app_id);
    let user = tenant.get("/me?$select=id,displayName");
    let without_a_role = "00000000-0000-0000-0000-000000000000";
    let body = json!({"principalId": user.id(), "resourceId": sp, "appRoleId": without_a_role});
    let made = tenant.graph(
        "POST",
        &format!("/servicePrincipals/{sp}/appRoleAssignedTo"),
        body,
    );
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.body["principalType"], "User");
    assert_eq!(made.body["principalDisplayName"], user.body["displayName"]);
}

#[test]
fn a_grant_for_an_api_that_is_not_there() {
    let mut tenant = Tenant::signed_in(Settings::default(), GLOBAL, WRITE);
    let (_, app_id) = tenant.application();
    let sp = tenant.service_principal(&app_id);
    let grant = json!({"clientId": sp, "consentType": "AllPrincipals", "resourceId": app_id, "scope": "User.Read"});
    let grant = tenant.graph("POST", "/oauth2PermissionGrants", grant);
    assert_eq!(
        grant.error(),
        (
            400,
            "Request_BadRequest",
            "Specified resourceId was not found."
        )
    );
}

/// Statuses of: application, service principal, delegated grant, Graph app role.
fn statuses(roles: &[DirectoryRole], allowed_to_create: bool) -> [u16; 4] {
    let settings = Settings {
        roles: [(USER.to_owned(), roles.to_vec())].into(),
        allowed_to_create_apps: allowed_to_create,
        ..Settings::default()
    };
    let mut tenant = Tenant::signed_in(settings, USER, WRITE);
    let made = tenant.graph("POST", "/applications", json!({"displayName": "A"}));
    // Who could not register goes on with an application of somebody else.
    tenant.become_account(GLOBAL, WRITE);
    let graph = tenant.graph_principal();
    let app_id = match made.body["appId"].as_str() {
        Some(app_id) => app_id.to_owned(),
        None => tenant.application().1,
    };
    tenant.become_account(USER, WRITE);
    let principal = tenant.graph("POST", "/servicePrincipals", json!({"appId": app_id}));
    tenant.become_account(GLOBAL, WRITE);
    let sp = if principal.status == 201 {
        principal.id()
    } else {
        tenant.service_principal(&app_id)
    };
    tenant.become_account(USER, WRITE);
    let grant = json!({"clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read"});
    let grant = tenant.graph("POST", "/oauth2PermissionGrants", grant);
    let role = json!({"principalId": sp, "resourceId": graph, "appRoleId": USER_READ_ALL});
    let role = tenant.graph(
        "POST",
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
        role,
    );
    [made.status, principal.status, grant.status, role.status]
}

#[test]
fn directory_roles_decide() {
    use DirectoryRole::{
        ApplicationAdministrator, ApplicationDeveloper, CloudApplicationAdministrator,
        GlobalAdministrator, PrivilegedRoleAdministrator,
    };
    let check = |roles: &[DirectoryRole], allowed: bool, expected: [u16; 4]| {
        assert_eq!(statuses(roles, allowed), expected, "{roles:?} {allowed}");
    };
    check(&[GlobalAdministrator], false, [201, 201, 201, 201]);
    check(&[ApplicationAdministrator], false, [201, 201, 201, 403]);
    check(
        &[CloudApplicationAdministrator],
        false,
        [201, 201, 201, 403],
    );
    check(&[PrivilegedRoleAdministrator], false, [403, 403, 201, 201]);
    check(&[ApplicationDeveloper], false, [201, 201, 403, 403]);
    check(&[], true, [201, 201, 403, 403]);
    check(&[], false, [403, 403, 403, 403]);
}

#[test]
fn scopes_decide() {
    let check = |scopes: &[&str], expected: [u16; 3]| {
        let mut tenant = Tenant::signed_in(Settings::default(), GLOBAL, WRITE);
        let (_, app_id) = tenant.application();
        let (sp, graph) = (tenant.service_principal(&app_id), tenant.graph_principal());
        tenant.become_account(GLOBAL, scopes);
        let made = tenant.graph("POST", "/applications", json!({"displayName": "A"}));
        let grant = json!({"clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read"});
        let grant = tenant.graph("POST", "/oauth2PermissionGrants", grant);
        let role = json!({"principalId": sp, "resourceId": graph, "appRoleId": USER_READ_ALL});
        let role = tenant.graph(
            "POST",
            &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
            role,
        );
        for refused in [&made, &grant, &role]
            .into_iter()
            .filter(|answer| answer.status != 201)
        {
            assert_eq!(
                refused.error(),
                (
                    403,
                    "Authorization_RequestDenied",
                    "Insufficient privileges to complete the operation."
                )
            );
        }
        assert_eq!(
            [made.status, grant.status, role.status],
            expected,
            "{scopes:?}"
        );
    };
    check(&["User.Read"], [403, 403, 403]);
    check(&["Application.ReadWrite.All"], [201, 403, 403]);
    check(&["DelegatedPermissionGrant.ReadWrite.All"], [403, 201, 403]);
    check(&["AppRoleAssignment.ReadWrite.All"], [403, 403, 403]);
    check(
        &["AppRoleAssignment.ReadWrite.All", "Application.Read.All"],
        [403, 403, 201],
    );
}
