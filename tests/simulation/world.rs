//! The ports of a simulated run: the sandbox's state machine behind a network that loses, delays and breaks by a seed, a clock
//! that jumps from one timer to the next, and a journal in memory. It knows nothing of what the flows do.

use chrono::{DateTime, TimeDelta, Utc};
use entra_handover::ports::{
    Clock, Http, Journal, JournalUnwritable, Ports, Random, Request, Response, Unreachable,
};
use futures_util::future::{LocalBoxFuture, ready};
use sandbox::{Sandbox, Settings};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// How often each fault strikes a request, in per mille.
#[derive(Clone, Copy, Debug)]
pub struct Chances {
    pub lose_request: u64,
    pub lose_reply: u64,
    pub throttle: u64,
    pub unavailable: u64,
    pub unavailable_after_commit: u64,
    pub conflict: u64,
    pub garble: u64,
}

impl Chances {
    pub const NONE: Self = Self {
        lose_request: 0,
        lose_reply: 0,
        throttle: 0,
        unavailable: 0,
        unavailable_after_commit: 0,
        conflict: 0,
        garble: 0,
    };

    /// Another mix for every seed, each fault off in half of them (swarm testing).
    pub fn of(seed: u64) -> Self {
        let mut generator = Generator(seed ^ 0x5eed);
        let mut chance = || {
            if generator.below(2) == 0 {
                0
            } else {
                generator.below(200)
            }
        };
        Self {
            lose_request: chance(),
            lose_reply: chance(),
            throttle: chance(),
            unavailable: chance(),
            unavailable_after_commit: chance(),
            conflict: chance(),
            garble: chance(),
        }
    }
}

/// SplitMix64: small, and every seed gives another sequence.
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// One simulated world.
pub struct World {
    sandbox: RefCell<Sandbox>,
    now: Cell<DateTime<Utc>>,
    chance: RefCell<Generator>,
    chances: Cell<Chances>,
    timers: RefCell<Vec<(DateTime<Utc>, Waker)>>,
    journal: RefCell<BTreeMap<String, String>>,
    trace: RefCell<Vec<Exchange>>,
}

/// A request as it went, for the trace.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub sent: DateTime<Utc>,
    pub answered: DateTime<Utc>,
    pub what: String,
    pub outcome: String,
}

