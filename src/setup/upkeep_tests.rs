//! The second visit against the sandbox: renewing with overlap and without, repairing, removing; interrupted and continued.

use super::flow_tests::{held, world};
use super::journal::Record;
use super::leave::{Left, leave};
use super::plan::{Plan, Target, Work};
use super::proof::{Approval, What};
use super::remove::purge_plan;
use super::repair;
use super::run::{Outcome, Stop, Want, run};
use super::status::{Act, Fact, SetUp};
use super::status_flow_tests::{by_hand, id_of, next, only, set_ups};
use super::test_world::{ADMIN, Unwatched, World};
use crate::ids::{ClientId, KeyId};
use crate::profile::{DEFAULT_LIFETIME, IPECS_CLOUD};
use sandbox::Settings;
use serde_json::{Value, json};

const CLOUD_APPS: &str = "Cloud Application Administrator";

/// A set-up that works, and whose secret the portal has.
pub(super) fn in_use() -> (World, Record) {
    let world = world();
    let mut record = world.set_up().record;
    world.deliver(&mut record);
    let closed = world.block_on(record.close(&world.ports()));
    closed.expect("a journal");
    (world, record)
}

/// Carries out `work` on the set-up, with all that it holds approved.
pub(super) fn carry_out(world: &World, set_up: &SetUp, work: Work) -> Outcome {
    world.run(world.plan(|_, plan| {
        *plan = Plan {
            target: Target::from(&set_up.application),
            work,
            permissions: Vec::new(),
            lifetime: DEFAULT_LIFETIME,
            approved: set_up.differences.iter().map(Approval::of).collect(),
        };
    }))
}

pub(super) fn repaired(world: &World, account: &str) -> Outcome {
    let plan = repair::plan(&only(world), Vec::new());
    let record = world.plan(|_, suggested| *suggested = plan);
    world.graph(account, async |graph| {
        run(graph, &IPECS_CLOUD, record, Want::Everything, &Unwatched).await
    })
}

fn keys(set_up: &SetUp) -> Vec<KeyId> {
    set_up
        .secrets
        .iter()
        .map(|one| one.credential.key)
        .collect()
}

pub(super) fn open(world: &World) -> usize {
    let records = world.block_on(Record::all(&world.ports()));
    records.iter().filter(|one| one.is_unfinished()).count()
}

fn last_parts(writes: &[String]) -> Vec<&str> {
    let last = |what: &String| what.rfind('/').map_or(0, |at| at + 1);
    writes.iter().map(|what| &what[last(what)..]).collect()
}

#[test]
fn renewing_adds_a_secret_first_and_removes_the_old_one_when_asked() {
    let (world, _) = in_use();
    let before = world.live();
    let set_up = only(&world);
    let from = world.sent.borrow().len();
    let mut renewed = carry_out(&world, &set_up, Work::AddSecret);
    assert_eq!(last_parts(&world.writes(from)), ["addPassword"]);
    assert_eq!(world.live().len(), 2);
    world.deliver(&mut renewed.record);
    assert_eq!(next(&world), Act::RemoveOld);
    let old = keys(&set_up);
    let from = world.sent.borrow().len();
    let removed = carry_out(&world, &only(&world), Work::RemoveSecrets(old));
    assert_eq!((removed.stop, removed.secret.is_some()), (None, false));
    assert_eq!(last_parts(&world.writes(from)), ["removePassword"]);
    assert!(!world.live().contains(&before[0]) && world.live().len() == 1);
    assert_eq!(next(&world), Act::Nothing { days: Some(731) });
    assert_eq!(open(&world), 0);
}

#[test]
fn what_leaked_is_removed_before_the_new_secret_is_made() {
    let (world, _) = in_use();
    let set_up = only(&world);
    let from = world.sent.borrow().len();
    let renewed = carry_out(&world, &set_up, Work::ReplaceSecrets(keys(&set_up)));
    assert_eq!(renewed.stop, None);
    assert_eq!(
        last_parts(&world.writes(from)),
        ["removePassword", "addPassword"]
    );
    assert_eq!(world.live(), [held(&renewed).to_string()]);
}

