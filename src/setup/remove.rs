//! The end of a set-up: its application is deleted with its service principal, and on request removed for good. What others put on
//! it is lost with it, so the user has given up each line of it before.

use super::journal::{Effect, MadeApplication, Record};
use super::plan::{Plan, Target, Work};
use super::run::{Run, Step, StepState, Stop};
use crate::bugs::{self, Bug};
use crate::graph::applications::{Application, queries};
use crate::graph::client::Call;
use crate::graph::patience::Patience;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{ApplicationId, ClientId, ServicePrincipalId};
use crate::ports::{Ports, random_hex};
use crate::profile::Profile;

/// The plan that removes a deleted application for good.
pub fn purge_plan(profile: &Profile, made: MadeApplication, name: &str) -> Plan {
    Plan {
        target: Target::Deleted {
            application: made.id,
            client: made.client,
            name: name.to_owned(),
        },
        work: Work::Purge,
        ..Plan::suggested(profile)
    }
}

/// The record of removing for good what the run of `record` has deleted; nothing if it has deleted nothing.
pub fn purge_after(ports: &Ports<'_>, profile: &Profile, record: &Record) -> Option<Record> {
    let made = record.application.removed()?;
    let name = (record.plan.target.earlier()).map_or(profile.application_name, |(.., name)| name);
    let now = ports.clock.now();
    Some(Record {
        run: random_hex(ports.random, 8),
        started: now,
        plan: purge_plan(profile, made, name),
        ends: now,
        application: Effect::NotYet,
        service_principal: Effect::NotYet,
        consented: Vec::new(),
        secrets: Vec::new(),
        settled: None,
        closed: None,
        sealed: None,
        ..record.clone()
    })
}

impl Run<'_> {
    /// Deletes what the plan names: first the service principal, which ends every sign-in, then the application.
    pub(super) async fn delete(&self, application: MadeApplication) -> Result<(), Stop> {
        let step = Step::Application;
        let stands = match self.prove(application, step).await {
            // Somebody was faster.
            Err(Stop::Gone) => false,
            other => other.map(|_| true)?,
        };
        self.intend(step).await?;
        self.delete_principal(application.client).await?;
        let deleted = match stands {
            true => self.graph.delete_standing_application(application.id).await,
            false => self.graph.delete_application(application.id).await,
        };
        deleted.map_err(|failure| self.stop(step, failure))?;
        self.change(|record| record.application = Effect::Removed(application));
        self.done(step).await;
        if bugs::is_on(Bug::PurgeWithTheRemoval) {
            self.graph.purge(application.id).await.ok();
        }
        if bugs::is_on(Bug::RemoveByName) {
            self.delete_namesakes().await.ok();
        }
        Ok(())
    }

    /// A deliberate bug.
    async fn delete_namesakes(&self) -> Result<(), Failure> {
        let [_, named] = queries("", self.profile.application_name);
        let call = Call::get(&named, Patience::Brief);
        let found = self.graph.content(call, &|_| ()).await?;
        for other in Application::read_all(&found)? {
            self.graph.delete_application(other.id).await?;
        }
        Ok(())
    }

    async fn delete_principal(&self, client: ClientId) -> Result<(), Stop> {
        let step = Step::ServicePrincipal;
        if self.record.borrow().service_principal.removed().is_some() {
            self.tell(step, StepState::Done);
            return Ok(());
        }
        self.begin(step)?;
        let waiting = self.retrying(step);
        let found = self
            .graph
            .service_principal(client, Patience::Repeatable, &waiting);
        match found.await {
            Err(failure) if failure.kind == Kind::NotFound => {}
            Err(failure) => return Err(self.stop(step, failure)),
            Ok(id) => {
                let deleted = self.graph.delete_service_principal(id).await;
                deleted.map_err(|failure| self.stop(step, failure))?;
                self.change(|record| record.service_principal = Effect::Removed(id));
            }
        }
        self.done(step).await;
        Ok(())
    }

    /// Removes for good the deleted application that the plan names.
    pub(super) async fn purge(&self, id: ApplicationId, client: ClientId) -> Result<(), Stop> {
        let step = Step::Application;
        self.intend(step).await?;
        let principal = match self.graph.deleted_service_principal(client, &|_| ()).await {
            Ok(found) => found,
            Err(failure) => return Err(self.stop(step, failure)),
        };
        let purged = purge(&self.graph, id, principal).await;
        purged.map_err(|failure| self.stop(step, failure))?;
        self.change(|record| record.application = Effect::Purged(MadeApplication { id, client }));
        self.done(step).await;
        self.close().await;
        Ok(())
    }
}

/// Removes for good what was deleted. It cannot be taken back, so the user is asked before.
pub async fn purge(
    graph: &Graph<'_>,
    application: ApplicationId,
    principal: Option<ServicePrincipalId>,
) -> Result<(), Failure> {
    // The service principal first: its item goes with the application's, or is left to nobody.
    if let Some(principal) = principal {
        graph.purge(principal).await?;
    }
    graph.purge(application).await
}
