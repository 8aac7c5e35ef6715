//! What the screens' intents do: it calls the flows of the core over the browser's ports and puts the next screen up. It holds
//! the session, the run and the hand-over under way, all in memory only.

use super::asked::Asking;
use super::beside::Beside;
use super::dom::Node;
use super::header;
use super::screen::{self, Screen};
use super::standing::Wish;
use super::turn::{Guard, Turns};
use crate::browser::extension::Host;
use crate::browser::extension::tabs::Tab;
use crate::browser::luggage::Errand;
use crate::browser::portal_window::HandOver;
use crate::browser::{Browser, lock, page};
use crate::cloud::Cloud;
use crate::config::Config;
use crate::graph::Graph;
use crate::graph::client::Cancel;
use crate::graph::service_principals::Offered;
use crate::handover::address::PortalAddress;
use crate::profile::{IPECS_CLOUD, Profile};
use crate::setup::end_dates::EndDates;
use crate::setup::find::find;
use crate::setup::journal::Record;
use crate::setup::run::{ENOUGH_LIFE, Stop};
use crate::signin::Session;
use crate::words::language::{Language, Told, spoken};
use crate::words::{self, Words};
use chrono::{DateTime, TimeDelta, Utc};
use gloo_timers::callback::{Interval, Timeout};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::any::Any;
use std::cell::{Cell, RefCell};
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
    /// The language that is spoken: what is drawn follows it.
    pub language: RwSignal<Language>,
    /// What a screen reader is to say next.
    pub said: RwSignal<String>,
    /// The portal's tab beside an extension's panel.
    pub beside: RwSignal<Option<Beside>, LocalStorage>,
    /// The tab that is in front beside it.
    pub front: RwSignal<Option<Tab>, LocalStorage>,
    /// For whom the values are to be sealed.
    pub asking: Asking,
    /// The registration was given here, and stands in no `config.json`.
    pub adopted: RwSignal<bool>,
    /// Changes every second while something counts down.
    pub seconds: Trigger,
    /// A run whose stray secret was found at this visit, and could not be removed with the rights at hand.
    pub stray: RwSignal<Option<Record>, LocalStorage>,
    /// The end dates that an extension keeps for its toolbar button.
    pub end_dates: RwSignal<EndDates, LocalStorage>,
}

pub(super) struct State {
    pub(super) browser: Browser,
    pub(super) host: Host,
    pub(super) config: RefCell<Config>,
    pub(super) session: RefCell<Option<Rc<Session>>>,
    /// How far the sign-in service's clock is ahead of this machine's, as the last sign-in showed. It stays when the session is dropped.
    skew: Cell<TimeDelta>,
    pub(super) cancel: RefCell<Rc<Cancel>>,
    pub(super) hand_over: RefCell<Option<HandOver>>,
    pub(super) guard: RefCell<Option<Guard>>,
    /// This tab's turn to write, while something of it is under way.
    pub(super) writer: Turns,
    /// What the next look at the tenant is for.
    pub(super) wish: RefCell<Option<Wish>>,
    /// The search behind the hand-over, so that it can be ended.
    pub(super) settling: RefCell<Option<Rc<Cancel>>>,
    /// What the screen that is up keeps while it is drawn anew in another language, by name.
    kept: RefCell<Vec<(&'static str, Box<dyn Any>)>>,
    /// Owns it, as a screen's own signals go when it is drawn anew.
    owner: Owner,
}

impl App {
    pub(super) fn new(config: Config) -> Self {
        // There is one app to a page, and it lives as long as the page.
        let state = Box::leak(Box::new(State {
            browser: Browser::default(),
            host: Host::detect(),
            config: RefCell::new(config),
            session: RefCell::default(),
            skew: Cell::default(),
            cancel: RefCell::default(),
            hand_over: RefCell::default(),
            guard: RefCell::default(),
            writer: Turns::default(),
            wish: RefCell::default(),
            settling: RefCell::default(),
            kept: RefCell::default(),
            owner: Owner::new(),
        }));
        let app = Self {
            state,
            screen: RwSignal::new_local(Screen::Busy(words::screen::starting)),
            account: RwSignal::new(None),
            language: RwSignal::new(spoken()),
            said: RwSignal::new(String::new()),
            beside: RwSignal::new_local(None),
            front: RwSignal::new_local(None),
            asking: Asking::none(),
            adopted: RwSignal::new(false),
            seconds: Trigger::new(),
            stray: RwSignal::new_local(None),
            end_dates: RwSignal::new_local(EndDates::default()),
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

    /// The sign-in service's time, by which secrets end: this machine's clock may be wrong by a day.
    pub fn server_now(self) -> DateTime<Utc> {
        self.now() + self.state().skew.get()
    }

    pub(super) fn keep_session(self, session: Session) {
        let state = self.state();
        state.skew.set(session.skew);
        state.session.replace(Some(Rc::new(session)));
    }

    /// A signal of the screen that is up. It lasts until another screen comes, also when this one is drawn in another language.
    pub(super) fn kept<T: 'static>(
        self,
        name: &'static str,
        first: impl FnOnce() -> T,
    ) -> RwSignal<T, LocalStorage> {
        let mut kept = self.state().kept.borrow_mut();
        let known = kept.iter().find(|(known, _)| *known == name);
        if let Some(signal) = known.and_then(|(_, signal)| signal.downcast_ref()) {
            return *signal;
        }
        let signal = self.state().owner.with(|| RwSignal::new_local(first()));
        kept.push((name, Box::new(signal)));
        signal
    }

    pub(super) fn show(self, screen: Screen) {
        self.state().kept.borrow_mut().clear();
        self.screen.set(screen);
    }

    /// Forgets the session and everything of the run, and begins again.
    pub fn start_over(self) {
        let state = self.state();
        self.stop_settling();
        state.session.take();
        state.hand_over.take();
        state.guard.take();
        self.stray.set(None);
        self.account.set(None);
        self.show(if state.config.borrow().client_id.is_some() {
            Screen::SignIn(None)
        } else {
            Screen::Register
        });
    }

    /// Reads the tenant and shows the plan.
    pub fn look(self) {
        self.show(Screen::Busy(words::screen::looking));
        lock::note_look();
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
                    app.notice_late(&found).await;
                    match app.interrupted(&found).await {
                        Some(_) if app.is_under_way_elsewhere().await => {
                            app.wait_for_turn(Self::look);
                        }
                        Some(record) => {
                            let words = Told::new(|| words::interrupted(&record.plan.work));
                            app.show_interrupted(record, Stop::Cancelled, words, Errand::Run);
                        }
                        None => {
                            app.settle_earlier(&found);
                            app.show_standing(&graph, found).await;
                        }
                    }
                }
                Err(error) => app.show(Screen::Unreadable(Told::new(|| words::find(&error)))),
            }
        });
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
        // A tenant may give tokens of ten minutes. One that was short from the beginning is as good as they get.
        let lasts = !session.expires_within(ENOUGH_LIFE, self.now());
        let ends = session.expires_at.filter(|_| lasts);
        // Each piece of work has its own: a cancelled run must not make the next one impatient.
        let cancel = Rc::new(Cancel::with_token_until(ends));
        state.cancel.replace(cancel.clone());
        self.work(session, cancel, work);
    }

    /// Runs `work` behind what the user does.
    pub(super) fn work(
        self,
        session: Rc<Session>,
        cancel: Rc<Cancel>,
        work: impl AsyncFnOnce(Self, Graph<'_>) + 'static,
    ) {
        let cloud = self.cloud();
        spawn_local(async move {
            let ports = self.state().browser.ports();
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
