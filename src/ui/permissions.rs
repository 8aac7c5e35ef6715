//! The plan's permissions in plain words, each removable, and the searchable picker over all that the tenant's Microsoft Graph
//! offers. It changes the draft plan only.

use super::app::App;
use super::dom::{Node, all, el, live, live_text, nothing};
use super::parts::*;
use super::review::{Draft, count};
use crate::browser::page;
use crate::graph::service_principals::Offered;
use crate::profile::{Permission, PermissionKind};
use crate::words::permissions as says;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlDialogElement;

/// More rows than anybody reads; the search narrows them.
const SHOWN: usize = 60;

/// What a permission's kind is called.
pub fn kind_name(kind: PermissionKind) -> &'static str {
    match kind {
        PermissionKind::Application => says::application(),
        PermissionKind::Delegated => says::delegated(),
    }
}

pub fn permissions(app: App, draft: Draft) -> Node {
    let rows = live(move || {
        draft.with(|plan| {
            all(plan
                .permissions
                .iter()
                .map(|permission| chosen(draft, permission)))
        })
    });
    let open = RwSignal::new(false);
    all(vec![
        section(vec![
            h2(says::title()),
            hint(says::inferred()),
            list("rows", vec![rows]),
            actions(vec![button(says::add(), "", move || open.set(true))]),
        ]),
        live(move || {
            if open.get() {
                picker(app, draft, open)
            } else {
                nothing()
            }
        }),
    ])
}

fn badge(kind: PermissionKind) -> Node {
    let class = match kind {
        PermissionKind::Application => "application",
        PermissionKind::Delegated => "delegated",
    };
    el("span")
        .class("badge")
        .attr("data-kind", class)
        .text(kind_name(kind))
}

fn chosen(draft: Draft, permission: &Permission) -> Node {
    let id = permission.id;
    let full_name = format!(" {} ({})", permission.name, kind_name(permission.kind));
    let remove = press(says::remove(), "quiet", move || {
        draft.update(|plan| plan.permissions.retain(|other| other.id != id))
    });
    let name = el("div")
        .child(b(permission.name.clone()))
        .text(" ")
        .child(badge(permission.kind))
        .child(p(says::explained(permission)));
    el("li").child(name).child(remove.child(unseen(full_name)))
}

fn picker(app: App, draft: Draft, open: RwSignal<bool>) -> Node {
    let offers = app.offered_permissions();
    let search = RwSignal::new(String::new());
    let fitting = move || -> Vec<Offered> {
        let words = search.with(|text| text.trim().to_ascii_lowercase());
        offers.with(|offers| match offers {
            Some(Ok(all)) => all
                .iter()
                .filter(|one| fits(one, &words))
                .cloned()
                .collect(),
            _ => Vec::new(),
        })
    };
    let status = live_text(move || match offers.get() {
        None => says::reading().to_owned(),
        Some(Err(_)) => String::new(),
        Some(Ok(all)) => says::fitting(fitting().len(), all.len()),
    });
    let rows = live(move || match offers.get() {
        Some(Err(words)) => message("bad", "alert", &words),
        _ => all(fitting()
            .into_iter()
            .take(SHOWN)
            .map(|one| offered(draft, one))),
    });
    let input = el("input")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("input", move |event| search.set(value_of(&event)));
    let close = || {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    };
    Effect::new(move |_| {
        if let Some(dialog) = dialog() {
            dialog.show_modal().ok();
        }
    });
    let hint = |words: Node| el("p").class("hint").attr("role", "status").child(words);
    let rows = el("ul")
        .class("rows")
        .attr("tabindex", "0")
        .attr("aria-label", says::found())
        .child(rows);
    let content = el("div")
        .child(
            el("h2")
                .attr("id", "picker-title")
                .text(says::all_of_graph()),
        )
        .child(field("picker-search", says::search(), input, nothing()))
        .child(hint(status))
        .child(rows)
        .child(actions(vec![
            button(says::done(), "primary", close),
            hint(count(draft)),
        ]));
    el("dialog")
        .attr("id", "picker")
        .attr("aria-labelledby", "picker-title")
        .on("close", move |_| open.set(false))
        .child(content)
}

fn dialog() -> Option<HtmlDialogElement> {
    page::document()
        .get_element_by_id("picker")?
        .dyn_into()
        .ok()
}

/// Every word of the search must stand in the name or the texts.
fn fits(one: &Offered, words: &str) -> bool {
    let permission = &one.permission;
    let text = [
        permission.name.as_str(),
        &permission.words,
        &one.description,
    ]
    .join(" ")
    .to_ascii_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
}

fn offered(draft: Draft, one: Offered) -> Node {
    let Offered {
        permission,
        description,
    } = one;
    let id = permission.id;
    let text = el("span")
        .child(b(permission.name.clone()))
        .text(" ")
        .child(badge(permission.kind))
        .child(el("br"))
        .text(says::explained(&permission))
        .child(el("br"))
        .child(el("span").class("hint").text(description));
    let toggle = move |_| {
        draft.update(|plan| {
            let before = plan.permissions.len();
            plan.permissions.retain(|other| other.id != id);
            if plan.permissions.len() == before {
                plan.permissions.push(permission.clone());
            }
        });
    };
    let checked = move || {
        JsValue::from_bool(draft.with(|plan| plan.permissions.iter().any(|other| other.id == id)))
    };
    let input = el("input")
        .attr("type", "checkbox")
        .property("checked", checked)
        .on("change", toggle);
    el("li").child(el("label").child(input).child(text))
}
