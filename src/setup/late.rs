//! What comes to light after a run has ended: a request that was carried out long after it was given up, or what a replica hid from
//! the search. Pure comparison of what a visit finds anyway with what this browser's records say; it reads nothing and removes nothing.
//!
//! No bound of either is promised, so no search can be the last one: every visit looks, and it costs no request.

use super::find::Found;
use super::journal::{Effect, MadeApplication, Record};
use super::mint::strays;
use super::plan::Target;

/// The records that `found` shows to have ended too early, as they are to be journalled: one whose application stands there after
/// all is unfinished again, and one whose strays are listed is to be settled again.
pub fn notice(records: Vec<Record>, found: &Found) -> Vec<Record> {
    let of_tenant = |record: &Record| record.tenant == found.organization.id;
    let known = records.into_iter().filter(of_tenant);
    known.filter_map(|record| reopened(record, found)).collect()
}

fn reopened(mut record: Record, found: &Found) -> Option<Record> {
    // Of a run that is under way or interrupted nothing is late: going on with it, or its undo, looks for everything.
    let application = match record.closed {
        Some(_) => late_application(&record, found),
        None => None,
    };
    if let Some(made) = application {
        record.application = Effect::Made(made);
        record.closed = None;
        return Some(record);
    }
    // One that was made by hand, and that a run of ours has renewed, does not carry our tag.
    let has_strays = (found.ours.iter().chain(&found.strangers))
        .filter(|one| record.is_about(one.id))
        .any(|one| !strays(&record, &one.passwords).is_empty());
    if !has_strays || record.settled.is_none() {
        return None;
    }
    record.settled = None;
    Some(record)
}

/// An application that carries the run's unique name, which nobody else can have chosen, and of which the record does not know.
fn late_application(record: &Record, found: &Found) -> Option<MadeApplication> {
    if record.plan.target != Target::New || record.application.made().is_some() {
        return None;
    }
    let name = record.unique_name();
    let late = found.ours.iter().find(|one| one.unique_name == name)?;
    // The index may still list what was deleted a moment ago.
    let deleted = record.application.taken_back();
    (deleted.is_none_or(|made| made.id != late.id)).then_some(MadeApplication {
        id: late.id,
        client: late.client,
    })
}
