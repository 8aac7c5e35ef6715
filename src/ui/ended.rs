//! A run that has ended, and what can be done with it: hand over, finish, remove the secret, undo, save the receipt.

use super::app::App;
use super::runs::steps_of;
use super::screen::Screen;
use crate::browser::luggage::Errand;
use crate::browser::page;
use crate::browser::portal_window::{self, Progress, Values};
use crate::graph::Failure;
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
use std::cell::RefCell;
use std::rc::Rc;

/// A run that has ended, as the screens after it need it.
pub struct Ended {
    pub record: RefCell<Record>,
    /// The client secret, until it is handed over and the user is done.
    pub secret: Option<Rc<Secret>>,
    pub unconsented: Vec<(Permission, Failure)>,
    pub stop: Option<Stop>,
    /// What to say instead of the words of `stop`.
    pub words: Option<Words>,
}

impl App {
    pub fn show_ended(self, ended: Rc<Ended>) {
        self.show(
            if ended.secret.is_some() && self.state().guard.borrow().is_some() {
                Screen::HandOver(ended)
            } else {
                Screen::Done(ended)
            },
        );
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

    /// The portal has all values: leaving the page loses nothing any more.
    pub fn delivered(self, ended: &Rc<Ended>) {
        self.release_guard();
        let ended = ended.clone();
        self.note(&ended, |record| {
            for attempt in &mut record.secrets {
                if let SecretState::Made(key) = attempt.state {
                    attempt.state = SecretState::Delivered(key);
                }
            }
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
        self.show(Screen::Done(Rc::new(Ended {
            record: RefCell::new(record),
            secret: None,
            unconsented: ended.unconsented.clone(),
            stop: None,
            words: None,
        })));
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
            let (record, words) = match sweep(&graph, application, record.clone(), None).await {
                Ok(swept) => (swept, words::secret_removed()),
                Err(failure) => (
                    record,
                    words::stop(&Stop::Failed(Step::Secret, Box::new(failure))),
                ),
            };
            let state = app.state();
            record.save(&state.browser.ports()).await.ok();
            let steps = steps_of(&record);
            let ended = Ended {
                record: RefCell::new(record),
                secret: None,
                unconsented: Vec::new(),
                stop: Some(Stop::Cancelled),
                words: Some(words),
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
        state.cancel.replace(Rc::default());
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
            let ended = Ended {
                record: RefCell::new(record),
                secret: None,
                unconsented: Vec::new(),
                stop: None,
                words: None,
            };
            app.show(Screen::Undone(Rc::new(ended), Rc::new(undone)));
        });
    }

    pub fn download_receipt(self, ended: &Ended) {
        let record = ended.record.borrow();
        let receipt = receipt(self.profile(), &record, &self.cloud(), self.now());
        let name = format!("entra-handover-receipt-{}.json", record.run);
        page::download(&name, &receipt.to_string());
    }

    fn note(self, ended: &Ended, change: impl FnOnce(&mut Record)) {
        let record = {
            let mut record = ended.record.borrow_mut();
            change(&mut record);
            record.clone()
        };
        spawn_local(async move {
            record.save(&self.state().browser.ports()).await.ok();
        });
    }
}
