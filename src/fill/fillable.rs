//! Whether the fields that were found take what is to be put into them, and whether the user sees them: open, drawn, long enough,
//! and of one form. Which field is which is decided before.

use super::Part;
use super::matching::{Found, closed};
use super::plan::UsagePlan;
use super::refusal::{Refusal, Why};
use super::snapshot::{Access, Action, Kind, PageField, Sight, Snapshot};
use crate::handover::Field;

/// Characters of a GUID.
const ID_LENGTH: usize = 36;

/// Whether what was found can be filled, and by a user who sees it.
pub(super) fn check(
    page: &Snapshot,
    found: &Found<'_>,
    secret_length: usize,
) -> Result<(), Refusal> {
    let fields = Field::ALL.map(|field| (field, &page.fields[found.values[field as usize].index]));
    let refuse = |field, why| Err(Refusal::Field(Part::Value(field), why));
    for (field, it) in fields {
        if !is_text(it) {
            return refuse(field, Why::NotText);
        }
        if it.action == Action::Foreign {
            return refuse(field, Why::ForeignFormAction);
        }
    }
    // A form that is closed is often not drawn either, so what opens it is asked first.
    let shut =
        |(_, it): &&(Field, &PageField)| it.access != Access::Writable || it.sight == Sight::Absent;
    if let Some((field, it)) = fields.iter().find(shut) {
        let why = match (it.sight, it.access) {
            (Sight::Absent, _) => Why::Hidden,
            (_, Access::Disabled) => Why::Disabled,
            _ => Why::ReadOnly,
        };
        // The switch is touched only where it may open the whole form.
        let all = fields.iter().filter(shut).count() == fields.len();
        let drawn = |usage: &UsagePlan| page.fields[usage.index].sight != Sight::Absent;
        let usage = found.usage.clone().filter(|usage| all && drawn(usage));
        return Err(closed(
            page,
            usage,
            Refusal::Field(Part::Value(*field), why),
        ));
    }
    for (field, it) in fields {
        if let Some(why) = unseen(it.sight) {
            return refuse(field, why);
        }
        let needs = if field == Field::SecretCode {
            secret_length
        } else {
            ID_LENGTH
        };
        match it.max_length {
            Some(allows) if allows < needs => {
                return refuse(field, Why::MaxLengthTooShort { allows, needs });
            }
            _ => {}
        }
    }
    let mut forms = fields.iter().filter_map(|(_, it)| it.form);
    if let Some(first) = forms.next()
        && forms.any(|it| it != first)
    {
        return Err(Refusal::NotTogether);
    }
    usable(page, found)
}

fn usable(page: &Snapshot, found: &Found<'_>) -> Result<(), Refusal> {
    let Some(usage) = found.usage.as_ref().filter(|usage| !usage.done) else {
        return Ok(());
    };
    let it = &page.fields[usage.index];
    let why = match (it.sight, it.access) {
        // Styled switches and lists hide the control itself and show a picture of it.
        (Sight::Absent, _) if it.kind != Kind::Select => Why::Hidden,
        (_, Access::Writable) => return Ok(()),
        (_, Access::ReadOnly) => Why::ReadOnly,
        (_, Access::Disabled) => Why::Disabled,
    };
    Err(closed(page, None, Refusal::Field(Part::Usage, why)))
}

pub(super) fn is_text(field: &PageField) -> bool {
    matches!(field.kind, Kind::Text | Kind::Password | Kind::TextArea)
}

fn unseen(sight: Sight) -> Option<Why> {
    match sight {
        Sight::Seen | Sight::Scroll => None,
        Sight::Absent | Sight::Transparent => Some(Why::Hidden),
        Sight::OffPage => Some(Why::OffPage),
        Sight::Covered => Some(Why::Covered),
        Sight::TooSmall => Some(Why::TooSmall),
    }
}
