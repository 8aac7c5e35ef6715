//! What must hold when nothing more happens: everybody is at an end (I-9 to I-11), and the tenant holds what the records say (I-12)
//! and no secret beside (I-4).

use crate::people::{Choice, Ending, Person};
use crate::world::{Event, Millis, World};
use crate::{confirmed, portal};
use entra_handover::profile::{IPECS_CLOUD, PermissionKind};
use entra_handover::setup::journal::{Effect, Record, SecretState};
use uuid::Uuid;

/// From the stop of the faults to everybody's end.
const AT_MOST: Millis = 30 * 60_000;
/// From the first to the last clean read of a search.
const SEARCH: Millis = 105_000;
/// Long after everybody's end.
const LONG_AFTER: Millis = 60 * 60_000;

/// Checks what must hold in the end.
pub fn check(world: &World) {
    if world.invariants.borrow().violation.is_some() {
        return;
    }
    match world.scenario.past {
        None => portal::check(world),
        Some(_) => {
            portal::check_syncs(world);
            confirmed::check(world);
        }
    }
    for browser in &world.browsers {
        for record in browser.records().iter() {
            check_record(world, record);
            for (_, secret) in unlisted_secrets(world, record) {
                world.violate("I-4", || {
                    format!(
                        "the secret {secret:?} lives, was not handed over, and no record lists it"
                    )
                });
            }
        }
    }
    check_applications(world);
}

/// Whoever's record does not tell of something that lives by now comes back: it was carried out, or shown by a replica, only after
/// the search for it had ended, and no search that ends can find it. Gives how many such things there are; the visit must find each.
pub fn come_back(world: &World) -> u32 {
    if world.invariants.borrow().violation.is_some() {
        return 0;
    }
    let mut late = 0;
    for (number, browser) in world.browsers.iter().enumerate() {
        let mut of_browser = 0;
        for record in browser.records().iter() {
            let unlisted = unlisted_secrets(world, record);
            for (key, name) in &unlisted {
                check_search(world, *key, name);
            }
            of_browser += unlisted.len();
            of_browser += usize::from(is_made_unknown(world, record));
        }
        let visitor = world.people.iter().position(|one| one.browser == number);
        if let (Some(person), true) = (visitor, of_browser > 0) {
            world.people[person].calm_requests.set(0);
            world.after(LONG_AFTER, Event::Visit { person });
        }
        late += of_browser as u32;
    }
    late
}

/// Everybody comes to an end, and soon enough.
pub fn check_endings(world: &World) {
    if world.invariants.borrow().violation.is_some() {
        return;
    }
    let calm = world.calm_since.get().unwrap_or_default();
    for person in &world.people {
        let Some((ending, at)) = person.ending.get() else {
            world.violate("I-9", || format!("{} comes to no end", person.name));
            continue;
        };
        // Who comes back for several things has that time for each.
        let calm = match world.scenario.past {
            Some(_) => calm.max(person.last_begun.get()),
            None => calm,
        };
        if at - calm > AT_MOST {
            world.violate("I-11", || {
                format!(
                    "{} needed {} s after the faults stopped",
                    person.name,
                    (at - calm) / 1_000
                )
            });
        }
        let open = |record: &Record| record.is_unfinished() || record.needs_settling();
        let browser = &world.browsers[person.browser];
        let unfinished = browser.records().iter().any(open);
        if ending == Ending::Done
            && unfinished
            && world
                .people
                .iter()
                .filter(|one| one.browser == person.browser)
                .count()
                == 1
        {
            world.violate("I-9", || {
                format!(
                    "{} is done, and the journal has something open",
                    person.name
                )
            });
        }
    }
}

/// At the end of somebody who took a run back: its record says that nothing is left of it.
pub fn check_undone(world: &World, person: &Person) {
    let undoing = person.undoing.borrow();
    let records = world.browsers[person.browser].records();
    let of_run = |record: &&Record| Some(&record.run) == undoing.as_ref();
    let Some(record) = records.iter().find(of_run) else {
        return world.violate("I-12", || {
            "the record of what was undone is gone".to_owned()
        });
    };
    let application = record.application.made().is_some();
    let principal = record.service_principal.made().is_some();
    // Of an application that is in the bin, the record knows what it holds there.
    let secret = record.live_secret().is_some() && record.application.taken_back().is_none();
    if application || principal || secret || record.is_unfinished() {
        world.violate("I-12", || {
            format!(
                "run {} was undone, and its record says that something is left",
                record.run
            )
        });
    }
}

/// An id of the product as the tenant has it.
pub fn guid(id: impl std::fmt::Display) -> Uuid {
    Uuid::try_parse(&id.to_string()).unwrap_or_default()
}

