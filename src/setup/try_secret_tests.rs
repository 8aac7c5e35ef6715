//! "Test the secret" against the sandbox's sign-in and Graph: what it waits for, what it is refused, and that the door is closed.

use super::journal::Record;
use super::plan::Target;
use super::test_world::{ADMIN, World};
use super::try_secret::{Delay, Door, Missing, NoWay, Outcome, Standing, try_secret};
use crate::cloud::Cloud;
use crate::graph::client::Cancel;
use crate::ids::PermissionId;
use crate::ports::{Http, Request, Response, Unreachable};
use crate::profile::PermissionKind;
use crate::secret::Secret;
use crate::setup::receipt::client_id;
use crate::setup::run::Outcome as Ran;
use crate::signin::client_credentials::{Application, NoToken};
use chrono::TimeDelta;
use futures_util::future::{LocalBoxFuture, ready};
use sandbox::Settings;
use serde_json::{Value, json};
use std::cell::RefCell;
use url::Url;

/// A browser: its requests carry an `Origin`, but for the address that the door is open for.
struct Browser<'a> {
    world: &'a World,
    open_for: RefCell<Option<String>>,
    refuses: Option<NoWay>,
    /// What was done to the door.
    door: RefCell<Vec<&'static str>>,
}

impl<'a> Browser<'a> {
    fn new(world: &'a World) -> Self {
        Self {
            world,
            open_for: RefCell::default(),
            refuses: None,
            door: RefCell::default(),
        }
    }
}

impl Door for Browser<'_> {
    fn open<'a>(&'a self, address: &'a str) -> LocalBoxFuture<'a, Result<(), NoWay>> {
        self.door.borrow_mut().push("open");
        self.open_for.replace(Some(address.to_owned()));
        Box::pin(ready(self.refuses.map_or(Ok(()), Err)))
    }

    fn close(&self) -> LocalBoxFuture<'_, ()> {
        self.door.borrow_mut().push("close");
        self.open_for.replace(None);
        Box::pin(ready(()))
    }
}

impl Http for Browser<'_> {
    fn send(&self, mut request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
        if *self.open_for.borrow() != Some(request.uri().to_string()) {
            let origin = http::HeaderValue::from_static("chrome-extension://abc");
            request.headers_mut().insert("origin", origin);
        }
        self.world.send(request)
    }
}

/// A run that has just ended, and the secret that it made.
struct Made {
    record: Record,
    secret: Secret,
}

impl Made {
    fn by(ran: Ran) -> Self {
        Self {
            record: ran.record,
            secret: ran.secret.expect("a whole run brings a secret").value,
        }
    }

    fn client(&self) -> String {
        let client = client_id(&self.record).expect("the run made an application");
        client.to_string()
    }
}

/// Tests the secret. The outcome, and what was waited for on the way.
fn test(browser: &Browser<'_>, made: &Made, cancel: &Cancel) -> (Outcome, Vec<Delay>) {
    let page = Url::parse("http://localhost:8787/").expect("a literal address");
    let cloud = Cloud::parse("http://localhost:8787", &page).expect("the page's own origin");
    let mut ports = browser.world.ports();
    ports.http = browser;
    let application = Application {
        cloud: &cloud,
        tenant: made.record.tenant,
        client: client_id(&made.record).expect("the run made an application"),
        secret: &made.secret,
    };
    let delays = RefCell::new(Vec::new());
    let watch = |standing| {
        if let Standing::Waiting { why, next, last } = standing {
            assert!(next > browser.world.now() && next <= last);
            delays.borrow_mut().push(why);
        }
    };
    let missing = Missing::of(&made.record);
    let tried = try_secret(ports, application, missing, browser, cancel, &watch);
    let outcome = browser.world.block_on(tried);
    assert_eq!(*browser.door.borrow(), ["open", "close"]);
    assert_eq!(*browser.open_for.borrow(), None);
    (outcome, delays.into_inner())
}

/// As `test`, in a fresh browser.
fn tried(world: &World, made: &Made) -> (Outcome, Vec<Delay>) {
    test(&Browser::new(world), made, &Cancel::default())
}

