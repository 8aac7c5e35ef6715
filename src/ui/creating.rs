//! Create: the live list of steps, and the screen of a run that stopped half-way with exactly what exists.

use super::app::App;
use super::dom::{Node, all, el, live, live_text, nothing};
use super::ended::Ended;
use super::lifetime::months;
use super::parts::*;
use crate::browser::page;
use crate::graph::Kind;
use crate::profile::{LIFETIMES, Lifetime};
use crate::setup::journal::{Effect, Record};
use crate::setup::plan::Target;
use crate::setup::receipt::client_id;
use crate::setup::run::{Step, StepState, Stop};
use crate::words;
use leptos::prelude::*;
use std::rc::Rc;

/// The steps of a run and how each stands.
pub type Steps = RwSignal<Vec<(Step, String, StepState)>, LocalStorage>;

pub fn creating(app: App, steps: Steps) -> Node {
    let status = live_text(move || {
        steps.with(|steps| {
            let done = steps
                .iter()
                .filter(|(.., state)| matches!(state, StepState::Done))
                .count();
            format!("{done} of {} steps done. Keep this page open.", steps.len())
        })
    });
    let stopping = RwSignal::new(false);
    let cancel = press("Cancel", "", move || {
        stopping.set(true);
        app.cancel_run();
    });
    let words = live_text(move || match stopping.get() {
        true => "Stops after the step that is under way…".to_owned(),
        false => "Stops after the step that is under way.".to_owned(),
    });
    section(vec![
        heading("Creating"),
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
                    .child(b(name.clone()))
                    .child(p(note))
            }))
        })
    });
    el("ol").class("run").child(rows)
}

fn note(app: App, state: &StepState) -> (&'static str, String) {
    let (kind, note) = match state {
        StepState::Waiting => ("waiting", "Waits its turn."),
        StepState::Working => ("working", "Under way…"),
        StepState::Done => ("done", "Done."),
        StepState::NeedsSomeoneElse(_) => ("person", "Somebody else must grant it."),
        StepState::Failed(_) => ("failed", "Not done."),
        StepState::Retrying(waiting) => {
            // Read, so that the line counts down.
            app.seconds.track();
            let left = (waiting.until - app.now()).num_seconds().max(0) + 1;
            return (
                "retrying",
                format!(
                    "{}. Next try in {left} s.",
                    words::waiting(&waiting.failure)
                ),
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
    let shorter =
        matches!(&stop, Stop::Failed(_, failure) if failure.kind == Kind::LifetimeTooLong);
    let again = match &stop {
        Stop::SignInAgain { .. } => "Sign in again",
        _ => "Try again",
    };
    let retry = {
        let ended = ended.clone();
        move || app.resume(&ended)
    };
    let undo = {
        let ended = ended.clone();
        move || app.undo(&ended)
    };
    let leave = match (touched, &ended.words) {
        (true, Some(_)) => {
            let ended = ended.clone();
            button("Leave it as it is", "", move || app.leave_as_it_is(&ended))
        }
        _ => nothing(),
    };
    let words = ended.words.clone().unwrap_or_else(|| words::stop(&stop));
    all(vec![
        section(vec![
            heading(if touched {
                "Stopped half-way"
            } else {
                "Nothing was created"
            }),
            message("bad", "alert", &words),
            step_list(app, steps),
        ]),
        section(vec![
            h2("What exists now"),
            exists(&record),
            if shorter {
                shorter_life(app, ended.clone())
            } else {
                nothing()
            },
            actions(vec![
                button(again, "primary", retry),
                if touched {
                    button("Undo", "", undo)
                } else {
                    nothing()
                },
                leave,
                button("Start over", "", move || app.start_over()),
            ]),
        ]),
    ])
}

fn shorter_life(app: App, ended: Rc<Ended>) -> Node {
    let choose = move |months: u32| {
        if let Some(ends) = Lifetime::Months(months).end(app.now(), None).at() {
            ended.record.borrow_mut().ends = ends;
        }
    };
    choose(LIFETIMES[0]);
    let select = months(|months| months == LIFETIMES[0]).on("change", move |event| {
        choose(value_of(&event).parse().unwrap_or(LIFETIMES[0]))
    });
    field("lifetime", "Secret expires after", select, nothing())
}

/// Exactly what this run has made or may have made.
pub fn exists(record: &Record) -> Node {
    let maybe = "May exist: the reply was lost. Try again or Undo looks for it.";
    let application = match (&record.plan.target, record.application) {
        (Target::Existing { client, name, .. }, _) => {
            lines(plain(format!("{name}, unchanged")), code(client))
        }
        (Target::New, Effect::Made(_)) => match client_id(record) {
            Some(client) => lines(plain("Created"), code(client)),
            None => plain("Created"),
        },
        (Target::New, Effect::Intended) => plain(maybe),
        (Target::New, Effect::NotYet) => plain("None"),
    };
    let principal = match record.service_principal {
        Effect::Made(id) => code(id),
        Effect::Intended if record.application != Effect::NotYet => plain(maybe),
        _ => plain("None"),
    };
    let granted: Vec<&str> = (record.plan.consents().iter())
        .filter(|permission| record.consented.contains(&permission.id))
        .map(|permission| permission.name.as_str())
        .collect();
    let granted = if granted.is_empty() {
        "None".to_owned()
    } else {
        granted.join(", ")
    };
    let mut rows = vec![("Application", application)];
    if record.plan.target == Target::New {
        rows.push(("Service principal", principal));
        rows.push(("Admin consent", plain(granted)));
    }
    rows.push(("Client secret", secrets(record)));
    facts(rows)
}

fn secrets(record: &Record) -> Node {
    let lost =
        "One more may exist: its reply was lost. Undo, or the Azure portal, finds it by this name.";
    match (record.live_secret(), record.has_lost_attempts()) {
        (Some((key, attempt)), lost_too) => {
            let ends = page::date(attempt.ends);
            let name = plain(format!("{}, ends on {ends}", attempt.name));
            let found = lines(name, all(vec![plain("Secret ID "), code(key)]));
            if lost_too {
                lines(found, plain(lost))
            } else {
                found
            }
        }
        (None, true) => plain("May exist: the reply was lost. Try again or Undo removes it."),
        (None, false) => plain("None"),
    }
}
