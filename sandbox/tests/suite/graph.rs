//! Graph's objects, queries and errors, with everything visible at once.

use sandbox::Settings;
use serde_json::{Value, json};

use crate::tenant::{CLOUD, GLOBAL, Tenant, USER, WRITE};

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
    check(
        "PATCH",
        &format!("/applications/{id}"),
        json!({"passwordCredentials": []}),
        400,
        bad,
        "Using PATCH to set passwordCredential is not supported.",
    );
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
fn advanced_queries_need_the_header() {
    let mut tenant = global();
    let check =
        |tenant: &mut Tenant, path: &str, headers: &[(&str, &str)], status: u16, code: &str| {
            let answer = tenant.graph_with("GET", path, headers, Value::Null);
            assert_eq!((answer.status, answer.error().1), (status, code), "{path}");
            answer
        };
    let eventual = [("ConsistencyLevel", "eventual")];
    let unsupported = "Request_UnsupportedQuery";
    check(
        &mut tenant,
        "/applications?$search=\"displayName:A\"",
        &[],
        400,
        unsupported,
    );
    check(
        &mut tenant,
        "/applications?$search=\"displayName:A\"",
        &eventual,
        200,
        "",
    );
    check(
        &mut tenant,
        "/applications?$filter=displayName ne 'A'",
        &[],
        400,
        unsupported,
    );
    check(
        &mut tenant,
        "/applications?$filter=displayName ne 'A'&$count=true",
        &eventual,
        200,
        "",
    );
    check(
        &mut tenant,
        "/applications?$filter=displayName eq 'A'&$orderby=displayName",
        &[],
        400,
        unsupported,
    );
    let ignored = check(&mut tenant, "/applications?$count=true", &[], 200, "");
    assert_eq!(
        ignored.body["@odata.count"],
        Value::Null,
        "$count without the header is silently ignored"
    );
    let counted = check(&mut tenant, "/applications?$count=true", &eventual, 200, "");
    assert_eq!(counted.body["@odata.count"], 0);
    check(&mut tenant, "/applications?$select=id,colour", &[], 200, "");
    tenant.application();
    check(
        &mut tenant,
        "/applications?$select=id,colour",
        &[],
        400,
        "BadRequest",
    );
}

