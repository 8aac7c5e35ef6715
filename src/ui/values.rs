//! One of the three values: its label, its text, its copy button. The secret is masked, and on the screen only while the user holds
//! the button.

use super::app::App;
use super::dom::{Node, all, el, live, nothing, text};
use super::ended::Ended;
use super::parts::{press, unseen};
use super::sending::Delivery;
use crate::browser::clipboard;
use crate::handover::Field;
use crate::secret::Secret;
use crate::setup::receipt::{Way, client_id};
use crate::words;
use crate::words::values as says;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// A shown secret is hidden again after this, even if the button is still held.
const REVEAL_MS: u32 = 10_000;

pub fn value(
    app: App,
    ended: &Rc<Ended>,
    field: Field,
    delivery: RwSignal<Delivery, LocalStorage>,
) -> Node {
    let record = ended.record.borrow();
    let plain = match field {
        Field::TenantId => record.tenant.to_string(),
        Field::ClientId => client_id(&record)
            .map(|id| id.to_string())
            .unwrap_or_default(),
        Field::SecretCode => String::new(),
    };
    let secret = ended.secret.clone().filter(|_| field == Field::SecretCode);
    let revealed = RwSignal::new(false);
    let shown = match secret.clone() {
        None => text(plain.clone()),
        Some(secret) => live(move || match revealed.get() {
            true => text(text_of(&secret)),
            false => all(vec![
                el("span")
                    .attr("aria-hidden", "true")
                    .text("••••••••••••••••••••"),
                unseen(says::hidden()),
            ]),
        }),
    };
    let reveal = if secret.is_some() {
        reveal_button(revealed)
    } else {
        nothing()
    };
    let copied = ended.clone();
    let copy = press(says::copy(), "", move || {
        let copied = copied.clone();
        let text = secret.as_deref().map_or_else(|| plain.clone(), text_of);
        spawn_local(async move {
            let done = clipboard::copy(&text).await;
            app.said.set(words::copied(field.label(), done));
            if done && field == Field::SecretCode {
                app.delivered(&copied, Way::Copied);
            }
        });
    });
    let arrived = live(
        move || match delivery.with(|delivery| delivery.arrived(field)) {
            Some(true) => el("p").attr("data-state", "ok").text(says::arrived()),
            Some(false) => el("p")
                .attr("data-state", "failed")
                .text(says::did_not_arrive()),
            None => nothing(),
        },
    );
    let label = format!("{}-label", field.key());
    let group = el("span")
        .attr("id", field.key())
        .attr("role", "group")
        .attr("aria-labelledby", label.clone());
    el("div")
        .class("value")
        .child(el("h3").attr("id", label).text(field.label()))
        .child(group.child(shown))
        .child(reveal)
        .child(copy.child(unseen(format!(" {}", field.label()))))
        .child(arrived)
}

fn text_of(secret: &Secret) -> String {
    // EXPOSE: the screen while the user holds "Hold to reveal", or the clipboard on the user's click.
    secret.expose().to_owned()
}

fn reveal_button(revealed: RwSignal<bool>) -> Node {
    let hide = StoredValue::new_local(None::<Timeout>);
    let show = move || {
        revealed.set(true);
        hide.set_value(Some(Timeout::new(REVEAL_MS, move || revealed.set(false))));
    };
    let mask = move |_| {
        hide.set_value(None);
        revealed.set(false);
    };
    el("button")
        .attr("type", "button")
        .live_attr("aria-pressed", move || {
            Some(revealed.get().to_string().into())
        })
        .on("pointerdown", move |_| show())
        .on("keydown", move |event| {
            let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else {
                return;
            };
            if matches!(event.key().as_str(), " " | "Enter") && !event.repeat() {
                show();
            }
        })
        .on("pointerup", mask)
        .on("pointerleave", mask)
        .on("pointercancel", mask)
        .on("keyup", mask)
        .on("blur", mask)
        .text(says::hold_to_reveal())
}
