//! A directory object's properties: a shared template of defaults, and what differs from it.
//! It does not know which property means what.

use serde_json::{Map, Value};

/// Properties as Graph's JSON. The template is shared by all objects of a type, so that ten thousand of them stay small.
#[derive(Debug, Clone)]
pub struct Entity {
    template: &'static Map<String, Value>,
    own: Map<String, Value>,
}

impl Entity {
    /// An object that has every default of `template`.
    pub fn new(template: &'static Map<String, Value>) -> Self {
        Self {
            template,
            own: Map::new(),
        }
    }

    /// The property's value, or nothing when the type has no such property.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.own.get(name).or_else(|| self.template.get(name))
    }

    /// The property as text; empty when it is null or no text.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Sets a property.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.own.insert(name.to_owned(), value.into());
    }

    /// Writes a property as a PATCH does: null restores the default, and an object is merged into what stands there.
    pub fn write(&mut self, name: &str, value: Value) {
        match value {
            Value::Null => {
                self.own.remove(name);
            }
            Value::Object(changes) => {
                let mut merged = self
                    .get(name)
                    .and_then(Value::as_object)
                    .cloned()
                    .unwrap_or_default();
                merged.extend(changes);
                self.own.insert(name.to_owned(), Value::Object(merged));
            }
            other => {
                self.own.insert(name.to_owned(), other);
            }
        }
    }

    /// The texts of a list inside a property, such as `spa.redirectUris`.
    pub fn texts<'a>(&'a self, name: &str, member: Option<&str>) -> Vec<&'a str> {
        let value = self
            .get(name)
            .and_then(|v| member.map_or(Some(v), |m| v.get(m)));
        value
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Where its properties stand, what differs from the defaults first.
    pub fn layers(&self) -> [&Map<String, Value>; 2] {
        [&self.own, self.template]
    }

    /// Every property.
    pub fn render(&self) -> Map<String, Value> {
        let mut all = self.template.clone();
        all.extend(self.own.clone());
        all
    }
}

/// Parses a template that is part of the program.
pub fn template(json: &str) -> Map<String, Value> {
    serde_json::from_str(json).unwrap_or_default()
}
