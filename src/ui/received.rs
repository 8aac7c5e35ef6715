//! A sealed packet that comes to the browser that asked: it is opened with the key that is kept here, or the screen says why not, and
//! the values go on to Customer Manager. The key is destroyed when they have arrived, or when the user is done.

use super::app::App;
use super::bookmark::bookmark;
use super::dom::{Node, all, live, nothing};
use super::ended::Ended;
use super::filling::filling;
use super::parts::*;
use super::screen::Screen;
use super::sending::{Delivery, outcome, sending};
use super::settling::Hold;
use super::values::value;
use crate::browser::{WebCrypto, page, requests};
use crate::handover::Field;
use crate::handover::packet::{Contents, Header, Packet, Refusal};
use crate::ids::{ApplicationId, ServicePrincipalId, UserId};
use crate::setup::journal::{self, MadeApplication, Record};
use crate::setup::plan::Plan;
use crate::words::language::Told;
use crate::words::sealed;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

impl App {
    /// Opens a sealed packet, if this browser asked for it.
    pub(super) fn open_packet(self, code: String) {
        self.show(Screen::Busy(sealed::opening));
        spawn_local(async move {
            match self.opened(&code).await {
                Ok((header, contents)) => {
                    let received = self.received(header, contents);
                    self.show(Screen::Received(Rc::new(received)));
                }
                Err(why) => {
                    let why = Told::new(|| sealed::refusal(why, page::date));
                    self.show(Screen::Told("bad", why))
                }
            }
        });
    }

    async fn opened(self, code: &str) -> Result<(Header, Contents), Refusal> {
        let database = &self.state().browser.database;
        let packet = Packet::parse(code)?;
        let mine = requests::key_of(database, packet.header.request, self.now()).await;
        let mine = mine.ok_or(Refusal::NoKey)?;
        let newest = requests::newest(database, &packet.header).await;
        let contents = packet.open(&WebCrypto, &mine, newest, self.now()).await?;
        requests::note_newest(database, &packet.header).await;
        Ok((packet.header, contents))
    }

    /// The values as the ways to hand over take them. The record is of nobody's run here and is never journalled: a record proves
    /// what this browser's own runs have made, and nobody vouches for a packet.
    fn received(self, header: Header, contents: Contents) -> Ended {
        let record = Record {
            run: String::new(),
            profile: self.profile().key.to_owned(),
            cloud: String::new(),
            tenant: header.tenant,
            tenant_name: contents.tenant_name,
            user: UserId::from_u128(0),
            username: contents.sealed_by,
            started: header.sealed,
            plan: Plan::suggested(self.profile()),
            ends: header.ends,
            graph: ServicePrincipalId::from_u128(0),
            application: journal::Effect::Made(MadeApplication {
                id: ApplicationId::from_u128(0),
                client: header.client,
            }),
            service_principal: journal::Effect::NotYet,
            consented: Vec::new(),
            secrets: Vec::new(),
            settled: None,
            closed: None,
            sealed: None,
        };
        let ended = Ended {
            secret: Some(Rc::new(contents.secret)),
            received: Some(header),
            ..Ended::of(record)
        };
        // It was seen live before it was sealed.
        ended.hold.set(Hold::Free);
        ended
    }

    /// Destroys the key: the packet opens nothing any more.
    fn forget_key_of(self, header: Header) {
        spawn_local(async move {
            let id = header.request.text();
            requests::forget(&self.state().browser.database, &id)
                .await
                .ok();
        });
    }
}

pub fn received(app: App, ended: &Rc<Ended>) -> Node {
    let Some(header) = ended.received else {
        return nothing();
    };
    let delivery = app.kept("delivery", || Delivery::NotYet);
    let typed = app.kept("typed", String::new);
    let leaving = app.kept("leaving", || false);
    let arrived = move || delivery.with(Delivery::is_complete);
    Effect::new(move || {
        if arrived() {
            app.forget_key_of(header);
        }
    });
    let done = move || {
        app.drop_hand_over();
        spawn_local(async move {
            let id = header.request.text();
            let gone = requests::forget(&app.state().browser.database, &id).await;
            app.show(match gone {
                Ok(()) => Screen::Told("good", Told::new(sealed::finished)),
                Err(_) => Screen::Told("bad", Told::new(sealed::key_stays)),
            });
        });
    };
    let finish = {
        let ended = ended.clone();
        move || match ended.taken.get() {
            true => done(),
            false => leaving.set(true),
        }
    };
    let values = Field::ALL
        .into_iter()
        .map(|field| value(app, ended, field, delivery));
    let key = live(move || match arrived() {
        true => hint(sealed::key_gone()),
        false => hint(sealed::opens_again()),
    });
    let leave = live(move || match leaving.get() {
        true => notice(
            "warn",
            "alert",
            vec![
                h2(sealed::not_handed_over()),
                p(sealed::finish_loses()),
                actions(vec![
                    button(sealed::finish_anyway(), "danger", done),
                    button(sealed::go_back(), "", move || leaving.set(false)),
                ]),
            ],
        ),
        false => nothing(),
    });
    all(vec![
        heading(sealed::hand_over()),
        outcome(app, delivery),
        about(ended, header),
        section(vec![
            h2(sealed::three_values()),
            all(values),
            filling(app, ended, delivery),
            sending(app, ended, delivery, typed),
            bookmark(app, ended, delivery, typed),
        ]),
        key,
        leave,
        actions(vec![
            press(sealed::finish(), "", finish)
                .live_attr("class", move || arrived().then_some("primary".into())),
        ]),
    ])
}

/// What the packet says of itself.
fn about(ended: &Ended, header: Header) -> Node {
    let record = ended.record.borrow();
    let claimed = |text: &str| match text.is_empty() {
        true => nothing(),
        false => plain(format!(
            "{} ({})",
            sealed::shown(text),
            sealed::says_packet()
        )),
    };
    section(vec![
        facts([
            (
                sealed::tenant(),
                lines(claimed(&record.tenant_name), code(record.tenant)),
            ),
            (sealed::sealed_by(), claimed(&record.username)),
            (sealed::opens_until(), plain(page::date(header.until))),
            (sealed::secret_ends(), plain(page::date(header.ends))),
        ]),
        notice("warn", "", vec![p(sealed::compare_tenant())]),
    ])
}

/// What became of a link, or of the values that it brought.
pub fn told(app: App, kind: &'static str, words: &crate::words::Words) -> Node {
    section(vec![
        heading(sealed::request_values()),
        message(kind, if kind == "good" { "status" } else { "alert" }, words),
        actions(vec![
            button(sealed::request_values(), "", move || {
                app.show(Screen::Request)
            }),
            button(sealed::start_over(), "", move || app.start_over()),
        ]),
    ])
}
