//! Hand over: the three values in the portal's own words and order, with who must still consent, and what to do before leaving.

use super::app::App;
use super::dom::{Node, all, el, live, nothing};
use super::ended::Ended;
use super::parts::*;
use super::sending::{Delivery, outcome, sending};
use super::values::value;
use crate::browser::page;
use crate::graph::{Failure, Kind};
use crate::handover::Field;
use crate::profile::{Permission, PermissionKind};
use crate::setup::receipt::{client_id, consent_page};
use crate::setup::rights::Right;
use crate::words::{self, roles};
use leptos::prelude::*;
use std::rc::Rc;

pub fn hand_over(app: App, ended: &Rc<Ended>) -> Node {
    let delivery = RwSignal::new_local(Delivery::of(ended));
    let leaving = RwSignal::new(false);
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
        true => hint(format!("Ends on {ends}.")),
        false => {
            let words = format!(" Microsoft does not show it again. Ends on {ends}.");
            notice(
                "warn",
                "",
                vec![el("p").child(b("The secret is only here.")).text(words)],
            )
        }
    });
    let values = Field::ALL
        .into_iter()
        .map(|field| value(app, ended, field, delivery));
    let leave = {
        let ended = ended.clone();
        live(move || {
            if leaving.get() {
                leave(app, ended.clone(), leaving)
            } else {
                nothing()
            }
        })
    };
    all(vec![
        heading("Hand over"),
        consent_missing(app, ended),
        live(move || delivery.with(outcome)),
        section(vec![
            h2("The three values"),
            warning,
            all(values),
            sending(app, ended, delivery),
        ]),
        leave,
        actions(vec![
            press("Finish", "", finish).live_attr("class", move || {
                delivery
                    .with(Delivery::is_complete)
                    .then_some("primary".into())
            }),
            button("Undo", "", undo),
        ]),
    ])
}

/// Consent that the plan has and the run did not get: who can grant it, or what can be tried.
fn consent_missing(app: App, ended: &Rc<Ended>) -> Node {
    let record = ended.record.borrow();
    let open = || {
        let granted = |permission: &&Permission| record.consented.contains(&permission.id);
        record
            .plan
            .consents()
            .iter()
            .filter(move |permission| !granted(permission))
    };
    let (Some(client), Some(_)) = (client_id(&record), open().next()) else {
        return nothing();
    };
    let names: Vec<&str> = open().map(|permission| permission.name.as_str()).collect();
    let names = names.join(", ");
    let link = el("a")
        .attr("href", consent_page(&app.cloud(), client))
        .attr("target", "_blank")
        .attr("rel", "noreferrer")
        .text("Open API permissions of this application in the Azure portal");
    let then = format!(", then “Grant admin consent for {}”.", record.tenant_name);
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
            let who = format!(
                "{names} must be granted before Customer Manager can read users. A {roles} can do it:"
            );
            notice(
                "warn",
                "status",
                vec![h2("Admin consent is missing"), p(who), how],
            )
        }
        other => {
            let ended_sign_in = Failure::of(Kind::TokenRejected { claims: None });
            let failure = other.unwrap_or(&ended_sign_in);
            let again = match failure.kind {
                Kind::TokenRejected { .. } => nothing(),
                _ => {
                    let ended = ended.clone();
                    actions(vec![button("Try consent again", "", move || {
                        app.retry_consent(&ended)
                    })])
                }
            };
            let words = words::consent_failed(failure).detail("Permissions", names);
            all(vec![
                message("warn", "status", &words),
                section(vec![how, again]),
            ])
        }
    }
}

fn leave(app: App, ended: Rc<Ended>, leaving: RwSignal<bool>) -> Node {
    notice(
        "warn",
        "alert",
        vec![
            h2("The secret has not been handed over"),
            p(
                "It cannot be shown again. If you leave now it should be removed, so that no unused secret stays behind.",
            ),
            actions(vec![
                button("Remove the secret", "danger", move || {
                    app.remove_secret(&ended)
                }),
                button("Go back", "", move || leaving.set(false)),
            ]),
        ],
    )
}
