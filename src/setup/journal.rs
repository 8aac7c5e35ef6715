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

/// The record of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// 64 random bits in hexadecimal: stands in the application's unique name and in the names of its secrets.
    pub run: String,
    pub profile: String,
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
}

/// A call that changes the tenant, in the order of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect<T> {
    NotYet,
    /// Sent, and no answer that says more: it may exist.
    Intended,
    Made(T),
}

impl<T: Copy> Effect<T> {
    pub fn made(self) -> Option<T> {
        match self {
            Self::Made(value) => Some(value),
            Self::NotYet | Self::Intended => None,
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

    /// Whether something of this run is still to be done, handed over or found.
    pub fn is_unfinished(&self) -> bool {
        let delivered =
            |attempt: &SecretAttempt| matches!(attempt.state, SecretState::Delivered(_));
        self.touched_the_tenant()
            && (self.has_lost_attempts() || !self.secrets.iter().any(delivered))
    }

    /// Whether this run has changed the tenant or may have.
    pub fn touched_the_tenant(&self) -> bool {
        self.application != Effect::NotYet || !self.secrets.is_empty()
    }

    pub async fn save(&self, ports: &Ports<'_>) -> Result<(), JournalUnwritable> {
        let text = json::write(self).to_string();
        ports.journal.put(&self.run, text).await
    }

    /// A record that cannot be read (torn, or of another version) is `None`: never a reason to write to the tenant.
    pub fn read(text: &str) -> Option<Self> {
        json::read(&serde_json::from_slice(text.as_bytes()).ok()?)
    }
}
