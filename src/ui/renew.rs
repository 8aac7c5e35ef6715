//! Renew: one more secret for a set-up that stands there, or, after a leak, a new one in the place of those that are removed first.
//! Nothing is written here; consent and client ID stay as they are.

use super::app::App;
use super::dom::{Node, all, el, nothing};
use super::existing::differences;
use super::lifetime::lifetime;
use super::old_secrets::chooser;
use super::parts::*;
use super::review::{Draft, forbidden, radio, rights, unchanged};
use super::screen::Screen;
use super::standing::Chosen;
use super::status::secret_line;
use crate::graph::policy::SecretPolicy;
use crate::setup::plan::{Plan, Work};
use crate::words::renew as says;
use leptos::prelude::*;

pub fn renew(app: App, chosen: &Chosen) -> Node {
    let found = chosen.found().clone();
    let draft: Draft = app.kept("plan", || chosen.plan(app, Work::AddSecret));
    let longest = found.policy.and_then(SecretPolicy::longest);
    let end = move || draft.with(|plan| plan.lifetime.end(app.server_now(), longest));
    let is_forbidden = found.policy == Some(SecretPolicy::Forbidden);
    let begin = {
        let found = found.clone();
        move || {
            if let Some(ends) = end().at() {
                app.create(&found, draft.get_untracked(), ends);
            }
        }
    };
    let (blocked, shown) = differences(chosen.set_up().differences.clone(), draft);
    let nothing_chosen =
        move || draft.with(|plan| plan.work != Work::AddSecret && plan.work.removes().is_empty());
    let go = press(says::title(), "primary", begin).flag("disabled", move || {
        is_forbidden || end().at().is_none() || blocked() || nothing_chosen()
    });
    all(vec![
        heading(says::title()),
        p(says::what_it_does()),
        unchanged(),
        section(vec![
            h2(chosen.set_up().application.name.clone()),
            facts(vec![(
                says::client_id(),
                code(chosen.set_up().application.client),
            )]),
            h3(says::its_secrets()),
            list(
                "rows",
                chosen.set_up().secrets.iter().map(|one| {
                    let (state, line) = secret_line(app, one);
                    row(state, one.credential.name.clone(), line)
                }),
            ),
            how(app, chosen, draft),
            shown,
        ]),
        if is_forbidden {
            forbidden(app)
        } else {
            lifetime(draft, end)
        },
        rights(&found, draft),
        el("div")
            .class("actions bar")
            .child(go)
            .child(back(app, chosen)),
    ])
}

/// Back to how the set-ups stand.
pub fn back(app: App, chosen: &Chosen) -> Node {
    let standing = chosen.standing.clone();
    button(says::back(), "", move || {
        app.show(Screen::Status(standing.clone()))
    })
}

fn how(app: App, chosen: &Chosen, draft: Draft) -> Node {
    let overlap = choice(
        draft,
        Work::AddSecret,
        says::overlap(),
        says::overlap_words(),
    );
    let leaked = choice(
        draft,
        Work::ReplaceSecrets(chosen.set_up().ours_but(None)),
        says::leaked(),
        says::leaked_words(),
    );
    let list = {
        let chosen = chosen.clone();
        when(
            move || draft.with(|plan| plan.work != Work::AddSecret),
            move || match chosen.set_up().secrets.is_empty() {
                true => nothing(),
                false => all(vec![
                    h3(says::removed_first()),
                    chooser(app, &chosen, draft),
                ]),
            },
        )
    };
    all(vec![
        el("fieldset")
            .child(el("legend").text(says::how()))
            .child(overlap)
            .child(leaked),
        list,
    ])
}

fn choice(draft: Draft, work: Work, name: &'static str, words: &'static str) -> Node {
    let kind = std::mem::discriminant(&work);
    let is = move |plan: &Plan| std::mem::discriminant(&plan.work) == kind;
    let set = move |plan: &mut Plan| plan.work = work.clone();
    radio(draft, "how", (name, words), is, set)
}
