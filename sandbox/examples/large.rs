//! How long the state machine takes for an answer in a tenant with ten thousand service principals and Microsoft Graph's own one in
//! its real size. It measures the sandbox alone, without its server and without a client.

#![allow(clippy::print_stdout, reason = "it prints figures")]

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use http::Request;
use sandbox::{Sandbox, Settings};
use serde_json::{Value, json};

/// What is asked, besides what the product asks: all properties of Microsoft Graph, and full pages of them all.
const QUESTIONS: [&str; 7] = [
    "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=id",
    "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
    "/servicePrincipals?$filter=displayName%20eq%20'Contoso%20Application%2009999'",
    "/servicePrincipals?$filter=startswith(displayName,'Contoso%20Application%2099')&$select=id,displayName",
    "/servicePrincipals?$filter=tags/any(t:t%20eq%20'entra-handover:ipecs-cloud')&$select=id,tags",
    "/servicePrincipals?$select=id,displayName&$top=999&$skiptoken=YWZ0ZXI6OTAwMA",
    "/servicePrincipals",
];

fn main() {
    let settings = Settings {
        service_principals: 10_000,
        lag_ms: 5_000,
        ..Settings::default()
    };
    let mut now: DateTime<Utc> = "2026-11-24T09:00:00Z".parse().expect("a literal time");
    let started = Instant::now();
    let mut sandbox = Sandbox::new(settings);
    report("the tenant itself", started.elapsed());
    let scopes = ["Application.ReadWrite.All"];
    let token = sandbox.access_token("Global Administrator", &scopes, now);
    let bearer = format!("Bearer {}", token.expect("an account of every tenant"));
    for question in QUESTIONS {
        let asked = request(&bearer, "GET", question, &Value::Null);
        let times = (0..50).map(|_| answer(&mut sandbox, &asked, now).0);
        report(question, times.min().unwrap_or_default());
    }
    // Each write leaves an earlier state to the replicas, which share with it what they can.
    let mut times = Vec::new();
    for number in 0..50 {
        now += TimeDelta::milliseconds(100);
        let draft = json!({"displayName": format!("Application {number}")});
        let made = request(&bearer, "POST", "/applications", &draft);
        let app = answer(&mut sandbox, &made, now).1;
        now += TimeDelta::seconds(5);
        let principal = json!({"appId": app["appId"]});
        let made = request(&bearer, "POST", "/servicePrincipals", &principal);
        times.push(answer(&mut sandbox, &made, now).0);
    }
    let fastest = times.into_iter().min().unwrap_or_default();
    report("POST /servicePrincipals with replicas that lag", fastest);
}

/// Asks, and tells how long the answer took and what it was; it must be a success, or the figure would mean nothing.
fn answer(
    sandbox: &mut Sandbox,
    request: &Request<Vec<u8>>,
    now: DateTime<Utc>,
) -> (Duration, Value) {
    let started = Instant::now();
    let response = sandbox.handle(request, now);
    let took = started.elapsed();
    let status = response.status();
    assert!(status.is_success(), "{}: {status}", request.uri());
    let body = serde_json::from_slice(response.body());
    (took, body.expect("an answer in JSON"))
}

fn request(bearer: &str, method: &str, path: &str, body: &Value) -> Request<Vec<u8>> {
    let body = if body.is_null() {
        Vec::new()
    } else {
        body.to_string().into_bytes()
    };
    Request::builder()
        .method(method)
        .uri(format!("http://localhost:8787/graph/v1.0{path}"))
        .header("authorization", bearer)
        .header("content-type", "application/json")
        .body(body)
        .expect("a valid request")
}

fn report(what: &str, took: Duration) {
    println!(
        "sandbox, 10000 service principals, {what}: {:.2} ms",
        took.as_secs_f64() * 1e3
    );
}
