//! One visit of somebody to the page, from the sign-in until it is closed: what the screens do with the core's flows, and what the
//! user presses. Everything it remembers is lost with the tab; what the person remembers stands in `people`.

use crate::handing::{Handed, hand_over, settle_on};
use crate::keep_up::{after_run, keep_up};
use crate::people::{Choice, Ending, Intent};
use crate::quiescence::has_secret;
use crate::scenario::ADMIN;
use crate::session::{Screen, Session};
use crate::tab::Tab;
use entra_handover::graph::{Failure, Graph, Kind};
use entra_handover::ports::Clock;
use entra_handover::profile::IPECS_CLOUD;
use entra_handover::setup::find::{Found, find};
use entra_handover::setup::journal::{Effect, Record};
use entra_handover::setup::late;
use entra_handover::setup::plan::{Plan, Target};
use entra_handover::setup::remove::purge;
use entra_handover::setup::run::{Outcome, Stop, Want, run};
use entra_handover::setup::undo::{Thing, undo};
use std::cell::RefCell;

/// How often somebody presses "Try again" before leaving the page for a while.
const PATIENCE: u32 = 6;

/// A visit that did not bring it to an end: the person comes back later.
pub struct ComesBack;

pub type Visit<T = Ending> = Result<T, ComesBack>;

pub async fn visit(tab: Tab<'_>) -> Visit {
    tab.lock().await;
    let session = tab.sign_in().await;
    meet(tab, session).await
}

/// What is open is met first; then somebody does what they came for.
pub async fn meet(tab: Tab<'_>, session: Session) -> Visit {
    let records = Record::all(&tab.ports()).await;
    if let Some(open) = records.iter().find(|record| record.is_unfinished()) {
        let open = open.clone();
        tab.think().await;
        let act = match tab.person().undoing.borrow().as_ref() {
            Some(run) if *run == open.run => 1,
            _ => tab.world.act(3, 150),
        };
        // What made no secret cannot be undone, and no button says so.
        let act = match act {
            1 if !open.plan.work.brings_a_secret() => 0,
            act => act,
        };
        tab.say(|| {
            format!(
                "finds run {} interrupted, {}",
                open.run,
                ["goes on", "undoes it", "leaves it"][usize::from(act)]
            )
        });
        return match act {
            0 => go_on(tab, session, open).await,
            1 => take_back(tab, session, open).await,
            _ => leave(tab, open).await,
        };
    }
    let mut session = session;
    for record in records.into_iter().filter(Record::needs_settling) {
        session = settle_on(&tab, session, &RefCell::new(record), None).await?;
    }
    // A search whose end could not be journalled is open for the next visit.
    if tab.browser().records().iter().any(Record::needs_settling) {
        return Err(ComesBack);
    }
    let person = tab.person();
    let keeps_up = matches!(person.intent, Intent::KeepUp(_));
    if person.has_handed_over.get() && !keeps_up {
        return after_hand_over(tab, session).await;
    }
    if person.changed_mind.get() {
        return Ok(Ending::Incomplete);
    }
    if let Intent::KeepUp(errand) = person.intent {
        return Box::pin(keep_up(tab, session, errand)).await;
    }
    begin(tab, session).await
}

/// Looks, plans and runs.
pub async fn begin(tab: Tab<'_>, mut session: Session) -> Visit {
    let found = look(&tab, &mut session).await?;
    if notices_something(&tab, &found).await {
        return Box::pin(meet(tab, session)).await;
    }
    if tab.person().intent == Intent::Look {
        return Ok(Ending::Incomplete);
    }
    // The budget is a run's (I-11).
    tab.person().calm_requests.set(0);
    tab.person().last_begun.set(tab.world.now());
    let plan = plan(&tab, &found);
    if plan.target == Target::New {
        tab.person().new_runs.set(tab.person().new_runs.get() + 1);
    }
    let now = tab.now();
    let ends = plan
        .lifetime
        .end(now, None)
        .at()
        .expect("the default life ends in the future");
    let record = Record::new(&tab.ports(), &IPECS_CLOUD, &found, plan, ends);
    tab.say(|| {
        format!(
            "presses Create: run {}, {:?}",
            record.run, record.plan.target
        )
    });
    tab.world.confirm(&record, Vec::new());
    Box::pin(go_on(tab, session, record)).await
}

/// Journals what came to light since its run ended, once in a visit.
pub async fn notices_something(tab: &Tab<'_>, found: &Found) -> bool {
    let visit = tab.person().visits.get();
    if tab.person().has_noticed.replace(visit) == visit {
        return false;
    }
    let late = late::notice(Record::all(&tab.ports()).await, found);
    for record in &late {
        tab.say(|| format!("what run {} left comes to light", record.run));
        record.save(&tab.ports()).await.ok();
    }
    !late.is_empty()
}

