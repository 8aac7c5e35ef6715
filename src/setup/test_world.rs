//! A tenant for the flows' tests: the sandbox's state machine, a clock that jumps from one timer to the next, and a journal in
//! memory. What goes wrong is said by the sandbox's fault rules.

use crate::cloud::Cloud;
use crate::graph::Graph;
use crate::graph::client::Cancel;
use crate::ports::{
    Clock, Http, Journal, JournalUnwritable, Ports, Random, Request, Response, Unreachable,
};
use crate::profile::IPECS_CLOUD;
use crate::secret::Secret;
use crate::setup::find::{Found, find};
use crate::setup::journal::{Record, SecretState};
use crate::setup::plan::{Plan, Target};
use crate::setup::run::{Outcome, Step, StepState, Want, Watch, run};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{LocalBoxFuture, ready};
use sandbox::{Delivery, Sandbox, Settings};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use url::Url;

pub const ADMIN: &str = "Global Administrator";
pub const NOBODY: &str = "User without a role";
const SCOPES: [&str; 6] = [
    "User.Read",
    "Application.Read.All",
    "Policy.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];

pub struct World {
    sandbox: RefCell<Sandbox>,
    now: Cell<DateTime<Utc>>,
    timers: RefCell<Vec<DateTime<Utc>>>,
    journal: RefCell<BTreeMap<String, String>>,
    drawn: Cell<u8>,
    /// The device has no network until then.
    pub offline_until: Cell<Option<DateTime<Utc>>>,
    /// Method and path of what was sent, and when.
    pub sent: RefCell<Vec<(DateTime<Utc>, String)>>,
}

impl World {
    pub fn new(settings: Settings) -> Self {
        Self {
            sandbox: RefCell::new(Sandbox::new(settings)),
            now: Cell::new("2026-11-24T09:00:00Z".parse().expect("a literal time")),
            timers: RefCell::default(),
            journal: RefCell::default(),
            drawn: Cell::new(0),
            offline_until: Cell::default(),
            sent: RefCell::default(),
        }
    }

    pub fn ports(&self) -> Ports<'_> {
        Ports {
            http: self,
            clock: self,
            random: self,
            journal: self,
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.now.get()
    }

    /// Another browser: its journal is empty.
    pub fn forget(&self) {
        self.journal.borrow_mut().clear();
    }

    /// Does `work` with Graph for a signed-in account.
    pub fn graph<T>(&self, account: &str, work: impl AsyncFnOnce(Graph<'_>) -> T) -> T {
        self.bounded(account, &Cancel::default(), work)
    }

    pub fn bounded<T>(
        &self,
        account: &str,
        cancel: &Cancel,
        work: impl AsyncFnOnce(Graph<'_>) -> T,
    ) -> T {
        let page = Url::parse("http://localhost:8787/").expect("a literal address");
        let cloud = Cloud::parse("http://localhost:8787", &page).expect("the page's own origin");
        let token = Secret::new(self.token(account));
        self.block_on(work(Graph {
            ports: self.ports(),
            cloud: &cloud,
            token: &token,
            cancel,
        }))
    }

    fn token(&self, account: &str) -> String {
        let mut sandbox = self.sandbox.borrow_mut();
        let token = sandbox.access_token(account, &SCOPES, self.now());
        token.expect("the sandbox has this account")
    }

    pub fn find(&self) -> Found {
        let found = self.graph(ADMIN, async |graph| find(&graph, &IPECS_CLOUD, None).await);
        found.expect("a calm look succeeds")
    }

    /// A record of a plan that the administrator has just confirmed.
    pub fn plan(&self, change: impl FnOnce(&Found, &mut Plan)) -> Record {
        let found = self.find();
        let mut plan = Plan::suggested(&IPECS_CLOUD);
        change(&found, &mut plan);
        let ends = plan.lifetime.end(self.now(), None).at();
        let ends = ends.expect("the default life ends in the future");
        Record::new(&self.ports(), &IPECS_CLOUD, &found, plan, ends)
    }

    pub fn run(&self, record: Record) -> Outcome {
        self.graph(ADMIN, async |graph| {
            run(graph, &IPECS_CLOUD, record, Want::Everything, &Unwatched).await
        })
    }

    /// A whole first run.
    pub fn set_up(&self) -> Outcome {
        let outcome = self.run(self.plan(|_, _| ()));
        assert_eq!(outcome.stop, None);
        outcome
    }

    /// Notes that the portal has the run's secret.
    pub fn deliver(&self, record: &mut Record) {
        let (key, _) = record.live_secret().expect("a run with a secret");
        for attempt in &mut record.secrets {
            if attempt.state == SecretState::Made(key) {
                attempt.state = SecretState::Delivered(key);
            }
        }
        let saved = self.block_on(record.save(&self.ports()));
        saved.expect("this journal can be written");
    }

    /// One call as `account`, outside the flows; gives the answer's JSON.
    pub fn call(&self, account: &str, method: &str, path: &str, body: &Value) -> Value {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("http://localhost:8787/graph/v1.0{path}"))
            .header("authorization", format!("Bearer {}", self.token(account)))
            .header("content-type", "application/json")
            .body(body.to_string().into_bytes());
        let request = request.expect("a valid request");
        let response = self.sandbox.borrow_mut().handle(&request, self.now());
        assert!(
            response.status().is_success(),
            "{method} {path}: {response:?}"
        );
        serde_json::from_slice(response.body()).unwrap_or_default()
    }

    /// A secret that somebody puts on the application.
    pub fn add_secret(&self, application: &str, name: &str) -> String {
        let path = format!("/applications/{application}/addPassword");
        let body = json!({"passwordCredential": {"displayName": name}});
        let made = self.call(ADMIN, "POST", &path, &body);
        made["keyId"].as_str().expect("a key id").to_owned()
    }

    pub fn faults(&self, rules: Value) {
        self.control(http::Method::POST, "faults", &json!({"rules": rules}));
    }

    pub fn state(&self) -> Value {
        self.control(http::Method::GET, "state", &Value::Null)
    }

    fn control(&self, method: http::Method, path: &str, body: &Value) -> Value {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("http://localhost:8787/sandbox/{path}"))
            .header("content-type", "application/json")
            .body(body.to_string().into_bytes());
        let request = request.expect("a valid request");
        let response = self.sandbox.borrow_mut().handle(&request, self.now());
        assert!(response.status().is_success(), "{response:?}");
        serde_json::from_slice(response.body()).expect("the control answers JSON")
    }

    /// The key ids of the secrets that live.
    pub fn live(&self) -> Vec<String> {
        let state = self.state();
        let issued = state["issuedSecrets"].as_array().expect("a list").iter();
        let live = issued.filter(|secret| secret["removed"] == false);
        live.map(|secret| secret["keyId"].as_str().expect("an id").to_owned())
            .collect()
    }

    /// What was written since `from` requests had been sent.
    pub fn writes(&self, from: usize) -> Vec<String> {
        let sent = self.sent.borrow();
        let all = sent[from..].iter().map(|(_, what)| what.clone());
        all.filter(|what| !what.starts_with("GET")).collect()
    }

    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
                return result;
            }
            let next = self.timers.borrow().iter().min().copied();
            let next = next.expect("a future that waits has set a timer");
            self.now.set(next.max(self.now()));
            self.timers.borrow_mut().retain(|at| *at > next);
        }
    }
}

