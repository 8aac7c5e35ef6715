//! Makes good what a set-up is missing, and nothing else: declared permissions, the service principal, consent. What is missing was
//! found by `status` and confirmed by the user; each fix is "make it so", and safe to repeat.

use super::journal::{Effect, MadeApplication};
use super::plan::{Fix, Plan, Target, Work};
use super::proof::Approval;
use super::run::{Run, Step, StepState, Stop};
use super::status::{Fact, SetUp};
use crate::bugs::{self, Bug};
use crate::graph::client::Waiting;
use crate::graph::holdings::Account;
use crate::graph::patience::Patience;
use crate::graph::{Failure, Kind};
use crate::ids::{ClientId, ServicePrincipalId};
use crate::profile::{DEFAULT_LIFETIME, Permission};

/// The plan that makes good what the set-up is missing.
pub fn plan(set_up: &SetUp, approved: Vec<Approval>) -> Plan {
    let mut fixes: Vec<Fix> = Vec::new();
    let undeclared = set_up
        .permissions
        .iter()
        .filter(|one| one.declared == Fact::No);
    fixes.extend(undeclared.map(|one| Fix::Declare(one.permission.clone())));
    match set_up.principal.map(|found| found.account) {
        None => fixes.push(Fix::MakeServicePrincipal),
        Some(Account::Disabled) => fixes.push(Fix::EnableServicePrincipal),
        Some(Account::Enabled) => {}
    }
    let ungranted = set_up
        .permissions
        .iter()
        .filter(|one| one.granted == Fact::No);
    Plan {
        target: Target::from(&set_up.application),
        work: Work::Repair(fixes),
        permissions: ungranted.map(|one| one.permission.clone()).collect(),
        lifetime: DEFAULT_LIFETIME,
        approved,
    }
}

/// The steps of the fixes; those of the consent follow.
pub(super) fn steps(fixes: &[Fix]) -> Vec<Step> {
    let mut steps = Vec::new();
    if !declared(fixes).is_empty() {
        steps.push(Step::Application);
    }
    if fixes.iter().any(|fix| !matches!(fix, Fix::Declare(_))) {
        steps.push(Step::ServicePrincipal);
    }
    steps
}

fn declared(fixes: &[Fix]) -> Vec<Permission> {
    let permission = |fix: &Fix| match fix {
        Fix::Declare(permission) => Some(permission.clone()),
        Fix::MakeServicePrincipal | Fix::EnableServicePrincipal => None,
    };
    fixes.iter().filter_map(permission).collect()
}

impl Run<'_> {
    pub(super) async fn repair(
        &self,
        application: MadeApplication,
        fixes: &[Fix],
    ) -> Result<(), Stop> {
        self.prove(application, Step::Application).await?;
        self.intend(Step::Application).await?;
        let declared = declared(fixes);
        if !declared.is_empty() {
            let step = Step::Application;
            let waiting = self.retrying(step);
            let made = (self.graph).declare_permissions(application.id, &declared, &waiting);
            made.await.map_err(|failure| self.stop(step, failure))?;
            self.tell(step, StepState::Done);
        }
        let principal = self.mended_principal(application, fixes).await?;
        if bugs::is_on(Bug::RepairTheWholeProfile) {
            let all = (self.profile.permissions)();
            self.change(|record| record.plan.permissions = all);
        }
        self.consent(principal).await?;
        self.look_after(application).await;
        self.change(|record| record.application = Effect::Made(application));
        Ok(())
    }

    /// The service principal, there and enabled.
    async fn mended_principal(
        &self,
        application: MadeApplication,
        fixes: &[Fix],
    ) -> Result<ServicePrincipalId, Stop> {
        let step = Step::ServicePrincipal;
        let client = application.client;
        let waiting = self.retrying(step);
        let is_sound = !steps(fixes).contains(&step);
        if is_sound {
            let found = (self.graph).service_principal(client, Patience::UntilGone, &waiting);
            return match found.await {
                Err(failure) => Err(self.without_principal(application, failure).await),
                Ok(id) => Ok(id),
            };
        }
        self.begin(step)?;
        let id = match fixes.contains(&Fix::MakeServicePrincipal) {
            true => match self.principal_again(client, &waiting).await {
                Err(failure) => return Err(self.stop(step, failure)),
                Ok(id) => id,
            },
            false => match self.enabled_principal(client, &waiting).await {
                Err(failure) => return Err(self.without_principal(application, failure).await),
                Ok(id) => id,
            },
        };
        self.change(|record| record.service_principal = Effect::Made(id));
        self.done(step).await;
        Ok(id)
    }

    /// Why the service principal that the user was shown could not be had. If it is gone, this repair can come to no end: what is
    /// missing now takes another plan, so nothing of this one is open.
    async fn without_principal(&self, application: MadeApplication, failure: Failure) -> Stop {
        if failure.kind != Kind::NotFound || self.graph.cancel.is_requested() {
            return self.stop(Step::ServicePrincipal, failure);
        }
        self.tell(Step::ServicePrincipal, StepState::Failed(failure));
        self.change(|record| record.application = Effect::Made(application));
        self.close().await;
        Stop::PrincipalGone
    }

    /// One that was deleted comes back with what it had; else there is a new one.
    async fn principal_again(
        &self,
        client: ClientId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<ServicePrincipalId, Failure> {
        let graph = &self.graph;
        match graph.restore_service_principal(client, waiting).await? {
            Some(id) => Ok(id),
            None => graph.ensure_service_principal(client, waiting).await,
        }
    }

    async fn enabled_principal(
        &self,
        client: ClientId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<ServicePrincipalId, Failure> {
        let graph = &self.graph;
        let found = graph.service_principal(client, Patience::UntilGone, waiting);
        let id = found.await?;
        graph.enable_service_principal(id, waiting).await?;
        Ok(id)
    }
}
