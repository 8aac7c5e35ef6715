//! What the user picked once on a page that was not understood, kept in this browser for that origin alone. A rule describes
//! fields by what stays the same: label, name, and the position among its likes. It holds no value.

use super::labels::{Says, says, squeeze};
use super::matching::{Found, Place};
use super::plan::UsagePlan;
use super::snapshot::{Evidence, How, Kind, PageField, Snapshot};
use super::{Part, usage};
use crate::graph::json::text;
use crate::handover::Field;
use serde_json::{Value, json};

/// Raised when an older reader would misunderstand a newer rule.
const VERSION: u64 = 1;

/// Where the fields of one portal are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub origin: String,
    /// The switch, and the option that means Use.
    usage: Option<(Descriptor, String)>,
    /// In the order of `Field::ALL`.
    values: [Descriptor; 3],
}

/// One field, by what it has been known by.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Descriptor {
    how: How,
    label: String,
    /// Empty when the page makes up a new one at every visit.
    name: String,
    /// It is this one, counted from 0, of so many with the same description.
    nth: usize,
    of: usize,
}

/// The fields that the user clicked, as indices of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picks {
    /// The switch and its option, or nothing if the user sets it by hand.
    pub usage: Option<(usize, String)>,
    /// In the order of `Field::ALL`.
    pub values: [usize; 3],
}

/// Why a pick is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unlearnable {
    /// One field was picked for two values.
    #[error("this field was picked already: pick another one")]
    Twice(Field),
    /// Not a field that takes a text.
    #[error("this is not a text field: pick the box that the value is typed into")]
    NotText(Field),
    /// The page itself calls the field by another value's name.
    #[error("the page calls this field by another name: pick the right one")]
    IsOther(Field),
    /// It has neither label nor name to know it by again.
    #[error(
        "this field has no label and no name, so it could not be found again: copy the value instead"
    )]
    Nameless(Field),
    /// The switch has no such option.
    #[error("this switch has no such option: pick it again")]
    NoSuchOption,
}

impl Rule {
    /// Makes a rule of what the user clicked on a page of this origin.
    pub fn learn(page: &Snapshot, picks: &Picks) -> Result<Self, Unlearnable> {
        let [tenant, client, secret] = Field::ALL.map(|field| learn_field(page, picks, field));
        let usage = match &picks.usage {
            None => None,
            Some((index, option)) => {
                let field = page.fields.get(*index).ok_or(Unlearnable::NoSuchOption)?;
                usage::plan(*index, field, Some(option)).ok_or(Unlearnable::NoSuchOption)?;
                let descriptor = describe(page, *index).ok_or(Unlearnable::NoSuchOption)?;
                Some((descriptor, option.clone()))
            }
        };
        Ok(Self {
            origin: page.origin.clone(),
            usage,
            values: [tenant?, client?, secret?],
        })
    }

    /// The fields on this page, or the part that is not where it was.
    pub(super) fn find<'a>(&self, page: &'a Snapshot) -> Result<Found<'a>, Part> {
        let value = |field: Field| {
            let outdated = Part::Value(field);
            let place = self.values[field as usize].find(page).ok_or(outdated)?;
            match names(&page.fields[place.index]) {
                Some(other) if other != outdated => Err(outdated),
                _ => Ok(place),
            }
        };
        let values = [
            value(Field::TenantId)?,
            value(Field::ClientId)?,
            value(Field::SecretCode)?,
        ];
        let [a, b, c] = values.map(|place| place.index);
        if a == b || b == c || a == c {
            return Err(Part::Value(Field::ClientId));
        }
        Ok(Found {
            usage: self.find_usage(page)?,
            values,
        })
    }

    fn find_usage(&self, page: &Snapshot) -> Result<Option<UsagePlan>, Part> {
        let Some((descriptor, option)) = &self.usage else {
            return Ok(None);
        };
        let place = descriptor.find(page).ok_or(Part::Usage)?;
        let plan = usage::plan(place.index, &page.fields[place.index], Some(option));
        plan.map(Some).ok_or(Part::Usage)
    }

    /// The written form, for this browser's own storage.
    pub fn to_json(&self) -> String {
        let [tenant, client, secret] = &self.values;
        let usage = self
            .usage
            .as_ref()
            .map(|(it, option)| json!({"field": it.to_value(), "option": option}));
        json!({
            "version": VERSION,
            "origin": self.origin,
            "usage": usage,
            "tenantId": tenant.to_value(),
            "clientId": client.to_value(),
            "secretCode": secret.to_value(),
        })
        .to_string()
    }

    /// Reads a rule back; anything else than what `to_json` writes is no rule.
    pub fn parse(json: &str) -> Option<Self> {
        let rule: Value = serde_json::from_slice(json.as_bytes()).ok()?;
        if rule.get("version")?.as_u64()? != VERSION {
            return None;
        }
        let usage = match rule.get("usage")? {
            Value::Null => None,
            it => Some((
                Descriptor::read(it.get("field")?)?,
                it.get("option")?.as_str()?.to_owned(),
            )),
        };
        let value = |field: Field| Descriptor::read(rule.get(field.key())?);
        Some(Self {
            origin: rule.get("origin")?.as_str()?.to_owned(),
            usage,
            values: [
                value(Field::TenantId)?,
                value(Field::ClientId)?,
                value(Field::SecretCode)?,
            ],
        })
    }
}

