//! What stands in the way of a new set-up: ours that were deleted, which can be restored or removed for good; strangers of the same
//! name, which are shown and never touched; and what others put on an application that the plan is about.

use super::app::App;
use super::differences::approvals;
use super::dom::{Node, all, el, live, nothing};
use super::parts::*;
use super::review::{Draft, radio};
use crate::browser::page::date;
use crate::graph::applications::Application;
use crate::graph::deleted::DeletedApplication;
use crate::ids::KeyId;
use crate::setup::find::Found;
use crate::setup::journal::MadeApplication;
use crate::setup::plan::{Plan, Target};
use crate::setup::proof::Difference;
use crate::words::existing as says;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::rc::Rc;

pub fn existing(app: App, found: &Rc<Found>, draft: Draft) -> Node {
    if found.deleted.is_empty() {
        return nothing();
    }
    let mut choices = vec![choice(draft, Target::New, says::new(), says::new_words())];
    choices.extend(found.deleted.iter().map(|twin| {
        choice(
            draft,
            Target::Deleted {
                application: twin.id,
                client: twin.client,
                name: twin.name.clone(),
            },
            says::restore(),
            says::restore_words(),
        )
    }));
    section(vec![
        h2(says::title()),
        all(found.deleted.iter().map(|twin| deleted(app, twin, found))),
        el("fieldset")
            .child(el("legend").text(says::what_shall_be_done()))
            .children(choices),
    ])
}

/// What an application holds that our runs did not make, to be approved line by line; and whether something is still open. What the
/// plan removes needs no approval.
pub fn differences(
    differences: Vec<Difference>,
    draft: Draft,
) -> (impl Fn() -> bool + Clone + 'static, Node) {
    let open = move |plan: &Plan| -> Vec<Difference> {
        let removed = |one: &&Difference| {
            let goes = |key: &KeyId| key.to_string() == one.id;
            !plan.work.removes().iter().any(goes)
        };
        differences.iter().filter(removed).cloned().collect()
    };
    let blocked = {
        let open = open.clone();
        move || draft.with(|plan| open(plan).iter().any(|one| !plan.approves(one)))
    };
    // Only what is removed changes the list: ticking a line must not build it anew under the user's hands.
    let shown = Memo::new({
        let open = SendWrapper::new(open);
        move |_| draft.with(|plan| open(plan))
    });
    let words = says::no_record();
    let part = live(move || {
        let differences = shown.get();
        if differences.is_empty() {
            return nothing();
        }
        notice(
            "warn",
            "",
            vec![
                h3(says::holds_besides()),
                p(words),
                approvals(&differences, draft),
            ],
        )
    });
    (blocked, part)
}

fn deleted(app: App, twin: &DeletedApplication, found: &Rc<Found>) -> Node {
    let day = twin.deleted.map(date).unwrap_or_default();
    let (found, name) = (found.clone(), twin.name.clone());
    let made = MadeApplication {
        id: twin.id,
        client: twin.client,
    };
    let purge = move || app.ask_purge_of(&found, made, &name);
    all(vec![
        facts(vec![
            (says::deleted_application(), plain(twin.name.clone())),
            (says::client_id(), code(twin.client)),
            (says::deleted(), plain(says::kept_until(&day))),
        ]),
        actions(vec![button(says::for_good(), "", purge)]),
    ])
}

fn choice(draft: Draft, target: Target, name: &'static str, words: &'static str) -> Node {
    let chosen = target.clone();
    let is = move |plan: &Plan| plan.target == chosen;
    let set = move |plan: &mut Plan| plan.target = target.clone();
    radio(draft, "existing", (name, words), is, set)
}

pub fn strangers(found: &Found) -> Node {
    if found.strangers.is_empty() {
        return nothing();
    }
    section(vec![
        h2(says::strangers()),
        p(says::strangers_words()),
        all(found.strangers.iter().map(card)),
    ])
}

fn card(application: &Application) -> Node {
    let created = application.created.map(date).unwrap_or_default();
    facts(vec![
        (says::application(), plain(application.name.clone())),
        (says::client_id(), code(application.client)),
        (says::created(), plain(created)),
    ])
}
