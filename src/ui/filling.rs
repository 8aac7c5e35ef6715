//! "Fill Customer Manager", in the extension: the values go straight into Customer Manager's form in the tab beside the panel, after a
//! click that names the tab's exact origin. Which field is which is decided in `fill`; the secret is in the last call alone.

use super::app::App;
use super::dom::{Node, all, el, live, nothing, text};
use super::ended::Ended;
use super::parts::*;
use super::picking::{Picked, choosing};
use super::remembering::remembering;
use super::sending::{Delivery, Switch, values};
use super::settling::Hold;
use crate::azure_portal::PortalTab;
use crate::browser::extension::Host;
use crate::browser::extension::tabs::Tab;
use crate::browser::extension::{document, settings};
use crate::browser::portal_window::Values;
use crate::browser::scripted_page::ScriptedPage;
use crate::fill::find::{Opening, find_form};
use crate::fill::{Answer, Part, Refusal, Rule, Wanted};
use crate::handover::address::PortalAddress;
use crate::setup::receipt::Way;
use crate::words::Words;
use crate::words::filling as says;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::time::Duration;

/// A form that comes after Modify, or a page that is still loading, is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How far the filling is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filling {
    Ready,
    Busy,
    Filled(PortalAddress),
    /// The tab's page was not filled.
    Refused(i32, Words),
    /// The user is to click this field on the page.
    Picking(Part),
    /// The user is to say which option of the switch means Use.
    Choosing(i32, Rc<Picked>),
    /// The page's fields are known now.
    Picked(i32),
}

impl Filling {
    fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(..))
    }
}

/// The tab to be filled, and the address that the user was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    pub tab: i32,
    pub address: PortalAddress,
}

pub fn filling(app: App, ended: &Rc<Ended>, delivery: RwSignal<Delivery, LocalStorage>) -> Node {
    if app.state().host == Host::Page {
        return nothing();
    }
    let state = app.kept("filling", || Filling::Ready);
    let ended = ended.clone();
    live(move || {
        if delivery.with(Delivery::is_complete) {
            return match state.get() {
                Filling::Filled(portal) => remembering(&portal),
                _ => nothing(),
            };
        }
        let front = app.front.get();
        let in_front = |tab| front.as_ref().is_some_and(|front| front.id == tab);
        let told = match state.get() {
            Filling::Busy => {
                return busy(says::busy());
            }
            Filling::Picking(part) => {
                let label = part.label();
                return busy(&match part {
                    Part::Value(_) => says::click_field(label),
                    Part::Usage => says::click_switch(label),
                });
            }
            Filling::Choosing(tab, picked) => return choosing(tab, &picked, state),
            Filling::Picked(tab) if in_front(tab) => {
                let words = says::remembered();
                notice("good", "status", vec![p(words)])
            }
            Filling::Refused(tab, words) if in_front(tab) => message("bad", "alert", &words),
            // What was said about another page is not said about this one.
            Filling::Ready | Filling::Filled(_) => nothing(),
            Filling::Picked(_) | Filling::Refused(..) => nothing(),
        };
        let offered = match goal(front, app.portal()) {
            Ok(goal) => offer(app, &ended, goal, state, delivery),
            Err(words) => hint(words),
        };
        all(vec![told, offered])
    })
}

fn busy(words: &str) -> Node {
    notice("busy", "status", vec![p(words.to_owned())])
}

/// The tab in front, if it may be Customer Manager: the configured portal, or any page but Microsoft's. Or what to do.
fn goal(front: Option<Tab>, configured: Option<PortalAddress>) -> Result<Goal, String> {
    let shown = front.and_then(|tab| Some((tab.id, tab.address?)));
    let shown = shown.filter(|(_, address)| PortalTab::read(address).is_none());
    let Some((tab, address)) = shown else {
        return Err(says::no_page());
    };
    let address = PortalAddress::parse(&address).map_err(says::unusable)?;
    let (found, named) = (address.origin(), configured.map(|named| named.origin()));
    match named {
        Some(named) if named != found => Err(says::other_page(&found, &named)),
        _ => Ok(Goal { tab, address }),
    }
}

