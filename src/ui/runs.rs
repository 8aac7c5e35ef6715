//! A run's intents: create, go on, cancel, and how it stands while it runs. What comes after it has ended is in `ended`.

use super::app::App;
use super::creating::Steps;
use super::ended::Ended;
use super::screen::Screen;
use crate::browser::luggage::Errand;
use crate::graph::applications::NewPassword;
use crate::setup::find::Found;
use crate::setup::journal::Record;
use crate::setup::plan::{Plan, Work};
use crate::setup::run::{self, Outcome, Step, StepState, Stop, Want, Watch};
use crate::signin::Claims;
use crate::words;
use crate::words::language::Told;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

impl App {
    /// The user pressed Create: journals the plan, then runs it, or first signs in for the rights to write.
    pub fn create(self, found: &Found, plan: Plan, ends: DateTime<Utc>) {
        let mut record = Record::new(
            &self.state().browser.ports(),
            self.profile(),
            found,
            plan,
            ends,
        );
        record.cloud = self.cloud().name().to_owned();
        self.carry_out(record, None);
    }

    /// Runs what is left of a run that stopped.
    pub fn continue_run(self, ended: &Ended) {
        // Until `run` asks for it in the same breath.
        let _turn = self.stop_settling();
        let record = ended.record.borrow().clone();
        let mut answered = None;
        if let Some(Stop::SignInAgain { claims }) = &ended.stop {
            self.state().session.take();
            // A claims challenge is handed to the sign-in, which asks the user for what it wants.
            answered = claims.as_deref().and_then(Claims::from_challenge);
        }
        self.carry_out(record, answered);
    }

    /// Gives up the secret in hand, which was not handed over, for a new one.
    pub fn renew_secret(self, ended: &Ended) {
        self.drop_hand_over();
        self.release_guard();
        self.continue_run(ended);
    }

    pub(super) fn carry_out(self, record: Record, claims: Option<Claims>) {
        if self.can_write(&record) {
            self.run(record);
        } else {
            self.sign_in_for(record, claims, Errand::Run);
        }
    }

    /// Runs a journalled plan with the rights at hand.
    pub(super) fn run(self, record: Record) {
        let turn = self.stop_settling();
        let steps = steps_of(&record);
        self.account
            .set(Some((record.tenant_name.clone(), record.username.clone())));
        self.show(Screen::Creating(
            Told::new(|| words::working(&record.plan.work)),
            steps,
        ));
        self.write(async move |app, graph| {
            drop(turn);
            app.guard_page();
            let outcome =
                run::run(graph, app.profile(), record, Want::Everything, &Live(steps)).await;
            app.ended(outcome, None, steps).await;
        });
    }

    /// Tries again what consent is missing, while the secret waits to be handed over and is looked for.
    pub fn retry_consent(self, ended: &Rc<Ended>) {
        if self.state().session.borrow().is_none() {
            return self.show(Screen::HandOver(Rc::new(ended.signed_out())));
        }
        let record = ended.record.clone();
        let steps = steps_of(&record.borrow());
        let ended = ended.clone();
        self.show(Screen::Creating(
            Told::new(|| words::working(&Work::AddSecret)),
            steps,
        ));
        self.write(async move |app, graph| {
            let want = Want::ConsentOnly;
            let outcome = run::run_on(graph, app.profile(), &record, want, &Live(steps)).await;
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
            changed,
        } = outcome;
        if !record.touched_the_tenant() && record.closed.is_none() {
            self.state()
                .browser
                .ports()
                .journal
                .remove(&record.run)
                .await;
        }
        let made = secret.map(|NewPassword { value, .. }| Rc::new(value));
        let held = before.and_then(|before| before.secret.clone());
        // The portal may have answered meanwhile.
        let taken = before.is_some_and(|before| before.taken.get());
        let is_new = made.is_some();
        let shared = match before {
            Some(before) => Ended {
                hold: before.hold,
                proofs: before.proofs,
                ..Ended::sharing(before.record.clone())
            },
            None => Ended::of(record),
        };
        let ended = Rc::new(Ended {
            secret: made.or(held),
            taken: Cell::new(taken),
            unconsented,
            changed,
            stop,
            ..shared
        });
        if is_new || ended.record.borrow().needs_settling() {
            self.settle(&ended);
        }
        let done = ended.stop.is_none();
        if ended.secret.is_some() {
            return self.show(Screen::HandOver(ended));
        }
        self.release_guard();
        let brings = ended.record.borrow().plan.work.brings_a_secret();
        if done && !brings {
            let record = ended.record.borrow().clone();
            self.change_end_dates(move |dates| dates.follow(&record));
        }
        self.show(if done && !brings {
            Screen::KeptUp(ended)
        } else if done {
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
        (
            step,
            Told::new(|| words::creating::step(step, record)),
            state,
        )
    });
    RwSignal::new_local(steps.collect())
}
