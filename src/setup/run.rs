//! Carries out a plan: application, service principal, consent and secret, each "make it so". It knows the order and what may be
//! repeated; it shows nothing, and it hands the secret to its caller and to nobody else.
//!
//! Three sequential round trips with no fault: application; service principal; then consent and secret side by side.

use super::journal::{Effect, MadeApplication, Record};
use super::plan::{Target, Work};
use super::proof::Difference;
use crate::bugs::{self, Bug};
use crate::graph::applications::{Draft, MadeBy, NewPassword, Upserted};
use crate::graph::client::Waiting;
use crate::graph::failure::Applied;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{ClientId, ServicePrincipalId};
use crate::profile::{Permission, Profile};
use chrono::TimeDelta;
use futures_util::future::{LocalBoxFuture, join};
use std::cell::RefCell;

pub use super::step::{Step, StepState, Watch, is_done, steps};

/// Why a run stopped before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The user cancelled. What was made stands in the record.
    Cancelled,
    /// A step failed for good.
    Failed(Step, Box<Failure>),
    /// The token was refused (expired, revoked, or a claims challenge): sign in again and run the same record.
    SignInAgain { claims: Option<String> },
    /// The journal cannot be written, so a lost reply could never be found again. Nothing more was sent.
    JournalUnwritable,
    /// The application holds what our runs did not make and the user has not approved. Nothing more was given to it.
    Changed { differences: Vec<Difference> },
    /// The application is not there any more: somebody deleted it.
    Gone,
    /// A repair found no service principal where the user was shown one. It is closed: what is missing now is another plan.
    PrincipalGone,
}

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    pub record: Record,
    /// There whenever a secret was made and its value received, even if something else stopped.
    pub secret: Option<NewPassword>,
    /// Permissions that nobody has consented to yet, with the refusal.
    pub unconsented: Vec<(Permission, Failure)>,
    /// What was added to the application while it was being granted rights: to be looked at, nothing was done about it.
    pub changed: Vec<Difference>,
    pub stop: Option<Stop>,
}

/// The token must have this much life when the secret is made: it is shown once, and is still to be confirmed and handed over.
pub const ENOUGH_LIFE: TimeDelta = TimeDelta::minutes(10);

/// What a run is to bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Everything,
    /// The secret of this run is in somebody's hands; only consent is still missing.
    ConsentOnly,
}

/// Runs the record's plan, or what is left of it.
pub async fn run(
    graph: Graph<'_>,
    profile: &Profile,
    record: Record,
    want: Want,
    watch: &dyn Watch,
) -> Outcome {
    let record = RefCell::new(record);
    let mut outcome = run_on(graph, profile, &record, want, watch).await;
    outcome.record = record.into_inner();
    outcome
}

/// As `run`, on a record that others may change meanwhile, as a hand-over does. The outcome has a copy of it.
pub async fn run_on(
    graph: Graph<'_>,
    profile: &Profile,
    record: &RefCell<Record>,
    want: Want,
    watch: &dyn Watch,
) -> Outcome {
    let run = Run {
        graph,
        profile,
        record,
        watch,
        unconsented: RefCell::default(),
        changed: RefCell::default(),
    };
    let mut secret = None;
    let result = run.procedure(want, &mut secret).await;
    if result == Err(Stop::Gone) {
        // Without an application there is nothing to search; one that is restored is swept before it is used.
        run.change(|record| record.settled = Some(graph.ports.clock.now()));
        run.save().await.ok();
    }
    Outcome {
        record: record.borrow().clone(),
        secret,
        unconsented: run.unconsented.into_inner(),
        changed: run.changed.into_inner(),
        stop: result.err(),
    }
}

/// A run under way.
pub(super) struct Run<'a> {
    pub(super) graph: Graph<'a>,
    pub(super) profile: &'a Profile,
    pub(super) record: &'a RefCell<Record>,
    pub(super) watch: &'a dyn Watch,
    pub(super) unconsented: RefCell<Vec<(Permission, Failure)>>,
    pub(super) changed: RefCell<Vec<Difference>>,
}

