//! How User Look-Up Usage is set to Use: which option of a select, which radio button, a box that is ticked. It knows the words
//! of the options and no others.

use super::labels::squeeze;
use super::plan::UsagePlan;
use super::snapshot::{Kind, PageField};

/// Squeezed. The vendor writes Use and Not use; the others are what the same switch is called elsewhere, looked for in this order.
const USE: [&[&str]; 2] = [
    &["use", "사용"],
    &[
        "used",
        "inuse",
        "사용함",
        "enable",
        "enabled",
        "on",
        "yes",
        "y",
        "예",
    ],
];

/// The act that sets it, or nothing when no option says Use, or two do. `own` is an option that the user chose once.
pub(super) fn plan(index: usize, field: &PageField, own: Option<&str>) -> Option<UsagePlan> {
    if field.kind == Kind::Combobox {
        // Its options are seen when it is open: the page script looks for this text.
        let shown = field.options.first();
        let wanted = own.unwrap_or("Use").to_owned();
        let done = shown.is_some_and(|it| it.chosen && squeeze(&it.text) == squeeze(&wanted));
        return Some(UsagePlan {
            index,
            option: 0,
            text: wanted,
            done,
        });
    }
    let option = match (own, field.kind) {
        (Some(own), _) => one(field, |text| text == squeeze(own)),
        // A box has one meaning: its label is the name of the setting, or says Use.
        (None, Kind::Checkbox) => {
            (field.options.len() == 1 && !negated(&field.options[0].text)).then_some(0)
        }
        (None, _) => USE
            .iter()
            .find_map(|words| one(field, |text| words.contains(&text))),
    }?;
    let choice = &field.options[option];
    Some(UsagePlan {
        index,
        option,
        text: choice.text.clone(),
        done: choice.chosen,
    })
}

/// A field that User Look-Up Usage may be, for a user who points at it: the options, and the one that says Use, if one does.
pub fn switch(field: &PageField) -> Option<(Vec<&str>, Option<&str>)> {
    if !matches!(field.kind, Kind::Select | Kind::Radio | Kind::Checkbox) {
        return None;
    }
    let known = plan(0, field, None).map(|plan| plan.option);
    let options: Vec<&str> = field.options.iter().map(|it| it.text.as_str()).collect();
    let known = known.and_then(|option| options.get(option).copied());
    Some((options, known))
}

/// A box that switches the setting off when it is ticked.
fn negated(text: &str) -> bool {
    let text = squeeze(text);
    ["not", "no", "dont", "un", "disable", "미사용", "사용안함"]
        .iter()
        .any(|it| text.starts_with(it))
}

/// The only option of which it is true.
fn one(field: &PageField, is: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found = None;
    for (index, option) in field.options.iter().enumerate() {
        // Without the value that some portals write behind it: `Use (Y)`.
        let name = option.text.split('(').next().unwrap_or_default();
        let means = |text: &str| text.len() <= 200 && is(&squeeze(text));
        if (means(&option.text) || means(name)) && found.replace(index).is_some() {
            return None;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{choice, form};
    use super::*;

    #[test]
    fn a_switch_that_is_pointed_at_says_which_option_is_use_if_it_is_known() {
        let mut field = form().fields[0].clone();
        assert_eq!(switch(&field), Some((vec!["Not Use", "Use"], Some("Use"))));
        field.options = vec![choice("Non", true), choice("Oui", false)];
        assert_eq!(switch(&field), Some((vec!["Non", "Oui"], None)));
        field.kind = Kind::Text;
        assert_eq!(switch(&field), None);
    }
}
