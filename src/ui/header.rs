//! The page's head: the product, who is signed in where, and which of the four steps this is.

use super::app::App;
use super::dom::{Node, all, el, live, nothing, text};
use super::parts::{b, unseen};
use super::screen::Screen;
use super::speaking::languages;
use crate::words::header as says;
use leptos::prelude::*;

pub fn header(app: App) -> Node {
    let logo = el("img")
        .attr("src", "icons/icon.svg")
        .attr("alt", "")
        .attr("width", "24")
        .attr("height", "24");
    let product = el("p").class("product").child(logo).text(" Entra Handover");
    let account = live(move || match app.account.get() {
        Some((tenant, user)) => el("p")
            .class("account")
            .child(b(tenant))
            .text(" ")
            .text(user),
        None => nothing(),
    });
    let steps = live(move || {
        app.language.track();
        let now = app.screen.with(Screen::step);
        all(says::steps()
            .into_iter()
            .enumerate()
            .map(|(index, name)| step(index, now, name)))
    });
    let steps = el("ol").class("steps").child(steps);
    all(vec![
        el("div")
            .child(product)
            .child(account)
            .child(languages(app)),
        el("nav")
            .live_attr("aria-label", move || {
                app.language.track();
                Some(says::progress().into())
            })
            .child(steps),
    ])
}

fn step(index: usize, now: usize, name: &'static str) -> Node {
    let step = el("li").child(text(name));
    if index < now {
        step.attr("data-state", "done").child(unseen(says::done()))
    } else if index == now {
        step.attr("aria-current", "step")
    } else {
        step
    }
}
