//! Which screen is up, and what each shows. It decides nothing: `app` puts the screens up.

use super::app::App;
use super::creating::{self, Steps};
use super::dom::{Node, all, el, live, live_text};
use super::ended::Ended;
use super::parts::{actions, button, heading, message, section};
use super::receipt::{self, Compared};
use super::standing::{Chosen, Standing, Task};
use super::turn::{self, NotNow};
use super::{
    asked, done, hand_over, interrupted, kept_up, leave, old_secrets, received, register, remove,
    renew, repair, request, review, sign_in, status, undo,
};
use crate::graph::Failure;
use crate::receipt::{NotAReceipt, Receipt};
use crate::setup::find::Found;
use crate::setup::journal::Record;
use crate::setup::leave::Left;
use crate::setup::undo::Undone;
use crate::words::Words;
use crate::words::language::Told;
use crate::words::screen as says;
use leptos::prelude::*;
use std::rc::Rc;

/// What is on the page.
#[derive(Clone)]
pub enum Screen {
    /// The hosted copy has no client id yet.
    Register,
    /// `config.json` cannot be used.
    Misconfigured(Told<Words>),
    SignIn(Option<Told<Words>>),
    /// About to ask an Entra administrator for the values.
    Request,
    /// Somebody asks for the values.
    Asked,
    /// Values that came sealed, about to be handed over.
    Received(Rc<Ended>),
    /// What became of a link: the kind of the notice, and its words.
    Told(&'static str, Told<Words>),
    /// This browser began a run and did not bring it to its end, nor so many earlier ones; nobody has signed in.
    Interrupted(Rc<Record>, usize),
    /// Another tab writes.
    NotNow(NotNow),
    Busy(fn() -> &'static str),
    /// The tenant could not be looked at.
    Unreadable(Told<Words>),
    Review(Rc<Found>),
    /// What stands in the tenant, and how.
    Status(Rc<Standing>),
    /// What is about to be done with one of the set-ups.
    Task(Chosen, Task),
    /// A run under way, and what it does.
    Creating(Told<&'static str>, Steps),
    Stopped(Rc<Ended>, Steps),
    HandOver(Rc<Ended>),
    Done(Rc<Ended>),
    AskUndo(Rc<Ended>),
    Undone(Rc<Ended>, Rc<Undone>),
    /// The record of a removal for good that has not begun.
    AskPurge(Rc<Record>),
    /// About to remove Entra Handover itself.
    AskLeave,
    Left(Result<Left, Failure>),
    /// A run that brought no secret.
    KeptUp(Rc<Ended>),
    /// A receipt is to be opened, and the file chosen before was none.
    OpenReceipt(Option<NotAReceipt>),
    /// A receipt that was opened.
    Receipt(Rc<Receipt>, Compared),
}

impl Screen {
    /// Which of the four steps the screen belongs to, from 0; 4 when all are done.
    pub fn step(&self) -> usize {
        match self {
            Self::Register
            | Self::Misconfigured(_)
            | Self::SignIn(_)
            | Self::Request
            | Self::Asked
            | Self::Told(..)
            | Self::Busy(_)
            | Self::Interrupted(..)
            | Self::NotNow(_)
            | Self::OpenReceipt(_)
            | Self::Receipt(_, Compared::NotYet) => 0,
            Self::Unreadable(_)
            | Self::Review(_)
            | Self::Status(_)
            | Self::Task(..)
            | Self::AskLeave
            | Self::Receipt(..) => 1,
            Self::Creating(..) | Self::Stopped(..) => 2,
            Self::HandOver(_) | Self::Received(_) => 3,
            Self::Done(_)
            | Self::AskUndo(_)
            | Self::Undone(..)
            | Self::AskPurge(_)
            | Self::Left(_)
            | Self::KeptUp(_) => 4,
        }
    }
}

/// The screen that is up, and a line that only a screen reader says.
pub fn screen(app: App) -> Node {
    all(vec![
        live(move || {
            app.language.track();
            render(app, app.screen.get())
        }),
        el("p")
            .class("sr")
            .attr("role", "status")
            .child(live_text(move || app.said.get())),
    ])
}

fn render(app: App, screen: Screen) -> Node {
    match screen {
        Screen::Register => register::register(app),
        Screen::Misconfigured(words) => section(vec![
            heading(says::not_ready()),
            message("bad", "alert", words.now()),
        ]),
        Screen::SignIn(words) => sign_in::sign_in(app, words.as_ref().map(Told::now)),
        Screen::Request => request::request(app),
        Screen::Asked => asked::asked(app),
        Screen::Received(ended) => received::received(app, &ended),
        Screen::Told(kind, words) => received::told(app, kind, words.now()),
        Screen::Interrupted(record, more) => interrupted::interrupted(app, &record, more),
        Screen::NotNow(why) => turn::not_now(app, why),
        Screen::Busy(text) => busy(text()),
        Screen::Unreadable(words) => section(vec![
            heading(says::review()),
            message("bad", "alert", words.now()),
            actions(vec![
                button(says::try_again(), "primary", move || app.look()),
                button(says::start_over(), "", move || app.start_over()),
            ]),
        ]),
        Screen::Review(found) => review::review(app, &found),
        Screen::Status(standing) => status::status(app, &standing),
        Screen::Task(chosen, task) => match task {
            Task::Renew => renew::renew(app, &chosen),
            Task::Repair => repair::repair(app, &chosen),
            Task::RemoveOld => old_secrets::ask(app, &chosen),
            Task::Remove => remove::remove(app, &chosen),
        },
        Screen::Creating(title, steps) => creating::creating(app, title.now(), steps),
        Screen::Stopped(ended, steps) => creating::stopped(app, &ended, steps),
        Screen::HandOver(ended) => hand_over::hand_over(app, &ended),
        Screen::Done(ended) => done::done(app, &ended),
        Screen::AskUndo(ended) => undo::ask(app, &ended),
        Screen::Undone(ended, undone) => undo::undone(app, &ended, &undone),
        Screen::AskPurge(record) => undo::ask_purge(app, &record),
        Screen::AskLeave => leave::ask(app),
        Screen::Left(result) => leave::left(app, &result),
        Screen::KeptUp(ended) => kept_up::kept_up(app, &ended),
        Screen::OpenReceipt(refused) => receipt::open(app, refused),
        Screen::Receipt(opened, compared) => receipt::opened(app, &opened, &compared),
    }
}

fn busy(text: &'static str) -> Node {
    let spinner = el("span").class("spinner").attr("aria-hidden", "true");
    let status = el("p")
        .attr("role", "status")
        .child(spinner)
        .text(" ")
        .text(text);
    el("section")
        .attr("aria-busy", "true")
        .child(heading(says::one_moment()))
        .child(status)
}
