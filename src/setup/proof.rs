//! Whether an application is what our own runs made of it, or whether somebody else has a hand in it (S-59): pure comparison of
//! what it holds with what this browser's records say. It reads nothing and decides nothing; who may approve is the user.
//!
//! A tag or a name proves nothing: in a default tenant any user may register an application, carry our tag, own it, and wait for
//! an administrator to grant it rights.

use super::journal::{Record, SecretState};
use crate::bugs::{self, Bug};
use crate::graph::holdings::Holding;
use crate::ids::{ApplicationId, KeyId, MICROSOFT_GRAPH, PermissionId, ServicePrincipalId, UserId};
use crate::profile::{Permission, PermissionKind, Profile};

pub use crate::graph::holdings::{Holding as Difference, What};

/// What the user approved, by kind and id: the name may change, the thing may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    pub what: What,
    pub id: String,
}

impl Approval {
    pub fn of(difference: &Difference) -> Self {
        Self {
            what: difference.what,
            id: difference.id.clone(),
        }
    }
}

/// Whose lost secrets are told by their names, which anybody can copy: a secret whose reply was lost has no other mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost<'r> {
    /// Every run's: before the plan, when nothing is written yet. A run removes them before it looks again.
    OfAnyRun,
    /// That run's only: it removes each of them before it makes its own secret, and those of other runs before it compares.
    OfRun(&'r str),
}

/// What our runs are known to have made of one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    secrets: Vec<KeyId>,
    lost: Vec<String>,
    /// Who was signed in when it was made: a user without a role becomes its owner (FACTS section 3.1).
    users: Vec<UserId>,
    permissions: Vec<PermissionId>,
    /// The names of those that are delegated: a grant has no ids.
    scopes: Vec<String>,
    graph: ServicePrincipalId,
}

impl Known {
    /// What `records` say of `application`. The profile's permissions are in order even without a record: they are compiled in.
    pub fn gather(
        profile: &Profile,
        records: &[Record],
        application: ApplicationId,
        graph: ServicePrincipalId,
        lost: Lost<'_>,
    ) -> Self {
        let mut known = Self {
            secrets: Vec::new(),
            lost: Vec::new(),
            users: Vec::new(),
            permissions: Vec::new(),
            scopes: Vec::new(),
            graph,
        };
        known.allow(&(profile.permissions)());
        for record in records.iter().filter(|one| one.is_about(application)) {
            known.add(record, lost);
        }
        known
    }

    /// Whoever is signed in may do what an owner may, and decides here: their own ownership needs no approval of theirs. Who makes
    /// an application owns it, so without this a second browser would ask its administrator about themselves.
    pub fn owned_by(mut self, signed_in: UserId) -> Self {
        self.users.push(signed_in);
        self
    }

    fn add(&mut self, record: &Record, lost: Lost<'_>) {
        let names_count = match lost {
            Lost::OfAnyRun => true,
            Lost::OfRun(run) => record.run == run,
        };
        for attempt in &record.secrets {
            match attempt.state {
                SecretState::Made(key) | SecretState::Delivered(key) => self.secrets.push(key),
                SecretState::Intended | SecretState::Gone if names_count => {
                    self.lost.push(attempt.name.clone());
                }
                SecretState::Intended | SecretState::Gone => {}
            }
        }
        if record.plan.brings_the_application() {
            self.users.push(record.user);
        }
        self.allow(record.plan.consents());
    }

    fn allow(&mut self, permissions: &[Permission]) {
        for one in permissions {
            self.permissions.push(one.id);
            if one.kind == PermissionKind::Delegated {
                self.scopes.push(one.name.clone());
            }
        }
    }

    fn covers(&self, held: &Holding) -> bool {
        let permission = |resource: String| {
            let of = |id: &PermissionId| held.id == [resource.as_str(), &id.to_string()].join("/");
            self.permissions.iter().any(of)
        };
        match held.what {
            What::Owner | What::PrincipalOwner => {
                held.id.parse().is_ok_and(|id| self.users.contains(&id))
            }
            What::Secret => {
                let key = held.id.parse().is_ok_and(|key| self.secrets.contains(&key));
                key || self.lost.contains(&held.name)
            }
            What::Permission => permission(MICROSOFT_GRAPH.to_string()),
            What::GrantedRole => permission(self.graph.to_string()),
            What::GrantedScope => {
                let of = |name: &String| held.id == format!("{}/{name}", self.graph);
                self.scopes.iter().any(of)
            }
            What::Audience => held.id == "AzureADMyOrg",
            What::Certificate
            | What::FederatedCredential
            | What::RedirectUri
            | What::PublicClient
            | What::IdentifierUri
            | What::ExposedScope
            | What::PreAuthorized
            | What::AppRole
            | What::PrincipalSecret
            | What::PrincipalCertificate
            | What::Unreadable => false,
        }
    }
}

/// What `held` has that our runs did not make. Empty means: proven ours.
pub fn differences(held: Vec<Holding>, known: &Known) -> Vec<Difference> {
    if bugs::is_on(Bug::AdoptByName) {
        return Vec::new();
    }
    held.into_iter().filter(|one| !known.covers(one)).collect()
}

/// What of `held` by the application `id` neither our runs made nor the user of this run approved. `records` are the journal's; the
/// run's own counts as it is now, whatever the journal has of it.
pub fn foreign(
    profile: &Profile,
    mut records: Vec<Record>,
    record: &Record,
    id: ApplicationId,
    held: Vec<Holding>,
) -> Vec<Difference> {
    records.retain(|other| other.run != record.run);
    records.push(record.clone());
    let lost = Lost::OfRun(&record.run);
    let known = Known::gather(profile, &records, id, record.graph, lost).owned_by(record.user);
    let mut open = differences(held, &known);
    open.retain(|one| !record.plan.approves(one));
    open
}

#[cfg(test)]
#[path = "proof_tests.rs"]
mod tests;