fn offer(
    app: App,
    ended: &Rc<Ended>,
    goal: Goal,
    state: RwSignal<Filling, LocalStorage>,
    delivery: RwSignal<Delivery, LocalStorage>,
) -> Node {
    let origin = goal.address.origin();
    let (hold, ended, filled) = (ended.hold, ended.clone(), goal.clone());
    let fill = el("button")
        .attr("type", "button")
        .class("primary")
        .flag("disabled", move || hold.with(|hold| *hold != Hold::Free))
        .on("click", move |event| {
            let free = hold.with_untracked(|hold| *hold == Hold::Free);
            if event.is_trusted() && free {
                state.set(Filling::Busy);
                let (ended, goal) = (ended.clone(), filled.clone());
                spawn_local(async move {
                    let answer = fill(app, &ended, &goal).await;
                    let words = settle(app, &ended, answer, delivery);
                    state.set(match words {
                        None => Filling::Filled(goal.address),
                        Some(words) => Filling::Refused(goal.tab, words),
                    });
                });
            }
        })
        .text(says::fill());
    let words =
        el("p")
            .class("hint")
            .children([text(says::puts().0), b(origin), text(says::puts().1)]);
    let waiting = live(move || match hold.get() {
        Hold::Free => nothing(),
        Hold::Waiting(_) => hint(says::pressed_soon()),
        _ => hint(says::decide_first()),
    });
    let pick = live(move || match state.with(Filling::is_refused) {
        true => {
            let goal = goal.clone();
            button(says::pick(), "", move || {
                app.pick_fields(goal.clone(), state)
            })
        }
        false => nothing(),
    });
    all(vec![actions(vec![fill, pick]), words, waiting])
}

/// A menu or Modify may load another page of the portal: so many are looked at.
const PAGES: usize = 4;

async fn fill(app: App, ended: &Ended, goal: &Goal) -> Result<(Answer, Switch), Words> {
    let values = values(ended).ok_or_else(says::out_of_reach)?;
    let rule = settings::rule(&goal.address.origin()).await;
    for _ in 0..PAGES {
        let page = document::open(goal.tab).await;
        let page = page.map_err(|_| says::out_of_reach())?;
        let filled = fill_form(app, &values, &page, &goal.address, rule.as_ref()).await;
        if !matches!(filled, Err(Refusal::Gone)) {
            return filled.map_err(|refusal| refusal.words());
        }
    }
    Err(Refusal::Gone.words())
}

/// Finds the form on a page and fills it. What comes back says what the page holds now.
pub(super) async fn fill_form(
    app: App,
    values: &Values,
    page: &ScriptedPage,
    portal: &PortalAddress,
    rule: Option<&Rule>,
) -> Result<(Answer, Switch), Refusal> {
    let wanted = Wanted {
        portal,
        rule,
        secret_length: values.secret.length(),
    };
    let clock = app.state().browser.ports().clock;
    let mut again = false;
    let filled = loop {
        let plan = match find_form(page, clock, &wanted, Opening::Press, PATIENCE).await {
            Ok(plan) => plan,
            Err(refusal) => break Err(refusal),
        };
        let answer = Answer::parse(page.fill(&plan, values).await.as_deref());
        if !again && answer.may_pass(&plan) {
            again = true;
            continue;
        }
        let switch = match plan.usage {
            Some(_) => Switch::Set,
            None => Switch::ByHand,
        };
        break Ok((answer, switch));
    };
    page.end().await;
    filled
}

/// Takes note of what the page holds now, and says what is to be told besides.
pub(super) fn settle(
    app: App,
    ended: &Ended,
    answer: Result<(Answer, Switch), Words>,
    delivery: RwSignal<Delivery, LocalStorage>,
) -> Option<Words> {
    match answer {
        Ok((Answer::Filled, switch)) => {
            app.delivered(ended, Way::Filled);
            delivery.set(Delivery::Filled(switch));
            None
        }
        Ok((answer, _)) => {
            if answer.may_hold_values() {
                delivery.set(Delivery::Doubtful);
            }
            answer.words()
        }
        Err(words) => Some(words),
    }
}
