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
use crate::setup::run::{self, Outcome, Step, StepState, Stop, Watch};
use crate::signin::Claims;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use std::cell::RefCell;
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
        self.state().cancel.replace(Rc::default());
        self.state()
            .guard
            .replace(Some(page::LeaveGuard::default()));
        self.show(Screen::Creating(steps));
        self.with_graph(async move |app, graph| {
            let outcome = run::run(graph, app.profile(), record, &Live(steps)).await;
            app.ended(outcome, steps).await;
        });
    }

    pub fn cancel_run(self) {
        self.state().cancel.borrow().request();
    }

    async fn ended(self, outcome: Outcome, steps: Steps) {
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
        let secret = secret.map(|NewPassword { value, .. }| Rc::new(value));
        let ended = Rc::new(Ended {
            record: RefCell::new(record),
            secret,
            unconsented,
            stop,
            words: None,
        });
        if ended.secret.is_some() {
            self.show(Screen::HandOver(ended));
        } else {
            self.release_guard();
            self.show(Screen::Stopped(ended, steps));
        }
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
