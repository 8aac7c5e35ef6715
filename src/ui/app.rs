//! What the screens' intents do: it calls the flows of the core over the browser's ports and puts the next screen up. It holds
//! the session, the run and the hand-over under way, all in memory only.

use super::creating::Steps;
use super::dom::Node;
use super::header;
use super::screen::{self, Screen};
use crate::browser::luggage::Errand;
use crate::browser::portal_window::{self, HandOver, Progress, Values};
use crate::browser::{Browser, page};
use crate::cloud::Cloud;
use crate::config::Config;
use crate::graph::applications::NewPassword;
use crate::graph::client::Cancel;
use crate::graph::service_principals::Offered;
use crate::graph::{Failure, Graph};
use crate::handover::address::PortalAddress;
use crate::profile::{IPECS_CLOUD, Permission, Profile};
use crate::secret::Secret;
use crate::setup::find::{Found, find};
use crate::setup::journal::{Record, SecretState};
use crate::setup::mint::sweep;
use crate::setup::plan::{Plan, Target};
use crate::setup::receipt::{application_id, receipt};
use crate::setup::run::{self, Outcome, Step, StepState, Stop, Watch};
use crate::setup::undo::undo;
use crate::signin::Session;
use crate::words::{self, Words};
use chrono::{DateTime, Utc};
use gloo_timers::callback::{Interval, Timeout};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// A run that has ended, as the screens after it need it.
pub struct Ended {
    pub record: RefCell<Record>,
    /// The client secret, until it is handed over and the user is done.
    pub secret: Option<Rc<Secret>>,
    pub unconsented: Vec<(Permission, Failure)>,
    pub stop: Option<Stop>,
    /// What to say instead of the words of `stop`.
    pub words: Option<Words>,
}

/// The permissions that the tenant offers, once they are read.
pub type Offers = RwSignal<Option<Result<Rc<Vec<Offered>>, Words>>, LocalStorage>;

/// A handle on the app that every screen has.
#[derive(Clone, Copy)]
pub struct App {
    state: &'static State,
    pub screen: RwSignal<Screen, LocalStorage>,
    /// Tenant and user, for the page's head.
    pub account: RwSignal<Option<(String, String)>>,
    /// What a screen reader is to say next.
    pub said: RwSignal<String>,
    /// Changes every second while something counts down.
    pub seconds: Trigger,
}

pub(super) struct State {
    pub(super) browser: Browser,
    pub(super) config: RefCell<Config>,
    pub(super) session: RefCell<Option<Rc<Session>>>,
    cancel: RefCell<Rc<Cancel>>,
    hand_over: RefCell<Option<HandOver>>,
    guard: RefCell<Option<page::LeaveGuard>>,
}

impl App {
    pub(super) fn new(config: Config) -> Self {
        // There is one app to a page, and it lives as long as the page.
        let state = Box::leak(Box::new(State {
            browser: Browser::default(),
            config: RefCell::new(config),
            session: RefCell::default(),
            cancel: RefCell::default(),
            hand_over: RefCell::default(),
            guard: RefCell::default(),
        }));
        let app = Self {
            state,
            screen: RwSignal::new_local(Screen::Busy("Starting…")),
            account: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            seconds: Trigger::new(),
        };
        Interval::new(1_000, move || app.seconds.notify()).forget();
        app
    }

