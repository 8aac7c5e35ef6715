//! What a look at the tenant leads to: the plan where nothing stands yet, else how it stands, or the renewal that a link or a screen
//! asked for. It holds what was read and decides which screen comes up.

use super::app::App;
use super::review::Draft;
use super::screen::Screen;
use crate::graph::Graph;
use crate::ids::ApplicationId;
use crate::receipt::Receipt;
use crate::setup::find::Found;
use crate::setup::plan::{Plan, Target, Work};
use crate::setup::status::{SetUp, status};
use crate::words;
use crate::words::language::Told;
use leptos::prelude::*;
use std::rc::Rc;

/// What the next look at the tenant is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A reminder's link: the renewal, if there is one set-up. The tenant is what the link names, and only a hint.
    Renew { tenant: String },
    /// A receipt that was opened: what has become of it.
    Compare(Rc<Receipt>),
    /// A renewal has just been handed over: its old secrets.
    RemoveOld(ApplicationId),
}

/// What was read of a tenant in which something stands.
pub struct Standing {
    pub found: Rc<Found>,
    pub set_ups: Vec<SetUp>,
}

/// One of the set-ups, with all that was read beside it.
#[derive(Clone)]
pub struct Chosen {
    pub standing: Rc<Standing>,
    index: usize,
}

impl Chosen {
    pub fn new(standing: &Rc<Standing>, index: usize) -> Self {
        Self {
            standing: standing.clone(),
            index,
        }
    }

    pub fn set_up(&self) -> &SetUp {
        &self.standing.set_ups[self.index]
    }

    pub fn found(&self) -> &Rc<Found> {
        &self.standing.found
    }

    /// A plan for this set-up.
    pub fn plan(&self, app: App, work: Work) -> Plan {
        Plan {
            target: Target::from(&self.set_up().application),
            work,
            ..Plan::suggested(app.profile())
        }
    }

    /// Carries a plan out that makes no secret, so has no end of its own.
    pub fn carry_out(&self, app: App, draft: Draft) -> impl Fn() + 'static {
        let found = self.found().clone();
        move || app.create(&found, draft.get_untracked(), app.server_now())
    }
}

/// What the user is about to do with a set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Renew,
    Repair,
    RemoveOld,
    Remove,
}

impl App {
    pub(super) fn wish(self, wish: Wish) {
        self.state().wish.replace(Some(wish));
    }

    pub(super) fn wants_to_renew(self) -> bool {
        matches!(*self.state().wish.borrow(), Some(Wish::Renew { .. }))
    }

    /// The tenant that a link for renewing names; empty if there is none.
    pub(super) fn tenant_to_renew(self) -> String {
        match &*self.state().wish.borrow() {
            Some(Wish::Renew { tenant }) => tenant.clone(),
            _ => String::new(),
        }
    }

    /// The tenant that the sign-in is suggested for: that of the link, or that of the portal beside.
    pub(super) fn tenant_hint(self) -> String {
        match self.tenant_to_renew() {
            tenant if tenant.is_empty() => self.suggested_tenant(),
            tenant => tenant,
        }
    }

    /// Reads how the set-ups stand, and shows what this look was for.
    pub(super) async fn show_standing(self, graph: &Graph<'_>, found: Found) {
        let set_ups = match status(graph, self.profile(), &found).await {
            Ok(set_ups) => set_ups,
            Err(error) => return self.show(Screen::Unreadable(Told::new(|| words::find(&error)))),
        };
        let (tenant, seen) = (found.organization.id, set_ups.clone());
        self.change_end_dates(move |dates| dates.correct(tenant, &seen));
        let wish = self.state().wish.take();
        if let Some(Wish::Compare(receipt)) = wish {
            return self.show_compared(graph, &found, receipt).await;
        }
        let found = Rc::new(found);
        if set_ups.is_empty() {
            return self.show(Screen::Review(found));
        }
        let standing = Rc::new(Standing { found, set_ups });
        let wished = match wish {
            Some(Wish::Renew { .. }) => match standing.set_ups.as_slice() {
                [_] => Some((0, Task::Renew)),
                // Which of several is meant, the user says.
                _ => None,
            },
            Some(Wish::RemoveOld(id)) => {
                let mut all = standing.set_ups.iter();
                let index = all.position(|one| one.application.id == id);
                index.map(|index| (index, Task::RemoveOld))
            }
            Some(Wish::Compare(_)) | None => None,
        };
        self.show(match wished {
            Some((index, task)) => Screen::Task(Chosen::new(&standing, index), task),
            None => Screen::Status(standing),
        });
    }

    /// Reads the tenant again, for the old secrets of an application that has a new one.
    pub(super) fn look_at_old_secrets(self, application: ApplicationId) {
        self.wish(Wish::RemoveOld(application));
        self.look();
    }
}