fn learn_field(page: &Snapshot, picks: &Picks, field: Field) -> Result<Descriptor, Unlearnable> {
    let index = picks.values[field as usize];
    if picks.values.iter().filter(|it| **it == index).count() > 1 {
        return Err(Unlearnable::Twice(field));
    }
    let picked = page.fields.get(index).ok_or(Unlearnable::NotText(field))?;
    if !matches!(picked.kind, Kind::Text | Kind::Password | Kind::TextArea) {
        return Err(Unlearnable::NotText(field));
    }
    match names(picked) {
        Some(other) if other != Part::Value(field) => Err(Unlearnable::IsOther(field)),
        _ => describe(page, index).ok_or(Unlearnable::Nameless(field)),
    }
}

/// What the page's own label names the field, if it is a name that is known.
fn names(field: &PageField) -> Option<Part> {
    field
        .evidence
        .iter()
        .find_map(|it| match (it.how, says(&it.text)) {
            (
                How::For
                | How::Wrap
                | How::LabelledBy
                | How::AriaLabel
                | How::Cell
                | How::Column
                | How::Term,
                Says::Names(part),
            ) => Some(part),
            _ => None,
        })
}

fn describe(page: &Snapshot, index: usize) -> Option<Descriptor> {
    let field = page.fields.get(index)?;
    let name = if field.name.is_empty() {
        &field.id
    } else {
        &field.name
    };
    let name = if made_up(name) { "" } else { name };
    // The page's own label first, in the order in which the page script tells it; a placeholder only when there is nothing else.
    let label = field
        .evidence
        .iter()
        .find(|it| !squeeze(&it.text).is_empty());
    let (how, label) = label.map_or((How::Title, ""), |it| (it.how, it.text.as_str()));
    if label.is_empty() && name.is_empty() {
        return None;
    }
    let mut descriptor = Descriptor {
        how,
        label: label.to_owned(),
        name: name.to_owned(),
        nth: 0,
        of: 0,
    };
    let likes = descriptor.likes(page);
    descriptor.of = likes.len();
    descriptor.nth = likes
        .iter()
        .position(|place| place.index == index)
        .unwrap_or_default();
    Some(descriptor)
}

/// Frameworks number their fields anew at every visit.
fn made_up(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    digits >= 2 || name.contains(':') || name.len() > 80
}

static NO_LABEL: Evidence = Evidence {
    how: How::Title,
    text: String::new(),
};

impl Descriptor {
    /// All fields of this description, in the order of the page. Those that are not drawn count, since they are there again
    /// next time.
    fn likes<'a>(&self, page: &'a Snapshot) -> Vec<Place<'a>> {
        let label = squeeze(&self.label);
        let like = |(index, field): (usize, &'a PageField)| {
            let named = self.name.is_empty() || self.name == field.name || self.name == field.id;
            let same = |it: &&Evidence| {
                it.how == self.how && it.text.len() <= 500 && squeeze(&it.text) == label
            };
            let evidence = if label.is_empty() {
                Some(&NO_LABEL)
            } else {
                field.evidence.iter().find(same)
            };
            evidence
                .filter(|_| named)
                .map(|evidence| Place { index, evidence })
        };
        page.fields.iter().enumerate().filter_map(like).collect()
    }

    fn find<'a>(&self, page: &'a Snapshot) -> Option<Place<'a>> {
        let likes = self.likes(page);
        (likes.len() == self.of)
            .then(|| likes.get(self.nth).copied())
            .flatten()
    }

    fn to_value(&self) -> Value {
        json!({"how": self.how.name(), "label": self.label, "name": self.name, "nth": self.nth, "of": self.of})
    }

    fn read(value: &Value) -> Option<Self> {
        let count = |name| usize::try_from(value.get(name)?.as_u64()?).ok();
        Some(Self {
            how: How::of_name(text(value, "how"))?,
            label: value.get("label")?.as_str()?.to_owned(),
            name: value.get("name")?.as_str()?.to_owned(),
            nth: count("nth")?,
            of: count("of")?,
        })
    }
}
