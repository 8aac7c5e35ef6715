//! To Microsoft's sign-in page, and back from it with an errand. It keeps what has to survive the redirect, and takes it out again
//! before anything is sent.

use super::app::App;
use super::ended::Ended;
use super::runs::steps_of;
use super::screen::Screen;
use super::standing::Wish;
use crate::browser::extension::Host;
use crate::browser::luggage::{Errand, Luggage};
use crate::browser::{kept, page};
use crate::cloud::Cloud;
use crate::profile::PermissionKind;
use crate::receipt::Receipt;
use crate::setup::find::Found;
use crate::setup::journal::Record;
use crate::setup::plan::Plan;
use crate::setup::run::{ENOUGH_LIFE, Stop};
use crate::signin::{self, Access, Claims, Identity, Pending, Purpose, Session, TenantHint};
use crate::words::language::Told;
use crate::words::{self, Words};
use leptos::task::spawn_local;
use std::rc::Rc;

/// The access that a plan takes.
fn access(plan: &Plan) -> Access {
    Access::Write {
        application_permissions: plan.has(PermissionKind::Application),
        delegated_permissions: plan.has(PermissionKind::Delegated),
    }
}

fn account_of(record: &Record) -> Identity {
    Identity {
        tenant: record.tenant,
        object: record.user,
        name: String::new(),
        username: record.username.clone(),
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
                self.leave_to_look(Purpose::Look { tenant });
            }
            Err(_) => self.show(Screen::SignIn(Some(Told::new(words::bad_tenant)))),
        }
    }

    /// Whether the session at hand is good for carrying out or undoing the run of `record`: its user, its tenant, its rights.
    pub(super) fn can_write(self, record: &Record) -> bool {
        self.state()
            .session
            .borrow()
            .as_ref()
            .is_some_and(|session| {
                // A pasted token does not tell whose it is; Graph then decides.
                let theirs = (session.identity.as_ref())
                    .is_none_or(|who| who.tenant == record.tenant && who.object == record.user);
                let scopes = access(&record.plan).required();
                theirs
                    && scopes.into_iter().all(|scope| session.has(scope))
                    && !session.expires_within(ENOUGH_LIFE, self.now())
            })
    }

    /// Signs in again as the same user for the rights that a run or its undo takes.
    pub(super) fn sign_in_for(self, record: Record, claims: Option<Claims>, errand: Errand) {
        self.use_cloud_of(&record);
        let purpose = Purpose::Continue {
            who: account_of(&record),
            access: access(&record.plan),
        };
        self.show(Screen::Busy(words::screen::going_to_microsoft));
        spawn_local(async move {
            match record.save(&self.state().browser.ports()).await {
                Ok(()) => self.leave(purpose, claims, errand, record.run).await,
                Err(_) => {
                    self.not_signed_in(Told::new(words::no_storage), errand, Some(record))
                        .await
                }
            }
        });
    }

    /// Signs in for reading, as the account of an interrupted run, and looks at its tenant.
    pub(super) fn show_what_exists(self, record: &Record) {
        self.use_cloud_of(record);
        self.leave_to_look(Purpose::Continue {
            who: account_of(record),
            access: Access::Read,
        });
    }

    /// Signs in once more as the same user, for more rights and without a run.
    pub(super) fn sign_in_as_before(self, access: Access, errand: Errand) {
        let who = (self.state().session.borrow().as_ref()).and_then(|one| one.identity.clone());
        let Some(who) = who else {
            return self.start_over();
        };
        self.show(Screen::Busy(words::screen::going_to_microsoft));
        let purpose = Purpose::Continue { who, access };
        spawn_local(self.leave(purpose, None, errand, String::new()));
    }

    fn leave_to_look(self, purpose: Purpose) {
        let (errand, about) = match &*self.state().wish.borrow() {
            Some(Wish::Renew { .. }) => (Errand::Renew, String::new()),
            Some(Wish::Compare(receipt)) => (Errand::Compare, receipt.to_json().to_string()),
            Some(Wish::RemoveOld(_)) | None => (Errand::Look, String::new()),
        };
        spawn_local(self.leave(purpose, None, errand, about));
    }

    fn use_cloud_of(self, record: &Record) {
        if let Ok(cloud) = Cloud::parse(&record.cloud, &page::address()) {
            self.state().config.borrow_mut().cloud = cloud;
        }
    }

    /// Whether there is a registration to sign in with.
    pub(super) fn can_sign_in(self) -> bool {
        self.state().config.borrow().client_id.is_some()
    }

    /// `about` is the run that the errand is about, or the receipt.
    async fn leave(self, purpose: Purpose, claims: Option<Claims>, errand: Errand, about: String) {
        let state = self.state();
        if state.host == Host::Extension {
            return self.sign_in_window(purpose, claims, errand, about).await;
        }
        let ports = state.browser.ports();
        let (sign_in, client_id) = {
            let config = state.config.borrow();
            let now = ports.clock.now();
            let sign_in = config.sign_in(&page::address(), purpose, claims, ports.random, now);
            (sign_in, config.client_id)
        };
        let (Some((url, pending)), Some(client_id)) = (sign_in, client_id) else {
            return self
                .cannot_sign_in(Told::new(words::not_registered), errand, about)
                .await;
        };
        let luggage = Luggage {
            client_id,
            sign_in: pending.store(),
            errand,
            about,
            asked: self.asking.pack(),
        };
        match kept::keep_sign_in(&state.browser.database, &luggage.pack()).await {
            Ok(()) => page::go(url.as_str()),
            Err(_) => {
                self.cannot_sign_in(Told::new(words::no_storage), luggage.errand, luggage.about)
                    .await;
            }
        }
    }

    /// The browser stays here: what the run had made so far is still reported.
    async fn cannot_sign_in(self, words: Told<Words>, errand: Errand, run: String) {
        let record = self.journalled(&run).await;
        self.not_signed_in(words, errand, record).await;
    }

    /// Takes the answer of the sign-in page.
    pub(super) async fn come_back(self, fragment: Option<String>, query: Option<String>) {
        // Out of the storage before anything else: a second copy of the answer finds nothing to redeem with.
        let packed = kept::take_sign_in(&self.state().browser.database).await;
        let luggage = packed.and_then(|packed| Luggage::unpack(&packed));
        if let Some(luggage) = &luggage {
            self.unpack_asked(&luggage.asked).await;
        }
        let (pending, errand, about, client_id) = match luggage {
            Some(luggage) => (
                Pending::restore(&luggage.sign_in, &page::address()),
                luggage.errand,
                luggage.about,
                Some(luggage.client_id),
            ),
            None => (None, Errand::Look, String::new(), None),
        };
        if errand == Errand::Renew {
            // Which tenant it is, the sign-in says.
            self.wish(Wish::Renew {
                tenant: String::new(),
            });
        }
        if errand == Errand::Compare
            && let Ok(receipt) = Receipt::parse(&about, &page::address())
        {
            self.wish(Wish::Compare(Rc::new(receipt)));
        }
        if let Some(pending) = &pending {
            let mut config = self.state().config.borrow_mut();
            config.cloud = pending.cloud().clone();
            // A registration that this page has just made stands in no config.json yet.
            config.client_id = config.client_id.or(client_id);
        }
        let now = self.now();
        let read = signin::callback::read(fragment.as_deref(), query.as_deref(), pending, now);
        let record = self.journalled(&about).await;
        let granted = match read {
            Ok(granted) => granted,
            Err(error) => {
                return self
                    .not_signed_in(Told::new(|| words::callback(&error)), errand, record)
                    .await;
            }
        };
        let state = self.state();
        let Some(client_id) = state.config.borrow().client_id else {
            return self.show(Screen::Register);
        };
        let ports = state.browser.ports();
        match signin::redeem(ports.http, ports.clock, client_id, granted).await {
            Ok(session) => self.signed_in(session, errand, record).await,
            Err(error) => {
                self.not_signed_in(Told::new(|| words::token(&error)), errand, record)
                    .await
            }
        }
    }

    pub(super) async fn journalled(self, run: &str) -> Option<Record> {
        let records = Record::all(&self.state().browser.ports()).await;
        records.into_iter().find(|record| record.run == run)
    }

    pub(super) async fn signed_in(self, session: Session, errand: Errand, record: Option<Record>) {
        let same = |record: &Record| {
            session
                .identity
                .as_ref()
                .is_some_and(|who| who.tenant == record.tenant && who.object == record.user)
        };
        if record.as_ref().is_some_and(|record| !same(record)) {
            return self
                .not_signed_in(Told::new(words::other_account), errand, record)
                .await;
        }
        self.keep_session(session);
        match (errand, record) {
            (Errand::Run, Some(record)) => self.run(record),
            (Errand::Undo, Some(record)) => self.undo_record(record),
            (Errand::RemoveSecret, Some(record)) => self.remove_secret_of(record),
            (Errand::Leave, _) => self.leave_tenant(),
            _ => self.look(),
        }
    }

    /// The sign-in for the rights to write failed or was declined: what the run had made so far is still reported.
    pub(super) async fn not_signed_in(
        self,
        words: Told<Words>,
        errand: Errand,
        record: Option<Record>,
    ) {
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
    pub(super) fn show_interrupted(
        self,
        record: Record,
        stop: Stop,
        words: Told<Words>,
        errand: Errand,
    ) {
        let steps = steps_of(&record);
        let ended = Ended {
            stop: Some(stop),
            words: Some(words),
            errand,
            ..Ended::of(record)
        };
        self.show(Screen::Stopped(Rc::new(ended), steps));
    }

    /// The latest run of this user in this tenant that this browser began and did not bring to its end.
    pub(super) async fn interrupted(self, found: &Found) -> Option<Record> {
        let records = Record::all(&self.state().browser.ports()).await;
        records.into_iter().rev().find(|record| {
            record.tenant == found.organization.id
                && record.user == found.me.id
                && record.is_unfinished()
        })
    }

    fn start_over_with(self, words: Told<Words>) {
        self.start_over();
        self.show(Screen::SignIn(Some(words)));
    }

    /// Takes a pasted access token for this page's memory; false if it cannot be one.
    pub fn hold_token(self, token: &str) -> bool {
        match Session::pasted(token) {
            Ok(session) => {
                self.keep_session(session);
                true
            }
            Err(_) => false,
        }
    }

    pub fn use_token(self, token: &str) {
        if self.hold_token(token) {
            self.look();
        } else {
            self.start_over_with(Told::new(words::no_token));
        }
    }
}
