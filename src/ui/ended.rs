//! A run that has ended, and what can be done with it: hand over, finish, remove the secret, undo, save the receipt.

use super::app::App;
use super::runs::steps_of;
use super::screen::Screen;
use super::settling::Hold;
use crate::browser::luggage::Errand;
use crate::browser::page;
use crate::browser::portal_window::{self, Gate, Progress, Values};
use crate::graph::{Failure, Kind};
use crate::handover::address::PortalAddress;
use crate::handover::packet::Header;
use crate::profile::Permission;
use crate::receipt::Receipt;
use crate::secret::Secret;
use crate::setup::find::Found;
use crate::setup::journal::{MadeApplication, Record};
use crate::setup::mint::sweep;
use crate::setup::proof::Difference;
use crate::setup::receipt::{Proofs, Way, application_id};
use crate::setup::remove::{purge_after, purge_plan};
use crate::setup::run::{Step, Stop};
use crate::setup::undo::undo;
use crate::words::language::Told;
use crate::words::{self, Words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A run that has ended, as the screens after it need it.
pub struct Ended {
    /// Shared with the search behind the hand-over.
    pub record: Rc<RefCell<Record>>,
    /// Whether the secret may be handed over by now.
    pub hold: RwSignal<Hold, LocalStorage>,
    /// What was seen of the secret.
    pub proofs: RwSignal<Proofs, LocalStorage>,
    /// The client secret, until the user is done with it.
    pub secret: Option<Rc<Secret>>,
    /// The portal or the user has the secret, or may have it.
    pub taken: Cell<bool>,
    pub unconsented: Vec<(Permission, Failure)>,
    /// What was added to the application while it was granted rights.
    pub changed: Vec<Difference>,
    pub stop: Option<Stop>,
    /// What to say instead of the words of `stop`.
    pub words: Option<Told<Words>>,
    /// It came sealed: no run of this browser made it, and it is journalled nowhere.
    pub received: Option<Header>,
    /// What was asked for when it stopped: going on means this.
    pub errand: Errand,
}

impl Ended {
    pub fn of(record: Record) -> Self {
        Self::sharing(Rc::new(RefCell::new(record)))
    }

    pub fn sharing(record: Rc<RefCell<Record>>) -> Self {
        Self {
            record,
            hold: RwSignal::new_local(Hold::Waiting(0)),
            proofs: RwSignal::new_local(Proofs::default()),
            secret: None,
            taken: Cell::new(false),
            unconsented: Vec::new(),
            changed: Vec::new(),
            stop: None,
            words: None,
            received: None,
            errand: Errand::Run,
        }
    }
}

impl Ended {
    /// The same, of which only the sign-in has ended: the secret in hand is still to be handed over.
    pub fn signed_out(&self) -> Self {
        Self {
            hold: self.hold,
            proofs: self.proofs,
            secret: self.secret.clone(),
            taken: self.taken.clone(),
            changed: self.changed.clone(),
            stop: Some(Stop::SignInAgain { claims: None }),
            ..Self::sharing(self.record.clone())
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
            Errand::Look | Errand::Renew | Errand::Compare | Errand::Leave | Errand::Run => {
                self.continue_run(ended)
            }
        }
    }

    /// Leaves what an interrupted run made as it is, and looks at the tenant anew. The record is kept: it says what is whose.
    pub fn leave_as_it_is(self, ended: &Ended) {
        let mut record = ended.record.borrow().clone();
        self.in_turn(Box::new(move |app, writer| {
            spawn_local(async move {
                record.close(&app.state().browser.ports()).await.ok();
                drop(writer);
                app.look();
            });
        }));
    }

    /// Opens the portal's window and hands over. Called in the click.
    pub fn hand_over(
        self,
        address: &PortalAddress,
        values: Values,
        gate: Gate,
        progress: Box<dyn Fn(Progress)>,
    ) {
        let state = self.state();
        state.hand_over.take();
        let random = state.browser.ports().random;
        let hand_over = portal_window::hand_over(address, values, gate, random, progress);
        state.hand_over.replace(hand_over);
    }

    /// Lets the hand-over go on that waited for the secret to be confirmed.
    pub fn release_hand_over(self) {
        if let Some(hand_over) = self.state().hand_over.borrow().as_ref() {
            hand_over.release();
        }
    }

    pub fn drop_hand_over(self) {
        self.state().hand_over.take();
    }

    /// The portal or the user has the secret: leaving the page loses nothing any more.
    pub fn delivered(self, ended: &Ended, way: Way) {
        ended.taken.set(true);
        if ended.received.is_some() {
            return;
        }
        let now = self.server_now();
        ended.proofs.update(|proofs| proofs.note_delivery(way, now));
        // Until the journal knows, it is still this tab's turn.
        let writer = self.writer();
        self.release_guard();
        let record = {
            let mut record = ended.record.borrow_mut();
            record.note_delivered();
            record.clone()
        };
        let done = record.clone();
        self.change_end_dates(move |dates| dates.follow(&done));
        spawn_local(async move {
            record.save(&self.state().browser.ports()).await.ok();
            drop(writer);
        });
    }

    /// The browser no longer asks before the page is left.
    pub fn release_guard(self) {
        if let Some(guard) = self.state().guard.take() {
            guard.end();
        }
    }

    /// The user is done with the values: the secret leaves the memory. The search for strays goes on behind.
    pub fn finish(self, ended: &Ended) {
        let state = self.state();
        state.hand_over.take();
        let writer = self.writer();
        self.release_guard();
        if ended.record.borrow().sealed.is_some() {
            // It was answered. Another secret is another request.
            self.asking.set_aside();
        }
        let shared = ended.record.clone();
        self.show(Screen::Done(Rc::new(Ended {
            proofs: ended.proofs,
            ..Ended::sharing(shared.clone())
        })));
        spawn_local(async move {
            let ports = self.state().browser.ports();
            let mut record = shared.borrow().clone();
            record.close(&ports).await.ok();
            shared.borrow_mut().closed = record.closed;
            drop(writer);
        });
    }

    /// Removes a secret that was made and not handed over. What else was made stays, and can be continued.
    pub fn remove_secret(self, ended: &Rc<Ended>) {
        let record = ended.record.borrow().clone();
        self.state().hand_over.take();
        self.release_guard();
        self.remove_secret_of(record);
    }

    pub(super) fn remove_secret_of(self, record: Record) {
        let turn = self.stop_settling();
        self.stray.set(None);
        let Some(application) = application_id(&record) else {
            return self.start_over();
        };
        if !self.can_write(&record) {
            return self.sign_in_for(record, None, Errand::RemoveSecret);
        }
        self.show(Screen::Busy(words::screen::removing_secret));
        self.write(async move |app, graph| {
            drop(turn);
            let mut swept = record;
            let result = sweep(&graph, application, &mut swept).await;
            swept.save(&app.state().browser.ports()).await.ok();
            let words = match result {
                // A stray of a run that has ended otherwise: there is nothing to go on with.
                Ok(()) if !swept.is_unfinished() => return app.look(),
                Ok(()) => Told::new(words::secret_removed),
                Err(failure) => {
                    let stop = Stop::Failed(Step::Secret, Box::new(failure));
                    Told::new(|| words::stop(&stop, &swept.plan))
                }
            };
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
        let turn = self.stop_settling();
        state.hand_over.take();
        self.release_guard();
        if !self.can_write(&record) {
            return self.sign_in_for(record, None, Errand::Undo);
        }
        self.account
            .set(Some((record.tenant_name.clone(), record.username.clone())));
        self.show(Screen::Busy(words::screen::undoing));
        self.write(async move |app, graph| {
            let taken_back = record.live_secret().map(|(key, _)| key);
            let undone = undo(&graph, record).await;
            drop(turn);
            let record = undone.record.clone();
            let done = record.clone();
            app.change_end_dates(move |dates| {
                if let Some(key) = taken_back {
                    dates.drop_secret(key);
                }
                dates.follow(&done);
            });
            let state = app.state();
            if undone
                .left
                .iter()
                .any(|(_, failure)| matches!(failure.kind, Kind::TokenRejected { .. }))
            {
                // Trying again then begins with a sign-in.
                state.session.take();
            }
            let ended = Rc::new(Ended::of(record));
            if ended.record.borrow().needs_settling() {
                app.settle(&ended);
            }
            app.show(Screen::Undone(ended, Rc::new(undone)));
        });
    }

    /// Asks about removing a deleted application for good, as the record of that has it.
    pub fn ask_purge(self, record: Record) {
        self.show(Screen::AskPurge(Rc::new(record)));
    }

    /// Asks about a deleted application that was found.
    pub fn ask_purge_of(self, found: &Found, application: MadeApplication, name: &str) {
        let ports = self.state().browser.ports();
        let plan = purge_plan(self.profile(), application, name);
        let mut record = Record::new(&ports, self.profile(), found, plan, self.now());
        record.cloud = self.cloud().name().to_owned();
        self.ask_purge(record);
    }

    /// Asks about what a run has deleted.
    pub fn ask_purge_after(self, ended: &Ended) {
        let ports = self.state().browser.ports();
        let record = purge_after(&ports, self.profile(), &ended.record.borrow());
        if let Some(record) = record {
            self.ask_purge(record);
        }
    }

    /// The receipt as of now.
    pub fn receipt(self, ended: &Ended) -> Option<Receipt> {
        let proofs = ended.proofs.get();
        let record = ended.record.borrow();
        Receipt::of(
            self.profile(),
            &record,
            proofs,
            self.cloud(),
            self.server_now(),
        )
    }

    pub fn download_receipt(self, ended: &Ended) {
        if let Some(receipt) = untrack(|| self.receipt(ended)) {
            let name = format!("entra-handover-receipt-{}.json", receipt.run);
            page::download(&name, &receipt.to_json().to_string());
        }
    }
}
