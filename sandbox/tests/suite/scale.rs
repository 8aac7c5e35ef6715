//! A large tenant: thousands of service principals, and Microsoft Graph's own with all its permissions.

use std::collections::BTreeSet;

use sandbox::Settings;
use serde_json::json;

use crate::tenant::{GLOBAL, Tenant, WRITE};

fn large(lag_ms: u32) -> Tenant {
    let settings = Settings {
        service_principals: 10_000,
        lag_ms,
        ..Settings::default()
    };
    Tenant::signed_in(settings, GLOBAL, WRITE)
}

/// The ids on all pages, and how many pages there were.
fn all_ids(tenant: &mut Tenant) -> (BTreeSet<String>, usize) {
    let (mut ids, mut pages) = (BTreeSet::new(), 0);
    let mut next = Some("/servicePrincipals?$select=id&$top=999".to_owned());
    while let Some(path) = next {
        let page = tenant.get(&path).body;
        for object in page["value"].as_array().expect("a page") {
            assert!(ids.insert(object["id"].as_str().expect("an id").to_owned()));
        }
        pages += 1;
        let link = page["@odata.nextLink"].as_str();
        next = link.map(|link| {
            link.split_once("/v1.0")
                .expect("at this Graph")
                .1
                .to_owned()
        });
    }
    (ids, pages)
}

#[test]
fn ten_thousand_service_principals_are_paged_through_and_searched() {
    let mut tenant = large(0);
    let (ids, pages) = all_ids(&mut tenant);
    assert_eq!((ids.len(), pages), (10_001, 11));
    let found = |tenant: &mut Tenant, filter: &str| {
        let page = tenant.get(&format!(
            "/servicePrincipals?$filter={filter}&$select=id&$top=999"
        ));
        page.body["value"].as_array().expect("a page").len()
    };
    assert_eq!(
        found(&mut tenant, "displayName eq 'contoso application 09999'"),
        1
    );
    assert_eq!(
        found(
            &mut tenant,
            "startswith(displayName,'Contoso Application 0999')"
        ),
        10
    );
    assert_eq!(found(&mut tenant, "tags/any(t:t eq 'entra-handover')"), 0);
}

#[test]
fn a_write_among_ten_thousand_lags_as_among_few() {
    let mut tenant = large(5_000);
    let (_, app_id) = tenant.application();
    tenant.wait(5_000);
    let sp = tenant.service_principal(&app_id);
    assert!(!all_ids(&mut tenant).0.contains(&sp));
    tenant.wait(5_000);
    assert!(all_ids(&mut tenant).0.contains(&sp));
}

#[test]
fn microsoft_graph_has_its_real_size() {
    let mut tenant = large(0);
    let id = tenant.graph_principal();
    let whole = tenant.get(&format!("/servicePrincipals/{id}"));
    let length = |name: &str| whole.body[name].as_array().expect("a list").len();
    assert_eq!(
        (length("oauth2PermissionScopes"), length("appRoles")),
        (540, 484)
    );
    let selected = tenant.get(&format!("/servicePrincipals/{id}?$select=appId,appRoles"));
    assert_eq!(selected.body["appRoles"], whole.body["appRoles"]);
    assert_eq!(
        selected.body["appId"],
        json!("00000003-0000-0000-c000-000000000000")
    );
    assert!(selected.body.get("oauth2PermissionScopes").is_none());
}
