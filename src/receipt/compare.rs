//! A receipt against the tenant as it is now: is what it names still there, and as it was? It only reads, and goes by ids: names
//! can be changed by anybody who may change the application.

use super::{Receipt, Work};
use crate::graph::holdings::Account;
use crate::graph::{Failure, Graph};
use crate::ids::KeyId;
use crate::profile::Profile;
use crate::setup::find::Found;
use crate::setup::journal::Record;
use crate::setup::status::{Fact, SetUp, look};
use chrono::{DateTime, Utc};

/// One thing that a receipt says, and how it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    Application(Place),
    Principal(Principal),
    Permission {
        name: String,
        was_granted: bool,
        granted: Fact,
        declared: Fact,
    },
    Secret {
        key: KeyId,
        life: Life,
    },
    /// Another secret lasts longer than the one that the receipt is of.
    Newer,
    /// A secret that the run removed is listed.
    Listed(KeyId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    There,
    /// Under Deleted applications: it can be restored.
    Deleted,
    Gone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    AsItWas,
    Disabled,
    /// The one of the receipt is gone, and another one was made for the application.
    Another,
    Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// So many days are left.
    Lives(Option<i64>),
    /// So many days ago.
    Ended(i64),
    Gone,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    AsItSays,
    Different,
    /// This sign-in may not read it.
    NotKnown,
}

impl Finding {
    /// Whether the tenant is as the receipt says. A secret that has ended is not what was handed over any more.
    pub fn verdict(&self, work: Work) -> Verdict {
        let same = match self {
            // Under Deleted applications it can be restored.
            Self::Application(Place::Deleted) if work == Work::Purged => false,
            Self::Application(place) => (*place == Place::There) != work.took_it_away(),
            Self::Principal(found) => *found == Principal::AsItWas,
            Self::Permission {
                granted: Fact::NotReadable,
                ..
            } => return Verdict::NotKnown,
            Self::Permission {
                was_granted,
                granted,
                declared,
                ..
            } => *was_granted == (*granted == Fact::Yes) && *declared != Fact::No,
            Self::Secret { life, .. } => matches!(life, Life::Lives(_)),
            Self::Newer => true,
            Self::Listed(_) => false,
        };
        match same {
            true => Verdict::AsItSays,
            false => Verdict::Different,
        }
    }
}

/// The application of a receipt, whatever its name and its mark are by now; nothing if it does not stand there.
pub async fn set_up_of(
    graph: &Graph<'_>,
    profile: &Profile,
    found: &Found,
    receipt: &Receipt,
) -> Result<Option<SetUp>, Failure> {
    let Some(application) = graph.application(receipt.application.id).await? else {
        return Ok(None);
    };
    let records = Record::all(&graph.ports).await;
    look(graph, profile, found, &records, &application).await
}

/// What has become of all that the receipt names. `set_up` is its application as it stands.
pub fn compare(
    receipt: &Receipt,
    found: &Found,
    set_up: Option<&SetUp>,
    now: DateTime<Utc>,
) -> Vec<Finding> {
    let Some(set_up) = set_up else {
        let is_it = |id| id == receipt.application.id;
        let deleted = found.deleted.iter().any(|one| is_it(one.id));
        return vec![Finding::Application(match deleted {
            true => Place::Deleted,
            false => Place::Gone,
        })];
    };
    let mut all = vec![Finding::Application(Place::There)];
    if let Some(id) = receipt.principal {
        all.push(Finding::Principal(match set_up.principal {
            None => Principal::Missing,
            Some(now) if now.id != id => Principal::Another,
            Some(now) if now.account == Account::Disabled => Principal::Disabled,
            Some(_) => Principal::AsItWas,
        }));
    }
    all.extend(receipt.permissions.iter().map(|one| {
        let mut checks = set_up.permissions.iter();
        let check = checks.find(|check| check.permission.id == one.permission.id);
        Finding::Permission {
            name: one.permission.name.clone(),
            was_granted: one.granted,
            granted: check.map_or(Fact::NotReadable, |check| check.granted),
            declared: check.map_or(Fact::NotReadable, |check| check.declared),
        }
    }));
    if let Some(issued) = &receipt.secret {
        let mut secrets = set_up.secrets.iter();
        let listed = secrets.find(|one| one.credential.key == issued.key);
        let life = match listed.map(|one| one.days_left(now)) {
            None => Life::Gone,
            Some(Some(days)) if days < 0 => Life::Ended(-days),
            Some(days) => Life::Lives(days),
        };
        all.push(Finding::Secret {
            key: issued.key,
            life,
        });
        let newest = set_up.newest(now);
        if newest.is_some_and(|one| one.credential.key != issued.key) {
            all.push(Finding::Newer);
        }
    }
    let is_listed = |key: &&KeyId| set_up.secrets.iter().any(|one| one.credential.key == **key);
    all.extend(
        receipt
            .removed
            .iter()
            .filter(is_listed)
            .copied()
            .map(Finding::Listed),
    );
    all
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "compare_tests.rs"]
mod tests;
