//! Status: what stands in the tenant, how it is, and the one thing to do next. It writes nothing; each button leads to a plan.

use super::app::App;
use super::dom::{Node, all, el, nothing};
use super::parts::*;
use super::receipt::open_button;
use super::reminding;
use super::screen::Screen;
use super::settling::stray;
use super::standing::{Chosen, Standing, Task};
use crate::browser::page::date;
use crate::setup::status::{Act, Holder, Secret, SetUp, advice, next_act};
use crate::words;
use crate::words::status as says;
use std::rc::Rc;

pub fn status(app: App, standing: &Rc<Standing>) -> Node {
    let now = app.server_now();
    let (kind, line) = words::advice(advice(&standing.set_ups, now));
    let several = standing.set_ups.len() > 1;
    let cards = (0..standing.set_ups.len()).map(|index| {
        let chosen = Chosen::new(standing, index);
        let own_line = match several {
            true => p(words::next(next_act(chosen.set_up(), now)).1),
            false => nothing(),
        };
        card(app, &chosen, own_line)
    });
    let found = standing.found.clone();
    let another = move || app.show(Screen::Review(found.clone()));
    let deleted = match standing.found.deleted.is_empty() {
        true => nothing(),
        false => hint(says::deleted()),
    };
    all(vec![
        heading(says::title()),
        notice(kind, "status", vec![el("p").child(b(line))]),
        stray(app),
        all(cards),
        deleted,
        actions(vec![
            button(says::another(), "", another),
            button(says::look_again(), "", move || app.look()),
            open_button(app, ""),
            app.leave_button(),
            button(says::start_over(), "", move || app.start_over()),
        ]),
    ])
}

fn card(app: App, chosen: &Chosen, line: Node) -> Node {
    let set_up = chosen.set_up();
    let application = &set_up.application;
    let ending = reminding::Ending::of_set_up(app, chosen.found(), set_up);
    let mut made = vec![(says::client_id(), code(application.client))];
    if let Some(created) = application.created {
        made.push((says::created(), plain(date(created))));
    }
    let label = format!("{} {}", application.name, application.client);
    section(vec![
        h2(application.name.clone()),
        hint(words::origin(set_up.origin)),
        line,
        facts(made),
        h3(says::what_it_needs()),
        list("rows", needs(set_up)),
        h3(says::its_secrets()),
        secrets(app, set_up),
        reminding::part(app, ending),
        buttons(app, chosen),
    ])
    .attr("aria-label", label)
}

fn needs(set_up: &SetUp) -> Vec<Node> {
    let (state, line) = words::principal(set_up.principal.map(|found| found.account));
    let mut rows = vec![row(state, says::service_principal(), line)];
    rows.extend(set_up.permissions.iter().map(|check| {
        let (state, line) = words::permission(check.declared, check.granted);
        row(state, check.permission.name.clone(), line)
    }));
    rows
}

fn secrets(app: App, set_up: &SetUp) -> Node {
    if set_up.secrets.is_empty() {
        return p(says::no_secret());
    }
    let rows = set_up.secrets.iter().map(|one| {
        let (state, line) = secret_line(app, one);
        row(state, one.credential.name.clone(), line)
    });
    list("rows", rows)
}

/// When a secret ends and who has it, with the state of its row.
pub fn secret_line(app: App, secret: &Secret) -> (&'static str, String) {
    let days = secret.days_left(app.server_now());
    let ends = match (secret.credential.ends.map(date), days) {
        (Some(day), Some(days)) => says::ends(&day, days),
        _ => says::no_end().to_owned(),
    };
    let state = match (secret.holder, days) {
        (_, Some(..=-1)) => "failed",
        (Holder::Lost | Holder::NeverHandedOver, _) => "missing",
        (_, Some(days)) if days <= crate::setup::status::SOON_DAYS => "missing",
        _ => "ok",
    };
    (state, format!("{ends} {}", words::holder(secret.holder)))
}

fn buttons(app: App, chosen: &Chosen) -> Node {
    let act = next_act(chosen.set_up(), app.server_now());
    let go = |task: Task, name: &'static str, primary: bool| {
        let chosen = chosen.clone();
        let class = if primary { "primary" } else { "" };
        button(name, class, move || {
            app.show(Screen::Task(chosen.clone(), task))
        })
    };
    let renew = matches!(act, Act::RenewNow | Act::RenewSoon { .. });
    let clean_up = matches!(act, Act::RemoveLost | Act::RemoveOld);
    let mut all = Vec::new();
    if chosen.set_up().is_incomplete() {
        let first = matches!(act, Act::Repair | Act::Declare);
        all.push(go(Task::Repair, says::repair(), first));
    }
    all.push(go(Task::Renew, says::renew(), renew));
    if chosen.set_up().secrets.len() > 1 || clean_up {
        all.push(go(Task::RemoveOld, says::remove_old(), clean_up));
    }
    all.push(go(Task::Remove, says::remove(), false));
    actions(all)
}
