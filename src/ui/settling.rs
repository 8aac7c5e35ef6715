//! What goes on behind the hand-over: the secret is confirmed, and strays are looked for; at a later visit, those of earlier runs.
//! It tells the screens how that stands and never touches the secret's value.

use super::app::App;
use super::dom::{Node, all, live, nothing};
use super::ended::Ended;
use super::parts::*;
use crate::browser::lock::Writer;
use crate::browser::portal_window::Gate;
use crate::graph::client::Cancel;
use crate::graph::{Failure, Kind};
use crate::setup::find::Found;
use crate::setup::journal::Record;
use crate::setup::late;
use crate::setup::settle::{Settled, Standing, settle};
use crate::words;
use crate::words::settling as says;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// Whether the secret may be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Seen so many times in a row.
    Waiting(u32),
    /// Not seen for long: the user decides.
    Late,
    /// It could not be looked for: the user decides.
    Unreadable(Failure),
    /// Confirmed, or the user decided.
    Free,
    /// It was there, and somebody removed it.
    Vanished,
}

impl Hold {
    pub fn gate(&self) -> Gate {
        match self {
            Self::Free => Gate::Open,
            _ => Gate::Held,
        }
    }
}

impl App {
    /// Confirms the secret of a run that has just ended, and looks for its strays.
    pub(super) fn settle(self, ended: &Ended) {
        let state = self.state();
        self.stop_settling();
        let Some(session) = state.session.borrow().clone() else {
            return;
        };
        let held = ended.record.borrow().live_secret().map(|(key, _)| key);
        let cancel = Rc::new(Cancel::default());
        state.settling.replace(Some(cancel.clone()));
        // Not `ended` itself: it holds the secret, which must not live as long as the search.
        let (record, hold, proofs) = (ended.record.clone(), ended.hold, ended.proofs);
        let writer = self.writer();
        self.work(session, cancel, async move |app, graph| {
            let watch = |standing: Standing| match standing {
                Standing::Seen(times) => hold.set(Hold::Waiting(times)),
                Standing::Late => hold.set(Hold::Late),
                Standing::Confirmed => {
                    let now = app.server_now();
                    proofs.update(|proofs| proofs.confirmed = Some(now));
                    app.free(hold);
                }
                Standing::Clean(_) | Standing::StrayRemoved => {}
            };
            match settle(&graph, &record, held, &watch).await {
                Settled::Vanished => hold.set(Hold::Vanished),
                Settled::Failed(failure) => {
                    if hold.with_untracked(|hold| *hold != Hold::Free) {
                        hold.set(Hold::Unreadable(failure));
                    }
                }
                Settled::Clean | Settled::NeverSeen | Settled::Cancelled => {}
            }
            drop(writer);
        });
    }

    /// The secret may leave from now on.
    fn free(self, hold: RwSignal<Hold, LocalStorage>) {
        hold.set(Hold::Free);
        self.release_hand_over();
    }

    /// Ends the search: the page has something else to do, and the next visit goes on with it.
    /// The turn that it has may be kept over the change: the browser gives one back late, and then it would seem another tab's.
    pub(super) fn stop_settling(self) -> Option<Rc<Writer>> {
        let turn = self.writer();
        if let Some(cancel) = self.state().settling.take() {
            cancel.request();
        }
        turn
    }

    /// Journals what came to light since its run ended, so that it is met as any other open run. If another tab is writing, a later
    /// visit does it.
    pub(super) async fn notice_late(self, found: &Found) {
        let ports = self.state().browser.ports();
        let late = late::notice(Record::all(&ports).await, found);
        if late.is_empty() {
            return;
        }
        let Ok(_writer) = self.take_turn().await else {
            return;
        };
        for record in late {
            record.save(&ports).await.ok();
        }
    }

    /// Looks for strays of earlier runs in this tenant, silently. With the right to read only, one that is found is shown.
    pub(super) fn settle_earlier(self, found: &Found) {
        let state = self.state();
        let Some(session) = state.session.borrow().clone() else {
            return;
        };
        self.stop_settling();
        let cancel = Rc::new(Cancel::default());
        state.settling.replace(Some(cancel.clone()));
        let tenant = found.organization.id;
        self.work(session, cancel, async move |app, graph| {
            let mut records = Record::all(&graph.ports).await;
            records.retain(|one| one.tenant == tenant && one.needs_settling());
            if records.is_empty() {
                return;
            }
            // If another tab is writing, a later visit does it.
            let Ok(_writer) = app.take_turn().await else {
                return;
            };
            for record in records {
                let record = RefCell::new(record);
                let end = settle(&graph, &record, None, &|_| ()).await;
                if let Settled::Failed(failure) = end
                    && failure.kind == Kind::Forbidden
                {
                    app.stray.set(Some(record.into_inner()));
                    return;
                }
            }
        });
    }
}

/// On the review screen: a secret of an earlier run that nobody has.
pub fn stray(app: App) -> Node {
    live(move || match app.stray.get() {
        None => nothing(),
        Some(record) => {
            let remove = move || app.remove_secret_of(record.clone());
            notice(
                "warn",
                "status",
                vec![
                    h2(says::stray()),
                    p(says::stray_words()),
                    actions(vec![button(says::remove_stray(), "", remove)]),
                ],
            )
        }
    })
}

/// Why the hand-over waits longer than it should, and what can be done.
pub fn held(app: App, ended: &Rc<Ended>) -> Node {
    let ended = ended.clone();
    live(move || {
        let words = match ended.hold.get() {
            Hold::Vanished if ended.taken.get() => {
                return message("warn", "alert", &words::delivered_secret_vanished());
            }
            // What is in somebody's hands is no longer held.
            _ if ended.taken.get() => return nothing(),
            Hold::Waiting(_) | Hold::Free => return nothing(),
            Hold::Late => words::secret_not_seen(),
            Hold::Unreadable(failure) => words::secret_not_confirmed(&failure),
            Hold::Vanished => words::secret_vanished(),
        };
        let (renew, hold) = (ended.clone(), ended.hold);
        let again = button(says::make_new(), "", move || app.renew_secret(&renew));
        let anyway = match hold.get_untracked() {
            Hold::Vanished => nothing(),
            _ => button(says::anyway(), "", move || app.free(hold)),
        };
        all(vec![
            message("warn", "alert", &words),
            actions(vec![again, anyway]),
        ])
    })
}

/// For the line below the waiting window.
pub fn waiting_words(hold: &Hold) -> Option<String> {
    match hold {
        Hold::Free => None,
        Hold::Waiting(times) => Some(says::seen(*times, crate::setup::settle::SIGHTINGS)),
        Hold::Late | Hold::Unreadable(_) | Hold::Vanished => Some(says::decide_first().to_owned()),
    }
}