fn check_record(world: &World, record: &Record) {
    let sandbox = world.sandbox.borrow();
    let truth = sandbox.truth();
    let disturbed = |id: Uuid| world.invariants.borrow().removed_by_others.contains(&id);
    match record.application {
        Effect::Made(made) => {
            let id = guid(made.id);
            let Some(application) = truth.application(id) else {
                // Another run that worked on it was undone; or this one was, and the answer was lost: the person was told, and who is
                // at the end of a complete undo has a record that says so (`check_undone`).
                let undone = world.invariants.borrow().undone.contains_key(&id);
                if !disturbed(id) && !undone {
                    world.violate("I-12", || {
                        format!(
                            "run {} says it made an application that is not there",
                            record.run
                        )
                    });
                }
                return;
            };
            let principal = truth.service_principal(application.client());
            let (roles, scopes) = principal.map_or_else(Default::default, |id| {
                (truth.roles_of(id), truth.scopes_of(id))
            });
            for permission in record
                .plan
                .consents()
                .iter()
                .filter(|one| record.consented.contains(&one.id))
            {
                let is_granted = match permission.kind {
                    PermissionKind::Application => roles.contains(&guid(permission.id)),
                    PermissionKind::Delegated => scopes.contains(permission.name.as_str()),
                };
                if !is_granted && !disturbed(id) {
                    world.violate("I-12", || {
                        format!(
                            "run {} says {} is consented to, and it is not",
                            record.run, permission.name
                        )
                    });
                }
            }
        }
        Effect::Removed(made) if !world.scenario.restores() => {
            let principal = truth.service_principal(guid(made.client));
            // One that a repair elsewhere brought back is told of there.
            let elsewhere = |id: Uuid| {
                let records = world.browsers.iter().map(|browser| browser.records());
                let names = |record: &Record| {
                    record
                        .service_principal
                        .made()
                        .is_some_and(|made| guid(made) == id)
                };
                let mut records = records.filter(|all| all.iter().any(names));
                records.next().is_some()
            };
            let principal = principal.filter(|id| !elsewhere(*id));
            if principal.is_some() || truth.application(guid(made.id)).is_some() {
                world.violate("I-12", || {
                    format!("run {} says it removed what is there", record.run)
                });
            }
        }
        Effect::Purged(made) => {
            let id = guid(made.id);
            if truth.application(id).is_some() || truth.is_deleted(id) {
                world.violate("I-12", || {
                    format!("run {} says it removed for good what is there", record.run)
                });
            }
        }
        Effect::Removed(_) | Effect::NotYet | Effect::Intended => {}
    }
    if is_made_unknown(world, record) {
        world.violate("I-3", || {
            format!(
                "run {} made an application of which nothing tells",
                record.run
            )
        });
    }
}

/// Whether the run made an application that its record does not name.
fn is_made_unknown(world: &World, record: &Record) -> bool {
    let (sandbox, name) = (world.sandbox.borrow(), record.unique_name());
    let known = record.application.made();
    let known = known.or(record.application.taken_back());
    let known = known.map(|made| guid(made.id));
    let mut applications = sandbox.truth().applications();
    applications.any(|one| one.unique_name() == name && known != Some(one.id()))
}

/// I-4: every live secret of the run was handed over, or stands in the record by its key. These do not.
fn unlisted_secrets(world: &World, record: &Record) -> Vec<(Uuid, String)> {
    let sandbox = world.sandbox.borrow();
    let prefix = format!("{} {}-", IPECS_CLOUD.secret_name, record.run);
    let known = |key: Uuid| {
        let key = key.to_string();
        record.secrets.iter().any(|attempt| match attempt.state {
            SecretState::Made(of) | SecretState::Delivered(of) => of.to_string() == key,
            SecretState::Intended | SecretState::Gone => false,
        })
    };
    let applications = sandbox.truth().applications();
    applications
        .flat_map(|one| one.secrets().collect::<Vec<_>>())
        .filter(|secret| secret.name.starts_with(&prefix) && !known(secret.key))
        .map(|secret| (secret.key, secret.name.to_owned()))
        .collect()
}

/// I-4: what every replica showed when a whole search, begun as soon as the secret was asked for, had come to its end, was to be found.
fn check_search(world: &World, key: Uuid, name: &str) {
    let shown = {
        let invariants = world.invariants.borrow();
        let asked = invariants.asked.get(name).copied();
        let made = invariants.made_at.get(&key).copied();
        let shown = made.map(|made| made + Millis::from(world.scenario.lag_ms));
        asked
            .zip(shown)
            .is_some_and(|(asked, shown)| shown < asked + SEARCH)
    };
    if shown {
        world.violate("I-4", || {
            format!("the search for {name:?} has ended, and every replica showed it by then")
        });
    }
}

/// Whether a secret of that run lives.
pub fn has_secret(world: &World, run: &str) -> bool {
    let prefix = format!("{} {run}-", IPECS_CLOUD.secret_name);
    let sandbox = world.sandbox.borrow();
    let mut applications = sandbox.truth().applications();
    applications.any(|one| one.secrets().any(|secret| secret.name.starts_with(&prefix)))
}

fn check_applications(world: &World) {
    let sandbox = world.sandbox.borrow();
    let tag = IPECS_CLOUD.tag();
    let ours = sandbox
        .truth()
        .applications()
        .filter(|one| one.has_tag(&tag));
    let mut count = 0;
    for application in ours {
        if world
            .invariants
            .borrow()
            .foreign
            .iter()
            .any(|one| one.application == application.id() && one.since == Millis::MIN)
        {
            continue;
        }
        count += 1;
        let name = application.unique_name();
        let known = world.browsers.iter().any(|browser| {
            let records = browser.records();
            records.iter().any(|record| record.unique_name() == name)
        });
        if !known {
            world.violate("I-3", || {
                format!("nothing tells of the application {name:?}")
            });
        }
    }
    let first = &world.people[0];
    let wanted = match first.choice {
        // Asked for a new one, whatever is there: as often as the values left and the person does not know it.
        Choice::New => first.new_runs.get().max(1),
        _ => 1,
    };
    if count > wanted
        && world.scenario.past.is_none()
        && world.scenario.is_lonely()
        && !first.changed_mind.get()
    {
        world.violate("I-1", || {
            format!("there are {count} applications, and {wanted} were wanted")
        });
    }
}
