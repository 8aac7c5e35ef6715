//! What a run does before it gives anything to an application that it has not made itself a moment ago: restore it if it was
//! deleted, remove the strays of earlier runs, and prove that nobody else has a hand in it. It decides by `proof` alone.

use super::journal::{Effect, MadeApplication, Record};
use super::mint::strays;
use super::proof::{Difference, What, foreign};
use super::run::{Run, Step, StepState, Stop};
use crate::bugs::{self, Bug};
use crate::graph::applications::PasswordCredential;
use crate::graph::failure::Applied;
use crate::graph::holdings::{Held, Holding};
use crate::graph::patience::Patience;
use crate::graph::{Failure, Kind};
use crate::ids::{ApplicationId, ClientId};
use crate::profile::PermissionKind;
use futures_util::future::join;

impl Run<'_> {
    /// Restores the deleted application that the plan names.
    pub(super) async fn restore(
        &self,
        id: ApplicationId,
        client: ClientId,
    ) -> Result<MadeApplication, Stop> {
        let step = Step::Application;
        let made = MadeApplication { id, client };
        if self.record.borrow().application.made().is_some() {
            self.watch.step(step, StepState::Done);
            return Ok(made);
        }
        self.begin(step)?;
        let before = self.record.borrow().application;
        self.change(|record| record.application = Effect::Intended);
        self.save().await?;
        match self
            .graph
            .restore_application(id, &self.retrying(step))
            .await
        {
            Ok(()) => {
                self.change(|record| record.application = Effect::Made(made));
                self.done(step).await;
                Ok(made)
            }
            Err(failure) => {
                if failure.applied() == Applied::No {
                    self.change(|record| record.application = before);
                    self.save().await.ok();
                }
                match failure.kind {
                    Kind::NotFound => Err(Stop::Gone),
                    _ => Err(self.stop(step, failure)),
                }
            }
        }
    }

    /// Stops if the application holds what our runs did not make and the user has not approved (S-59). Gives all that it holds.
    pub(super) async fn prove(
        &self,
        application: MadeApplication,
        step: Step,
    ) -> Result<Held, Stop> {
        if bugs::is_on(Bug::SkipTheProof) {
            return Ok(Held::default());
        }
        let (held, differences) = self.differences(application, step).await?;
        if differences.is_empty() {
            // What is given on the strength of an approval is given after the approval is on record.
            if !self.record.borrow().plan.approved.is_empty() {
                self.save().await?;
            }
            return Ok(held);
        }
        self.watch.step(step, StepState::Waiting);
        Err(Stop::Changed { differences })
    }

    /// What it holds, and what of it is foreign. What earlier runs of this browser left on it unknown is removed on the way.
    pub(super) async fn differences(
        &self,
        application: MadeApplication,
        step: Step,
    ) -> Result<(Held, Vec<Difference>), Stop> {
        let (held, scopes) = join(
            self.look(application, step),
            self.granted_scopes(application.client, step),
        )
        .await;
        let mut held = held?;
        held.holdings.extend(scopes?);
        self.sweep_earlier(application.id, &mut held.holdings)
            .await?;
        let records = Record::all(&self.graph.ports).await;
        let record = self.record.borrow().clone();
        let holdings = held.holdings.clone();
        let open = foreign(self.profile, records, &record, application.id, holdings);
        Ok((held, open))
    }

    async fn look(&self, application: MadeApplication, step: Step) -> Result<Held, Stop> {
        let waiting = self.retrying(step);
        let MadeApplication { id, client } = application;
        let graph = &self.graph;
        let look = |patience| graph.held(id, client, patience, &waiting);
        let mut held = look(Patience::UntilGone).await;
        let not_found = |held: &Result<_, Failure>| {
            (held.as_ref().err()).is_some_and(|failure: &Failure| failure.kind == Kind::NotFound)
        };
        // A minute is not enough to say that it was deleted: another application would be made beside one that lags behind.
        if not_found(&held) && !bugs::is_on(Bug::AMinuteMeansGone) {
            held = match graph.application_appears(id, &waiting).await {
                // It is there: a replica that does not know it is waited for as long as any.
                Ok(()) => look(Patience::RepeatableWhenReplicated).await,
                Err(failure) => Err(failure),
            };
        }
        held.map_err(|failure| match failure.kind {
            Kind::NotFound => Stop::Gone,
            _ => self.stop(step, failure),
        })
    }

    /// The delegated permissions that it was granted, where this run grants some: its token may read them then, and may not else.
    async fn granted_scopes(&self, client: ClientId, step: Step) -> Result<Vec<Holding>, Stop> {
        if !self.record.borrow().plan.has(PermissionKind::Delegated) {
            return Ok(Vec::new());
        }
        let waiting = self.retrying(step);
        let held = self.graph.granted_scopes(client, &waiting).await;
        held.map_err(|failure| self.stop(step, failure))
    }

    /// What was added while rights were being granted is reported: it cannot be prevented.
    pub(super) async fn look_after(&self, application: MadeApplication) {
        let changed = self.differences(application, Step::Application).await;
        // A look that failed shows nothing to be in order: it is told as what could not be read. The step itself is done.
        self.watch.step(Step::Application, StepState::Done);
        let unread = |_| vec![Difference::unreadable("application")];
        let changed = changed.map(|(_, differences)| differences);
        self.changed.replace(changed.unwrap_or_else(unread));
    }

    /// Removes what is held under the name of an attempt of an earlier run and is not known by its key: its reply was lost, or it
    /// was delivered twice. Nothing is sent when there is none.
    async fn sweep_earlier(
        &self,
        application: ApplicationId,
        held: &mut Vec<Holding>,
    ) -> Result<(), Stop> {
        let secrets = held.iter().filter(|one| one.what == What::Secret);
        let listed: Vec<PasswordCredential> = secrets
            .filter_map(|one| {
                Some(PasswordCredential {
                    key: one.id.parse().ok()?,
                    name: one.name.clone(),
                    starts: None,
                    ends: None,
                })
            })
            .collect();
        let run = self.record.borrow().run.clone();
        for mut earlier in Record::all(&self.graph.ports).await {
            if earlier.run == run || !earlier.is_about(application) {
                continue;
            }
            for stray in strays(&earlier, &listed) {
                let removed = self.graph.remove_password(application, stray.key).await;
                removed.map_err(|failure| self.stop(Step::Secret, failure))?;
                held.retain(|one| one.id != stray.key.to_string());
                earlier.note_gone(&stray.name);
                earlier.save(&self.graph.ports).await.ok();
            }
        }
        Ok(())
    }
}
