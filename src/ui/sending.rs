//! "Send to Customer Manager": which address, how far the values have come, and in words what became of them.

use super::app::App;
use super::dom::{Node, all, el, live, nothing};
use super::ended::Ended;
use super::parts::*;
use crate::browser::page;
use crate::browser::portal_window::{Progress, Values};
use crate::handover::Field;
use crate::handover::address::PortalAddress;
use crate::setup::receipt::client_id;
use crate::words::Words;
use leptos::prelude::*;
use std::rc::Rc;

/// How far the values have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    NotYet,
    WaitingForPortal,
    Ended(Progress),
}

impl Delivery {
    /// What is known when the screen comes up.
    pub fn of(ended: &Ended) -> Self {
        match ended.taken.get() {
            true => Self::Ended(Progress::Received {
                missing: Vec::new(),
            }),
            false => Self::NotYet,
        }
    }

    /// Whether the portal may have the secret, though it did not say so for all fields.
    pub fn may_have_arrived(&self) -> bool {
        matches!(
            self,
            Self::Ended(Progress::Received { .. } | Progress::Unconfirmed | Progress::Saved)
        )
    }

    pub fn arrived(&self, field: Field) -> Option<bool> {
        match self {
            Self::Ended(Progress::Received { missing }) => Some(!missing.contains(&field)),
            Self::Ended(Progress::Saved) => Some(true),
            _ => None,
        }
    }

    pub fn is_complete(&self) -> bool {
        Field::ALL
            .into_iter()
            .all(|field| self.arrived(field) == Some(true))
    }
}

pub fn sending(app: App, ended: &Rc<Ended>, delivery: RwSignal<Delivery, LocalStorage>) -> Node {
    let configured = app.portal();
    let typed = RwSignal::new(String::new());
    let typing = match configured {
        Some(_) => nothing(),
        None => address_field(typed),
    };
    let ended = ended.clone();
    let body = live(move || {
        if delivery.with(Delivery::is_complete) {
            return nothing();
        }
        let address = match &configured {
            Some(address) => Ok(address.clone()),
            None => PortalAddress::for_page(&typed.get(), &page::address()),
        };
        match address {
            Ok(address) if delivery.with(|delivery| *delivery == Delivery::WaitingForPortal) => {
                waiting(app, &address, delivery)
            }
            Ok(address) => ready(app, ended.clone(), address, delivery),
            Err(error) => {
                let send = press(SEND, "primary", || ()).attr("disabled", "");
                let words = if typed.with(String::is_empty) {
                    String::new()
                } else {
                    format!("This address cannot be used: {error}.")
                };
                all(vec![actions(vec![send]), hint(words)])
            }
        }
    });
    all(vec![typing, body])
}

const SEND: &str = "Send to Customer Manager";

fn address_field(typed: RwSignal<String>) -> Node {
    let input = el("input")
        .attr("type", "url")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "https://")
        .attr("aria-describedby", "portal-hint")
        .on("input", move |event| typed.set(value_of(&event)));
    let hint =
        "As in the address bar of your Customer Manager. The values go to this address only.";
    field(
        "portal",
        "Customer Manager address",
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
    let send = button(SEND, "primary", move || {
        deliver(app, &ended, &address, delivery)
    });
    let hint = el("p")
        .class("hint")
        .text("Opens ")
        .child(b(origin))
        .text(" in a new window and sends the three values to it, and to no other page.");
    all(vec![actions(vec![send]), hint])
}

fn waiting(app: App, address: &PortalAddress, delivery: RwSignal<Delivery, LocalStorage>) -> Node {
    let words = el("p")
        .text("Waiting for Customer Manager at ")
        .child(b(address.origin()))
        .text(". Sign in there if it asks.");
    let cancel = move || {
        app.drop_hand_over();
        delivery.set(Delivery::NotYet);
    };
    all(vec![
        notice("busy", "status", vec![words]),
        actions(vec![button("Cancel", "", cancel)]),
    ])
}

fn deliver(
    app: App,
    ended: &Rc<Ended>,
    address: &PortalAddress,
    delivery: RwSignal<Delivery, LocalStorage>,
) {
    let values = {
        let record = ended.record.borrow();
        let (Some(client), Some(secret)) = (client_id(&record), ended.secret.clone()) else {
            return;
        };
        Values {
            tenant: record.tenant,
            client,
            secret,
        }
    };
    delivery.set(Delivery::WaitingForPortal);
    let progress = {
        let ended = ended.clone();
        move |progress: Progress| {
            if matches!(&progress, Progress::Received { missing } if missing.is_empty()) {
                app.delivered(&ended);
            }
            delivery.set(Delivery::Ended(progress));
        }
    };
    app.hand_over(address, values, Box::new(progress));
}

/// What became of the hand-over, in words.
pub fn outcome(delivery: &Delivery) -> Node {
    let Delivery::Ended(progress) = delivery else {
        return nothing();
    };
    let copy = "Or copy the values one by one and paste them there.";
    let failed = |title: &'static str, text: &'static str, act: &'static str| {
        message("bad", "alert", &Words::new(title, text).act(act).act(copy))
    };
    match progress {
        Progress::Received { missing } if missing.is_empty() => message(
            "good",
            "status",
            &Words::new(
                "Customer Manager has the three values",
                "Now press Save there, then One-time Sync.",
            ),
        ),
        Progress::Saved => message(
            "good",
            "status",
            &Words::new(
                "Customer Manager has saved the three values",
                "Now press One-time Sync. there: it shows that the secret works.",
            ),
        ),
        Progress::Received { missing } => {
            let names: Vec<&str> = missing.iter().map(|field| field.label()).collect();
            let names = names.join(", ");
            message(
                "bad",
                "alert",
                &Words::new(
                    format!("{names} did not arrive"),
                    "Customer Manager does not show what it was sent.",
                )
                .act(format!("Press Copy at {names} and paste it there."))
                .act("Or send all three again."),
            )
        }
        Progress::Blocked => failed(
            "The browser blocked the window",
            "Customer Manager opens in a window of its own.",
            "Allow pop-up windows for this page, then press Send to Customer Manager again.",
        ),
        Progress::NoRelay => failed(
            "A part of this page could not be loaded",
            "handover.html is missing beside it, or is blocked.",
            "Tell whoever hosts this page.",
        ),
        Progress::Unconfirmed => failed(
            "Customer Manager did not confirm",
            "The values were sent, and no answer came. They may have arrived.",
            "Look whether the fields are filled there. If not, press Send to Customer Manager again.",
        ),
        Progress::Closed => failed(
            "The window was closed, or cut off from this page",
            "Nothing was sent. Some portals do not let another page talk to them.",
            "Press Send to Customer Manager again and leave the window open.",
        ),
        Progress::NoAnswer => failed(
            "Customer Manager did not answer",
            "Nothing was sent. It may not know this way of handing over, or may not list this page as allowed.",
            "Sign in there, then press Send to Customer Manager again.",
        ),
    }
}
