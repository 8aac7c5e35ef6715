//! Coming in: from `boot.js` at the start, to Microsoft's sign-in page, and back from it with an errand. It keeps what has to
//! survive the redirect, and takes it out again before anything is sent.

use super::app::{App, mount};
use super::ended::Ended;
use super::runs::steps_of;
use super::screen::Screen;
use crate::browser::boot::Boot;
use crate::browser::luggage::{Errand, Luggage};
use crate::browser::{page, storage};
use crate::cloud::Cloud;
use crate::config::Config;
use crate::profile::PermissionKind;
use crate::setup::find::Found;
use crate::setup::journal::Record;
use crate::setup::plan::Plan;
use crate::setup::register::Registration;
use crate::setup::run::Stop;
use crate::signin::{self, Access, Claims, Identity, Pending, Purpose, Session, TenantHint};
use crate::words::{self, Words};
use chrono::TimeDelta;
use leptos::task::spawn_local;
use std::rc::Rc;

/// A token with less life than this is renewed before a run begins, and not in the middle of it.
const ENOUGH_LIFE: TimeDelta = TimeDelta::minutes(10);

/// The access that a plan takes.
fn access(plan: &Plan) -> Access {
    Access::Write {
        application_permissions: plan.has(PermissionKind::Application),
        delegated_permissions: plan.has(PermissionKind::Delegated),
    }
}

/// Starts the app.
pub fn start(boot: &Boot) {
    let config = Config::parse(boot.config.as_deref(), &page::address());
    let (config, broken) = match config {
        Ok(config) => (config, None),
        Err(error) => (Config::default(), Some(words::config(&error))),
    };
    let registered = config.client_id.is_some();
    let misconfigured = broken.is_some();
    let app = App::new(config);
    let answer = boot.fragment.is_some() || boot.query.is_some();
    app.show(match broken {
        Some(words) => Screen::Misconfigured(words),
        None if answer => Screen::Busy("Checking the answer from Microsoft."),
        None if registered => Screen::SignIn(None),
        None => Screen::Register,
    });
    mount(app);
    page::forget_returning();
    if answer && !misconfigured {
        app.come_back(boot);
    } else if let Some(token) = &boot.token {
        app.use_token(token);
    } else if boot.sign_in && registered {
        app.sign_in(&boot.tenant, &boot.cloud);
    }
}

impl App {
    /// Signs in for reading. Empty texts mean the account's own tenant and the configured cloud.
    pub fn sign_in(self, tenant: &str, cloud: &str) {
        if let Ok(cloud) = Cloud::parse(cloud, &page::address()) {
            self.state().config.borrow_mut().cloud = cloud;
        }
        match TenantHint::parse(tenant) {
            Ok(asked) => {
                let tenant = self.state().config.borrow().tenant_or(asked);
                self.leave(Purpose::Look { tenant }, None, Errand::Look, String::new());
            }
            Err(_) => self.show(Screen::SignIn(Some(words::bad_tenant()))),
        }
    }

    /// Whether the session at hand is good for carrying out or undoing `plan`.
    pub(super) fn can_write(self, plan: &Plan) -> bool {
        self.state()
            .session
            .borrow()
            .as_ref()
            .is_some_and(|session| {
                let scopes = access(plan).required();
                scopes.into_iter().all(|scope| session.has(scope))
                    && !session.expires_within(ENOUGH_LIFE, self.now())
            })
    }

    /// Signs in again as the same user for the rights that a run or its undo takes.
    pub(super) fn sign_in_for(self, record: Record, claims: Option<Claims>, errand: Errand) {
        let who = Identity {
            tenant: record.tenant,
            object: record.user,
            name: String::new(),
            username: record.username.clone(),
        };
        let purpose = Purpose::Continue {
            who,
            access: access(&record.plan),
        };
        self.show(Screen::Busy(
            "Going to Microsoft to ask for the rights to write…",
        ));
        spawn_local(async move {
            match record.save(&self.state().browser.ports()).await {
                Ok(()) => self.leave(purpose, claims, errand, record.run),
                Err(_) => {
                    self.not_signed_in(words::no_storage(), errand, Some(record))
                        .await
                }
            }
        });
    }

    fn leave(self, purpose: Purpose, claims: Option<Claims>, errand: Errand, run: String) {
        let state = self.state();
        let ports = state.browser.ports();
        let config = state.config.borrow();
        let now = ports.clock.now();
        let sign_in = config.sign_in(&page::address(), purpose, claims, ports.random, now);
        let (Some((url, pending)), Some(client_id)) = (sign_in, config.client_id) else {
            return self.cannot_sign_in(words::not_registered(), errand, run);
        };
        let luggage = Luggage {
            client_id,
            sign_in: pending.store(),
            errand,
            run,
        };
        match storage::keep_sign_in(&luggage.pack()) {
            Ok(()) => page::go(url.as_str()),
            Err(_) => self.cannot_sign_in(words::no_storage(), luggage.errand, luggage.run),
        }
    }

