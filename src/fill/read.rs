//! Reads the page script's description of a page. It comes out of a page, so it is checked as anything from outside: sizes first,
//! then every field by name. It knows no rule about what the fields mean.
//!
//! By hand rather than derived, for the weight (see `graph::json`).

use super::snapshot::{
    Access, Action, Button, Choice, Evidence, How, Kind, MOST_BYTES, MOST_FIELDS, MOST_LABELS,
    PageField, Sight, Snapshot, Unreadable,
};
use crate::graph::json::{list, text};
use serde_json::Value;

/// Raised when the page script writes another form.
const VERSION: u64 = 1;

pub(super) fn snapshot(json: &str) -> Result<Snapshot, Unreadable> {
    if json.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let page: Value = serde_json::from_slice(json.as_bytes()).map_err(|_| Unreadable::Garbled)?;
    if page.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Err(Unreadable::Garbled);
    }
    if flag(&page, "masked") == Some(true) {
        return Err(Unreadable::Masked);
    }
    let fields = list(&page, "fields");
    if fields.len() > MOST_FIELDS {
        return Err(Unreadable::TooLarge);
    }
    let snapshot = Snapshot {
        origin: text(&page, "origin").to_owned(),
        address: text(&page, "address").to_owned(),
        document: text(&page, "document").to_owned(),
        top: flag(&page, "top").ok_or(Unreadable::Garbled)?,
        frames: count(&page, "frames").unwrap_or_default(),
        overflow: flag(&page, "overflow").ok_or(Unreadable::Garbled)?,
        headings: texts(&page, "headings"),
        fields: (fields.iter().map(field))
            .collect::<Option<_>>()
            .ok_or(Unreadable::Garbled)?,
        buttons: (list(&page, "buttons").iter().map(button))
            .collect::<Option<_>>()
            .ok_or(Unreadable::Garbled)?,
    };
    if labels(&snapshot) > MOST_LABELS {
        return Err(Unreadable::TooLarge);
    }
    Ok(snapshot)
}

fn field(field: &Value) -> Option<PageField> {
    Some(PageField {
        kind: kind(text(field, "kind"))?,
        evidence: (list(field, "evidence").iter().map(evidence)).collect::<Option<_>>()?,
        headings: texts(field, "headings"),
        name: text(field, "name").to_owned(),
        id: text(field, "id").to_owned(),
        form: count(field, "form"),
        action: match text(field, "action") {
            "own" => Action::Own,
            "foreign" => Action::Foreign,
            _ => return None,
        },
        access: match text(field, "access") {
            "writable" => Access::Writable,
            "readOnly" => Access::ReadOnly,
            "disabled" => Access::Disabled,
            _ => return None,
        },
        sight: sight(text(field, "sight"))?,
        max_length: count(field, "maxLength"),
        options: (list(field, "options").iter().map(choice)).collect::<Option<_>>()?,
    })
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "text" => Kind::Text,
        "password" => Kind::Password,
        "textarea" => Kind::TextArea,
        "select" => Kind::Select,
        "radio" => Kind::Radio,
        "checkbox" => Kind::Checkbox,
        "combobox" => Kind::Combobox,
        "editable" => Kind::Editable,
        "other" => Kind::Other,
        _ => return None,
    })
}

fn sight(name: &str) -> Option<Sight> {
    Some(match name {
        "seen" => Sight::Seen,
        "scroll" => Sight::Scroll,
        "absent" => Sight::Absent,
        "transparent" => Sight::Transparent,
        "offPage" => Sight::OffPage,
        "covered" => Sight::Covered,
        "small" => Sight::TooSmall,
        _ => return None,
    })
}

fn evidence(pair: &Value) -> Option<Evidence> {
    Some(Evidence {
        how: How::of_name(pair.get(0)?.as_str()?)?,
        text: pair.get(1)?.as_str()?.to_owned(),
    })
}

fn button(pair: &Value) -> Option<Button> {
    Some(Button {
        text: pair.get(0)?.as_str()?.to_owned(),
        heading: pair.get(1)?.as_str()?.to_owned(),
    })
}

fn choice(pair: &Value) -> Option<Choice> {
    Some(Choice {
        text: pair.get(0)?.as_str()?.to_owned(),
        chosen: pair.get(1)?.as_bool()?,
    })
}

