//! What follows a secret that was made: it is seen live before it is handed over, and what stray copies of it there may be are
//! looked for and removed. It knows nothing of the secret's value.
//!
//! Reads of a replicated directory lag, and no bound is promised. In 20,000 modelled runs eight clean reads fifteen seconds apart
//! left no stray, three left 0.035 %. A run without a lost reply is swept as long: a request can be delivered twice unseen, and the
//! sweep costs the user nothing, as it goes on behind the hand-over.

use super::journal::{Record, SecretState};
use super::mint::strays;
use super::receipt::application_id;
use crate::bugs::{self, Bug};
use crate::graph::applications::PasswordCredential;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{ApplicationId, KeyId};
use chrono::{DateTime, TimeDelta, Utc};
use std::cell::RefCell;
use std::time::Duration;

/// Consecutive reads that must list the secret before it is handed over (I-5).
pub const SIGHTINGS: u32 = 3;
/// A read right after the write would mostly come too early, and the page is just showing the values.
const FIRST_READ: Duration = Duration::from_secs(2);
/// Consecutive reads without a stray that end the search.
pub const CLEAN_READS: u32 = 8;
const BETWEEN_CLEAN_READS: TimeDelta = TimeDelta::seconds(15);
/// After so long without being seen, the user is asked what to do.
const LATE: TimeDelta = TimeDelta::minutes(5);
/// And after so long the reads end.
const LAST: TimeDelta = TimeDelta::minutes(15);
/// A secret that was seen and is then missing for so long was removed by somebody. Shorter is a replica that lags behind.
const VANISHED: TimeDelta = TimeDelta::minutes(2);
const VANISHED_READS: u32 = 5;
/// What one read and the wait before it count at most.
const LONGEST_STEP: TimeDelta = TimeDelta::minutes(1);
/// Reads that find no application at all, each of which has waited a minute already.
const NO_APPLICATION: u32 = 3;

/// How it stands, as it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The secret in hand has been seen so many times in a row; it must not be handed over yet.
    Seen(u32),
    /// Not seen for five minutes: reading goes on, and the user may decide otherwise.
    Late,
    /// Seen often enough: it may be handed over.
    Confirmed,
    /// So many reads in a row were free of strays.
    Clean(u32),
    /// A stray secret of this run was found and removed.
    StrayRemoved,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Nothing of this run is left but what is meant to be there.
    Clean,
    /// The secret in hand was there and is not any more: it must not be handed over.
    Vanished,
    /// The secret in hand was not seen within a quarter of an hour.
    NeverSeen,
    /// Reading or removing failed for good. The record says what is open; the next visit goes on.
    Failed(Failure),
    /// The page has something else to do; the next visit goes on.
    Cancelled,
}

/// Confirms the secret `held` in this page's memory, if there is one, and sweeps the strays of the record's run. What is found is
/// journalled at once.
pub async fn settle(
    graph: &Graph<'_>,
    record: &RefCell<Record>,
    held: Option<KeyId>,
    watch: &dyn Fn(Standing),
) -> Settled {
    let application = application_id(&record.borrow());
    let started = graph.ports.clock.now();
    let Some(application) = application else {
        // Without an application there is nothing to search, now or at the next visit.
        record.borrow_mut().settled = Some(started);
        let record = record.borrow().clone();
        record.save(&graph.ports).await.ok();
        return Settled::Clean;
    };
    let settling = Settling {
        graph,
        application,
        record,
        held,
        watch,
        sight: Sight::new(started),
        clean: 0,
        last_clean: None,
        removed: Vec::new(),
    };
    settling.reads().await
}

struct Settling<'a> {
    graph: &'a Graph<'a>,
    application: ApplicationId,
    record: &'a RefCell<Record>,
    held: Option<KeyId>,
    watch: &'a dyn Fn(Standing),
    sight: Sight,
    clean: u32,
    last_clean: Option<DateTime<Utc>>,
    /// Removed here: a replica that still lists one is behind, and it is not asked for again.
    removed: Vec<KeyId>,
}

