//! Carries out a plan: application, service principal, consent and secret, each "make it so". It knows the order and what may be
//! repeated; it shows nothing, and it hands the secret to its caller and to nobody else.
//!
//! Three sequential round trips with no fault: application; service principal; then consent and secret side by side.

use super::journal::{Effect, MadeApplication, Record};
use super::plan::Target;
use crate::graph::applications::{Draft, NewPassword};
use crate::graph::client::Waiting;
use crate::graph::failure::Applied;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{ClientId, PermissionId, ServicePrincipalId};
use crate::profile::{Permission, PermissionKind, Profile};
use futures_util::future::{LocalBoxFuture, join, join_all};
use std::cell::RefCell;

/// A step as the user sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Application,
    ServicePrincipal,
    Consent(PermissionKind, PermissionId),
    Secret,
}

/// How a step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    Waiting,
    Working,
    Retrying(Waiting),
    Done,
    /// The user lacks the right; somebody else can finish this step later, and the run goes on.
    NeedsSomeoneElse(Failure),
    Failed(Failure),
}

/// Is told of every change of a step.
pub trait Watch {
    fn step(&self, step: Step, state: StepState);
}

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
}

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    pub record: Record,
    /// There whenever a secret was made and its value received, even if something else stopped.
    pub secret: Option<NewPassword>,
    /// Permissions that nobody has consented to yet, with the refusal.
    pub unconsented: Vec<(Permission, Failure)>,
    pub stop: Option<Stop>,
}

/// The steps of a record's plan, in order.
pub fn steps(record: &Record) -> Vec<Step> {
    let mut steps = match record.plan.target {
        Target::New => vec![Step::Application, Step::ServicePrincipal],
        Target::Existing { .. } => Vec::new(),
    };
    let consents = record.plan.consents().iter();
    steps.extend(consents.map(|permission| Step::Consent(permission.kind, permission.id)));
    steps.push(Step::Secret);
    steps
}

/// Whether the record says that a step has been done.
pub fn is_done(record: &Record, step: Step) -> bool {
    match step {
        Step::Application => record.application.made().is_some(),
        Step::ServicePrincipal => record.service_principal.made().is_some(),
        Step::Consent(_, id) => record.consented.contains(&id),
        Step::Secret => record.live_secret().is_some(),
    }
}

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
    let run = Run {
        graph,
        profile,
        record: RefCell::new(record),
        watch,
        unconsented: RefCell::default(),
    };
    let mut secret = None;
    let result = run.procedure(want, &mut secret).await;
    Outcome {
        record: run.record.into_inner(),
        secret,
        unconsented: run.unconsented.into_inner(),
        stop: result.err(),
    }
}

/// A run under way.
pub(super) struct Run<'a> {
    pub(super) graph: Graph<'a>,
    pub(super) profile: &'a Profile,
    pub(super) record: RefCell<Record>,
    watch: &'a dyn Watch,
    unconsented: RefCell<Vec<(Permission, Failure)>>,
}

impl Run<'_> {
    async fn procedure(&self, want: Want, secret: &mut Option<NewPassword>) -> Result<(), Stop> {
        let target = self.record.borrow().plan.target.clone();
        match target {
            Target::New => {
                let application = self.application().await?;
                let principal = self.service_principal(application.client).await?;
                if want == Want::ConsentOnly {
                    return self.consent(principal).await;
                }
                // The secret does not wait for the consent: neither needs the other, and it saves a round trip.
                let (consent, made) =
                    join(self.consent(principal), self.mint(application.id)).await;
                *secret = made?;
                consent
            }
            Target::Existing { .. } if want == Want::ConsentOnly => Ok(()),
            Target::Existing { application, .. } => {
                *secret = self.mint(application).await?;
                Ok(())
            }
        }
    }

    async fn application(&self) -> Result<MadeApplication, Stop> {
        let step = Step::Application;
        if let Some(made) = self.record.borrow().application.made() {
            self.watch.step(step, StepState::Done);
            return Ok(made);
        }
        let before = self.record.borrow().application;
        self.begin(step)?;
        self.change(|record| record.application = Effect::Intended);
        self.save().await?;
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
            Ok((id, client)) => {
                let made = MadeApplication { id, client };
                self.change(|record| record.application = Effect::Made(made));
                self.done(step).await;
                Ok(made)
            }
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
        self.save().await?;
        match self
            .graph
            .ensure_service_principal(client, &self.retrying(step))
            .await
        {
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

    /// App role assignments, one call each, and one grant for all delegated scopes, side by side.
    async fn consent(&self, principal: ServicePrincipalId) -> Result<(), Stop> {
        let open: Vec<Permission> = {
            let record = self.record.borrow();
            let (done, open) = (record.plan.permissions.iter().cloned())
                .partition::<Vec<_>, _>(|permission| record.consented.contains(&permission.id));
            for permission in done {
                self.watch.step(
                    Step::Consent(permission.kind, permission.id),
                    StepState::Done,
                );
            }
            open
        };
        let (roles, scopes): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|permission| permission.kind == PermissionKind::Application);
        let mut calls: Vec<LocalBoxFuture<'_, Result<(), Stop>>> = Vec::new();
        for role in roles {
            calls.push(Box::pin(self.consent_to(principal, vec![role])));
        }
        if !scopes.is_empty() {
            calls.push(Box::pin(self.consent_to(principal, scopes)));
        }
        join_all(calls).await.into_iter().collect()
    }

    /// One call: a single app role, or any number of delegated scopes. A refusal does not stop the run: everything else is
    /// done, and the consent is somebody else's to give.
    async fn consent_to(
        &self,
        principal: ServicePrincipalId,
        permissions: Vec<Permission>,
    ) -> Result<(), Stop> {
        let resource = self.record.borrow().graph;
        let step = |permission: &Permission| Step::Consent(permission.kind, permission.id);
        let tell = |state: StepState| {
            for permission in &permissions {
                self.watch.step(step(permission), state.clone());
            }
        };
        let waiting = |waiting| tell(StepState::Retrying(waiting));
        tell(StepState::Working);
        let result = match permissions.as_slice() {
            [role] if role.kind == PermissionKind::Application => {
                self.graph
                    .ensure_app_role(principal, resource, role.id, &waiting)
                    .await
            }
            scopes => {
                let names: Vec<&str> = scopes.iter().map(|scope| scope.name.as_str()).collect();
                self.graph
                    .ensure_delegated_grant(principal, resource, &names, &waiting)
                    .await
            }
        };
        match result {
            Ok(()) => {
                let ids = permissions.iter().map(|permission| permission.id);
                // The consent stands whether or not the journal knows: repeating it is safe.
                self.change(|record| record.consented.extend(ids));
                self.save().await.ok();
                tell(StepState::Done);
                Ok(())
            }
            Err(Failure {
                kind: Kind::TokenRejected { claims },
                ..
            }) => {
                tell(StepState::Waiting);
                Err(Stop::SignInAgain { claims })
            }
            Err(failure) => {
                tell(match failure.kind {
                    Kind::Forbidden => StepState::NeedsSomeoneElse(failure.clone()),
                    _ => StepState::Failed(failure.clone()),
                });
                let open = permissions
                    .into_iter()
                    .map(|permission| (permission, failure.clone()));
                self.unconsented.borrow_mut().extend(open);
                Ok(())
            }
        }
    }

    /// Shows the step as under way; nothing more is begun after a cancel.
    pub(super) fn begin(&self, step: Step) -> Result<(), Stop> {
        if self.graph.cancel.is_requested() {
            return Err(Stop::Cancelled);
        }
        self.watch.step(step, StepState::Working);
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
