//! A run that has ended, and what can be done with it: hand over, finish, remove the secret, undo, save the receipt.

use super::app::App;
use super::runs::steps_of;
use super::screen::Screen;
use crate::browser::luggage::Errand;
use crate::browser::page;
use crate::browser::portal_window::{self, Progress, Values};
use crate::graph::{Failure, Kind};
use crate::handover::address::PortalAddress;
use crate::profile::Permission;
use crate::secret::Secret;
use crate::setup::journal::{Record, SecretState};
use crate::setup::mint::sweep;
use crate::setup::receipt::{application_id, receipt};
use crate::setup::run::{Step, Stop};
use crate::setup::undo::undo;
use crate::words::{self, Words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A run that has ended, as the screens after it need it.
pub struct Ended {
    pub record: RefCell<Record>,
    /// The client secret, until the user is done with it.
    pub secret: Option<Rc<Secret>>,
    /// The portal or the user has the secret, or may have it.
    pub taken: Cell<bool>,
    pub unconsented: Vec<(Permission, Failure)>,
    pub stop: Option<Stop>,
    /// What to say instead of the words of `stop`.
    pub words: Option<Words>,
    /// What was asked for when it stopped: going on means this.
    pub errand: Errand,
}

impl Ended {
    pub fn of(record: Record) -> Self {
        Self {
            record: RefCell::new(record),
            secret: None,
            taken: Cell::new(false),
            unconsented: Vec::new(),
            stop: None,
            words: None,
            errand: Errand::Run,
        }
    }
}

impl App {
    /// Back to where the user was before being asked about an undo.
    pub fn show_ended(self, ended: Rc<Ended>) {
        self.show(if ended.secret.is_some() {
            Screen::HandOver(ended)
        } else {
            Screen::Done(ended)
        });
    }

    /// Goes on with what was under way.
    pub fn resume(self, ended: &Rc<Ended>) {
        match ended.errand {
            Errand::Undo => self.undo(ended),
            Errand::RemoveSecret => self.remove_secret(ended),
            Errand::Look | Errand::Run => self.continue_run(ended),
        }
    }

    /// Leaves what an interrupted run made as it is, and looks at the tenant anew.
    pub fn leave_as_it_is(self, ended: &Ended) {
        let run = ended.record.borrow().run.clone();
        spawn_local(async move {
            self.state().browser.ports().journal.remove(&run).await;
            self.look();
        });
    }

    /// Opens the portal's window and hands over. Called in the click.
    pub fn hand_over(
        self,
        address: &PortalAddress,
        values: Values,
        progress: Box<dyn Fn(Progress)>,
    ) {
        let state = self.state();
        state.hand_over.take();
        let random = state.browser.ports().random;
        let hand_over = portal_window::hand_over(address, values, random, progress);
        state.hand_over.replace(hand_over);
    }

    pub fn drop_hand_over(self) {
        self.state().hand_over.take();
    }

    /// The portal or the user has the secret: leaving the page loses nothing any more.
    pub fn delivered(self, ended: &Ended) {
        ended.taken.set(true);
        self.release_guard();
        let record = {
            let mut record = ended.record.borrow_mut();
            if let Some((key, _)) = record.live_secret() {
                for attempt in &mut record.secrets {
                    if attempt.state == SecretState::Made(key) {
                        attempt.state = SecretState::Delivered(key);
                    }
                }
            }
            record.clone()
        };
        spawn_local(async move {
            record.save(&self.state().browser.ports()).await.ok();
        });
    }

    /// The browser no longer asks before the page is left.
    pub fn release_guard(self) {
        self.state().guard.take();
    }

    /// The user is done with the values: the secret leaves the memory, and the journal forgets the run.
    pub fn finish(self, ended: &Ended) {
        self.state().hand_over.take();
        self.release_guard();
        let record = ended.record.borrow().clone();
        let (run, lost) = (record.run.clone(), record.has_lost_attempts());
        self.show(Screen::Done(Rc::new(Ended::of(record))));
        // A lost attempt stays journalled: it may still come to light.
        if !lost {
            spawn_local(async move { self.state().browser.ports().journal.remove(&run).await });
        }
    }

    /// Removes a secret that was made and not handed over. What else was made stays, and can be continued.
    pub fn remove_secret(self, ended: &Rc<Ended>) {
        let record = ended.record.borrow().clone();
        self.state().hand_over.take();
        self.release_guard();
        self.remove_secret_of(record);
    }

    pub(super) fn remove_secret_of(self, record: Record) {
        let Some(application) = application_id(&record) else {
            return self.start_over();
        };
        if !self.can_write(&record.plan) {
            return self.sign_in_for(record, None, Errand::RemoveSecret);
        }
        self.show(Screen::Busy("Removing the secret…"));
        self.with_graph(async move |app, graph| {
            let mut swept = record;
            let result = sweep(&graph, application, &mut swept).await;
            let words = match result {
                Ok(()) if swept.live_secret().is_none() => words::secret_removed(),
                Ok(()) => words::stop(&Stop::Failed(
                    Step::Secret,
                    Box::new(Failure::of(Kind::NotReplicated)),
                )),
                Err(failure) => words::stop(&Stop::Failed(Step::Secret, Box::new(failure))),
            };
            let state = app.state();
            swept.save(&state.browser.ports()).await.ok();
            let steps = steps_of(&swept);
            let ended = Ended {
                stop: Some(Stop::Cancelled),
                words: Some(words),
                ..Ended::of(swept)
            };
            app.show(Screen::Stopped(Rc::new(ended), steps));
        });
    }

    pub fn ask_undo(self, ended: &Rc<Ended>) {
        self.show(Screen::AskUndo(ended.clone()));
    }

    /// Removes what the run made, or first signs in for the rights to do so.
    pub fn undo(self, ended: &Rc<Ended>) {
        let record = ended.record.borrow().clone();
        self.undo_record(record);
    }

    pub(super) fn undo_record(self, record: Record) {
        let state = self.state();
        state.hand_over.take();
        self.release_guard();
        if !self.can_write(&record.plan) {
            return self.sign_in_for(record, None, Errand::Undo);
        }
        self.account
            .set(Some((record.tenant_name.clone(), record.username.clone())));
        self.show(Screen::Busy(
            "Removing what this run made. Right after a create this can take a minute…",
        ));
        self.with_graph(async move |app, graph| {
            let undone = undo(&graph, record).await;
            let record = undone.record.clone();
            let state = app.state();
            let ports = state.browser.ports();
            if undone.left.is_empty() {
                ports.journal.remove(&record.run).await;
            } else {
                record.save(&ports).await.ok();
            }
            if undone
                .left
                .iter()
                .any(|(_, failure)| matches!(failure.kind, Kind::TokenRejected { .. }))
            {
                // Trying again then begins with a sign-in.
                state.session.take();
            }
            let ended = Ended::of(record);
            app.show(Screen::Undone(Rc::new(ended), Rc::new(undone)));
        });
    }

    pub fn download_receipt(self, ended: &Ended) {
        let record = ended.record.borrow();
        let receipt = receipt(self.profile(), &record, &self.cloud(), self.now());
        let name = format!("entra-handover-receipt-{}.json", record.run);
        page::download(&name, &receipt.to_string());
    }
}
