//! Which directory roles the plan's steps need, against the roles that the user holds. A hint only: roles can be custom, hidden
//! or not yet activated (PIM), so a missing one warns and never blocks, and Graph's 403 decides.
//!
//! Sources: Graph `rbac-for-apis` includes, Entra "Grant tenant-wide admin consent"; template ids are the same in every tenant.

use super::plan::{Fix, Plan, Target, Work};
use crate::graph::directory::DirectoryRole;
use crate::profile::PermissionKind;

/// A thing that a plan does and that takes a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    RegisterApplication,
    RestoreApplication,
    AddSecret,
    RemoveSecret,
    /// Declare its permissions, make or enable its service principal.
    ChangeApplication,
    DeleteApplication,
    /// Consent to application permissions of Microsoft Graph: the rarest right.
    ConsentToApplicationPermissions,
    ConsentToDelegatedPermissions,
}

const GLOBAL: (&str, &str) = (
    "62e90394-69f5-4237-9190-012177145e10",
    "Global Administrator",
);
const PRIVILEGED: (&str, &str) = (
    "e8611ab8-c189-46e8-94e1-60213ab1f814",
    "Privileged Role Administrator",
);
const APPLICATION: (&str, &str) = (
    "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
    "Application Administrator",
);
const CLOUD_APPLICATION: (&str, &str) = (
    "158c047a-c907-4556-b7ef-446551a6b5f7",
    "Cloud Application Administrator",
);
const DEVELOPER: (&str, &str) = (
    "cf1c38e5-3621-4004-a7cb-879624dced7c",
    "Application Developer",
);

impl Right {
    /// Template id and name of the roles that carry the right, the narrowest first.
    pub fn roles(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::RegisterApplication => &[DEVELOPER, CLOUD_APPLICATION, APPLICATION, GLOBAL],
            Self::AddSecret
            | Self::RemoveSecret
            | Self::ChangeApplication
            | Self::DeleteApplication
            | Self::RestoreApplication => &[CLOUD_APPLICATION, APPLICATION, GLOBAL],
            Self::ConsentToApplicationPermissions => &[PRIVILEGED, GLOBAL],
            Self::ConsentToDelegatedPermissions => {
                &[CLOUD_APPLICATION, APPLICATION, PRIVILEGED, GLOBAL]
            }
        }
    }

    pub fn held_by(self, held: &[DirectoryRole]) -> bool {
        let carries = |role: &DirectoryRole| {
            self.roles()
                .iter()
                .any(|(template, _)| *template == role.template)
        };
        held.iter().any(carries)
    }
}

/// The rights that `plan` takes, in the order of its steps.
pub fn needed(plan: &Plan) -> Vec<Right> {
    let mut rights: Vec<Right> = match (&plan.work, &plan.target) {
        (Work::Repair(fixes), _) => {
            let first: Option<&Fix> = fixes.first();
            first
                .map(|_| Right::ChangeApplication)
                .into_iter()
                .collect()
        }
        (Work::RemoveSecrets(_), _) => vec![Right::RemoveSecret],
        (Work::Delete | Work::Purge, _) => vec![Right::DeleteApplication],
        (_, Target::New) => vec![Right::RegisterApplication],
        (_, Target::Deleted { .. }) => vec![Right::RestoreApplication],
        (_, Target::Existing { .. }) => vec![Right::AddSecret],
    };
    if plan.has(PermissionKind::Application) {
        rights.push(Right::ConsentToApplicationPermissions);
    }
    if plan.has(PermissionKind::Delegated) {
        rights.push(Right::ConsentToDelegatedPermissions);
    }
    rights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::IPECS_CLOUD;

    #[test]
    fn roles_carry_the_rights_that_microsoft_documents() {
        let plan = Plan::suggested(&IPECS_CLOUD);
        let check = |role: &[(&str, &str)], missing: &[Right]| {
            let held: Vec<DirectoryRole> = role
                .iter()
                .map(|(template, name)| DirectoryRole {
                    template: (*template).into(),
                    name: (*name).into(),
                })
                .collect();
            let found: Vec<Right> = needed(&plan)
                .into_iter()
                .filter(|right| !right.held_by(&held))
                .collect();
            assert_eq!(found, missing, "{role:?}");
        };
        use Right::*;
        check(&[GLOBAL], &[]);
        check(&[CLOUD_APPLICATION], &[ConsentToApplicationPermissions]);
        check(&[APPLICATION], &[ConsentToApplicationPermissions]);
        check(&[PRIVILEGED], &[RegisterApplication]);
        check(&[PRIVILEGED, DEVELOPER], &[]);
        check(
            &[DEVELOPER],
            &[
                ConsentToApplicationPermissions,
                ConsentToDelegatedPermissions,
            ],
        );
        check(
            &[],
            &[
                RegisterApplication,
                ConsentToApplicationPermissions,
                ConsentToDelegatedPermissions,
            ],
        );
    }
}