#[test]
fn a_replacement_that_stopped_half_way_is_met_and_continued() {
    let (world, _) = in_use();
    let set_up = only(&world);
    world.faults(
        json!([{"method": "POST", "path": "addPassword", "times": 0, "status": 403,
        "code": "Authorization_RequestDenied", "message": "no"}]),
    );
    let stopped = carry_out(&world, &set_up, Work::ReplaceSecrets(keys(&set_up)));
    assert!(matches!(stopped.stop, Some(Stop::Failed(..))));
    assert!(world.live().is_empty());
    assert_eq!(open(&world), 1, "log-ins have stopped, so it is met");
    world.faults(json!([]));
    let mut again = world.run(stopped.record);
    assert_eq!(world.live(), [held(&again).to_string()]);
    world.deliver(&mut again.record);
    assert_eq!(open(&world), 0);
}

#[test]
fn a_strangers_secret_is_approved_or_removed_by_the_users_choice_alone() {
    let (world, record) = in_use();
    let set_up = only(&world);
    let foreign = world.add_secret(
        &record
            .application
            .made()
            .map(|made| made.id.to_string())
            .unwrap_or_default(),
        "theirs",
    );
    let ours = keys(&set_up);
    let stopped = carry_out(&world, &set_up, Work::ReplaceSecrets(ours.clone()));
    assert!(
        matches!(stopped.stop, Some(Stop::Changed { .. })),
        "{:?}",
        stopped.stop
    );
    assert_eq!(
        world.live().len(),
        2,
        "nothing is removed before all is approved"
    );
    let foreign_key: KeyId = foreign.parse().expect("a key");
    let chosen = vec![ours[0], foreign_key];
    let replaced = carry_out(&world, &set_up, Work::ReplaceSecrets(chosen));
    assert_eq!(replaced.stop, None);
    assert_eq!(world.live(), [held(&replaced).to_string()]);
}

#[test]
fn renewing_works_for_an_application_administrator_and_touches_no_consent() {
    let (world, _) = in_use();
    let set_up = only(&world);
    let record = world.plan(|_, plan| plan.target = Target::from(&set_up.application));
    let renewed = world.graph(CLOUD_APPS, async |graph| {
        run(graph, &IPECS_CLOUD, record, Want::Everything, &Unwatched).await
    });
    assert_eq!(renewed.stop, None);
    assert!(renewed.secret.is_some() && renewed.unconsented.is_empty());
}

#[test]
fn one_made_by_hand_is_taken_over_when_what_it_holds_is_approved() {
    let world = world();
    by_hand(&world);
    let set_up = only(&world);
    let unapproved = SetUp {
        differences: Vec::new(),
        ..set_up.clone()
    };
    let stopped = carry_out(&world, &unapproved, Work::AddSecret);
    assert!(matches!(stopped.stop, Some(Stop::Changed { .. })));
    let renewed = carry_out(&world, &set_up, Work::AddSecret);
    assert!(renewed.stop.is_none() && renewed.secret.is_some());
    assert_eq!(world.live().len(), 2);
}

