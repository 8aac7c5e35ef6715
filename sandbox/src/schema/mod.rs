//! Holds exchanges with Graph against Microsoft's own description of it, an OpenAPI document that is not part of this project.
//! It is stricter than OpenAPI: a property that a type does not have is wrong. It knows nothing of the tenant and its rules.
//!
//! The check is written here, not taken from a JSON Schema library: what makes OpenAPI 3.0 another language (`nullable`,
//! choices that mean null, types closed over their bases, `@odata.type` and annotations) would have to be translated in as many
//! lines, and no library says which operation an exchange belongs to.

mod document;
mod exceptions;
mod exchange;
mod format;
mod judge;
mod rule;

use std::fmt;
use std::path::{Path, PathBuf};

use http::{Request, Response};

use crate::Delivery;
use crate::hosts::{Address, Service};
use document::Document;
use exchange::{Body, Exchange};

/// Names the file with Microsoft's description.
pub const VARIABLE: &str = "ENTRA_SCHEMA";
/// Where it is when nothing names it: beside the repository.
const BESIDE: &str = "../../shared/graph/openapi-slice.json";

/// A description of Graph, ready to be held against exchanges.
#[derive(Debug, Clone)]
pub struct Schema(Document);

impl Schema {
    /// Reads an OpenAPI document.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let document = serde_json::from_str(text)
            .map_err(|error| Unreadable::new("the document", &format!("is no JSON: {error}")))?;
        Document::parse(&document).map(Self)
    }

    /// Reads the document in a file.
    pub fn load(file: &Path) -> Result<Self, Unreadable> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Unreadable::new(&file.display().to_string(), &error.to_string()))?;
        Self::parse(&text)
    }

    /// Microsoft's description, if this machine has it: the file that `ENTRA_SCHEMA` names, or the one beside the
    /// repository. A file that is named or there, and cannot be read, is an error: silence would look like success.
    pub fn of_this_machine() -> Result<Option<Self>, Unreadable> {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join(BESIDE);
        let file = match std::env::var_os(VARIABLE) {
            Some(named) => Some(PathBuf::from(named)),
            None => Some(beside()).filter(|file| file.is_file()),
        };
        file.as_deref().map(Self::load).transpose()
    }

    /// What in this exchange is not described. Exchanges with other services than Graph, and preflights, have nothing to be
    /// held against; of an answer that a fault rule cut off, only the request is looked at.
    pub fn check(
        &self,
        request: &Request<Vec<u8>>,
        response: &Response<Vec<u8>>,
    ) -> Vec<Violation> {
        let address = Address::of(request);
        if address.service != Service::Graph || request.method() == http::Method::OPTIONS {
            return Vec::new();
        }
        let answer = (response.status().as_u16(), Body::read(response.body()));
        let exchange = Exchange {
            method: request.method().to_string(),
            // Another version keeps its name in the path, and so is not described.
            path: match address.path.strip_prefix("/v1.0/") {
                Some(rest) => format!("/{rest}"),
                None => address.path,
            },
            query: request.uri().query().unwrap_or_default().to_owned(),
            sent: Body::read(request.body()),
            answer: Some(answer).filter(|_| !Delivery::of(response).cut),
        };
        let mut found = Vec::new();
        exchange.check(&self.0, &mut found);
        found
    }
}

/// The document cannot be used: it is no JSON, or says something that this module does not understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    at: String,
    what: String,
}

impl Unreadable {
    fn new(at: &str, what: &str) -> Self {
        Self {
            at: at.to_owned(),
            what: what.to_owned(),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the schema cannot be read: {} {}", self.at, self.what)
    }
}

impl std::error::Error for Unreadable {}

/// Something that an exchange has and the description has not, or the other way round. It holds names, never values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Method and path, with names in place of keys.
    pub operation: String,
    /// The side that is wrong.
    pub part: Part,
    /// Where in the body, or which query option.
    pub at: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// A side of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the client sent.
    Request,
    /// What came back, with its status.
    Answer(u16),
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No operation is at this path.
    UnknownPath,
    /// The path does not take this method.
    UnknownMethod,
    /// The operation has no such query option.
    UnknownOption,
    /// The operation never answers with this status.
    UnknownStatus,
    /// There is a body where none belongs.
    UnexpectedBody,
    /// There is no body where one belongs.
    MissingBody,
    /// The body is no JSON.
    NotJson,
    /// The type has no property of this name.
    UnknownProperty,
    /// A property is missing.
    MissingProperty,
    /// It is null and may not be.
    Null,
    /// It should be something else.
    Type(&'static str),
    /// It is not written in the format of this name.
    Format(&'static str),
    /// It is none of the words that are allowed.
    NotAWord,
    /// There are more items than allowed.
    TooMany,
    /// Its `@odata.type` is not derived from the described type.
    ForeignType,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::UnknownPath => "no operation is at this path",
            Self::UnknownMethod => "the path does not take this method",
            Self::UnknownOption => "the operation has no such query option",
            Self::UnknownStatus => "the operation never answers with this status",
            Self::UnexpectedBody => "there is a body where none belongs",
            Self::MissingBody => "the body is missing",
            Self::NotJson => "the body is no JSON",
            Self::UnknownProperty => "the type has no such property",
            Self::MissingProperty => "is missing",
            Self::Null => "may not be null",
            Self::Type(expected) => return write!(f, "should be {expected}"),
            Self::Format(name) => return write!(f, "is not in the format {name}"),
            Self::NotAWord => "is none of the allowed words",
            Self::TooMany => "has too many items",
            Self::ForeignType => "is no type derived from the described one",
        };
        f.write_str(text)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        match self.part {
            Part::Request => f.write_str("request: ")?,
            Part::Answer(status) => write!(f, "answer {status}: ")?,
        }
        if !self.at.is_empty() {
            write!(f, "{}: ", self.at)?;
        }
        write!(f, "{}", self.problem)
    }
}