/// A visit long after everybody was at an end, for nothing but to look.
pub async fn look_again(tab: Tab<'_>) -> Visit {
    tab.lock().await;
    let mut session = tab.sign_in().await;
    let found = look(&tab, &mut session).await?;
    notices_something(&tab, &found).await;
    let records = Record::all(&tab.ports()).await;
    for record in records.into_iter().filter(Record::needs_settling) {
        session = settle_on(&tab, session, &RefCell::new(record), None).await?;
    }
    Ok(Ending::Incomplete)
}

pub async fn look(tab: &Tab<'_>, session: &mut Session) -> Visit<Found> {
    for _ in 0..PATIENCE {
        let cancel = tab.work(session);
        match find(&tab.graph(session, &cancel), &IPECS_CLOUD, None).await {
            Ok(found) => return Ok(found),
            Err(error) => tab.say(|| format!("cannot look: {error:?}")),
        }
        tab.think().await;
        *session = tab.sign_in().await;
    }
    Err(ComesBack)
}

fn plan(tab: &Tab<'_>, found: &Found) -> Plan {
    let mut plan = Plan::suggested(&IPECS_CLOUD);
    let first = match tab.person().choice {
        Choice::New => None,
        Choice::Suggested => found.proven(),
        Choice::Deleted => {
            if let Some(deleted) = found.deleted.first() {
                plan.target = Target::Deleted {
                    application: deleted.id,
                    client: deleted.client,
                    name: deleted.name.clone(),
                };
                return plan;
            }
            found.proven()
        }
        Choice::FirstApproving | Choice::FirstAsItIs => found.ours.first(),
    };
    if let Some(ours) = first {
        plan.target = Target::Existing {
            application: ours.id,
            client: ours.client,
            name: ours.name.clone(),
        };
        if tab.person().choice == Choice::FirstApproving {
            for difference in found.differences(ours.id) {
                plan.toggle(difference);
            }
        }
    }
    plan
}

/// Runs the record's plan, again and again, until it is done or the person has enough of it.
pub async fn go_on(tab: Tab<'_>, mut session: Session, mut record: Record) -> Visit {
    let mut want = Want::Everything;
    let mut tries_in_calm = 0;
    for attempt in 1..=PATIENCE {
        if !session.has_enough_life(tab.now()) {
            session = tab.sign_in().await;
        }
        let is_quiet = tab.world.is_quiet();
        let cancel = tab.work(&session);
        let graph = tab.graph(&session, &cancel);
        let outcome = run(graph, &IPECS_CLOUD, record, want, &Screen(tab)).await;
        let Outcome {
            record: left,
            secret,
            unconsented,
            stop,
            changed,
        } = outcome;
        record = left;
        tab.say(|| {
            format!(
                "the run ends: {stop:?}, {} without consent, {} changed, secret {}",
                unconsented.len(),
                changed.len(),
                secret.is_some()
            )
        });
        tries_in_calm += u32::from(is_quiet && stop.is_none());
        if !record.touched_the_tenant() && record.closed.is_none() {
            tab.ports().journal.remove(&record.run).await;
        }
        if let Some(secret) = secret {
            let shared = RefCell::new(record);
            let handed = hand_over(&tab, &graph, &shared, secret.value).await;
            record = shared.into_inner();
            match handed {
                Handed::Over => {}
                Handed::Renew => continue,
            }
        }
        if record.has_delivered() {
            want = Want::ConsentOnly;
        }
        match stop {
            // Without a secret in hand the screen shows how it stands, and who is to consent.
            None if unconsented.is_empty()
                || attempt >= 3
                || !record.plan.work.brings_a_secret() =>
            {
                // Nothing has been in the way twice, and this account may consent.
                if tries_in_calm > 1 && !unconsented.is_empty() && tab.person().account == ADMIN {
                    let what = || "consent is missing that could be given".to_owned();
                    tab.world.violate("I-9", what);
                }
                return finish(tab, session, record).await;
            }
            None => tab.think().await,
            Some(Stop::SignInAgain { .. }) => session = tab.sign_in().await,
            Some(Stop::Changed { differences })
                if tab.person().choice == Choice::FirstApproving =>
            {
                for difference in &differences {
                    record.plan.toggle(difference);
                }
                tab.world.confirm(&record, Vec::new());
            }
            Some(Stop::Changed { .. }) => return leave(tab, record).await,
            Some(Stop::Gone | Stop::PrincipalGone) => {
                record.close(&tab.ports()).await.ok();
                return begin_anew(tab, session).await;
            }
            Some(Stop::Failed(..) | Stop::Cancelled | Stop::JournalUnwritable) => {
                tab.think().await;
                session = tab.sign_in().await;
            }
        }
    }
    Err(ComesBack)
}

