//! Create: the live list of steps, and the screen of a run that stopped half-way with exactly what exists.

use super::app::App;
use super::beside::portal_links;
use super::differences::{approvals, go_on};
use super::dom::{Node, all, el, live, live_text, nothing};
use super::ended::Ended;
use super::kept_up::what_is_done;
use super::lifetime::months;
use super::parts::*;
use super::review::Draft;
use crate::browser::page;
use crate::graph::Kind;
use crate::profile::{LIFETIMES, Lifetime};
use crate::setup::journal::{Effect, Record};
use crate::setup::plan::Target;
use crate::setup::run::{Step, StepState, Stop};
use crate::words;
use crate::words::creating as says;
use crate::words::language::Told;
use leptos::prelude::*;
use std::rc::Rc;

/// The steps of a run and how each stands.
pub type Steps = RwSignal<Vec<(Step, Told<String>, StepState)>, LocalStorage>;

pub fn creating(app: App, title: &'static str, steps: Steps) -> Node {
    let status = live_text(move || {
        steps.with(|steps| {
            let done = steps
                .iter()
                .filter(|(.., state)| matches!(state, StepState::Done))
                .count();
            says::so_far(done, steps.len())
        })
    });
    let stopping = app.kept("stopping", || false);
    let cancel = press(says::cancel(), "", move || {
        stopping.set(true);
        app.cancel_run();
    });
    let words = live_text(move || match stopping.get() {
        true => says::stopping().to_owned(),
        false => says::would_stop().to_owned(),
    });
    section(vec![
        heading(title),
        el("p").attr("role", "status").child(status),
        step_list(app, steps),
        actions(vec![
            cancel.flag("disabled", move || stopping.get()),
            el("p").class("hint").child(words),
        ]),
    ])
}

fn step_list(app: App, steps: Steps) -> Node {
    let rows = live(move || {
        steps.with(|steps| {
            all(steps.iter().map(|(_, name, state)| {
                let (kind, note) = note(app, state);
                el("li")
                    .attr("data-state", kind)
                    .child(b(name.now().clone()))
                    .child(p(note))
            }))
        })
    });
    el("ol").class("run").child(rows)
}

fn note(app: App, state: &StepState) -> (&'static str, String) {
    let (kind, note) = match state {
        StepState::Waiting => ("waiting", says::waits()),
        StepState::Working => ("working", says::under_way()),
        StepState::Done => ("done", says::done()),
        StepState::NeedsSomeoneElse(_) => ("person", says::somebody_else()),
        StepState::Failed(_) => ("failed", says::not_done()),
        StepState::Retrying(waiting) => {
            // Read, so that the line counts down.
            app.seconds.track();
            let left = (waiting.until - app.now()).num_seconds().max(0) + 1;
            return (
                "retrying",
                says::next_try(words::waiting(&waiting.failure), left),
            );
        }
    };
    (kind, note.to_owned())
}