    /// The browser stays here: what the run had made so far is still reported.
    fn cannot_sign_in(self, words: Words, errand: Errand, run: String) {
        spawn_local(async move {
            let record = self.journalled(&run).await;
            self.not_signed_in(words, errand, record).await;
        });
    }

    /// Takes the answer of the sign-in page.
    fn come_back(self, boot: &Boot) {
        // Out of the storage before anything else: a second copy of the answer finds nothing to redeem with.
        let luggage = storage::take_sign_in().and_then(|packed| Luggage::unpack(&packed));
        let (pending, errand, run, client_id) = match luggage {
            Some(luggage) => (
                Pending::restore(&luggage.sign_in, &page::address()),
                luggage.errand,
                luggage.run,
                Some(luggage.client_id),
            ),
            None => (None, Errand::Look, String::new(), None),
        };
        if let Some(pending) = &pending {
            let mut config = self.state().config.borrow_mut();
            config.cloud = pending.cloud().clone();
            // A registration that this page has just made stands in no config.json yet.
            config.client_id = config.client_id.or(client_id);
        }
        let read = signin::callback::read(
            boot.fragment.as_deref(),
            boot.query.as_deref(),
            pending,
            self.now(),
        );
        spawn_local(async move {
            let record = self.journalled(&run).await;
            let granted = match read {
                Ok(granted) => granted,
                Err(error) => {
                    return self
                        .not_signed_in(words::callback(&error), errand, record)
                        .await;
                }
            };
            let Some(client_id) = self.state().config.borrow().client_id else {
                return self.show(Screen::Register);
            };
            let state = self.state();
            let ports = state.browser.ports();
            match signin::redeem(ports.http, ports.clock, client_id, granted).await {
                Ok(session) => self.signed_in(session, errand, record).await,
                Err(error) => {
                    self.not_signed_in(words::token(&error), errand, record)
                        .await
                }
            }
        });
    }

    async fn journalled(self, run: &str) -> Option<Record> {
        let records = self.state().browser.ports().journal.all().await;
        records
            .iter()
            .filter_map(|text| Record::read(text))
            .find(|record| record.run == run)
    }

    async fn signed_in(self, session: Session, errand: Errand, record: Option<Record>) {
        let same = |record: &Record| {
            session
                .identity
                .as_ref()
                .is_some_and(|who| who.tenant == record.tenant && who.object == record.user)
        };
        if record.as_ref().is_some_and(|record| !same(record)) {
            return self
                .not_signed_in(words::other_account(), errand, record)
                .await;
        }
        self.state().session.replace(Some(Rc::new(session)));
        match (errand, record) {
            (Errand::Run, Some(record)) => self.run(record),
            (Errand::Undo, Some(record)) => self.undo_record(record),
            (Errand::RemoveSecret, Some(record)) => self.remove_secret_of(record),
            _ => self.look(),
        }
    }

    /// The sign-in for the rights to write failed or was declined: what the run had made so far is still reported.
    async fn not_signed_in(self, words: Words, errand: Errand, record: Option<Record>) {
        match record {
            Some(record) if record.touched_the_tenant() => {
                self.show_interrupted(record, Stop::SignInAgain { claims: None }, words, errand)
            }
            Some(untouched) => {
                self.state()
                    .browser
                    .ports()
                    .journal
                    .remove(&untouched.run)
                    .await;
                self.start_over_with(words);
            }
            None => self.start_over_with(words),
        }
    }

    /// What an interrupted run has made, and why it has not gone on.
    pub(super) fn show_interrupted(self, record: Record, stop: Stop, words: Words, errand: Errand) {
        let steps = steps_of(&record);
        let ended = Ended {
            stop: Some(stop),
            words: Some(words),
            errand,
            ..Ended::of(record)
        };
        self.show(Screen::Stopped(Rc::new(ended), steps));
    }

    /// A run of this user in this tenant that this browser began and did not bring to its end.
    pub(super) async fn interrupted(self, found: &Found) -> Option<Record> {
        let records = self.state().browser.ports().journal.all().await;
        let mut records = records.iter().filter_map(|text| Record::read(text));
        records.find(|record| {
            record.tenant == found.organization.id
                && record.user == found.me.id
                && record.is_unfinished()
        })
    }

    fn start_over_with(self, words: Words) {
        self.start_over();
        self.show(Screen::SignIn(Some(words)));
    }

    /// Takes a pasted access token for this page's memory; false if it cannot be one.
    pub fn hold_token(self, token: &str) -> bool {
        match Session::pasted(token) {
            Ok(session) => {
                self.state().session.replace(Some(Rc::new(session)));
                true
            }
            Err(_) => false,
        }
    }

    pub fn use_token(self, token: &str) {
        if self.hold_token(token) {
            self.look();
        } else {
            self.start_over_with(words::no_token());
        }
    }

    /// Goes on with the registration that this page has just made, without `config.json`.
    pub fn adopt(self, registration: Registration) {
        let mut config = self.state().config.borrow_mut();
        config.client_id = Some(registration.client);
        config.tenant = TenantHint::Id(registration.tenant);
        drop(config);
        self.start_over();
    }
}
