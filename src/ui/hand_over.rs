//! Hand over: the three values in the portal's own words and order, with who must still consent, and what to do before leaving.

use super::app::App;
use super::beside::portal_links;
use super::bookmark::bookmark;
use super::differences::{approvals, go_on, listed};
use super::dom::{Node, all, el, live, nothing};
use super::ended::Ended;
use super::filling::filling;
use super::parts::*;
use super::review::Draft;
use super::sealing::sealing;
use super::sending::{Delivery, outcome, sending};
use super::settling::{Hold, held};
use super::trying::trying;
use super::values::value;
use crate::azure_portal::Page;
use crate::browser::page;
use crate::graph::{Failure, Kind};
use crate::handover::Field;
use crate::profile::{Permission, PermissionKind};
use crate::setup::rights::Right;
use crate::setup::run::Stop;
use crate::words::hand_over as says;
use crate::words::{self, roles};
use leptos::prelude::*;
use std::rc::Rc;

pub fn hand_over(app: App, ended: &Rc<Ended>) -> Node {
    let delivery = app.kept("delivery", || Delivery::of(ended));
    let leaving = app.kept("leaving", || false);
    let typed = app.kept("typed", String::new);
    let finish = {
        let ended = ended.clone();
        move || {
            if ended.taken.get() {
                app.finish(&ended);
            } else {
                leaving.set(true);
            }
        }
    };
    let undo = {
        let ended = ended.clone();
        // What the portal may already use is asked about first.
        move || {
            if ended.taken.get() || delivery.with_untracked(Delivery::may_have_arrived) {
                app.ask_undo(&ended);
            } else {
                app.undo(&ended);
            }
        }
    };
    let ends = page::date(ended.record.borrow().ends);
    let warning = live(move || match delivery.with(Delivery::is_complete) {
        true => hint(says::ends(&ends)),
        false => {
            let words = says::not_shown_again(&ends);
            let where_it_is = match delivery.with(Delivery::may_have_arrived) {
                true => says::may_have_it(),
                false => says::only_here(),
            };
            notice("warn", "", vec![el("p").child(b(where_it_is)).text(words)])
        }
    });
    let hold = ended.hold;
    let unconfirmed = live(move || match hold.get() {
        Hold::Waiting(_) => hint(says::being_confirmed()),
        _ => nothing(),
    });
    let values = Field::ALL
        .into_iter()
        .map(|field| value(app, ended, field, delivery));
    let leave = {
        let ended = ended.clone();
        live(move || {
            if leaving.get() {
                leave(app, ended.clone(), (leaving, delivery))
            } else {
                nothing()
            }
        })
    };
    all(vec![
        heading(says::title()),
        consent_missing(app, ended, delivery),
        changed(ended),
        held(app, ended),
        outcome(app, delivery),
        sealing(app, ended, delivery),
        section(vec![
            h2(says::three_values()),
            warning,
            unconfirmed,
            all(values),
            trying(app, ended),
            filling(app, ended, delivery),
            sending(app, ended, delivery, typed),
            bookmark(app, ended, delivery, typed),
        ]),
        portal_links(app, &ended.record.borrow()),
        leave,
        actions(vec![
            press(says::finish(), "", finish).live_attr("class", move || {
                delivery
                    .with(Delivery::is_complete)
                    .then_some("primary".into())
            }),
            button(says::undo(), "", undo),
        ]),
    ])
}

fn changed(ended: &Ended) -> Node {
    if ended.changed.is_empty() {
        return nothing();
    }
    all(vec![
        message("bad", "alert", &words::changed_meanwhile()),
        section(vec![h2(says::added()), listed(&ended.changed)]),
    ])
}

