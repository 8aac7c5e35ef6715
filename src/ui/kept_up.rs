//! How a work ended that brought no secret: a repair, the removal of old secrets, of a set-up, or for good.

use super::app::App;
use super::beside::portal_links;
use super::differences::listed;
use super::dom::{Node, all, el, nothing};
use super::ended::Ended;
use super::parts::*;
use super::undo::for_good;
use crate::azure_portal::Page;
use crate::profile::PermissionKind;
use crate::setup::journal::{Effect, Record};
use crate::setup::plan::Work;
use crate::setup::rights::Right;
use crate::words;
use crate::words::kept_up as says;
use crate::words::receipt;
use std::rc::Rc;

pub fn kept_up(app: App, ended: &Rc<Ended>) -> Node {
    let record = ended.record.borrow().clone();
    let (title, text) = words::kept_up(&record.plan.work);
    let open = consent_is_open(app, ended, &record);
    let is_done = ended.unconsented.is_empty();
    let changed = match ended.changed.is_empty() {
        true => nothing(),
        false => all(vec![
            message("bad", "alert", &words::changed_meanwhile()),
            section(vec![h2(says::added()), listed(&ended.changed)]),
        ]),
    };
    let purge = match record.plan.work {
        Work::Delete => for_good(app, ended),
        _ => nothing(),
    };
    all(vec![
        heading(if is_done {
            title
        } else {
            says::not_everything()
        }),
        match is_done {
            true => notice("good", "", vec![p(text)]),
            false => open,
        },
        changed,
        section(vec![
            h2(says::receipt()),
            what_is_done(&record),
            purge,
            actions(vec![
                button(says::show_status(), "primary", move || app.look()),
                match record.plan.work {
                    Work::Delete | Work::Purge => app.leave_button(),
                    _ => nothing(),
                },
                button(receipt::download(), "", {
                    let ended = ended.clone();
                    move || app.download_receipt(&ended)
                }),
                button(says::start_over(), "", move || app.start_over()),
            ]),
        ]),
        match record.plan.work {
            Work::Repair(_) | Work::RemoveSecrets(_) => portal_links(app, &record),
            _ => nothing(),
        },
    ])
}

fn consent_is_open(app: App, ended: &Ended, record: &Record) -> Node {
    let Some((_, failure)) = ended.unconsented.first() else {
        return nothing();
    };
    let open = ended.unconsented.iter().map(|(one, _)| one);
    let right = match open
        .clone()
        .any(|one| one.kind == PermissionKind::Application)
    {
        true => Right::ConsentToApplicationPermissions,
        false => Right::ConsentToDelegatedPermissions,
    };
    let names: Vec<&str> = open.map(|one| one.name.as_str()).collect();
    let words = words::consent_is_open(&names.join(", "), failure, right);
    let page = Page::Permissions.about(record, app.cloud().portal());
    let link = page.map(|address| {
        el("a")
            .attr("href", address)
            .attr("target", "_blank")
            .attr("rel", "noreferrer")
            .text(says::open_permissions())
    });
    all(vec![
        message("warn", "status", &words),
        el("p").children(link),
    ])
}

/// What a work that brings no secret has done, or may have done.
pub fn what_is_done(record: &Record) -> Node {
    let name = record
        .plan
        .target
        .earlier()
        .map(|(_, client, name)| lines(plain(name.to_owned()), code(client)));
    let mut rows: Vec<(&'static str, Node)> = name
        .into_iter()
        .map(|name| (says::application(), name))
        .collect();
    let state = match (record.closed.is_some(), record.application) {
        (true, _) => says::done(),
        (false, Effect::NotYet) => says::nothing_yet(),
        (false, _) => says::begun(),
    };
    rows.push((says::state(), plain(state)));
    if let (Work::Repair(fixes), true) = (&record.plan.work, record.closed.is_some()) {
        let granted = record.plan.permissions.iter();
        let granted = granted.filter(|one| record.consented.contains(&one.id));
        let granted = granted.map(words::grant);
        let done = fixes.iter().map(words::fix).chain(granted);
        let done = done.map(|line| all(vec![plain(line), el("br")]));
        rows.push((says::what_was_done(), all(done)));
    }
    let keys = record.plan.work.removes().iter();
    let keys = keys.map(|key| lines(plain(says::secret_id()), code(key)));
    rows.extend(keys.map(|key| (says::client_secret(), key)));
    facts(rows)
}
