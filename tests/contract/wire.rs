//! A network that carries every request to the sandbox's state machine, and holds each exchange against Microsoft's description
//! of Graph where this machine has it. Time passes at once; nothing here knows what the flows do.

use chrono::{DateTime, TimeDelta, Utc};
use entra_handover::ports::{
    Clock, Http, Journal, JournalUnwritable, Ports, Random, Request, Response, Unreachable,
};
use futures_util::future::{FutureExt, LocalBoxFuture, ready};
use sandbox::schema::Schema;
use sandbox::{Delivery, Sandbox, Settings};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::LazyLock;
use std::time::Duration;

/// Microsoft's description, if it is here: read once.
static SCHEMA: LazyLock<Option<Schema>> =
    LazyLock::new(|| Schema::of_this_machine().expect("what this machine has is understood"));

pub struct Wire {
    sandbox: RefCell<Sandbox>,
    now: Cell<DateTime<Utc>>,
    chance: Cell<u8>,
    journal: RefCell<BTreeMap<String, String>>,
    requests: Cell<u32>,
    operations: RefCell<BTreeSet<String>>,
    violations: RefCell<BTreeSet<String>>,
}

impl Wire {
    pub fn new(settings: Settings) -> Self {
        Self {
            chance: Cell::new(settings.seed as u8),
            sandbox: RefCell::new(Sandbox::new(settings)),
            now: Cell::new("2026-11-24T09:00:00Z".parse().expect("a literal time")),
            journal: RefCell::default(),
            requests: Cell::default(),
            operations: RefCell::default(),
            violations: RefCell::default(),
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

    pub fn token(&self, account: &str, scopes: &[&str]) -> String {
        let mut sandbox = self.sandbox.borrow_mut();
        let token = sandbox.access_token(account, scopes, self.now.get());
        token.expect("the sandbox has this account")
    }

    /// Lets the fault rule strike, in the form of `POST /sandbox/faults`.
    pub fn fault(&self, rule: &Value) {
        let request = http::Request::post("http://localhost:8787/sandbox/faults")
            .body(
                serde_json::json!({"rules": [rule]})
                    .to_string()
                    .into_bytes(),
            )
            .expect("a valid request");
        let answer = self.sandbox.borrow_mut().handle(&request, self.now.get());
        assert!(answer.status().is_success(), "{rule}");
    }

    /// How many requests went over the wire.
    pub fn requests(&self) -> u32 {
        self.requests.get()
    }

    /// What went over the wire, by method and path with `…` in place of keys.
    pub fn operations(&self) -> BTreeSet<String> {
        self.operations.borrow().clone()
    }

    /// What of it is not described.
    pub fn violations(&self) -> BTreeSet<String> {
        self.violations.borrow().clone()
    }
}

/// Runs a future. Nothing on this wire ever waits.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    let result = future.now_or_never();
    result.expect("the wire answers at once and sleeps take no time")
}

const GRAPH: &str = "/graph/v1.0/";

fn operation(request: &Request) -> String {
    let path = request.uri().path().trim_start_matches(GRAPH);
    let mut steps = Vec::new();
    for (index, step) in path.split('/').enumerate() {
        steps.push(match step.split_once('\'') {
            Some((before, _)) => format!("{before}'…')"),
            // This name has a digit, too.
            None if step == "oauth2PermissionGrants" => step.to_owned(),
            None if index > 0 && step.contains(|c: char| c.is_ascii_digit()) => "…".to_owned(),
            None => step.to_owned(),
        });
    }
    format!("{} /{}", request.method(), steps.join("/"))
}

impl Http for Wire {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
        let response = self.sandbox.borrow_mut().handle(&request, self.now.get());
        self.requests.set(self.requests.get() + 1);
        // The sign-in service has a description of its own, which is not here.
        let is_graphs = request.uri().path().starts_with(GRAPH);
        if is_graphs {
            self.operations.borrow_mut().insert(operation(&request));
        }
        if is_graphs && let Some(schema) = &*SCHEMA {
            let found = schema.check(&request, &response);
            let found = found.iter().map(ToString::to_string);
            self.violations.borrow_mut().extend(found);
        }
        let lost = Delivery::of(&response).cut;
        Box::pin(ready(if lost {
            Err(Unreachable::Network)
        } else {
            Ok(response)
        }))
    }
}

impl Clock for Wire {
    fn now(&self) -> DateTime<Utc> {
        self.now.get()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'_, ()> {
        let duration = TimeDelta::from_std(duration).expect("no flow sleeps for an age");
        self.now.set(self.now.get() + duration);
        Box::pin(ready(()))
    }
}

impl Random for Wire {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            self.chance
                .set(self.chance.get().wrapping_mul(5).wrapping_add(97));
            *byte = self.chance.get();
        }
    }
}

impl Journal for Wire {
    fn put(&self, run: &str, record: String) -> LocalBoxFuture<'_, Result<(), JournalUnwritable>> {
        self.journal.borrow_mut().insert(run.to_owned(), record);
        Box::pin(ready(Ok(())))
    }

    fn remove(&self, run: &str) -> LocalBoxFuture<'_, ()> {
        self.journal.borrow_mut().remove(run);
        Box::pin(ready(()))
    }

    fn all(&self) -> LocalBoxFuture<'_, Vec<String>> {
        let records = self.journal.borrow().values().cloned().collect();
        Box::pin(ready(records))
    }
}
