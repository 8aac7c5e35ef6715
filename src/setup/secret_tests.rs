//! A secret on its way to the hand-over, against the sandbox: confirmed, swept for, lost; and what interrupts the run that makes it.

use super::flow_tests::{application_of, held, world};
use super::journal::{Record, SecretAttempt, SecretState};
use super::late::notice;
use super::mint::sweep;
use super::run::Stop;
use super::settle::{Settled, Standing, settle};
use super::test_world::{ADMIN, World, existing};
use super::undo::undo;
use crate::graph::client::Cancel;
use crate::ids::KeyId;
use crate::profile::IPECS_CLOUD;
use chrono::TimeDelta;
use sandbox::Settings;
use serde_json::json;
use std::cell::RefCell;

/// Settles, and says what was told and how it ended.
fn settled(
    world: &World,
    record: &RefCell<Record>,
    held: Option<KeyId>,
) -> (Vec<Standing>, Settled) {
    let told = RefCell::new(Vec::new());
    let end = world.graph(ADMIN, async |graph| {
        settle(&graph, record, held, &|standing| {
            told.borrow_mut().push(standing)
        })
        .await
    });
    (told.into_inner(), end)
}

#[test]
fn a_secret_is_confirmed_soon_and_its_strays_are_looked_for_long() {
    let world = world();
    let outcome = world.set_up();
    let key = held(&outcome);
    let started = world.now();
    let record = RefCell::new(outcome.record);
    let (told, end) = settled(&world, &record, Some(key));
    assert_eq!(end, Settled::Clean);
    let first_three = [
        Standing::Clean(1),
        Standing::Seen(1),
        Standing::Seen(2),
        Standing::Confirmed,
    ];
    assert_eq!(told[..4], first_three);
    assert_eq!(told.last(), Some(&Standing::Clean(8)));
    let took = world.now() - started;
    assert!(
        took >= TimeDelta::seconds(105) && took < TimeDelta::seconds(130),
        "{took}"
    );
    assert_eq!(record.borrow().settled, Some(world.now()));
    assert_eq!(world.live(), [key.to_string()]);
}

#[test]
fn twins_of_this_run_are_removed_and_nothing_else() {
    let world = world();
    let outcome = world.set_up();
    let key = held(&outcome);
    let application = application_of(&outcome);
    let mut record = outcome.record.clone();
    record.secrets[0].state = SecretState::Delivered(key);
    world.add_secret(&application, &record.secrets[0].name);
    let name = format!("{} of somebody else", record.secrets[0].name);
    let others = world.add_secret(&application, &name);
    let record = RefCell::new(record);
    // At a later visit: the value is in no page's memory, and what was delivered stays.
    let (told, end) = settled(&world, &record, None);
    assert_eq!(end, Settled::Clean);
    assert_eq!(told[0], Standing::StrayRemoved);
    let mut expected = [key.to_string(), others];
    let mut live = world.live();
    expected.sort();
    live.sort();
    assert_eq!(live, expected);
}

#[test]
fn a_secret_that_somebody_removes_is_not_confirmed_and_a_new_one_is_made() {
    let world = world();
    let outcome = world.set_up();
    let key = held(&outcome);
    let path = format!("/applications/{}/removePassword", application_of(&outcome));
    let record = RefCell::new(outcome.record);
    let told = RefCell::new(Vec::new());
    let end = world.graph(ADMIN, async |graph| {
        let watch = |standing: Standing| {
            if standing == Standing::Confirmed {
                world.call(ADMIN, "POST", &path, &json!({"keyId": key.to_string()}));
            }
            told.borrow_mut().push(standing);
        };
        settle(&graph, &record, Some(key), &watch).await
    });
    assert_eq!(end, Settled::Vanished);
    assert!(
        told.borrow().contains(&Standing::Seen(0)),
        "the confirmation is taken back"
    );
    let outcome = world.run(record.into_inner());
    assert_eq!(outcome.stop, None);
    assert_eq!(world.live(), [held(&outcome).to_string()]);
    assert_eq!(outcome.record.secrets.len(), 2);
}

#[test]
fn lag_delays_the_confirmation_and_loses_nothing() {
    let world = World::new(Settings {
        lag_ms: 60_000,
        ..Settings::default()
    });
    let outcome = world.set_up();
    let key = held(&outcome);
    let record = RefCell::new(outcome.record);
    let (told, end) = settled(&world, &record, Some(key));
    assert!(told.contains(&Standing::Confirmed));
    assert_eq!(end, Settled::Clean);
    assert_eq!(world.live(), [key.to_string()]);
}

#[test]
fn a_lost_reply_of_an_earlier_run_is_swept_before_the_next_secret() {
    let world = World::new(Settings {
        lag_ms: 0,
        ..Settings::default()
    });
    let mut first = world.set_up().record;
    let key = first.live_secret().expect("a secret").0;
    // As if its reply had been lost, and the user had left it there.
    first.secrets[0].state = SecretState::Intended;
    world
        .block_on(first.close(&world.ports()))
        .expect("a journal");
    let outcome = world.run(world.plan(existing));
    assert_eq!(outcome.stop, None);
    assert_eq!(world.live(), [held(&outcome).to_string()]);
    assert!(!world.live().contains(&key.to_string()));
}

