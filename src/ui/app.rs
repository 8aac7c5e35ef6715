//! What the screens' intents do: it calls the flows of the core over the browser's ports and puts the next screen up. It holds
//! the session, the run and the hand-over under way, all in memory only.

use super::dom::Node;
use super::header;
use super::screen::{self, Screen};
use crate::browser::luggage::Errand;
use crate::browser::portal_window::HandOver;
use crate::browser::{Browser, page};
use crate::cloud::Cloud;
use crate::config::Config;
use crate::graph::Graph;
use crate::graph::client::Cancel;
use crate::graph::service_principals::Offered;
use crate::handover::address::PortalAddress;
use crate::profile::{IPECS_CLOUD, Profile};
use crate::setup::find::{Found, find};
use crate::setup::plan::{Plan, Target};
use crate::setup::run::Stop;
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
    pub(super) cancel: RefCell<Rc<Cancel>>,
    pub(super) hand_over: RefCell<Option<HandOver>>,
    pub(super) guard: RefCell<Option<page::LeaveGuard>>,
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
                    match app.interrupted(&found).await {
                        Some(record) => app.show_interrupted(
                            record,
                            Stop::Cancelled,
                            words::interrupted(),
                            Errand::Run,
                        ),
                        None => app.show(Screen::Review(Rc::new(found))),
                    }
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

    /// Runs `work` with Graph for the signed-in user; does nothing if nobody is.
    pub(super) fn with_graph(self, work: impl AsyncFnOnce(Self, Graph<'_>) + 'static) {
        let state = self.state();
        let Some(session) = state.session.borrow().clone() else {
            return self.start_over();
        };
        let cloud = self.cloud();
        // Each piece of work has its own: a cancelled run must not make the next one impatient.
        let cancel = Rc::new(Cancel::default());
        state.cancel.replace(cancel.clone());
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
