//! Whole set-ups of the production flows against the sandbox's state machine, with virtual time and faults that follow from a
//! seed. What must hold after every run, whatever happened, is in `check`; a failure names the seed that repeats it.
#![allow(clippy::print_stderr, reason = "a failing test shows what led to it")]

mod world;

use entra_handover::cloud::Cloud;
use entra_handover::graph::Graph;
use entra_handover::graph::client::Cancel;
use entra_handover::profile::IPECS_CLOUD;
use entra_handover::secret::Secret;
use entra_handover::setup::find::find;
use entra_handover::setup::journal::{Effect, Record, SecretState};
use entra_handover::setup::plan::{Plan, Target};
use entra_handover::setup::run::{Outcome, Step, StepState, Stop, Want, Watch, run};
use entra_handover::setup::undo::undo;
use sandbox::{SecretPolicy, Settings};
use serde_json::Value;
use url::Url;
use world::{Chances, World};

const READ: [&str; 3] = ["User.Read", "Application.Read.All", "Policy.Read.All"];
const WRITE: [&str; 3] = [
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];

struct Unwatched;

impl Watch for Unwatched {
    fn step(&self, _: Step, _: StepState) {}
}

fn cloud() -> Cloud {
    let page = Url::parse("http://localhost:8787/").expect("a literal address");
    Cloud::parse("http://localhost:8787", &page).expect("the page's own origin")
}

/// Does `work` with Graph for a signed-in account of the sandbox.
fn signed_in<T>(world: &World, account: &str, work: impl FnOnce(Graph<'_>) -> T) -> T {
    let (cloud, cancel) = (cloud(), Cancel::default());
    let token = Secret::new(world.token(account, &[&READ[..], &WRITE[..]].concat()));
    work(Graph {
        ports: world.ports(),
        cloud: &cloud,
        token: &token,
        cancel: &cancel,
    })
}

/// One run from the look at the tenant to its end.
fn set_up(world: &World, account: &str) -> Outcome {
    let look = |graph: Graph<'_>| {
        let found = world.block_on(find(&graph, &IPECS_CLOUD, None));
        found.expect("a calm look succeeds")
    };
    let found = world.calm(|| signed_in(world, account, look));
    let mut plan = Plan::suggested(&IPECS_CLOUD);
    if let Some(ours) = found.ours.first() {
        plan.target = Target::Existing {
            application: ours.id,
            client: ours.client,
            name: ours.name.clone(),
        };
    }
    let ends = plan.lifetime.end(world.ports().clock.now(), None).at();
    let ends = ends.expect("the default life ends in the future");
    let record = Record::new(&world.ports(), &IPECS_CLOUD, &found, plan, ends);
    go_on(world, account, record)
}

fn go_on(world: &World, account: &str, record: Record) -> Outcome {
    signed_in(world, account, |graph| {
        world.block_on(run(
            graph,
            &IPECS_CLOUD,
            record,
            Want::Everything,
            &Unwatched,
        ))
    })
}

fn take_back(world: &World, record: Record) -> Vec<String> {
    let undone = signed_in(world, "Global Administrator", |graph| {
        world.block_on(undo(&graph, record))
    });
    let left = undone.left.iter();
    left.map(|(thing, failure)| format!("{thing:?}: {failure:?}"))
        .collect()
}

fn ours(state: &Value) -> Vec<&Value> {
    let tag = IPECS_CLOUD.tag();
    let applications = state["applications"].as_array().expect("a list");
    applications
        .iter()
        .filter(|application| {
            application["tags"]
                .as_array()
                .expect("a list")
                .iter()
                .any(|t| *t == tag.as_str())
        })
        .collect()
}

fn live_secrets(state: &Value) -> Vec<(String, String)> {
    let issued = state["issuedSecrets"].as_array().expect("a list");
    let live = issued.iter().filter(|secret| secret["removed"] == false);
    live.map(|secret| {
        let text = |name: &str| secret[name].as_str().expect("a text").to_owned();
        (text("keyId"), text("secretText"))
    })
    .collect()
}

/// What must hold after every run (invariants I-1 to I-4, I-8, I-9 and I-12 of the threat model).
fn check(world: &World, outcome: &Outcome) {
    let state = world.state();
    let applications = ours(&state);
    let record = &outcome.record;
    assert!(
        applications.len() <= 1,
        "one run made {} applications",
        applications.len()
    );
    if !applications.is_empty() {
        assert_ne!(
            record.application,
            Effect::NotYet,
            "an application exists that the record does not know"
        );
    }
    let listed = record
        .secrets
        .iter()
        .any(|attempt| attempt.state == SecretState::Intended);
    for (key, text) in live_secrets(&state) {
        let held = outcome
            .secret
            .as_ref()
            .is_some_and(|new| new.credential.key.to_string() == key);
        assert!(
            held || listed,
            "secret {key} lives, and neither is it held nor does the record list it"
        );
        assert!(
            !world.journal_text().contains(&text[..8]),
            "the journal holds a part of the secret"
        );
    }
    if let Some(secret) = &outcome.secret {
        let key = secret.credential.key.to_string();
        assert!(
            live_secrets(&state).iter().any(|(live, _)| *live == key),
            "the secret in hand does not live"
        );
    }
    if outcome.stop.is_none() {
        assert!(
            outcome.secret.is_some(),
            "a run without a stop has its secret"
        );
        let granted = state["appRoleAssignments"]
            .as_array()
            .expect("a list")
            .len()
            + state["oauth2PermissionGrants"]
                .as_array()
                .expect("a list")
                .len();
        if outcome.unconsented.is_empty() {
            assert_eq!(granted, 2, "consent is complete");
        }
    }
}

