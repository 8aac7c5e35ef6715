//! Makes the client secret, effectively once. addPassword has no idempotency key and shows the value once, so every attempt is
//! named and journalled first, and a secret whose reply was lost is searched by that name and removed before the next attempt.
//! It knows nothing of what the secret is for.

use super::journal::{Record, SecretAttempt, SecretState};
use super::run::{Run, Step, StepState, Stop};
use crate::graph::applications::{NewPassword, PasswordCredential};
use crate::graph::failure::Applied;
use crate::graph::{Failure, Graph};
use crate::ids::ApplicationId;
use std::time::Duration;

/// After so many lost replies something is wrong that another attempt will not mend.
const ATTEMPTS: u32 = 6;

impl Run<'_> {
    /// The new secret, or `None` if this run has delivered one already.
    pub(super) async fn mint(
        &self,
        application: ApplicationId,
    ) -> Result<Option<NewPassword>, Stop> {
        let step = Step::Secret;
        let ends = self.record.borrow().ends;
        let delivered =
            |attempt: &SecretAttempt| matches!(attempt.state, SecretState::Delivered(_));
        if self.record.borrow().secrets.iter().any(delivered) {
            self.sweep(application)
                .await
                .map_err(|failure| self.stop(step, failure))?;
            self.tell(step, StepState::Done);
            return Ok(None);
        }
        for attempt in 1.. {
            self.sweep(application)
                .await
                .map_err(|failure| self.stop(step, failure))?;
            let name = self.next_name();
            let intended = SecretAttempt {
                name: name.clone(),
                ends,
                state: SecretState::Intended,
            };
            self.begin(step)?;
            self.change(|record| record.secrets.push(intended));
            self.save().await?;
            match self
                .graph
                .add_password(application, &name, ends, &self.retrying(step))
                .await
            {
                Ok(new) => {
                    let key = new.credential.key;
                    self.settle(&name, SecretState::Made(key)).await;
                    self.tell(step, StepState::Done);
                    return Ok(Some(new));
                }
                Err(failure) if failure.applied() == Applied::No => {
                    self.settle(&name, SecretState::Gone).await;
                    return Err(self.stop(step, failure));
                }
                Err(failure) if attempt == ATTEMPTS || self.graph.cancel.is_requested() => {
                    return Err(self.stop(step, failure));
                }
                Err(_) => {
                    self.graph
                        .pause(Duration::from_millis(500 << attempt.min(4)))
                        .await;
                }
            }
        }
        unreachable!("the loop ends at its last attempt")
    }

    fn next_name(&self) -> String {
        let record = self.record.borrow();
        format!(
            "{} {}-{}",
            self.profile.secret_name,
            record.run,
            record.secrets.len() + 1
        )
    }

    async fn settle(&self, name: &str, state: SecretState) {
        let settle = |record: &mut Record| {
            for attempt in record
                .secrets
                .iter_mut()
                .filter(|attempt| attempt.name == name)
            {
                attempt.state = state;
            }
        };
        // What happened, happened: the journal's failing here must not lose the value that was just received.
        self.change(settle);
        self.save().await.ok();
    }

    async fn sweep(&self, application: ApplicationId) -> Result<(), Failure> {
        let mut record = self.record.borrow().clone();
        let result = sweep(&self.graph, application, &mut record).await;
        // What was removed is noted even if something else could not be.
        self.change(|kept| kept.secrets = record.secrets);
        self.save().await.ok();
        result
    }
}

/// Removes the secrets of this run that are not delivered: by its key where that is known, else by its name. One that is not
/// listed stays `Intended`: the list may lag, so it is looked for again later. Credentials with other names are never touched.
pub async fn sweep(
    graph: &Graph<'_>,
    application: ApplicationId,
    record: &mut Record,
) -> Result<(), Failure> {
    let mut listed = None;
    for attempt in &mut record.secrets {
        match attempt.state {
            SecretState::Made(key) => {
                graph.remove_password(application, key).await?;
                attempt.state = SecretState::Gone;
            }
            SecretState::Intended => {
                if listed.is_none() {
                    listed = Some(graph.passwords(application).await?);
                }
                let named = |credential: &&PasswordCredential| credential.name == attempt.name;
                for stray in listed.iter().flatten().filter(named) {
                    graph.remove_password(application, stray.key).await?;
                    attempt.state = SecretState::Gone;
                }
            }
            SecretState::Delivered(_) | SecretState::Gone => {}
        }
    }
    Ok(())
}
