//! Remove: all that goes with a set-up, listed first, and what others put on it, given up line by line.

use super::app::App;
use super::dom::{Node, all, el, nothing};
use super::existing::differences;
use super::parts::*;
use super::renew::back;
use super::review::{Draft, rights, unchanged};
use super::standing::Chosen;
use super::status::secret_line;
use crate::setup::plan::Work;
use crate::setup::status::{Fact, Origin};
use crate::words::remove as says;

pub fn remove(app: App, chosen: &Chosen) -> Node {
    let set_up = chosen.set_up();
    let application = &set_up.application;
    let draft: Draft = app.kept("plan", || chosen.plan(app, Work::Delete));
    let found = chosen.found();
    let go = chosen.carry_out(app, draft);
    let (blocked, shown) = differences(set_up.differences.clone(), draft);
    let go = press(says::button(), "danger", go).flag("disabled", blocked);
    let mut rows = vec![row(
        "",
        says::application(&application.name),
        says::client_id(application.client),
    )];
    if let Some(principal) = set_up.principal {
        rows.push(row("", says::service_principal(), principal.id.to_string()));
    }
    let granted = set_up
        .permissions
        .iter()
        .filter(|one| one.granted != Fact::No);
    let granted: Vec<&str> = granted.map(|one| one.permission.name.as_str()).collect();
    if !granted.is_empty() {
        rows.push(row("", says::admin_consent(), granted.join(", ")));
    }
    rows.extend(set_up.secrets.iter().map(|one| {
        let name = says::secret(&one.credential.name);
        row("", name, secret_line(app, one).1)
    }));
    let by_hand = match set_up.origin {
        Origin::ByHand => notice("warn", "", vec![p(says::by_hand())]),
        Origin::Ours | Origin::Marked => nothing(),
    };
    all(vec![
        heading(says::title()),
        p(says::what_it_does()),
        unchanged(),
        section(vec![
            h2(says::will_be_removed()),
            list("rows", rows),
            by_hand,
            shown,
        ]),
        rights(found, draft),
        el("div")
            .class("actions bar")
            .child(go)
            .child(back(app, chosen)),
    ])
}
