//! A sandbox with a clock in hand: the tests' way to send requests and to sign in.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Request, Response};
use sandbox::schema::{Part, Schema};
use sandbox::{Delivery, Sandbox, Settings, WIZARD_CLIENT_ID};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

pub const GLOBAL: &str = "Global Administrator";
pub const CLOUD: &str = "Cloud Application Administrator";
pub const USER: &str = "User without a role";
pub const WRITE: &[&str] = &[
    "User.Read",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
    "Policy.Read.All",
];
pub const USER_READ_ALL: &str = "df021288-bdef-4463-88db-98f22de89214";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const BASE: &str = "http://localhost:8787";

#[derive(Debug)]
pub struct Tenant {
    pub sandbox: Sandbox,
    pub now: DateTime<Utc>,
    pub token: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
    pub text: String,
    pub delivery: Delivery,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Status, code and message of a Graph error.
    pub fn error(&self) -> (u16, &str, &str) {
        let text = |name: &str| self.body["error"][name].as_str().unwrap_or_default();
        (self.status, text("code"), text("message"))
    }

    /// The AADSTS number of a token error.
    pub fn aadsts(&self) -> (u16, &str, i64) {
        let error = self.body["error"].as_str().unwrap_or_default();
        (
            self.status,
            error,
            self.body["error_codes"][0].as_i64().unwrap_or_default(),
        )
    }

    pub fn id(&self) -> String {
        self.body["id"].as_str().expect("an id").to_owned()
    }

