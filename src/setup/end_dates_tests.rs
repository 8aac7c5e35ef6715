use super::*;
use crate::profile::IPECS_CLOUD;
use crate::setup::flow_tests::world;
use crate::setup::plan::{Plan, Target};
use crate::setup::status_flow_tests::{only, set_ups};
use crate::setup::test_world::ADMIN;
use crate::setup::test_world::World;
use crate::setup::undo::undo;

/// A set-up whose end is kept, as the last screen does it.
fn kept() -> (World, Record, EndDates) {
    let world = world();
    let mut record = world.set_up().record;
    world.deliver(&mut record);
    let mut dates = EndDates::default();
    let (key, attempt) = record.live_secret().expect("a secret");
    let application = record.application.made().expect("made").id;
    dates.keep(record.tenant, application, key, attempt.ends);
    (world, record, dates)
}

fn carried_out(world: &World, work: Work) -> Record {
    let target = Target::from(&only(world).application);
    let mut record = world
        .run(world.plan(|_, plan| {
            *plan = Plan {
                target,
                work,
                ..Plan::suggested(&IPECS_CLOUD)
            };
        }))
        .record;
    if record.live_secret().is_some() {
        world.deliver(&mut record);
    }
    record
}

fn keys(dates: &EndDates) -> Vec<KeyId> {
    let all = dates.0.iter().flat_map(|one| &one.secrets);
    all.map(|(key, _)| *key).collect()
}

#[test]
fn what_is_kept_is_read_back_and_holds_ids_and_dates_only() {
    let (_, record, dates) = kept();
    let stored = dates.to_json().expect("something is kept");
    assert_eq!(EndDates::read(&stored), dates);
    let (key, attempt) = record.live_secret().expect("a secret");
    let application = record.application.made().expect("made").id;
    let expected = json!({"applications": [{
        "tenant": record.tenant.to_string(), "application": application.to_string(),
        "secrets": [{"key": key.to_string(), "ends": stamp(attempt.ends)}],
    }]});
    assert_eq!(stored, expected.to_string());
    for damaged in ["", "[]", "{", "{\"applications\": [{\"tenant\": 1}, 2]}"] {
        assert_eq!(EndDates::read(damaged), EndDates::default(), "{damaged}");
    }
    let mut forgotten = dates;
    forgotten.forget(application);
    assert_eq!(forgotten.to_json(), None);
}

#[test]
fn it_follows_a_renewal_and_the_removal_of_the_old_secret() {
    let (world, first, mut dates) = kept();
    let old = first.live_secret().expect("a secret").0;
    let renewed = carried_out(&world, Work::AddSecret);
    let new = renewed.live_secret().expect("a secret").0;
    dates.follow(&renewed);
    assert_eq!(keys(&dates), [old, new]);
    dates.follow(&renewed);
    assert_eq!(keys(&dates), [old, new]);
    dates.follow(&carried_out(&world, Work::RemoveSecrets(vec![old])));
    assert_eq!(keys(&dates), [new]);
    let after_leak = carried_out(&world, Work::ReplaceSecrets(vec![new]));
    dates.follow(&after_leak);
    assert_eq!(
        keys(&dates),
        [after_leak.live_secret().expect("a secret").0]
    );
    dates.follow(&carried_out(&world, Work::Delete));
    assert_eq!(dates, EndDates::default());
}

#[test]
fn it_follows_an_undo() {
    let (world, first, mut dates) = kept();
    let renewed = carried_out(&world, Work::AddSecret);
    dates.follow(&renewed);
    dates.drop_secret(renewed.live_secret().expect("a secret").0);
    assert_eq!(keys(&dates), [first.live_secret().expect("a secret").0]);
    let undone = world.graph(ADMIN, async |graph| undo(&graph, first).await);
    dates.follow(&undone.record);
    assert_eq!(dates, EndDates::default());
}

#[test]
fn a_look_at_the_tenant_corrects_it() {
    let (world, record, mut dates) = kept();
    // Another browser has renewed it, and removed the old one.
    let old = record.live_secret().expect("a secret").0;
    carried_out(&world, Work::AddSecret);
    carried_out(&world, Work::RemoveSecrets(vec![old]));
    dates.correct(record.tenant, &set_ups(&world));
    assert_eq!(keys(&dates), [only(&world).secrets[0].credential.key]);
    let other = TenantId::from_u128(9);
    let before = dates.clone();
    dates.correct(other, &[]);
    assert_eq!(dates, before);
    dates.correct(record.tenant, &[]);
    assert_eq!(dates, EndDates::default());
}

#[test]
fn the_secret_made_last_comes_last_however_long_older_ones_last() {
    let (world, record, mut dates) = kept();
    let old = record.live_secret().expect("a secret").0;
    let renewed = carried_out(&world, Work::AddSecret);
    let new = renewed.live_secret().expect("a secret").0;
    let mut found = set_ups(&world);
    let secrets = found.iter_mut().flat_map(|one| &mut one.secrets);
    for one in secrets.filter(|one| one.credential.key == old) {
        one.credential.starts = Some(record.started - chrono::TimeDelta::days(1));
        one.credential.ends = Some(renewed.ends + chrono::TimeDelta::days(365));
    }
    dates.correct(record.tenant, &found);
    assert_eq!(keys(&dates), [old, new]);
}

#[test]
fn a_run_on_another_application_changes_nothing() {
    let (_, record, mut dates) = kept();
    let before = dates.clone();
    let mut other = record;
    other.application = Effect::Made(crate::setup::journal::MadeApplication {
        id: ApplicationId::from_u128(1),
        client: crate::ids::ClientId::from_u128(2),
    });
    dates.follow(&other);
    assert_eq!(dates, before);
}
