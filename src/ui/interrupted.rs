//! The first screen when this browser began a set-up and did not bring it to its end: what its journal says, before anybody has
//! signed in, and the ways to go on. What is really there only the tenant can say, so each way begins with a sign-in.

use super::app::App;
use super::creating::exists;
use super::dom::{Node, all, el, nothing};
use super::parts::*;
use super::screen::Screen;
use crate::browser::{journal, lock, page};
use crate::setup::journal::Record;
use crate::words;
use crate::words::interrupted as says;
use leptos::task::spawn_local;
use std::rc::Rc;

impl App {
    /// Looks into the journal before anybody signs in, if something `may_be_open`. `otherwise` is what the visit is about if
    /// nothing is.
    pub(super) fn meet_interrupted(
        self,
        may_be_open: bool,
        otherwise: impl FnOnce(Self) + 'static,
    ) {
        lock::note_look();
        if !may_be_open {
            return otherwise(self);
        }
        spawn_local(async move {
            let browser = &self.state().browser;
            let mut open = Record::all(&browser.ports()).await;
            open.retain(Record::is_unfinished);
            let more = open.len().saturating_sub(1);
            match open.pop() {
                None => {
                    journal::note_nothing_open(&browser.database).await;
                    otherwise(self);
                }
                Some(_) if self.is_under_way_elsewhere().await => {
                    self.wait_for_turn(|app| app.meet_interrupted(true, Self::start_over));
                }
                Some(record) => self.show(Screen::Interrupted(Rc::new(record), more)),
            }
        });
    }
}

pub fn interrupted(app: App, record: &Rc<Record>, more: usize) -> Node {
    let act = |act: fn(App, Record)| {
        let record = record.clone();
        move || act(app, Record::clone(&record))
    };
    // A copy without a client ID works with pasted tokens.
    let ways = match app.can_sign_in() {
        true => vec![
            button(
                says::go_on(),
                "primary",
                act(|app, record| app.carry_out(record, None)),
            ),
            match record.plan.work.brings_a_secret() {
                true => button(says::undo(), "", act(App::undo_record)),
                false => nothing(),
            },
            button(
                says::show(),
                "",
                act(|app, record| app.show_what_exists(&record)),
            ),
            button(says::something_else(), "", move || app.start_over()),
        ],
        false => vec![button(says::with_a_token(), "primary", move || {
            app.start_over()
        })],
    };
    let others = match more {
        0 => nothing(),
        _ => hint(says::earlier_ones(more)),
    };
    all(vec![
        heading(says::title()),
        message(
            "warn",
            "status",
            &words::interrupted_before_sign_in(&record.plan.work),
        ),
        section(vec![
            h2(says::remembered()),
            facts(vec![
                (says::begun_on(), plain(page::date(record.started))),
                (
                    says::tenant(),
                    lines(plain(record.tenant_name.clone()), code(record.tenant)),
                ),
                (says::account(), plain(record.username.clone())),
            ]),
            exists(record),
            others,
            el("div").child(actions(ways)),
        ]),
    ])
}
