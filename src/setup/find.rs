//! Looks before anything is written: the tenant, the user's roles, the secret policy, and what exists already under our tag or
//! name. It only reads.

use crate::graph::applications::{self, Application};
use crate::graph::directory::{DirectoryRole, ME, Me, ORGANIZATION, Organization, ROLES};
use crate::graph::json::field;
use crate::graph::policy::{POLICY, SecretPolicy, evaluate};
use crate::graph::{Failure, Graph, service_principals};
use crate::ids::{MICROSOFT_GRAPH, ServicePrincipalId, TenantId};
use crate::profile::Profile;

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
    let tag = profile.tag();
    let [tagged, named] = applications::queries(&tag, profile.application_name);
    let own = service_principals::by_client(MICROSOFT_GRAPH);
    let paths = [ORGANIZATION, ME, ROLES, POLICY, &own, &tagged, &named];
    let answers = graph.read_all(&paths).await;
    let Ok([organization, me, roles, policy, own, tagged, named]) = <[_; 7]>::try_from(answers)
    else {
        return Err(Failure::garbled().into());
    };
    let organization = Organization::read(&organization?)?;
    if expected.is_some_and(|tenant| tenant != organization.id) {
        return Err(FindError::OtherTenant);
    }
    let mut all = Application::read_all(&tagged?)?;
    all.extend(Application::read_all(&named?)?);
    let (ours, strangers) = sort(all, &tag);
    Ok(Found {
        organization,
        me: Me::read(&me?)?,
        roles: roles.ok().map(|roles| DirectoryRole::read_all(&roles)),
        policy: policy
            .ok()
            .map(|policy| evaluate(&policy, graph.ports.clock.now())),
        ours,
        strangers,
        graph: field(&own?, "id")?,
    })
}

/// Ours, newest first, and strangers, each once.
fn sort(all: Vec<Application>, tag: &str) -> (Vec<Application>, Vec<Application>) {
    let (mut ours, mut strangers): (Vec<Application>, Vec<Application>) = (Vec::new(), Vec::new());
    for application in all {
        if ours
            .iter()
            .chain(&strangers)
            .any(|known| known.id == application.id)
        {
            continue;
        }
        if application.tags.iter().any(|other| other == tag) {
            let newer = |known: &Application| known.created >= application.created;
            ours.insert(ours.partition_point(newer), application);
        } else {
            strangers.push(application);
        }
    }
    (ours, strangers)
}
