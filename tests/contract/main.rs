//! What the product says to Graph: which operations, and that neither side says anything that Microsoft's description has not.
//! The production flows run against the sandbox; where this machine has no description, the operations alone are held to the list.

mod operations;
mod trial;
mod wire;

use entra_handover::cloud::Cloud;
use entra_handover::graph::Graph;
use entra_handover::graph::client::Cancel;
use entra_handover::graph::holdings::{Account, Principal, What};
use entra_handover::graph::patience::Patience;
use entra_handover::profile::IPECS_CLOUD;
use entra_handover::secret::Secret;
use entra_handover::setup::find::{Found, find};
use entra_handover::setup::journal::{Effect, Record};
use entra_handover::setup::leave::leave;
use entra_handover::setup::plan::{Plan, Target, Work};
use entra_handover::setup::register::register;
use entra_handover::setup::remove::purge_plan;
use entra_handover::setup::repair;
use entra_handover::setup::run::{Outcome, Step, StepState, Want, Watch, run};
use entra_handover::setup::settle::{Settled, settle};
use entra_handover::setup::status::{Fact, SetUp, status};
use entra_handover::setup::try_secret::Outcome as Tried;
use entra_handover::setup::undo::undo;
use operations::OPERATIONS;
use sandbox::{SecretPolicy, Settings};
use serde_json::{Value, json};
use std::cell::RefCell;
use trial::try_it;
use url::Url;
use wire::{Wire, at_once};

const GLOBAL: &str = "Global Administrator";
const CLOUD_APPS: &str = "Cloud Application Administrator";
const NOBODY: &str = "User without a role";

