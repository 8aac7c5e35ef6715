//! What must hold after a request was carried out, an answer came, or the values leave: I-1, I-3 to I-5, I-8. It looks at the tenant
//! itself and not through a replica.

use crate::deeds::Deed;
use crate::leaks::Leaks;
use crate::network::LEG;
use crate::tab::Tab;
use crate::trace::Trace;
use crate::verdicts::Foreign;
use crate::world::{Millis, World};
use entra_handover::ports::{Request, Response, Unreachable};
use entra_handover::secret::Secret;
use entra_handover::setup::journal::Record;
use entra_handover::setup::proof::What;
use http::header;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// A secret that one of our runs made.
#[derive(Clone)]
pub struct Made {
    pub key: Uuid,
    pub application: Uuid,
    pub name: String,
}

#[derive(Default)]
pub struct Invariants {
    pub violation: Option<(&'static str, String)>,
    pub leaks: Leaks,
    guarded: usize,
    /// How often each person's work has sent a request, and when it may be sent again.
    sent: BTreeMap<(usize, u64), (u32, Millis)>,
    /// Consecutive reads that listed the secret which the person's tab made last.
    sightings: HashMap<usize, (String, u32)>,
    /// What others put on an application and have not taken away.
    pub foreign: Vec<Foreign>,
    /// What others removed: secrets by their keys, and applications.
    pub removed_by_others: HashSet<Uuid>,
    /// Applications that an undo of ours deleted: in which browser, and when it was carried out.
    pub undone: HashMap<Uuid, (usize, Millis)>,
    /// Names of secrets of whose making it is not known what became.
    pub lost: HashSet<String>,
    /// When a request for a secret of that name left for the last time, and when a secret was made.
    pub asked: HashMap<String, Millis>,
    pub made_at: HashMap<Uuid, Millis>,
    /// The secrets that our runs made in the tenant, by key.
    pub made: HashMap<Uuid, Made>,
    /// What the portal has: client id and secret, the last one last.
    pub portal: Vec<(String, Uuid, String)>,
}

impl Invariants {
    /// A new piece of work: the user asked for it, and it counts anew.
    pub fn begin_work(&mut self, person: usize) {
        self.sent.retain(|(of, _), _| *of != person);
    }

    /// Notes that a secret of that name is asked for.
    pub fn asks(&mut self, name: &str, now: Millis) {
        self.asked.insert(name.to_owned(), now);
    }

    /// Counts a request. Gives how often it was sent, and when it might be sent.
    pub fn sends(&mut self, person: usize, what: u64) -> (u32, Millis) {
        let entry = self.sent.entry((person, what)).or_default();
        entry.0 += 1;
        *entry
    }
}

impl World {
    pub fn check_leaks(&self, place: &str, text: &[u8]) {
        if self.invariants.borrow().leaks.is_in(text) {
            self.violate("I-8", || {
                format!("{place} holds eight bytes of a secret or token")
            });
        }
    }

