//! Repair: the difference between how a set-up stands and what it needs, line by line, before anything is done about it.

use super::app::App;
use super::dom::{Node, all, el};
use super::existing::differences;
use super::parts::*;
use super::renew::back;
use super::review::{Draft, rights, unchanged};
use super::standing::Chosen;
use crate::setup::plan::Work;
use crate::setup::repair;
use crate::words;
use crate::words::repair as says;

pub fn repair(app: App, chosen: &Chosen) -> Node {
    let set_up = chosen.set_up();
    let plan = repair::plan(set_up, Vec::new());
    let fixes = match &plan.work {
        Work::Repair(fixes) => fixes.clone(),
        _ => Vec::new(),
    };
    let fixes = fixes.iter().map(|fix| row("missing", words::fix(fix), ""));
    let consents = (plan.permissions.iter()).map(|one| {
        row(
            "missing",
            words::grant(one),
            words::permissions::explained(one),
        )
    });
    let lines = list("rows", fixes.chain(consents));
    let draft: Draft = app.kept("plan", || plan);
    let found = chosen.found();
    let go = chosen.carry_out(app, draft);
    let (blocked, shown) = differences(set_up.differences.clone(), draft);
    let go = press(says::title(), "primary", go).flag("disabled", blocked);
    all(vec![
        heading(says::title()),
        p(says::what_it_does()),
        unchanged(),
        section(vec![
            h2(set_up.application.name.clone()),
            facts(vec![(says::client_id(), code(set_up.application.client))]),
            h3(says::what_will_be_done()),
            lines,
            shown,
        ]),
        rights(found, draft),
        el("div")
            .class("actions bar")
            .child(go)
            .child(back(app, chosen)),
    ])
}