/// Somebody deleted the application under the run: another one is made.
async fn begin_anew(tab: Tab<'_>, session: Session) -> Visit {
    tab.person().has_handed_over.set(false);
    match tab.person().intent {
        Intent::KeepUp(errand) => Box::pin(keep_up(tab, session, errand)).await,
        _ => Box::pin(begin(tab, session)).await,
    }
}

async fn finish(tab: Tab<'_>, session: Session, mut record: Record) -> Visit {
    record.close(&tab.ports()).await.map_err(|_| ComesBack)?;
    // The next visit goes on with the search, for this run and for those before, and meets a run whose end could not be journalled.
    let open = |record: &Record| record.is_unfinished() || record.needs_settling();
    if tab.browser().records().iter().any(open) {
        return Err(ComesBack);
    }
    match tab.person().intent {
        Intent::KeepUp(errand) => after_run(tab, session, errand, &record.plan.work).await,
        _ => after_hand_over(tab, session).await,
    }
}

/// The portal has the values; some then take it all away again.
async fn after_hand_over(tab: Tab<'_>, session: Session) -> Visit {
    if matches!(tab.person().intent, Intent::SetUp | Intent::Look) {
        return Ok(Ending::Done);
    }
    let records = Record::all(&tab.ports()).await;
    match records.into_iter().rev().find(Record::has_delivered) {
        Some(record) => {
            tab.think().await;
            take_back(tab, session, record).await
        }
        None => Ok(Ending::Incomplete),
    }
}

/// Leaves what an interrupted run made as it is. The record says what that is.
async fn leave(tab: Tab<'_>, mut record: Record) -> Visit {
    tab.person().changed_mind.set(true);
    record.close(&tab.ports()).await.map_err(|_| ComesBack)?;
    Err(ComesBack)
}

pub async fn take_back(tab: Tab<'_>, mut session: Session, mut record: Record) -> Visit {
    let person = tab.person();
    person.undoing.replace(Some(record.run.clone()));
    person.changed_mind.set(true);
    for _ in 0..PATIENCE {
        let cancel = tab.work(&session);
        let graph = tab.graph(&session, &cancel);
        let undone = undo(&graph, record).await;
        tab.say(|| {
            format!(
                "undo: removed {:?}, left {:?}, foreign {:?}",
                undone.removed, undone.left, undone.foreign
            )
        });
        let refused = |(thing, failure): &(Thing, Failure)| {
            *thing == Thing::Secret && failure.kind == Kind::Refused
        };
        if undone.left.iter().any(refused) && !has_secret(tab.world, &undone.record.run) {
            let what = || "an undo says that a secret is left, and none is".to_owned();
            tab.world.violate("I-12", what);
        }
        let is_complete = undone.is_complete();
        record = undone.record;
        let saved = record.save(&tab.ports()).await;
        if is_complete && saved.is_ok() {
            if record.needs_settling() {
                // On an application that stays, strays may still come to light: the page goes on looking.
                let record = RefCell::new(record);
                settle_on(&tab, session, &record, None).await?;
                return Ok(Ending::RolledBack);
            }
            return rolled_back(tab, &graph, record).await;
        }
        if !undone.foreign.is_empty() && undone.left.is_empty() {
            // What others put on it is theirs: the application stays, and the report says why.
            record.close(&tab.ports()).await.map_err(|_| ComesBack)?;
            // What of the run's own may still come to light on it is searched for at the next visit.
            return match record.needs_settling() {
                true => Err(ComesBack),
                false => Ok(Ending::Incomplete),
            };
        }
        tab.think().await;
        session = tab.sign_in().await;
    }
    Err(ComesBack)
}

async fn rolled_back(tab: Tab<'_>, graph: &Graph<'_>, mut record: Record) -> Visit {
    let made = record.application.removed();
    if let (Some(made), Intent::SetUpUndoAndPurge) = (made, tab.person().intent) {
        tab.person().purges.set(true);
        let principal = record.service_principal.removed();
        let purged = purge(graph, made.id, principal).await;
        tab.say(|| format!("purge: {purged:?}"));
        if purged.is_ok() {
            record.application = Effect::Purged(made);
            record.service_principal = principal.map_or(Effect::NotYet, Effect::Purged);
        }
        record.save(&tab.ports()).await.map_err(|_| ComesBack)?;
    }
    Ok(Ending::RolledBack)
}