impl Run<'_> {
    async fn procedure(&self, want: Want, secret: &mut Option<NewPassword>) -> Result<(), Stop> {
        let target = self.record.borrow().plan.target.clone();
        let (application, by) = match &target {
            Target::Existing { .. } if want == Want::ConsentOnly => return Ok(()),
            Target::Existing {
                application,
                client,
                ..
            } => {
                let application = MadeApplication {
                    id: *application,
                    client: *client,
                };
                *secret = self.keep_up(application).await?;
                return Ok(());
            }
            Target::Deleted {
                application,
                client,
                ..
            } if self.record.borrow().plan.work == Work::Purge => {
                return self.purge(*application, *client).await;
            }
            Target::Deleted {
                application,
                client,
                ..
            } => (
                self.restore(*application, *client).await?,
                MadeBy::AnEarlierCall,
            ),
            Target::New => self.application().await?,
        };
        let principal = match by {
            // Made a moment ago by this very run: nobody else can have touched it, and the 201 is the proof.
            MadeBy::ThisCall => self.service_principal(application.client).await?,
            // Side by side: a service principal gives nobody anything.
            MadeBy::AnEarlierCall => self.proven_with_principal(application).await?,
        };
        let result = match want {
            Want::ConsentOnly => self.consent(principal).await,
            Want::Everything => {
                // The secret does not wait for the consent: neither needs the other, and it saves a round trip.
                let (consent, made) =
                    join(self.consent(principal), self.mint(application.id)).await;
                *secret = made?;
                consent
            }
        };
        if by == MadeBy::AnEarlierCall {
            self.look_after(application).await;
        }
        result
    }

    /// The service principal of an application that stood there, once it is proven ours.
    async fn proven_with_principal(
        &self,
        application: MadeApplication,
    ) -> Result<ServicePrincipalId, Stop> {
        let known = self.record.borrow().service_principal.made();
        let proof = self.prove(application, Step::Application);
        let (principal, held) = join(self.service_principal(application.client), proof).await;
        let (held, principal) = (held?, principal?);
        if known.is_some()
            && held.principal.is_none()
            && !bugs::is_on(Bug::TrustTheRecordedPrincipal)
        {
            // Deleted since, or a replica lags behind: asking for it once more tells which, and no consent is waited for in vain.
            self.doubt_the_service_principal();
            return self.service_principal(application.client).await;
        }
        Ok(principal)
    }

    /// The application, and whether this very run made it.
    async fn application(&self) -> Result<(MadeApplication, MadeBy), Stop> {
        let step = Step::Application;
        let before = self.record.borrow().application;
        match before {
            Effect::Made(made) => {
                self.watch.step(step, StepState::Done);
                return Ok((made, MadeBy::AnEarlierCall));
            }
            Effect::Removed(_) | Effect::Purged(_) => return Err(Stop::Gone),
            Effect::NotYet | Effect::Intended => {}
        }
        self.begin(step)?;
        self.change(|record| record.application = Effect::Intended);
        if !bugs::is_on(Bug::NoIntentForTheApplication) {
            self.save().await?;
        }
        let (unique_name, permissions) = {
            let record = self.record.borrow();
            (record.unique_name(), record.plan.permissions.clone())
        };
        let draft = Draft {
            unique_name: &unique_name,
            name: self.profile.application_name,
            tags: &[self.profile.tag()],
            permissions: &permissions,
        };
        match self
            .graph
            .upsert_application(&draft, &self.retrying(step))
            .await
        {
            Ok(Upserted { id, client, by }) => {
                let made = MadeApplication { id, client };
                if !(by == MadeBy::AnEarlierCall && bugs::is_on(Bug::ForgetTheApplication)) {
                    self.change(|record| record.application = Effect::Made(made));
                }
                self.done(step).await;
                Ok((made, by))
            }
            // The name is taken and leads nowhere: an earlier attempt made it, and somebody has deleted it since.
            Err(failure) if failure.kind == Kind::NotFound => Err(Stop::Gone),
            Err(failure) => {
                if failure.applied() == Applied::No {
                    self.change(|record| record.application = before);
                    self.save().await.ok();
                }
                Err(self.stop(step, failure))
            }
        }
    }

    async fn service_principal(&self, client: ClientId) -> Result<ServicePrincipalId, Stop> {
        let step = Step::ServicePrincipal;
        if let Some(made) = self.record.borrow().service_principal.made() {
            self.watch.step(step, StepState::Done);
            return Ok(made);
        }
        let before = self.record.borrow().service_principal;
        self.begin(step)?;
        self.change(|record| record.service_principal = Effect::Intended);
        if !bugs::is_on(Bug::NoIntentForThePrincipal) {
            self.save().await?;
        }
        match self.principal(client, step).await {
            Ok(id) => {
                self.change(|record| record.service_principal = Effect::Made(id));
                self.done(step).await;
                Ok(id)
            }
            Err(failure) => {
                if failure.applied() == Applied::No {
                    self.change(|record| record.service_principal = before);
                    self.save().await.ok();
                }
                Err(self.stop(step, failure))
            }
        }
    }

    async fn principal(&self, client: ClientId, step: Step) -> Result<ServicePrincipalId, Failure> {
        let waiting = self.retrying(step);
        let is_restored = matches!(self.record.borrow().plan.target, Target::Deleted { .. });
        if is_restored {
            let restored = self
                .graph
                .restore_service_principal(client, &waiting)
                .await?;
            if let Some(id) = restored {
                return Ok(id);
            }
        }
        self.graph.ensure_service_principal(client, &waiting).await
    }

    /// Shows the step as under way; nothing more is begun after a cancel.
    pub(super) fn begin(&self, step: Step) -> Result<(), Stop> {
        if self.graph.cancel.is_requested() {
            return Err(Stop::Cancelled);
        }
        self.watch.step(step, StepState::Working);
        Ok(())
    }

    /// Stops while nothing is lost if the token would end before the secret is in somebody's hands.
    pub(super) fn token_lasts(&self, step: Step) -> Result<(), Stop> {
        let now = self.graph.ports.clock.now();
        if self.graph.cancel.token_ends_within(ENOUGH_LIFE, now) {
            self.watch.step(step, StepState::Waiting);
            return Err(Stop::SignInAgain { claims: None });
        }
        Ok(())
    }

    /// Journals what was done, then shows it. A journal that fails now loses nothing that Graph cannot tell again.
    pub(super) async fn done(&self, step: Step) {
        self.save().await.ok();
        self.watch.step(step, StepState::Done);
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Record)) {
        change(&mut self.record.borrow_mut());
    }

    /// Journals the record as it is now. What is not idempotent is sent only after this has succeeded.
    pub(super) fn save(&self) -> LocalBoxFuture<'_, Result<(), Stop>> {
        let record = self.record.borrow().clone();
        Box::pin(async move {
            let saved = record.save(&self.graph.ports).await;
            saved.map_err(|_| Stop::JournalUnwritable)
        })
    }

    pub(super) fn tell(&self, step: Step, state: StepState) {
        self.watch.step(step, state);
    }

    pub(super) fn retrying(&self, step: Step) -> impl Fn(Waiting) {
        move |waiting| self.watch.step(step, StepState::Retrying(waiting))
    }

    pub(super) fn stop(&self, step: Step, failure: Failure) -> Stop {
        if let Kind::TokenRejected { claims } = failure.kind {
            self.watch.step(step, StepState::Waiting);
            return Stop::SignInAgain { claims };
        }
        self.watch.step(step, StepState::Failed(failure.clone()));
        if self.graph.cancel.is_requested() {
            return Stop::Cancelled;
        }
        Stop::Failed(step, Box::new(failure))
    }
}
