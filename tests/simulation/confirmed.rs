//! What the people before the browsers confirmed, run by run, as they remember it: what a run does is held against this, and not
//! against what the program's own record says of it.

use crate::quiescence::guid;
use crate::verdicts::{Verdict, same};
use crate::world::World;
use entra_handover::ids::KeyId;
use entra_handover::profile::{IPECS_CLOUD, Permission, PermissionKind};
use entra_handover::setup::journal::Record;
use entra_handover::setup::plan::{Fix, Plan, Work};
use uuid::Uuid;

/// A plan that somebody saw and confirmed.
pub struct Confirmed {
    pub plan: Plan,
    /// The secrets that they ticked themselves, beside those that the page had ticked.
    pub by_will: Vec<KeyId>,
}

impl World {
    /// The button below a plan is pressed, or a line of it was approved since.
    pub fn confirm(&self, record: &Record, by_will: Vec<KeyId>) {
        let mut confirmed = self.confirmed.borrow_mut();
        let by_will = match confirmed.remove(&record.run) {
            Some(before) => before.by_will,
            None => by_will,
        };
        let plan = record.plan.clone();
        confirmed.insert(record.run.clone(), Confirmed { plan, by_will });
    }

    /// Whether this browser has a run that somebody confirmed to be such a one.
    fn has_confirmed(&self, person: usize, of: impl Fn(&Plan) -> bool) -> bool {
        let records = self.browsers[self.people[person].browser].records();
        let confirmed = self.confirmed.borrow();
        let mut plans = records.iter().filter_map(|one| confirmed.get(&one.run));
        plans.any(|one| of(&one.plan))
    }

    /// Whether the secret was ticked, for the run of that application.
    pub fn is_ticked(&self, person: usize, application: Uuid, key: Uuid) -> bool {
        self.has_confirmed(person, |plan| {
            is_about(plan, application) && plan.work.removes().iter().any(|of| same(of, key))
        })
    }

    /// The run of this browser that is to delete the application.
    pub fn is_to_be_deleted(&self, person: usize, application: Uuid) -> bool {
        self.has_confirmed(person, |plan| {
            plan.work == Work::Delete && is_about(plan, application)
        })
    }

    pub fn is_client_to_be_deleted(&self, person: usize, client: Uuid) -> bool {
        self.has_confirmed(person, |plan| {
            plan.work == Work::Delete && is_of_client(plan, client)
        })
    }

    /// Whether somebody was asked about removing this for good, an application or its service principal, and agreed.
    pub fn is_to_be_purged(&self, person: usize, item: Uuid) -> bool {
        let client = self.sandbox.borrow().truth().client_of_deleted(item);
        self.has_confirmed(person, |plan| {
            let is_it = is_about(plan, item) || client.is_some_and(|one| is_of_client(plan, one));
            plan.work == Work::Purge && is_it
        })
    }

    /// Whether a repair of this client was to bring its service principal back.
    pub fn is_to_get_a_principal(&self, person: usize, client: Uuid) -> bool {
        self.has_fix(person, client, &|fix| *fix == Fix::MakeServicePrincipal)
    }

    fn has_fix(&self, person: usize, client: Uuid, of: &dyn Fn(&Fix) -> bool) -> bool {
        self.has_confirmed(person, |plan| match &plan.work {
            Work::Repair(fixes) => is_of_client(plan, client) && fixes.iter().any(of),
            _ => false,
        })
    }

    pub fn judge_enabling(&self, person: usize, principal: Uuid) -> Verdict {
        let client = self.sandbox.borrow().truth().client_of(principal)?;
        match self.has_fix(person, client, &|fix| *fix == Fix::EnableServicePrincipal) {
            true => None,
            false => Some(("I-16", "what was disabled is enabled unasked".to_owned())),
        }
    }

    /// A repair declares what was confirmed, beside what is declared.
    pub fn judge_declared(&self, person: usize, application: Uuid, all: &[Uuid]) -> Verdict {
        let (client, before) = {
            let sandbox = self.sandbox.borrow();
            let application = sandbox.truth().application(application)?;
            (application.client(), application.declared())
        };
        if before.iter().any(|one| !all.contains(one)) {
            return Some(("I-16", "what was declared is not any more".to_owned()));
        }
        // A replica that lags behind may still show what others have just taken away.
        let own = (IPECS_CLOUD.permissions)();
        let mut new = all.iter().filter(|one| !before.contains(one));
        let unasked = new.find(|one| {
            let id = **one;
            let is_confirmed = self.has_fix(
                person,
                client,
                &|fix| matches!(fix, Fix::Declare(permission) if same(permission.id, id)),
            );
            !is_confirmed && !own.iter().any(|known| same(known.id, id))
        });
        unasked.map(|one| ("I-16", format!("{one} is declared unasked")))
    }

    /// A run consents to what was confirmed for it.
    pub fn judge_consent(
        &self,
        person: usize,
        client: Uuid,
        of: &dyn Fn(&Permission) -> bool,
    ) -> Verdict {
        let records = self.browsers[self.people[person].browser].records();
        let confirmed = self.confirmed.borrow();
        let is_confirmed = records.iter().any(|record| {
            let is_it = record
                .application
                .made()
                .is_some_and(|made| same(made.client, client));
            confirmed.get(&record.run).is_some_and(|one| {
                (is_it || is_of_client(&one.plan, client)) && one.plan.consents().iter().any(of)
            })
        });
        match is_confirmed {
            true => None,
            false => Some(("I-16", "consent is given that nobody confirmed".to_owned())),
        }
    }
}

/// Whether it is that application role.
pub fn is_role(permission: &Permission, role: Uuid) -> bool {
    permission.kind == PermissionKind::Application && same(permission.id, role)
}

fn is_about(plan: &Plan, application: Uuid) -> bool {
    let earlier = plan.target.earlier();
    earlier.is_some_and(|(id, ..)| same(id, application))
}

fn is_of_client(plan: &Plan, client: Uuid) -> bool {
    let earlier = plan.target.earlier();
    earlier.is_some_and(|(_, of, _)| same(of, client))
}

/// What was confirmed is what there is (I-12), once its run says that it is done.
pub fn check(world: &World) {
    let confirmed = world.confirmed.borrow();
    let sandbox = world.sandbox.borrow();
    let truth = sandbox.truth();
    for record in world.browsers.iter().flat_map(|one| one.records().clone()) {
        let (Some(one), true) = (confirmed.get(&record.run), record.closed.is_some()) else {
            continue;
        };
        let Some((id, ..)) = one.plan.target.earlier() else {
            continue;
        };
        let application = truth.application(guid(id));
        let keys = one.plan.work.removes();
        let lives = |key: Uuid| {
            let secrets = application.into_iter().flat_map(|one| one.secrets());
            secrets.into_iter().any(|secret| secret.key == key)
        };
        let is_done = record.application.made().is_some() || record.has_delivered();
        if is_done && keys.iter().any(|key| lives(guid(key))) {
            world.violate("I-12", || {
                format!("run {} says it removed secrets that live", record.run)
            });
        }
    }
}
