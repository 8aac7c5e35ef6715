//! How the set-ups in a tenant stand: which there are, when their secrets end, whether they still hold what they need, and what to do
//! next. It only reads; what is done about it is a plan of the user's.

use super::find::{FindError, Found};
use super::journal::{Record, SecretState};
use super::mint::strays;
use super::proof::{Difference, Known, Lost, differences};
use crate::bugs::{self, Bug};
use crate::graph::applications::{Application, PasswordCredential};
use crate::graph::client::Call;
use crate::graph::consent::grants_of;
use crate::graph::holdings::{self, Account, Held, Principal, What};
use crate::graph::json::{list, text};
use crate::graph::patience::Patience;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{MICROSOFT_GRAPH, ServicePrincipalId};
use crate::profile::{Permission, PermissionKind, Profile};
use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use serde_json::Value;

/// A secret that ends within so many days is to be renewed: a month is what a vendor, a change window and a holiday take.
pub const SOON_DAYS: i64 = 30;
/// No tenant has so many applications of one name made by hand; each costs seven reads.
const AT_MOST_BY_HAND: usize = 10;

/// A set-up for the profile's product, and how it stands.
#[derive(Clone, Debug)]
pub struct SetUp {
    pub application: Application,
    pub origin: Origin,
    pub principal: Option<Principal>,
    /// What it needs, and whether it has it.
    pub permissions: Vec<Check>,
    pub secrets: Vec<Secret>,
    /// What it holds that our runs did not make: approved by the user before it gets anything.
    pub differences: Vec<Difference>,
}

/// Who made it, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Our runs, as this browser's records prove.
    Ours,
    /// It carries our mark, and holds what this browser has no record of: another browser, another administrator, or a stranger.
    Marked,
    /// The name and the permissions are those of the vendor's article, and the mark is missing.
    ByHand,
}

/// A permission that the set-up needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub permission: Permission,
    pub declared: Fact,
    pub granted: Fact,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    Yes,
    No,
    /// This sign-in may not read it.
    NotReadable,
}

/// A client secret of the application, and who has its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub credential: PasswordCredential,
    pub holder: Holder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// One of our runs handed it over.
    HandedOver,
    /// One of our runs sealed it for somebody, and nobody has confirmed that it arrived.
    Sealed,
    /// One of our runs made it and did not hand it over: nobody has it.
    NeverHandedOver,
    /// It carries the name of an attempt of ours whose reply was lost: nobody has it.
    Lost,
    /// This browser has no record of it.
    Unknown,
}

impl Secret {
    /// Full days until it ends; 0 on its last day, negative when it has ended. `None` if the directory does not say.
    pub fn days_left(&self, now: DateTime<Utc>) -> Option<i64> {
        let left = self.credential.ends? - now;
        // Rounded down, so that the last hours are not told as a day, nor the first ones after the end as none.
        Some(left.num_seconds().div_euclid(86_400))
    }

    fn is_usable(&self, now: DateTime<Utc>) -> bool {
        let has_holder = matches!(
            self.holder,
            Holder::HandedOver | Holder::Sealed | Holder::Unknown
        );
        has_holder && self.days_left(now).is_none_or(|days| days >= 0)
    }
}

impl SetUp {
    /// The secret that was made last of those that somebody can have: it is the one in use. One that was made earlier may last longer.
    pub fn newest(&self, now: DateTime<Utc>) -> Option<&Secret> {
        let usable = self.secrets.iter().filter(|one| one.is_usable(now));
        let made = |one: &&Secret| (one.credential.starts, one.credential.ends);
        match bugs::is_on(Bug::TickTheLongest) {
            true => usable.max_by_key(|one| one.credential.ends),
            false => usable.max_by_key(made),
        }
    }

    /// The permissions that are missing, declared or granted.
    pub fn missing(&self) -> Vec<Permission> {
        let is_missing = |check: &&Check| check.declared == Fact::No || check.granted == Fact::No;
        let missing = self.permissions.iter().filter(is_missing);
        missing.map(|check| check.permission.clone()).collect()
    }

    /// Whether something of it has to be mended before it can work, whatever its secrets.
    pub fn is_broken(&self) -> bool {
        let works = |principal: Principal| principal.account == Account::Enabled;
        let revoked = |check: &Check| check.granted == Fact::No;
        !self.principal.is_some_and(works) || self.permissions.iter().any(revoked)
    }

    /// Whether there is something to mend.
    pub fn is_incomplete(&self) -> bool {
        self.is_broken() || !self.missing().is_empty()
    }
}