#[test]
fn a_secret_that_was_not_handed_over_is_removed_by_its_key() {
    let world = world();
    let mut record = world.set_up().record;
    world
        .graph(ADMIN, async |graph| {
            let made = record.application.made().expect("made");
            sweep(&graph, made.id, &mut record).await
        })
        .expect("a calm sweep");
    assert_eq!(world.live(), [""; 0]);
    assert!(record.live_secret().is_none());
}

#[test]
fn a_token_near_its_end_is_renewed_before_the_secret_is_made() {
    let world = world();
    let record = world.plan(|_, _| ());
    let ends = world.now() + TimeDelta::minutes(9);
    let cancel = Cancel::with_token_until(Some(ends));
    let outcome = world.bounded(ADMIN, &cancel, async |graph| {
        let want = super::run::Want::Everything;
        let watch = &super::test_world::Unwatched;
        super::run::run(graph, &IPECS_CLOUD, record, want, watch).await
    });
    assert_eq!(outcome.stop, Some(Stop::SignInAgain { claims: None }));
    assert_eq!(world.live(), [""; 0]);
    assert!(outcome.record.secrets.is_empty());
    assert_eq!(world.run(outcome.record).stop, None);
}

#[test]
fn a_run_waits_while_the_device_is_offline_and_goes_on() {
    let world = world();
    let record = world.plan(|_, _| ());
    let back = world.now() + TimeDelta::minutes(40);
    world.offline_until.set(Some(back));
    let outcome = world.run(record);
    assert_eq!(outcome.stop, None);
    assert!(world.now() >= back);
    assert_eq!(world.live().len(), 1);
    assert_eq!(
        outcome.record.secrets.len(),
        1,
        "nothing was sent, so nothing is suspect"
    );
}

#[test]
fn a_retry_never_comes_before_it_was_asked_for() {
    let world = world();
    for (seconds, goes_on) in [(1, true), (120, true), (300, true), (301, false)] {
        let record = world.plan(|_, _| ());
        let path = "/graph/v1.0/applications(";
        world.faults(
            json!([{"method": "PATCH", "path": path, "status": 429, "retryAfter": seconds}]),
        );
        let from = world.sent.borrow().len();
        let outcome = world.run(record);
        assert_eq!(
            outcome.stop.is_none(),
            goes_on,
            "{seconds} s: {:?}",
            outcome.stop
        );
        let sent = world.sent.borrow();
        let patches = sent[from..]
            .iter()
            .filter(|(_, what)| what.starts_with("PATCH"));
        let times: Vec<_> = patches.map(|(at, _)| *at).collect();
        if goes_on {
            assert!(
                times[1] - times[0] >= TimeDelta::seconds(seconds),
                "{times:?}"
            );
        }
    }
}

#[test]
fn finished_runs_are_kept_as_proof_up_to_a_bound() {
    let world = world();
    let record = world.set_up().record;
    for n in 0..60_u8 {
        let mut other = record.clone();
        other.run = format!("{n:016x}");
        other.started += TimeDelta::minutes(n.into());
        other.settled = Some(world.now());
        world
            .block_on(other.close(&world.ports()))
            .expect("a journal");
    }
    let records = world.block_on(Record::all(&world.ports()));
    // The one that is unfinished is never forgotten.
    assert!(records.iter().any(|one| one.run == record.run));
    assert_eq!(records.len(), 51);
    assert!(
        records.iter().any(|one| one.run.ends_with("3b")),
        "the newest is there"
    );
}

#[test]
fn a_stray_that_comes_after_the_search_is_removed_at_the_next_visit() {
    let world = world();
    let outcome = world.set_up();
    let application = application_of(&outcome);
    let record = RefCell::new(outcome.record);
    record.borrow_mut().note_delivered();
    assert_eq!(settled(&world, &record, None).1, Settled::Clean);
    let journalled = || world.block_on(Record::all(&world.ports()));
    assert_eq!(notice(journalled(), &world.find()), []);
    let delivered = world.live();
    let name = record.borrow().secrets[0].name.clone();
    world.add_secret(&application, &name);
    let late = notice(journalled(), &world.find());
    assert!(late[0].needs_settling());
    let late = RefCell::new(late[0].clone());
    assert_eq!(settled(&world, &late, None).1, Settled::Clean);
    assert_eq!(world.live(), delivered);
    assert_eq!(notice(journalled(), &world.find()), []);
    // A run that works on it meanwhile removes it before it looks who has a hand in it.
    let second = world.plan(existing);
    world.add_secret(&application, &name);
    let outcome = world.run(second);
    assert_eq!(outcome.stop, None);
    let mut expected = [delivered[0].clone(), held(&outcome).to_string()];
    expected.sort();
    let mut live = world.live();
    live.sort();
    assert_eq!(live, expected);
}

#[test]
fn an_undo_on_an_application_that_stays_asks_for_nothing_more() {
    let world = world();
    let first = world.set_up();
    let second = world.plan(existing);
    let mut record = world.run(second).record;
    // The reply of another attempt was lost, and nothing of it is listed.
    let lost = SecretAttempt {
        name: "lost".into(),
        state: SecretState::Intended,
        ..record.secrets[0].clone()
    };
    record.secrets.push(lost);
    let undone = world.graph(ADMIN, async |graph| undo(&graph, record).await);
    assert!(undone.is_complete(), "{undone:?}");
    assert!(!undone.record.is_unfinished() && undone.record.needs_settling());
    assert_eq!(world.live(), [held(&first).to_string()]);
}
