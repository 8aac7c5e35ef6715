//! The searchable list of all permissions that this tenant's Microsoft Graph offers. It changes the draft plan only.

use super::app::App;
use super::parts::{button, message};
use super::review::{Draft, badge};
use crate::browser::page;
use crate::graph::service_principals::Offered;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// More rows than anybody reads; the search narrows them.
const SHOWN: usize = 60;

pub fn picker(app: App, draft: Draft, open: RwSignal<bool>) -> AnyView {
    let offered = app.offered_permissions();
    let search = RwSignal::new(String::new());
    let found = move || {
        let words = search.with(|text| text.trim().to_lowercase());
        let Some(Ok(all)) = offered.get() else {
            return (Vec::new(), 0);
        };
        let matches: Vec<Offered> = all
            .iter()
            .filter(|one| fits(one, &words))
            .cloned()
            .collect();
        (matches, all.len())
    };
    let rows = move || {
        found()
            .0
            .into_iter()
            .take(SHOWN)
            .map(|one| offer(draft, one))
            .collect::<Vec<_>>()
    };
    let status = move || match offered.get() {
        None => "Reading what your tenant offers…".to_owned(),
        Some(Err(_)) => String::new(),
        Some(Ok(_)) => {
            let (matches, all) = found();
            format!("{} of {all} permissions", matches.len())
        }
    };
    let failure = move || match offered.get() {
        Some(Err(words)) => Some(message("bad", "alert", &words)),
        _ => None,
    };
    Effect::new(move |_| {
        if let Some(dialog) = dialog() {
            dialog.show_modal().ok();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    };
    view! {
        <dialog id="picker" aria-labelledby="picker-title" on:close=move |_| open.set(false)>
            <div>
                <h2 id="picker-title">"Microsoft Graph permissions"</h2>
                <div class="field">
                    <label for="picker-search">"Search"</label>
                    <input id="picker-search" type="search" autocomplete="off" spellcheck="false"
                        on:input:target=move |event| search.set(event.target().value())/>
                </div>
                <p class="hint" role="status">{status}</p>
                <ul class="rows" tabindex="0" aria-label="Permissions found">{rows}{failure}</ul>
                <div class="actions">
                    {button("Done", "primary", close)}
                    <p class="hint" role="status">{move || draft.with(|plan| format!("{} selected", plan.permissions.len()))}</p>
                </div>
            </div>
        </dialog>
    }
    .into_any()
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
    let text = format!(
        "{} {} {}",
        permission.name, permission.words, one.description
    )
    .to_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
}

fn offer(draft: Draft, one: Offered) -> AnyView {
    let permission = Rc::new(one.permission);
    let id = permission.id;
    let chosen = move || draft.with(|plan| plan.permissions.iter().any(|other| other.id == id));
    let toggle = {
        let permission = permission.clone();
        move |on: bool| {
            draft.update(|plan| {
                plan.permissions.retain(|other| other.id != id);
                if on {
                    plan.permissions.push((*permission).clone());
                }
            });
        }
    };
    view! {
        <li>
            <label>
                <input type="checkbox" prop:checked=chosen on:change:target=move |event| toggle(event.target().checked())/>
                <span>
                    <b>{permission.name.clone()}</b>" "{badge(permission.kind)}<br/>
                    {permission.words.clone()}<br/>
                    <span class="hint">{one.description}</span>
                </span>
            </label>
        </li>
    }
    .into_any()
}
