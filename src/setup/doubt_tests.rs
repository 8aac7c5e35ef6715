//! What a flow does when it does not know whether something stands: it keeps the doubt in the record, and looks again where that
//! costs little.

use super::flow_tests::{application_of, world};
use super::journal::{Effect, Record};
use super::proof::What;
use super::run::{Stop, Want, run};
use super::settle::{Settled, settle};
use super::test_world::{ADMIN, Unwatched, World};
use super::undo::{Thing, undo};
use crate::graph::Kind;
use crate::profile::IPECS_CLOUD;
use chrono::TimeDelta;
use sandbox::Settings;
use serde_json::{Value, json};
use std::cell::RefCell;

/// Somebody deletes the service principal.
fn delete_principal(world: &World) {
    let state = world.state();
    let id = state["servicePrincipals"][0]["id"].as_str();
    let path = format!("/servicePrincipals/{}", id.expect("there is one"));
    world.call(ADMIN, "DELETE", &path, &Value::Null);
}

#[test]
fn an_application_that_was_made_and_cannot_be_read_stays_in_the_record() {
    let world = world();
    world.faults(json!([
        {"method": "PATCH", "path": "/applications(uniqueName", "drop": "response", "times": 1},
        {"method": "GET", "path": "/applications(uniqueName", "status": 401, "times": 1},
    ]));
    let outcome = world.run(world.plan(|_, _| ()));
    assert!(
        matches!(outcome.stop, Some(Stop::SignInAgain { .. })),
        "{:?}",
        outcome.stop
    );
    assert_eq!(outcome.record.application, Effect::Intended);
    assert!(outcome.record.is_unfinished());
    let outcome = world.run(outcome.record);
    assert_eq!(outcome.stop, None);
    assert_eq!(
        world.state()["applications"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_run_that_goes_on_does_not_wait_for_a_service_principal_that_was_deleted() {
    let world = world();
    let record = world.set_up().record;
    delete_principal(&world);
    let began = world.now();
    let outcome = world.run(record);
    assert_eq!((outcome.stop, outcome.unconsented), (None, Vec::new()));
    assert!(world.now() - began < TimeDelta::seconds(10));
    let state = world.state();
    assert_eq!(
        state["appRoleAssignments"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn an_undo_that_must_leave_the_application_does_not_tell_of_consent_that_is_gone() {
    let world = world();
    let first = world.set_up();
    assert!(!first.record.consented.is_empty());
    world.add_secret(&application_of(&first), "another system's");
    // An undo that was cut short had come so far.
    delete_principal(&world);
    let undone = world.graph(ADMIN, async |graph| undo(&graph, first.record).await);
    assert_eq!(undone.foreign.len(), 1);
    assert_eq!(undone.record.service_principal, Effect::Intended);
    assert!(undone.record.consented.is_empty());
}

#[test]
fn an_application_that_was_read_a_moment_ago_is_not_gone_because_a_replica_does_not_know_it() {
    let world = world();
    let first = world.set_up();
    let path = format!("/applications/{}", application_of(&first));
    world.faults(
        json!([{"method": "DELETE", "path": path, "times": 0, "status": 404,
        "code": "Request_ResourceNotFound", "message": "no"}]),
    );
    let undone = world.graph(ADMIN, async |graph| undo(&graph, first.record).await);
    assert!(!undone.removed.contains(&Thing::Application), "{undone:?}");
    assert_eq!(undone.left[0].0, Thing::Application);
    assert_eq!(undone.left[0].1.kind, Kind::NotReplicated);
    world.faults(json!([]));
    let undone = world.graph(ADMIN, async |graph| undo(&graph, undone.record).await);
    assert!(undone.is_complete());
    assert_eq!(world.find().ours.len(), 0);
}

#[test]
fn what_was_deleted_a_moment_ago_is_not_offered_though_every_list_lags() {
    for seed in 0..20 {
        let world = World::new(Settings {
            seed,
            lag_ms: 180_000,
            ..Settings::default()
        });
        let first = world.set_up();
        let undone = world.graph(ADMIN, async |graph| undo(&graph, first.record).await);
        assert!(undone.is_complete(), "{undone:?}");
        assert!(world.find().ours.is_empty(), "seed {seed}");
    }
}

#[test]
fn what_was_deleted_and_restored_elsewhere_is_offered_again() {
    let world = world();
    let first = world.set_up();
    let id = application_of(&first);
    let undone = world.graph(ADMIN, async |graph| undo(&graph, first.record).await);
    assert!(undone.is_complete());
    let path = format!("/directory/deletedItems/{id}/restore");
    world.call(ADMIN, "POST", &path, &Value::Null);
    assert_eq!(world.find().ours.len(), 0);
    world.block_on(crate::ports::Clock::sleep(
        &world,
        std::time::Duration::from_secs(300),
    ));
    assert_eq!(world.find().ours.len(), 1);
}

#[test]
fn a_secret_that_does_not_come_is_asked_for_ever_more_seldom() {
    let world = world();
    let outcome = world.set_up();
    let key = super::flow_tests::held(&outcome);
    let path = format!("/applications/{}/removePassword", application_of(&outcome));
    world.call(ADMIN, "POST", &path, &json!({"keyId": key.to_string()}));
    let (from, began) = (world.sent.borrow().len(), world.now());
    let record = RefCell::new(outcome.record);
    let end = world.graph(ADMIN, async |graph| {
        settle(&graph, &record, Some(key), &|_| ()).await
    });
    assert_eq!(end, Settled::NeverSeen);
    assert!(world.now() - began >= TimeDelta::minutes(15));
    let reads = world.sent.borrow().len() - from;
    assert!(reads < 130, "{reads}");
}

#[test]
fn a_delegated_permission_that_others_granted_is_met_before_anything_is_given() {
    let world = world();
    let first = world.set_up();
    let principal = world.state()["servicePrincipals"][0]["id"].clone();
    let grants = world.state()["oauth2PermissionGrants"].clone();
    let path = format!(
        "/oauth2PermissionGrants/{}",
        grants[0]["id"].as_str().expect("there is one")
    );
    // Our own grant is widened, and one user has consented to more.
    world.call(
        ADMIN,
        "PATCH",
        &path,
        &json!({"scope": "User.Read Mail.Read"}),
    );
    let user = world.find().me.id.to_string();
    let of_one = json!({"clientId": principal, "consentType": "Principal", "principalId": user,
        "resourceId": grants[0]["resourceId"], "scope": "Files.Read"});
    world.call(ADMIN, "POST", "/oauth2PermissionGrants", &of_one);
    let from = world.sent.borrow().len();
    let outcome = world.run(first.record);
    let Some(Stop::Changed { differences }) = outcome.stop else {
        panic!("{:?}", outcome.stop);
    };
    let mut names: Vec<_> = differences
        .iter()
        .map(|one| (one.what, &*one.name))
        .collect();
    names.sort_unstable();
    let expected = [
        (What::GrantedScope, "Files.Read"),
        (What::GrantedScope, "Mail.Read"),
    ];
    assert_eq!(names, expected);
    assert_eq!(world.writes(from), [""; 0]);
    let mut record = outcome.record;
    differences.iter().for_each(|one| record.plan.toggle(one));
    // What is given on the strength of the approval is given once it is on record.
    record.consented.clear();
    world.faults(json!([{"method": "POST", "times": 0, "status": 403,
        "code": "Authorization_RequestDenied", "message": "no"}]));
    world.graph(ADMIN, async |graph| {
        let want = Want::ConsentOnly;
        run(graph, &IPECS_CLOUD, record.clone(), want, &Unwatched).await
    });
    let journalled = world.block_on(Record::all(&world.ports()));
    let journalled = journalled.iter().find(|one| one.run == record.run);
    assert_eq!(
        journalled.map(|one| &one.plan.approved),
        Some(&record.plan.approved)
    );
    world.faults(json!([]));
    assert_eq!(world.run(record).stop, None);
}
