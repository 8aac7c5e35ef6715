//! Removes exactly what one run made, the most dangerous thing first. It goes by the run's record alone: what the record does
//! not name is never touched, and an application that others have put something on is not deleted without asking.

use super::journal::{Effect, MadeApplication, Record, SecretState};
use super::plan::Target;
use super::proof::{Difference, foreign};
use crate::bugs::{self, Bug};
use crate::graph::failure::Applied;
use crate::graph::patience::Patience;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{ApplicationId, ServicePrincipalId};
use crate::profile::Profile;

/// Something that a run made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Secret,
    /// With it go its grants and assignments.
    ServicePrincipal,
    Application,
}

/// What an undo did.
#[derive(Debug)]
pub struct Undone {
    /// The record with what is left in it. Nothing that is known is left when `is_complete`; `needs_settling` says whether strays
    /// are still to be looked for, on an application that stays.
    pub record: Record,
    pub removed: Vec<Thing>,
    pub left: Vec<(Thing, Failure)>,
    /// What others put on the application. While the user has not approved its loss, the application stays.
    pub foreign: Vec<Difference>,
}

impl Undone {
    pub fn is_complete(&self) -> bool {
        self.left.is_empty() && self.foreign.is_empty()
    }

    fn settle(&mut self, thing: Thing, result: Result<(), Failure>) -> bool {
        match result {
            Ok(()) => self.removed.push(thing),
            Err(failure) => {
                self.left.push((thing, failure));
                return false;
            }
        }
        true
    }
}

/// Undoes the run of `record`: its secrets, then, if it made or restored the application, the service principal and the
/// application (a soft delete, which an administrator can restore for 30 days; `remove::purge` is the step after).
pub async fn undo(graph: &Graph<'_>, record: Record) -> Undone {
    let mut undone = Undone {
        record,
        removed: Vec::new(),
        left: Vec::new(),
        foreign: Vec::new(),
    };
    // An undo that is interrupted is met at the next visit, also that of a run which was finished.
    undone.record.reopen();
    note(graph, &undone).await;
    remove(graph, &mut undone).await;
    // Kept, if nothing is left, too: what was deleted can be restored, and this is the proof of what it was. The user is not asked
    // about it again, unless something comes to light that is not known yet (`settle`, `late`).
    if undone.is_complete() {
        undone.record.closed = Some(graph.ports.clock.now());
    }
    note(graph, &undone).await;
    undone
}

async fn remove(graph: &Graph<'_>, undone: &mut Undone) {
    let application = match application(graph, &undone.record).await {
        Ok(found) => found,
        Err(failure) => {
            undone.left.push((Thing::Application, failure));
            return;
        }
    };
    let Some(application) = application else {
        // An application whose reply was lost and that is not found stays `Intended`: it may not be known everywhere yet.
        // Of one that is deleted, the service principal may have been left by an undo that was cut short.
        if let Some(principal) = undone.record.service_principal.made() {
            service_principal(graph, principal, undone).await;
        }
        return;
    };
    secrets(graph, application.id, undone).await;
    note(graph, undone).await;
    let is_ours =
        undone.record.plan.target.is_brought_by_the_run() || bugs::is_on(Bug::DeleteWhatWasThere);
    if !is_ours {
        return;
    }
    match look(graph, application, undone).await {
        Look::Occupied => {}
        seen @ (Look::Free | Look::NotFound) => delete(graph, application, seen, undone).await,
    }
}

/// The application that the run made or was to extend. One whose reply was lost is looked for by its unique name.
async fn application(
    graph: &Graph<'_>,
    record: &Record,
) -> Result<Option<MadeApplication>, Failure> {
    match (&record.plan.target, record.application) {
        (
            Target::Existing {
                application,
                client,
                ..
            },
            _,
        )
        | (
            Target::Deleted {
                application,
                client,
                ..
            },
            Effect::Intended,
        ) => Ok(Some(MadeApplication {
            id: *application,
            client: *client,
        })),
        (_, Effect::Made(made)) => Ok(Some(made)),
        (_, Effect::NotYet | Effect::Removed(_) | Effect::Purged(_)) => Ok(None),
        (Target::New, Effect::Intended) => {
            let found = graph
                .application_by_unique_name(&record.unique_name())
                .await?;
            Ok(found.map(|(id, client)| MadeApplication { id, client }))
        }
    }
}

