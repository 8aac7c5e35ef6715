//! Customer Manager with the values that it was given: it syncs whenever something has changed in the tenant, which is as good as
//! all the time. It looks at the tenant itself: a replica that lags behind is the sign-in service's matter, and passes.

use crate::deeds::Deed;
use crate::people::{Ending, Person};
use crate::verdicts::same;
use crate::world::World;
use entra_handover::profile::{IPECS_CLOUD, PermissionKind};
use entra_handover::setup::journal::{Record, SecretState};
use entra_handover::setup::plan::Work;
use std::cell::Cell;
use uuid::Uuid;

/// How the last sync went.
#[derive(Default)]
pub struct Syncs {
    works: Cell<bool>,
    /// A sync failed after somebody had chosen so, or others had: nobody need make up for it.
    pub is_excused: Cell<bool>,
}

impl World {
    /// The application that the portal uses, if something stood there before anybody came.
    pub fn used_client(&self) -> Option<Uuid> {
        self.scenario.past?;
        let invariants = self.invariants.borrow();
        let (client, ..) = invariants.portal.last()?;
        Uuid::try_parse(client).ok()
    }

    /// The portal syncs, since this person's deed, or somebody else, has changed something. A sync that fails from now on is an
    /// outage (I-15), unless the person chose it.
    pub fn sync(&self, deed: Option<(usize, &Deed)>) {
        if self.scenario.past.is_none() {
            return;
        }
        let before = self.syncs.works.replace(self.portal_works());
        if !before || self.portal_works() {
            return;
        }
        let is_chosen = deed.is_none_or(|(person, deed)| self.is_chosen(person, deed));
        self.trace
            .say(self.now(), || "portal     the sync fails".to_owned());
        if is_chosen {
            return self.syncs.is_excused.set(true);
        }
        self.violate("I-15", || {
            format!("the portal's sync worked, and does not after {deed:?}")
        });
    }

    /// Whether a sync with what the portal was given last would work now.
    pub fn portal_works(&self) -> bool {
        let invariants = self.invariants.borrow();
        let Some((client, key, text)) = invariants.portal.last() else {
            return false;
        };
        let sandbox = self.sandbox.borrow();
        let truth = sandbox.truth();
        let mut all = truth.applications();
        let Some(application) = all.find(|one| one.client().to_string() == *client) else {
            return false;
        };
        let now = self.time();
        let is_valid = application
            .secrets()
            .any(|one| one.key == *key && one.text == *text && one.ends > now);
        let client = application.client();
        let roles = truth
            .service_principal(client)
            .map(|principal| truth.roles_of(principal))
            .unwrap_or_default();
        let needs = (IPECS_CLOUD.permissions)();
        let mut needs = needs
            .iter()
            .filter(|one| one.kind == PermissionKind::Application);
        is_valid
            && truth.is_enabled(client)
            && needs.all(|one| roles.iter().any(|id| same(one.id, *id)))
    }

    /// Whether somebody chose that the portal's secret stops working: a leak, a removal, an undo. A hand-over that the tab's crash
    /// kept from the journal is not known to anybody but the portal.
    fn is_chosen(&self, person: usize, deed: &Deed) -> bool {
        let Some((client, key, _)) = self.invariants.borrow().portal.last().cloned() else {
            return true;
        };
        let person = &self.people[person];
        let undoing = person.undoing.borrow();
        let records = self.browsers[person.browser].records();
        let has = |record: &Record, states: &dyn Fn(&SecretState) -> bool| {
            record.secrets.iter().any(|attempt| states(&attempt.state))
        };
        let undone = records.iter().any(|record| {
            undoing.as_ref() == Some(&record.run)
                && has(record, &|state| match state {
                    SecretState::Made(of) | SecretState::Delivered(of) => same(of, key),
                    SecretState::Gone | SecretState::Intended => true,
                })
        });
        let unknown = !records.iter().any(|record| {
            has(
                record,
                &|state| matches!(state, SecretState::Delivered(of) if same(of, key)),
            )
        }) && self.was_made_here(person.browser, key);
        let confirmed = self.confirmed.borrow();
        let asked = confirmed.values().any(|one| match &one.plan.work {
            Work::ReplaceSecrets(keys) => keys.iter().any(|of| same(of, key)),
            Work::RemoveSecrets(_) => one.by_will.iter().any(|of| same(of, key)),
            Work::Delete => one
                .plan
                .target
                .earlier()
                .is_some_and(|(_, of, _)| of.to_string() == client),
            Work::AddSecret | Work::Repair(_) | Work::Purge => false,
        });
        undone || asked || (unknown && matches!(deed, Deed::RemoveSecret { .. }))
    }

    /// Whether a run of this browser made the secret, by its name.
    fn was_made_here(&self, browser: usize, key: Uuid) -> bool {
        let records = self.browsers[browser].records();
        let made = self.invariants.borrow().made.get(&key).cloned();
        made.is_some_and(|made| {
            let has = |record: &Record| record.secrets.iter().any(|one| one.name == made.name);
            records.iter().any(has)
        })
    }
}

/// Who is done has a secret in the portal that works, and consent.
pub fn check(world: &World) {
    let invariants = world.invariants.borrow();
    let sandbox = world.sandbox.borrow();
    let truth = sandbox.truth();
    let is_done = world
        .people
        .iter()
        .any(|person| matches!(person.ending.get(), Some((Ending::Done, _))));
    let undone = world.people.iter().any(|person| person.changed_mind.get());
    let Some((client, key, text)) = invariants.portal.last().cloned() else {
        drop(invariants);
        if is_done {
            world.violate("I-12", || {
                "somebody is done, and the portal has nothing".to_owned()
            });
        }
        return;
    };
    let disturbed =
        !world.scenario.meddling.is_empty() || invariants.removed_by_others.contains(&key);
    drop(invariants);
    if !is_done || undone || disturbed {
        return;
    }
    let application = truth
        .applications()
        .find(|one| one.client().to_string() == client);
    let lives = application.is_some_and(|one| {
        one.secrets()
            .any(|secret| secret.key == key && secret.text == text)
    });
    if !lives {
        world.violate("I-5", || {
            "the secret in the portal does not live".to_owned()
        });
    }
}

/// Where something stood before, the portal syncs to the end, if nobody chose or did otherwise (I-15).
pub fn check_syncs(world: &World) {
    let is_done = |person: &Person| matches!(person.ending.get(), Some((Ending::Done, _)));
    let undisturbed = world.scenario.meddling.is_empty() && !world.syncs.is_excused.get();
    let is_over = world.scenario.past.is_some_and(|past| past.ends_in < 0);
    let given = world.invariants.borrow().portal.len() > 1;
    if undisturbed
        && (given || !is_over)
        && world.people.iter().all(is_done)
        && !world.portal_works()
    {
        world.violate("I-15", || "the portal does not sync in the end".to_owned());
    }
}
