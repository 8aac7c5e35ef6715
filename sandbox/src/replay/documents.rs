//! Single documented exchanges: fills their placeholders, and for each documented error brings a tenant to where it occurs.
//! What a document's answer must look like is for `compare`; it is played like any conversation, of one exchange.

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderValue, Request};
use serde_json::{Value, json};
use uuid::Uuid;

use super::caller::{self, ADMINISTRATOR, NOBODY, SCOPES};
use super::player::Player;
use super::recording::{Conversation, Exchange};
use super::report::Outcome;
use crate::directory::grants::{Assignment, Grant};
use crate::permissions::GRAPH_APP_ID;
use crate::roles::DirectoryRole;
use crate::settings::SecretPolicy;
use crate::{Sandbox, Settings};

/// Plays one document.
pub fn play(exchange: &Exchange) -> Outcome {
    let mut stage = Stage::of(&exchange.op);
    let mut exchange = exchange.clone();
    if exchange.request.body.is_null() {
        exchange.request.body = stage.body.take().unwrap_or_default();
    }
    exchange.request.headers.extend(
        stage
            .headers
            .drain(..)
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    if exchange.request.path == "*" {
        "/v1.0/me".clone_into(&mut exchange.request.path);
    }
    stage.fill_in(&mut exchange);
    exchange.response.at.get_or_insert(stage.now + stage.later);
    let conversation = Conversation {
        name: String::new(),
        exchanges: vec![exchange.clone()],
    };
    let mut player = Player::new(&conversation, stage.sandbox);
    if let Some(account) = stage.account {
        account.clone_into(&mut player.account);
    }
    player.token = stage.token;
    player.exchange(0, &exchange)
}

/// A tenant brought to where an answer occurs, and what the document leaves open.
struct Stage {
    sandbox: Sandbox,
    now: DateTime<Utc>,
    account: Option<&'static str>,
    /// Values of placeholders, such as `{appId}`.
    filled: Vec<(&'static str, String)>,
    body: Option<Value>,
    headers: Vec<(&'static str, &'static str)>,
    /// How long after the preparation the request comes, and the token it comes with when that matters.
    later: TimeDelta,
    token: Option<String>,
}

const NOWHERE: Uuid = Uuid::from_u128(0x9999_0000_0000_4000_8000_0000_0000_0001);

impl Stage {
    fn new(settings: Settings) -> Self {
        Self {
            sandbox: Sandbox::new(settings),
            now: DateTime::UNIX_EPOCH + TimeDelta::days(20_500),
            account: None,
            filled: Vec::new(),
            body: None,
            headers: Vec::new(),
            later: TimeDelta::seconds(1),
            token: None,
        }
    }

    /// The tenant for an operation: one arm for each documented error; other operations find what they need by `evidence`.
    fn of(op: &str) -> Self {
        let mut stage = Self::new(settings(op));
        match op {
            "batch" => stage.account = Some(NOBODY),
            "batch.item429" => {
                stage.fault(&json!({"path": "/me", "status": 429, "retryAfter": 10}));
                stage.body = Some(json!({"requests": [{"id": "1", "method": "GET", "url": "/me"}]}));
            }
            "error.throttled" => stage.fault(&json!({"status": 429, "retryAfter": 10})),
            "error.token.cae" => stage.fault(&json!({"status": 401, "claimsChallenge": true})),
            "error.token.expired" => {
                stage.token = stage.sandbox.access_token(ADMINISTRATOR, SCOPES, stage.now);
                stage.later = TimeDelta::hours(2);
            }
            "error.concurrency" => stage.fault(&json!({"status": 409, "code": "Directory_ConcurrencyViolation"})),
            "error.concurrency503" => stage.fault(&json!({"status": 503, "code": "Directory_ConcurrencyViolation"})),
            "error.msaAppMissing" => stage.fault(&json!({"status": 409, "code": "Error_MsaAppDoesNotExist"})),
            "error.replication.directoryObjectNotFound" => stage.fault(&json!({"status": 404})),
            "error.replication.notFound" => stage.fill("{id}", NOWHERE),
            "error.replication.appNotBacked" => stage.fill("{appId}", NOWHERE),
            // The same words as for a caller without the right.
            "error.replication.localTenant" => {
                stage.application();
                stage.account = Some(NOBODY);
            }
            "error.replication.notValidReference" => {
                let graph = stage.graph();
                let nobody = NOWHERE.to_string();
                stage.body = Some(json!({"principalId": nobody, "resourceId": graph, "appRoleId": Uuid::nil().to_string()}));
            }
            "error.duplicate.servicePrincipal" => {
                stage.service_principal();
            }
            "error.duplicate.permissionGrant" => stage.twice("/oauth2PermissionGrants", |sp, graph| {
                json!({"clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read"})
            }),
            "error.duplicate.appRoleAssignment" | "error.duplicate.appRoleAssignment2" => {
                let body = |sp: &str, graph: &str| json!({"principalId": sp, "resourceId": graph, "appRoleId": "df021288-bdef-4463-88db-98f22de89214"});
                stage.twice("/servicePrincipals/{}/appRoleAssignments", body);
            }
            "error.duplicate.uniqueName" => stage.unique_name("x"),
            "error.duplicate.ownerRef" => stage.owner(),
            "error.policy.signInAudience" => stage.body = Some(json!({"displayName": "App", "signInAudience": "AzureADMultipleOrgs"})),
            "error.policy.passwordAddition" | "error.policy.passwordLifetime" => {
                stage.application();
                stage.body = Some(json!({"passwordCredential": {"displayName": "Secret"}}));
            }
            "error.quota" => {
                stage.application();
                stage.body = Some(json!({"displayName": "One too many"}));
            }
            _ => {}
        }
        stage
    }

    fn fill(&mut self, placeholder: &'static str, value: impl ToString) {
        self.filled.push((placeholder, value.to_string()));
    }

    /// Puts values in the place of everything in braces; what no state filled is an object that `evidence` brings in.
    fn fill_in(&self, exchange: &mut Exchange) {
        let [client, resource, principal] = [0xc, 0xd, 0xe].map(Uuid::from_u128);
        let of_one_user = exchange.response.body["principalId"].is_string()
            || exchange.response.body["value"][0]["principalId"].is_string();
        let grant = Grant::id_of(client, resource, of_one_user.then_some(principal));
        let assignment = Assignment::id_of(client, [7; 16]);
        let user = exchange.response.body["userPrincipalName"]
            .as_str()
            .map(str::to_owned);
        let user = user.unwrap_or_else(|| self.sandbox.directory.users[0].upn.clone());
        let path = exchange.request.path.to_ascii_lowercase();
        let fresh = if path.contains("/oauth2permissiongrants/{") {
            grant.clone()
        } else if path.contains("/users/{") {
            user
        } else {
            client.to_string()
        };
        let examples = [
            ("{appRoleAssignment-id}", assignment),
            ("{policyId}", crate::graph::DEFAULT_POLICY_ID.to_owned()),
            ("clientId-value", client.to_string()),
            ("resourceId-value", resource.to_string()),
            ("principalId-value", principal.to_string()),
            ("id-value", grant),
            ("consentType-value", "Principal".to_owned()),
        ];
        let fill = |text: &str| -> String {
            let mut text = text.to_owned();
            for (placeholder, value) in &self.filled {
                text = text.replace(placeholder, value);
            }
            for (placeholder, value) in &examples {
                text = text.replace(placeholder, value);
            }
            while let (Some(from), Some(to)) = (text.find('{'), text.find('}')) {
                text.replace_range(from..=to.max(from), &fresh);
            }
            text
        };
        let path = Value::from(exchange.request.path.clone());
        exchange.request.path = filled(&path, &fill).as_str().unwrap_or_default().to_owned();
        exchange.request.body = filled(&exchange.request.body, &fill);
        exchange.response.body = filled(&exchange.response.body, &fill);
    }

    /// Asks as the administrator.
    fn call(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let token = self
            .sandbox
            .access_token(ADMINISTRATOR, SCOPES, self.now)
            .unwrap_or_default();
        let mut request = Request::new(body.to_string().into_bytes());
        *request.method_mut() = method.parse().unwrap_or_default();
        *request.uri_mut() = format!("https://graph.microsoft.com/v1.0{path}")
            .parse()
            .unwrap_or_default();
        let headers = request.headers_mut();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        headers.insert("prefer", HeaderValue::from_static("create-if-missing"));
        headers.extend(
            HeaderValue::from_str(&format!("Bearer {token}"))
                .ok()
                .map(|value| (http::header::AUTHORIZATION, value)),
        );
        let response = self.sandbox.handle(&request, self.now);
        serde_json::from_slice(response.body()).unwrap_or_default()
    }

    fn fault(&mut self, rule: &Value) {
        caller::fault(&mut self.sandbox, rule, self.now);
    }

    /// An application; fills `{id}` and `{appId}`.
    fn application(&mut self) -> String {
        let app = self.call("POST", "/applications", &json!({"displayName": "App"}));
        let text = |name: &str| app[name].as_str().unwrap_or_default().to_owned();
        self.fill("{id}", text("id"));
        self.fill("{appId}", text("appId"));
        text("appId")
    }

    /// A service principal of a new application.
    fn service_principal(&mut self) -> String {
        let app_id = self.application();
        let sp = self.call("POST", "/servicePrincipals", &json!({"appId": app_id}));
        let id = sp["id"].as_str().unwrap_or_default().to_owned();
        self.fill("{spId}", &id);
        id
    }

    /// Microsoft Graph's service principal.
    fn graph(&mut self) -> String {
        let sp = self.call(
            "GET",
            &format!("/servicePrincipals(appId='{GRAPH_APP_ID}')?$select=id"),
            &Value::Null,
        );
        let id = sp["id"].as_str().unwrap_or_default().to_owned();
        self.fill("{resourceSpId}", &id);
        id
    }

    /// Consent that is given once beforehand, so that the document's request is the second.
    fn twice(&mut self, path: &str, body: impl Fn(&str, &str) -> Value) {
        let (sp, graph) = (self.service_principal(), self.graph());
        let body = body(&sp, &graph);
        self.call("POST", &path.replace("{}", &sp), &body);
        self.body = Some(body);
    }

    /// A unique name that a deleted application holds.
    fn unique_name(&mut self, name: &str) {
        let path = format!("/applications(uniqueName='{name}')");
        self.call("PATCH", &path, &json!({"displayName": "App"}));
        self.call("DELETE", &path, &Value::Null);
        self.headers.push(("Prefer", "create-if-missing"));
        self.body = Some(json!({"displayName": "Another"}));
    }

    /// An application that has the owner already.
    fn owner(&mut self) {
        self.application();
        let user = self.sandbox.directory.users[0].id;
        let body = json!({"@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{user}")});
        let path = self
            .filled
            .iter()
            .find(|(name, _)| *name == "{id}")
            .map(|(_, id)| format!("/applications/{id}/owners/$ref"));
        self.call("POST", &path.unwrap_or_default(), &body);
        self.body = Some(body);
    }
}

/// How the tenant of an operation is set.
fn settings(op: &str) -> Settings {
    let mut settings = Settings::default();
    match op {
        "batch" => {
            settings
                .roles
                .insert(NOBODY.to_owned(), vec![DirectoryRole::UserAdministrator]);
        }
        "error.policy.passwordLifetime" => {
            settings.secret_policy.max_lifetime = Some("P180D".to_owned())
        }
        "error.policy.passwordAddition" => {
            settings.secret_policy = SecretPolicy {
                password_addition: true,
                ..SecretPolicy::default()
            }
        }
        "error.policy.signInAudience" => settings.secret_policy.single_tenant_only = true,
        "error.quota" => settings.object_quota = Some(1),
        _ => {}
    }
    settings
}

/// A value with every text changed.
fn filled(value: &Value, fill: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => fill(text).into(),
        Value::Array(items) => items.iter().map(|item| filled(item, fill)).collect(),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, member)| (name.clone(), filled(member, fill)))
                .collect(),
        ),
        other => other.clone(),
    }
}
