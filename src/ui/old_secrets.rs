//! Old secrets: which of them are to go, ticked one by one, and the screen that asks about them once a newer one is in use. What is
//! not known to be ours is never ticked beforehand.

use super::app::App;
use super::dom::{Node, all, el, live, nothing};
use super::parts::*;
use super::renew::back;
use super::review::{Draft, rights, unchanged};
use super::standing::Chosen;
use super::status::secret_line;
use crate::ids::KeyId;
use crate::setup::plan::Work;
use crate::words::old_secrets as says;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A checkbox for each secret.
pub fn chooser(app: App, chosen: &Chosen, draft: Draft) -> Node {
    let rows = chosen.set_up().secrets.iter().map(|one| {
        let key = one.credential.key;
        let ticked =
            move || JsValue::from_bool(draft.with(|plan| plan.work.removes().contains(&key)));
        let input = el("input")
            .attr("type", "checkbox")
            .property("checked", ticked)
            .on("change", move |_| {
                draft.update(|plan| toggle(&mut plan.work, key))
            });
        let text = el("span")
            .child(b(one.credential.name.clone()))
            .child(el("br"))
            .child(code(key))
            .child(el("br"))
            .child(el("span").class("hint").text(secret_line(app, one).1));
        el("li").child(el("label").child(input).child(text))
    });
    list("rows", rows)
}

fn toggle(work: &mut Work, key: KeyId) {
    if let Work::ReplaceSecrets(keys) | Work::RemoveSecrets(keys) = work {
        let before = keys.len();
        keys.retain(|other| *other != key);
        if keys.len() == before {
            keys.push(key);
        }
    }
}

pub fn ask(app: App, chosen: &Chosen) -> Node {
    let set_up = chosen.set_up();
    let newest = set_up.newest(app.server_now());
    let preset = set_up.superfluous(app.server_now());
    let draft: Draft = app.kept("plan", || chosen.plan(app, Work::RemoveSecrets(preset)));
    let found = chosen.found();
    let remove = chosen.carry_out(app, draft);
    let go = press(says::remove(), "danger", remove).flag("disabled", move || {
        draft.with(|plan| plan.work.removes().is_empty())
    });
    let kept = newest.map(|one| one.credential.key);
    let warning = live(move || {
        let last = kept.is_none_or(|key| draft.with(|plan| plan.work.removes().contains(&key)));
        match last {
            true => notice("warn", "status", vec![p(says::none_left())]),
            false => nothing(),
        }
    });
    all(vec![
        heading(says::title()),
        p(says::what_it_does()),
        unchanged(),
        section(vec![
            h2(set_up.application.name.clone()),
            facts(vec![(says::client_id(), code(set_up.application.client))]),
            chooser(app, chosen, draft),
            warning,
        ]),
        rights(found, draft),
        el("div")
            .class("actions bar")
            .child(go)
            .child(back(app, chosen)),
    ])
}
