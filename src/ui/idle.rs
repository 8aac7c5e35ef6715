//! What the page holds in memory goes when nobody uses it or when it is left: the access token after ten minutes (once no search
//! for strays uses it any more), everything with the page. It decides nothing about a run: the journal has what is open, and a secret that nobody took is removed from there.

use super::app::App;
use super::screen::Screen;
use crate::browser::page::{document, window};
use crate::words;
use crate::words::language::Told;
use chrono::TimeDelta;
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

const IDLE: TimeDelta = TimeDelta::minutes(10);
const LOOK_EVERY_MS: u32 = 5_000;

pub(super) fn wipe_what_is_not_used(app: App) {
    let used = Rc::new(Cell::new(app.now()));
    let note = {
        let used = used.clone();
        Closure::<dyn Fn()>::new(move || used.set(app.now())).into_js_value()
    };
    for event in ["pointerdown", "keydown"] {
        (document().add_event_listener_with_callback(event, note.unchecked_ref())).ok();
    }
    Interval::new(LOOK_EVERY_MS, move || {
        if app.now() - used.get() >= IDLE {
            app.sign_out_idle();
        }
    })
    .forget();
    // A page that the browser keeps for its Back button is still in memory.
    let leave = Closure::<dyn Fn()>::new(move || app.forget_everything()).into_js_value();
    (window().add_event_listener_with_callback("pagehide", leave.unchecked_ref())).ok();
}

impl App {
    /// What is under way goes on: a run waits for nobody, and the secret in hand is all that there is of it.
    fn sign_out_idle(self) {
        let waits = (self.screen).with_untracked(|screen| !matches!(screen, Screen::Creating(..)));
        if !waits || self.state().session.take().is_none() {
            return;
        }
        let needs_it = |screen: &Screen| {
            matches!(
                screen,
                Screen::Review(_)
                    | Screen::Status(_)
                    | Screen::Task(..)
                    | Screen::AskLeave
                    | Screen::Unreadable(_)
            )
        };
        if self.screen.with_untracked(needs_it) {
            self.stop_settling();
            self.account.set(None);
            self.show(Screen::SignIn(Some(Told::new(words::idle))));
        }
    }

    fn forget_everything(self) {
        let state = self.state();
        self.stop_settling();
        state.session.take();
        state.hand_over.take();
        state.guard.take();
        self.show(Screen::Busy(words::screen::page_left));
    }
}