#[test]
fn a_repair_does_the_difference_and_nothing_else() {
    type Break = fn(&World);
    let revoke: Break = |world| {
        let (own, id) = (
            id_of(world, "servicePrincipals"),
            id_of(world, "appRoleAssignments"),
        );
        let path = format!("/servicePrincipals/{own}/appRoleAssignments/{id}");
        world.call(ADMIN, "DELETE", &path, &Value::Null);
    };
    let disable: Break = |world| {
        let path = format!("/servicePrincipals/{}", id_of(world, "servicePrincipals"));
        world.call(ADMIN, "PATCH", &path, &json!({"accountEnabled": false}));
    };
    let delete: Break = |world| {
        let path = format!("/servicePrincipals/{}", id_of(world, "servicePrincipals"));
        world.call(ADMIN, "DELETE", &path, &Value::Null);
    };
    let undeclare: Break = |world| {
        let path = format!("/applications/{}", id_of(world, "applications"));
        world.call(
            ADMIN,
            "PATCH",
            &path,
            &json!({"requiredResourceAccess": []}),
        );
    };
    let check = |what: &str, broken: &[Break], writes: &[&str]| {
        let (world, _) = in_use();
        let secrets = world.live();
        broken.iter().for_each(|one| one(&world));
        assert!(only(&world).is_incomplete(), "{what}");
        let from = world.sent.borrow().len();
        let outcome = repaired(&world, ADMIN);
        assert_eq!(outcome.stop, None, "{what}");
        assert!(
            outcome.changed.is_empty() && outcome.unconsented.is_empty(),
            "{what}"
        );
        let did = world.writes(from);
        let did: Vec<String> = did.iter().map(|one| shape(one)).collect();
        assert_eq!(did, writes, "{what}");
        assert_eq!(next(&world), Act::Nothing { days: Some(731) }, "{what}");
        assert_eq!((world.live(), open(&world)), (secrets, 0), "{what}");
    };
    check("revoked", &[revoke], &["POST appRoleAssignedTo"]);
    check("disabled", &[disable], &["PATCH servicePrincipals"]);
    check("not declared", &[undeclare], &["PATCH applications"]);
    check(
        "no service principal",
        &[delete],
        &[
            "POST restore",
            "POST appRoleAssignedTo",
            "POST oauth2PermissionGrants",
        ],
    );
    check(
        "all at once",
        &[revoke, disable, undeclare],
        &[
            "PATCH applications",
            "PATCH servicePrincipals",
            "POST appRoleAssignedTo",
        ],
    );
}

/// The method, and the last part of the path that is not an id.
fn shape(what: &str) -> String {
    let (method, path) = what.split_once(' ').unwrap_or_default();
    let is_id = |part: &&str| part.parse::<KeyId>().is_err();
    let part = path.rsplit('/').find(is_id).unwrap_or_default();
    format!("{method} {part}")
}

#[test]
fn a_repair_that_takes_another_role_says_so_and_is_not_met_again() {
    let (world, _) = in_use();
    let (own, id) = (
        id_of(&world, "servicePrincipals"),
        id_of(&world, "appRoleAssignments"),
    );
    let path = format!("/servicePrincipals/{own}/appRoleAssignments/{id}");
    world.call(ADMIN, "DELETE", &path, &Value::Null);
    let outcome = repaired(&world, CLOUD_APPS);
    assert_eq!((outcome.stop, outcome.unconsented.len()), (None, 1));
    assert_eq!((next(&world), open(&world)), (Act::Repair, 0));
}

#[test]
fn an_interrupted_repair_is_met_at_the_next_visit() {
    let (world, _) = in_use();
    let path = format!("/servicePrincipals/{}", id_of(&world, "servicePrincipals"));
    world.call(ADMIN, "PATCH", &path, &json!({"accountEnabled": false}));
    world.faults(
        json!([{"method": "PATCH", "path": "/servicePrincipals/", "times": 0, "status": 403,
        "code": "Authorization_RequestDenied", "message": "no"}]),
    );
    let stopped = repaired(&world, ADMIN);
    assert!(stopped.stop.is_some() && open(&world) == 1);
    world.faults(json!([]));
    let again = world.run(stopped.record);
    assert_eq!((again.stop, open(&world)), (None, 0));
    assert_eq!(next(&world), Act::Nothing { days: Some(731) });
}

