//! What somebody does who comes back to a set-up: looks how it stands, and renews, removes old secrets, repairs or removes it, as the
//! screens of the second visit offer it. Everything that leads to a run goes through the plan that was shown and confirmed.

use crate::people::{Choice, Ending};
use crate::session::Session;
use crate::tab::Tab;
use crate::visit::{ComesBack, Visit, begin, go_on, look, meet, notices_something, take_back};
use entra_handover::ids::KeyId;
use entra_handover::profile::{IPECS_CLOUD, LIFETIMES, Lifetime};
use entra_handover::setup::find::Found;
use entra_handover::setup::journal::Record;
use entra_handover::setup::plan::{Plan, Target, Work};
use entra_handover::setup::remove::purge_plan;
use entra_handover::setup::repair;
use entra_handover::setup::status::{Holder, SetUp, status};

/// What somebody comes back for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    RenewAndClear,
    Renew,
    RenewAndTakeBack,
    /// The secret has leaked.
    Leak,
    Clear,
    Repair,
    RepairAndRenew,
    Remove,
    RemoveForGood,
}

/// One thing after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Renew,
    Leak,
    Clear,
    Repair,
    Remove,
    Purge,
    TakeBack,
}

impl Errand {
    pub const ALL: [Self; 9] = [
        Self::RenewAndClear,
        Self::Renew,
        Self::RenewAndTakeBack,
        Self::Leak,
        Self::Clear,
        Self::Repair,
        Self::RepairAndRenew,
        Self::Remove,
        Self::RemoveForGood,
    ];

    pub fn tasks(self) -> &'static [Task] {
        match self {
            Self::RenewAndClear => &[Task::Renew, Task::Clear],
            Self::Renew => &[Task::Renew],
            Self::RenewAndTakeBack => &[Task::Renew, Task::TakeBack],
            Self::Leak => &[Task::Leak],
            Self::Clear => &[Task::Clear],
            Self::Repair => &[Task::Repair],
            Self::RepairAndRenew => &[Task::Repair, Task::Renew],
            Self::Remove => &[Task::Remove],
            Self::RemoveForGood => &[Task::Remove, Task::Purge],
        }
    }

    /// Whether something is to be mended.
    pub fn mends(self) -> bool {
        matches!(self, Self::Repair | Self::RepairAndRenew)
    }
}

/// Which set-up somebody means, when there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// The one whose client ID the portal shows.
    TheUsed,
    AnotherOne,
}

/// What a task comes to, as things stand.
enum Next {
    Plan(Plan, Vec<KeyId>),
    /// There is nothing to do any more.
    Nothing,
    /// There is no set-up: another one is made.
    SetUp,
    /// What it holds besides is not approved, so the button cannot be pressed.
    Refused,
    TakeBack(Box<Record>),
}

pub async fn keep_up(tab: Tab<'_>, mut session: Session, errand: Errand) -> Visit {
    let person = tab.person();
    while let Some(task) = errand.tasks().get(person.tasks_done.get()).copied() {
        let is_renewal = matches!(task, Task::Renew | Task::Leak);
        if is_renewal && person.has_handed_over.get() {
            advance(&tab);
            continue;
        }
        let found = look(&tab, &mut session).await?;
        if notices_something(&tab, &found).await {
            return Box::pin(meet(tab, session)).await;
        }
        let cancel = tab.work(&session);
        let read = status(&tab.graph(&session, &cancel), &IPECS_CLOUD, &found).await;
        let Ok(set_ups) = read else {
            return Err(ComesBack);
        };
        tab.think().await;
        match next(&tab, task, &found, &set_ups).await {
            Next::Nothing => advance(&tab),
            Next::SetUp => return Box::pin(begin(tab, session)).await,
            Next::Refused => {
                person.changed_mind.set(true);
                return Ok(Ending::Incomplete);
            }
            Next::TakeBack(record) => return Box::pin(take_back(tab, session, *record)).await,
            Next::Plan(plan, by_will) => {
                let record = press(&tab, &found, plan, by_will);
                return Box::pin(go_on(tab, session, record)).await;
            }
        }
    }
    Ok(Ending::Done)
}

/// The next task; whether the secret of the one before was handed over says nothing of it.
fn advance(tab: &Tab<'_>) {
    let person = tab.person();
    person.tasks_done.set(person.tasks_done.get() + 1);
    person.has_handed_over.set(false);
}

/// A run has come to its end, and the person goes on with what is next.
pub async fn after_run(tab: Tab<'_>, session: Session, errand: Errand, work: &Work) -> Visit {
    let person = tab.person();
    let task = errand.tasks().get(person.tasks_done.get());
    let is_it = matches!(
        (task, work),
        (Some(Task::Clear), Work::RemoveSecrets(_))
            | (Some(Task::Repair), Work::Repair(_))
            | (Some(Task::Remove), Work::Delete)
            | (Some(Task::Purge), Work::Purge)
    );
    if is_it {
        advance(&tab);
    }
    Box::pin(keep_up(tab, session, errand)).await
}