impl Settling<'_> {
    async fn reads(mut self) -> Settled {
        if self.held.is_some() {
            self.graph.pause(FIRST_READ).await;
        }
        let mut without_application = 0;
        while !self.graph.cancel.is_requested() {
            let listed = match self.graph.passwords(self.application).await {
                Ok(listed) => listed,
                Err(failure) if failure.kind == Kind::NotFound => {
                    without_application += 1;
                    if without_application >= NO_APPLICATION {
                        return self.without_application().await;
                    }
                    continue;
                }
                Err(_) if self.graph.cancel.is_requested() => break,
                Err(failure) => return Settled::Failed(failure),
            };
            without_application = 0;
            if let Err(failure) = self.sweep(&listed).await {
                return Settled::Failed(failure);
            }
            if let Some(end) = self.look(&listed).await {
                return end;
            }
            self.graph.pause(self.pace()).await;
        }
        Settled::Cancelled
    }

    /// Removes what strays are listed, and counts the reads that list none.
    async fn sweep(&mut self, listed: &[PasswordCredential]) -> Result<(), Failure> {
        let mut strays = strays(&self.record.borrow(), listed);
        strays.retain(|stray| !self.removed.contains(&stray.key));
        let now = self.graph.ports.clock.now();
        if strays.is_empty() {
            let due = |last: DateTime<Utc>| now - last >= BETWEEN_CLEAN_READS;
            if self.last_clean.is_none_or(due) {
                self.clean += 1;
                self.last_clean = Some(now);
                (self.watch)(Standing::Clean(self.clean));
            }
            return Ok(());
        }
        for stray in strays {
            (self.graph.remove_password(self.application, stray.key)).await?;
            self.removed.push(stray.key);
            self.record.borrow_mut().note_gone(&stray.name);
            (self.watch)(Standing::StrayRemoved);
        }
        (self.clean, self.last_clean) = (0, None);
        self.save().await;
        Ok(())
    }

    /// Looks for the secret in hand. Says so when it all has come to an end.
    async fn look(&mut self, listed: &[PasswordCredential]) -> Option<Settled> {
        let now = self.graph.ports.clock.now();
        if let Some(key) = self.held {
            let is_listed = listed.iter().any(|credential| credential.key == key);
            match self.sight.next(is_listed, now) {
                Ok(standing) => standing.into_iter().for_each(self.watch),
                Err(end) => {
                    if bugs::is_on(Bug::HandOverTheVanished) {
                        (self.watch)(Standing::Confirmed);
                    }
                    if end == Settled::Vanished {
                        self.note_vanished(key).await;
                    }
                    return Some(end);
                }
            }
            if !self.sight.is_confirmed() {
                return None;
            }
        }
        if self.clean < CLEAN_READS && !bugs::is_on(Bug::EndTheSearchAtOnce) {
            return None;
        }
        self.record.borrow_mut().settled = Some(now);
        self.save().await;
        Some(Settled::Clean)
    }

    async fn without_application(&self) -> Settled {
        if let Some(key) = self.held {
            self.note_vanished(key).await;
            return Settled::Vanished;
        }
        self.record.borrow_mut().settled = Some(self.graph.ports.clock.now());
        self.save().await;
        Settled::Clean
    }

    async fn note_vanished(&self, key: KeyId) {
        // One that was delivered is only reported: if the list was wrong after all, it must not be taken for a stray later.
        for attempt in &mut self.record.borrow_mut().secrets {
            if attempt.state == SecretState::Made(key) {
                attempt.state = SecretState::Gone;
            }
        }
        self.save().await;
    }

    fn pace(&self) -> Duration {
        match self.held {
            Some(_) if !self.sight.is_confirmed() => self.sight.pace(),
            _ => BETWEEN_CLEAN_READS.to_std().unwrap_or_default(),
        }
    }

    /// A journal that fails now loses nothing: what was removed is not found again, and what is open is looked for again.
    async fn save(&self) {
        let record = self.record.borrow().clone();
        if !self.graph.cancel.is_requested() {
            record.save(&self.graph.ports).await.ok();
        }
    }
}

/// What has been seen of one secret. Its times are those of reading: a laptop that slept for a night has not looked for one.
struct Sight {
    last: DateTime<Utc>,
    spent: TimeDelta,
    /// Reads in a row that listed it.
    in_a_row: u32,
    /// Reads in a row that did not, and the time of the first of them; counted once it has been seen.
    missing: Option<(u32, TimeDelta)>,
    ever: bool,
    late: bool,
}

impl Sight {
    fn new(started: DateTime<Utc>) -> Self {
        Self {
            last: started,
            spent: TimeDelta::zero(),
            in_a_row: 0,
            missing: None,
            ever: false,
            late: false,
        }
    }

    fn is_confirmed(&self) -> bool {
        let enough = match bugs::is_on(Bug::TrustTheFirstRead) {
            true => 1,
            false => SIGHTINGS,
        };
        self.in_a_row >= enough
    }

    /// Quick while somebody waits for the usual few seconds; then slower, as a read every half second of five minutes would be 600.
    /// Once the user was asked what to do, as slow as the search for strays: what has not come by then seldom comes.
    fn pace(&self) -> Duration {
        if self.late {
            return BETWEEN_CLEAN_READS.to_std().unwrap_or_default();
        }
        let slower = self.spent.to_std().unwrap_or_default() / 8;
        slower.clamp(Duration::from_millis(500), Duration::from_secs(5))
    }

    /// Takes a read. A secret that is missing is no longer confirmed, until it has been seen three times in a row again.
    fn next(&mut self, listed: bool, now: DateTime<Utc>) -> Result<Option<Standing>, Settled> {
        self.spent += (now - self.last).clamp(TimeDelta::zero(), LONGEST_STEP);
        self.last = now;
        if listed {
            let before = self.is_confirmed();
            (self.ever, self.missing) = (true, None);
            self.in_a_row = self.in_a_row.saturating_add(1);
            return Ok(match (before, self.is_confirmed()) {
                (true, _) => None,
                (false, true) => Some(Standing::Confirmed),
                (false, false) => Some(Standing::Seen(self.in_a_row)),
            });
        }
        let withdrawn = self.in_a_row > 0;
        self.in_a_row = 0;
        if self.ever {
            let (reads, since) = self.missing.unwrap_or((0, self.spent));
            self.missing = Some((reads + 1, since));
            if reads + 1 >= VANISHED_READS && self.spent - since >= VANISHED {
                return Err(Settled::Vanished);
            }
        }
        if self.spent >= LAST {
            return Err(Settled::NeverSeen);
        }
        if self.spent >= LATE && !self.late {
            self.late = true;
            return Ok(Some(Standing::Late));
        }
        Ok(withdrawn.then_some(Standing::Seen(0)))
    }
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