    pub(super) fn state(self) -> &'static State {
        self.state
    }

    pub fn profile(self) -> &'static Profile {
        &IPECS_CLOUD
    }

    pub fn cloud(self) -> Cloud {
        self.state().config.borrow().cloud.clone()
    }

    pub fn portal(self) -> Option<PortalAddress> {
        self.state().config.borrow().portal.clone()
    }

    pub fn now(self) -> DateTime<Utc> {
        self.state().browser.ports().clock.now()
    }

    pub(super) fn show(self, screen: Screen) {
        self.screen.set(screen);
    }

    /// Forgets the session and everything of the run, and begins again.
    pub fn start_over(self) {
        let state = self.state();
        state.session.take();
        state.hand_over.take();
        state.guard.take();
        self.account.set(None);
        self.show(if state.config.borrow().client_id.is_some() {
            Screen::SignIn(None)
        } else {
            Screen::Register
        });
    }

    /// Reads the tenant and shows the plan.
    pub fn look(self) {
        self.show(Screen::Busy("Looking at your tenant…"));
        self.with_graph(async move |app, graph| {
            let tenant = app
                .state()
                .session
                .borrow()
                .as_ref()
                .and_then(|session| Some(session.identity.as_ref()?.tenant));
            match find(&graph, app.profile(), tenant).await {
                Ok(found) => {
                    app.account.set(Some((
                        found.organization.name.clone(),
                        found.me.username.clone(),
                    )));
                    app.show(Screen::Review(Rc::new(found)));
                }
                Err(error) => app.show(Screen::Unreadable(words::find(&error))),
            }
        });
    }

    /// The plan that is suggested for what was found: a second visit adds a secret to the application that is there.
    pub fn first_plan(self, found: &Found) -> Plan {
        let mut plan = Plan::suggested(self.profile());
        if let Some(ours) = found.ours.first() {
            plan.target = Target::Existing {
                application: ours.id,
                client: ours.client,
                name: ours.name.clone(),
            };
        }
        plan
    }

    /// What the picker offers: `None` while it is being read.
    pub fn offered_permissions(self) -> Offers {
        let offered = RwSignal::new_local(None);
        self.with_graph(async move |_, graph| {
            let result = graph.offered_permissions().await;
            offered.set(Some(
                result
                    .map(Rc::new)
                    .map_err(|failure| words::find(&failure.into())),
            ));
        });
        offered
    }

    /// The user pressed Create: journals the plan, then runs it, or first signs in for the rights to write.
    pub fn create(self, found: &Found, plan: Plan, ends: DateTime<Utc>) {
        let record = Record::new(
            &self.state().browser.ports(),
            self.profile(),
            found,
            plan,
            ends,
        );
        self.carry_out(record);
    }

    /// Runs what is left of a run that stopped.
    pub fn continue_run(self, ended: &Ended) {
        let record = ended.record.borrow().clone();
        if matches!(ended.stop, Some(Stop::SignInAgain { .. })) {
            self.state().session.take();
        }
        self.carry_out(record);
    }

    fn carry_out(self, record: Record) {
        if self.can_write(&record.plan) {
            self.run(record);
        } else {
            self.sign_in_for(record, Errand::Run);
        }
    }

    /// Runs a journalled plan with the rights at hand.
    pub(super) fn run(self, record: Record) {
        let steps = steps_of(&record);
        self.account
            .set(Some((record.tenant_name.clone(), record.username.clone())));
        self.state().cancel.replace(Rc::default());
        self.state()
            .guard
            .replace(Some(page::LeaveGuard::default()));
        self.show(Screen::Creating(steps));
        self.with_graph(async move |app, graph| {
            let outcome = run::run(graph, app.profile(), record, &Live(steps)).await;
            app.ended(outcome, steps).await;
        });
    }

    pub fn cancel_run(self) {
        self.state().cancel.borrow().request();
    }

    async fn ended(self, outcome: Outcome, steps: Steps) {
        let Outcome {
            record,
            secret,
            unconsented,
            stop,
        } = outcome;
        if !record.touched_the_tenant() {
            self.state()
                .browser
                .ports()
                .journal
                .remove(&record.run)
                .await;
        }
        let secret = secret.map(|NewPassword { value, .. }| Rc::new(value));
        let ended = Rc::new(Ended {
            record: RefCell::new(record),
            secret,
            unconsented,
            stop,
            words: None,
        });
        if ended.secret.is_some() {
            self.show(Screen::HandOver(ended));
        } else {
            self.release_guard();
            self.show(Screen::Stopped(ended, steps));
        }
    }

    pub fn show_ended(self, ended: Rc<Ended>) {
        self.show(
            if ended.secret.is_some() && self.state().guard.borrow().is_some() {
                Screen::HandOver(ended)
            } else {
                Screen::Done(ended)
            },
        );
    }

    /// Opens the portal's window and hands over. Called in the click.
    pub fn hand_over(
        self,
        address: &PortalAddress,
        values: Values,
        progress: Box<dyn Fn(Progress)>,
    ) {
        let state = self.state();
        state.hand_over.take();
        let random = state.browser.ports().random;
        let hand_over = portal_window::hand_over(address, values, random, progress);
        state.hand_over.replace(hand_over);
    }

    pub fn drop_hand_over(self) {
        self.state().hand_over.take();
    }

    /// The portal has all values: leaving the page loses nothing any more.
    pub fn delivered(self, ended: &Rc<Ended>) {
        self.release_guard();
        let ended = ended.clone();
        self.note(&ended, |record| {
            for attempt in &mut record.secrets {
                if let SecretState::Made(key) = attempt.state {
                    attempt.state = SecretState::Delivered(key);
                }
            }
        });
    }

    /// The browser no longer asks before the page is left.
    pub fn release_guard(self) {
        self.state().guard.take();
    }

    /// The user is done with the values: the secret leaves the memory, and the journal forgets the run.
    pub fn finish(self, ended: &Ended) {
        self.state().hand_over.take();
        self.release_guard();
        let record = ended.record.borrow().clone();
        let run = record.run.clone();
        self.show(Screen::Done(Rc::new(Ended {
            record: RefCell::new(record),
            secret: None,
            unconsented: ended.unconsented.clone(),
            stop: None,
            words: None,
        })));
        spawn_local(async move { self.state().browser.ports().journal.remove(&run).await });
    }

    /// Removes a secret that was made and not handed over. What else was made stays, and can be continued.
    pub fn remove_secret(self, ended: &Rc<Ended>) {
        let record = ended.record.borrow().clone();
        self.state().hand_over.take();
        self.release_guard();
        self.remove_secret_of(record);
    }

    pub(super) fn remove_secret_of(self, record: Record) {
        let Some(application) = application_id(&record) else {
            return self.start_over();
        };
        if !self.can_write(&record.plan) {
            return self.sign_in_for(record, Errand::RemoveSecret);
        }
        self.show(Screen::Busy("Removing the secret…"));
        self.with_graph(async move |app, graph| {
            let (record, words) = match sweep(&graph, application, record.clone(), None).await {
                Ok(swept) => (swept, words::secret_removed()),
                Err(failure) => (
                    record,
                    words::stop(&Stop::Failed(Step::Secret, Box::new(failure))),
                ),
            };
            let state = app.state();
            record.save(&state.browser.ports()).await.ok();
            let steps = steps_of(&record);
            let ended = Ended {
                record: RefCell::new(record),
                secret: None,
                unconsented: Vec::new(),
                stop: Some(Stop::Cancelled),
                words: Some(words),
            };
            app.show(Screen::Stopped(Rc::new(ended), steps));
        });
    }

    pub fn ask_undo(self, ended: &Rc<Ended>) {
        self.show(Screen::AskUndo(ended.clone()));
    }

    /// Removes what the run made, or first signs in for the rights to do so.
    pub fn undo(self, ended: &Rc<Ended>) {
        let record = ended.record.borrow().clone();
        self.undo_record(record);
    }

    pub(super) fn undo_record(self, record: Record) {
        let state = self.state();
        state.hand_over.take();
        self.release_guard();
        if !self.can_write(&record.plan) {
            return self.sign_in_for(record, Errand::Undo);
        }
        state.cancel.replace(Rc::default());
        self.account
            .set(Some((record.tenant_name.clone(), record.username.clone())));
        self.show(Screen::Busy(
            "Removing what this run made. Right after a create this can take a minute…",
        ));
        self.with_graph(async move |app, graph| {
            let undone = undo(&graph, record).await;
            let record = undone.record.clone();
            let state = app.state();
            let ports = state.browser.ports();
            if undone.left.is_empty() {
                ports.journal.remove(&record.run).await;
            } else {
                record.save(&ports).await.ok();
            }
            let ended = Ended {
                record: RefCell::new(record),
                secret: None,
                unconsented: Vec::new(),
                stop: None,
                words: None,
            };
            app.show(Screen::Undone(Rc::new(ended), Rc::new(undone)));
        });
    }

    pub fn download_receipt(self, ended: &Ended) {
        let record = ended.record.borrow();
        let receipt = receipt(self.profile(), &record, &self.cloud(), self.now());
        let name = format!("entra-handover-receipt-{}.json", record.run);
        page::download(&name, &receipt.to_string());
    }

    fn note(self, ended: &Ended, change: impl FnOnce(&mut Record)) {
        let record = {
            let mut record = ended.record.borrow_mut();
            change(&mut record);
            record.clone()
        };
        spawn_local(async move {
            record.save(&self.state().browser.ports()).await.ok();
        });
    }

    /// Runs `work` with Graph for the signed-in user; does nothing if nobody is.
    pub(super) fn with_graph(self, work: impl AsyncFnOnce(Self, Graph<'_>) + 'static) {
        let state = self.state();
        let Some(session) = state.session.borrow().clone() else {
            return self.start_over();
        };
        let cloud = self.cloud();
        let cancel = state.cancel.borrow().clone();
        spawn_local(async move {
            let ports = state.browser.ports();
            let graph = Graph {
                ports,
                cloud: &cloud,
                token: &session.token,
                cancel: &cancel,
            };
            work(self, graph).await;
        });
    }
}

