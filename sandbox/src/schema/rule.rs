//! What a JSON value may be: the schema objects of OpenAPI 3.0, parsed into rules that cannot be misread.
//! It knows no path and no exchange. A keyword that it does not know is an error, so that nothing passes unchecked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Unreadable;
use super::format::Format;

/// What one value may be.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its type and what follows from it.
    pub shape: Shape,
    /// Whether `null` does as well.
    pub nullable: bool,
}

/// The types of JSON, as far as Microsoft's description uses them.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Not described.
    Anything,
    /// A string; one of `words` if there are any.
    Text {
        format: Option<Format>,
        words: Vec<String>,
    },
    /// A whole number of at most 64 bits.
    Whole,
    /// Any number.
    Number,
    /// True or false.
    Flag,
    /// An array.
    List { items: Box<Rule>, most: Option<u64> },
    /// An object.
    Object(Object),
    /// The schema of this name among the components.
    Named(String),
}

/// The members of an object. It is closed: OpenAPI would let others in, but Graph's types have no others.
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// Schemas whose members it has too (`allOf`).
    pub bases: Vec<String>,
    /// Members by name.
    pub properties: BTreeMap<String, Rule>,
    /// Members that must be there.
    pub required: Vec<String>,
    /// What members of other names may be, where they are allowed expressly.
    pub others: Option<Box<Rule>>,
}

/// Keywords that say nothing about the value. Every `pattern` in use repeats its `format`, which is checked.
const SILENT: [&str; 3] = ["title", "description", "pattern"];

impl Rule {
    const ANYTHING: Self = Self {
        shape: Shape::Anything,
        nullable: true,
    };

    /// Reads a schema object; `at` names it in errors.
    pub fn parse(schema: &Value, at: &str) -> Result<Self, Unreadable> {
        let Some(schema) = schema.as_object() else {
            return Err(Unreadable::new(at, "is no schema object"));
        };
        let keywords: BTreeSet<&str> = schema
            .keys()
            .map(String::as_str)
            .filter(|key| !SILENT.contains(key) && !key.starts_with("x-"))
            .collect();
        let nullable = schema.get("nullable") == Some(&Value::Bool(true));
        let only = |known: &[&str]| match keywords.iter().find(|key| !known.contains(key)) {
            Some(unknown) => Err(Unreadable::new(at, &format!("has the keyword {unknown}"))),
            None => Ok(()),
        };
        if schema.contains_key("$ref") {
            only(&["$ref"])?;
            return Ok(Self {
                shape: Shape::Named(reference(schema, at)?),
                nullable,
            });
        }
        if let Some(choices) = schema.get("anyOf") {
            only(&["anyOf"])?;
            return nullable_reference(choices, at);
        }
        if schema.contains_key("allOf") {
            only(&["allOf", "properties", "required", "nullable"])?;
            return Ok(Self {
                shape: all_of(schema, at)?,
                nullable,
            });
        }
        let shape = match schema.get("type").and_then(Value::as_str) {
            None => {
                only(&[])?;
                Shape::Anything
            }
            Some("string") => {
                only(&["type", "nullable", "format", "enum"])?;
                text(schema, at)?
            }
            Some("integer") => {
                only(&["type", "nullable", "format", "minimum", "maximum"])?;
                Shape::Whole
            }
            Some("number") => {
                only(&["type", "nullable", "format"])?;
                Shape::Number
            }
            Some("boolean") => {
                only(&["type", "nullable"])?;
                Shape::Flag
            }
            Some("array") => {
                only(&["type", "nullable", "items", "maxItems"])?;
                Shape::List {
                    items: Box::new(Self::parse(&schema["items"], &format!("{at}/items"))?),
                    most: schema.get("maxItems").and_then(Value::as_u64),
                }
            }
            Some("object") => {
                only(&[
                    "type",
                    "nullable",
                    "properties",
                    "required",
                    "additionalProperties",
                ])?;
                Shape::Object(object(schema, at)?)
            }
            Some(other) => return Err(Unreadable::new(at, &format!("has the type {other}"))),
        };
        Ok(Self { shape, nullable })
    }
}

/// The name that a `$ref` points to.
fn reference(schema: &Map<String, Value>, at: &str) -> Result<String, Unreadable> {
    let name = schema["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix("#/components/schemas/"));
    name.map(str::to_owned)
        .ok_or_else(|| Unreadable::new(at, "refers to something other than a schema"))
}

/// Microsoft writes "this type, or null" as a choice between the type and a nullable object without members.
fn nullable_reference(choices: &Value, at: &str) -> Result<Rule, Unreadable> {
    let null = serde_json::json!({"type": "object", "nullable": true});
    match choices.as_array().map(Vec::as_slice) {
        Some([real, second]) if *second == null => Ok(Rule {
            nullable: true,
            ..Rule::parse(real, at)?
        }),
        _ => Err(Unreadable::new(at, "has an anyOf of another kind")),
    }
}

fn all_of(schema: &Map<String, Value>, at: &str) -> Result<Shape, Unreadable> {
    // A schema that says of itself that properties were left out cannot tell which ones are wrong.
    let others = schema.get("x-pruned").map(|_| Box::new(Rule::ANYTHING));
    let parts = schema["allOf"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut whole = Object {
        properties: properties(schema, at)?,
        required: required(schema),
        bases: Vec::new(),
        others,
    };
    for part in parts {
        match Rule::parse(part, at)?.shape {
            // A wrapper around a single type, which need not be an object.
            Shape::Named(name)
                if parts.len() == 1 && whole.properties.is_empty() && whole.required.is_empty() =>
            {
                return Ok(Shape::Named(name));
            }
            Shape::Named(name) => whole.bases.push(name),
            Shape::Object(part) => {
                whole.bases.extend(part.bases);
                whole.properties.extend(part.properties);
                whole.required.extend(part.required);
                whole.others = whole.others.or(part.others);
            }
            _ => {
                return Err(Unreadable::new(
                    at,
                    "has an allOf of something not an object",
                ));
            }
        }
    }
    Ok(Shape::Object(whole))
}

fn text(schema: &Map<String, Value>, at: &str) -> Result<Shape, Unreadable> {
    let format = match schema.get("format").and_then(Value::as_str) {
        Some(name) => Some(
            Format::named(name)
                .ok_or_else(|| Unreadable::new(at, &format!("has the format {name}")))?,
        ),
        None => None,
    };
    let words = strings(schema.get("enum"));
    Ok(Shape::Text { format, words })
}

fn object(schema: &Map<String, Value>, at: &str) -> Result<Object, Unreadable> {
    let others = match schema.get("additionalProperties") {
        None | Some(Value::Bool(false)) => None,
        Some(Value::Bool(true)) => Some(Rule::ANYTHING),
        Some(schema) => Some(Rule::parse(schema, &format!("{at}/additionalProperties"))?),
    };
    Ok(Object {
        bases: Vec::new(),
        properties: properties(schema, at)?,
        required: required(schema),
        others: others.map(Box::new),
    })
}

fn properties(schema: &Map<String, Value>, at: &str) -> Result<BTreeMap<String, Rule>, Unreadable> {
    let members = schema.get("properties").and_then(Value::as_object);
    members
        .into_iter()
        .flatten()
        .map(|(name, schema)| Ok((name.clone(), Rule::parse(schema, &format!("{at}/{name}"))?)))
        .collect()
}

fn required(schema: &Map<String, Value>) -> Vec<String> {
    strings(schema.get("required"))
}

fn strings(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}
