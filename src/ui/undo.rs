//! Undo: what will be removed, and what was; and the step after it, removing for good.

use super::app::App;
use super::differences::{approvals, go_on};
use super::dom::{Node, all, el, nothing};
use super::ended::Ended;
use super::parts::*;
use super::review::Draft;
use crate::setup::journal::{Effect, Record};
use crate::setup::plan::Target;
use crate::setup::receipt;
use crate::setup::undo::{Thing, Undone};
use crate::words;
use crate::words::undo as says;
use leptos::prelude::*;
use std::rc::Rc;

pub fn ask(app: App, ended: &Rc<Ended>) -> Node {
    let record = ended.record.borrow().clone();
    let item = |parts: Node| el("li").child(el("div").child(parts));
    let secret = match record.live_secret() {
        Some((key, attempt)) => {
            let name = all(vec![
                b(says::client_secret_b()),
                plain(attempt.name.clone()),
            ]);
            item(lines(name, code(key)))
        }
        None => nothing(),
    };
    let application = match record.plan.target {
        Target::New | Target::Deleted { .. } => {
            let name = receipt::application_name(app.profile(), &record);
            let name = says::with_all(name);
            item(all(vec![b(says::application_b()), plain(name)]))
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
        heading(says::title()),
        p(says::what_it_does()),
        h2(says::will_be_removed()),
        list("rows", vec![secret, application]),
        actions(vec![
            button(says::undo(), "danger", undo),
            button(says::keep(), "", keep),
        ]),
    ])
}

pub fn undone(app: App, ended: &Rc<Ended>, undone: &Undone) -> Node {
    let removed = undone.removed.iter().map(|thing| {
        let text = match thing {
            Thing::Application => says::deleted(),
            Thing::ServicePrincipal | Thing::Secret => says::removed(),
        };
        row("ok", name(*thing), text)
    });
    let left = undone.left.iter().map(|(thing, failure)| {
        let text = says::not_removed(words::left(failure));
        row("failed", name(*thing), text)
    });
    let again = {
        let ended = ended.clone();
        move || app.undo(&ended)
    };
    let is_deleted = ended.record.borrow().application.removed().is_some();
    section(vec![
        heading(
            match (
                undone.is_complete(),
                undone.removed.is_empty() && is_deleted,
            ) {
                (false, _) => says::not_everything(),
                (true, false) => says::undone(),
                (true, true) => says::deleted_application(),
            },
        ),
        match undone.is_complete() && undone.removed.is_empty() && !is_deleted {
            true => p(says::nothing()),
            false => nothing(),
        },
        list("rows", removed.chain(left)),
        foreign(app, ended, undone),
        may_come(&undone.record),
        if is_deleted {
            for_good(app, ended)
        } else {
            nothing()
        },
        actions(vec![
            if undone.left.is_empty() {
                nothing()
            } else {
                button(says::try_again(), "primary", again)
            },
            button(says::start_over(), "", move || app.start_over()),
        ]),
    ])
}

/// What an answer was lost of, and was not found: it can be carried out late, or be hidden by a replica that lags.
fn may_come(record: &Record) -> Node {
    hint(match (record.application, record.needs_settling()) {
        (Effect::Intended, _) => says::application_may_come(),
        (_, true) if record.has_lost_attempts() => says::secret_may_come(),
        _ => return nothing(),
    })
}

/// What others put on the application: it goes with it, so the user decides.
fn foreign(app: App, ended: &Rc<Ended>, undone: &Undone) -> Node {
    if undone.foreign.is_empty() {
        return nothing();
    }
    let draft: Draft = app.kept("plan", || ended.record.borrow().plan.clone());
    let delete = {
        let ended = ended.clone();
        move || {
            ended.record.borrow_mut().plan = draft.get_untracked();
            app.undo(&ended);
        }
    };
    let words = says::foreign_words();
    notice(
        "warn",
        "alert",
        vec![
            h2(says::foreign()),
            p(words),
            approvals(&undone.foreign, draft),
            actions(vec![go_on(
                says::delete_anyway(),
                "danger",
                &undone.foreign,
                draft,
                delete,
            )]),
        ],
    )
}

pub fn for_good(app: App, ended: &Rc<Ended>) -> Node {
    let ended = ended.clone();
    let hint_words = says::can_be_restored();
    all(vec![
        hint(hint_words),
        actions(vec![button(says::for_good(), "", move || {
            app.ask_purge_after(&ended)
        })]),
    ])
}

pub fn ask_purge(app: App, record: &Rc<Record>) -> Node {
    let client = record.plan.target.earlier().map(|(_, client, _)| client);
    let sure = RwSignal::new(false);
    let input = el("input")
        .attr("type", "checkbox")
        .on("change", move |_| sure.update(|sure| *sure = !*sure));
    let tick = el("label")
        .child(input)
        .child(el("span").text(says::i_know()));
    let purge = {
        let record = record.clone();
        move || app.carry_out(Record::clone(&record), None)
    };
    section(vec![
        heading(says::for_good_title()),
        p(says::for_good_words()),
        facts(client.map(|client| (says::client_id(), code(client)))),
        el("p").child(tick),
        actions(vec![
            press(says::for_good(), "danger", purge).flag("disabled", move || !sure.get()),
            button(says::keep_it(), "", move || app.look()),
        ]),
    ])
}

fn name(thing: Thing) -> &'static str {
    match thing {
        Thing::Secret => says::client_secret(),
        Thing::ServicePrincipal => says::service_principal(),
        Thing::Application => says::application(),
    }
}
