//! Whether a deed may be done, judged while what it is about to change still stands: I-5 to I-7. It goes by the tenant itself, by
//! what the browser has on its disk, and by what the person asked for.

use crate::confirmed::is_role;
use crate::deeds::Deed;
use crate::world::{Millis, World};
use entra_handover::profile::{IPECS_CLOUD, Permission, PermissionKind};
use entra_handover::setup::journal::{Record, SecretState};
use entra_handover::setup::plan::{Target, Work};
use entra_handover::setup::proof::What;
use uuid::Uuid;

/// What somebody else put on an application.
#[derive(Clone, Debug)]
pub struct Foreign {
    pub application: Uuid,
    pub what: What,
    /// What it is approved by.
    pub id: String,
    pub since: Millis,
    /// The browser whose run made it; nobody's page made what the others put there.
    pub by: Option<usize>,
}

/// Who does it, and when the visit began that sent the request.
#[derive(Clone, Copy)]
struct By {
    person: usize,
    began: Millis,
}

/// A verdict on a deed, if it succeeds.
pub type Verdict = Option<(&'static str, String)>;

fn against(invariant: &'static str, what: impl Into<String>) -> Verdict {
    Some((invariant, what.into()))
}

impl World {
    /// `began` is when the visit began that sent the request: it may arrive minutes after its page is gone.
    pub fn judge(&self, person: usize, began: Millis, deed: &Deed) -> Verdict {
        let by = By { person, began };
        match deed {
            Deed::RemoveSecret { application, key } => {
                let sandbox = self.sandbox.borrow();
                let standing = sandbox.truth().application(*application)?;
                let secret = standing.secrets().find(|secret| secret.key == *key)?;
                match self.is_ticked(person, *application, *key) {
                    true => None,
                    false => self.judge_removal(person, secret.name, *key),
                }
            }
            Deed::DeleteApplication { application } => self.judge_deletion(by, *application),
            Deed::DeletePrincipal { principal } => {
                let of = |record: &Record| {
                    let known = record.service_principal.made();
                    record.plan.target.is_brought_by_the_run()
                        && (known.or(record.service_principal.taken_back()))
                            .is_some_and(|id| same(id, *principal))
                };
                // One that is gone already is none.
                let client = self.sandbox.borrow().truth().client_of(*principal)?;
                match self.is_client_to_be_deleted(person, client) || self.undone_is(person, of) {
                    true => None,
                    false => against(
                        "I-6",
                        "a service principal is deleted that the undone run did not make",
                    ),
                }
            }
            Deed::Purge { item } => self.judge_purge(person, *item),
            Deed::AddSecret { application, name } => {
                let of = |record: &Record| name.contains(&record.run);
                self.judge_gift(by, *application, of, "a secret")
            }
            Deed::AssignRole { principal, role } => {
                let of = |one: &Permission| is_role(one, *role);
                self.judge_rights(by, *principal, &of)
            }
            Deed::Grant { principal, scope } => {
                let of = |one: &Permission| is_scope_of(one, scope);
                self.judge_rights(by, *principal, &of)
            }
            Deed::Enable { principal } => self.judge_enabling(person, *principal),
            Deed::Declare {
                application,
                permissions,
            } => self.judge_declared(person, *application, permissions),
            Deed::Widen { grant, scope } => {
                let (client, before) = {
                    let sandbox = self.sandbox.borrow();
                    let (client, scopes) = sandbox.truth().grant(grant)?;
                    let narrowed = scopes
                        .split_ascii_whitespace()
                        .any(|one| !scope.split_ascii_whitespace().any(|kept| kept == one));
                    (client, narrowed)
                };
                if before {
                    return against("I-6", "a grant loses scopes that it had");
                }
                self.judge_rights(by, client, &|one| is_scope_of(one, scope))
            }
            _ => None,
        }
    }

    fn judge_removal(&self, person: usize, name: &str, key: Uuid) -> Verdict {
        let browser = &self.browsers[self.people[person].browser];
        let undoing = self.people[person].undoing.borrow();
        let records = browser.records();
        let of = |record: &&Record| {
            name.starts_with(&format!("{} {}-", IPECS_CLOUD.secret_name, record.run))
        };
        let Some(record) = records.iter().find(of) else {
            return Some((
                "I-6",
                format!("a secret named {name:?} is removed, which no run of this browser made"),
            ));
        };
        let delivered = record
            .secrets
            .iter()
            .any(|attempt| matches!(attempt.state, SecretState::Delivered(of) if same(of, key)));
        (delivered && undoing.as_ref() != Some(&record.run))
            .then(|| ("I-5", "a secret that was handed over is removed".to_owned()))
    }

    fn judge_deletion(&self, by: By, application: Uuid) -> Verdict {
        // A run that was cut short knows the id, or only the name that it alone can have chosen.
        let named = {
            let sandbox = self.sandbox.borrow();
            let standing = sandbox.truth().application(application);
            standing.map_or(String::new(), |one| one.unique_name().to_owned())
        };
        let of = |record: &Record| {
            record.plan.target.is_brought_by_the_run()
                && (record.unique_name() == named || is_about(record, application))
        };
        if self.is_to_be_deleted(by.person, application) {
            let of =
                |record: &Record| record.plan.work == Work::Delete && is_about(record, application);
            return match self.is_foreign(by, application, of) {
                true => against("I-6", "a set-up is removed with what nobody gave up"),
                false => None,
            };
        }
        if !self.undone_is(by.person, of) {
            return against(
                "I-6",
                "an application is deleted that the undone run did not bring",
            );
        }
        let undoing = self.people[by.person].undoing.borrow();
        let of_undone = |record: &Record| undoing.as_ref() == Some(&record.run);
        match self.is_foreign(by, application, of_undone) {
            true => against(
                "I-6",
                "an application is deleted with what others put on it",
            ),
            false => None,
        }
    }

    fn judge_purge(&self, person: usize, item: Uuid) -> Verdict {
        let undone = |record: &Record| {
            let application = record
                .application
                .taken_back()
                .is_some_and(|made| same(made.id, item));
            let principal = record.service_principal.taken_back();
            application || principal.is_some_and(|id| same(id, item))
        };
        if self.is_to_be_purged(person, item) {
            return None;
        }
        match (
            self.people[person].purges.get(),
            self.undone_is(person, undone),
        ) {
            (false, _) => against("I-6", "something is removed for good, and nobody was asked"),
            (true, false) => against("I-6", "something is removed for good that was not undone"),
            (true, true) => None,
        }
    }

    fn judge_rights(
        &self,
        by: By,
        principal: Uuid,
        wanted: &dyn Fn(&Permission) -> bool,
    ) -> Verdict {
        let client = self.sandbox.borrow().truth().client_of(principal)?;
        if let Some(unasked) = self.judge_consent(by.person, client, wanted) {
            return Some(unasked);
        }
        let application = self.application_of(principal)?;
        // Which run asks is not in the request: one that is open, of this application.
        let of = |record: &Record| record.closed.is_none() && is_about(record, application);
        self.judge_gift(by, application, of, "rights")
    }

    fn judge_gift(
        &self,
        by: By,
        application: Uuid,
        of: impl Fn(&Record) -> bool,
        what: &str,
    ) -> Verdict {
        self.is_foreign(by, application, of).then(|| {
            (
                "I-7",
                format!("{what} for an application that others have a hand in"),
            )
        })
    }

    /// Somebody's item is taken out of the bin: only what the record of a run of theirs says, or what was deleted with it.
    pub fn judge_restored(&self, person: usize, item: Uuid) -> Verdict {
        let client = self.sandbox.borrow().truth().client_of(item);
        let browser = &self.browsers[self.people[person].browser];
        let named = |record: &Record| match record.plan.target {
            Target::Deleted {
                application,
                client: of,
                ..
            } => same(application, item) || client.is_some_and(|client| same(of, client)),
            Target::New | Target::Existing { .. } => false,
        };
        let is_mended = client.is_some_and(|client| self.is_to_get_a_principal(person, client));
        match is_mended || browser.records().iter().any(named) {
            true => None,
            false => against("I-6", "something is restored that no plan names"),
        }
    }

    /// Whether the record of the run that this person wants undone is such a one.
    fn undone_is(&self, person: usize, of: impl Fn(&Record) -> bool) -> bool {
        let person = &self.people[person];
        let undoing = person.undoing.borrow();
        let browser = &self.browsers[person.browser];
        undoing.as_ref().is_some_and(|run| browser.has(run, of))
    }

    /// Whether something stands on the application that others put there, that this person's page could have seen, and that none of
    /// the runs `of` whose plans are asked was told to let pass. What another browser's run made is somebody else's, too.
    fn is_foreign(&self, by: By, application: Uuid, of: impl Fn(&Record) -> bool) -> bool {
        let invariants = self.invariants.borrow();
        if invariants.foreign.is_empty() {
            return false;
        }
        let seen = by.began - Millis::from(self.scenario.lag_ms);
        let mine = self.people[by.person].browser;
        let records = self.browsers[mine].records();
        let approved = |one: &Foreign| {
            let approves = |record: &Record| {
                (record.plan.approved.iter()).any(|it| it.what == one.what && it.id == one.id)
            };
            records.iter().any(|record| of(record) && approves(record))
        };
        let mut foreign = invariants.foreign.iter();
        foreign.any(|one| {
            let is_of_it = one.application == application && one.by != Some(mine);
            is_of_it && one.since < seen && !approved(one)
        })
    }

    fn application_of(&self, principal: Uuid) -> Option<Uuid> {
        let sandbox = self.sandbox.borrow();
        let truth = sandbox.truth();
        let client = truth.client_of(principal)?;
        truth
            .applications()
            .find(|one| one.client() == client)
            .map(|one| one.id())
    }
}

fn is_about(record: &Record, application: Uuid) -> bool {
    record.is_about(application.to_string().parse().expect("a GUID"))
}

/// Whether it is the only scope of the text, or one of them.
fn is_scope_of(permission: &Permission, scopes: &str) -> bool {
    permission.kind == PermissionKind::Delegated
        && (scopes.split_ascii_whitespace()).any(|one| one == permission.name)
}

/// Whether an id of ours is this one.
pub fn same(ours: impl std::fmt::Display, id: Uuid) -> bool {
    ours.to_string() == id.to_string()
}
