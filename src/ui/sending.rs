//! "Send to Customer Manager": which address, how far the values have come, and in words what became of them.

use super::app::App;
use super::dom::{Node, all, el, live, nothing};
use super::ended::Ended;
use super::parts::*;
use super::settling::{Hold, waiting_words};
use crate::browser::extension::Host;
use crate::browser::page;
use crate::browser::portal_window::{Progress, Values};
use crate::handover::Field;
use crate::handover::address::{AddressError, PortalAddress};
use crate::setup::receipt::{Way, client_id};
use crate::words::sending as says;
use crate::words::{self, Words};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::rc::Rc;

/// How far the values have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    NotYet,
    WaitingForPortal,
    Ended(Progress),
    /// The extension has put the values into the page.
    Filled(Switch),
    /// Sealed for the browser that asked, and the link was taken.
    Sealed,
    /// It was doing so when the page went away, or would not let go of a value.
    Doubtful,
}

/// User Look-Up Usage on a page that was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It is Use.
    Set,
    /// The page has no such switch that is known.
    ByHand,
}

impl Delivery {
    /// What is known when the screen comes up.
    pub fn of(ended: &Ended) -> Self {
        let told = ended.proofs.with_untracked(|proofs| proofs.delivered);
        match told.map(|delivery| delivery.way) {
            Some(Way::Sealed) => Self::Sealed,
            Some(Way::Filled) => Self::Filled(Switch::ByHand),
            Some(Way::Confirmed) => Self::Ended(Progress::Received {
                missing: Vec::new(),
            }),
            Some(Way::Saved) => Self::Ended(Progress::Saved),
            Some(Way::Copied) | None => Self::NotYet,
        }
    }

    /// Whether the portal may have the secret, though it did not say so for all fields.
    pub fn may_have_arrived(&self) -> bool {
        matches!(
            self,
            Self::Filled(_)
                | Self::Doubtful
                | Self::Ended(Progress::Received { .. } | Progress::Unconfirmed | Progress::Saved)
        )
    }

    pub fn arrived(&self, field: Field) -> Option<bool> {
        match self {
            Self::Ended(Progress::Received { missing }) => Some(!missing.contains(&field)),
            Self::Filled(_) | Self::Ended(Progress::Saved) => Some(true),
            _ => None,
        }
    }

    /// Sending came to nothing: the portal does not know this way, or cuts its window off.
    pub fn is_unanswered(&self) -> bool {
        matches!(self, Self::Ended(Progress::NoAnswer | Progress::Closed))
    }

    pub fn is_complete(&self) -> bool {
        let arrived = |field| self.arrived(field) == Some(true);
        *self == Self::Sealed || Field::ALL.into_iter().all(arrived)
    }
}

/// The portal that the user named: in `config.json`, or by typing its address.
pub fn named(app: App, typed: &str) -> Result<PortalAddress, AddressError> {
    match app.portal() {
        Some(configured) => Ok(configured),
        None => PortalAddress::for_page(typed, &page::address()),
    }
}

pub fn sending(
    app: App,
    ended: &Rc<Ended>,
    delivery: RwSignal<Delivery, LocalStorage>,
    typed: RwSignal<String, LocalStorage>,
) -> Node {
    let typing = match app.portal() {
        Some(_) => nothing(),
        None => when(
            move || !delivery.with(Delivery::is_complete),
            move || address_field(typed),
        ),
    };
    let ended = ended.clone();
    let body = live(move || {
        if delivery.with(Delivery::is_complete) {
            return nothing();
        }
        match named(app, &typed.get()) {
            Ok(address) if delivery.with(|delivery| *delivery == Delivery::WaitingForPortal) => {
                waiting(app, &ended, &address, delivery)
            }
            Ok(address) => ready(app, ended.clone(), address, delivery),
            Err(error) => {
                let send = press(says::send(), weight(app), || ()).attr("disabled", "");
                let words = if typed.with(String::is_empty) {
                    String::new()
                } else {
                    says::unusable(error)
                };
                all(vec![actions(vec![send]), hint(words)])
            }
        }
    });
    all(vec![typing, body])
}

/// In an extension's panel the page beside is filled in, and sending is the other way.
fn weight(app: App) -> &'static str {
    match app.state().host {
        // Somebody has asked: then sealing is the first way.
        Host::Page if app.asking.request.with(Option::is_none) => "primary",
        Host::Page | Host::Extension => "",
    }
}

fn address_field(typed: RwSignal<String, LocalStorage>) -> Node {
    let input = el("input")
        .attr("type", "url")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "https://")
        .attr("aria-describedby", "portal-hint")
        .on("input", move |event| typed.set(value_of(&event)));
    let hint = says::address_hint();
    field(
        "portal",
        says::address(),
        input,
        hint_for("portal-hint", vec![plain(hint)]),
    )
}

