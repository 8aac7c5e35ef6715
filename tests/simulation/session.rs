//! Somebody signed in, in a tab: the token with its end, Graph for it, and the screen on which the steps show. The sign-in itself is
//! not played here; its token comes from the tenant as another tool would get it.

use crate::tab::Tab;
use crate::world::Millis;
use chrono::{DateTime, TimeDelta, Utc};
use entra_handover::cloud::Cloud;
use entra_handover::graph::Graph;
use entra_handover::graph::client::Cancel;
use entra_handover::ports::Clock;
use entra_handover::secret::Secret;
use entra_handover::setup::run::{ENOUGH_LIFE, Step, StepState, Watch};
use std::rc::Rc;
use std::sync::LazyLock;
use url::Url;

const SCOPES: [&str; 6] = [
    "User.Read",
    "Application.Read.All",
    "Policy.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];
const SECOND: Millis = 1_000;

pub struct Session {
    token: Secret,
    ends: DateTime<Utc>,
}

static CLOUD: LazyLock<Cloud> = LazyLock::new(|| {
    let page = Url::parse("http://localhost:8787/").expect("a literal address");
    Cloud::parse("http://localhost:8787", &page).expect("the page's own origin")
});

impl Session {
    pub fn has_enough_life(&self, now: DateTime<Utc>) -> bool {
        self.ends - now > ENOUGH_LIFE
    }
}

impl<'w> Tab<'w> {
    pub async fn sign_in(&self) -> Session {
        self.pause(4 * SECOND).await;
        let world = self.world;
        let issued =
            world
                .sandbox
                .borrow_mut()
                .access_token(self.person().account, &SCOPES, world.time());
        let token = issued.expect("the sandbox has this account");
        world.invariants.borrow_mut().leaks.guard(token.as_bytes());
        self.say(|| "signs in".to_owned());
        // What the token endpoint says of its life. The shortest life is taken where the tenant draws it.
        let life = world.scenario.shortest_token_life();
        let now = self.now();
        Session {
            token: Secret::new(token),
            ends: now + TimeDelta::seconds(life),
        }
    }

    /// Begins a piece of work that the Cancel button ends.
    pub fn work(&self, session: &Session) -> Rc<Cancel> {
        let cancel = Rc::new(Cancel::with_token_until(Some(session.ends)));
        self.person().cancel.replace(Some(cancel.clone()));
        self.world.invariants.borrow_mut().begin_work(self.number);
        cancel
    }

    pub fn graph<'g>(&'g self, session: &'g Session, cancel: &'g Cancel) -> Graph<'g> {
        Graph {
            ports: self.ports(),
            cloud: &CLOUD,
            token: &session.token,
            cancel,
        }
    }

    /// Somebody reads the screen and presses a button.
    pub async fn think(&self) {
        let quick = self.world.noise(3);
        self.pause((5 + quick * 15) * SECOND).await;
    }
}

/// Shows nothing, and looks that nothing secret is shown.
pub struct Screen<'w>(pub Tab<'w>);

impl Watch for Screen<'_> {
    fn step(&self, step: Step, state: StepState) {
        self.0.world.trace.note(match &state {
            StepState::Waiting => 1,
            StepState::Working => 2,
            StepState::Retrying(_) => 3,
            StepState::Done => 4,
            StepState::NeedsSomeoneElse(_) => 5,
            StepState::Failed(_) => 6,
        });
        // Retries show the same failures, a hundred times.
        if let StepState::NeedsSomeoneElse(_) | StepState::Failed(_) = &state {
            let shown = format!("{step:?} {state:?}");
            self.0.world.check_leaks("the screen", shown.as_bytes());
        }
    }
}