    /// The parameters that a redirect gives back in its fragment or query.
    pub fn returned(&self, name: &str) -> Option<String> {
        let location = self.header("location");
        let pairs = &location[location.find(['#', '?'])? + 1..];
        form_urlencoded::parse(pairs.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

impl Tenant {
    pub fn new(settings: Settings) -> Self {
        let now = "2026-11-24T08:00:00Z".parse().expect("a time");
        Self {
            sandbox: Sandbox::new(settings),
            now,
            token: String::new(),
        }
    }

    /// A tenant in which this account calls with these scopes.
    pub fn signed_in(settings: Settings, account: &str, scopes: &[&str]) -> Self {
        let mut tenant = Self::new(settings);
        tenant.become_account(account, scopes);
        tenant
    }

    pub fn become_account(&mut self, account: &str, scopes: &[&str]) {
        self.token = self
            .sandbox
            .access_token(account, scopes, self.now)
            .expect("an account");
    }

    pub fn wait(&mut self, ms: i64) {
        self.now += TimeDelta::milliseconds(ms);
    }

    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{BASE}{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.to_vec()).expect("a request");
        let response = self.sandbox.handle(&request, self.now);
        check_answer(&request, &response);
        let delivery = Delivery::of(&response);
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(body).expect("text");
        let body = serde_json::from_str(&text).unwrap_or_default();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
            text,
            delivery,
        }
    }

    /// A Graph call with a JSON body, null for none.
    pub fn graph(&mut self, method: &str, path: &str, body: Value) -> Answer {
        self.graph_with(method, path, &[], body)
    }

    pub fn graph_with(
        &mut self,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: Value,
    ) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        headers.extend_from_slice(more);
        let bytes = if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        };
        self.send(
            method,
            &format!(
                "/graph/v1.0{}",
                path.replace(' ', "%20").replace('"', "%22")
            ),
            &headers,
            &bytes,
        )
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.graph("GET", path, Value::Null)
    }

    pub fn form(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send("POST", path, headers, body.as_bytes())
    }

    /// The authorize request of the wizard, with other or more parameters.
    pub fn authorize(&mut self, tenant: &str, cookie: &str, changes: &[(&str, &str)]) -> Answer {
        let query = parameters(changes);
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        self.send(
            "GET",
            &format!("/login/{tenant}/oauth2/v2.0/authorize?{query}"),
            &[("cookie", cookie)],
            b"",
        )
    }

    /// Chooses an account on the page that follows; gives the cookie too.
    pub fn choose(&mut self, upn: &str, changes: &[(&str, &str)]) -> (Answer, String) {
        let answer = self.page_form("account", "", &[("account", upn)], changes);
        let cookie = answer
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        (answer, cookie)
    }

    /// Presses a button of the consent page.
    pub fn decide(
        &mut self,
        cookie: &str,
        fields: &[(&str, &str)],
        changes: &[(&str, &str)],
    ) -> Answer {
        self.page_form("consent", cookie, fields, changes)
    }

    fn page_form(
        &mut self,
        page: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        changes: &[(&str, &str)],
    ) -> Answer {
        let carried: Vec<(String, String)> = parameters(changes)
            .into_iter()
            .map(|(name, value)| (format!("q.{name}"), value))
            .collect();
        let mut all: Vec<(&str, &str)> = carried
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        all.extend_from_slice(fields);
        self.form(
            &format!("/login/organizations/{page}"),
            &[("cookie", cookie)],
            &all,
        )
    }

    /// Signs in and consents; gives the code.
    pub fn code(&mut self, upn: &str, changes: &[(&str, &str)]) -> String {
        let (page, cookie) = self.choose(upn, changes);
        let answer = if page.status == 302 {
            page
        } else {
            self.decide(&cookie, &[("decision", "accept")], changes)
        };
        answer.returned("code").expect("a code")
    }

    /// Redeems a code as the wizard does, with other or more fields.
    pub fn redeem(
        &mut self,
        code: &str,
        headers: &[(&str, &str)],
        changes: &[(&str, &str)],
    ) -> Answer {
        let client = WIZARD_CLIENT_ID.to_string();
        let redirect = format!("{BASE}/");
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", client.as_str()),
            ("code", code),
            ("redirect_uri", redirect.as_str()),
            ("code_verifier", VERIFIER),
        ];
        let fields: Vec<(&str, &str)> = changed(&fields, changes);
        self.form("/login/organizations/oauth2/v2.0/token", headers, &fields)
    }

    /// An application of ours; gives object id and client id.
    pub fn application(&mut self) -> (String, String) {
        let made = self.graph(
            "POST",
            "/applications",
            json!({"displayName": "iPECS Cloud User Lookup", "signInAudience": "AzureADMyOrg"}),
        );
        assert_eq!(made.status, 201, "{}", made.text);
        (
            made.id(),
            made.body["appId"].as_str().expect("an appId").to_owned(),
        )
    }

    pub fn service_principal(&mut self, app_id: &str) -> String {
        let made = self.graph("POST", "/servicePrincipals", json!({"appId": app_id}));
        assert_eq!(made.status, 201, "{}", made.text);
        made.id()
    }

    pub fn graph_principal(&mut self) -> String {
        self.get("/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=id")
            .id()
    }

    pub fn state(&mut self) -> Value {
        self.send("GET", "/sandbox/state", &[], b"").body
    }

    pub fn faults(&mut self, rules: Value) {
        let body = json!({"rules": rules}).to_string();
        assert_eq!(
            self.send("POST", "/sandbox/faults", &[], body.as_bytes())
                .status,
            200
        );
    }
}

fn parameters(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let client = WIZARD_CLIENT_ID.to_string();
    let redirect = format!("{BASE}/");
    let usual = [
        ("client_id", client.as_str()),
        ("response_type", "code"),
        ("redirect_uri", redirect.as_str()),
        ("response_mode", "fragment"),
        ("scope", "openid profile User.Read"),
        ("state", "the-state"),
        ("nonce", "the-nonce"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    let all = changed(&usual, changes);
    all.into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The usual pairs, with those of the same name replaced; an empty value leaves one out.
fn changed<'a>(
    usual: &[(&'a str, &'a str)],
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = usual
        .iter()
        .filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    kept.chain(changes)
        .filter(|(_, value)| !value.is_empty())
        .copied()
        .collect()
}

/// Microsoft's description, if this machine has it: read once.
static SCHEMA: LazyLock<Option<Schema>> =
    LazyLock::new(|| Schema::of_this_machine().expect("what this machine has is understood"));

/// Tests ask for what is wrong too, so only what the sandbox says is held against Microsoft's description.
fn check_answer(request: &Request<Vec<u8>>, response: &Response<Vec<u8>>) {
    let found = SCHEMA
        .iter()
        .flat_map(|schema| schema.check(request, response));
    let answered: Vec<_> = found
        .filter(|violation| violation.part != Part::Request)
        .map(|violation| violation.to_string())
        .collect();
    assert_eq!(answered, [""; 0]);
}
