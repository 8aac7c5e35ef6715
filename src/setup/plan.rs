//! What a run is to do, decided by the user before anything is written. A plan knows no token and no secret, so it may be
//! journalled and survives the redirect to the second sign-in.

use super::proof::{Approval, Difference, What};
use crate::graph::applications::Application;
use crate::ids::{ApplicationId, ClientId, KeyId};
use crate::profile::{DEFAULT_LIFETIME, Lifetime, Permission, PermissionKind, Profile};

/// What a run is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub target: Target,
    pub work: Work,
    /// Declared and consented to when the application is new or repaired; else an existing one keeps what it has.
    pub permissions: Vec<Permission>,
    pub lifetime: Lifetime,
    /// What the application holds that our runs did not make, and that the user let pass, one by one.
    pub approved: Vec<Approval>,
}

/// What is done with the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// It gets a client secret. Old ones keep working.
    AddSecret,
    /// These secrets leaked: they are removed before it gets a new one, and in between no log-in works.
    ReplaceSecrets(Vec<KeyId>),
    /// These secrets are removed, and nothing else is done.
    RemoveSecrets(Vec<KeyId>),
    /// What is missing is made good; consent is given to `permissions`. It gets no secret.
    Repair(Vec<Fix>),
    /// It is deleted, with its service principal; for 30 days it can be restored.
    Delete,
    /// It is deleted already, and is removed for good.
    Purge,
}

/// Something that is made good beside consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Declared, beside what is declared already.
    Declare(Permission),
    MakeServicePrincipal,
    EnableServicePrincipal,
}

impl Work {
    /// The secrets that are removed, as the user chose them.
    pub fn removes(&self) -> &[KeyId] {
        match self {
            Self::ReplaceSecrets(keys) | Self::RemoveSecrets(keys) => keys,
            Self::AddSecret | Self::Repair(_) | Self::Delete | Self::Purge => &[],
        }
    }

    /// Whether it brings a new secret.
    pub fn brings_a_secret(&self) -> bool {
        matches!(self, Self::AddSecret | Self::ReplaceSecrets(_))
    }
}

/// Which application it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    New,
    /// One that stands there already.
    Existing {
        application: ApplicationId,
        client: ClientId,
        name: String,
    },
    /// One that was deleted: it is restored and consented to again, unless the work is to remove it for good.
    Deleted {
        application: ApplicationId,
        client: ClientId,
        name: String,
    },
}

impl Target {
    /// The application that stood there before the run: its ids and its name.
    pub fn earlier(&self) -> Option<(ApplicationId, ClientId, &str)> {
        match self {
            Self::New => None,
            Self::Existing {
                application,
                client,
                name,
            }
            | Self::Deleted {
                application,
                client,
                name,
            } => Some((*application, *client, name)),
        }
    }

    /// Whether the run brings the application into being, so that its undo takes it away again.
    pub fn is_brought_by_the_run(&self) -> bool {
        !matches!(self, Self::Existing { .. })
    }
}

impl From<&Application> for Target {
    fn from(one: &Application) -> Self {
        Self::Existing {
            application: one.id,
            client: one.client,
            name: one.name.clone(),
        }
    }
}

impl Plan {
    /// The plan that the user sees first.
    pub fn suggested(profile: &Profile) -> Self {
        Self {
            target: Target::New,
            work: Work::AddSecret,
            permissions: (profile.permissions)(),
            lifetime: DEFAULT_LIFETIME,
            approved: Vec::new(),
        }
    }

    /// The permissions that this plan consents to.
    pub fn consents(&self) -> &[Permission] {
        match (&self.work, self.brings_the_application()) {
            (Work::Repair(_), _) | (_, true) => &self.permissions,
            (_, false) => &[],
        }
    }

    /// Whether carrying it out brings the application into being: then it is the run's own.
    pub fn brings_the_application(&self) -> bool {
        self.work.brings_a_secret() && self.target.is_brought_by_the_run()
    }

    pub fn has(&self, kind: PermissionKind) -> bool {
        self.consents()
            .iter()
            .any(|permission| permission.kind == kind)
    }

    /// Whether the user lets it pass. What the plan removes need not be let pass.
    pub fn approves(&self, difference: &Difference) -> bool {
        let goes = |key: &KeyId| key.to_string() == difference.id;
        self.approved.contains(&Approval::of(difference))
            || (difference.what == What::Secret && self.work.removes().iter().any(goes))
    }

    /// Notes that the user lets a difference pass, or no longer.
    pub fn toggle(&mut self, difference: &Difference) {
        let approval = Approval::of(difference);
        let before = self.approved.len();
        self.approved.retain(|other| *other != approval);
        if self.approved.len() == before {
            self.approved.push(approval);
        }
    }
}
