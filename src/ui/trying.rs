//! "Test the secret", in the extension: the new application signs in and reads one user before anything is saved. What a browser has
//! to allow for it is asked for in the click and given back; where it cannot, One-time Sync. is the proof, and the screen says so.

use super::app::App;
use super::dom::{Node, all, el, live, nothing, text};
use super::ended::Ended;
use super::parts::*;
use crate::browser::extension::Host;
use crate::browser::extension::door::NetRule;
use crate::graph::client::Cancel;
use crate::setup::receipt::client_id;
use crate::setup::try_secret::{Missing, Outcome, Standing, try_secret};
use crate::signin::client_credentials::Application;
use crate::words;
use crate::words::trying as says;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use std::rc::Rc;

/// How far the test is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Trying {
    Ready,
    /// The browser asks the user.
    Allowing,
    At(Standing),
    Ended(Outcome),
}

type State = RwSignal<Trying, LocalStorage>;
/// What ends the test under way.
type Cancels = Rc<RefCell<Rc<Cancel>>>;

pub fn trying(app: App, ended: &Rc<Ended>) -> Node {
    if app.state().host == Host::Page || ended.secret.is_none() {
        return nothing();
    }
    if NetRule::of(&app.cloud()).is_none() {
        return hint(says::cannot());
    }
    let state = app.kept("trying", || Trying::Ready);
    let cancel = Cancels::default();
    let under_way = SendWrapper::new(cancel.clone());
    // A test does not outlive its screen, nor hold the secret longer.
    on_cleanup(move || under_way.borrow().request());
    let ended = ended.clone();
    live(move || match state.get() {
        Trying::Ready => offer(app, &ended, state, &cancel),
        Trying::Allowing => notice("busy", "status", vec![p(says::allow())]),
        Trying::At(standing) => {
            let cancel = cancel.clone();
            let stop = button(says::cancel(), "", move || cancel.borrow().request());
            // What counts down is not said aloud at every second (`begin` says it).
            let words = el("p").child(progress(app, standing));
            let waits = notice("busy", "", vec![words]);
            all(vec![waits, actions(vec![stop])])
        }
        Trying::Ended(outcome) => {
            let (kind, role) = match outcome {
                Outcome::Works => ("good", "status"),
                Outcome::Cancelled => ("", "status"),
                _ => ("warn", "alert"),
            };
            let told = message(kind, role, &words::tried(&outcome));
            match outcome {
                Outcome::Works => told,
                _ => all(vec![told, offer(app, &ended, state, &cancel)]),
            }
        }
    })
}

fn offer(app: App, ended: &Rc<Ended>, state: State, cancel: &Cancels) -> Node {
    let (ended, cancel) = (ended.clone(), cancel.clone());
    let test = el("button")
        .attr("type", "button")
        .on("click", move |event| {
            if event.is_trusted() && state.with_untracked(may_begin) {
                begin(app, &ended, state, &cancel);
            }
        })
        .text(says::test());
    let words = el("p").class("hint").children([
        text(says::what_it_does().0),
        b(app
            .cloud()
            .login()
            .trim_start_matches("https://")
            .to_owned()),
        text(says::what_it_does().1),
    ]);
    all(vec![actions(vec![test]), words])
}

fn may_begin(state: &Trying) -> bool {
    matches!(state, Trying::Ready | Trying::Ended(_))
}

fn begin(app: App, ended: &Rc<Ended>, state: State, cancels: &Cancels) {
    let cloud = app.cloud();
    let (Some(secret), Some(door)) = (ended.secret.clone(), NetRule::of(&cloud)) else {
        return;
    };
    let Some(client) = client_id(&ended.record.borrow()) else {
        return;
    };
    let (tenant, missing) = {
        let record = ended.record.borrow();
        (record.tenant, Missing::of(&record))
    };
    let cancel = Rc::new(Cancel::default());
    cancels.replace(cancel.clone());
    state.set(Trying::Allowing);
    let proofs = ended.proofs;
    spawn_local(async move {
        let application = Application {
            cloud: &cloud,
            tenant,
            client,
            secret: &secret,
        };
        let ports = app.state().browser.ports();
        let watch = |standing| {
            if let Standing::Waiting { why, .. } = standing {
                app.said.set(words::delay(why).to_owned());
            }
            state.try_set(Trying::At(standing));
        };
        let outcome = try_secret(ports, application, missing, &door, &cancel, &watch).await;
        if outcome == Outcome::Works {
            let now = app.server_now();
            proofs.update(|proofs| proofs.tested = Some(now));
        }
        // The screen may be gone by now, and the signal with it.
        state.try_set(Trying::Ended(outcome));
    });
}

fn progress(app: App, standing: Standing) -> Node {
    live(move || match standing {
        Standing::Asking => text(says::signing_in()),
        Standing::Waiting { why, next, last } => {
            // Read, so that the line counts down.
            app.seconds.track();
            let left = |at: DateTime<Utc>| (at - app.now()).num_seconds().max(0) + 1;
            text(says::next_try(words::delay(why), left(next), left(last)))
        }
    })
}