#[test]
fn without_faults_a_set_up_takes_three_round_trips() {
    let world = World::new(1, Settings::default(), Chances::NONE);
    let outcome = set_up(&world, "Global Administrator");
    check(&world, &outcome);
    assert_eq!(outcome.stop, None);
    assert!(outcome.unconsented.is_empty());
    assert_eq!(world.sequential_writes(), 3, "{:#?}", world.trace());
}

#[test]
fn lag_of_any_object_is_waited_out() {
    for seed in 0..200 {
        let settings = Settings {
            seed,
            lag_ms: 30_000,
            ..Settings::default()
        };
        let world = World::new(seed, settings, Chances::NONE);
        let outcome = set_up(&world, "Global Administrator");
        check(&world, &outcome);
        assert_eq!(outcome.stop, None, "seed {seed}: {:#?}", world.trace());
    }
}

#[test]
fn no_fault_loses_a_secret_or_doubles_an_application() {
    let mut done = 0;
    const SEEDS: u64 = 2_000;
    for seed in 0..SEEDS {
        let lag_ms = if seed % 3 == 0 { 20_000 } else { 0 };
        let world = World::new(
            seed,
            Settings {
                seed,
                lag_ms,
                ..Settings::default()
            },
            Chances::of(seed),
        );
        let shown = world.show_on_panic(seed);
        let mut outcome = set_up(&world, "Global Administrator");
        check(&world, &outcome);
        // The user tries again until it works; then nothing is left over.
        for _ in 0..5 {
            if outcome.stop.is_none() {
                break;
            }
            outcome = go_on(&world, "Global Administrator", outcome.record);
            check(&world, &outcome);
        }
        if outcome.stop.is_none() && lag_ms == 0 {
            // Nothing hides a stray from the sweep before the attempt that succeeded.
            assert_eq!(live_secrets(&world.state()).len(), 1, "seed {seed}");
        }
        done += u64::from(outcome.stop.is_none());
        // After the faults have stopped, an undo leaves nothing of ours.
        let left = world.calm(|| {
            world.wait_out_lag();
            take_back(&world, outcome.record)
        });
        assert_eq!(left, Vec::<String>::new(), "seed {seed}");
        let state = world.state();
        assert!(
            ours(&state).is_empty() && live_secrets(&state).is_empty(),
            "seed {seed}: undo left something"
        );
        drop(shown);
    }
    assert!(
        done * 100 >= SEEDS * 99,
        "only {done} of {SEEDS} seeds came to their end"
    );
}

#[test]
fn who_cannot_consent_gets_everything_else_done() {
    let world = World::new(3, Settings::default(), Chances::NONE);
    let outcome = set_up(&world, "Cloud Application Administrator");
    check(&world, &outcome);
    assert_eq!(outcome.stop, None);
    let open: Vec<&str> = outcome
        .unconsented
        .iter()
        .map(|(permission, _)| permission.name.as_str())
        .collect();
    assert_eq!(open, ["User.Read.All"]);
}

#[test]
fn who_cannot_register_leaves_nothing_behind() {
    let settings = Settings {
        allowed_to_create_apps: false,
        ..Settings::default()
    };
    let world = World::new(4, settings, Chances::NONE);
    let outcome = set_up(&world, "User without a role");
    check(&world, &outcome);
    assert!(
        matches!(outcome.stop, Some(Stop::Failed(Step::Application, _))),
        "{:?}",
        outcome.stop
    );
    assert!(!outcome.record.touched_the_tenant());
}

#[test]
fn a_tenant_that_forbids_secrets_says_so_and_undo_cleans_up() {
    let policy = SecretPolicy {
        password_addition: true,
        ..SecretPolicy::default()
    };
    let world = World::new(
        5,
        Settings {
            secret_policy: policy,
            ..Settings::default()
        },
        Chances::NONE,
    );
    let outcome = set_up(&world, "Global Administrator");
    check(&world, &outcome);
    assert!(
        matches!(outcome.stop, Some(Stop::Failed(Step::Secret, _))),
        "{:?}",
        outcome.stop
    );
    assert_eq!(take_back(&world, outcome.record), Vec::<String>::new());
    assert!(ours(&world.state()).is_empty());
}

#[test]
fn a_second_visit_adds_a_secret_and_touches_nothing_else() {
    let world = World::new(6, Settings::default(), Chances::NONE);
    let first = set_up(&world, "Global Administrator");
    let before = world.state();
    let second = set_up(&world, "Cloud Application Administrator");
    let after = world.state();
    assert_eq!(second.stop, None);
    assert!(first.secret.is_some() && second.secret.is_some());
    assert_eq!(live_secrets(&after).len(), 2);
    for unchanged in [
        "servicePrincipals",
        "appRoleAssignments",
        "oauth2PermissionGrants",
    ] {
        assert_eq!(before[unchanged], after[unchanged]);
    }
    assert_eq!(take_back(&world, second.record), Vec::<String>::new());
    assert_eq!(
        live_secrets(&world.state()).len(),
        1,
        "the first visit's secret stays"
    );
    assert_eq!(ours(&world.state()).len(), 1, "the application stays");
}
