//! A run's intents: create, go on, cancel, and how it stands while it runs. What comes after it has ended is in `ended`.

use super::app::App;
use super::creating::Steps;
use super::ended::Ended;
use super::screen::Screen;
use crate::browser::luggage::Errand;
use crate::browser::page;
use crate::graph::applications::NewPassword;
use crate::setup::find::Found;
use crate::setup::journal::Record;
use crate::setup::plan::Plan;
use crate::setup::run::{self, Outcome, Step, StepState, Stop, Want, Watch};
use crate::signin::Claims;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

impl App {
    /// The user pressed Create: journals the plan, then runs it, or first signs in for the rights to write.
    pub fn create(self, found: &Found, plan: Plan, ends: DateTime<Utc>) {
        let record = Record::new(
            &self.state().browser.ports(),
            self.profile(),
            found,
            plan,
            ends,
        );
        self.carry_out(record, None);
    }

    /// Runs what is left of a run that stopped.
    pub fn continue_run(self, ended: &Ended) {
        let record = ended.record.borrow().clone();
        let mut answered = None;
        if let Some(Stop::SignInAgain { claims }) = &ended.stop {
            self.state().session.take();
            // A claims challenge is handed to the sign-in, which asks the user for what it wants.
            answered = claims.as_deref().and_then(Claims::from_challenge);
        }
        self.carry_out(record, answered);
    }

    fn carry_out(self, record: Record, claims: Option<Claims>) {
        if self.can_write(&record.plan) {
            self.run(record);
        } else {
            self.sign_in_for(record, claims, Errand::Run);
        }
    }

    /// Runs a journalled plan with the rights at hand.
    pub(super) fn run(self, record: Record) {
        let steps = steps_of(&record);
        self.account
            .set(Some((record.tenant_name.clone(), record.username.clone())));
        self.state()
            .guard
            .replace(Some(page::LeaveGuard::default()));
        self.show(Screen::Creating(steps));
        self.with_graph(async move |app, graph| {
            let outcome =
                run::run(graph, app.profile(), record, Want::Everything, &Live(steps)).await;
            app.ended(outcome, None, steps).await;
        });
    }

    /// Tries again what consent is missing, while the secret waits to be handed over.
    pub fn retry_consent(self, ended: &Rc<Ended>) {
        let record = ended.record.borrow().clone();
        let steps = steps_of(&record);
        let ended = ended.clone();
        self.show(Screen::Creating(steps));
        self.with_graph(async move |app, graph| {
            let outcome = run::run(
                graph,
                app.profile(),
                record,
                Want::ConsentOnly,
                &Live(steps),
            )
            .await;
            app.ended(outcome, Some(&ended), steps).await;
        });
    }

    pub fn cancel_run(self) {
        self.state().cancel.borrow().request();
    }

    /// What comes up after a run. `before` is the run whose consent was tried again: its secret is still held.
    async fn ended(self, outcome: Outcome, before: Option<&Ended>, steps: Steps) {
        let Outcome {
            record,
            secret,
            unconsented,
            stop,
        } = outcome;
        if !record.touched_the_tenant() {
            self.state()
                .browser
                .ports()
                .journal
                .remove(&record.run)
                .await;
        }
        let made = secret.map(|NewPassword { value, .. }| Rc::new(value));
        let held = before.and_then(|before| before.secret.clone());
        let taken = before.is_some_and(|before| before.taken.get());
        let ended = Rc::new(Ended {
            secret: made.or(held),
            taken: Cell::new(taken),
            unconsented,
            stop,
            ..Ended::of(record)
        });
        if taken {
            // The portal may have answered while this ran on a copy of the record.
            self.delivered(&ended);
        }
        let done = ended.stop.is_none();
        if ended.secret.is_some() {
            return self.show(Screen::HandOver(ended));
        }
        self.release_guard();
        self.show(if done {
            Screen::Done(ended)
        } else {
            Screen::Stopped(ended, steps)
        });
    }
}

/// Shows the steps of a run as they change.
struct Live(Steps);

impl Watch for Live {
    fn step(&self, step: Step, state: StepState) {
        self.0.update(|steps| {
            for (_, _, shown) in steps.iter_mut().filter(|(known, ..)| *known == step) {
                shown.clone_from(&state);
            }
        });
    }
}

/// The steps of a run as its record has them.
pub(super) fn steps_of(record: &Record) -> Steps {
    let steps = run::steps(record).into_iter().map(|step| {
        let state = if run::is_done(record, step) {
            StepState::Done
        } else {
            StepState::Waiting
        };
        (step, step_name(step, record), state)
    });
    RwSignal::new_local(steps.collect())
}

fn step_name(step: Step, record: &Record) -> String {
    match step {
        Step::Application => "Application".to_owned(),
        Step::ServicePrincipal => "Service principal".to_owned(),
        Step::Consent(_, id) => {
            let permission = record
                .plan
                .permissions
                .iter()
                .find(|permission| permission.id == id);
            format!(
                "Consent: {}",
                permission
                    .map(|permission| permission.name.as_str())
                    .unwrap_or_default()
            )
        }
        Step::Secret => "Client secret".to_owned(),
    }
}