fn press(tab: &Tab<'_>, found: &Found, plan: Plan, by_will: Vec<KeyId>) -> Record {
    let world = tab.world;
    tab.person().calm_requests.set(0);
    tab.person().last_begun.set(world.now());
    tab.person().purges.set(plan.work == Work::Purge);
    let now = world.time();
    let ends = match plan.work.brings_a_secret() {
        true => plan.lifetime.end(now, None).at(),
        false => Some(now),
    };
    let ends = ends.expect("the lives that are offered end in the future");
    let record = Record::new(&tab.ports(), &IPECS_CLOUD, found, plan, ends);
    tab.say(|| {
        format!(
            "confirms run {}: {:?} of {:?}",
            record.run, record.plan.work, record.plan.target
        )
    });
    world.confirm(&record, by_will);
    record
}

async fn next(tab: &Tab<'_>, task: Task, found: &Found, set_ups: &[SetUp]) -> Next {
    if task == Task::Purge {
        return purge(tab, found).await;
    }
    if task == Task::TakeBack {
        let records = Record::all(&tab.ports()).await;
        let last = records.into_iter().rev().find(Record::has_delivered);
        return last.map_or(Next::Nothing, |last| Next::TakeBack(Box::new(last)));
    }
    let Some(set_up) = chosen(tab, set_ups) else {
        return match task {
            Task::Renew | Task::Leak => Next::SetUp,
            _ => Next::Nothing,
        };
    };
    let plan = |work: Work| Plan {
        target: Target::from(&set_up.application),
        work,
        ..Plan::suggested(&IPECS_CLOUD)
    };
    let now = tab.world.time();
    let unknown = |one: &&entra_handover::setup::status::Secret| {
        one.holder == Holder::Unknown && Some(*one) != set_up.newest(now)
    };
    let unknown = || {
        set_up
            .secrets
            .iter()
            .filter(unknown)
            .map(|one| one.credential.key)
    };
    let (mut plan, by_will) = match task {
        Task::Renew => {
            let months = match tab.world.act(LIFETIMES.len() as u8, 250) {
                0 => LIFETIMES[LIFETIMES.len() - 1],
                other => LIFETIMES[usize::from(other) - 1],
            };
            let plan = Plan {
                lifetime: Lifetime::Months(months),
                ..plan(Work::AddSecret)
            };
            (plan, Vec::new())
        }
        Task::Leak => {
            let mut keys = set_up.ours_but(None);
            let by_will: Vec<KeyId> = match keys.is_empty() || tab.world.act(2, 150) > 0 {
                true => unknown()
                    .chain(set_up.newest(now).map(|one| one.credential.key))
                    .collect(),
                false => Vec::new(),
            };
            keys.extend(
                by_will
                    .iter()
                    .filter(|key| !set_up.ours_but(None).contains(key)),
            );
            if keys.is_empty() {
                return Next::SetUp;
            }
            (plan(Work::ReplaceSecrets(keys)), by_will)
        }
        Task::Clear => {
            let mut keys = set_up.superfluous(now);
            let by_will: Vec<KeyId> = match tab.world.act(2, 150) {
                0 => Vec::new(),
                _ => unknown().collect(),
            };
            keys.extend(
                by_will
                    .iter()
                    .filter(|key| !set_up.superfluous(now).contains(key)),
            );
            if keys.is_empty() {
                return Next::Nothing;
            }
            (plan(Work::RemoveSecrets(keys)), by_will)
        }
        Task::Repair if !set_up.is_incomplete() => return Next::Nothing,
        Task::Repair => (repair::plan(set_up, Vec::new()), Vec::new()),
        Task::Remove => (plan(Work::Delete), Vec::new()),
        Task::Purge | Task::TakeBack => return Next::Nothing,
    };
    // The removal of old secrets gives nobody anything, and shows no differences.
    if task != Task::Clear {
        for difference in &set_up.differences {
            if plan.approves(difference) {
                continue;
            }
            if tab.person().choice != Choice::FirstApproving {
                return Next::Refused;
            }
            plan.toggle(difference);
        }
    }
    Next::Plan(plan, by_will)
}

/// The set-up that is meant. If it is not there, no other one is taken for it, unless a new secret is wanted anyway.
fn chosen<'s>(tab: &Tab<'_>, set_ups: &'s [SetUp]) -> Option<&'s SetUp> {
    let used = tab.world.used_client();
    let is_used =
        |one: &&SetUp| used.is_some_and(|of| one.application.client.to_string() == of.to_string());
    match tab.person().means {
        Means::TheUsed => set_ups.iter().find(is_used),
        Means::AnotherOne => set_ups.iter().find(|one| !is_used(one)).or(set_ups.first()),
    }
}

/// What this browser's runs have deleted; the button is below what was deleted.
async fn purge(tab: &Tab<'_>, found: &Found) -> Next {
    let records = Record::all(&tab.ports()).await;
    let ours = records
        .iter()
        .rev()
        .find(|one| one.plan.work == Work::Delete);
    let Some(made) = ours.and_then(|one| one.application.removed()) else {
        return Next::Nothing;
    };
    let is_purged = records
        .iter()
        .any(|one| one.plan.work == Work::Purge && one.closed.is_some() && one.is_about(made.id));
    match is_purged {
        true => Next::Nothing,
        false => Next::Plan(
            purge_plan(&IPECS_CLOUD, made, &found.organization.name),
            Vec::new(),
        ),
    }
}