/// Consent that the plan has and the run did not get: who can grant it, or what can be tried.
fn consent_missing(
    app: App,
    ended: &Rc<Ended>,
    delivery: RwSignal<Delivery, LocalStorage>,
) -> Node {
    let record = ended.record.borrow();
    let open = || {
        let granted = |permission: &&Permission| record.consented.contains(&permission.id);
        record
            .plan
            .consents()
            .iter()
            .filter(move |permission| !granted(permission))
    };
    let consent_page = Page::Permissions.about(&record, app.cloud().portal());
    let (Some(consent_page), Some(_)) = (consent_page, open().next()) else {
        return nothing();
    };
    if let Some(stop @ (Stop::Changed { .. } | Stop::Gone)) = &ended.stop {
        return consent_stopped(app, ended, stop);
    }
    let names: Vec<&str> = open().map(|permission| permission.name.as_str()).collect();
    let names = names.join(", ");
    let link = el("a")
        .attr("href", consent_page)
        .attr("target", "_blank")
        .attr("rel", "noreferrer")
        .text(says::open_permissions());
    let then = says::then_grant(&record.tenant_name);
    let how = el("p").child(link).text(then);
    let refused = |failure: &Failure| failure.kind == Kind::Forbidden;
    match ended
        .unconsented
        .iter()
        .map(|(_, failure)| failure)
        .find(|failure| !refused(failure))
    {
        None if ended.stop.is_none() => {
            let right =
                match open().any(|permission| permission.kind == PermissionKind::Application) {
                    true => Right::ConsentToApplicationPermissions,
                    false => Right::ConsentToDelegatedPermissions,
                };
            let roles = roles(right);
            let who = says::who_grants(&names, &roles);
            notice(
                "warn",
                "status",
                vec![h2(says::consent_missing()), p(who), how],
            )
        }
        other => {
            let ended_sign_in = Failure::of(Kind::TokenRejected { claims: None });
            let failure = match &ended.stop {
                Some(Stop::Failed(_, failure)) => failure,
                _ => other.unwrap_or(&ended_sign_in),
            };
            let again = match failure.kind {
                // A sign-in leaves the page, and the secret is only here: first the one, then the other.
                Kind::TokenRejected { .. } => {
                    let ended = ended.clone();
                    live(move || {
                        if !delivery.with(Delivery::is_complete) {
                            return nothing();
                        }
                        let ended = ended.clone();
                        let go_on = move || app.continue_run(&ended);
                        actions(vec![button(says::sign_in_for_consent(), "", go_on)])
                    })
                }
                _ => {
                    let ended = ended.clone();
                    actions(vec![button(says::try_consent(), "", move || {
                        app.retry_consent(&ended)
                    })])
                }
            };
            let words = words::consent_failed(failure).detail(says::permissions(), names);
            all(vec![
                message("warn", "status", &words),
                section(vec![how, again]),
            ])
        }
    }
}

/// Consent was not asked for, because the application is not what it was.
fn consent_stopped(app: App, ended: &Rc<Ended>, stop: &Stop) -> Node {
    let words = message(
        "bad",
        "alert",
        &words::stop(stop, &ended.record.borrow().plan),
    );
    let Stop::Changed { differences } = stop else {
        return words;
    };
    let draft: Draft = app.kept("plan", || ended.record.borrow().plan.clone());
    let again = {
        let ended = ended.clone();
        move || {
            ended.record.borrow_mut().plan = draft.get_untracked();
            app.retry_consent(&ended)
        }
    };
    all(vec![
        words,
        section(vec![
            h2(says::holds_besides()),
            approvals(differences, draft),
            actions(vec![go_on(says::go_on(), "", differences, draft, again)]),
        ]),
    ])
}

fn leave(
    app: App,
    ended: Rc<Ended>,
    (leaving, delivery): (
        RwSignal<bool, LocalStorage>,
        RwSignal<Delivery, LocalStorage>,
    ),
) -> Node {
    let (title, words) = match delivery.with(Delivery::may_have_arrived) {
        true => (says::not_confirmed(), says::not_confirmed_words()),
        false => (says::not_handed_over(), says::not_handed_over_words()),
    };
    notice(
        "warn",
        "alert",
        vec![
            h2(title),
            p(words),
            actions(vec![
                button(says::remove(), "danger", move || app.remove_secret(&ended)),
                button(says::go_back(), "", move || leaving.set(false)),
            ]),
        ],
    )
}
