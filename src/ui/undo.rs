//! Undo: what will be removed, and what was.

use super::app::App;
use super::dom::{Node, all, el, nothing};
use super::ended::Ended;
use super::parts::*;
use crate::setup::plan::Target;
use crate::setup::undo::{Thing, Undone};
use crate::words;
use std::rc::Rc;

pub fn ask(app: App, ended: &Rc<Ended>) -> Node {
    let record = ended.record.borrow().clone();
    let item = |parts: Node| el("li").child(el("div").child(parts));
    let secret = match record.live_secret() {
        Some((key, attempt)) => {
            let name = all(vec![b("Client secret "), plain(attempt.name.clone())]);
            item(lines(name, code(key)))
        }
        None => nothing(),
    };
    let application = match record.plan.target {
        Target::New => {
            let name = format!(
                "{}, with its service principal and grants",
                app.profile().application_name
            );
            item(all(vec![b("Application "), plain(name)]))
        }
        Target::Existing { .. } => nothing(),
    };
    let undo = {
        let ended = ended.clone();
        move || app.undo(&ended)
    };
    let keep = {
        let ended = ended.clone();
        move || app.show_ended(ended.clone())
    };
    section(vec![
        heading("Undo?"),
        p(
            "This removes what this run made. Microsoft log-ins to Customer Manager and Customer User stop working if they use it.",
        ),
        h2("Will be removed"),
        list("rows", vec![secret, application]),
        actions(vec![
            button("Undo", "danger", undo),
            button("Keep everything", "", keep),
        ]),
    ])
}

pub fn undone(app: App, ended: &Rc<Ended>, undone: &Undone) -> Node {
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
        let text = format!("Could not be removed: {}", words::left(failure));
        row("failed", name(*thing), text)
    });
    let complete = undone.left.is_empty();
    let again = {
        let ended = ended.clone();
        move || app.undo(&ended)
    };
    section(vec![
        heading(if complete {
            "Undone"
        } else {
            "Not everything is undone"
        }),
        match complete && undone.removed.is_empty() {
            true => p("There was nothing to remove."),
            false => nothing(),
        },
        list("rows", removed.chain(left)),
        actions(vec![
            if complete {
                nothing()
            } else {
                button("Try again", "primary", again)
            },
            button("Start over", "", move || app.start_over()),
        ]),
    ])
}

fn name(thing: Thing) -> &'static str {
    match thing {
        Thing::Secret => "Client secret",
        Thing::ServicePrincipal => "Service principal",
        Thing::Application => "Application",
    }
}