    /// Looks at the tenant after a deed of one of ours.
    pub fn after_deed(&self, person: usize, deed: &Deed) {
        let sandbox = self.sandbox.borrow();
        let truth = sandbox.truth();
        let browser = &self.browsers[self.people[person].browser];
        match deed {
            Deed::MakeApplication { unique_name } => {
                if unique_name.is_empty() {
                    self.violate("I-1", || {
                        "an application was made without a unique name".to_owned()
                    });
                }
                let same = truth
                    .applications()
                    .filter(|one| one.unique_name() == unique_name);
                if same.count() > 1 {
                    self.violate("I-1", || {
                        format!("two applications are called {unique_name}")
                    });
                }
                let known = |record: &Record| {
                    record.unique_name() == *unique_name && record.touched_the_tenant()
                };
                if !browser
                    .records()
                    .iter()
                    .any(|record| known(record) || record.application.taken_back().is_some())
                {
                    self.violate("I-3", || format!("no record tells of {unique_name}"));
                }
            }
            Deed::AddSecret { name, application } => {
                let mut invariants = self.invariants.borrow_mut();
                let secrets = truth.application(*application);
                let secrets = secrets.into_iter().flat_map(|one| one.secrets());
                let named = secrets.filter(|secret| secret.name == *name);
                let made = |key: Uuid| Made {
                    key,
                    application: *application,
                    name: name.clone(),
                };
                (invariants.made).extend(named.map(|one| (one.key, made(one.key))));
                for text in truth.issued().skip(invariants.guarded) {
                    invariants.leaks.guard(text.as_bytes());
                }
                invariants.guarded = truth.issued().len();
                drop(invariants);
                self.note_secrets(person, *application, name);
                let listed =
                    |record: &Record| record.secrets.iter().any(|attempt| attempt.name == *name);
                if !browser.records().iter().any(listed) {
                    self.violate("I-3", || format!("no record tells of the secret {name:?}"));
                }
            }
            Deed::RemoveSecret { application, key } => {
                let is_chosen = self.is_ticked(person, *application, *key);
                let mut invariants = self.invariants.borrow_mut();
                if is_chosen {
                    invariants.removed_by_others.insert(*key);
                }
                invariants.foreign.retain(|one| one.id != key.to_string());
            }
            Deed::DeletePrincipal { principal } => {
                // What it was consented to goes with it, for every run that knew of it.
                let client = truth.client_of_deleted(*principal);
                let client = client.filter(|one| self.is_client_to_be_deleted(person, *one));
                let mut all = truth.applications();
                let of = client.and_then(|client| all.find(|one| one.client() == client));
                let mut invariants = self.invariants.borrow_mut();
                invariants.removed_by_others.extend(of.map(|one| one.id()));
            }
            Deed::DeleteApplication { application } => {
                let is_chosen = self.is_to_be_deleted(person, *application);
                let here = (self.people[person].browser, self.now());
                let mut invariants = self.invariants.borrow_mut();
                invariants.undone.insert(*application, here);
                if is_chosen {
                    // For whoever is at work on it, it is others who removed it.
                    let made = invariants.made.values();
                    let with_it = made.filter(|one| one.application == *application);
                    let with_it: Vec<Uuid> = with_it.map(|one| one.key).collect();
                    invariants.removed_by_others.insert(*application);
                    invariants.removed_by_others.extend(with_it);
                }
            }
            Deed::Restore { item } => {
                drop(sandbox);
                if let Some((invariant, what)) = self.judge_restored(person, *item) {
                    self.violate(invariant, || what);
                }
            }
            _ => {}
        }
    }

    /// Notes when a secret was made. What one browser's run put on an application is somebody else's to all other browsers.
    fn note_secrets(&self, person: usize, application: Uuid, name: &str) {
        let browser = self.people[person].browser;
        let is_alone = self.people.iter().all(|one| one.browser == browser);
        let sandbox = self.sandbox.borrow();
        let Some(standing) = sandbox.truth().application(application) else {
            return;
        };
        let mut invariants = self.invariants.borrow_mut();
        for secret in standing.secrets().filter(|secret| secret.name == name) {
            invariants.made_at.entry(secret.key).or_insert(self.now());
            if is_alone {
                continue;
            }
            let id = secret.key.to_string();
            if !invariants.foreign.iter().any(|one| one.id == id) {
                invariants.foreign.push(Foreign {
                    application,
                    what: What::Secret,
                    id,
                    since: self.now(),
                    by: Some(browser),
                });
            }
        }
    }

