//! How many requests a second the state machine answers on one core: the calls of a set-up, over and over, each set-up in a
//! tenant of its own. It measures the sandbox alone, without its server and without a client.

#![allow(clippy::print_stdout, reason = "it prints a figure")]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use http::{Request, Response};
use sandbox::{Sandbox, Settings};
use serde_json::{Value, json};

const GRAPH_APP: &str = "00000003-0000-0000-c000-000000000000";
const USER_READ_ALL: &str = "df021288-bdef-4463-88db-98f22de89214";
const SCOPES: [&str; 5] = [
    "User.Read",
    "Policy.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];

fn main() {
    let (enough, started) = (Duration::from_secs(2), worked());
    let (mut requests, mut set_ups) = (0_u32, 0_u32);
    while worked() - started < enough {
        for _ in 0..100 {
            requests += set_up(set_ups.into());
            set_ups += 1;
        }
    }
    let seconds = (worked() - started).as_secs_f64();
    println!(
        "sandbox, requests on one core: {:.0} /s",
        f64::from(requests) / seconds
    );
    println!(
        "sandbox, set-ups on one core: {:.0} /s",
        f64::from(set_ups) / seconds
    );
}

/// The time that a core has spent on this program, which has one thread: other programs on the machine do not count. Where the
/// system does not tell (it is Linux that does), the time that has gone by.
fn worked() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The calls of a set-up, as the product makes them; how many there were.
fn set_up(seed: u64) -> u32 {
    let now: DateTime<Utc> = "2026-11-24T09:00:00Z".parse().expect("a literal time");
    let mut sandbox = Sandbox::new(Settings {
        seed,
        ..Settings::default()
    });
    let token = sandbox
        .access_token("Global Administrator", &SCOPES, now)
        .expect("an account of every tenant");
    let mut client = Client {
        sandbox,
        bearer: format!("Bearer {token}"),
        now,
        sent: 0,
    };
    let principal = format!("/servicePrincipals(appId='{GRAPH_APP}')?$select=id");
    for path in [
        "/organization?$select=id,displayName,verifiedDomains",
        "/me?$select=id,displayName,userPrincipalName",
        "/me/memberOf/microsoft.graph.directoryRole?$select=roleTemplateId",
        "/policies/defaultAppManagementPolicy",
        "/applications?$filter=tags/any(t:t%20eq%20'entra-handover:ipecs-cloud')&$top=100",
        "/applications?$filter=displayName%20eq%20'iPECS%20Cloud%20User%20Lookup'&$top=100",
    ] {
        client.get(path);
    }
    let graph = read(&client.get(&principal))["id"].clone();
    let draft = json!({
        "displayName": "iPECS Cloud User Lookup", "signInAudience": "AzureADMyOrg", "tags": ["entra-handover:ipecs-cloud"],
        "requiredResourceAccess": [{"resourceAppId": GRAPH_APP, "resourceAccess": [{"id": USER_READ_ALL, "type": "Role"}]}],
    });
    let app = read(&client.send(
        "PATCH",
        "/applications(uniqueName='entra-handover-ipecs-cloud-0123456789abcdef')",
        &draft,
    ));
    let (id, app_id) = (text(&app["id"]), text(&app["appId"]));
    let sp = read(&client.send(
        "PATCH",
        &format!("/servicePrincipals(appId='{app_id}')"),
        &json!({}),
    ));
    let role = json!({"principalId": sp["id"], "resourceId": graph, "appRoleId": USER_READ_ALL});
    client.send(
        "POST",
        &format!("/servicePrincipals/{}/appRoleAssignedTo", text(&graph)),
        &role,
    );
    let grant = json!({"clientId": sp["id"], "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read"});
    client.send("POST", "/oauth2PermissionGrants", &grant);
    let secret = json!({"passwordCredential": {"displayName": "iPECS Cloud User Lookup Secret", "endDateTime": "2028-11-24T00:00:00Z"}});
    client.send("POST", &format!("/applications/{id}/addPassword"), &secret);
    for _ in 0..3 {
        client.get(&format!(
            "/applications/{id}?$select=id,passwordCredentials"
        ));
    }
    client.sent
}

struct Client {
    sandbox: Sandbox,
    bearer: String,
    now: DateTime<Utc>,
    sent: u32,
}

impl Client {
    fn get(&mut self, path: &str) -> Vec<u8> {
        self.call("GET", path, Vec::new())
    }

    fn send(&mut self, method: &str, path: &str, body: &Value) -> Vec<u8> {
        self.call(method, path, body.to_string().into_bytes())
    }

    /// Sends a request; the answer must be a success, or the figure would mean nothing.
    fn call(&mut self, method: &str, path: &str, body: Vec<u8>) -> Vec<u8> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://localhost:8787/graph/v1.0{path}"))
            .header("authorization", &self.bearer)
            .header("content-type", "application/json")
            .header("prefer", "create-if-missing")
            .body(body)
            .expect("a valid request");
        self.sent += 1;
        let response: Response<Vec<u8>> = self.sandbox.handle(&request, self.now);
        assert!(
            response.status().is_success(),
            "{method} {path}: {}",
            response.status()
        );
        response.into_body()
    }
}

fn read(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("an answer in JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
