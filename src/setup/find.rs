//! Looks before anything is written: the tenant, the user's roles, the secret policy, and what exists already under our tag or
//! name. It only reads.

use super::journal::{Effect, Record};
use super::plan::Target;
use super::proof::{Difference, Known, Lost, differences};
use crate::bugs::{self, Bug};
use crate::graph::applications::{self, Application};
use crate::graph::deleted::{DELETED, DeletedApplication, read_deleted};
use crate::graph::directory::{DirectoryRole, ME, Me, ORGANIZATION, Organization, ROLES};
use crate::graph::holdings::Held;
use crate::graph::json::field;
use crate::graph::patience::{DEADLINE, Patience};
use crate::graph::policy::{POLICY, SecretPolicy, evaluate};
use crate::graph::{Failure, Graph, Kind, service_principals};
use crate::ids::{ApplicationId, MICROSOFT_GRAPH, ServicePrincipalId, TenantId, UserId};
use crate::profile::Profile;
use chrono::{DateTime, Utc};
use futures_util::future::join_all;

/// What stands in the tenant.
#[derive(Clone, Debug)]
pub struct Found {
    pub organization: Organization,
    pub me: Me,
    /// `None` if Graph did not tell.
    pub roles: Option<Vec<DirectoryRole>>,
    /// `None` if the user may not read the policy, which is usual.
    pub policy: Option<SecretPolicy>,
    /// Applications that carry our tag: first those that are proven ours, then newest first. The tag alone proves nothing.
    pub ours: Vec<Application>,
    /// What each of `ours` holds that our runs did not make; nothing stands here for those that are proven.
    pub differences: Vec<(ApplicationId, Vec<Difference>)>,
    /// All that each of `ours` holds.
    pub held: Vec<(ApplicationId, Held)>,
    /// Deleted applications that carry our tag and can still be restored.
    pub deleted: Vec<DeletedApplication>,
    /// Applications of the same name that somebody else made: shown, never touched.
    pub strangers: Vec<Application>,
    /// Microsoft Graph's own service principal: consent is given on it.
    pub graph: ServicePrincipalId,
}

impl Found {
    /// What the application holds that our runs did not make.
    pub fn differences(&self, application: ApplicationId) -> &[Difference] {
        let of = |(id, _): &&(ApplicationId, Vec<Difference>)| *id == application;
        let found = self.differences.iter().find(of);
        found.map_or(&[], |(_, differences)| differences)
    }

    /// The application that needs no approval, if there is one.
    pub fn proven(&self) -> Option<&Application> {
        let first = self.ours.first();
        first.filter(|application| self.differences(application.id).is_empty())
    }
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
    let paths = [
        ORGANIZATION,
        ME,
        ROLES,
        POLICY,
        &own,
        &tagged,
        &named,
        DELETED,
    ];
    let answers = graph.read_all(&paths).await;
    let Ok([organization, me, roles, policy, own, tagged, named, deleted]) =
        <[_; 8]>::try_from(answers)
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
    let own: ServicePrincipalId = field(&own?, "id")?;
    let me = Me::read(&me?)?;
    // Who may not read them is not kept from anything else.
    let deleted = deleted.map_or(Vec::new(), |found| read_deleted(&found, &tag));
    let records = Record::all(&graph.ports).await;
    let ours = without_undone(ours, &deleted, &records, graph.ports.clock.now());
    let proofs = prove(graph, profile, &records, ours, (own, me.id)).await?;
    Ok(Found {
        organization,
        me,
        roles: roles.ok().map(|roles| DirectoryRole::read_all(&roles)),
        policy: policy
            .ok()
            .map(|policy| evaluate(&policy, graph.ports.clock.now())),
        ours: proofs.ours,
        differences: proofs.differences,
        held: proofs.held,
        deleted,
        strangers,
        graph: own,
    })
}

#[derive(Default)]
struct Proofs {
    ours: Vec<Application>,
    differences: Vec<(ApplicationId, Vec<Difference>)>,
    held: Vec<(ApplicationId, Held)>,
}

/// Compares each of `ours` with what our runs made; those that are proven come first.
async fn prove(
    graph: &Graph<'_>,
    profile: &Profile,
    records: &[Record],
    ours: Vec<Application>,
    (own, me): (ServicePrincipalId, UserId),
) -> Result<Proofs, Failure> {
    let mut proofs = Proofs::default();
    let reads = ours
        .iter()
        .map(|one| graph.held(one.id, one.client, Patience::Brief, &|_| ()));
    let mut others = Vec::new();
    for (application, held) in ours.iter().zip(join_all(reads).await) {
        let held = match held {
            Ok(held) => held,
            // The index still lists what was deleted a moment ago.
            Err(failure) if failure.kind == Kind::NotFound => continue,
            Err(failure) => return Err(failure),
        };
        let known =
            Known::gather(profile, records, application.id, own, Lost::OfAnyRun).owned_by(me);
        let differences = differences(held.holdings.clone(), &known);
        proofs.held.push((application.id, held));
        if differences.is_empty() {
            proofs.ours.push(application.clone());
        } else {
            others.push(application.clone());
            proofs.differences.push((application.id, differences));
        }
    }
    proofs.ours.append(&mut others);
    Ok(proofs)
}

/// The index lags behind an undo: what this browser has removed for good, or has deleted and the tenant calls deleted, is not
/// offered as if it stood there. Nor is what it deleted a moment ago, as the list of what is deleted lags as well: somebody who begins
/// anew at once would wait minutes for it. Who restores it elsewhere in these minutes sees it a little later.
fn without_undone(
    mut ours: Vec<Application>,
    deleted: &[DeletedApplication],
    records: &[Record],
    now: DateTime<Utc>,
) -> Vec<Application> {
    let just_now = |record: &Record| {
        let ago = record
            .closed
            .and_then(|closed| (now - closed).to_std().ok());
        // As long as a call waits for lag to pass.
        ago.is_some_and(|ago| ago < DEADLINE)
    };
    let undone = |id: ApplicationId| {
        let is_deleted = deleted.iter().any(|one| one.id == id);
        let restored = |record: &Record| {
            matches!(record.plan.target, Target::Deleted { .. })
                && record.application.made().is_some_and(|made| made.id == id)
        };
        let stands_again = records.iter().any(restored);
        records.iter().any(|record| match record.application {
            Effect::Purged(made) => made.id == id,
            Effect::Removed(made) => {
                made.id == id && (is_deleted || (just_now(record) && !stands_again))
            }
            Effect::NotYet | Effect::Intended | Effect::Made(_) => false,
        })
    };
    ours.retain(|one| !undone(one.id));
    ours
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
        if application.tags.iter().any(|other| other == tag) || bugs::is_on(Bug::AdoptByName) {
            let newer = |known: &Application| known.created >= application.created;
            ours.insert(ours.partition_point(newer), application);
        } else {
            strangers.push(application);
        }
    }
    (ours, strangers)
}