async fn secrets(graph: &Graph<'_>, application: ApplicationId, undone: &mut Undone) {
    let keys: Vec<_> = undone
        .record
        .secrets
        .iter()
        .map(|attempt| attempt.state)
        .collect();
    for (index, state) in keys.into_iter().enumerate() {
        if let SecretState::Made(key) | SecretState::Delivered(key) = state {
            let removed = graph.remove_password(application, key).await;
            if undone.settle(Thing::Secret, removed) {
                undone.record.secrets[index].state = SecretState::Gone;
            }
        }
    }
    // Attempts whose reply was lost: those that came through are found by their names.
    match super::mint::sweep_strays(graph, application, &mut undone.record).await {
        // No application, no secret.
        Err(failure) if failure.kind == Kind::NotFound => {}
        Err(failure) => undone.left.push((Thing::Secret, failure)),
        Ok(()) => {}
    }
}

/// How an application that is to be deleted stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// It holds nothing but what our runs made and what the user gave up.
    Free,
    /// Deleted already, as far as a minute of looking tells: then the calls that follow find nothing either, and that is a success.
    NotFound,
    /// Others put something on it, such as the secret of another system, which would go with it (I-6); or that cannot be told.
    Occupied,
}

async fn look(graph: &Graph<'_>, application: MadeApplication, undone: &mut Undone) -> Look {
    if bugs::is_on(Bug::DeleteWithStrangers) {
        return Look::Free;
    }
    let MadeApplication { id, client } = application;
    let held = match graph.held(id, client, Patience::UntilGone, &|_| ()).await {
        Ok(held) => held,
        Err(failure) if failure.kind == Kind::NotFound => return Look::NotFound,
        Err(failure) => {
            undone.left.push((Thing::Application, failure));
            return Look::Occupied;
        }
    };
    let records = Record::all(&graph.ports).await;
    let record = &undone.record;
    let Some(profile) = Profile::of_key(&record.profile) else {
        undone
            .left
            .push((Thing::Application, Failure::of(Kind::Refused)));
        return Look::Occupied;
    };
    undone.foreign = foreign(profile, records, record, id, held.holdings);
    if undone.foreign.is_empty() {
        return Look::Free;
    }
    if undone.record.service_principal.made().is_some() && held.principal.is_none() {
        // The application stays, and an undo that was cut short had come further: the report must not tell of consent that is gone.
        undone.record.service_principal = Effect::Intended;
        undone.record.consented.clear();
    }
    Look::Occupied
}

async fn delete(graph: &Graph<'_>, application: MadeApplication, seen: Look, undone: &mut Undone) {
    if let Some(principal) = undone.record.service_principal.made() {
        service_principal(graph, principal, undone).await;
        note(graph, undone).await;
    }
    let deleted = match seen {
        Look::Free => graph.delete_standing_application(application.id).await,
        _ => graph.delete_application(application.id).await,
    };
    if undone.settle(Thing::Application, deleted) {
        if bugs::is_on(Bug::PurgeUnasked) {
            graph.purge(application.id).await.ok();
        }
        undone.record.application = Effect::Removed(application);
    }
}

/// Journals how far it came: an undo that is cut short and taken up again does not wait for what is gone to be found missing.
async fn note(graph: &Graph<'_>, undone: &Undone) {
    undone.record.save(&graph.ports).await.ok();
}

async fn service_principal(graph: &Graph<'_>, id: ServicePrincipalId, undone: &mut Undone) {
    // Its consent goes with it, and a replica may show both for a while: who goes on with the run after a crash asks for it anew.
    let consented = std::mem::take(&mut undone.record.consented);
    note(graph, undone).await;
    let deleted = graph.delete_service_principal(id).await;
    match &deleted {
        Ok(()) => undone.record.service_principal = Effect::Removed(id),
        Err(failure) if failure.applied() == Applied::No => undone.record.consented = consented,
        Err(_) => {}
    }
    undone.settle(Thing::ServicePrincipal, deleted);
}