#[test]
fn removing_deletes_what_is_ours_and_purging_is_a_step_of_its_own() {
    let (world, _) = in_use();
    let set_up = only(&world);
    let removed = carry_out(&world, &set_up, Work::Delete);
    assert_eq!(removed.stop, None);
    assert!(set_ups(&world).is_empty());
    let state = world.state();
    assert_eq!(state["servicePrincipals"], json!([]));
    assert!(
        world.find().deleted.len() == 1,
        "it can be restored for 30 days"
    );
    assert_eq!(open(&world), 0);
    let made = removed
        .record
        .application
        .removed()
        .expect("it was deleted");
    let purged = world.run(world.plan(|_, plan| *plan = purge_plan(&IPECS_CLOUD, made, "it")));
    assert_eq!(purged.stop, None);
    assert_eq!(world.state()["deletedItems"], json!([]));
    assert_eq!(open(&world), 0);
}

#[test]
fn what_others_use_is_not_deleted_before_each_line_is_approved() {
    let (world, record) = in_use();
    let made = record.application.made().expect("it was made");
    world.add_secret(&made.id.to_string(), "another system's");
    let set_up = only(&world);
    let whats: Vec<What> = set_up.differences.iter().map(|one| one.what).collect();
    assert_eq!(whats, [What::Secret]);
    let unapproved = SetUp {
        differences: Vec::new(),
        ..set_up.clone()
    };
    let from = world.sent.borrow().len();
    let stopped = carry_out(&world, &unapproved, Work::Delete);
    assert!(matches!(stopped.stop, Some(Stop::Changed { .. })));
    assert!(world.writes(from).is_empty());
    assert_eq!(carry_out(&world, &set_up, Work::Delete).stop, None);
    assert!(set_ups(&world).is_empty());
}

#[test]
fn removing_with_another_browsers_records_asks_and_then_does_it() {
    let (world, _) = in_use();
    world.forget();
    let set_up = only(&world);
    assert!(
        set_up
            .permissions
            .iter()
            .all(|one| one.granted == Fact::Yes)
    );
    assert_eq!(carry_out(&world, &set_up, Work::Delete).stop, None);
    assert!(set_ups(&world).is_empty());
}

#[test]
fn entra_handover_itself_is_removed_with_what_it_was_allowed() {
    let world = World::new(Settings {
        org_consent: true,
        ..Settings::default()
    });
    let mut record = world.set_up().record;
    world.deliver(&mut record);
    let client: ClientId = sandbox::WIZARD_CLIENT_ID
        .to_string()
        .parse()
        .expect("a client id");
    let path = format!("/servicePrincipals(appId='{client}')");
    let own = world.call(ADMIN, "GET", &path, &Value::Null);
    let grant = json!({"clientId": own["id"], "consentType": "AllPrincipals", "principalId": null,
        "resourceId": record.graph.to_string(), "scope": "User.Read"});
    world.call(ADMIN, "POST", "/oauth2PermissionGrants", &grant);
    // More users than a page of Graph's answer holds have consented for themselves.
    for user in 1..=120 {
        let mut one = grant.clone();
        one["consentType"] = "Principal".into();
        one["principalId"] = format!("00000000-0000-4000-8000-{user:012}").into();
        world.call(ADMIN, "POST", "/oauth2PermissionGrants", &one);
    }
    let from = world.sent.borrow().len();
    let left = world.graph(ADMIN, async |graph| leave(&graph, client).await);
    assert_eq!(left, Ok(Left::Removed));
    let did: Vec<String> = world.writes(from);
    let (grants, rest) = did.split_at(121);
    let of_grant = |call: &String| call.starts_with("DELETE /graph/v1.0/oauth2PermissionGrants/");
    assert!(grants.iter().all(of_grant));
    assert_eq!(
        rest,
        [format!(
            "DELETE /graph/v1.0/servicePrincipals/{}",
            own["id"].as_str().unwrap_or_default()
        )]
    );
    assert_eq!(
        next(&world),
        Act::Nothing { days: Some(731) },
        "the set-up stays"
    );
    let again = world.graph(ADMIN, async |graph| leave(&graph, client).await);
    assert_eq!(again, Ok(Left::NotThere));
}
