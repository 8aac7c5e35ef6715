//! The flows of the set-up against the sandbox: applications that others have a hand in, deleted twins, and undo.

use super::journal::{Effect, Record, SecretState};
use super::late::notice;
use super::plan::Target;
use super::proof::What;
use super::remove::purge_plan;
use super::run::{Outcome, Stop};
use super::test_world::{ADMIN, NOBODY, World, existing};
use super::undo::{Thing, undo};
use crate::graph::applications::Draft;
use crate::ids::KeyId;
use crate::profile::IPECS_CLOUD;
use sandbox::Settings;
use serde_json::{Value, json};

pub(crate) fn world() -> World {
    World::new(Settings::default())
}

/// What a stop says was changed.
fn changed(outcome: &Outcome) -> Vec<What> {
    match &outcome.stop {
        Some(Stop::Changed { differences }) => differences.iter().map(|one| one.what).collect(),
        other => panic!("{other:?}"),
    }
}

pub(super) fn held(outcome: &Outcome) -> KeyId {
    let secret = outcome.secret.as_ref().expect("a run with a secret");
    secret.credential.key
}

pub(super) fn application_of(outcome: &Outcome) -> String {
    let made = outcome.record.application.made();
    made.expect("a run that made one").id.to_string()
}

fn count(state: &Value, name: &str) -> usize {
    state[name].as_array().expect("a list").len()
}

/// An application that a user without a role made to be taken for ours.
fn squat(world: &World) -> String {
    let body = json!({
        "displayName": "iPECS Cloud User Lookup", "tags": [IPECS_CLOUD.tag()],
        "web": {"redirectUris": ["https://squatter.example/"]},
        "passwordCredentials": [{"displayName": "mine"}],
    });
    let made = world.call(NOBODY, "POST", "/applications", &body);
    let id = made["id"].as_str().expect("an id").to_owned();
    let federated = json!({"name": "f", "issuer": "https://squatter.example", "subject": "s"});
    let path = format!("/applications/{id}/federatedIdentityCredentials");
    world.call(NOBODY, "POST", &path, &federated);
    id
}

#[test]
fn a_squatters_application_gets_nothing_until_each_difference_is_approved() {
    let world = World::new(Settings {
        allowed_to_create_apps: true,
        ..Settings::default()
    });
    squat(&world);
    let found = world.find();
    assert!(found.proven().is_none());
    let differences = found.differences(found.ours[0].id).to_vec();
    let whats: Vec<What> = differences.iter().map(|one| one.what).collect();
    let all = [
        What::Secret,
        What::RedirectUri,
        What::Owner,
        What::FederatedCredential,
    ];
    assert_eq!(whats, all);
    for approved in 0..all.len() {
        let record = world.plan(|found, plan| {
            existing(found, plan);
            differences[..approved]
                .iter()
                .for_each(|one| plan.toggle(one));
        });
        let from = world.sent.borrow().len();
        let outcome = world.run(record);
        assert_eq!(changed(&outcome), all[approved..]);
        assert_eq!(world.writes(from), [""; 0]);
    }
    let outcome = world.run(world.plan(|found, plan| {
        existing(found, plan);
        differences.iter().for_each(|one| plan.toggle(one));
    }));
    assert_eq!(outcome.stop, None);
    assert!(outcome.secret.is_some());
}

#[test]
fn ours_is_proven_by_this_browsers_records_and_not_in_another_browser() {
    let world = world();
    let first = world.set_up();
    let found = world.find();
    assert_eq!(
        found.proven().map(|one| one.id),
        first.record.application.made().map(|m| m.id)
    );
    world.forget();
    let found = world.find();
    let differences = found.differences(found.ours[0].id);
    let key = held(&first).to_string();
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert_eq!(
        (differences[0].what, &differences[0].id),
        (What::Secret, &key)
    );
}

#[test]
fn what_is_added_after_the_look_is_met_before_the_first_write() {
    let world = world();
    let first = world.set_up();
    let record = world.plan(existing);
    world.add_secret(&application_of(&first), "slipped in");
    let from = world.sent.borrow().len();
    let outcome = world.run(record);
    assert_eq!(changed(&outcome), [What::Secret]);
    assert_eq!(world.writes(from), [""; 0]);
}

#[test]
fn a_run_that_goes_on_grants_nothing_to_an_application_that_was_changed_meanwhile() {
    let world = world();
    world.faults(
        json!([{"method": "POST", "path": "/servicePrincipals", "status": 403,
        "code": "Authorization_RequestDenied", "message": "no", "times": 1}]),
    );
    let outcome = world.run(world.plan(|_, _| ()));
    assert!(
        matches!(outcome.stop, Some(Stop::Failed(..))),
        "{:?}",
        outcome.stop
    );
    world.add_secret(&application_of(&outcome), "slipped in");
    let outcome = world.run(outcome.record);
    assert_eq!(changed(&outcome), [What::Secret]);
    let state = world.state();
    assert_eq!(
        count(&state, "appRoleAssignments") + count(&state, "oauth2PermissionGrants"),
        0
    );
    assert_eq!(count(&state, "issuedSecrets"), 1, "the one that slipped in");
    // Approved, it goes on.
    let mut record = outcome.record.clone();
    if let Some(Stop::Changed { differences }) = &outcome.stop {
        differences.iter().for_each(|one| record.plan.toggle(one));
    }
    let outcome = world.run(record);
    assert_eq!(outcome.stop, None);
    assert_eq!(outcome.changed, []);
    assert_eq!(count(&world.state(), "appRoleAssignments"), 1);
}