/// The error that ended it.
fn number(outcome: &Outcome) -> Option<u32> {
    match outcome {
        Outcome::NoToken(NoToken::Refused(refusal)) => refusal.number,
        _ => None,
    }
}

#[test]
fn a_good_secret_works_at_once_and_takes_two_requests() {
    let world = World::new(Settings::default());
    let made = Made::by(world.set_up());
    let before = world.sent.borrow().len();
    assert_eq!(tried(&world, &made), (Outcome::Works, Vec::new()));
    let sent = world.sent.borrow();
    let sent: Vec<&str> = sent[before..]
        .iter()
        .map(|(_, what)| what.as_str())
        .collect();
    let token = format!("POST /login/{}/oauth2/v2.0/token", made.record.tenant);
    assert_eq!(sent, [token.as_str(), "GET /graph/v1.0/users"]);
}

#[test]
fn a_secret_that_is_still_spreading_is_waited_for() {
    let mut waited = 0;
    for seed in 0..20 {
        let world = World::new(Settings {
            lag_ms: 30_000,
            seed,
            ..Settings::default()
        });
        let made = Made::by(world.set_up());
        let (outcome, delays) = tried(&world, &made);
        assert_eq!(outcome, Outcome::Works, "seed {seed}: {delays:?}");
        waited += delays.len();
    }
    assert!(waited > 20, "the sandbox lags: {waited}");
}

#[test]
fn waiting_has_an_end() {
    let world = World::new(Settings::default());
    let mut made = Made::by(world.set_up());
    made.secret = Secret::new("another text".to_owned());
    let began = world.now();
    let (outcome, delays) = tried(&world, &made);
    assert_eq!(number(&outcome), Some(7_000_215));
    assert!(delays.iter().all(|why| *why == Delay::Secret));
    let took = world.now() - began;
    assert!(
        took > TimeDelta::seconds(100) && took <= TimeDelta::minutes(2),
        "{took}"
    );
    assert!(delays.len() < 20, "{}", delays.len());
}

#[test]
fn what_no_waiting_cures_ends_at_once() {
    let check = |path: &str, mut rule: Value, expected: &dyn Fn(&Outcome) -> bool| {
        let world = World::new(Settings::default());
        let made = Made::by(world.set_up());
        rule["path"] = path.into();
        world.faults(json!([rule]));
        let (outcome, delays) = tried(&world, &made);
        assert!(expected(&outcome), "{outcome:?}");
        assert_eq!(delays, []);
    };
    for code in [53003, 7_000_112, 90002] {
        let rule = json!({"times": 0, "status": 400, "code": format!("AADSTS{code}")});
        check("/token", rule, &|it| number(it) == Some(code));
    }
    let broken = json!({"times": 0, "status": 404, "code": "Request_ResourceNotFound"});
    check("/users", broken, &|it| matches!(it, Outcome::Unread(_)));
}

#[test]
fn trouble_of_the_service_is_waited_for() {
    let check = |rule: Value| {
        let world = World::new(Settings::default());
        let made = Made::by(world.set_up());
        world.faults(json!([rule]));
        let (outcome, delays) = tried(&world, &made);
        assert_eq!(outcome, Outcome::Works, "{rule}");
        assert_eq!(delays, [Delay::Service], "{rule}");
    };
    check(json!({"path": "/token", "drop": "request"}));
    check(json!({"path": "/token", "drop": "response"}));
    check(json!({"path": "/token", "status": 503}));
    check(json!({"path": "/users", "status": 401, "code": "InvalidAuthenticationToken"}));
}

#[test]
fn a_grant_that_is_missing_is_named_at_once() {
    let world = World::new(Settings::default());
    world.faults(json!([{"path": "appRoleAssignedTo", "times": 0, "status": 403}]));
    let made = Made::by(world.run(world.plan(|_, _| ())));
    world.faults(json!([]));
    let (outcome, delays) = tried(&world, &made);
    let Outcome::NotGranted { missing, .. } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(missing, Missing::Consent(vec!["User.Read.All".to_owned()]));
    assert_eq!(delays, []);
}

