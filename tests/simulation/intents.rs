//! What must hold before a request leaves a tab: its intent is on the disk (I-2), it carries no secret (I-8), it keeps to what the
//! service asked for and to its budget (I-13), and its tab is the browser's only writer (I-14).

use crate::deeds::Deed;
use crate::invariants::fingerprint;
use crate::tab::Tab;
use crate::verdicts::same;
use entra_handover::ports::Request;
use entra_handover::setup::journal::{Effect, Record};
use entra_handover::setup::plan::{Target, Work};
use http::header;
use uuid::Uuid;

/// The same request so often in one piece of work is a loop. A list of secrets may be read for a quarter of an hour.
const SAME: u32 = 60;
const SAME_LIST: u32 = 600;
/// Requests after the faults stopped (I-11).
const CALM_REQUESTS: u32 = 250;

pub fn before(tab: &Tab<'_>, request: &Request, deed: &Deed) {
    let world = tab.world;
    let address = request.uri().path_and_query().map_or("", |it| it.as_str());
    world.check_leaks("an address", address.as_bytes());
    world.check_leaks("a request's body", request.body());
    for (name, value) in request.headers() {
        if name != header::AUTHORIZATION {
            world.check_leaks("a header", value.as_bytes());
        }
    }
    check_pace(tab, request, deed);
    if !deed.is_write() {
        return;
    }
    let writer = tab.browser().writer.get();
    if writer != Some(tab.number) {
        world.violate("I-14", || {
            format!("{} writes, and the writer is {writer:?}", tab.person().name)
        });
    }
    if let Deed::AddSecret { name, .. } = deed
        && world.invariants.borrow().lost.contains(name)
    {
        world.violate("I-2", || {
            format!("{name:?} is made again, and it is not known what became of it")
        });
    }
    if !has_intent(tab, deed) {
        world.violate("I-2", || {
            format!("no record on the disk of the intent to {deed:?}")
        });
    }
}

fn check_pace(tab: &Tab<'_>, request: &Request, deed: &Deed) {
    let (world, person) = (tab.world, tab.person());
    person.requests.set(person.requests.get() + 1);
    if world.is_calm() {
        person.calm_requests.set(person.calm_requests.get() + 1);
        if person.calm_requests.get() > CALM_REQUESTS {
            world.violate("I-11", || {
                format!(
                    "{} has sent more than {CALM_REQUESTS} requests since the faults stopped",
                    person.name
                )
            });
        }
    }
    let (sent, not_before) = world
        .invariants
        .borrow_mut()
        .sends(tab.number, fingerprint(request));
    if not_before > world.now() {
        world.violate("I-13", || {
            format!(
                "sent {} ms before the time the service asked for",
                not_before - world.now()
            )
        });
    }
    let budget = if *deed == Deed::ListSecrets {
        SAME_LIST
    } else {
        SAME
    };
    if sent > budget {
        world.violate("I-13", || {
            format!("the same request was sent {sent} times in one piece of work")
        });
    }
}

/// Whether the record of work on what stands there would be met after a crash, or has come to its end.
fn is_begun(record: &Record) -> bool {
    record.plan.work != Work::AddSecret && record.application != Effect::NotYet
}

fn is_about(record: &Record, application: Uuid) -> bool {
    record.is_about(application.to_string().parse().expect("a GUID"))
        || record.application.taken_back().is_some()
        || record.plan.target == Target::New
}

/// Whether the journal would tell of this call after a crash.
fn has_intent(tab: &Tab<'_>, deed: &Deed) -> bool {
    let any = |of: &dyn Fn(&Record) -> bool| tab.browser().records().iter().any(of);
    match deed {
        Deed::MakeApplication { unique_name } => any(&|record| {
            record.unique_name() == *unique_name
                && matches!(record.application, Effect::Intended | Effect::Made(_))
        }),
        Deed::MakePrincipal { client } => any(&|record| {
            let client_of_run = record
                .application
                .made()
                .map(|made| made.client.to_string());
            let earlier = record
                .plan
                .target
                .earlier()
                .map(|(_, client, _)| client.to_string());
            (client_of_run.as_ref() == Some(client) || earlier.as_ref() == Some(client))
                && (record.service_principal != Effect::NotYet || is_begun(record))
        }),
        Deed::Declare { .. } | Deed::Enable { .. } => any(&is_begun),
        Deed::DeleteApplication { application } => any(&|record| {
            let of_undo = record.plan.work.brings_a_secret() || is_begun(record);
            of_undo && is_about(record, *application)
        }),
        // A sweep goes by the attempt's name, which was journalled when the secret was made.
        Deed::RemoveSecret { key, .. } => any(&|record| {
            let ticked = record.plan.work.removes().iter().any(|one| same(one, *key));
            let made_here = tab.world.invariants.borrow().made.contains_key(key);
            made_here || (ticked && is_begun(record))
        }),
        Deed::Purge { .. } => any(&|record| record.plan.work.brings_a_secret() || is_begun(record)),
        Deed::AddSecret { name, .. } => {
            any(&|record| record.secrets.iter().any(|attempt| attempt.name == *name))
        }
        _ => true,
    }
}
