//! The last screen of a run that brought a secret: its receipt, without the secret, which is no longer in the page, and what is to
//! be remembered.

use super::app::App;
use super::creating::exists;
use super::dom::{Node, all, live, nothing};
use super::ended::Ended;
use super::parts::*;
use super::receipt::{links, print_button, said};
use super::reminding;
use crate::browser::page;
use crate::setup::journal::Record;
use crate::setup::plan::Target;
use crate::words::done as says;
use crate::words::receipt;
use std::rc::Rc;

pub fn done(app: App, ended: &Rc<Ended>) -> Node {
    let record = ended.record.borrow().clone();
    let download = {
        let ended = ended.clone();
        move || app.download_receipt(&ended)
    };
    let undo = {
        let ended = ended.clone();
        move || app.ask_undo(&ended)
    };
    // The search behind the hand-over may still see the secret.
    let shown = {
        let ended = ended.clone();
        live(move || match app.receipt(&ended) {
            Some(receipt) => all(vec![said(&receipt), links(app, &receipt)]),
            None => exists(&ended.record.borrow()),
        })
    };
    all(vec![
        heading(says::title()),
        notice("good", "", vec![p(says::until(&page::date(record.ends)))]),
        match record.has_lost_attempts() && record.settled.is_none() {
            true => hint(says::lost_reply()),
            false => nothing(),
        },
        section(vec![
            h2(receipt::title()),
            hint(receipt::without_secret()),
            shown,
            actions(vec![
                button(receipt::download(), "primary", download),
                print_button(),
                button(says::start_over(), "", move || app.start_over()),
                button(says::undo(), "", undo),
            ]),
        ])
        .class("receipt"),
        old_secrets(app, &record),
        reminding::card(app, reminding::Ending::of_run(app, &record)),
    ])
}

/// After a renewal, and never before the new secret is in somebody's hands: what may go now.
fn old_secrets(app: App, record: &Record) -> Node {
    let Target::Existing { application, .. } = record.plan.target else {
        return nothing();
    };
    if !record.has_delivered() {
        return nothing();
    }
    section(vec![
        h2(says::old_secrets()),
        p(says::they_keep_working()),
        actions(vec![button(says::remove_old(), "", move || {
            app.look_at_old_secrets(application)
        })]),
    ])
}
