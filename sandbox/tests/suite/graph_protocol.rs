//! How Graph is asked: queries, paging, batches, tokens, preflights.

use sandbox::Settings;
use serde_json::{Value, json};

use crate::tenant::{GLOBAL, Tenant, WRITE};

fn global() -> Tenant {
    Tenant::signed_in(Settings::default(), GLOBAL, WRITE)
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
