//! Compares two JSON bodies: the same properties of the same types, whatever their order, and the same values.
//! Which texts count as the same is said in `text`.

use serde_json::{Map, Value};

use super::super::history;
use super::super::ids::{Ids, decode};
use super::super::recording::Provenance;
use super::{Terms, text};

/// Where a value stands.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// From the top, such as `value[].web.redirectUris`.
    pub path: String,
    /// The last property's name, and the name of the one around it.
    pub name: String,
    /// See `name`; with brackets when the value stands in an entry of a list.
    pub parent: String,
    /// The directory object around it, and the path within that object.
    pub within: Option<(history::Kind, String)>,
}

impl Place {
    fn member(&self, name: &str) -> Self {
        let join = |path: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        Self {
            path: join(&self.path),
            name: name.to_owned(),
            parent: self.name.clone(),
            within: self.within.as_ref().map(|(kind, path)| (*kind, join(path))),
        }
    }

    fn items(&self) -> Self {
        let mut items = self.clone();
        for path in [&mut items.path, &mut items.name]
            .into_iter()
            .chain(items.within.as_mut().map(|(_, path)| path))
        {
            path.push_str("[]");
        }
        items
    }
}

/// Compares from the top.
pub fn compare(
    recorded: &Value,
    given: &Value,
    terms: &Terms<'_>,
    ids: &mut Ids,
    found: &mut Vec<String>,
) {
    value(recorded, given, &Place::default(), terms, ids, found);
}

fn value(
    recorded: &Value,
    given: &Value,
    place: &Place,
    terms: &Terms<'_>,
    ids: &mut Ids,
    found: &mut Vec<String>,
) {
    let path = if place.path.is_empty() {
        "body"
    } else {
        &place.path
    };
    match (recorded, given) {
        (Value::Object(recorded), Value::Object(given)) => {
            object(recorded, given, place, terms, ids, found)
        }
        (Value::Array(recorded), Value::Array(given)) => {
            array(recorded, given, place, terms, ids, found)
        }
        (Value::String(recorded), Value::String(given)) => {
            if !text::same(recorded, given, place, terms, ids) {
                found.push(format!("{path} is {given:?} instead of {recorded:?}"));
            }
        }
        (recorded, given) if kind(recorded) != kind(given) => {
            found.push(format!(
                "{path} is {} instead of {}",
                shown(given),
                shown(recorded)
            ));
        }
        (recorded, given) => {
            // Numbers and truths of a document are examples.
            if recorded != given && terms.provenance == Provenance::Recorded {
                found.push(format!("{path} is {given} instead of {recorded}"));
            }
        }
    }
}

fn object(
    recorded: &Map<String, Value>,
    given: &Map<String, Value>,
    place: &Place,
    terms: &Terms<'_>,
    ids: &mut Ids,
    found: &mut Vec<String>,
) {
    let mut place = place.clone();
    if let Some(kind) = history::Kind::of(recorded) {
        place.within = Some((kind, String::new()));
    }
    for (name, wanted) in recorded {
        let member = place.member(name);
        match given.get(name) {
            Some(Value::String(held)) if name == "id" && made_of(recorded).is_some() => {
                let (wanted, guids) = (
                    wanted.as_str().unwrap_or_default(),
                    made_of(recorded).unwrap_or_default(),
                );
                if ids.same_opaque(wanted, held, guids).is_err() {
                    found.push(format!(
                        "{} is {held:?}, made of other ids than {wanted:?}",
                        member.path
                    ));
                }
            }
            Some(held) => value(wanted, held, &member, terms, ids, found),
            None => found.push(format!("{} is missing", member.path)),
        }
    }
    // A request without an id of the client's own gets the service's in its place.
    let repeated = |object: &Map<String, Value>| {
        let id = object.get("client-request-id");
        id.map(|id| Some(id) == object.get("request-id"))
    };
    let told = terms.provenance == Provenance::Recorded && repeated(recorded).is_some();
    if told && repeated(recorded) != repeated(given) {
        found.push(format!(
            "{}.client-request-id is of another origin",
            place.path
        ));
    }
    if terms.provenance == Provenance::Document {
        // Documents are shortened.
        return;
    }
    for name in given.keys().filter(|name| !recorded.contains_key(*name)) {
        let member = place.member(name);
        let newer = member
            .within
            .as_ref()
            .is_some_and(|(kind, path)| history::is_newer(*kind, path, terms.at));
        if !newer {
            found.push(format!("{} is there: {}", member.path, shown(&given[name])));
        }
    }
}