#[test]
fn a_plan_that_reads_no_users_is_told_apart() {
    let world = World::new(Settings::default());
    let record = world.plan(|_, plan| {
        (plan.permissions).retain(|permission| permission.kind == PermissionKind::Delegated);
    });
    let made = Made::by(world.run(record));
    let (outcome, delays) = tried(&world, &made);
    let Outcome::NotGranted { missing, .. } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!((missing, delays), (Missing::NotPlanned, Vec::new()));
}

#[test]
fn a_grant_that_was_taken_back_is_waited_for_and_then_told() {
    let world = World::new(Settings::default());
    let made = Made::by(world.set_up());
    let principal = made.record.service_principal.made().expect("it was made");
    let held = format!("/servicePrincipals/{principal}/appRoleAssignments");
    let assignments = world.call(ADMIN, "GET", &held, &Value::Null);
    let id = assignments["value"][0]["id"].as_str().expect("an id");
    world.call(ADMIN, "DELETE", &format!("{held}/{id}"), &Value::Null);
    let (outcome, delays) = tried(&world, &made);
    let Outcome::NotGranted { missing, .. } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(missing, Missing::Unclear);
    assert!(delays.len() > 5 && delays.iter().all(|why| *why == Delay::Consent));
}

#[test]
fn a_refused_permission_sends_nothing() {
    let world = World::new(Settings::default());
    let made = Made::by(world.set_up());
    let before = world.sent.borrow().len();
    for refused in [NoWay::NotAllowed, NoWay::Unsupported] {
        let mut browser = Browser::new(&world);
        browser.refuses = Some(refused);
        let (outcome, _) = test(&browser, &made, &Cancel::default());
        assert_eq!(outcome, Outcome::NoWay(refused));
    }
    assert_eq!(world.sent.borrow().len(), before);
}

#[test]
fn with_the_header_microsoft_refuses_and_the_user_is_told() {
    struct Useless<'a>(Browser<'a>);
    impl Door for Useless<'_> {
        fn open<'a>(&'a self, _: &'a str) -> LocalBoxFuture<'a, Result<(), NoWay>> {
            Box::pin(ready(Ok(())))
        }
        fn close(&self) -> LocalBoxFuture<'_, ()> {
            self.0.close()
        }
    }
    let world = World::new(Settings::default());
    let made = Made::by(world.set_up());
    let page = Url::parse("http://localhost:8787/").expect("a literal address");
    let cloud = Cloud::parse("http://localhost:8787", &page).expect("the page's own origin");
    let door = Useless(Browser::new(&world));
    let mut ports = world.ports();
    ports.http = &door.0;
    let application = Application {
        cloud: &cloud,
        tenant: made.record.tenant,
        client: made.client().parse().expect("an id"),
        secret: &made.secret,
    };
    let cancel = Cancel::default();
    let tried = try_secret(
        ports,
        application,
        Missing::Unclear,
        &door,
        &cancel,
        &|_| (),
    );
    assert_eq!(world.block_on(tried), Outcome::NoWay(NoWay::StillFromAPage));
}

#[test]
fn cancel_ends_the_waiting_and_closes_the_door() {
    let world = World::new(Settings::default());
    let mut made = Made::by(world.set_up());
    made.secret = Secret::new("another text".to_owned());
    let cancel = Cancel::default();
    cancel.request();
    let (outcome, delays) = test(&Browser::new(&world), &made, &cancel);
    assert_eq!((outcome, delays), (Outcome::Cancelled, Vec::new()));
}

#[test]
fn what_is_missing_is_read_off_the_record() {
    let world = World::new(Settings::default());
    let record = world.set_up().record;
    assert_eq!(Missing::of(&record), Missing::Unclear);
    let mut open = record.clone();
    open.consented = vec![PermissionId::from_u128(1)];
    let names = vec!["User.Read.All".to_owned()];
    assert_eq!(Missing::of(&open), Missing::Consent(names));
    let mut none = open.clone();
    none.plan.permissions.clear();
    assert_eq!(Missing::of(&none), Missing::NotPlanned);
    // An application that was there before keeps what it was granted.
    none.plan.target = Target::Existing {
        application: record.application.made().expect("made").id,
        client: record.application.made().expect("made").client,
        name: String::new(),
    };
    assert_eq!(Missing::of(&none), Missing::Unclear);
}
