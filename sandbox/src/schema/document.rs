//! The operations of an OpenAPI document: which path and method they answer, what they take, what they answer with.
//! It finds the operation of a request; what values may be is `rule`'s matter.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::rule::{Object, Rule, Shape};
use super::{Problem, Unreadable};

/// A document, read.
#[derive(Debug, Clone)]
pub struct Document {
    operations: Vec<Operation>,
    /// The schemas among its components.
    pub named: BTreeMap<String, Rule>,
}

/// One method of one path.
#[derive(Debug, Clone)]
pub struct Operation {
    method: String,
    /// The path as the document writes it.
    pub template: String,
    segments: Vec<Segment>,
    /// Names of the query options.
    pub options: BTreeSet<String>,
    /// The body, if it takes one.
    pub body: Option<Body>,
    /// Answers by status or `default`; a rule where there is a body.
    answers: BTreeMap<String, Option<Rule>>,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body {
    /// What it may be.
    pub rule: Rule,
    /// Whether it must be there.
    pub required: bool,
}

/// One step of a path.
#[derive(Debug, Clone)]
enum Segment {
    Literal(String),
    /// A key between literal text, such as `applications(appId='{appId}')`.
    Key {
        before: String,
        after: String,
    },
}

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

impl Document {
    /// Reads a document. Everything in it must be understood, and every reference must lead somewhere.
    pub fn parse(document: &Value) -> Result<Self, Unreadable> {
        let mut named = BTreeMap::new();
        for (name, schema) in members(&document["components"]["schemas"]) {
            named.insert(name.clone(), Rule::parse(schema, name)?);
        }
        let mut operations = Vec::new();
        for (template, item) in members(&document["paths"]) {
            for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
                let read = Operation::parse(document, template, method, &item[*method])?;
                operations.push(read);
            }
        }
        let bodies = operations.iter().flat_map(Operation::rules);
        for rule in named.values().chain(bodies) {
            resolve(&named, rule)?;
        }
        Ok(Self { operations, named })
    }

    /// The operation that answers `method` at `path`; where several do, the one with the fewest keys in its path.
    pub fn find(&self, method: &str, path: &str) -> Result<&Operation, Problem> {
        let segments: Vec<_> = path
            .trim_start_matches('/')
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
            .collect();
        let at_path = || {
            self.operations
                .iter()
                .filter(|operation| operation.answers_at(&segments))
        };
        let keys = |operation: &&Operation| {
            let keys = operation.segments.iter();
            keys.filter(|segment| matches!(segment, Segment::Key { .. }))
                .count()
        };
        let fewest = at_path().map(|operation| keys(&operation)).min();
        let Some(fewest) = fewest else {
            return Err(Problem::UnknownPath);
        };
        at_path()
            .filter(|operation| keys(operation) == fewest)
            .find(|operation| operation.method.eq_ignore_ascii_case(method))
            .ok_or(Problem::UnknownMethod)
    }
}

impl Operation {
    fn parse(
        document: &Value,
        template: &str,
        method: &str,
        operation: &Value,
    ) -> Result<Self, Unreadable> {
        let at = format!("{method} {template}");
        let options = operation["parameters"].as_array().into_iter().flatten();
        let options = options
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| parameter["name"].as_str())
            .map(str::to_owned);
        let body = match operation.get("requestBody") {
            Some(body) => content(body, &at)?.map(|rule| Body {
                rule,
                required: body["required"] == true,
            }),
            None => None,
        };
        let mut answers = BTreeMap::new();
        for (status, answer) in members(&operation["responses"]) {
            let shared = answer["$ref"]
                .as_str()
                .and_then(|target| target.strip_prefix('#'));
            let answer = match shared {
                Some(target) => document
                    .pointer(target)
                    .ok_or_else(|| Unreadable::new(&at, "refers to no response"))?,
                None => answer,
            };
            answers.insert(status.clone(), content(answer, &at)?);
        }
        Ok(Self {
            method: method.to_owned(),
            template: template.to_owned(),
            segments: template
                .trim_start_matches('/')
                .split('/')
                .map(Segment::parse)
                .collect(),
            options: options.collect(),
            body,
            answers,
        })
    }

    fn answers_at(&self, path: &[impl AsRef<str>]) -> bool {
        path.len() == self.segments.len()
            && self
                .segments
                .iter()
                .zip(path)
                .all(|(segment, text)| segment.fits(text.as_ref()))
    }

    /// What an answer of this status holds. The default speaks of errors only.
    pub fn answer(&self, status: u16) -> Option<&Option<Rule>> {
        let default = || self.answers.get("default").filter(|_| status >= 400);
        self.answers.get(&status.to_string()).or_else(default)
    }

    /// What it answers with when all is well.
    pub fn success(&self) -> Option<&Rule> {
        let good = |status: &str| status.starts_with('2');
        let mut answers = self.answers.iter();
        answers.find_map(|(status, rule)| rule.as_ref().filter(|_| good(status)))
    }

    fn rules(&self) -> impl Iterator<Item = &Rule> {
        let answers = self.answers.values().flatten();
        answers.chain(self.body.as_ref().map(|body| &body.rule))
    }
}

impl Segment {
    fn parse(text: &str) -> Self {
        match text.split_once('{').zip(text.split_once('}')) {
            Some(((before, _), (_, after))) => Self::Key {
                before: before.to_owned(),
                after: after.to_owned(),
            },
            None => Self::Literal(text.to_owned()),
        }
    }

    fn fits(&self, text: &str) -> bool {
        match self {
            Self::Literal(literal) => literal == text,
            // A parenthesis addresses by another key, `$` and a dotted name are OData's own segments: none is an id.
            Self::Key { before, after } => text
                .strip_prefix(before.as_str())
                .and_then(|text| text.strip_suffix(after.as_str()))
                .is_some_and(|key| {
                    !key.is_empty()
                        && (!before.is_empty()
                            || !key.contains(['(', '$']) && !key.starts_with("microsoft.graph."))
                }),
        }
    }
}

fn content(holder: &Value, at: &str) -> Result<Option<Rule>, Unreadable> {
    let Some(schema) = holder.pointer("/content/application~1json/schema") else {
        return Ok(None);
    };
    Rule::parse(schema, at).map(Some)
}

/// Every name that `rule` mentions must be known.
fn resolve(named: &BTreeMap<String, Rule>, rule: &Rule) -> Result<(), Unreadable> {
    let known = |name: &String| match named.contains_key(name) {
        true => Ok(()),
        false => Err(Unreadable::new(name, "is not among the schemas")),
    };
    match &rule.shape {
        Shape::Named(name) => known(name),
        Shape::List { items, .. } => resolve(named, items),
        Shape::Object(Object {
            bases,
            properties,
            others,
            ..
        }) => {
            bases.iter().try_for_each(known)?;
            let rules = properties.values().chain(others.as_deref());
            rules.into_iter().try_for_each(|rule| resolve(named, rule))
        }
        Shape::Anything | Shape::Text { .. } | Shape::Whole | Shape::Number | Shape::Flag => Ok(()),
    }
}

fn members(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}