const SCOPES: [&str; 6] = [
    "User.Read",
    "Application.Read.All",
    "Policy.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];

struct Unwatched;

impl Watch for Unwatched {
    fn step(&self, _: Step, _: StepState) {}
}

/// Does `work` with Graph for a signed-in account of the sandbox.
fn signed_in<T>(wire: &Wire, account: &str, work: impl FnOnce(Graph<'_>) -> T) -> T {
    let page = Url::parse("http://localhost:8787/").expect("a literal address");
    let cloud = Cloud::parse("http://localhost:8787", &page).expect("the page's own origin");
    let (token, cancel) = (Secret::new(wire.token(account, &SCOPES)), Cancel::default());
    work(Graph {
        ports: wire.ports(),
        cloud: &cloud,
        token: &token,
        cancel: &cancel,
    })
}

fn look(wire: &Wire, account: &str) -> Option<Found> {
    signed_in(wire, account, |graph| {
        at_once(find(&graph, &IPECS_CLOUD, None)).ok()
    })
}

/// A whole visit up to the end of the run: another secret for the application that is there, else the deleted one restored, else
/// a new one.
fn set_up(wire: &Wire, account: &str) -> Option<Outcome> {
    carry_out(wire, account, |found| {
        let mut plan = Plan::suggested(&IPECS_CLOUD);
        if let Some(ours) = found.ours.first() {
            plan.target = Target::from(ours);
        } else if let Some(twin) = found.deleted.first() {
            plan.target = Target::Deleted {
                application: twin.id,
                client: twin.client,
                name: twin.name.clone(),
            };
        }
        plan
    })
}

/// Looks, and carries out what `planned` says.
fn carry_out(wire: &Wire, account: &str, planned: impl FnOnce(&Found) -> Plan) -> Option<Outcome> {
    let found = look(wire, account)?;
    let plan = planned(&found);
    let ends = plan.lifetime.end(wire.ports().clock.now(), None).at();
    let ends = ends.expect("the default life ends in the future");
    let record = Record::new(&wire.ports(), &IPECS_CLOUD, &found, plan, ends);
    Some(signed_in(wire, account, |graph| {
        at_once(run(
            graph,
            &IPECS_CLOUD,
            record,
            Want::Everything,
            &Unwatched,
        ))
    }))
}

/// What the page does once a secret is made: it confirms it and looks for strays.
fn confirm(wire: &Wire, mut outcome: Outcome) -> (Outcome, Settled) {
    let held = outcome.secret.as_ref().map(|made| made.credential.key);
    let record = RefCell::new(outcome.record);
    let settled = signed_in(wire, GLOBAL, |graph| {
        at_once(settle(&graph, &record, held, &|_| ()))
    });
    outcome.record = record.into_inner();
    (outcome, settled)
}

/// Undoes a visit. The record still tells what can be removed for good.
fn take_back(wire: &Wire, outcome: Option<Outcome>) -> Option<Record> {
    let record = outcome?.record;
    let undone = signed_in(wire, GLOBAL, |graph| at_once(undo(&graph, record)));
    Some(undone.record)
}

/// A set-up that is undone, one that restores what was deleted, and the removal for good.
fn there_and_back(wire: &Wire) {
    let outcome = set_up(wire, GLOBAL);
    take_back(wire, outcome);
    let outcome = set_up(wire, GLOBAL);
    if let Some(record) = take_back(wire, outcome) {
        remove_for_good(wire, &record);
    }
}

/// Removes for good what an undo has deleted.
fn remove_for_good(wire: &Wire, undone: &Record) -> Option<Outcome> {
    let made = undone.application.removed()?;
    let plan = purge_plan(&IPECS_CLOUD, made, IPECS_CLOUD.application_name);
    carry_out(wire, GLOBAL, |_| plan)
}

/// Nothing strange went over the wire.
fn check(wire: &Wire) {
    assert_eq!(wire.violations(), [].into());
    for operation in wire.operations() {
        assert!(OPERATIONS.contains(&&*operation), "not listed: {operation}");
    }
}

fn lagging(seed: u64) -> Settings {
    Settings {
        seed,
        lag_ms: 20_000,
        ..Settings::default()
    }
}

#[test]
fn a_set_up_a_second_visit_undo_restore_and_purge() {
    let wire = Wire::new(Settings::default());
    let visit = || {
        let outcome = set_up(&wire, GLOBAL).expect("the tenant can be looked at");
        assert_eq!(outcome.stop, None);
        let (outcome, settled) = confirm(&wire, outcome);
        assert_eq!(settled, Settled::Clean);
        assert_eq!(try_it(&wire, &outcome), Some(Tried::Works));
        outcome
    };
    let (first, second) = (visit(), visit());
    take_back(&wire, Some(second));
    take_back(&wire, Some(first));
    let third = visit();
    assert!(matches!(third.record.plan.target, Target::Deleted { .. }));
    let record = take_back(&wire, Some(third)).expect("what it was given");
    let purged = remove_for_good(&wire, &record).expect("the tenant can be looked at");
    assert_eq!(purged.stop, None);
    assert!(matches!(purged.record.application, Effect::Purged(_)));
    check(&wire);
}

/// How the set-up stands.
fn standing(wire: &Wire) -> Option<SetUp> {
    let found = look(wire, GLOBAL)?;
    let read = signed_in(wire, GLOBAL, |graph| {
        at_once(status(&graph, &IPECS_CLOUD, &found))
    });
    read.ok()?.into_iter().next()
}

/// Everything of a second visit: the status, a repair of all that can be missing, the removal of a secret and of the whole.
fn keep_up(wire: &Wire) {
    set_up(wire, GLOBAL);
    let Some(mut seen) = standing(wire) else {
        return;
    };
    let works = |work: Work| Plan {
        target: Target::from(&seen.application),
        work,
        ..Plan::suggested(&IPECS_CLOUD)
    };
    let keys = seen.secrets.iter().map(|one| one.credential.key).collect();
    let [remove, delete] = [Work::RemoveSecrets(keys), Work::Delete].map(works);
    // As it was seen a moment before somebody else repaired it: every fix is safe to repeat.
    for check in &mut seen.permissions {
        (check.declared, check.granted) = (Fact::No, Fact::No);
    }
    for account in [Some(Account::Disabled), None] {
        seen.principal = (seen.principal.zip(account)).map(|(principal, account)| Principal {
            account,
            ..principal
        });
        carry_out(wire, GLOBAL, |_| repair::plan(&seen, Vec::new()));
    }
    carry_out(wire, GLOBAL, |_| remove);
    // The page leaves by its own client id; here any that has a grant will do.
    signed_in(wire, GLOBAL, |graph| {
        at_once(leave(&graph, seen.application.client)).ok()
    });
    carry_out(wire, GLOBAL, |_| delete);
}

#[test]
fn a_second_visit_repairs_and_removes() {
    let wire = Wire::new(Settings::default());
    keep_up(&wire);
    let found = look(&wire, GLOBAL).expect("the tenant can be looked at");
    assert!(found.ours.is_empty() && !found.deleted.is_empty());
    check(&wire);
}

/// Owners are of another type than the list that brings them.
#[test]
fn the_owner_of_an_application_has_a_name() {
    let wire = Wire::new(Settings {
        allowed_to_create_apps: true,
        ..Settings::default()
    });
    let outcome = set_up(&wire, NOBODY).expect("the tenant can be looked at");
    let record = outcome.record;
    let made = record.application.made().expect("users may register");
    let held = signed_in(&wire, NOBODY, |graph| {
        at_once(graph.holdings(made.id, made.client, Patience::Brief, &|_| ()))
    });
    let held = held.expect("the tenant can be read");
    let owners = held.iter().filter(|one| one.what == What::Owner);
    let names: Vec<_> = owners.map(|one| &one.name).collect();
    assert_eq!(names, [&record.username]);
    check(&wire);
}

#[test]
fn the_permission_picker_and_the_registration_of_the_page_itself() {
    let wire = Wire::new(Settings::default());
    signed_in(&wire, GLOBAL, |graph| {
        let offered = at_once(graph.offered_permissions()).expect("the tenant offers permissions");
        assert!(!offered.is_empty());
        let address = "https://handover.example/";
        at_once(register(&graph, address)).expect("an administrator may register");
    });
    check(&wire);
}

#[test]
fn what_roles_and_policies_refuse() {
    for account in [GLOBAL, CLOUD_APPS, NOBODY] {
        for (password_addition, max_lifetime) in
            [(true, None), (false, Some("P180D")), (false, None)]
        {
            let wire = Wire::new(Settings {
                secret_policy: SecretPolicy {
                    password_addition,
                    max_lifetime: max_lifetime.map(str::to_owned),
                    ..SecretPolicy::default()
                },
                ..Settings::default()
            });
            let outcome = set_up(&wire, account);
            take_back(&wire, outcome);
            check(&wire);
        }
    }
}

#[test]
fn replication_lag() {
    for seed in 0..50 {
        let wire = Wire::new(lagging(seed));
        there_and_back(&wire);
        check(&wire);
    }
}

/// Each kind of fault once at each request.
#[test]
fn faults_anywhere() {
    let faults: [Value; 7] = [
        json!({"drop": "request"}),
        json!({"drop": "response"}),
        json!({"status": 429, "retryAfter": 7}),
        json!({"status": 503}),
        json!({"status": 409, "code": "Directory_ConcurrencyViolation"}),
        json!({"status": 401, "claimsChallenge": true}),
        json!({"status": 403}),
    ];
    let undisturbed = Wire::new(Settings::default());
    there_and_back(&undisturbed);
    for fault in faults {
        for after in 0..undisturbed.requests() {
            let wire = Wire::new(lagging(after.into()));
            let mut rule = fault.clone();
            rule["after"] = after.into();
            wire.fault(&rule);
            there_and_back(&wire);
            check(&wire);
        }
    }
}

/// The list holds nothing that is not asked: lost answers and a grant that was there lead to the rarer operations.
#[test]
fn every_listed_operation_is_used() {
    let wire = Wire::new(Settings::default());
    wire.fault(&json!({"method": "PATCH", "path": "/applications(", "drop": "response"}));
    let first = set_up(&wire, GLOBAL).expect("the tenant can be looked at");
    wire.fault(&json!({"path": "/addPassword", "drop": "response"}));
    let second = set_up(&wire, GLOBAL);
    try_it(&wire, &first);
    let principal = first.record.service_principal.made();
    let principal = principal.expect("the first run made a service principal");
    signed_in(&wire, GLOBAL, |graph| {
        let wider = ["User.Read", "openid"];
        let granted = graph.ensure_delegated_grant(principal, first.record.graph, &wider, &|_| ());
        at_once(granted).expect("an administrator may consent");
    });
    take_back(&wire, second);
    take_back(&wire, Some(first));
    there_and_back(&wire);
    keep_up(&wire);
    check(&wire);
    assert_eq!(Vec::from_iter(wire.operations()), OPERATIONS);
}