impl How {
    const NAMES: [(Self, &str); 14] = [
        (Self::For, "for"),
        (Self::Wrap, "wrap"),
        (Self::LabelledBy, "labelledby"),
        (Self::AriaLabel, "aria"),
        (Self::Cell, "cell"),
        (Self::Column, "column"),
        (Self::Term, "term"),
        (Self::Group, "group"),
        (Self::Lead, "lead"),
        (Self::Left, "left"),
        (Self::Above, "above"),
        (Self::Before, "before"),
        (Self::Placeholder, "placeholder"),
        (Self::Title, "title"),
    ];

    pub(super) fn of_name(name: &str) -> Option<Self> {
        let known = Self::NAMES.iter().find(|(_, known)| *known == name);
        known.map(|(how, _)| *how)
    }

    pub(super) fn name(self) -> &'static str {
        let known = Self::NAMES.iter().find(|(how, _)| *how == self);
        known.map_or("", |(_, name)| name)
    }
}

fn flag(object: &Value, name: &str) -> Option<bool> {
    object.get(name)?.as_bool()
}

fn count(object: &Value, name: &str) -> Option<usize> {
    usize::try_from(object.get(name)?.as_u64()?).ok()
}

fn texts(object: &Value, name: &str) -> Vec<String> {
    let texts = list(object, name).iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// The bytes of all that the page chose the words of.
fn labels(snapshot: &Snapshot) -> usize {
    let sum = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    let of_field = |field: &PageField| {
        let evidence: usize = field.evidence.iter().map(|it| it.text.len()).sum();
        let options: usize = field.options.iter().map(|it| it.text.len()).sum();
        evidence + options + sum(&field.headings) + field.name.len() + field.id.len()
    };
    let fields: usize = snapshot.fields.iter().map(of_field).sum();
    let buttons = snapshot.buttons.iter();
    let buttons: usize = buttons.map(|it| it.text.len() + it.heading.len()).sum();
    fields + buttons + sum(&snapshot.headings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(fields: &str) -> String {
        format!(
            r#"{{"version":1,"origin":"https://p.example","address":"https://p.example","document":"n","top":true,"frames":0,
            "overflow":false,"headings":["MS AAD"],"fields":[{fields}],"buttons":[["Modify","MS AAD"]]}}"#
        )
    }

    const FIELD: &str = r#"{"kind":"text","evidence":[["for","Tenant ID"]],"headings":[],"name":"t","id":"","form":null,
        "action":"own","access":"writable","sight":"seen","maxLength":64,"options":[]}"#;

    #[test]
    fn a_description_is_read() {
        let snapshot = snapshot(&page(FIELD)).expect("a good description");
        assert_eq!(snapshot.fields.len(), 1);
        assert_eq!(snapshot.fields[0].evidence[0].text, "Tenant ID");
        assert_eq!(snapshot.fields[0].max_length, Some(64));
        assert_eq!(snapshot.fields[0].form, None);
        assert_eq!(snapshot.buttons[0].text, "Modify");
    }

    #[test]
    fn what_the_page_script_never_writes_is_refused() {
        let check = |json: &str, expected| assert_eq!(snapshot(json), Err(expected), "{json:.80}");
        check("", Unreadable::Garbled);
        check("[]", Unreadable::Garbled);
        check(&"[".repeat(100_000), Unreadable::Garbled);
        check(&page("3"), Unreadable::Garbled);
        check(&page("null"), Unreadable::Garbled);
        check(
            &page(FIELD).replace("[\"Modify\",\"MS AAD\"]", "\"Modify\""),
            Unreadable::Garbled,
        );
        check(r#"{"version":1,"masked":true}"#, Unreadable::Masked);
        check(
            &page(FIELD).replace("\"version\":1", "\"version\":2"),
            Unreadable::Garbled,
        );
        for (good, bad) in [
            ("\"text\"", "\"hidden\""),
            ("\"for\"", "\"value\""),
            ("\"own\"", "\"\""),
            ("\"writable\"", "true"),
            ("\"seen\"", "1"),
            ("\"Tenant ID\"", "7"),
        ] {
            check(&page(&FIELD.replace(good, bad)), Unreadable::Garbled);
        }
        check(&page(&[FIELD; 201].join(",")), Unreadable::TooLarge);
        let long = FIELD.replace("Tenant ID", &"x".repeat(MOST_LABELS + 1));
        check(&page(&long), Unreadable::TooLarge);
        check(&" ".repeat(MOST_BYTES + 1), Unreadable::TooLarge);
    }
}