    /// Notes what a tab learns from an answer.
    pub fn note_answer(&self, exchange: usize, answer: &Result<Response, Unreachable>) {
        let exchanges = self.exchanges.borrow();
        let one = &exchanges[exchange];
        let mut invariants = self.invariants.borrow_mut();
        if let Deed::AddSecret { name, .. } = &one.deed
            && (answer.as_ref()).map_or(true, |response| response.status().is_server_error())
        {
            invariants.lost.insert(name.clone());
        }
        let Ok(response) = answer else { return };
        if response.status() == 429
            && let Some(asked) = response.headers().get(header::RETRY_AFTER)
        {
            let seconds: f64 = asked
                .to_str()
                .ok()
                .and_then(|text| text.parse().ok())
                .unwrap_or_default();
            let what = fingerprint(&one.request);
            let entry = invariants.sent.entry((one.person, what)).or_default();
            entry.1 = self.now() + (seconds * 1_000.0) as Millis;
        }
        if response.status() != 200 {
            return;
        }
        match &one.deed {
            Deed::AddSecret { .. } => {
                let body: serde_json::Value =
                    serde_json::from_slice(response.body()).unwrap_or_default();
                let key = body["keyId"].as_str().unwrap_or_default().to_owned();
                invariants.sightings.insert(one.person, (key, 0));
            }
            // Somebody else's answer is no read.
            Deed::ListSecrets
                if response.body().ends_with(b"}")
                    && contains(response.body(), "passwordCredentials") =>
            {
                if let Some((key, times)) = invariants.sightings.get_mut(&one.person) {
                    let listed = contains(response.body(), key);
                    *times = if listed { *times + 1 } else { 0 };
                }
            }
            _ => {}
        }
    }

    /// The values leave for the portal (I-5).
    pub fn hand_over(&self, tab: &Tab<'_>, record: &Record, secret: &Secret) {
        tab.say(|| "HANDS OVER the values".to_owned());
        let text = secret.expose().to_owned();
        let client = entra_handover::setup::receipt::client_id(record)
            .map(|client| client.to_string())
            .unwrap_or_default();
        let Some((key, attempt)) = record.live_secret() else {
            return self.violate("I-5", || {
                "a secret is handed over that the record does not know".to_owned()
            });
        };
        let (seen, times) = self
            .invariants
            .borrow()
            .sightings
            .get(&tab.number)
            .cloned()
            .unwrap_or_default();
        if seen != key.to_string() || times < 3 {
            self.violate("I-5", || {
                format!("handed over after {times} sightings in a row")
            });
        }
        if attempt.ends <= self.time() {
            self.violate("I-5", || "an expired secret is handed over".to_owned());
        }
        let id = Uuid::try_parse(&key.to_string()).unwrap_or_default();
        let sandbox = self.sandbox.borrow();
        let mut live = sandbox
            .truth()
            .applications()
            .flat_map(|one| one.secrets().collect::<Vec<_>>());
        let removed_by_others = self.invariants.borrow().removed_by_others.contains(&id);
        if !live.any(|secret| secret.key == id && secret.text == text)
            && !removed_by_others
            && !self.is_undone_elsewhere(tab, record)
        {
            self.violate("I-5", || "the secret handed over does not live".to_owned());
        }
        self.invariants.borrow_mut().portal.push((client, id, text));
        self.sync(None);
        // Consent may still be somebody else's to give.
        self.syncs.is_excused.set(!self.portal_works());
    }
}

impl World {
    /// Whether the undo of a run in another browser has deleted the application, and a replica could still show it when it was read
    /// last. Neither page can know: the one that undoes sees no secret that was made a moment ago (once every replica shows it, I-6
    /// forbids the deletion), the other sees a secret that is gone, and Graph has no lock over the two. Whoever has the values is
    /// told by the search behind the hand-over, or at the next visit.
    fn is_undone_elsewhere(&self, tab: &Tab<'_>, record: &Record) -> bool {
        let Some(application) = entra_handover::setup::receipt::application_id(record) else {
            return false;
        };
        let application = Uuid::try_parse(&application.to_string()).unwrap_or_default();
        let undone = self.invariants.borrow().undone.get(&application).copied();
        let shows = LEG + Millis::from(self.scenario.lag_ms);
        undone.is_some_and(|(browser, at)| {
            browser != tab.person().browser && self.now() - at <= shows
        })
    }
}

/// Method and address in a number.
pub fn fingerprint(request: &Request) -> u64 {
    let trace = Trace::silent();
    trace.note_bytes(request.method().as_str().as_bytes());
    trace.note_bytes(
        request
            .uri()
            .path_and_query()
            .map_or("", |it| it.as_str())
            .as_bytes(),
    );
    trace.hash()
}

fn contains(text: &[u8], part: &str) -> bool {
    !part.is_empty() && std::str::from_utf8(text).is_ok_and(|text| text.contains(part))
}
