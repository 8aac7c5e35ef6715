//! Create: the live list of steps, and the screen of a run that stopped half-way with exactly what exists.

use super::app::{App, Ended};
use super::parts::{button, code, facts, heading, message, plain};
use crate::browser::page;
use crate::graph::Kind;
use crate::profile::LIFETIMES;
use crate::profile::Lifetime;
use crate::setup::journal::{Effect, Record, SecretState};
use crate::setup::plan::Target;
use crate::setup::receipt::client_id;
use crate::setup::run::{Step, StepState, Stop};
use crate::words;
use leptos::prelude::*;
use std::rc::Rc;

/// The steps of a run and how each stands.
pub type Steps = RwSignal<Vec<(Step, String, StepState)>, LocalStorage>;

pub fn creating(app: App, steps: Steps) -> AnyView {
    let status = move || {
        steps.with(|steps| {
            let done = steps
                .iter()
                .filter(|(.., state)| matches!(state, StepState::Done))
                .count();
            format!("{done} of {} steps done. Keep this page open.", steps.len())
        })
    };
    let stopping = RwSignal::new(false);
    let cancel = move |_| {
        stopping.set(true);
        app.cancel_run();
    };
    let hint = move || {
        if stopping.get() {
            "Stops after the step that is under way…"
        } else {
            "Stops after the step that is under way."
        }
    };
    view! {
        <section>
            {heading("Creating")}
            <p role="status">{status}</p>
            <ol class="run">{move || step_rows(app, steps)}</ol>
            <div class="actions">
                <button type="button" disabled=stopping on:click=cancel>"Cancel"</button>
                <p class="hint">{hint}</p>
            </div>
        </section>
    }
    .into_any()
}

fn step_rows(app: App, steps: Steps) -> Vec<AnyView> {
    steps.with(|steps| {
        let row = |(_, name, state): &(Step, String, StepState)| {
            let (kind, note) = note(app, state);
            view! { <li data-state=kind><b>{name.clone()}</b><p>{note}</p></li> }.into_any()
        };
        steps.iter().map(row).collect()
    })
}

fn note(app: App, state: &StepState) -> (&'static str, String) {
    match state {
        StepState::Waiting => ("waiting", "Waits its turn.".to_owned()),
        StepState::Working => ("working", "Under way…".to_owned()),
        StepState::Retrying(waiting) => {
            // Read, so that the line counts down.
            app.seconds.track();
            let left = (waiting.until - app.now()).num_seconds().max(0) + 1;
            (
                "retrying",
                format!(
                    "{}. Next try in {left} s.",
                    words::waiting(&waiting.failure)
                ),
            )
        }
        StepState::Done => ("done", "Done.".to_owned()),
        StepState::NeedsSomeoneElse(_) => ("person", "Somebody else must grant it.".to_owned()),
        StepState::Failed(_) => ("failed", "Not done.".to_owned()),
    }
}

/// A run that ended without a secret in hand.
pub fn stopped(app: App, ended: Rc<Ended>, steps: Steps) -> AnyView {
    let stop = ended.stop.clone().unwrap_or(Stop::Cancelled);
    let record = ended.record.borrow().clone();
    let touched = record.touched_the_tenant();
    let shorter =
        matches!(&stop, Stop::Failed(_, failure) if failure.kind == Kind::LifetimeTooLong);
    let (again, label) = match &stop {
        Stop::SignInAgain { .. } => (true, "Sign in again"),
        _ => (true, "Try again"),
    };
    let retry = {
        let ended = ended.clone();
        move || app.continue_run(&ended)
    };
    let undo = {
        let ended = ended.clone();
        move || app.undo(&ended)
    };
    let title = if touched {
        "Stopped half-way"
    } else {
        "Nothing was created"
    };
    view! {
        <section>
            {heading(title)}
            {message("bad", "alert", &ended.words.clone().unwrap_or_else(|| words::stop(&stop)))}
            <ol class="run">{step_rows(app, steps)}</ol>
        </section>
        <section>
            <h2>"What exists now"</h2>
            {exists(&record)}
            {shorter.then(|| shorter_life(app, ended.clone()))}
            <div class="actions">
                {again.then(|| button(label, "primary", retry))}
                {touched.then(|| button("Undo", "", undo))}
                {button("Start over", "", move || app.start_over())}
            </div>
        </section>
    }
    .into_any()
}

fn shorter_life(app: App, ended: Rc<Ended>) -> AnyView {
    let choose = move |value: String| {
        let months = value.parse().unwrap_or(LIFETIMES[0]);
        if let Some(ends) = Lifetime::Months(months).end(app.now(), None).at() {
            ended.record.borrow_mut().ends = ends;
        }
    };
    choose(LIFETIMES[0].to_string());
    let options: Vec<_> = LIFETIMES
        .into_iter()
        .map(|months| view! { <option value=months.to_string()>{format!("{months} months")}</option> })
        .collect();
    view! {
        <div class="field">
            <label for="lifetime">"Secret expires after"</label>
            <select id="lifetime" on:change:target=move |event| choose(event.target().value())>{options}</select>
        </div>
    }
    .into_any()
}

/// Exactly what this run has made or may have made.
pub fn exists(record: &Record) -> AnyView {
    let maybe = "May exist: the reply was lost. Try again or Undo looks for it.";
    let application = match (&record.plan.target, record.application) {
        (Target::Existing { client, name, .. }, _) => {
            view! { {name.clone()}", unchanged"<br/>{code(client)} }.into_any()
        }
        (Target::New, Effect::Made(_)) => match client_id(record) {
            Some(client) => view! { "Created"<br/>{code(client)} }.into_any(),
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

fn secrets(record: &Record) -> AnyView {
    let open = record
        .secrets
        .iter()
        .any(|attempt| attempt.state == SecretState::Intended);
    match record.live_secret() {
        Some((key, attempt)) => {
            view! { {attempt.name.clone()}", ends on "{page::date(attempt.ends)}<br/>"Secret ID "{code(key)} }.into_any()
        }
        None if open => plain("May exist: the reply was lost. Try again or Undo removes it."),
        None => plain("None"),
    }
}
