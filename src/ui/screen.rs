//! Which screen is up, and what each shows. It decides nothing: `app` puts the screens up.

use super::app::App;
use super::creating::{self, Steps};
use super::dom::{Node, all, el, live, live_text};
use super::ended::Ended;
use super::parts::{actions, button, heading, message, section};
use super::{done, hand_over, register, review, sign_in, undo};
use crate::setup::find::Found;
use crate::setup::undo::Undone;
use crate::words::Words;
use leptos::prelude::*;
use std::rc::Rc;

/// What is on the page.
#[derive(Clone)]
pub enum Screen {
    /// The hosted copy has no client id yet.
    Register,
    /// `config.json` cannot be used.
    Misconfigured(Words),
    SignIn(Option<Words>),
    Busy(&'static str),
    /// The tenant could not be looked at.
    Unreadable(Words),
    Review(Rc<Found>),
    Creating(Steps),
    Stopped(Rc<Ended>, Steps),
    HandOver(Rc<Ended>),
    Done(Rc<Ended>),
    AskUndo(Rc<Ended>),
    Undone(Rc<Ended>, Rc<Undone>),
}

impl Screen {
    /// Which of the four steps the screen belongs to, from 0; 4 when all are done.
    pub fn step(&self) -> usize {
        match self {
            Self::Register | Self::Misconfigured(_) | Self::SignIn(_) | Self::Busy(_) => 0,
            Self::Unreadable(_) | Self::Review(_) => 1,
            Self::Creating(_) | Self::Stopped(..) => 2,
            Self::HandOver(_) => 3,
            Self::Done(_) | Self::AskUndo(_) | Self::Undone(..) => 4,
        }
    }
}

/// The screen that is up, and a line that only a screen reader says.
pub fn screen(app: App) -> Node {
    all(vec![
        live(move || render(app, app.screen.get())),
        el("p")
            .class("sr")
            .attr("role", "status")
            .child(live_text(move || app.said.get())),
    ])
}

fn render(app: App, screen: Screen) -> Node {
    match screen {
        Screen::Register => register::register(app),
        Screen::Misconfigured(words) => {
            section(vec![heading("Not ready"), message("bad", "alert", &words)])
        }
        Screen::SignIn(words) => sign_in::sign_in(app, words.as_ref()),
        Screen::Busy(text) => busy(text),
        Screen::Unreadable(words) => section(vec![
            heading("Review"),
            message("bad", "alert", &words),
            actions(vec![
                button("Try again", "primary", move || app.look()),
                button("Start over", "", move || app.start_over()),
            ]),
        ]),
        Screen::Review(found) => review::review(app, &found),
        Screen::Creating(steps) => creating::creating(app, steps),
        Screen::Stopped(ended, steps) => creating::stopped(app, &ended, steps),
        Screen::HandOver(ended) => hand_over::hand_over(app, &ended),
        Screen::Done(ended) => done::done(app, &ended),
        Screen::AskUndo(ended) => undo::ask(app, &ended),
        Screen::Undone(ended, undone) => undo::undone(app, &ended, &undone),
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
        .child(heading("One moment"))
        .child(status)
}
