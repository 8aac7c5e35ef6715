//! One request and its answer as the schema sees them: below the version, with their bodies read. The items of a `$batch` are
//! exchanges of their own.

use form_urlencoded::parse as query_pairs;
use serde_json::Value;

use super::document::{Document, Operation};
use super::judge::{can_select, judge};
use super::{Part, Problem, Violation, exceptions};

/// A body.
#[derive(Debug, Clone)]
pub enum Body {
    /// There is none.
    Nothing,
    /// JSON.
    Json(Value),
    /// Something that is no JSON.
    Garbled,
}

impl Body {
    /// Reads the bytes of a body.
    pub fn read(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::Nothing;
        }
        serde_json::from_slice(bytes).map_or(Self::Garbled, Self::Json)
    }

    fn of(item: &Value) -> Self {
        item.get("body").cloned().map_or(Self::Nothing, Self::Json)
    }
}

/// A request, and the answer unless it was lost.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path below the version.
    pub path: String,
    /// The query.
    pub query: String,
    /// The request's body.
    pub sent: Body,
    /// The answer's status and body.
    pub answer: Option<(u16, Body)>,
}

impl Exchange {
    /// Everything in it that the document does not describe.
    pub fn check(&self, document: &Document, found: &mut Vec<Violation>) {
        let operation = match document.find(&self.method, &self.path) {
            Ok(operation) => operation,
            Err(problem) => {
                let named = format!("{} {}", self.method, self.path);
                if exceptions::is_operation(&named) {
                    return;
                }
                return note(found, &named, Part::Request, "", problem);
            }
        };
        let named = format!("{} {}", self.method, operation.template);
        self.check_query(document, operation, &named, found);
        self.check_request(document, operation, &named, found);
        self.check_answer(document, operation, &named, found);
        for item in self.items() {
            item.check(document, found);
        }
    }

    fn check_query(
        &self,
        document: &Document,
        operation: &Operation,
        named: &str,
        found: &mut Vec<Violation>,
    ) {
        for (option, value) in query_pairs(self.query.as_bytes()) {
            if !operation.options.contains(&*option) && !exceptions::is_query_option(&option) {
                note(found, named, Part::Request, &option, Problem::UnknownOption);
            }
            let Some(answer) = operation.success().filter(|_| option == "$select") else {
                continue;
            };
            for property in value.split(',').map(str::trim) {
                if !can_select(&document.named, answer, property) {
                    let at = format!("$select/{property}");
                    note(found, named, Part::Request, &at, Problem::UnknownProperty);
                }
            }
        }
    }

    fn check_request(
        &self,
        document: &Document,
        operation: &Operation,
        named: &str,
        found: &mut Vec<Violation>,
    ) {
        let mut note = |at: &str, problem| note(found, named, Part::Request, at, problem);
        match (&operation.body, &self.sent) {
            (_, Body::Garbled) => note("", Problem::NotJson),
            (Some(body), Body::Json(value)) => {
                for (at, problem) in judge(&document.named, &body.rule, value) {
                    note(&at, problem);
                }
            }
            (Some(body), Body::Nothing) if body.required => note("", Problem::MissingBody),
            (None, Body::Json(_)) => note("", Problem::UnexpectedBody),
            (_, Body::Nothing) => {}
        }
    }

    fn check_answer(
        &self,
        document: &Document,
        operation: &Operation,
        named: &str,
        found: &mut Vec<Violation>,
    ) {
        let Some((status, body)) = &self.answer else {
            return;
        };
        let mut note = |at: &str, problem| note(found, named, Part::Answer(*status), at, problem);
        match (operation.answer(*status), body) {
            (None, _) => note("", Problem::UnknownStatus),
            (_, Body::Garbled) => note("", Problem::NotJson),
            (Some(Some(rule)), Body::Json(value)) => {
                for (at, problem) in judge(&document.named, rule, value) {
                    note(&at, problem);
                }
            }
            (Some(Some(_)), Body::Nothing) => note("", Problem::MissingBody),
            (Some(None), Body::Json(_)) => note("", Problem::UnexpectedBody),
            (Some(None), Body::Nothing) => {}
        }
    }

    /// The exchanges inside a `$batch`.
    fn items(&self) -> Vec<Self> {
        let Body::Json(sent) = &self.sent else {
            return Vec::new();
        };
        if self.path != "/$batch" {
            return Vec::new();
        }
        let answers = match &self.answer {
            Some((200, Body::Json(answer))) => list(answer, "responses"),
            _ => &[],
        };
        let requests = list(sent, "requests").iter();
        requests
            .map(|request| {
                let url = request["url"].as_str().unwrap_or_default();
                let (path, query) = url.split_once('?').unwrap_or((url, ""));
                let answer = answers.iter().find(|answer| answer["id"] == request["id"]);
                let status = |answer: &Value| answer["status"].as_u64()?.try_into().ok();
                Self {
                    method: request["method"].as_str().unwrap_or_default().to_owned(),
                    path: format!("/{}", path.trim_start_matches('/')),
                    query: query.to_owned(),
                    sent: Body::of(request),
                    answer: answer.and_then(|answer| Some((status(answer)?, Body::of(answer)))),
                }
            })
            .collect()
    }
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    let list = value.get(name).and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

fn note(found: &mut Vec<Violation>, operation: &str, part: Part, at: &str, problem: Problem) {
    let violation = Violation {
        operation: operation.to_owned(),
        part,
        at: at.to_owned(),
        problem,
    };
    found.push(violation);
}