/// Shows the steps of a run as they change.
struct Live(Steps);

impl Watch for Live {
    fn step(&self, step: Step, state: StepState) {
        self.0.update(|steps| {
            for (_, _, shown) in steps.iter_mut().filter(|(known, ..)| *known == step) {
                shown.clone_from(&state);
            }
        });
    }
}

/// The steps of a run as its record has them.
pub(super) fn steps_of(record: &Record) -> Steps {
    let steps = run::steps(record).into_iter().map(|step| {
        let state = if run::is_done(record, step) {
            StepState::Done
        } else {
            StepState::Waiting
        };
        (step, step_name(step, record), state)
    });
    RwSignal::new_local(steps.collect())
}

fn step_name(step: Step, record: &Record) -> String {
    match step {
        Step::Application => "Application".to_owned(),
        Step::ServicePrincipal => "Service principal".to_owned(),
        Step::Consent(_, id) => {
            let permission = record
                .plan
                .permissions
                .iter()
                .find(|permission| permission.id == id);
            format!(
                "Consent: {}",
                permission
                    .map(|permission| permission.name.as_str())
                    .unwrap_or_default()
            )
        }
        Step::Secret => "Client secret".to_owned(),
    }
}

/// Puts the app's two views where the static page had its own.
pub(super) fn mount(app: App) {
    type View = fn(App) -> Node;
    let views: [(&str, View); 2] = [("top", header::header), ("app", screen::screen)];
    for (id, view) in views {
        let root = page::document()
            .get_element_by_id(id)
            .and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
        let root = root.expect("index.html has both roots");
        root.set_inner_text("");
        mount_to(root, move || view(app).view()).forget();
    }
    Effect::new(move |shown: Option<()>| {
        app.screen.track();
        if shown.is_some() {
            Timeout::new(0, page::focus_heading).forget();
        }
    });
}
