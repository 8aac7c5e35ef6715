//! Removes exactly what one run made, the most dangerous thing first. It goes by the run's record alone: what the record does
//! not name is never touched.

use super::journal::{Effect, Record, SecretState};
use super::plan::Target;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{ApplicationId, ServicePrincipalId};

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
    /// The record with what is left in it; nothing is left when `left` is empty.
    pub record: Record,
    pub removed: Vec<Thing>,
    pub left: Vec<(Thing, Failure)>,
}

impl Undone {
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

/// Undoes the run of `record`: its secrets, then, if it made the application, the service principal and the application (a soft
/// delete, which an administrator can restore for 30 days).
pub async fn undo(graph: &Graph<'_>, record: Record) -> Undone {
    let mut undone = Undone {
        record,
        removed: Vec::new(),
        left: Vec::new(),
    };
    let application = match application(graph, &undone.record).await {
        Ok(found) => found,
        Err(failure) => {
            undone.left.push((Thing::Application, failure));
            return undone;
        }
    };
    let Some(application) = application else {
        undone.record.application = Effect::NotYet;
        return undone;
    };
    secrets(graph, application, &mut undone).await;
    if undone.record.plan.target != Target::New && undone.record.has_lost_attempts() {
        // Not listed yet, so not removed: it may still come to light, on an application that stays.
        let lost = Failure::of(Kind::NotReplicated);
        undone.left.push((Thing::Secret, lost));
    }
    if undone.record.plan.target == Target::New {
        if let Some(principal) = undone.record.service_principal.made() {
            service_principal(graph, principal, &mut undone).await;
        }
        let deleted = graph.delete_application(application).await;
        if undone.settle(Thing::Application, deleted) {
            undone.record.application = Effect::NotYet;
        }
    }
    undone
}

/// The application that the run made or was to extend. One whose reply was lost is looked for by its unique name.
async fn application(graph: &Graph<'_>, record: &Record) -> Result<Option<ApplicationId>, Failure> {
    match (&record.plan.target, record.application) {
        (Target::Existing { application, .. }, _) => Ok(Some(*application)),
        (Target::New, Effect::Made(made)) => Ok(Some(made.id)),
        (Target::New, Effect::NotYet) => Ok(None),
        (Target::New, Effect::Intended) => {
            let found = graph
                .application_by_unique_name(&record.unique_name())
                .await?;
            Ok(found.map(|(id, _)| id))
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
    if let Err(failure) = super::mint::sweep(graph, application, &mut undone.record).await {
        undone.left.push((Thing::Secret, failure));
    }
}

async fn service_principal(graph: &Graph<'_>, id: ServicePrincipalId, undone: &mut Undone) {
    let deleted = graph.delete_service_principal(id).await;
    if undone.settle(Thing::ServicePrincipal, deleted) {
        undone.record.service_principal = Effect::NotYet;
        undone.record.consented.clear();
    }
}
