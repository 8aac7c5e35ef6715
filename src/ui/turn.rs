//! One writer to a browser: a tab takes its turn before it writes to a tenant, and says so when it is another one's. What a turn
//! is made of is in `browser::lock`.

use super::app::App;
use super::dom::Node;
use super::parts::*;
use super::screen::Screen;
use crate::browser::lock::{self, Turn, Writer};
use crate::browser::page::LeaveGuard;
use crate::graph::Graph;
use crate::words::turn as says;
use crate::words::{self, Words};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::{Rc, Weak};

/// Why this tab may not write now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// Another tab is at it.
    UnderWay,
    /// Another tab was at it since this one looked.
    OutOfDate,
    /// The browser cannot tell.
    Unknown,
}

/// While a secret is in this page only: the browser asks before the page is left, and other tabs wait.
pub(super) struct Guard {
    leave: LeaveGuard,
    writer: Option<Rc<Writer>>,
}

impl Guard {
    /// The page may be left. What was begun in the same breath, such as an undo, still finds the turn to be this tab's.
    pub(super) fn end(self) {
        drop(self.leave);
        Timeout::new(0, move || drop(self.writer)).forget();
    }
}

impl App {
    /// Runs `work`, which writes, with Graph for the signed-in user. The turn is this tab's until all that it began has ended.
    pub(super) fn write(self, work: impl AsyncFnOnce(Self, Graph<'_>) + 'static) {
        self.in_turn(Box::new(move |app, writer| {
            app.with_graph(async move |app, graph| {
                work(app, graph).await;
                drop(writer);
            });
        }));
    }

    /// Does `work` when it is this tab's turn, or says why it is not.
    pub(super) fn in_turn(self, work: Box<dyn FnOnce(Self, Rc<Writer>)>) {
        spawn_local(async move {
            match self.take_turn().await {
                Ok(writer) => work(self, writer),
                Err(NotNow::UnderWay) => self.wait_for_turn(Self::look),
                Err(why) => self.show(Screen::NotNow(why)),
            }
        });
    }

    pub(super) async fn take_turn(self) -> Result<Rc<Writer>, NotNow> {
        if let Some(writer) = self.writer() {
            return Ok(writer);
        }
        match lock::turn().await {
            Turn::Mine(writer) => {
                let writer = Rc::new(writer);
                self.state().writer.replace(Rc::downgrade(&writer));
                Ok(writer)
            }
            Turn::Theirs => Err(NotNow::UnderWay),
            Turn::OutOfDate => Err(NotNow::OutOfDate),
            Turn::Unknown => Err(NotNow::Unknown),
        }
    }

    /// The turn, if it is this tab's now.
    pub(super) fn writer(self) -> Option<Rc<Writer>> {
        self.state().writer.borrow().upgrade()
    }

    pub(super) fn guard_page(self) {
        self.state().guard.replace(Some(Guard {
            leave: LeaveGuard::default(),
            writer: self.writer(),
        }));
    }

    /// Whether another tab is writing.
    pub(super) async fn is_under_way_elsewhere(self) -> bool {
        self.writer().is_none() && lock::is_taken().await
    }

    /// Says that another tab is at it, and goes on with `then` when it is not any more.
    pub(super) fn wait_for_turn(self, then: fn(Self)) {
        self.show(Screen::NotNow(NotNow::UnderWay));
        spawn_local(async move {
            lock::freed().await;
            let still_waiting =
                |screen: &Screen| matches!(screen, Screen::NotNow(NotNow::UnderWay));
            if self.screen.with_untracked(still_waiting) {
                then(self);
            }
        });
    }
}

pub(super) type Turns = std::cell::RefCell<Weak<Writer>>;

pub fn not_now(app: App, why: NotNow) -> Node {
    let (title, words): (_, Words) = match why {
        NotNow::UnderWay => (says::one_moment(), words::under_way_elsewhere()),
        NotNow::OutOfDate => (says::look_again(), words::changed_elsewhere()),
        NotNow::Unknown => (says::not_ready(), words::no_locks()),
    };
    let look = match why {
        NotNow::OutOfDate => button(says::look_again(), "primary", move || app.look()),
        NotNow::UnderWay | NotNow::Unknown => super::dom::nothing(),
    };
    section(vec![
        heading(title),
        message("warn", "alert", &words),
        actions(vec![
            look,
            button(says::start_over(), "", move || app.start_over()),
        ]),
    ])
}
