//! The record of one run: what it was to do, what it was about to do and what it did, by allow-list. It holds ids, names and
//! times and by its types cannot hold a token or a secret; it is what survives a redirect, a reload or a crash.

mod json;

use super::find::Found;
use super::plan::Plan;
use crate::ids::{
    ApplicationId, ClientId, KeyId, PermissionId, ServicePrincipalId, TenantId, UserId,
};
use crate::ports::{JournalUnwritable, Ports, random_hex};
use crate::profile::Profile;
use chrono::{DateTime, Utc};

/// Finished runs that are remembered, as the proof of what our runs made. More than anybody has; the journal must not grow for ever.
const KEPT: usize = 50;

/// The record of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// 64 random bits in hexadecimal: stands in the application's unique name and in the names of its secrets.
    pub run: String,
    pub profile: String,
    /// The national cloud by its name in `config.json`; empty for the configured one.
    pub cloud: String,
    pub tenant: TenantId,
    pub tenant_name: String,
    pub user: UserId,
    pub username: String,
    pub started: DateTime<Utc>,
    pub plan: Plan,
    /// The end date that the user saw when pressing Create.
    pub ends: DateTime<Utc>,
    /// Microsoft Graph's own service principal in this tenant.
    pub graph: ServicePrincipalId,
    pub application: Effect<MadeApplication>,
    pub service_principal: Effect<ServicePrincipalId>,
    /// The permissions consented to so far.
    pub consented: Vec<PermissionId>,
    pub secrets: Vec<SecretAttempt>,
    /// When the search for stray secrets of this run came to its end (`settle`). Until then it is begun again at each visit.
    pub settled: Option<DateTime<Utc>>,
    /// When the user was done with the run: finished it, or left it as it was. It is kept as the proof of what our runs made.
    pub closed: Option<DateTime<Utc>>,
    /// For whom the secret was sealed, if that is how it was handed over: then nobody has confirmed that it arrived.
    pub sealed: Option<SealedFor>,
}

/// Whose browser can open the packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedFor {
    /// As they call themselves in their request.
    pub name: String,
    /// Of their request.
    pub fingerprint: String,
    /// Until when the packet can be opened.
    pub until: DateTime<Utc>,
}

/// A call that changes the tenant, in the order of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect<T> {
    NotYet,
    /// Sent, and no answer that says more: it may exist.
    Intended,
    Made(T),
    /// Deleted by the undo of this run: Microsoft keeps it for 30 days.
    Removed(T),
    /// And removed for good: an index that still lists it lags behind.
    Purged(T),
}

impl<T: Copy> Effect<T> {
    pub fn made(self) -> Option<T> {
        match self {
            Self::Made(value) => Some(value),
            Self::NotYet | Self::Intended | Self::Removed(_) | Self::Purged(_) => None,
        }
    }

    pub fn removed(self) -> Option<T> {
        match self {
            Self::Removed(value) => Some(value),
            Self::NotYet | Self::Intended | Self::Made(_) | Self::Purged(_) => None,
        }
    }

