//! Looks before anything is written: the tenant, the user's roles, the secret policy, and what exists already under our tag or
//! name. It only reads.

use crate::graph::applications::Application;
use crate::graph::directory::{DirectoryRole, Me, Organization};
use crate::graph::patience::Patience;
use crate::graph::policy::SecretPolicy;
use crate::graph::{Failure, Graph};
use crate::ids::{MICROSOFT_GRAPH, ServicePrincipalId, TenantId};
use crate::profile::Profile;
use futures_util::future::{join, join3};

/// What stands in the tenant.
#[derive(Clone, Debug)]
pub struct Found {
    pub organization: Organization,
    pub me: Me,
    /// `None` if Graph did not tell.
    pub roles: Option<Vec<DirectoryRole>>,
    /// `None` if the user may not read the policy, which is usual.
    pub policy: Option<SecretPolicy>,
    /// Applications that carry our tag, newest first.
    pub ours: Vec<Application>,
    /// Applications of the same name that somebody else made: shown, never touched.
    pub strangers: Vec<Application>,
    /// Microsoft Graph's own service principal: consent is given on it.
    pub graph: ServicePrincipalId,
}

/// Why the tenant could not be looked at.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FindError {
    /// The token belongs to another tenant than Graph answers for: stop, whatever the reason.
    #[error("the sign-in and Graph disagree about the tenant")]
    OtherTenant,
    /// A read failed and did not recover within a few tries.
    #[error("Graph could not be read")]
    Graph(#[from] Failure),
}

/// Reads everything that the plan needs, all at once. `expected` is the tenant of the sign-in, if it named one.
pub async fn find(
    graph: &Graph<'_>,
    profile: &Profile,
    expected: Option<TenantId>,
) -> Result<Found, FindError> {
    let who = join3(graph.me(), graph.organization(), graph.directory_roles());
    let tag = profile.tag();
    let what = join3(
        graph.find_applications(&tag, profile.application_name),
        graph.service_principal(MICROSOFT_GRAPH, Patience::Brief, &|_| ()),
        graph.secret_policy(),
    );
    let ((me, organization, roles), (applications, own, policy)) = join(who, what).await;
    let organization = organization?;
    if expected.is_some_and(|tenant| tenant != organization.id) {
        return Err(FindError::OtherTenant);
    }
    let (mut ours, mut strangers): (Vec<Application>, Vec<Application>) = (Vec::new(), Vec::new());
    for application in applications? {
        if application.tags.contains(&tag) {
            let newer = |known: &Application| known.created >= application.created;
            ours.insert(ours.partition_point(newer), application);
        } else {
            strangers.push(application);
        }
    }
    Ok(Found {
        organization,
        me: me?,
        roles: roles.ok(),
        policy: policy.ok(),
        ours,
        strangers,
        graph: own?,
    })
}
