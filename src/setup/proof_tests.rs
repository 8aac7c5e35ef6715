use super::*;
use crate::ids::{ClientId, TenantId};
use crate::profile::IPECS_CLOUD;
use crate::setup::journal::{Effect, MadeApplication, SecretAttempt};
use crate::setup::plan::{Plan, Target};

const APPLICATION: ApplicationId = ApplicationId::from_u128(4);
const GRAPH: ServicePrincipalId = ServicePrincipalId::from_u128(3);
const USER: UserId = UserId::from_u128(2);
const KEY: KeyId = KeyId::from_u128(8);

/// A finished run that made the application and one secret, and lost the reply of an attempt before that.
fn record(run: &str) -> Record {
    let started = "2026-11-24T10:00:00Z".parse().expect("a literal time");
    let attempt = |name: &str, state| SecretAttempt {
        name: format!("{name} {run}"),
        ends: started,
        state,
    };
    Record {
        run: run.into(),
        profile: "ipecs-cloud".into(),
        cloud: String::new(),
        tenant: TenantId::from_u128(1),
        tenant_name: "Contoso".into(),
        user: USER,
        username: "adele@contoso.example".into(),
        started,
        plan: Plan::suggested(&IPECS_CLOUD),
        ends: started,
        graph: GRAPH,
        application: Effect::Made(MadeApplication {
            id: APPLICATION,
            client: ClientId::from_u128(5),
        }),
        service_principal: Effect::NotYet,
        consented: Vec::new(),
        secrets: vec![
            attempt("lost", SecretState::Intended),
            attempt("delivered", SecretState::Delivered(KEY)),
        ],
        settled: None,
        closed: None,
        sealed: None,
    }
}

fn held(what: What, id: impl ToString, name: &str) -> Holding {
    Holding {
        what,
        id: id.to_string(),
        name: name.into(),
    }
}

fn permission(resource: impl ToString) -> String {
    let permission = (IPECS_CLOUD.permissions)().remove(0).id;
    format!("{}/{permission}", resource.to_string())
}

fn check(records: &[Record], holding: Holding, lost: Lost<'_>, is_ours: bool) {
    let known = Known::gather(&IPECS_CLOUD, records, APPLICATION, GRAPH, lost);
    let found = differences(vec![holding.clone()], &known);
    assert_eq!(found.is_empty(), is_ours, "{holding:?}");
}

#[test]
fn what_our_runs_made_is_no_difference() {
    let records = [record("a")];
    for holding in [
        held(What::Owner, USER, "adele"),
        held(What::PrincipalOwner, USER, "adele"),
        held(What::Secret, KEY, "renamed since"),
        held(What::Secret, KeyId::from_u128(99), "lost a"),
        held(What::Permission, permission(MICROSOFT_GRAPH), "Role"),
        held(What::GrantedRole, permission(GRAPH), "Microsoft Graph"),
        held(What::GrantedScope, format!("{GRAPH}/User.Read"), ""),
        held(What::Audience, "AzureADMyOrg", ""),
    ] {
        check(&records, holding, Lost::OfAnyRun, true);
    }
}

#[test]
fn everything_else_is_a_difference() {
    let records = [record("a")];
    let other = KeyId::from_u128(99);
    for holding in [
        held(What::Owner, UserId::from_u128(66), "mallory"),
        held(What::PrincipalOwner, UserId::from_u128(66), "mallory"),
        held(What::Secret, other, "somebody's"),
        // A twin of the delivered one: its name is known to all who may read the application.
        held(What::Secret, other, "delivered a"),
        held(What::PrincipalSecret, KEY, ""),
        held(What::Certificate, KEY, ""),
        held(What::PrincipalCertificate, KEY, ""),
        held(What::FederatedCredential, other, "github"),
        held(What::RedirectUri, "https://evil.example/", ""),
        held(What::PublicClient, "public", ""),
        held(What::IdentifierUri, "api://x", ""),
        held(What::ExposedScope, other, ""),
        held(What::PreAuthorized, other, ""),
        held(What::AppRole, other, ""),
        held(What::Permission, format!("{MICROSOFT_GRAPH}/{other}"), ""),
        held(What::Permission, permission(other), "of another API"),
        held(What::GrantedRole, format!("{GRAPH}/{other}"), ""),
        held(What::GrantedScope, format!("{GRAPH}/Mail.Read"), ""),
        held(What::GrantedScope, format!("{other}/User.Read"), ""),
        held(What::Audience, "AzureADMultipleOrgs", ""),
        held(What::Unreadable, "owners", ""),
        held(What::Secret, "no id", ""),
    ] {
        check(&records, holding, Lost::OfAnyRun, false);
    }
}

#[test]
fn without_a_record_only_what_is_compiled_in_is_known() {
    let mut elsewhere = record("a");
    elsewhere.application = Effect::NotYet;
    for records in [&[][..], &[elsewhere]] {
        let any = Lost::OfAnyRun;
        check(records, held(What::Owner, USER, "adele"), any, false);
        check(records, held(What::Secret, KEY, "delivered a"), any, false);
        let id = permission(MICROSOFT_GRAPH);
        check(records, held(What::Permission, id, "Role"), any, true);
    }
}

#[test]
fn a_lost_secret_counts_by_name_for_the_run_that_removes_it() {
    let records = [record("a"), record("b")];
    let lost = |run: &str| held(What::Secret, KeyId::from_u128(99), &format!("lost {run}"));
    check(&records, lost("a"), Lost::OfRun("a"), true);
    check(&records, lost("b"), Lost::OfRun("a"), false);
    check(&records, lost("b"), Lost::OfAnyRun, true);
}

#[test]
fn who_added_a_secret_is_not_thereby_an_expected_owner() {
    let mut second = record("b");
    second.user = UserId::from_u128(7);
    second.plan.target = Target::Existing {
        application: APPLICATION,
        client: ClientId::from_u128(5),
        name: "x".into(),
    };
    let owner = held(What::Owner, UserId::from_u128(7), "");
    check(&[second], owner, Lost::OfAnyRun, false);
}

#[test]
fn an_approval_is_of_one_thing_whatever_its_name() {
    let mut plan = Plan::suggested(&IPECS_CLOUD);
    let owner = held(What::Owner, "1", "mallory");
    plan.toggle(&owner);
    assert!(plan.approves(&held(What::Owner, "1", "renamed")));
    assert!(!plan.approves(&held(What::Owner, "2", "mallory")));
    assert!(!plan.approves(&held(What::PrincipalOwner, "1", "mallory")));
    let two = vec![owner.clone(), held(What::Secret, "1", "")];
    let mut record = record("a");
    record.plan = plan.clone();
    let open = foreign(&IPECS_CLOUD, vec![], &record, APPLICATION, two);
    assert_eq!(open, [held(What::Secret, "1", "")]);
    plan.toggle(&owner);
    assert!(!plan.approves(&owner));
}

#[test]
fn the_journals_names_are_read_back() {
    for what in [
        What::Owner,
        What::Secret,
        What::GrantedRole,
        What::Unreadable,
    ] {
        assert_eq!(What::of_name(what.name()), Some(what));
    }
    assert_eq!(What::of_name(""), None);
}

#[test]
fn who_is_signed_in_is_not_asked_about_themselves() {
    let known =
        |me| Known::gather(&IPECS_CLOUD, &[], APPLICATION, GRAPH, Lost::OfAnyRun).owned_by(me);
    let owner = || vec![held(What::Owner, USER, "adele")];
    assert!(differences(owner(), &known(USER)).is_empty());
    assert_eq!(differences(owner(), &known(UserId::from_u128(66))).len(), 1);
}
