//! Plays a conversation against a tenant of its own: brings in what was there before, asks what was asked, compares.
//! How answers are compared, and what was there, is decided elsewhere.

use chrono::{DateTime, TimeDelta, Utc};
use http::Request;
use serde_json::Value;

use super::caller::{self, ADMINISTRATOR};
use super::compare::{Determined, Given, Terms, differences};
use super::evidence::{self, Change, Changes};
use super::ids::Ids;
use super::objects::in_body;
use super::recording::{Conversation, Exchange, Provenance};
use super::report::{Outcome, Report};
use super::{documents, history, scope};
use crate::existing::Existing;
use crate::roles::DirectoryRole;
use crate::{DOMAIN, Sandbox, Settings, TENANT_ID};

/// Plays a conversation and reports on every exchange.
pub fn play(conversation: &Conversation, report: &mut Report) {
    let (documents, recorded): (Vec<_>, Vec<_>) = conversation
        .exchanges
        .iter()
        .cloned()
        .partition(|exchange| exchange.provenance == Provenance::Document);
    let recorded = Conversation {
        name: conversation.name.clone(),
        exchanges: recorded,
    };
    let mut player = Player::new(&recorded, Sandbox::new(Settings::default()));
    for (position, exchange) in recorded.exchanges.iter().enumerate() {
        report.add(
            &conversation.name,
            exchange,
            player.exchange(position, exchange),
        );
    }
    for exchange in documents {
        report.add(&conversation.name, &exchange, documents::play(&exchange));
    }
}

/// A tenant in which a conversation goes on.
#[derive(Debug, Clone)]
pub struct Player {
    /// The tenant.
    pub sandbox: Sandbox,
    /// Recorded ids and the tenant's.
    pub ids: Ids,
    /// Who asks.
    pub account: String,
    /// The time of the last exchange.
    pub now: DateTime<Utc>,
    /// A token made beforehand, when its age matters.
    pub token: Option<String>,
    determined: Determined,
    changes: Changes,
}

impl Player {
    /// A tenant as it was before the conversation.
    pub fn new(conversation: &Conversation, sandbox: Sandbox) -> Self {
        let mut player = Self {
            sandbox,
            token: None,
            ids: Ids::default(),
            account: caller::of(conversation).unwrap_or_else(|| ADMINISTRATOR.to_owned()),
            now: conversation
                .exchanges
                .iter()
                .find_map(|exchange| exchange.response.at)
                .unwrap_or(DateTime::UNIX_EPOCH),
            determined: Determined::default(),
            changes: evidence::of(conversation),
        };
        for (recorded, ours) in tenant(conversation) {
            // The first name that the recording gives counts.
            let _ = player.ids.bind(&recorded, &ours);
        }
        player.caller_appears();
        player
    }

