//! What holds for every sequence of calls: without lag the sandbox is a plain sequential map, and with lag every answer is one
//! that the primary gave earlier.

mod calls;
mod history;
mod model;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sandbox::Settings;
use serde_json::Value;

use crate::tenant::{GLOBAL, Tenant, WRITE};
use calls::{ALL, Ids, call, send};
use history::{History, answer, questions};
use model::{App, Model, Rights};

const LAG: u32 = 10_000;

/// What Graph's lists and reads say of an application.
fn read(tenant: &mut Tenant, ids: &Ids, who: u8) -> Option<App> {
    let (id, app_id) = ids.application.get(&who)?;
    let app = tenant.get(&format!("/applications/{id}"));
    let listed = tenant
        .get(&format!("/applications?$filter=appId eq '{app_id}'"))
        .body;
    assert_eq!(
        listed["value"].as_array().map(Vec::len),
        Some(usize::from(app.status == 200))
    );
    if app.status != 200 {
        assert_eq!(app.error().1, "Request_ResourceNotFound");
        return None;
    }
    let keys = app.body["passwordCredentials"].as_array().expect("a list");
    let keys = keys
        .iter()
        .map(|key| key["keyId"].as_str().expect("an id").to_owned());
    let principal = tenant.get(&format!("/servicePrincipals(appId='{app_id}')"));
    let rights = (principal.status == 200).then(|| {
        let id = principal.id();
        let roles = tenant
            .get(&format!("/servicePrincipals/{id}/appRoleAssignments"))
            .body;
        let grants = tenant
            .get(&format!("/servicePrincipals/{id}/oauth2PermissionGrants"))
            .body;
        Rights {
            role: roles["value"]
                .as_array()
                .is_some_and(|list| list.len() == 1),
            scope: grants["value"][0]["scope"].as_str().map(str::to_owned),
        }
    });
    let name = app.body["displayName"].as_str().expect("a name").to_owned();
    Some(App {
        name,
        keys: keys.collect(),
        principal: rights,
    })
}

fn tenant(lag_ms: u32, seed: u64) -> Tenant {
    let settings = Settings {
        lag_ms,
        seed,
        ..Settings::default()
    };
    Tenant::signed_in(settings, GLOBAL, WRITE)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn without_lag_the_sandbox_is_a_sequential_map(calls in prop::collection::vec(call(), 1..80), seed: u64) {
        let (mut tenant, mut ids, mut model) = (tenant(0, seed), Ids::default(), Model::default());
        for call in &calls {
            let before = ids.clone();
            let (done, body) = send(&mut tenant, &mut ids, call);
            prop_assert_eq!(done, model.apply(call, &before, &body), "{:?}", call);
            for who in 0..ALL {
                prop_assert_eq!(read(&mut tenant, &ids, who), model.live.get(&who).cloned(), "{:?}", call);
            }
            let grants = tenant.get("/oauth2PermissionGrants").body;
            prop_assert_eq!(grants["value"].as_array().map(Vec::len), Some(model.grants()), "{:?}", call);
        }
    }

    #[test]
    fn with_lag_every_answer_is_one_that_the_primary_gave(calls in prop::collection::vec(call(), 1..50), seed: u64) {
        let (mut tenant, mut ids) = (tenant(LAG, seed), Ids::default());
        let mut history = History::new(&tenant);
        for call in &calls {
            let (done, _) = send(&mut tenant, &mut ids, call);
            if done {
                history.note(&tenant);
            }
            for question in questions(&ids) {
                let told = answer(&mut tenant, question.path());
                prop_assert!(history.knows(&question, &told, tenant.now), "{question:?} was never answered {told:?}");
            }
        }
        tenant.wait(i64::from(LAG));
        all_has_arrived(&mut tenant)?;
    }
}

/// After the longest lag every reader has what the primary has, as `/sandbox/state` tells it.
fn all_has_arrived(tenant: &mut Tenant) -> Result<(), TestCaseError> {
    let state = tenant.state();
    let objects = |kind: &str| state[kind].as_array().expect("a list").clone();
    for kind in ["applications", "oauth2PermissionGrants"] {
        let listed = tenant.get(&format!("/{kind}")).body;
        prop_assert_eq!(&listed["value"], &state[kind]);
    }
    for kind in ["applications", "servicePrincipals"] {
        for object in objects(kind) {
            let mut read = tenant.get(&format!("/{kind}/{}", id(&object))).body;
            read.as_object_mut()
                .expect("an object")
                .remove("@odata.context");
            prop_assert_eq!(read, object);
        }
    }
    for principal in objects("servicePrincipals") {
        let held = format!("/servicePrincipals/{}/appRoleAssignments", id(&principal));
        let held = tenant.get(&held).body["value"].clone();
        let mut all = objects("appRoleAssignments");
        all.retain(|assignment| assignment["principalId"] == principal["id"]);
        prop_assert_eq!(held, Value::from(all));
    }
    for deleted in objects("deletedItems") {
        let read = tenant.get(&format!("/directory/deletedItems/{}", id(&deleted)));
        prop_assert_eq!(read.status, 200);
    }
    Ok(())
}

fn id(object: &Value) -> &str {
    object["id"].as_str().expect("an id")
}