/// What is to be done about a set-up next, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Something that it needs is missing: no log-in works, whatever its secrets.
    Repair,
    /// It has no secret that lasts: log-ins have stopped.
    RenewNow,
    RenewSoon {
        days: i64,
    },
    /// It works, but a permission is not declared any more: the next admin consent in the portal resets it to what is declared.
    Declare,
    /// A secret stands there that nobody has.
    RemoveLost,
    /// Older secrets stand beside the newest one.
    RemoveOld,
    Nothing {
        days: Option<i64>,
    },
}

/// What is to be done about this set-up next.
pub fn next_act(set_up: &SetUp, now: DateTime<Utc>) -> Act {
    if set_up.is_broken() {
        return Act::Repair;
    }
    let Some(newest) = set_up.newest(now) else {
        return Act::RenewNow;
    };
    let nobody_has = |one: &Secret| matches!(one.holder, Holder::Lost | Holder::NeverHandedOver);
    match newest.days_left(now) {
        Some(days) if days <= SOON_DAYS => Act::RenewSoon { days },
        _ if set_up.is_incomplete() => Act::Declare,
        _ if set_up.secrets.iter().any(nobody_has) => Act::RemoveLost,
        _ if set_up.secrets.len() > 1 => Act::RemoveOld,
        days => Act::Nothing { days },
    }
}

/// The one thing to do in the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// There is no set-up.
    SetUp,
    /// The only one that there is.
    Only(Act),
    /// There are several, and which of them is used only the portal can say.
    Compare { count: usize },
}

pub fn advice(set_ups: &[SetUp], now: DateTime<Utc>) -> Advice {
    match set_ups {
        [] => Advice::SetUp,
        [only] => Advice::Only(next_act(only, now)),
        several => Advice::Compare {
            count: several.len(),
        },
    }
}

/// How every set-up of the tenant stands. Nothing is asked when there is none, and one more round of reads otherwise.
pub async fn status(
    graph: &Graph<'_>,
    profile: &Profile,
    found: &Found,
) -> Result<Vec<SetUp>, FindError> {
    let by_hand = found
        .strangers
        .iter()
        .filter(|one| is_by_hand(one, profile));
    let by_hand: Vec<&Application> = by_hand.take(AT_MOST_BY_HAND).collect();
    if found.ours.is_empty() && by_hand.is_empty() {
        return Ok(Vec::new());
    }
    let records = Record::all(&graph.ports).await;
    let all = found.ours.iter().chain(by_hand);
    let reads = all.map(|application| look(graph, profile, found, &records, application));
    let mut set_ups = Vec::new();
    for read in join_all(reads).await {
        set_ups.extend(read?);
    }
    Ok(set_ups)
}

/// Whether an application without our mark looks like one made by the vendor's article: its name is, and it declares one of the
/// permissions that read users.
fn is_by_hand(application: &Application, profile: &Profile) -> bool {
    let roles = (profile.permissions)().into_iter();
    let mut roles = roles.filter(|one| one.kind == PermissionKind::Application);
    roles.any(|role| application.declared.contains(&role.id))
}