#[test]
fn filters_select_and_paging() {
    let mut tenant = Tenant::signed_in(
        Settings {
            service_principals: 250,
            ..Settings::default()
        },
        GLOBAL,
        WRITE,
    );
    let mut seen = std::collections::BTreeSet::new();
    let mut next = "/servicePrincipals?$select=id,displayName&$filter=startswith(displayName,'Contoso App')&$top=99".to_owned();
    let mut pages = 0;
    while !next.is_empty() {
        let page = tenant.get(&next);
        for item in page.body["value"].as_array().expect("a page") {
            assert_eq!(item.as_object().expect("an object").len(), 2);
            assert!(seen.insert(item["id"].to_string()), "an object came twice");
        }
        let link = page.body["@odata.nextLink"].as_str().unwrap_or_default();
        next = link
            .strip_prefix("http://localhost:8787/graph/v1.0")
            .unwrap_or_default()
            .to_owned();
        pages += 1;
    }
    assert_eq!((pages, seen.len()), (3, 250));
    assert_eq!(
        tenant.get("/servicePrincipals").body["value"]
            .as_array()
            .map(Vec::len),
        Some(100)
    );
    assert_eq!(tenant.get("/servicePrincipals?$skiptoken=x").status, 400);

    let made = tenant.graph(
        "POST",
        "/applications",
        json!({"displayName": "O'Neil", "tags": ["run-7"]}),
    );
    let check = |tenant: &mut Tenant, filter: &str, expected: usize| {
        let found = tenant.get(&format!("/applications?$filter={filter}"));
        assert_eq!(
            found.body["value"].as_array().map(Vec::len),
            Some(expected),
            "{filter} {}",
            found.text
        );
    };
    check(&mut tenant, "displayName eq 'O''Neil'", 1);
    check(&mut tenant, "tags/any(t:t eq 'run-7')", 1);
    check(&mut tenant, "tags/any(t:t eq 'run-8')", 0);
    check(
        &mut tenant,
        &format!("appId eq '{}'", made.body["appId"].as_str().expect("text")),
        1,
    );
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
    let mut tenant = global();
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
fn batches() {
    let mut tenant = global();
    let get = |id: usize| json!({"id": id.to_string(), "method": "GET", "url": "/me"});
    let run = |tenant: &mut Tenant, requests: Vec<Value>| {
        tenant.graph("POST", "/$batch", json!({"requests": requests}))
    };
    assert_eq!(
        run(&mut tenant, (0..20).map(get).collect()).body["responses"]
            .as_array()
            .map(Vec::len),
        Some(20)
    );
    let too_many = run(&mut tenant, (0..21).map(get).collect());
    assert_eq!(
        too_many.error(),
        (
            400,
            "BadRequest",
            "Number of batch request steps exceeds the maximum value of 20."
        )
    );
    assert_eq!(run(&mut tenant, vec![get(1), get(1)]).status, 400);
    assert_eq!(
        run(
            &mut tenant,
            vec![json!({"id": "1", "method": "POST", "url": "/$batch"})]
        )
        .status,
        400
    );
    let post = |id: &str, headers: Value| json!({"id": id, "method": "POST", "url": "/applications", "headers": headers, "body": {"displayName": id}});
    assert_eq!(
        run(&mut tenant, vec![post("1", json!({}))]).status,
        400,
        "a body needs its content type"
    );

    tenant.faults(json!([{"path": "/graph/v1.0/applications", "status": 429, "retryAfter": 0.5}]));
    let json = json!({"Content-Type": "application/json"});
    let mut dependent = post("b", json.clone());
    dependent["dependsOn"] = json!(["a"]);
    let answer = run(
        &mut tenant,
        vec![dependent, post("a", json.clone()), post("c", json)],
    );
    assert_eq!(answer.status, 200);
    let item = |id: &str| {
        answer.body["responses"]
            .as_array()
            .and_then(|all| all.iter().find(|item| item["id"] == id))
            .expect(id)
    };
    assert_eq!(
        (
            item("a")["status"].as_u64(),
            &item("a")["headers"]["Retry-After"]
        ),
        (Some(429), &json!("0.5"))
    );
    assert_eq!(item("b")["status"], 424);
    assert_eq!(item("c")["status"], 201);
    assert_eq!(
        tenant.state()["requests"]
            .as_array()
            .and_then(|all| all.last())
            .expect("logged")["batch"]
            .as_array()
            .map(Vec::len),
        Some(3)
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
fn tokens_are_checked() {
    let mut tenant = global();
    tenant.wait(5_400_000);
    let expired = tenant.get("/me");
    assert_eq!(
        expired.error(),
        (
            401,
            "InvalidAuthenticationToken",
            "Lifetime validation failed, the token is expired."
        )
    );
    assert!(
        expired
            .header("www-authenticate")
            .starts_with("Bearer realm=\"\"")
    );
    tenant.token = "something".to_owned();
    assert_eq!(tenant.get("/me").error().1, "InvalidAuthenticationToken");
    tenant.token.clear();
    assert_eq!(tenant.get("/me").error().2, "Access token is empty.");
}

#[test]
fn preflights_are_answered() {
    let mut tenant = global();
    let asked = "authorization,client-request-id,consistencylevel,content-type,prefer";
    let answer = tenant.send(
        "OPTIONS",
        "/graph/v1.0/applications",
        &[("access-control-request-headers", asked)],
        b"",
    );
    assert_eq!(
        (answer.status, answer.header("access-control-allow-headers")),
        (204, asked)
    );
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(
        tenant.state()["requests"]
            .as_array()
            .is_some_and(Vec::is_empty),
        "preflights are not listed"
    );
}

#[test]
fn a_filter_names_properties_of_the_type() {
    let mut tenant = global();
    tenant.application();
    let answer = tenant.get("/applications?$filter=colour eq 'red'");
    assert_eq!(answer.error().1, "BadRequest", "{}", answer.text);
}

#[test]
fn owners() {
    let mut tenant = Tenant::signed_in(Settings::default(), USER, WRITE);
    let (id, _) = tenant.application();
    let path = format!("/applications/{id}/owners");
    let owner = tenant.get(&path).body["value"][0].clone();
    assert_eq!(
        owner["displayName"], USER,
        "who has default rights only becomes the owner"
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
