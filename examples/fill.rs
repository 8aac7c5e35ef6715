//! The Rust half of filling a page, without a browser: the browser tests talk with it line by line in JSON, and it asks them to
//! look at the page, as the extension's panel does. It reads requests from standard input until that ends.

use entra_handover::fill::find::{Gone, Opening, Page, find_form};
use entra_handover::fill::plan::UsagePlan;
use entra_handover::fill::rule::Picks;
use entra_handover::fill::{Answer, Rule, Snapshot, Wanted};
use entra_handover::handover::address::PortalAddress;
use entra_handover::ports::Clock;
use entra_handover::words::Words;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, ready};
use serde_json::{Value, json};
use std::io::{BufRead, Write, stdin, stdout};
use std::time::{Duration, Instant};

fn main() {
    while let Some(request) = receive() {
        let answer = match request["do"].as_str() {
            Some("find") => find(&request),
            Some("learn") => learn(&request),
            Some("answer") => answered(&request),
            _ => json!({"error": "unknown request"}),
        };
        send(&answer);
    }
}

fn receive() -> Option<Value> {
    let mut line = String::new();
    match stdin().lock().read_line(&mut line) {
        Ok(1..) => serde_json::from_str(&line).ok(),
        _ => None,
    }
}

fn send(message: &Value) {
    let mut out = stdout().lock();
    writeln!(out, "{message}")
        .and_then(|()| out.flush())
        .expect("the test reads what it asks for");
}

/// The page, reached by asking the test.
struct Asked;

impl Asked {
    fn ask(call: Value) -> Result<Value, Gone> {
        send(&call);
        receive()
            .filter(|reply| reply["gone"] != true)
            .map(|mut reply| reply["reply"].take())
            .ok_or(Gone)
    }

    fn act<'a>(call: Value) -> LocalBoxFuture<'a, Result<(), Gone>> {
        Box::pin(ready(Self::ask(call).map(|_| ())))
    }
}

impl Page for Asked {
    fn probe(&self) -> LocalBoxFuture<'_, Result<String, Gone>> {
        let page = Self::ask(json!({"call": "probe", "with": []}));
        Box::pin(ready(
            page.map(|it| it.as_str().unwrap_or_default().to_owned()),
        ))
    }

    fn changed(&self, within: Duration) -> LocalBoxFuture<'_, Result<(), Gone>> {
        Self::act(json!({"call": "changed", "with": [within.as_millis() as u64]}))
    }

    fn press<'a>(
        &'a self,
        document: &'a str,
        button: usize,
    ) -> LocalBoxFuture<'a, Result<(), Gone>> {
        Self::act(json!({"call": "press", "with": [document, button]}))
    }

    fn choose<'a>(
        &'a self,
        document: &'a str,
        usage: &'a UsagePlan,
    ) -> LocalBoxFuture<'a, Result<(), Gone>> {
        let usage: Value = serde_json::from_str(&usage.to_json()).unwrap_or_default();
        Self::act(json!({"call": "choose", "with": [document, usage]}))
    }
}

/// Time since the program began.
struct Stopwatch(Instant);

impl Clock for Stopwatch {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::from_std(self.0.elapsed()).unwrap_or_default()
    }

    fn sleep(&self, _: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(ready(()))
    }
}

fn find(request: &Value) -> Value {
    let Ok(portal) = PortalAddress::parse(request["portal"].as_str().unwrap_or_default()) else {
        return json!({"error": "not an address"});
    };
    let rule = request["rule"].as_str().and_then(Rule::parse);
    let wanted = Wanted {
        portal: &portal,
        rule: rule.as_ref(),
        secret_length: request["secretLength"].as_u64().unwrap_or(40) as usize,
    };
    let opening = match request["opening"].as_str() {
        Some("press") => Opening::Press,
        _ => Opening::Look,
    };
    let patience = Duration::from_millis(request["patience"].as_u64().unwrap_or(0));
    let clock = Stopwatch(Instant::now());
    let found = find_form(&Asked, &clock, &wanted, opening, patience).now_or_never();
    match found.expect("every answer of this page is ready at once") {
        Ok(plan) => {
            json!({"plan": serde_json::from_str::<Value>(&plan.to_json()).unwrap_or_default()})
        }
        Err(refusal) => told(&format!("{refusal:?}"), refusal.words()),
    }
}

fn learn(request: &Value) -> Value {
    let Ok(page) = Snapshot::parse(request["page"].as_str().unwrap_or_default()) else {
        return json!({"error": "unreadable"});
    };
    let index = |name: &str| request["picks"][name].as_u64().unwrap_or(u64::MAX) as usize;
    let option = request["picks"]["option"].as_str();
    let picks = Picks {
        usage: option.map(|option| (index("usage"), option.to_owned())),
        values: ["tenantId", "clientId", "secretCode"].map(index),
    };
    match Rule::learn(&page, &picks) {
        Ok(rule) => json!({"rule": rule.to_json()}),
        Err(why) => json!({"refusal": format!("{why:?}"), "title": why.to_string()}),
    }
}

fn answered(request: &Value) -> Value {
    let answer = Answer::parse(request["answer"].as_str());
    match answer.words() {
        None => json!({"filled": true}),
        Some(words) => told(&format!("{answer:?}"), words),
    }
}

fn told(refusal: &str, words: Words) -> Value {
    json!({"refusal": refusal, "title": words.title, "text": words.text, "acts": words.acts})
}
