//! One simulated world: the tenant, the virtual time, what is still to happen, the browsers and the people before them. It decides
//! nothing by itself; the tasks that act in it are run by `executor`.

use crate::browser::Browser;
use crate::choices::{Choices, Class, Generator};
use crate::confirmed::Confirmed;
use crate::faults::Fault;
use crate::invariants::Invariants;
use crate::network::Exchange;
use crate::people::Person;
use crate::portal::Syncs;
use crate::returning::{self, SECOND_VISITS};
use crate::scenario::Scenario;
use crate::trace::Trace;
use chrono::{DateTime, TimeDelta, Utc};
use sandbox::Sandbox;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Milliseconds since the world began.
pub type Millis = i64;

/// What happens at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// Somebody opens the page.
    Visit { person: usize },
    /// A tab has something to go on with.
    Wake { person: usize },
    /// A request reaches the tenant. Of a duplicate, either the first or the last is answered.
    Arrive { exchange: usize, answered: bool },
    /// An answer, or the news that there is none, reaches the tab.
    Answer { exchange: usize },
    /// Somebody else acts on the tenant.
    Meddle { deed: usize },
    /// The faults stop.
    Calm,
}

pub struct World {
    pub scenario: Scenario,
    pub sandbox: RefCell<Sandbox>,
    pub choices: RefCell<Choices>,
    pub chance: RefCell<Generator>,
    pub exchanges: RefCell<Vec<Exchange>>,
    pub browsers: Vec<Browser>,
    pub people: Vec<Person>,
    pub invariants: RefCell<Invariants>,
    /// What was confirmed for each run.
    pub confirmed: RefCell<BTreeMap<String, Confirmed>>,
    pub syncs: Syncs,
    pub trace: Trace,
    /// When the faults have stopped.
    pub calm_since: Cell<Option<Millis>>,
    /// The number of choices when a journal was first written.
    pub look_ends: Cell<Option<usize>>,
    now: Cell<Millis>,
    queue: RefCell<BinaryHeap<Reverse<(Millis, u32, Event)>>>,
    serial: Cell<u32>,
}

impl World {
    pub fn new(seed: u64, mut choices: Choices, trace: Trace) -> Self {
        let scenario = match seed < SECOND_VISITS {
            true => Scenario::draw(&mut choices),
            false => returning::draw(&mut choices),
        };
        let world = Self {
            sandbox: RefCell::new(Sandbox::new(scenario.settings(seed))),
            choices: RefCell::new(choices),
            chance: RefCell::new(Generator::new(!seed)),
            exchanges: RefCell::new(Vec::with_capacity(128)),
            browsers: scenario.browsers(),
            people: scenario.people(),
            invariants: RefCell::default(),
            confirmed: RefCell::default(),
            syncs: Syncs::default(),
            trace,
            calm_since: Cell::new(None),
            look_ends: Cell::new(None),
            now: Cell::new(0),
            queue: RefCell::default(),
            serial: Cell::new(0),
            scenario,
        };
        for (person, one) in world.people.iter().enumerate() {
            world.at(one.first_visit, Event::Visit { person });
        }
        for (deed, one) in world.scenario.meddling.iter().enumerate() {
            world.at(one.at, Event::Meddle { deed });
        }
        world.at(world.scenario.calm_at, Event::Calm);
        world
    }

    pub fn now(&self) -> Millis {
        self.now.get()
    }

    pub fn time(&self) -> DateTime<Utc> {
        time(self.now())
    }

    /// Whether the faults have stopped.
    pub fn is_calm(&self) -> bool {
        self.calm_since.get().is_some()
    }

    /// Whether nothing fails any more, and nobody else has acted since a replica could still not show it.
    pub fn is_quiet(&self) -> bool {
        let lag = Millis::from(self.scenario.lag_ms);
        let mut meddling = self.scenario.meddling.iter();
        self.is_calm() && meddling.all(|one| one.at + lag < self.now())
    }

    pub fn at(&self, at: Millis, event: Event) {
        let serial = self.serial.get();
        self.serial.set(serial + 1);
        self.queue.borrow_mut().push(Reverse((at, serial, event)));
    }

    pub fn after(&self, delay: Millis, event: Event) {
        self.at(self.now() + delay, event);
    }

    /// Moves time to the next event and gives it.
    pub fn next(&self) -> Option<Event> {
        let Reverse((at, _, event)) = self.queue.borrow_mut().pop()?;
        self.now.set(at.max(self.now()));
        Some(event)
    }

    /// Whether one of the faults strikes now. None does when they have stopped.
    pub fn strikes(&self, faults: &[Fault]) -> Option<Fault> {
        if self.is_calm() {
            return None;
        }
        self.choices.borrow_mut().strikes(faults)
    }

    /// A duration or another choice that is no fault.
    pub fn noise(&self, of: u8) -> i64 {
        i64::from(self.choices.borrow_mut().pick(Class::Noise, of))
    }

    /// What somebody does: 0 mostly.
    pub fn act(&self, of: u8, per_mille: u64) -> u8 {
        self.choices.borrow_mut().rarely(Class::Act, of, per_mille)
    }

    /// The end of the world: an invariant does not hold. The first one counts.
    pub fn violate(&self, invariant: &'static str, what: impl FnOnce() -> String) {
        let mut invariants = self.invariants.borrow_mut();
        if invariants.violation.is_none() {
            let text = what();
            self.trace
                .say(self.now(), || format!("VIOLATION of {invariant}: {text}"));
            invariants.violation = Some((invariant, text));
        }
    }
}

pub fn time(at: Millis) -> DateTime<Utc> {
    // A Tuesday morning.
    const BEGIN: i64 = 1_795_510_800_000;
    DateTime::UNIX_EPOCH + TimeDelta::milliseconds(BEGIN + at)
}
