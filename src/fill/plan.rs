//! What is to be put where, in the words of the page script. A plan holds places, never values, and is good for one document only.

use super::Part;
use super::snapshot::How;
use crate::handover::Field;
use serde_json::{Value, json};

/// The whole form, or there is no plan: the three fields, and the switch if the page has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FillPlan {
    /// The origin that the user has seen and agreed to.
    pub origin: String,
    /// The look at the page that the indices belong to.
    pub document: String,
    /// Without it the user sets User Look-Up Usage by hand.
    pub usage: Option<UsagePlan>,
    /// In the portal's order.
    pub values: [Planned; 3],
}

/// User Look-Up Usage, and the option that is to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsagePlan {
    pub index: usize,
    pub option: usize,
    pub text: String,
    /// It is chosen already.
    pub done: bool,
}

/// A field and the label that it was known by, which must still be there when it is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub field: Field,
    pub index: usize,
    pub how: How,
    pub label: String,
}

impl FillPlan {
    /// As the page script's `fill` takes it.
    pub fn to_json(&self) -> String {
        let mut fields = serde_json::Map::new();
        for planned in &self.values {
            let place =
                json!({"index": planned.index, "how": planned.how.name(), "label": planned.label});
            fields.insert(planned.field.key().to_owned(), place);
        }
        let usage = self.usage.as_ref().map_or(Value::Null, UsagePlan::to_value);
        json!({
            "origin": self.origin,
            "document": self.document,
            Part::Usage.key(): usage,
            "fields": fields,
        })
        .to_string()
    }
}

impl UsagePlan {
    fn to_value(&self) -> Value {
        json!({"index": self.index, "option": self.option, "text": self.text, "done": self.done})
    }

    /// As the page script's `choose` takes it.
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }
}
