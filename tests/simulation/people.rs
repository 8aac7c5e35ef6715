//! The people before the browsers: what they want, what they remember when a tab has lost its memory, and how it ended for them.

use crate::browser::LastWrite;
use crate::keep_up::{Errand, Means};
use crate::world::Millis;
use entra_handover::graph::client::Cancel;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What somebody came for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// The values in the portal.
    SetUp,
    /// The values in the portal, and then everything away again.
    SetUpAndUndo,
    /// As the one before, and what was deleted is removed for good.
    SetUpUndoAndPurge,
    /// To look what another tab does.
    Look,
    /// Something stands there since long, and is to be kept up.
    KeepUp(Errand),
}

/// Which application somebody wants to have the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What the page suggests.
    Suggested,
    /// A new one, whatever is there.
    New,
    /// The first that is there, approving what others put on it.
    FirstApproving,
    /// The first that is there, approving nothing.
    FirstAsItIs,
    /// One that was deleted, if there is one.
    Deleted,
}

/// How it ended for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The portal has the values, and nothing else is left.
    Done,
    /// What the run made is gone.
    RolledBack,
    /// The record says what there is, and the person has read it.
    Incomplete,
}

pub struct Person {
    pub name: &'static str,
    pub browser: usize,
    pub account: &'static str,
    pub intent: Intent,
    pub choice: Choice,
    pub first_visit: Millis,
    /// How often the page was opened; the tab of an earlier visit is gone.
    pub visits: Cell<u32>,
    pub frozen_until: Cell<Millis>,
    pub dying: Cell<Option<LastWrite>>,
    /// The work under way, for the Cancel button.
    pub cancel: RefCell<Option<Rc<Cancel>>>,
    pub ending: Cell<Option<(Ending, Millis)>>,
    /// What the person remembers: the portal said that it has the values.
    pub has_handed_over: Cell<bool>,
    /// So many tasks of the errand are done.
    pub tasks_done: Cell<usize>,
    /// Which set-up is meant: the one that the portal uses, or another one.
    pub means: Means,
    /// When the last of the runs was begun.
    pub last_begun: Cell<Millis>,
    /// The person pressed Undo for that run, and meant it.
    pub undoing: RefCell<Option<String>>,
    /// The person was asked about a purge, and agreed.
    pub purges: Cell<bool>,
    /// The person decided otherwise than to go on: an undo, or to leave it as it is.
    pub changed_mind: Cell<bool>,
    /// Runs begun, each with an application of its own.
    pub new_runs: Cell<u32>,
    /// The last visit in which what came to light was looked for.
    pub has_noticed: Cell<u32>,
    /// When the present visit began.
    pub visiting_since: Cell<Millis>,
    pub requests: Cell<u32>,
    pub calm_requests: Cell<u32>,
}

impl Person {
    pub fn new(
        name: &'static str,
        browser: usize,
        account: &'static str,
        intent: Intent,
        first_visit: Millis,
    ) -> Self {
        Self {
            name,
            browser,
            account,
            intent,
            choice: Choice::Suggested,
            first_visit,
            visits: Cell::new(0),
            frozen_until: Cell::new(0),
            dying: Cell::new(None),
            cancel: RefCell::default(),
            ending: Cell::new(None),
            has_handed_over: Cell::new(false),
            tasks_done: Cell::new(0),
            means: Means::TheUsed,
            last_begun: Cell::new(0),
            undoing: RefCell::default(),
            purges: Cell::new(false),
            changed_mind: Cell::new(false),
            new_runs: Cell::new(0),
            has_noticed: Cell::new(0),
            visiting_since: Cell::new(0),
            requests: Cell::new(0),
            calm_requests: Cell::new(0),
        }
    }

    /// Whether the laptop has just woken up: what was to come meanwhile did not come.
    pub fn slept_since(&self, now: Millis) -> bool {
        now > 0 && self.frozen_until.get() == now
    }
}
