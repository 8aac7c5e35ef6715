//! Holds a JSON value against a rule and says what is wrong, by the place in the value. It never repeats the value itself,
//! which may be a secret.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Problem;
use super::rule::{Object, Rule, Shape};

/// One look at a value.
pub struct Judge<'s> {
    named: &'s BTreeMap<String, Rule>,
    found: Vec<(String, Problem)>,
}

/// Everything that is wrong with `value`, and where.
pub fn judge(named: &BTreeMap<String, Rule>, rule: &Rule, value: &Value) -> Vec<(String, Problem)> {
    let mut judge = Judge {
        named,
        found: Vec::new(),
    };
    judge.value(rule, value, "");
    judge.found
}

/// Whether objects of `rule`, or the items of a collection of them, have a property of this name. Only those can be selected.
pub fn can_select(named: &BTreeMap<String, Rule>, rule: &Rule, name: &str) -> bool {
    let judge = Judge {
        named,
        found: Vec::new(),
    };
    let item = match judge.member(rule, "value").map(|value| &value.shape) {
        Some(Shape::List { items, .. }) => items,
        _ => rule,
    };
    judge.member(item, name).is_some() || judge.is_open(item)
}

impl<'s> Judge<'s> {
    fn value(&mut self, rule: &'s Rule, value: &Value, at: &str) {
        if value.is_null() {
            if !rule.nullable && !matches!(rule.shape, Shape::Anything) {
                self.note(at, Problem::Null);
            }
            return;
        }
        match (&rule.shape, value) {
            (Shape::Anything, _) | (Shape::Flag, Value::Bool(_)) => {}
            (Shape::Number, Value::Number(_)) => {}
            (Shape::Whole, Value::Number(number)) if number.is_i64() => {}
            (Shape::Text { format, words }, Value::String(text)) => {
                if let Some(format) = format.filter(|format| !format.fits(text)) {
                    self.note(at, Problem::Format(format.name()));
                }
                if !words.is_empty() && !words.contains(text) {
                    self.note(at, Problem::NotAWord);
                }
            }
            (Shape::List { items, most }, Value::Array(list)) => {
                if most.is_some_and(|most| list.len() as u64 > most) {
                    self.note(at, Problem::TooMany);
                }
                for (index, item) in list.iter().enumerate() {
                    self.value(items, item, &join(at, &index.to_string()));
                }
            }
            (Shape::Object(object), Value::Object(members)) => self.object(object, members, at),
            (Shape::Named(name), _) => self.named(name, value, at),
            (shape, _) => self.note(at, Problem::Type(expected(shape))),
        }
    }

    /// A value may say that its type is one derived from the described one; then it is held against that.
    fn named(&mut self, name: &str, value: &Value, at: &str) {
        let name = match value.as_object().and_then(stated) {
            Some(stated) if !self.derives(stated, name) => {
                return self.note(&join(at, "@odata.type"), Problem::ForeignType);
            }
            Some(stated) => stated,
            None => name,
        };
        // The document's references are resolved when it is read.
        if let Some(rule) = self.named.get(name) {
            self.value(rule, value, at);
        }
    }

    fn object(&mut self, object: &'s Object, members: &Map<String, Value>, at: &str) {
        let derived = stated(members).filter(|_| !object.bases.is_empty());
        if let Some(stated) = derived
            && !object.bases.iter().all(|base| self.derives(stated, base))
        {
            return self.note(&join(at, "@odata.type"), Problem::ForeignType);
        }
        let derived = derived.and_then(|stated| self.named.get(stated));
        for (name, value) in members {
            let at = join(at, name);
            let rule = self
                .property(object, name)
                .or_else(|| self.member(derived?, name))
                .or(object.others.as_deref());
            match rule {
                Some(rule) => self.value(rule, value, &at),
                None if name.contains("@odata.") => {}
                None => self.note(&at, Problem::UnknownProperty),
            }
        }
        let missing: Vec<&String> = self
            .required(object)
            .into_iter()
            .filter(|name| !members.contains_key(*name))
            .collect();
        for name in missing {
            self.note(&join(at, name), Problem::MissingProperty);
        }
    }

    fn property(&self, object: &'s Object, name: &str) -> Option<&'s Rule> {
        object.properties.get(name).or_else(|| {
            let mut bases = object.bases.iter();
            bases.find_map(|base| self.member(self.named.get(base)?, name))
        })
    }

    fn member(&self, rule: &'s Rule, name: &str) -> Option<&'s Rule> {
        match &rule.shape {
            Shape::Named(named) => self.member(self.named.get(named)?, name),
            Shape::Object(object) => self.property(object, name),
            _ => None,
        }
    }

    /// Whether properties of any name are allowed.
    fn is_open(&self, rule: &Rule) -> bool {
        match &rule.shape {
            Shape::Named(named) => self.named.get(named).is_some_and(|rule| self.is_open(rule)),
            Shape::Object(object) => object.others.is_some(),
            _ => false,
        }
    }

    fn required(&self, object: &'s Object) -> Vec<&'s String> {
        let mut all: Vec<_> = object.required.iter().collect();
        for base in &object.bases {
            if let Some(Shape::Object(base)) = self.named.get(base).map(|rule| &rule.shape) {
                all.extend(self.required(base));
            }
        }
        all
    }

    fn derives(&self, name: &str, from: &str) -> bool {
        name == from
            || match self.named.get(name).map(|rule| &rule.shape) {
                Some(Shape::Object(object)) => {
                    object.bases.iter().any(|base| self.derives(base, from))
                }
                _ => false,
            }
    }

    fn note(&mut self, at: &str, problem: Problem) {
        self.found.push((at.to_owned(), problem));
    }
}

/// The type that an object says it is of.
fn stated(members: &Map<String, Value>) -> Option<&str> {
    let stated = members.get("@odata.type")?.as_str()?;
    Some(stated.trim_start_matches('#'))
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}/{name}")
    }
}

fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text { .. } => "a string",
        Shape::Whole => "a whole number",
        Shape::Number => "a number",
        Shape::Flag => "true or false",
        Shape::List { .. } => "an array",
        Shape::Object(_) | Shape::Named(_) => "an object",
        Shape::Anything => "a value",
    }
}