pub struct Unwatched;

impl Watch for Unwatched {
    fn step(&self, _: Step, _: StepState) {}
}

/// The application that a run made, as the plan of a second one.
pub fn existing(found: &Found, plan: &mut Plan) {
    let ours = &found.ours[0];
    plan.target = Target::Existing {
        application: ours.id,
        client: ours.client,
        name: ours.name.clone(),
    };
}

impl Http for World {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
        if self
            .offline_until
            .get()
            .is_some_and(|until| self.now() < until)
        {
            return Box::pin(ready(Err(Unreachable::Offline)));
        }
        let what = format!("{} {}", request.method(), request.uri().path());
        self.sent.borrow_mut().push((self.now(), what));
        let response = self.sandbox.borrow_mut().handle(&request, self.now());
        Box::pin(ready(match Delivery::of(&response).cut {
            true => Err(Unreachable::Network),
            false => Ok(response),
        }))
    }
}

impl Clock for World {
    fn now(&self) -> DateTime<Utc> {
        self.now()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'_, ()> {
        let at = self.now() + TimeDelta::from_std(duration).expect("no flow sleeps for an age");
        Box::pin(std::future::poll_fn(move |_| {
            if self.now() >= at {
                return Poll::Ready(());
            }
            self.timers.borrow_mut().push(at);
            Poll::Pending
        }))
    }
}

impl Random for World {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            self.drawn.set(self.drawn.get().wrapping_add(37));
            *byte = self.drawn.get();
        }
    }
}

impl Journal for World {
    fn put(&self, run: &str, record: String) -> LocalBoxFuture<'_, Result<(), JournalUnwritable>> {
        self.journal.borrow_mut().insert(run.to_owned(), record);
        Box::pin(ready(Ok(())))
    }

    fn remove(&self, run: &str) -> LocalBoxFuture<'_, ()> {
        self.journal.borrow_mut().remove(run);
        Box::pin(ready(()))
    }

    fn all(&self) -> LocalBoxFuture<'_, Vec<String>> {
        Box::pin(ready(self.journal.borrow().values().cloned().collect()))
    }
}
