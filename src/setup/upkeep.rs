//! What a run does with an application that stands there already: one more secret, secrets removed, a repair, its end. It knows the
//! order of each kind of work; how a secret is made, and what is missing, is others' matter.

use super::journal::{Effect, MadeApplication};
use super::plan::Work;
use super::run::{Run, Step, StepState, Stop};
use crate::bugs::{self, Bug};
use crate::graph::Failure;
use crate::graph::applications::NewPassword;
use crate::ids::{ApplicationId, KeyId};

impl Run<'_> {
    /// Carries out the plan's work. The new secret is there if the work brings one and this run has not delivered it already.
    pub(super) async fn keep_up(
        &self,
        application: MadeApplication,
    ) -> Result<Option<NewPassword>, Stop> {
        let work = self.record.borrow().plan.work.clone();
        match &work {
            Work::AddSecret => {
                self.prove(application, Step::Secret).await?;
                let made = self.mint(application.id).await?;
                if bugs::is_on(Bug::ClearBeforeTheHandOver) {
                    self.clear(application.id, made.as_ref()).await.ok();
                }
                return Ok(made);
            }
            Work::ReplaceSecrets(keys) => {
                // Before anything stops working: whoever has a hand in the application is asked about first.
                self.prove(application, Step::OldSecrets).await?;
                // What leaked goes before the new one is made, and the new one can be refused only now.
                self.remove_secrets(application.id, keys).await?;
                return self.mint(application.id).await;
            }
            Work::RemoveSecrets(keys) => {
                self.remove_secrets(application.id, keys).await?;
                self.change(|record| record.application = Effect::Made(application));
            }
            Work::Repair(fixes) => self.repair(application, fixes).await?,
            Work::Delete => self.delete(application).await?,
            // Only what is deleted is purged.
            Work::Purge => return Ok(None),
        }
        self.close().await;
        Ok(None)
    }

    /// Removes the secrets that the user chose, by their keys; one that is gone already is a success.
    async fn remove_secrets(&self, application: ApplicationId, keys: &[KeyId]) -> Result<(), Stop> {
        let step = Step::OldSecrets;
        self.intend(step).await?;
        if bugs::is_on(Bug::ClearUnticked) {
            self.clear(application, None).await.ok();
        }
        for key in keys {
            let removed = self.graph.remove_password(application, *key).await;
            removed.map_err(|failure| self.stop(step, failure))?;
        }
        self.tell(step, StepState::Done);
        Ok(())
    }

    /// Journals that this run has begun to change an application that stood there before, so that an interruption is met.
    pub(super) async fn intend(&self, step: Step) -> Result<(), Stop> {
        self.begin(step)?;
        if self.record.borrow().application == Effect::NotYet {
            self.change(|record| record.application = Effect::Intended);
        }
        match bugs::is_on(Bug::NoIntentForTheUpkeep) {
            true => Ok(()),
            false => self.save().await,
        }
    }

    /// A deliberate bug: removes every secret but `kept`.
    async fn clear(
        &self,
        application: ApplicationId,
        kept: Option<&NewPassword>,
    ) -> Result<(), Failure> {
        let kept = kept.map(|made| made.credential.key);
        for listed in self.graph.passwords(application).await? {
            if Some(listed.key) != kept {
                self.graph.remove_password(application, listed.key).await?;
            }
        }
        Ok(())
    }

    /// The work is done, and nothing of it is left to the user. If the journal fails now, the next visit asks once more.
    pub(super) async fn close(&self) {
        let mut record = self.record.borrow().clone();
        record.close(&self.graph.ports).await.ok();
        self.change(|kept| kept.closed = record.closed);
    }
}