/// One application, or nothing if it has been deleted meanwhile.
pub(crate) async fn look(
    graph: &Graph<'_>,
    profile: &Profile,
    found: &Found,
    records: &[Record],
    application: &Application,
) -> Result<Option<SetUp>, Failure> {
    let known = found.held.iter().find(|(id, _)| *id == application.id);
    let held = match known {
        Some((_, held)) => Ok(held.clone()),
        None => {
            let held = graph.held(application.id, application.client, Patience::Brief, &|_| ());
            held.await
        }
    };
    let held = match held {
        Ok(held) => held,
        Err(failure) if failure.kind == Kind::NotFound => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let scopes = match held.principal {
        None => Scopes::Granted(Vec::new()),
        Some(principal) => {
            let path = grants_of(principal.id);
            let read = graph.content(Call::get(&path, Patience::Brief), &|_| ());
            Scopes::read(read.await, found.graph)
        }
    };
    let tagged = application.tags.contains(&profile.tag());
    let differences = match tagged {
        true => found.differences(application.id).to_vec(),
        false => {
            let lost = Lost::OfAnyRun;
            let known = Known::gather(profile, records, application.id, found.graph, lost);
            differences(held.holdings.clone(), &known.owned_by(found.me.id))
        }
    };
    let origin = match (tagged, differences.is_empty()) {
        (true, true) => Origin::Ours,
        (true, false) => Origin::Marked,
        (false, _) => Origin::ByHand,
    };
    Ok(Some(SetUp {
        permissions: checks(profile, records, application, found.graph, &held, &scopes),
        secrets: secrets(records, application),
        principal: held.principal,
        application: application.clone(),
        origin,
        differences,
    }))
}

/// What the set-up needs: what the run that made it planned, else what the profile says. The list of the vendor's article is a picture, so
/// of one that was made by hand only what it declares itself is asked for.
fn needed(profile: &Profile, records: &[Record], application: &Application) -> Vec<Permission> {
    let made = |one: &&Record| one.plan.brings_the_application() && one.is_about(application.id);
    if let Some(record) = records.iter().rev().find(made) {
        return record.plan.permissions.clone();
    }
    let mut all = (profile.permissions)();
    if !application.tags.contains(&profile.tag()) {
        all.retain(|one| application.declared.contains(&one.id));
    }
    all
}

fn checks(
    profile: &Profile,
    records: &[Record],
    application: &Application,
    own: ServicePrincipalId,
    held: &Held,
    scopes: &Scopes,
) -> Vec<Check> {
    let fact = |part: &str, what: What, id: String| {
        let is = |what: What, id: &str| {
            held.holdings
                .iter()
                .any(|one| one.what == what && one.id == id)
        };
        match is(what, &id) {
            true => Fact::Yes,
            false if is(What::Unreadable, part) => Fact::NotReadable,
            false => Fact::No,
        }
    };
    let check = |permission: Permission| Check {
        declared: fact(
            holdings::THE_APPLICATION,
            What::Permission,
            format!("{MICROSOFT_GRAPH}/{}", permission.id),
        ),
        granted: match permission.kind {
            // Without a service principal there is nothing that it could be granted to.
            _ if held.principal.is_none() => Fact::No,
            PermissionKind::Application => fact(
                holdings::GRANTED,
                What::GrantedRole,
                format!("{own}/{}", permission.id),
            ),
            PermissionKind::Delegated => scopes.has(&permission.name),
        },
        permission,
    };
    let all = needed(profile, records, application).into_iter();
    all.map(check).collect()
}

/// The delegated scopes that are granted for all users.
enum Scopes {
    Granted(Vec<String>),
    NotReadable,
}

impl Scopes {
    /// Reading them takes `Directory.Read.All`, which the first sign-in does not ask for
    /// (learn.microsoft.com/graph/api/oauth2permissiongrant-list): often it is not known.
    fn read(answer: Result<Value, Failure>, own: ServicePrincipalId) -> Self {
        let Ok(answer) = answer else {
            return Self::NotReadable;
        };
        let for_all = list(&answer, "value").iter().filter(|grant| {
            text(grant, "consentType") == "AllPrincipals"
                && text(grant, "resourceId") == own.to_string()
        });
        let names = for_all.flat_map(|grant| text(grant, "scope").split_whitespace());
        Self::Granted(names.map(str::to_owned).collect())
    }

    fn has(&self, name: &str) -> Fact {
        match self {
            Self::NotReadable => Fact::NotReadable,
            Self::Granted(names) if names.iter().any(|one| one == name) => Fact::Yes,
            Self::Granted(_) => Fact::No,
        }
    }
}

fn secrets(records: &[Record], application: &Application) -> Vec<Secret> {
    let about = || records.iter().filter(|one| one.is_about(application.id));
    let holder = |credential: &PasswordCredential| {
        let state = |state: SecretState| {
            about().any(|one| one.secrets.iter().any(|attempt| attempt.state == state))
        };
        let is_sealed = |key| {
            let live = |one: &Record| one.live_secret().is_some_and(|(live, _)| live == key);
            about().any(|one| one.sealed.is_some() && live(one))
        };
        let is_stray = |one: &Record| !strays(one, std::slice::from_ref(credential)).is_empty();
        match credential.key {
            key if is_sealed(key) => Holder::Sealed,
            key if state(SecretState::Delivered(key)) => Holder::HandedOver,
            key if state(SecretState::Made(key)) => Holder::NeverHandedOver,
            _ if about().any(is_stray) => Holder::Lost,
            _ => Holder::Unknown,
        }
    };
    let mut all: Vec<Secret> = (application.passwords.iter())
        .map(|credential| Secret {
            holder: holder(credential),
            credential: credential.clone(),
        })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.credential.ends));
    all
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
