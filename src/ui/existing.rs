//! Applications that stand in the tenant already: ours, which can get one more secret, and strangers of the same name, which are
//! shown and never touched.

use super::dom::{Node, all, el, nothing};
use super::parts::*;
use super::review::Draft;
use crate::browser::page::date;
use crate::graph::applications::Application;
use crate::setup::find::Found;
use crate::setup::plan::Target;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

pub fn existing(found: &Found, draft: Draft) -> Node {
    let Some(ours) = found.ours.first() else {
        return nothing();
    };
    let target = Target::Existing {
        application: ours.id,
        client: ours.client,
        name: ours.name.clone(),
    };
    let others = found.ours.len() - 1;
    let others = match others {
        0 => nothing(),
        _ => hint(format!("And {others} older one(s) made by Entra Handover.")),
    };
    let choices = el("fieldset")
        .child(el("legend").text("What shall be done?"))
        .children(vec![
            choice(
                draft,
                target,
                "Add a new secret to it",
                "The client ID and the consent stay. Old secrets keep working until they end.",
            ),
            choice(
                draft,
                Target::New,
                "Create another one",
                "A second application with its own client ID. The first one is left as it is.",
            ),
        ]);
    section(vec![
        h2("What exists already"),
        card(ours, "by Entra Handover"),
        others,
        choices,
    ])
}

fn choice(draft: Draft, target: Target, name: &'static str, words: &'static str) -> Node {
    let chosen = {
        let target = target.clone();
        move || JsValue::from_bool(draft.with(|plan| plan.target == target))
    };
    let input = el("input")
        .attr("type", "radio")
        .attr("name", "existing")
        .property("checked", chosen)
        .on("change", move |_| {
            draft.update(|plan| plan.target = target.clone())
        });
    let text = el("span")
        .child(b(name))
        .child(el("span").class("hint").text(words));
    el("label").class("choice").child(input).child(text)
}

pub fn strangers(found: &Found) -> Node {
    if found.strangers.is_empty() {
        return nothing();
    }
    section(vec![
        h2("Same name, not made by Entra Handover"),
        p("It will not be touched. The new application gets the same name and its own client ID."),
        all(found.strangers.iter().map(|other| card(other, ""))),
    ])
}

fn card(application: &Application, by: &'static str) -> Node {
    let created = application.created.map(date).unwrap_or_default();
    let secrets = application.passwords.iter().map(|password| {
        let ends = password.ends.map(|ends| format!("Ends on {}", date(ends)));
        row("", password.name.clone(), ends.unwrap_or_default())
    });
    let secrets = match application.passwords.is_empty() {
        true => nothing(),
        false => all(vec![h3("Its secrets"), list("rows", secrets)]),
    };
    all(vec![
        facts(vec![
            ("Application", plain(application.name.clone())),
            ("Client ID", code(application.client)),
            ("Created", plain(format!("{created} {by}"))),
        ]),
        secrets,
    ])
}
