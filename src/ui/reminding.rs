//! How the user wants to be reminded of the end of a secret: by a file for the calendar, and in the extension by a number on the
//! toolbar button. Without a tick nothing is stored.

use super::app::App;
use super::dom::{Node, all, el, nothing};
use super::parts::*;
use crate::browser::extension::{Host, settings};
use crate::browser::page;
use crate::ids::{ApplicationId, ClientId, KeyId, TenantId};
use crate::setup::end_dates::EndDates;
use crate::setup::find::Found;
use crate::setup::journal::Record;
use crate::setup::receipt::{application, application_name};
use crate::setup::reminder::{Reminder, renewal_link};
use crate::setup::status::SetUp;
use crate::times::day_stamp;
use crate::words::reminder as words;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A secret that somebody has, and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    tenant: TenantId,
    tenant_name: String,
    application: ApplicationId,
    client: ClientId,
    name: String,
    key: KeyId,
    ends: DateTime<Utc>,
}

impl Ending {
    /// Of the secret that a run made.
    pub fn of_run(app: App, record: &Record) -> Option<Self> {
        let (key, attempt) = record.live_secret()?;
        let made = application(record)?;
        Some(Self {
            tenant: record.tenant,
            tenant_name: record.tenant_name.clone(),
            application: made.id,
            client: made.client,
            name: application_name(app.profile(), record).to_owned(),
            key,
            ends: attempt.ends,
        })
    }

    /// Of the secret of a set-up that was made last. One without an end needs no reminder.
    pub fn of_set_up(app: App, found: &Found, set_up: &SetUp) -> Option<Self> {
        let newest = &set_up.newest(app.server_now())?.credential;
        Some(Self {
            tenant: found.organization.id,
            tenant_name: found.organization.name.clone(),
            application: set_up.application.id,
            client: set_up.application.client,
            name: set_up.application.name.clone(),
            key: newest.key,
            ends: newest.ends?,
        })
    }

    fn save(&self, app: App) {
        let event = words::Event {
            application: &self.name,
            client: self.client,
            key: self.key,
            tenant: self.tenant,
            tenant_name: &self.tenant_name,
        };
        let link = app.web_address().map(|web| renewal_link(web, self.tenant));
        let reminder = Reminder {
            key: self.key,
            ends: self.ends,
            summary: &words::summary(&event),
            description: &words::description(&event, link.as_ref().map(url::Url::as_str)),
            link: link.clone(),
        };
        let day = day_stamp(self.ends.date_naive());
        let name = format!("entra-handover-reminder-{day}.ics");
        page::save(&name, "text/calendar", reminder.calendar(app.server_now()));
    }
}

impl App {
    /// Where the web app stands, for a link from outside.
    fn web_address(self) -> Option<url::Url> {
        match self.state().host {
            Host::Page => Some(page::address()),
            Host::Extension => self.state().config.borrow().web.clone(),
        }
    }

    /// Changes what is kept for the toolbar button; does nothing in a web page. What other panels have stored meanwhile stays.
    pub(super) fn change_end_dates(self, change: impl FnOnce(&mut EndDates) + 'static) {
        if self.state().host == Host::Page {
            return;
        }
        spawn_local(async move {
            let before = settings::end_dates().await;
            let mut dates = before.clone();
            change(&mut dates);
            if dates != before && settings::keep_end_dates(&dates).await.is_err() {
                self.said.set(words::not_kept().to_owned());
                dates = before;
            }
            self.end_dates.set(dates);
        });
    }
}

/// The reminders of this secret's end, as a card of a screen; nothing where there is no end.
pub fn card(app: App, ending: Option<Ending>) -> Node {
    match ending {
        Some(ending) => section(vec![h2(words::title()), reminding(app, ending)]),
        None => nothing(),
    }
}

/// The same inside of a card.
pub fn part(app: App, ending: Option<Ending>) -> Node {
    match ending {
        Some(ending) => all(vec![h3(words::title()), reminding(app, ending)]),
        None => nothing(),
    }
}

fn reminding(app: App, ending: Ending) -> Node {
    // Another panel may have changed what is kept.
    app.change_end_dates(|_| ());
    let saved = ending.clone();
    all(vec![
        hint(words::what_is_saved()),
        actions(vec![button(words::save(), "", move || saved.save(app))]),
        match app.state().host {
            Host::Page => nothing(),
            Host::Extension => tick(app, ending),
        },
    ])
}

fn tick(app: App, ending: Ending) -> Node {
    let Ending {
        tenant,
        application,
        key,
        ends,
        ..
    } = ending;
    let input = el("input")
        .attr("type", "checkbox")
        .property("checked", move || {
            app.end_dates.with(|dates| dates.holds(application)).into()
        })
        .on("change", move |_| {
            app.change_end_dates(move |dates| match dates.holds(application) {
                true => dates.forget(application),
                false => dates.keep(tenant, application, key, ends),
            })
        });
    let words = el("span")
        .child(b(words::on_the_button()))
        .child(el("span").class("hint").text(words::what_is_kept()));
    el("label").class("choice").child(input).child(words)
}
