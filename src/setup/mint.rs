//! Makes the client secret, effectively once. addPassword has no idempotency key and shows the value once, so every attempt is
//! named and journalled first, and a secret whose reply was lost is searched by that name and removed before the next attempt.
//! It knows nothing of what the secret is for.

use super::journal::{Record, SecretAttempt, SecretState};
use super::plan::Target;
use super::run::{Run, Step, StepState, Stop};
use crate::bugs::{self, Bug};
use crate::graph::applications::{NewPassword, PasswordCredential};
use crate::graph::failure::Applied;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{ApplicationId, KeyId};
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
        if self.record.borrow().has_delivered() {
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
            self.token_lasts(step)?;
            self.change(|record| {
                record.secrets.push(intended);
                record.settled = None;
                // What was sealed was an earlier one.
                record.sealed = None;
            });
            match bugs::is_on(Bug::IgnoreTheFullJournal) {
                _ if bugs::is_on(Bug::NoIntent) => {}
                true => drop(self.save().await),
                false => self.save().await?,
            }
            match self
                .graph
                .add_password(application, &name, ends, &self.retrying(step))
                .await
            {
                Ok(new) => {
                    let key = new.credential.key;
                    if bugs::is_on(Bug::SecretInTheJournal) {
                        self.change(|record| record.username.clone_from(&new.credential.name));
                    }
                    self.settle(&name, SecretState::Made(key)).await;
                    self.tell(step, StepState::Done);
                    return Ok(Some(new));
                }
                Err(failure) if failure.applied() == Applied::No => {
                    self.settle(&name, SecretState::Gone).await;
                    if bugs::is_on(Bug::ErrorMeansNotApplied) {
                        // What was surely not carried out need not be looked for.
                        self.change(|record| record.secrets.retain(|one| one.name != name));
                        self.save().await.ok();
                    }
                    // It stood there, and has not been found for as long as lag lasts.
                    let stood = self.record.borrow().plan.target != Target::New;
                    return Err(match failure.kind {
                        Kind::NotFound if stood => Stop::Gone,
                        _ => self.stop(step, failure),
                    });
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
    // What the user left as it was stays: the record knows it by its key.
    let is_open = record.closed.is_none();
    for attempt in record.secrets.iter_mut().filter(|_| is_open) {
        if let SecretState::Made(key) = attempt.state {
            graph.remove_password(application, key).await?;
            attempt.state = SecretState::Gone;
        }
    }
    sweep_strays(graph, application, record).await
}

/// Removes the strays of this run that are listed. What the record knows by its key stays.
pub(super) async fn sweep_strays(
    graph: &Graph<'_>,
    application: ApplicationId,
    record: &mut Record,
) -> Result<(), Failure> {
    if record.secrets.is_empty() {
        return Ok(());
    }
    let listed = graph.passwords(application).await?;
    for stray in strays(record, &listed) {
        graph.remove_password(application, stray.key).await?;
        record.note_gone(&stray.name);
    }
    Ok(())
}

/// What is listed under a name of this run and is not known by its key. Every attempt's name counts, also one that was refused or
/// removed: a request may be delivered twice, or late, and the twin carries the same name.
pub(super) fn strays(record: &Record, listed: &[PasswordCredential]) -> Vec<PasswordCredential> {
    let known = |key: KeyId| {
        let states = [SecretState::Made(key), SecretState::Delivered(key)];
        let count = if bugs::is_on(Bug::SweepTheDelivered) {
            1
        } else {
            2
        };
        let is_known = |attempt: &SecretAttempt| states[..count].contains(&attempt.state);
        record.secrets.iter().any(is_known)
    };
    let is_open = |attempt: &SecretAttempt| {
        let settled = matches!(
            attempt.state,
            SecretState::Made(_) | SecretState::Delivered(_)
        );
        !(settled && bugs::is_on(Bug::ForgetTheTwin))
    };
    let ours = |name: &str| {
        let named = |attempt: &SecretAttempt| attempt.name == name && is_open(attempt);
        let by_prefix = bugs::is_on(Bug::SweepByPrefix) && name.contains("Secret");
        !bugs::is_on(Bug::SkipTheSweep) && (by_prefix || record.secrets.iter().any(named))
    };
    let stray = |one: &&PasswordCredential| ours(&one.name) && !known(one.key);
    listed.iter().filter(stray).cloned().collect()
}

impl Record {
    /// The secret of a lost attempt was found and removed.
    pub(super) fn note_gone(&mut self, name: &str) {
        for attempt in &mut self.secrets {
            if attempt.name == name && attempt.state == SecretState::Intended {
                attempt.state = SecretState::Gone;
            }
        }
    }
}