    /// What the undo of this run deleted, whether or not it can be restored.
    pub fn taken_back(self) -> Option<T> {
        match self {
            Self::Removed(value) | Self::Purged(value) => Some(value),
            Self::NotYet | Self::Intended | Self::Made(_) => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeApplication {
    pub id: ApplicationId,
    pub client: ClientId,
}

/// One call of addPassword. Its name is unique, so that a secret whose reply was lost can be found and removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretAttempt {
    pub name: String,
    pub ends: DateTime<Utc>,
    pub state: SecretState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretState {
    /// Sent; whether it exists is not known.
    Intended,
    /// Exists; the value was received.
    Made(KeyId),
    /// The portal or the user took the value.
    Delivered(KeyId),
    /// Surely refused, or removed again.
    Gone,
}

impl Record {
    /// A run about to begin in the tenant that was looked at.
    pub fn new(
        ports: &Ports<'_>,
        profile: &Profile,
        found: &Found,
        plan: Plan,
        ends: DateTime<Utc>,
    ) -> Self {
        Self {
            run: random_hex(ports.random, 8),
            profile: profile.key.to_owned(),
            cloud: String::new(),
            tenant: found.organization.id,
            tenant_name: found.organization.name.clone(),
            user: found.me.id,
            username: found.me.username.clone(),
            started: ports.clock.now(),
            plan,
            ends,
            graph: found.graph,
            application: Effect::NotYet,
            service_principal: Effect::NotYet,
            consented: Vec::new(),
            secrets: Vec::new(),
            settled: None,
            closed: None,
            sealed: None,
        }
    }

    /// The application's client-chosen key. It holds the run's random bits: nobody can take the name first, and a second set-up
    /// never meets the first one's name, which a deleted application keeps for 30 days.
    pub fn unique_name(&self) -> String {
        format!("entra-handover-{}-{}", self.profile, self.run)
    }

    /// The client secret that this run has made and not removed.
    pub fn live_secret(&self) -> Option<(KeyId, &SecretAttempt)> {
        self.secrets
            .iter()
            .rev()
            .find_map(|attempt| match attempt.state {
                SecretState::Made(key) | SecretState::Delivered(key) => Some((key, attempt)),
                SecretState::Intended | SecretState::Gone => None,
            })
    }

    /// Whether a secret may exist whose reply was lost and that was not found since.
    pub fn has_lost_attempts(&self) -> bool {
        let lost = |attempt: &SecretAttempt| attempt.state == SecretState::Intended;
        self.secrets.iter().any(lost)
    }

    /// Whether a secret may exist that is in nobody's hands.
    fn has_strays(&self) -> bool {
        let stray = |attempt: &SecretAttempt| {
            matches!(attempt.state, SecretState::Intended | SecretState::Made(_))
        };
        self.secrets.iter().any(stray)
    }

    /// Whether a secret of this run is in somebody's hands.
    pub fn has_delivered(&self) -> bool {
        let delivered =
            |attempt: &SecretAttempt| matches!(attempt.state, SecretState::Delivered(_));
        self.secrets.iter().any(delivered)
    }

    /// Whether the run began and did not come to an end that the user knows of: to be continued, undone or left as it is.
    pub fn is_unfinished(&self) -> bool {
        let stands = matches!(self.application, Effect::Intended | Effect::Made(_));
        self.closed.is_none() && !self.has_delivered() && (stands || self.has_strays())
    }

    /// Whether strays of this run may still come to light, so that it is to be settled at this visit.
    pub fn needs_settling(&self) -> bool {
        !self.is_unfinished()
            && self.settled.is_none()
            && !self.secrets.is_empty()
            && self.application.taken_back().is_none()
    }

    /// Whether the run made, or worked on, that application.
    pub fn is_about(&self, application: ApplicationId) -> bool {
        let of_run = self.application.made().or(self.application.removed());
        of_run.is_some_and(|made| made.id == application)
            || (self.plan.target.earlier()).is_some_and(|(id, ..)| id == application)
    }

    /// Whether this run has changed the tenant or may have.
    pub fn touched_the_tenant(&self) -> bool {
        matches!(self.application, Effect::Intended | Effect::Made(_)) || !self.secrets.is_empty()
    }

    pub async fn save(&self, ports: &Ports<'_>) -> Result<(), JournalUnwritable> {
        let text = serde_json::to_string(self).map_err(|_| JournalUnwritable)?;
        ports.journal.put(&self.run, text).await
    }

    /// A record that cannot be read (torn, or of another version) is `None`: never a reason to write to the tenant.
    pub fn read(text: &str) -> Option<Self> {
        json::read(&serde_json::from_slice(text.as_bytes()).ok()?)
    }

    /// The records that can be read, oldest run first.
    pub async fn all(ports: &Ports<'_>) -> Vec<Self> {
        Self::read_all(&ports.journal.all().await)
    }

    fn read_all(texts: &[String]) -> Vec<Self> {
        let mut records: Vec<Self> = texts.iter().filter_map(|text| Self::read(text)).collect();
        records.sort_by_key(|record| record.started);
        records
    }

    /// The portal or the user took the value of the secret that was made last.
    pub fn note_delivered(&mut self) {
        let Some((key, _)) = self.live_secret() else {
            return;
        };
        for attempt in &mut self.secrets {
            if attempt.state == SecretState::Made(key) {
                attempt.state = SecretState::Delivered(key);
            }
        }
    }

    /// Notes that the user takes the run back: what was delivered is to be removed, and the run has not come to an end.
    pub(super) fn reopen(&mut self) {
        self.closed = None;
        for attempt in &mut self.secrets {
            if let SecretState::Delivered(key) = attempt.state {
                attempt.state = SecretState::Made(key);
            }
        }
    }

    /// Notes that the user is done with the run, and forgets the oldest of those that nothing is open of.
    pub async fn close(&mut self, ports: &Ports<'_>) -> Result<(), JournalUnwritable> {
        self.closed.get_or_insert(ports.clock.now());
        self.save(ports).await?;
        let texts = ports.journal.all().await;
        if texts.len() <= KEPT {
            return Ok(());
        }
        let finished = |record: &Self| !record.is_unfinished() && !record.needs_settling();
        let mut kept = Self::read_all(&texts);
        kept.retain(finished);
        let too_many = kept.len().saturating_sub(KEPT);
        for record in kept.iter().take(too_many) {
            ports.journal.remove(&record.run).await;
        }
        Ok(())
    }
}
