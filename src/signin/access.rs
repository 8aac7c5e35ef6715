//! What a sign-in asks for, as delegated scopes of Microsoft Graph. It knows names only; whether a scope was granted is
//! `session`'s matter.
//!
//! Reading comes first, writing only when the plan is confirmed. `offline_access` is never asked: a run takes minutes, and
//! without it no refresh token exists that could be stolen (RFC 9700 section 2.2.2; FACTS 2.5 and 5.1).

use crate::cloud::Cloud;

/// How far the token reaches. The effective right is the scope **and** the user's directory role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Tenant, user, roles, applications and policies.
    Read,
    /// Besides reading: applications, and the consents that the plan has.
    Write {
        /// Grant app roles of Microsoft Graph: `Application.ReadWrite.All` leaves these out.
        application_permissions: bool,
        /// Grant delegated scopes for all users.
        delegated_permissions: bool,
    },
}

impl Access {
    /// What the token is useless without. Reading the policy is not among it: a tenant may keep that right back.
    pub fn required(self) -> Vec<&'static str> {
        let mut scopes = vec!["User.Read"];
        match self {
            Self::Read => scopes.push("Application.Read.All"),
            Self::Write {
                application_permissions,
                delegated_permissions,
            } => {
                scopes.push("Application.ReadWrite.All");
                if application_permissions {
                    scopes.push("AppRoleAssignment.ReadWrite.All");
                }
                if delegated_permissions {
                    scopes.push("DelegatedPermissionGrant.ReadWrite.All");
                }
            }
        }
        scopes
    }

    /// What is asked for, as this cloud's sign-in service takes it.
    pub fn scopes(self, cloud: &Cloud) -> Vec<String> {
        let mut names = Self::Read.required();
        names.push("Policy.Read.All");
        names.extend(
            self.required()
                .iter()
                .filter(|name| !Self::Read.required().contains(name)),
        );
        let prefix = cloud.scope_prefix();
        ["openid", "profile"]
            .into_iter()
            .map(str::to_owned)
            .chain(names.iter().map(|name| [prefix.as_str(), name].concat()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    fn own() -> Cloud {
        let page = Url::parse("http://localhost:8787/").expect("a literal address");
        Cloud::parse("http://localhost:8787", &page).expect("the page's own origin")
    }

    #[test]
    fn only_what_the_plan_needs_is_asked() {
        let read = "openid profile User.Read Application.Read.All Policy.Read.All";
        let check = |access: Access, more: &str| {
            assert_eq!(
                access.scopes(&own()).join(" "),
                [read, more].concat(),
                "{access:?}"
            );
        };
        let write = |application_permissions, delegated_permissions| Access::Write {
            application_permissions,
            delegated_permissions,
        };
        check(Access::Read, "");
        check(write(false, false), " Application.ReadWrite.All");
        check(
            write(true, false),
            " Application.ReadWrite.All AppRoleAssignment.ReadWrite.All",
        );
        check(
            write(false, true),
            " Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All",
        );
        check(
            write(true, true),
            " Application.ReadWrite.All AppRoleAssignment.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All",
        );
    }

    #[test]
    fn scope_addresses_follow_the_graph_host_of_the_cloud() {
        let check = |cloud: Cloud, expected: &str| {
            assert!(
                Access::Read.scopes(&cloud).contains(&expected.to_owned()),
                "{expected}"
            );
        };
        check(Cloud::Global, "https://graph.microsoft.com/User.Read");
        check(Cloud::UsGov, "https://graph.microsoft.us/User.Read");
        check(Cloud::UsGovDod, "https://dod-graph.microsoft.us/User.Read");
        check(
            Cloud::China,
            "https://microsoftgraph.chinacloudapi.cn/User.Read",
        );
        check(Cloud::Global, "openid");
    }
}