/// How many GUIDs of others an object's id is made of: an assignment's has chance in it, a grant's does not (FACTS sections
/// 3.7 and 3.8). Nothing for other objects.
fn made_of(object: &Map<String, Value>) -> Option<usize> {
    let guids = decode(object.get("id")?.as_str()?)?.len();
    Some(if object.contains_key("appRoleId") {
        1
    } else {
        guids
    })
}

fn array(
    recorded: &[Value],
    given: &[Value],
    place: &Place,
    terms: &Terms<'_>,
    ids: &mut Ids,
    found: &mut Vec<String>,
) {
    let items = place.items();
    if terms.provenance == Provenance::Document {
        return examples(recorded, given, place, terms, ids, found);
    }
    let cut = terms.trimmed.contains(&place.path);
    if recorded.len() > given.len() || (recorded.len() < given.len() && !cut) {
        found.push(format!(
            "{} has {} entries instead of {}",
            place.path,
            given.len(),
            recorded.len()
        ));
        return;
    }
    let strict = terms.ordered && place.path == "value";
    let mut free: Vec<&Value> = given.iter().collect();
    for (index, wanted) in recorded.iter().enumerate() {
        let mut learned = None;
        let candidates = if strict { 1 } else { free.len() };
        let position = free.iter().take(candidates).position(|held| {
            let (mut trial, mut differing) = (ids.clone(), Vec::new());
            value(wanted, held, &items, terms, &mut trial, &mut differing);
            let fits = differing.is_empty();
            if fits {
                learned = Some(trial);
            }
            fits
        });
        match (position, learned) {
            (Some(position), Some(learned)) => {
                free.remove(position);
                *ids = learned;
            }
            // The entry at the same position tells best what is wrong, unless an earlier one has it already.
            _ => {
                let before = found.len();
                let held = given.get(index).unwrap_or(&Value::Null);
                value(wanted, held, &items, terms, ids, found);
                if found.len() == before {
                    found.push(format!("{} has no entry {}", place.path, shown(wanted)));
                }
                return;
            }
        }
    }
}

/// An array of a document shows by examples what its entries look like.
fn examples(
    recorded: &[Value],
    given: &[Value],
    place: &Place,
    terms: &Terms<'_>,
    ids: &mut Ids,
    found: &mut Vec<String>,
) {
    // What a document's tenant happens to have, such as its plans, another tenant may not have; what was asked for is there.
    let asked_for = ["value", "responses"].contains(&place.path.as_str());
    if asked_for && !recorded.is_empty() && given.is_empty() {
        found.push(format!("{} is empty", place.path));
    }
    for (index, recorded) in recorded.iter().enumerate() {
        // The answers of a batch tell by their ids to which question they belong.
        let held = match place.path.as_str() {
            "responses" => given.iter().find(|entry| entry["id"] == recorded["id"]),
            _ => given.get(index),
        };
        match held {
            Some(held) => value(recorded, held, &place.items(), terms, ids, found),
            None if place.path == "responses" => {
                found.push(format!("responses has no answer {}", recorded["id"]));
            }
            None => {}
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A value, short.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 80 {
        format!(
            "{} ({}…)",
            kind(value),
            text.chars().take(60).collect::<String>()
        )
    } else {
        text
    }
}
