//! The page's head: the product, who is signed in where, and which of the four steps this is.

use super::app::App;
use super::dom::{all, el, live, nothing, text};
use super::parts::{b, unseen};
use super::screen::Screen;
use leptos::prelude::*;

const STEPS: [&str; 4] = ["Sign in", "Review", "Create", "Hand over"];

pub fn header(app: App) -> AnyView {
    let logo = el("img")
        .attr("src", "icons/icon.svg")
        .attr("alt", "")
        .attr("width", "24")
        .attr("height", "24");
    let product = el("p")
        .class("product")
        .child(logo.view())
        .text(" Entra Handover")
        .view();
    let account = live(move || match app.account.get() {
        Some((tenant, user)) => el("p")
            .class("account")
            .child(b(tenant))
            .text(" ")
            .text(user)
            .view(),
        None => nothing(),
    });
    let steps = live(move || {
        let now = app.screen.with(Screen::step);
        all(STEPS
            .into_iter()
            .enumerate()
            .map(|(index, name)| step(index, now, name)))
    });
    let steps = el("ol").class("steps").child(steps).view();
    all([
        el("div").child(product).child(account).view(),
        el("nav").attr("aria-label", "Progress").child(steps).view(),
    ])
}

fn step(index: usize, now: usize, name: &'static str) -> AnyView {
    let step = el("li").child(text(name));
    if index < now {
        step.attr("data-state", "done")
            .child(unseen(", done"))
            .view()
    } else if index == now {
        step.attr("aria-current", "step").view()
    } else {
        step.view()
    }
}
