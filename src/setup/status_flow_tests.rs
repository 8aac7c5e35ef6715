//! How set-ups stand, read from the sandbox: sound ones, broken ones, such as were made by hand, and none.

use super::flow_tests::{application_of, world};
use super::status::{Act, Advice, Fact, Holder, Origin, SetUp, advice, next_act, status};
use super::test_world::{ADMIN, World};
use crate::profile::IPECS_CLOUD;
use sandbox::Settings;
use serde_json::{Value, json};

pub(crate) fn set_ups(world: &World) -> Vec<SetUp> {
    let found = world.find();
    let read = world.graph(ADMIN, async |graph| {
        status(&graph, &IPECS_CLOUD, &found).await
    });
    read.expect("a calm look succeeds")
}

pub(crate) fn only(world: &World) -> SetUp {
    let mut all = set_ups(world);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

pub(super) fn next(world: &World) -> Act {
    next_act(&only(world), world.now())
}

/// The id of the one that the sandbox's state lists under `name`.
pub(crate) fn id_of(world: &World, name: &str) -> String {
    let state = world.state();
    let id = state[name][0]["id"].as_str();
    id.expect("there is one").to_owned()
}

/// A set-up as the vendor's article describes it, made in the Azure portal.
pub(super) fn by_hand(world: &World) -> Value {
    let roles = (IPECS_CLOUD.permissions)();
    let access = json!([{"id": roles[0].id.to_string(), "type": "Role"}, {"id": roles[1].id.to_string(), "type": "Scope"}]);
    let body = json!({
        "displayName": IPECS_CLOUD.application_name, "signInAudience": "AzureADMyOrg",
        "requiredResourceAccess": [{"resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": access}],
        "passwordCredentials": [{"displayName": "by hand"}],
    });
    let made = world.call(ADMIN, "POST", "/applications", &body);
    let principal = json!({"appId": made["appId"]});
    let principal = world.call(ADMIN, "POST", "/servicePrincipals", &principal);
    let graph = world.find().graph.to_string();
    let role = json!({"principalId": principal["id"], "resourceId": graph, "appRoleId": roles[0].id.to_string()});
    let path = format!("/servicePrincipals/{graph}/appRoleAssignedTo");
    world.call(ADMIN, "POST", &path, &role);
    made
}

#[test]
fn an_empty_tenant_is_not_asked_anything_more() {
    let world = world();
    let found = world.find();
    let before = world.sent.borrow().len();
    let read = world.graph(ADMIN, async |graph| {
        status(&graph, &IPECS_CLOUD, &found).await
    });
    assert!(read.expect("nothing is read").is_empty());
    assert_eq!(world.sent.borrow().len(), before);
}

#[test]
fn a_finished_set_up_is_ours_and_needs_nothing() {
    let world = World::new(Settings {
        service_principals: 10_000,
        ..Settings::default()
    });
    let mut record = world.set_up().record;
    world.deliver(&mut record);
    let from = world.sent.borrow().len();
    let set_up = only(&world);
    // The look of the first visit, six reads of what it holds, and one more of its delegated grants.
    assert_eq!(world.sent.borrow().len() - from, 8 + 6 + 1);
    assert_eq!(set_up.origin, Origin::Ours);
    let sound =
        |check: &super::status::Check| (check.declared, check.granted) == (Fact::Yes, Fact::Yes);
    assert!(
        set_up.permissions.iter().all(sound),
        "{:?}",
        set_up.permissions
    );
    assert_eq!(set_up.secrets[0].holder, Holder::HandedOver);
    assert_eq!(
        next_act(&set_up, world.now()),
        Act::Nothing { days: Some(731) }
    );
    world.forget();
    let set_up = only(&world);
    assert_eq!(
        (set_up.origin, set_up.secrets[0].holder),
        (Origin::Marked, Holder::Unknown)
    );
}

#[test]
fn what_is_broken_is_seen() {
    let check = |what: &str, break_it: fn(&World), fact: fn(&SetUp) -> bool| {
        let world = world();
        let mut record = world.set_up().record;
        world.deliver(&mut record);
        break_it(&world);
        assert!(fact(&only(&world)), "{what}: {:?}", only(&world));
        assert!(matches!(next(&world), Act::Repair | Act::Declare), "{what}");
    };
    check(
        "revoked",
        |world| {
            let (own, id) = (
                id_of(world, "servicePrincipals"),
                id_of(world, "appRoleAssignments"),
            );
            let path = format!("/servicePrincipals/{own}/appRoleAssignments/{id}");
            world.call(ADMIN, "DELETE", &path, &Value::Null);
        },
        |found| found.permissions[0].granted == Fact::No && found.missing().len() == 1,
    );
    check(
        "a scope revoked",
        |world| {
            let id = id_of(world, "oauth2PermissionGrants");
            world.call(
                ADMIN,
                "DELETE",
                &format!("/oauth2PermissionGrants/{id}"),
                &Value::Null,
            );
        },
        |found| found.permissions[1].granted == Fact::No && found.missing().len() == 1,
    );
    check(
        "disabled",
        |world| {
            let path = format!("/servicePrincipals/{}", id_of(world, "servicePrincipals"));
            world.call(ADMIN, "PATCH", &path, &json!({"accountEnabled": false}));
        },
        |found| found.is_broken() && found.missing().is_empty(),
    );
    check(
        "no service principal",
        |world| {
            let path = format!("/servicePrincipals/{}", id_of(world, "servicePrincipals"));
            world.call(ADMIN, "DELETE", &path, &Value::Null);
        },
        |found| found.principal.is_none() && found.missing().len() == 2,
    );
    check(
        "not declared",
        |world| {
            let path = format!("/applications/{}", id_of(world, "applications"));
            world.call(
                ADMIN,
                "PATCH",
                &path,
                &json!({"requiredResourceAccess": []}),
            );
        },
        |found| found.permissions.iter().all(|one| one.declared == Fact::No),
    );
}

#[test]
fn secrets_are_told_by_who_has_them() {
    let world = world();
    let outcome = world.set_up();
    let mut record = outcome.record.clone();
    assert_eq!(only(&world).secrets[0].holder, Holder::NeverHandedOver);
    assert_eq!(next(&world), Act::RenewNow);
    world.deliver(&mut record);
    // A twin of the delivered one: the request came twice, and this reply is nobody's.
    world.add_secret(&application_of(&outcome), &record.secrets[0].name);
    let holders: Vec<Holder> = only(&world).secrets.iter().map(|one| one.holder).collect();
    assert!(
        holders.contains(&Holder::Lost) && holders.contains(&Holder::HandedOver),
        "{holders:?}"
    );
    assert_eq!(next(&world), Act::RemoveLost);
}

#[test]
fn a_secret_that_has_ended_is_seen_by_the_clock() {
    let world = world();
    let mut record = world.set_up().record;
    world.deliver(&mut record);
    let day = |days: i64| world.now() + chrono::TimeDelta::days(days);
    let set_up = only(&world);
    let check =
        |days: i64, expected: Act| assert_eq!(next_act(&set_up, day(days)), expected, "{days}");
    check(700, Act::Nothing { days: Some(31) });
    check(701, Act::RenewSoon { days: 30 });
    check(731, Act::RenewSoon { days: 0 });
    check(732, Act::RenewNow);
}

#[test]
fn one_that_was_made_by_hand_is_found_by_its_name_and_permissions() {
    let world = world();
    let bare = json!({"displayName": IPECS_CLOUD.application_name});
    world.call(ADMIN, "POST", "/applications", &bare);
    assert!(
        set_ups(&world).is_empty(),
        "a name alone is nobody's set-up"
    );
    let made = by_hand(&world);
    let set_up = only(&world);
    assert_eq!(
        set_up.application.client.to_string(),
        made["appId"].as_str().unwrap_or_default()
    );
    assert_eq!(set_up.origin, Origin::ByHand);
    assert_eq!(set_up.secrets[0].holder, Holder::Unknown);
    assert!(
        set_up.permissions[0].granted == Fact::Yes,
        "{:?}",
        set_up.permissions
    );
    assert_eq!(set_up.permissions[1].granted, Fact::No);
}

#[test]
fn two_set_ups_are_both_told() {
    let world = world();
    world.set_up();
    world.run(world.plan(|_, _| ()));
    by_hand(&world);
    let all = set_ups(&world);
    let origins: Vec<Origin> = all.iter().map(|one| one.origin).collect();
    assert_eq!(origins, [Origin::Ours, Origin::Ours, Origin::ByHand]);
    assert_eq!(advice(&all, world.now()), Advice::Compare { count: 3 });
}