fn ready(
    app: App,
    ended: Rc<Ended>,
    address: PortalAddress,
    delivery: RwSignal<Delivery, LocalStorage>,
) -> Node {
    let origin = address.origin();
    let (before, after) = says::opens();
    let send = button(says::send(), weight(app), move || {
        deliver(app, &ended, &address, delivery)
    });
    let hint = el("p")
        .class("hint")
        .text(before)
        .child(b(origin))
        .text(after);
    all(vec![actions(vec![send]), hint])
}

fn waiting(
    app: App,
    ended: &Ended,
    address: &PortalAddress,
    delivery: RwSignal<Delivery, LocalStorage>,
) -> Node {
    let (hold, origin) = (ended.hold, address.origin());
    let words = live(move || match hold.with(waiting_words) {
        Some(words) => p(words),
        None => el("p")
            .text(says::waits().0)
            .child(b(origin.clone()))
            .text(says::waits().1),
    });
    let cancel = move || {
        app.drop_hand_over();
        delivery.set(Delivery::NotYet);
    };
    all(vec![
        notice("busy", "status", vec![words]),
        actions(vec![button(says::cancel(), "", cancel)]),
    ])
}

fn deliver(
    app: App,
    ended: &Rc<Ended>,
    address: &PortalAddress,
    delivery: RwSignal<Delivery, LocalStorage>,
) {
    let Some(values) = values(ended) else {
        return;
    };
    delivery.set(Delivery::WaitingForPortal);
    let progress = {
        let ended = ended.clone();
        move |progress: Progress| {
            let way = match progress {
                Progress::Saved => Way::Saved,
                _ => Way::Confirmed,
            };
            let now = Delivery::Ended(progress);
            if now.is_complete() {
                app.delivered(&ended, way);
            }
            delivery.set(now);
        }
    };
    let gate = ended.hold.with_untracked(Hold::gate);
    app.hand_over(address, values, gate, Box::new(progress));
}

/// The three values, as long as the secret is here.
pub fn values(ended: &Ended) -> Option<Values> {
    let record = ended.record.borrow();
    Some(Values {
        tenant: record.tenant,
        client: client_id(&record)?,
        secret: ended.secret.clone()?,
    })
}

/// What became of the hand-over. It takes up the focus that went with the button, and with it a narrow page goes to where it stands.
pub fn outcome(app: App, delivery: RwSignal<Delivery, LocalStorage>) -> Node {
    Effect::new(move |seen: Option<()>| {
        let waits = delivery.with(|delivery| *delivery == Delivery::WaitingForPortal);
        if seen.is_some() && !waits {
            Timeout::new(0, || page::catch_focus("#outcome")).forget();
        }
    });
    live(move || {
        let told = delivery.with(|delivery| in_words(app, delivery));
        told.attr("id", "outcome").attr("tabindex", "-1")
    })
}

fn in_words(app: App, delivery: &Delivery) -> Node {
    let progress = match delivery {
        Delivery::Ended(progress) => progress,
        Delivery::Filled(switch) => {
            let words = words::bookmark::filled();
            let words = match switch {
                Switch::Set => words,
                Switch::ByHand => words.act(words::bookmark::usage_by_hand()),
            };
            return message("good", "status", &words);
        }
        Delivery::Sealed => return message("good", "status", &words::sealed::was_sealed()),
        _ => return nothing(),
    };
    let copy = says::copy_instead();
    let failed = |title: &'static str, text: &'static str, act: &'static str| {
        let words = Words::new(title, text).act(act);
        let words = match app.state().host == Host::Page && delivery.is_unanswered() {
            true => words.act(says::bookmark_instead()),
            false => words,
        };
        message("bad", "alert", &words.act(copy))
    };
    match progress {
        Progress::Received { missing } if missing.is_empty() => message(
            "good",
            "status",
            &Words::new(says::received(), says::now_save()),
        ),
        Progress::Saved => message(
            "good",
            "status",
            &Words::new(says::saved(), says::now_sync()),
        ),
        Progress::Received { missing } => {
            let names: Vec<&str> = missing.iter().map(|field| field.label()).collect();
            let names = names.join(", ");
            message(
                "bad",
                "alert",
                &Words::new(says::did_not_arrive(&names), says::not_shown())
                    .act(says::copy_them(&names))
                    .act(says::send_again()),
            )
        }
        Progress::Blocked => failed(says::blocked(), says::own_window(), says::allow_windows()),
        Progress::NoRelay => failed(says::no_relay(), says::relay_missing(), says::tell_host()),
        Progress::Unconfirmed => failed(
            says::unconfirmed(),
            says::may_have_arrived(),
            says::look_there(),
        ),
        Progress::Closed => failed(says::closed(), says::nothing_sent(), says::leave_open()),
        Progress::NoAnswer => failed(
            says::no_answer(),
            says::may_not_know(),
            says::sign_in_there(),
        ),
    }
}
