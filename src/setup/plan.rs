//! What a run is to do, decided by the user before anything is written. A plan knows no token and no secret, so it may be
//! journalled and survives the redirect to the second sign-in.

use crate::ids::{ApplicationId, ClientId};
use crate::profile::{DEFAULT_LIFETIME, Lifetime, Permission, PermissionKind, Profile};

/// What a run is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub target: Target,
    /// Declared and consented to when the application is new; an existing one keeps what it has.
    pub permissions: Vec<Permission>,
    pub lifetime: Lifetime,
}

/// Which application gets the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    New,
    /// One that Entra Handover made earlier: it gets one more secret, and nothing else of it is touched.
    Existing {
        application: ApplicationId,
        client: ClientId,
        name: String,
    },
}

impl Plan {
    /// The plan that the user sees first.
    pub fn suggested(profile: &Profile) -> Self {
        Self {
            target: Target::New,
            permissions: (profile.permissions)(),
            lifetime: DEFAULT_LIFETIME,
        }
    }

    /// The permissions that this plan consents to.
    pub fn consents(&self) -> &[Permission] {
        match self.target {
            Target::New => &self.permissions,
            Target::Existing { .. } => &[],
        }
    }

    pub fn has(&self, kind: PermissionKind) -> bool {
        self.consents()
            .iter()
            .any(|permission| permission.kind == kind)
    }
}