    /// The caller is there from the start, even when shown later only.
    fn caller_appears(&mut self) {
        let account = self.account.clone();
        let is_caller = |change: &Change| matches!(change, Change::Appears(Existing::User(user, _)) if user.get("displayName").and_then(Value::as_str) == Some(&account));
        let mut found = None;
        for changes in self.changes.values_mut() {
            if let Some(index) = changes.iter().position(is_caller) {
                found = found.or(Some(changes.remove(index)));
            }
        }
        if let Some(Change::Appears(Existing::User(user, _))) = found {
            let administrator = vec![DirectoryRole::GlobalAdministrator];
            self.apply(Change::Appears(Existing::User(user, administrator)));
        }
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Leaves(id) => self.sandbox.withdraw(id),
            Change::Appears(existing) => {
                let existing = self.translated(existing);
                // An object that cannot stand shows itself as a mismatch of what reads it.
                let _ = self.sandbox.admit(existing);
            }
        }
    }

    /// An object with the tenant's own names; everything in it must come back as it is.
    fn translated(&mut self, existing: Existing) -> Existing {
        let mut object = |properties| {
            let properties = Value::Object(properties);
            self.determined.add(&properties);
            self.ids.keep_all(&properties);
            match self.ids.translate_all(&properties) {
                Value::Object(properties) => properties,
                _ => serde_json::Map::new(),
            }
        };
        match existing {
            Existing::Application(properties) => Existing::Application(object(properties)),
            Existing::DeletedApplication(properties) => {
                Existing::DeletedApplication(object(properties))
            }
            Existing::ServicePrincipal(properties) => {
                Existing::ServicePrincipal(object(properties))
            }
            Existing::User(properties, roles) => Existing::User(object(properties), roles),
            Existing::Grant(properties) => Existing::Grant(object(properties)),
            Existing::Assignment(properties) => Existing::Assignment(object(properties)),
            Existing::Role {
                service_principal,
                role,
            } => Existing::Role {
                service_principal,
                role: object(role),
            },
            other @ (Existing::Owner { .. } | Existing::Federated { .. }) => other,
        }
    }

    /// What appeared, or left, before an exchange.
    pub fn bring_in(&mut self, position: usize) {
        for change in self.changes.remove(&position).unwrap_or_default() {
            self.apply(change);
        }
    }

    /// Asks and compares.
    pub fn exchange(&mut self, position: usize, exchange: &Exchange) -> Outcome {
        self.bring_in(position);
        if let Some(reason) = scope::out_of_scope(exchange) {
            return Outcome::OutOfScope(reason);
        }
        let found = match self.answer(exchange) {
            Ok(given) => self.judge(exchange, &given),
            Err(error) => vec![error],
        };
        if found.is_empty() {
            Outcome::Matched
        } else {
            Outcome::Mismatched(found)
        }
    }

    /// Asks at the recorded time.
    pub fn answer(&mut self, exchange: &Exchange) -> Result<Given, String> {
        self.now = exchange
            .response
            .at
            .unwrap_or(self.now + TimeDelta::seconds(1));
        caller::circumstances(&mut self.sandbox, exchange, self.now);
        self.ask(exchange)
    }

    /// Compares with what was recorded.
    pub fn judge(&mut self, exchange: &Exchange, given: &Given) -> Vec<String> {
        let mut ids = std::mem::take(&mut self.ids);
        let found = differences(&exchange.response, given, &self.terms(exchange), &mut ids);
        self.ids = ids;
        found
    }

    /// What a comparison has to know.
    pub fn terms<'a>(&'a self, exchange: &'a Exchange) -> Terms<'a> {
        let path = exchange.request.path.to_ascii_lowercase();
        Terms {
            provenance: exchange.provenance,
            at: exchange.response.at,
            trimmed: &exchange.trimmed,
            determined: &self.determined,
            ordered: path.contains("$orderby"),
        }
    }

    fn ask(&mut self, exchange: &Exchange) -> Result<Given, String> {
        let asked = &exchange.request;
        let body = history::say_old_defaults(asked, &exchange.response);
        self.determined.add(&body);
        self.ids.keep(&asked.path);
        self.ids.keep_all(&body);
        let uri = format!(
            "https://graph.microsoft.com{}",
            uri_safe(&self.translate_path(&asked.path))
        );
        let body = if body.is_null() {
            Vec::new()
        } else {
            self.ids.translate_all(&body).to_string().into_bytes()
        };
        let mut request = Request::builder().method(asked.method.clone()).uri(uri);
        for (name, value) in &asked.headers {
            request = request.header(name, value);
        }
        let has_type = asked
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !body.is_empty() && !has_type {
            request = request.header("content-type", "application/json");
        }
        if let Some(id) = caller::request_id(exchange) {
            request = request.header("client-request-id", id);
        }
        let answer = &exchange.response;
        let token = match &self.token {
            Some(token) => token.clone(),
            None => caller::token(&mut self.sandbox, &self.account, answer, self.now),
        };
        let request = request
            .header("authorization", format!("Bearer {token}"))
            .body(body)
            .map_err(|error| error.to_string())?;
        let response = self.sandbox.handle(&request, self.now);
        let headers = response.headers().iter().map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        });
        Ok(Given {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: serde_json::from_slice(response.body()).unwrap_or_default(),
        })
    }

    /// Segment by segment, because a segment may be an opaque id.
    fn translate_path(&self, path: &str) -> String {
        let (path, query) = path
            .split_once('?')
            .map_or((path, None), |(path, query)| (path, Some(query)));
        let path: Vec<String> = path
            .split('/')
            .map(|segment| self.ids.translate(segment))
            .collect();
        let query = query
            .map(|query| format!("?{}", self.ids.translate(query)))
            .unwrap_or_default();
        format!("{}{query}", path.join("/"))
    }
}

/// The tenant's id and domain.
fn tenant(conversation: &Conversation) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for exchange in &conversation.exchanges {
        let location = exchange
            .response
            .headers
            .get("location")
            .and_then(|text| text.split_once("/v2/"));
        found.extend(
            location
                .and_then(|(_, rest)| rest.split('/').next())
                .map(|id| (id.to_owned(), TENANT_ID.to_string())),
        );
        for object in in_body(&exchange.response.body) {
            let domain = object
                .properties
                .get("publisherDomain")
                .and_then(Value::as_str);
            found.extend(domain.map(|domain| (domain.to_owned(), DOMAIN.to_owned())));
        }
    }
    found
}

/// Encodes what may not stand in a request line; what is encoded already stays.
fn uri_safe(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'!' | b'#'..=b'~' if !b"<>\\^`{|}".contains(&byte) => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
