//! Pages for the tests beside this one.

use super::matching::{Wanted, match_page};
use super::snapshot::{
    Access, Action, Button, Choice, Evidence, How, Kind, PageField, Sight, Snapshot,
};
use super::{FillPlan, Refusal};
use crate::handover::address::PortalAddress;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use std::time::Duration;

pub fn portal() -> PortalAddress {
    PortalAddress::parse("https://portal.p.example/").expect("a literal address")
}

/// Matched for that portal, with no rule and a secret of 40 characters.
pub fn matched(page: &Snapshot) -> Result<FillPlan, Refusal> {
    let portal = portal();
    let wanted = Wanted {
        portal: &portal,
        rule: None,
        secret_length: 40,
    };
    match_page(page, &wanted)
}

pub fn field(kind: Kind, how: How, label: &str) -> PageField {
    PageField {
        kind,
        evidence: vec![evidence(how, label)],
        headings: vec!["MS AAD".to_owned()],
        name: String::new(),
        id: String::new(),
        form: Some(0),
        action: Action::Own,
        access: Access::Writable,
        sight: Sight::Seen,
        max_length: None,
        options: Vec::new(),
    }
}

pub fn evidence(how: How, text: &str) -> Evidence {
    Evidence {
        how,
        text: text.to_owned(),
    }
}

pub fn choice(text: &str, chosen: bool) -> Choice {
    Choice {
        text: text.to_owned(),
        chosen,
    }
}

pub fn button(text: &str) -> Button {
    Button {
        text: text.to_owned(),
        heading: String::new(),
    }
}

/// The page of the vendor's article, open for changes.
pub fn form() -> Snapshot {
    let usage = PageField {
        options: vec![choice("Not Use", true), choice("Use", false)],
        ..field(Kind::Select, How::For, "User Look-Up Usage")
    };
    let period = PageField {
        options: vec![choice("1 Day", true), choice("1 Week", false)],
        ..field(Kind::Select, How::For, "User Look-Up Period")
    };
    Snapshot {
        origin: portal().origin(),
        address: portal().origin(),
        document: "look-1".to_owned(),
        top: true,
        frames: 0,
        overflow: false,
        headings: vec!["MS AAD".to_owned()],
        fields: vec![
            usage,
            period,
            field(Kind::Text, How::For, "Tenant ID"),
            field(Kind::Text, How::For, "Client ID"),
            field(Kind::Password, How::For, "Secret Code"),
        ],
        buttons: ["Modify", "Save"].map(button).into(),
    }
}

/// A description as the page script writes it.
pub fn json(page: &Snapshot) -> String {
    json!({
        "version": 1, "origin": page.origin, "address": page.address, "document": page.document, "top": page.top,
        "frames": page.frames, "overflow": page.overflow, "headings": page.headings,
        "fields": page.fields.iter().map(field_json).collect::<Vec<_>>(),
        "buttons": page.buttons.iter().map(|it| [&it.text, &it.heading]).collect::<Vec<_>>(),
    })
    .to_string()
}

fn field_json(field: &PageField) -> Value {
    let kind = match field.kind {
        Kind::Text => "text",
        Kind::Password => "password",
        Kind::TextArea => "textarea",
        Kind::Select => "select",
        Kind::Radio => "radio",
        Kind::Checkbox => "checkbox",
        Kind::Combobox => "combobox",
        Kind::Editable => "editable",
        Kind::Other => "other",
    };
    let access = match field.access {
        Access::Writable => "writable",
        Access::ReadOnly => "readOnly",
        Access::Disabled => "disabled",
    };
    let sight = match field.sight {
        Sight::Seen => "seen",
        Sight::Scroll => "scroll",
        Sight::Absent => "absent",
        Sight::Transparent => "transparent",
        Sight::OffPage => "offPage",
        Sight::Covered => "covered",
        Sight::TooSmall => "small",
    };
    json!({
        "kind": kind,
        "evidence": field.evidence.iter().map(|it| json!([it.how.name(), it.text])).collect::<Vec<_>>(),
        "headings": field.headings, "name": field.name, "id": field.id, "form": field.form,
        "action": if field.action == Action::Own { "own" } else { "foreign" },
        "access": access, "sight": sight, "maxLength": field.max_length,
        "options": field.options.iter().map(|it| json!([it.text, it.chosen])).collect::<Vec<_>>(),
    })
}

/// What ships is optimised. Counted is what this thread itself was given of a processor, not what else this machine does meanwhile;
/// the best of some runs is free of what the others left in its caches.
pub fn within_the_limit(work: impl Fn()) -> bool {
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 1000 } else { 10 });
    let used = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Duration::try_from(time).expect("a thread's time only grows from zero")
    };
    (0..5).any(|_| {
        let start = used();
        work();
        used() - start < limit
    })
}