#[test]
fn a_run_whose_application_was_deleted_meanwhile_says_so() {
    let world = world();
    let first = world.set_up();
    let record = world.plan(existing);
    let path = format!("/applications/{}", application_of(&first));
    world.call(ADMIN, "DELETE", &path, &Value::Null);
    assert_eq!(world.run(record).stop, Some(Stop::Gone));
}

#[test]
fn a_deleted_twin_is_found_and_restored_with_its_service_principal() {
    let world = world();
    let first = world.set_up();
    let path = format!("/applications/{}", application_of(&first));
    world.call(ADMIN, "DELETE", &path, &Value::Null);
    let found = world.find();
    assert_eq!((found.ours.len(), found.deleted.len()), (0, 1));
    let outcome = world.run(world.plan(|found, plan| {
        let twin = &found.deleted[0];
        plan.target = Target::Deleted {
            application: twin.id,
            client: twin.client,
            name: twin.name.clone(),
        };
    }));
    assert_eq!(outcome.stop, None);
    let state = world.state();
    assert_eq!(state["applications"][0]["id"], application_of(&first));
    assert_eq!(count(&state, "servicePrincipals"), 1);
    assert_eq!(count(&state, "appRoleAssignments"), 1);
    assert_eq!(count(&state, "deletedItems"), 0);
    assert!(world.live().contains(&held(&outcome).to_string()));
    // Its undo deletes it again.
    let undone = world.graph(ADMIN, async |graph| undo(&graph, outcome.record).await);
    assert!(undone.is_complete(), "{undone:?}");
    assert_eq!(count(&world.state(), "applications"), 0);
}

#[test]
fn what_was_undone_can_be_removed_for_good() {
    let world = world();
    let first = world.set_up();
    let undone = world.graph(ADMIN, async |graph| undo(&graph, first.record).await);
    let all = [Thing::Secret, Thing::ServicePrincipal, Thing::Application];
    assert_eq!(undone.removed, all);
    assert!(undone.record.application.removed().is_some());
    assert!(count(&world.state(), "deletedItems") > 0);
    let made = undone.record.application.removed();
    let made = made.expect("it was deleted");
    let purged = world.run(world.plan(|_, plan| *plan = purge_plan(&IPECS_CLOUD, made, "it")));
    assert_eq!(purged.stop, None);
    assert!(purged.record.closed.is_some());
    assert!(matches!(purged.record.application, Effect::Purged(_)));
    assert_eq!(count(&world.state(), "deletedItems"), 0);
}

#[test]
fn undo_does_not_delete_what_others_use_without_asking() {
    let world = world();
    let first = world.set_up();
    let others = world.add_secret(&application_of(&first), "another system's");
    let undone = world.graph(ADMIN, async |graph| undo(&graph, first.record).await);
    assert_eq!(undone.removed, [Thing::Secret]);
    assert_eq!(undone.foreign.len(), 1);
    assert_eq!(world.live(), [others]);
    let mut record = undone.record;
    undone
        .foreign
        .iter()
        .for_each(|one| record.plan.toggle(one));
    let undone = world.graph(ADMIN, async |graph| undo(&graph, record).await);
    assert!(undone.is_complete(), "{undone:?}");
    assert_eq!(count(&world.state(), "applications"), 0);
}

#[test]
fn an_undo_that_was_interrupted_is_met_at_the_next_visit() {
    let world = world();
    let mut record = world.set_up().record;
    let key = record.live_secret().expect("a secret").0;
    record.secrets[0].state = SecretState::Delivered(key);
    world
        .block_on(record.close(&world.ports()))
        .expect("a journal");
    assert!(!record.is_unfinished());
    // Every delete is refused, as if the page had been closed there.
    world.faults(
        json!([{"method": "DELETE", "path": "/graph", "times": 0, "status": 403,
        "code": "Authorization_RequestDenied", "message": "no"}]),
    );
    let undone = world.graph(ADMIN, async |graph| undo(&graph, record).await);
    assert!(!undone.is_complete());
    let journalled = world.block_on(Record::all(&world.ports()));
    assert_eq!(journalled, [undone.record]);
    assert!(journalled[0].is_unfinished());
    world.faults(json!([]));
    let undone = world.graph(ADMIN, async |graph| {
        undo(&graph, journalled[0].clone()).await
    });
    assert!(undone.is_complete() && !undone.record.is_unfinished());
    assert_eq!(count(&world.state(), "applications"), 0);
}

#[test]
fn an_application_that_comes_after_its_undo_is_met_at_the_next_visit() {
    let world = world();
    let mut record = world.plan(|_, _| ());
    record.application = Effect::Intended;
    let undone = world.graph(ADMIN, async |graph| undo(&graph, record).await);
    assert!(undone.is_complete() && undone.removed.is_empty());
    let record = undone.record;
    assert_eq!(record.application, Effect::Intended);
    assert!(!record.is_unfinished());
    let journalled = || world.block_on(Record::all(&world.ports()));
    assert_eq!(notice(journalled(), &world.find()), []);
    // The request that was given up is carried out after all.
    let made = world.graph(ADMIN, async |graph| {
        let draft = Draft {
            unique_name: &record.unique_name(),
            name: IPECS_CLOUD.application_name,
            tags: &[IPECS_CLOUD.tag()],
            permissions: &record.plan.permissions,
        };
        graph.upsert_application(&draft, &|_| ()).await
    });
    let made = made.expect("a calm request").id;
    let late = notice(journalled(), &world.find());
    assert!(late[0].is_unfinished());
    let known = late[0].application.made().expect("it came to light");
    assert_eq!(known.id, made);
    let undone = world.graph(ADMIN, async |graph| undo(&graph, late[0].clone()).await);
    assert!(undone.is_complete(), "{undone:?}");
    assert_eq!(count(&world.state(), "applications"), 0);
    assert_eq!(notice(journalled(), &world.find()), []);
}
