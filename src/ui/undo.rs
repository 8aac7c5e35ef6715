//! Undo: what will be removed, and what was.

use super::app::{App, Ended};
use super::parts::{button, code, heading, row};
use crate::setup::plan::Target;
use crate::setup::undo::{Thing, Undone};
use crate::words;
use leptos::prelude::*;
use std::rc::Rc;

pub fn ask(app: App, ended: Rc<Ended>) -> AnyView {
    let record = ended.record.borrow().clone();
    let secret = record.live_secret().map(|(key, attempt)| {
        view! { <li><div><b>"Client secret "</b>{attempt.name.clone()}<br/>{code(key)}</div></li> }.into_any()
    });
    let application = (record.plan.target == Target::New).then(|| {
        let name = app.profile().application_name;
        view! { <li><div><b>"Application "</b>{name}", with its service principal and grants"</div></li> }.into_any()
    });
    let undo = {
        let ended = ended.clone();
        move || app.undo(&ended)
    };
    let keep = move || app.show_ended(ended.clone());
    view! {
        <section>
            {heading("Undo?")}
            <p>"This removes what this run made. Microsoft log-ins to Customer Manager and Customer User stop working if they use it."</p>
            <h2>"Will be removed"</h2>
            <ul class="rows">{secret}{application}</ul>
            <div class="actions">{button("Undo", "danger", undo)}{button("Keep everything", "", keep)}</div>
        </section>
    }
    .into_any()
}

pub fn undone(app: App, ended: Rc<Ended>, undone: Rc<Undone>) -> AnyView {
    let removed = undone.removed.iter().map(|thing| {
        let text = match thing {
            Thing::Application => {
                "Deleted. Microsoft keeps it under Deleted applications for 30 days."
            }
            Thing::ServicePrincipal | Thing::Secret => "Removed.",
        };
        row("ok", name(*thing), text)
    });
    let left = undone.left.iter().map(|(thing, failure)| {
        row(
            "failed",
            name(*thing),
            format!(
                "Could not be removed: {}. {}",
                words::waiting(failure),
                failure.code
            ),
        )
    });
    let rows: Vec<_> = removed.chain(left).collect();
    let complete = undone.left.is_empty();
    let title = if complete {
        "Undone"
    } else {
        "Not everything is undone"
    };
    let nothing = rows
        .is_empty()
        .then(|| view! { <p>"There was nothing to remove."</p> });
    let again = (!complete).then(|| button("Try again", "primary", move || app.undo(&ended)));
    view! {
        <section>
            {heading(title)}
            {nothing}
            <ul class="rows">{rows}</ul>
            <div class="actions">{again}{button("Start over", "", move || app.start_over())}</div>
        </section>
    }
    .into_any()
}

fn name(thing: Thing) -> &'static str {
    match thing {
        Thing::Secret => "Client secret",
        Thing::ServicePrincipal => "Service principal",
        Thing::Application => "Application",
    }
}