/// A run that ended without a secret in hand.
pub fn stopped(app: App, ended: &Rc<Ended>, steps: Steps) -> Node {
    let stop = ended.stop.clone().unwrap_or(Stop::Cancelled);
    let record = ended.record.borrow().clone();
    let touched = record.touched_the_tenant();
    let brings = record.plan.work.brings_a_secret();
    let shorter =
        matches!(&stop, Stop::Failed(_, failure) if failure.kind == Kind::LifetimeTooLong);
    let again = match &stop {
        Stop::SignInAgain { .. } => says::sign_in_again(),
        _ => says::try_again(),
    };
    let draft: Draft = app.kept("plan", || record.plan.clone());
    let retry = {
        let ended = ended.clone();
        move || {
            ended.record.borrow_mut().plan.approved = draft.get_untracked().approved;
            app.resume(&ended)
        }
    };
    let (approve, retry) = match &stop {
        Stop::Changed { differences } => (
            section(vec![
                h2(says::holds_besides()),
                approvals(differences, draft),
            ]),
            go_on(says::go_on(), "primary", differences, draft, retry),
        ),
        Stop::PrincipalGone => {
            let look = button(words::look_again(), "primary", move || app.look());
            (nothing(), look)
        }
        _ => (nothing(), button(again, "primary", retry)),
    };
    let undo = {
        let ended = ended.clone();
        move || app.undo(&ended)
    };
    let leave = match (touched, &ended.words) {
        (true, Some(_)) => {
            let ended = ended.clone();
            button(says::leave(), "", move || app.leave_as_it_is(&ended))
        }
        _ => nothing(),
    };
    let words = ended.words.as_ref().map_or_else(
        || words::stop(&stop, &record.plan),
        |told| told.now().clone(),
    );
    all(vec![
        section(vec![
            heading(match (touched, brings) {
                (true, _) => says::half_way(),
                (false, true) => says::nothing_created(),
                (false, false) => says::nothing_changed(),
            }),
            message("bad", "alert", &words),
            step_list(app, steps),
        ]),
        approve,
        section(vec![
            h2(says::exists_now()),
            exists(&record),
            if shorter {
                shorter_life(app, ended.clone())
            } else {
                nothing()
            },
            actions(vec![
                retry,
                if touched && brings {
                    button(says::undo(), "", undo)
                } else {
                    nothing()
                },
                leave,
                button(says::start_over(), "", move || app.start_over()),
            ]),
        ]),
        portal_links(app, &record),
    ])
}

fn shorter_life(app: App, ended: Rc<Ended>) -> Node {
    let choose = move |months: u32| {
        if let Some(ends) = Lifetime::Months(months).end(app.server_now(), None).at() {
            ended.record.borrow_mut().ends = ends;
        }
    };
    choose(LIFETIMES[0]);
    let select = months(|months| months == LIFETIMES[0]).on("change", move |event| {
        choose(value_of(&event).parse().unwrap_or(LIFETIMES[0]))
    });
    field("lifetime", says::expires_after(), select, nothing())
}

/// Exactly what this run has made or may have made.
pub fn exists(record: &Record) -> Node {
    if !record.plan.work.brings_a_secret() {
        return what_is_done(record);
    }
    let maybe = says::may_exist();
    let deleted = says::deleted();
    let application = match (&record.plan.target, record.application) {
        (Target::Existing { client, name, .. }, _) => {
            lines(plain(says::unchanged(name)), code(client))
        }
        (Target::New, Effect::Made(made)) => lines(plain(says::created()), code(made.client)),
        (Target::Deleted { .. }, Effect::Made(made)) => {
            lines(plain(says::restored()), code(made.client))
        }
        (_, Effect::Intended) => plain(maybe),
        (Target::New, Effect::NotYet) => plain(says::none()),
        (_, Effect::Purged(_)) => plain(says::removed_for_good()),
        (_, Effect::NotYet | Effect::Removed(_)) => plain(deleted),
    };
    let principal = match record.service_principal {
        Effect::Made(id) => code(id),
        Effect::Intended if record.application != Effect::NotYet => plain(maybe),
        _ => plain(says::none()),
    };
    let granted: Vec<&str> = (record.plan.consents().iter())
        .filter(|permission| record.consented.contains(&permission.id))
        .map(|permission| permission.name.as_str())
        .collect();
    let granted = if granted.is_empty() {
        says::none().to_owned()
    } else {
        granted.join(", ")
    };
    let mut rows = vec![(says::application(), application)];
    if record.plan.brings_the_application() {
        rows.push((says::service_principal(), principal));
        rows.push((says::admin_consent(), plain(granted)));
    }
    rows.push((says::client_secret(), secrets(record)));
    facts(rows)
}

fn secrets(record: &Record) -> Node {
    let lost = says::one_more();
    match (record.live_secret(), record.has_lost_attempts()) {
        (Some((key, attempt)), lost_too) => {
            let ends = page::date(attempt.ends);
            let name = plain(says::ends(&attempt.name, &ends));
            let found = lines(name, all(vec![plain(says::secret_id()), code(key)]));
            if lost_too {
                lines(found, plain(lost))
            } else {
                found
            }
        }
        (None, true) => plain(says::secret_may_exist()),
        (None, false) => plain(says::none()),
    }
}