impl World {
    pub fn new(seed: u64, settings: Settings, chances: Chances) -> Self {
        Self {
            sandbox: RefCell::new(Sandbox::new(settings)),
            now: Cell::new("2026-11-24T09:00:00Z".parse().expect("a literal time")),
            chance: RefCell::new(Generator(seed)),
            chances: Cell::new(chances),
            timers: RefCell::default(),
            journal: RefCell::default(),
            trace: RefCell::default(),
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
        let token = self
            .sandbox
            .borrow_mut()
            .access_token(account, scopes, self.now.get());
        token.expect("the sandbox has this account")
    }

    pub fn state(&self) -> Value {
        let request = http::Request::get("http://localhost:8787/sandbox/state")
            .body(Vec::new())
            .expect("a valid request");
        let response = self.sandbox.borrow_mut().handle(&request, self.now.get());
        serde_json::from_slice(response.body()).expect("the state is JSON")
    }

    pub fn journal_text(&self) -> String {
        self.journal.borrow().values().cloned().collect()
    }

    /// Does `work` while no fault strikes.
    pub fn calm<T>(&self, work: impl FnOnce() -> T) -> T {
        let chances = self.chances.replace(Chances::NONE);
        let result = work();
        self.chances.set(chances);
        result
    }

    pub fn wait_out_lag(&self) {
        self.now.set(self.now.get() + TimeDelta::minutes(5));
    }

    pub fn trace(&self) -> Vec<Exchange> {
        self.trace.borrow().clone()
    }

    /// The longest chain of requests each of which was sent after the one before was answered, counting from the first write.
    pub fn sequential_writes(&self) -> usize {
        let trace = self.trace();
        let first = trace
            .iter()
            .position(|exchange| !exchange.what.starts_with("GET"))
            .unwrap_or(trace.len());
        let mut rounds = 0;
        let mut end = DateTime::<Utc>::MIN_UTC;
        for exchange in &trace[first..] {
            if exchange.sent >= end {
                rounds += 1;
                end = exchange.answered;
            }
        }
        rounds
    }

    /// Prints the trace if the test fails while this lives.
    pub fn show_on_panic(&self, seed: u64) -> impl Drop + '_ {
        struct Shown<'w>(&'w World, u64);
        impl Drop for Shown<'_> {
            fn drop(&mut self) {
                if std::thread::panicking() {
                    eprintln!("seed {}", self.1);
                    for exchange in self.0.trace() {
                        eprintln!(
                            "{} {} -> {}",
                            exchange.sent, exchange.what, exchange.outcome
                        );
                    }
                }
            }
        }
        Shown(self, seed)
    }

    /// Runs a future; whenever it waits, time jumps to the next timer.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
                return result;
            }
            let next = self.timers.borrow().iter().map(|(at, _)| *at).min();
            let next = next.expect("a future that waits has set a timer");
            self.now.set(next.max(self.now.get()));
            self.timers.borrow_mut().retain(|(at, _)| *at > next);
        }
    }

    fn until(&self, at: DateTime<Utc>) -> impl Future<Output = ()> + '_ {
        std::future::poll_fn(move |context| {
            if self.now.get() >= at {
                return Poll::Ready(());
            }
            self.timers.borrow_mut().push((at, context.waker().clone()));
            Poll::Pending
        })
    }

    fn strikes(&self, per_mille: u64) -> bool {
        self.chance.borrow_mut().below(1000) < per_mille
    }

    async fn exchange(&self, request: Request) -> (Result<Response, Unreachable>, &'static str) {
        let there = TimeDelta::milliseconds(20 + self.chance.borrow_mut().below(80) as i64);
        let chances = self.chances.get();
        self.until(self.now.get() + there).await;
        if self.strikes(chances.lose_request) {
            return (Err(Unreachable::Network), "request lost");
        }
        if self.strikes(chances.throttle) {
            return (Ok(error(429, "TooManyRequests")), "throttled");
        }
        if self.strikes(chances.conflict) {
            return (Ok(error(409, "Directory_ConcurrencyViolation")), "conflict");
        }
        if self.strikes(chances.unavailable) {
            return (Ok(error(503, "serviceNotAvailable")), "unavailable");
        }
        let response = self.sandbox.borrow_mut().handle(&request, self.now.get());
        self.until(self.now.get() + there).await;
        if self.strikes(chances.lose_reply) {
            return (Err(Unreachable::TimedOut), "reply lost");
        }
        if self.strikes(chances.unavailable_after_commit) {
            return (
                Ok(error(503, "serviceNotAvailable")),
                "unavailable after commit",
            );
        }
        if self.strikes(chances.garble) {
            let mut half = response;
            let length = half.body().len() / 2;
            half.body_mut().truncate(length);
            return (Ok(half), "body cut");
        }
        (Ok(response), "")
    }
}

fn error(status: u16, code: &str) -> Response {
    let body = serde_json::json!({"error": {"code": code, "message": ""}})
        .to_string()
        .into_bytes();
    http::Response::builder()
        .status(status)
        .body(body)
        .expect("a valid response")
}

impl Http for World {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
        Box::pin(async move {
            let sent = self.now.get();
            let what = format!("{} {}", request.method(), request.uri().path());
            let (result, fault) = self.exchange(request).await;
            let status = result
                .as_ref()
                .map_or(0, |response| response.status().as_u16());
            let outcome = format!("{status} {fault}");
            self.trace.borrow_mut().push(Exchange {
                sent,
                answered: self.now.get(),
                what,
                outcome,
            });
            result
        })
    }
}

impl Clock for World {
    fn now(&self) -> DateTime<Utc> {
        self.now.get()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'_, ()> {
        let duration = TimeDelta::from_std(duration).expect("no flow sleeps for an age");
        Box::pin(self.until(self.now.get() + duration))
    }
}

impl Random for World {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.chance.borrow_mut().below(256) as u8;
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
        let records = self.journal.borrow().values().cloned().collect();
        Box::pin(ready(records))
    }
}
