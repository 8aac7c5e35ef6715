//! When a write becomes visible where: Entra is eventually consistent (FACTS section 6.1). A primary log of the directory's states,
//! and replicas that stand at earlier places in it; it knows no object and no request.
//!
//! Every replica takes the writes over in their order, each after a delay of its own, so what it shows is always a state that
//! the primary had. The index, which lists and `$filter` read, is behind all replicas. Without lag nothing is kept at all.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use crate::directory::Directory;
use crate::random::Random;
use crate::settings::Settings;

/// The fewest and the most replicas that a tenant has when its settings do not say.
const REPLICAS: (i64, i64) = (2, 4);

/// Who reads, besides the primary itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Reads by id or alternate key, and checks whether something exists.
    Replica(usize),
    /// Lists and `$filter`.
    Index,
}

/// The log, as far as somebody is behind.
#[derive(Debug, Clone)]
pub struct Replication {
    /// Longest delay of one write, in milliseconds; 0 means that there are no replicas to lag.
    lag_ms: i64,
    replicas: usize,
    /// States in their order; the first has arrived everywhere, the last is the primary's.
    log: VecDeque<Entry>,
}

/// A state of the directory, and when each reader has it.
#[derive(Debug, Clone)]
struct Entry {
    state: Directory,
    replicas: Vec<DateTime<Utc>>,
    index: DateTime<Utc>,
}

impl Replication {
    /// The replicas of a fresh tenant.
    pub fn new(settings: &Settings, random: &mut Random) -> Self {
        let lag_ms = i64::from(settings.lag_ms);
        let replicas = match (settings.replicas, lag_ms) {
            (Some(number), _) => usize::from(number.max(1)),
            (None, 0) => 1,
            (None, _) => usize::try_from(random.between(REPLICAS.0, REPLICAS.1)).unwrap_or(1),
        };
        Self {
            lag_ms,
            replicas,
            log: VecDeque::new(),
        }
    }

    /// Forgets what everybody has, and picks the replica that answers the next request.
    pub fn pick(&mut self, now: DateTime<Utc>, random: &mut Random) -> Reader {
        while self.log.get(1).is_some_and(|next| next.index <= now) {
            self.log.pop_front();
        }
        if self.log.len() <= 1 {
            self.log.clear();
            return Reader::Replica(0);
        }
        let last = i64::try_from(self.replicas).unwrap_or(1) - 1;
        Reader::Replica(usize::try_from(random.between(0, last)).unwrap_or(0))
    }

    /// Lets everybody have what the primary has.
    pub fn settle(&mut self) {
        self.log.clear();
    }

    /// To be told of the primary's state before each write: the replicas are still there.
    pub fn before_write(&mut self, primary: &Directory) {
        if self.lag_ms > 0 && self.log.is_empty() {
            let always = DateTime::<Utc>::MIN_UTC;
            self.log.push_back(Entry {
                state: primary.clone(),
                replicas: vec![always; self.replicas],
                index: always,
            });
        }
    }

    /// To be told of it after each write: draws when each replica will have it.
    pub fn after_write(&mut self, primary: &Directory, now: DateTime<Utc>, random: &mut Random) {
        let Some(before) = self.log.back() else {
            return;
        };
        let mut delayed = |shortest: i64| {
            now + TimeDelta::milliseconds(random.between(shortest, self.lag_ms.max(shortest)))
        };
        let replicas: Vec<_> = (before.replicas.iter())
            .map(|earlier| delayed(0).max(*earlier))
            .collect();
        let slowest = replicas.iter().copied().max().unwrap_or(now);
        let index = delayed(self.lag_ms / 2).max(before.index).max(slowest);
        self.log.push_back(Entry {
            state: primary.clone(),
            replicas,
            index,
        });
    }

    /// What a reader sees; nothing when it is what the primary has.
    pub fn view(&self, reader: Reader, now: DateTime<Utc>) -> Option<&Directory> {
        let has = |entry: &&Entry| match reader {
            Reader::Replica(number) => entry.replicas.get(number).is_none_or(|at| *at <= now),
            Reader::Index => entry.index <= now,
        };
        self.log.iter().rev().find(has).map(|entry| &entry.state)
    }
}
