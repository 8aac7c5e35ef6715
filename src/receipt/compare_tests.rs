use super::*;
use crate::cloud::Cloud;
use crate::profile::IPECS_CLOUD;
use crate::setup::flow_tests::world;
use crate::setup::plan::{self, Plan, Target};
use crate::setup::receipt::Proofs;
use crate::setup::status_flow_tests::{id_of, only};
use crate::setup::test_world::{ADMIN, World};
use chrono::TimeDelta;
use serde_json::json;

/// A set-up that works, and its receipt.
fn receipted() -> (World, Receipt) {
    let world = world();
    let mut record = world.set_up().record;
    world.deliver(&mut record);
    let now = world.now();
    let receipt = Receipt::of(&IPECS_CLOUD, &record, Proofs::default(), Cloud::Global, now);
    (world, receipt.expect("an application was made"))
}

fn findings(world: &World, receipt: &Receipt, after: TimeDelta) -> Vec<Finding> {
    let found = world.find();
    let set_up = world.graph(ADMIN, async |graph| {
        set_up_of(&graph, &IPECS_CLOUD, &found, receipt).await
    });
    let set_up = set_up.expect("a calm look succeeds");
    compare(receipt, &found, set_up.as_ref(), world.now() + after)
}

fn different(world: &World, receipt: &Receipt) -> Vec<Finding> {
    let mut all = findings(world, receipt, TimeDelta::zero());
    all.retain(|one| one.verdict(receipt.work) == Verdict::Different);
    all
}

fn carry_out(world: &World, work: plan::Work) -> Receipt {
    let target = Target::from(&only(world).application);
    let outcome = world.run(world.plan(|_, plan| {
        *plan = Plan {
            target,
            work,
            ..Plan::suggested(&IPECS_CLOUD)
        };
    }));
    let receipt = Receipt::of(
        &IPECS_CLOUD,
        &outcome.record,
        Proofs::default(),
        Cloud::Global,
        world.now(),
    );
    receipt.expect("an application stood there")
}

fn principal_path(world: &World) -> String {
    format!("/servicePrincipals/{}", id_of(world, "servicePrincipals"))
}

#[test]
fn nothing_has_changed() {
    let (world, receipt) = receipted();
    let all = findings(&world, &receipt, TimeDelta::zero());
    let key = receipt.secret.as_ref().expect("a secret").key;
    assert_eq!(all.len(), 5, "{all:?}");
    assert!(
        all.contains(&Finding::Secret {
            key,
            life: Life::Lives(Some(731))
        }),
        "{all:?}"
    );
    assert_eq!(different(&world, &receipt), []);
}

#[test]
fn each_change_is_seen() {
    let check = |change: &dyn Fn(&World, &Receipt), expected: &dyn Fn(&Receipt) -> Vec<Finding>| {
        let (world, receipt) = receipted();
        change(&world, &receipt);
        assert_eq!(different(&world, &receipt), expected(&receipt));
    };
    check(
        &|world, _| {
            drop(world.call(
                ADMIN,
                "PATCH",
                &principal_path(world),
                &json!({"accountEnabled": false}),
            ))
        },
        &|_| vec![Finding::Principal(Principal::Disabled)],
    );
    check(
        &|world, receipt| {
            let path = format!("/applications/{}", receipt.application.id);
            // Without our mark and name it is found by its id all the same.
            world.call(
                ADMIN,
                "PATCH",
                &path,
                &json!({"displayName": "Another", "tags": []}),
            );
        },
        &|_| Vec::new(),
    );
    check(
        &|world, receipt| {
            let key = receipt.secret.as_ref().expect("a secret").key;
            let path = format!("/applications/{}/removePassword", receipt.application.id);
            world.call(ADMIN, "POST", &path, &json!({"keyId": key.to_string()}));
        },
        &|receipt| {
            let key = receipt.secret.as_ref().expect("a secret").key;
            vec![Finding::Secret {
                key,
                life: Life::Gone,
            }]
        },
    );
    check(
        &|world, _| drop(carry_out(world, plan::Work::Delete)),
        &|_| vec![Finding::Application(Place::Deleted)],
    );
    check(
        &|world, _| drop(world.call(ADMIN, "DELETE", &principal_path(world), &json!(null))),
        &|receipt| {
            let mut all = vec![Finding::Principal(Principal::Missing)];
            all.extend(receipt.permissions.iter().map(|one| Finding::Permission {
                name: one.permission.name.clone(),
                was_granted: true,
                granted: Fact::No,
                declared: Fact::Yes,
            }));
            all
        },
    );
}

#[test]
fn a_secret_ends_and_a_newer_one_is_told() {
    let (world, receipt) = receipted();
    let key = receipt.secret.as_ref().expect("a secret").key;
    let later = findings(&world, &receipt, TimeDelta::days(740));
    assert!(
        later.iter().any(|one| matches!(
            one,
            Finding::Secret {
                life: Life::Ended(9 | 10),
                ..
            }
        )),
        "{later:?}"
    );
    let renewed = carry_out(&world, plan::Work::AddSecret);
    assert_eq!(different(&world, &renewed), []);
    carry_out(&world, plan::Work::RemoveSecrets(vec![key]));
    assert_eq!(
        different(&world, &receipt),
        [Finding::Secret {
            key,
            life: Life::Gone
        }]
    );
}

#[test]
fn a_removal_is_as_it_says_while_the_application_is_away() {
    let (world, before) = receipted();
    let removal = carry_out(&world, plan::Work::Delete);
    assert_eq!(different(&world, &removal), []);
    let path = format!("/directory/deletedItems/{}/restore", before.application.id);
    world.call(ADMIN, "POST", &path, &json!({}));
    assert_eq!(
        different(&world, &removal),
        [Finding::Application(Place::There)]
    );
}

#[test]
fn a_removed_secret_that_is_listed_is_told() {
    let (world, mut receipt) = receipted();
    receipt.removed = vec![receipt.secret.as_ref().expect("a secret").key];
    assert_eq!(
        different(&world, &receipt),
        [Finding::Listed(receipt.removed[0])]
    );
}
