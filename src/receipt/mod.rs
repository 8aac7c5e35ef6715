//! The receipt of a run, for the user's files and for whoever audits them: who, when, where, what was made and which checks it
//! passed. Its types have no place for a secret; it knows neither screens nor how it is saved.

pub mod compare;
mod json;

use crate::cloud::Cloud;
use crate::graph::failure::visible;
use crate::ids::{KeyId, ServicePrincipalId, TenantId, UserId};
use crate::profile::{Permission, Profile};
use crate::setup::journal::{MadeApplication, Record, SealedFor};
use crate::setup::plan::{self, Target};
use crate::setup::receipt::{Proofs, Way, application, application_name};
use chrono::{DateTime, Utc};

pub use json::{LONGEST, NotAReceipt};

/// What a run did, as it is written down and read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub product: String,
    pub work: Work,
    /// The run's random name: it stands in the names of what was made.
    pub run: String,
    pub started: DateTime<Utc>,
    pub written: DateTime<Utc>,
    pub user: UserId,
    pub username: String,
    pub cloud: Cloud,
    pub tenant: TenantId,
    pub tenant_name: String,
    pub application: MadeApplication,
    pub application_name: String,
    /// The one that the run made; one that stood there before is not its work.
    pub principal: Option<ServicePrincipalId>,
    /// What the run asked consent for.
    pub permissions: Vec<Asked>,
    pub secret: Option<Issued>,
    pub removed: Vec<KeyId>,
    /// For whom the secret was sealed.
    pub sealed: Option<SealedFor>,
    pub proofs: Proofs,
}

/// What kind of run it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    SetUp,
    /// A deleted application came back, and got a secret.
    Restored,
    /// An application that stood there got one more secret.
    NewSecret,
    /// And older ones were removed before.
    ReplacedSecrets,
    RemovedSecrets,
    Repaired,
    Deleted,
    /// Removed for good.
    Purged,
}

impl Work {
    const NAMES: [(Self, &'static str); 8] = [
        (Self::SetUp, "set-up"),
        (Self::Restored, "restored"),
        (Self::NewSecret, "new-secret"),
        (Self::ReplacedSecrets, "replaced-secrets"),
        (Self::RemovedSecrets, "removed-secrets"),
        (Self::Repaired, "repaired"),
        (Self::Deleted, "deleted"),
        (Self::Purged, "purged"),
    ];

    fn of(plan: &plan::Plan) -> Self {
        match (&plan.work, &plan.target) {
            (plan::Work::AddSecret, Target::New) => Self::SetUp,
            (plan::Work::AddSecret, Target::Deleted { .. }) => Self::Restored,
            (plan::Work::AddSecret, Target::Existing { .. }) => Self::NewSecret,
            (plan::Work::ReplaceSecrets(_), _) => Self::ReplacedSecrets,
            (plan::Work::RemoveSecrets(_), _) => Self::RemovedSecrets,
            (plan::Work::Repair(_), _) => Self::Repaired,
            (plan::Work::Delete, _) => Self::Deleted,
            (plan::Work::Purge, _) => Self::Purged,
        }
    }

    /// Whether the run took the application away.
    pub fn took_it_away(self) -> bool {
        matches!(self, Self::Deleted | Self::Purged)
    }
}

/// A permission that the run asked consent for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub permission: Permission,
    pub granted: bool,
}

/// The client secret that the run made. Its value is nowhere here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    pub key: KeyId,
    pub name: String,
    pub ends: DateTime<Utc>,
}

impl Receipt {
    /// Of a run that has ended; nothing if it came to no application.
    pub fn of(
        profile: &Profile,
        record: &Record,
        proofs: Proofs,
        cloud: Cloud,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let secret = record.live_secret().map(|(key, attempt)| Issued {
            key,
            name: visible(&attempt.name),
            ends: attempt.ends,
        });
        let asked = |permission: &Permission| Asked {
            granted: record.consented.contains(&permission.id),
            permission: Permission {
                name: visible(&permission.name),
                words: visible(&permission.words),
                ..permission.clone()
            },
        };
        // A removed application has its ids still; what was in its place is told by the plan.
        let taken = record.application.taken_back();
        Some(Self {
            product: profile.product.to_owned(),
            work: Work::of(&record.plan),
            run: record.run.clone(),
            started: record.started,
            written: now,
            user: record.user,
            username: visible(&record.username),
            cloud,
            tenant: record.tenant,
            tenant_name: visible(&record.tenant_name),
            application: application(record).or(taken)?,
            application_name: visible(application_name(profile, record)),
            principal: record.service_principal.made(),
            permissions: record.plan.consents().iter().map(asked).collect(),
            secret,
            sealed: record.sealed.as_ref().map(|it| SealedFor {
                name: visible(&it.name),
                ..it.clone()
            }),
            removed: record.plan.work.removes().to_vec(),
            proofs,
        })
    }
}

impl Way {
    const NAMES: [(Self, &'static str); 5] = [
        (Self::Copied, "copied"),
        (Self::Sealed, "sealed"),
        (Self::Filled, "filled"),
        (Self::Confirmed, "confirmed"),
        (Self::Saved, "saved"),
    ];
}
