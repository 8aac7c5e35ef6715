//! Recorded conversations: the format of a file, and its exchanges in a form that can be sent and compared.
//! It reads what was written down; it does not know the sandbox.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, Utc};
use http::Method;
use serde::Deserialize;
use serde_json::Value;

/// Why a file could not be taken for a recording.
#[derive(Debug)]
pub enum RecordingError {
    /// The file cannot be read.
    Unreadable(std::io::Error),
    /// It is not JSON, or not of the form that the README of the recordings describes.
    Malformed(serde_json::Error),
    /// An exchange has a method that does not exist; its position in the file.
    Method(usize),
}

impl std::fmt::Display for RecordingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Malformed(error) => error.fmt(f),
            Self::Method(index) => write!(f, "exchange {index} has no valid method"),
        }
    }
}

impl std::error::Error for RecordingError {}

/// Exchanges between one client and one tenant, in their order.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// The file's name.
    pub name: String,
    /// What was said.
    pub exchanges: Vec<Exchange>,
}

/// A request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// Position in the file.
    pub index: usize,
    /// The operation, such as `application.create`.
    pub op: String,
    /// Whether it happened so.
    pub provenance: Provenance,
    /// What was asked.
    pub request: Asked,
    /// What was answered.
    pub response: Answered,
    /// Arrays of the answer that were cut, as paths such as `value[].appRoles`.
    pub trimmed: BTreeSet<String>,
}

/// Where an exchange comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// Real traffic: every header and property counts.
    Recorded,
    /// One document, from documentation or a report: it may be shortened, has placeholders, and its values are examples.
    Document,
}

/// A recorded request.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its method.
    pub method: Method,
    /// Path with query, percent-encoded as far as it was.
    pub path: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Its body; null when there was none.
    pub body: Value,
}

/// A recorded response.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Its status.
    pub status: u16,
    /// Headers, by names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body; null when there was none.
    pub body: Value,
    /// Its Date header.
    pub at: Option<DateTime<Utc>>,
}

impl Answered {
    /// Whether the request was carried out.
    pub fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    provenance: Option<String>,
    exchanges: Vec<WrittenExchange>,
}

/// A single document without its exchange: `microsoft-graph-servicePrincipal.full.json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WholeObject {
    response_date: String,
    body: Value,
}

#[derive(Deserialize)]
struct WrittenExchange {
    op: String,
    provenance: Option<String>,
    request: WrittenRequest,
    response: WrittenResponse,
    trimmed: Option<Trimmed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenRequest {
    method: String,
    path: String,
    raw_path: Option<String>,
    content_type: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Value,
}

#[derive(Deserialize)]
struct WrittenResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Trimmed {
    #[serde(default)]
    original_counts: BTreeMap<String, u64>,
}

impl Conversation {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, RecordingError> {
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = std::fs::read_to_string(path).map_err(RecordingError::Unreadable)?;
        Self::parse(name, &text)
    }

    /// Parses the text of a file.
    pub fn parse(name: String, text: &str) -> Result<Self, RecordingError> {
        let value: Value = serde_json::from_str(text).map_err(RecordingError::Malformed)?;
        if value.get("exchanges").is_none() && value.get("body").is_some() {
            let whole = WholeObject::deserialize(&value).map_err(RecordingError::Malformed)?;
            return Ok(Self {
                name,
                exchanges: vec![whole.exchange()],
            });
        }
        let file = File::deserialize(&value).map_err(RecordingError::Malformed)?;
        let exchanges = file.exchanges.into_iter().enumerate();
        let exchanges = exchanges
            .map(|(index, written)| written.exchange(index, file.provenance.as_deref()))
            .collect::<Result<_, _>>()?;
        Ok(Self { name, exchanges })
    }
}

impl WrittenExchange {
    fn exchange(self, index: usize, of_file: Option<&str>) -> Result<Exchange, RecordingError> {
        // An exchange that tells its own provenance stands for itself; a conversation tells it once.
        let recorded = self.provenance.is_none() && of_file.is_some();
        let request = self.request;
        let method = Method::from_bytes(request.method.as_bytes())
            .map_err(|_| RecordingError::Method(index))?;
        let mut headers: Vec<(String, String)> = request.headers.into_iter().collect();
        let has_type = headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if let (Some(kind), false) = (request.content_type, has_type) {
            headers.push(("content-type".to_owned(), kind));
        }
        Ok(Exchange {
            index,
            op: self.op,
            provenance: if recorded {
                Provenance::Recorded
            } else {
                Provenance::Document
            },
            request: Asked {
                method,
                path: request.raw_path.unwrap_or(request.path),
                headers,
                body: request.body,
            },
            response: self.response.answered(),
            trimmed: self
                .trimmed
                .map(|t| t.original_counts.into_keys().collect())
                .unwrap_or_default(),
        })
    }
}

impl WrittenResponse {
    fn answered(self) -> Answered {
        let headers: BTreeMap<String, String> = self
            .headers
            .into_iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect();
        let at = headers.get("date").and_then(|text| http_date(text));
        Answered {
            status: self.status,
            headers,
            body: self.body,
            at,
        }
    }
}

impl WholeObject {
    /// The read that gives this object: by its alternate key, so that the answer is the object itself.
    fn exchange(self) -> Exchange {
        let app_id = self.body["appId"].as_str().unwrap_or_default().to_owned();
        Exchange {
            index: 0,
            op: "servicePrincipal.get".to_owned(),
            provenance: Provenance::Document,
            request: Asked {
                method: Method::GET,
                path: format!("/v1.0/servicePrincipals(appId='{app_id}')"),
                headers: Vec::new(),
                body: Value::Null,
            },
            response: Answered {
                status: 200,
                headers: BTreeMap::new(),
                at: http_date(&self.response_date),
                body: self.body,
            },
            trimmed: BTreeSet::new(),
        }
    }
}

/// `Fri, 06 Sep 2024 09:31:12 GMT`.
pub fn http_date(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc2822(text)
        .ok()
        .map(|at| at.with_timezone(&Utc))
}
