//! Plays one schedule: takes the next event, moves the time, and lets go on whoever it concerns. Everything runs on this thread, and
//! in an order that follows from the choices alone.

use crate::browser::LastWrite;
use crate::choices::{Choices, Taken};
use crate::people::Ending;
use crate::quiescence;
use crate::tab::Tab;
use crate::trace::Trace;
use crate::visit::{ComesBack, look_again, visit};
use crate::world::{Event, Millis, World};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// What a schedule came to.
pub struct Played {
    pub violation: Option<(&'static str, String)>,
    pub hash: u64,
    pub taken: Vec<Taken>,
    pub lines: Vec<String>,
    /// The first administrator's end, unless that person decided otherwise or others stood in the way.
    pub ending: Option<Ending>,
    pub wanted_done: bool,
    pub requests: u32,
    pub millis: Millis,
    /// What no search found, since it came or was shown only afterwards, and a later visit did.
    pub came_to_light: u32,
    /// The number of choices before the first write to a journal.
    pub look_ends: usize,
}

impl Played {
    pub fn panicked(text: String) -> Self {
        Self {
            violation: Some(("no panic", text)),
            hash: 0,
            taken: Vec::new(),
            lines: Vec::new(),
            ending: None,
            wanted_done: false,
            requests: 0,
            millis: 0,
            came_to_light: 0,
            look_ends: 0,
        }
    }
}

type Task<'w> = Pin<Box<dyn Future<Output = Result<Ending, ComesBack>> + 'w>>;

/// More events than this are a loop.
const EVENTS: u32 = 60_000;

pub fn play(seed: u64, choices: Choices, trace: Trace) -> Played {
    let world = World::new(seed, choices, trace);
    let mut stage = Stage {
        world: &world,
        tasks: world.people.iter().map(|_| None).collect(),
    };
    if let Some(past) = world.scenario.past {
        world.begin_with(past);
    }
    for squatter in &world.scenario.squatters {
        world.meddle(*squatter);
    }
    stage.plays_to_the_end();
    quiescence::check_endings(&world);
    let came_to_light = quiescence::come_back(&world);
    if came_to_light > 0 {
        stage.plays_to_the_end();
    }
    drop(stage);
    quiescence::check(&world);
    let first = &world.people[0];
    let violation = world.invariants.borrow_mut().violation.take();
    Played {
        violation,
        hash: world.trace.hash(),
        ending: first.ending.get().map(|(ending, _)| ending),
        wanted_done: !first.changed_mind.get() && world.scenario.meddling.is_empty(),
        requests: first.requests.get(),
        millis: world.now(),
        came_to_light,
        look_ends: world.look_ends.get().unwrap_or(usize::MAX),
        lines: world.trace.lines(),
        taken: std::mem::take(&mut world.choices.borrow_mut().taken),
    }
}

struct Stage<'w> {
    world: &'w World,
    tasks: Vec<Option<Task<'w>>>,
}

impl Stage<'_> {
    fn plays_to_the_end(&mut self) {
        let mut events = 0;
        while self.world.invariants.borrow().violation.is_none() {
            let Some(event) = self.world.next() else {
                break;
            };
            events += 1;
            if events > EVENTS {
                (self.world).violate("I-11", || "it comes to no end".to_owned());
            }
            self.takes(event);
        }
    }

    fn takes(&mut self, event: Event) {
        let world = self.world;
        match event {
            Event::Visit { person } => self.open(person),
            Event::Wake { person } => self.wake(person),
            Event::Arrive { exchange, answered } => world.arrive(exchange, answered),
            Event::Answer { exchange } => {
                let person = world.exchanges.borrow()[exchange].person;
                let frozen = world.people[person].frozen_until.get();
                if frozen > world.now() {
                    return world.at(frozen, event);
                }
                if let Some(person) = world.answer(exchange) {
                    self.wake(person);
                }
            }
            Event::Meddle { deed } => world.meddle(world.scenario.meddling[deed].deed),
            Event::Calm => self.calm(),
        }
    }

    /// The faults stop, once everybody is awake.
    fn calm(&mut self) {
        let world = self.world;
        let awake = world
            .people
            .iter()
            .map(|person| person.frozen_until.get())
            .max();
        let awake = awake.unwrap_or_default();
        if awake > world.now() {
            return world.at(awake, Event::Calm);
        }
        world
            .trace
            .say(world.now(), || "the faults stop".to_owned());
        world.calm_since.set(Some(world.now()));
        for browser in &world.browsers {
            browser.offline_until.set(0);
        }
        world.give_roles_back();
    }

    fn open(&mut self, number: usize) {
        let world = self.world;
        let person = &world.people[number];
        person.visits.set(person.visits.get() + 1);
        person.visiting_since.set(world.now());
        let tab = Tab { world, number };
        tab.say(|| format!("opens the page, visit {}", person.visits.get()));
        self.tasks[number] = Some(match person.ending.get() {
            None => Box::pin(visit(tab)),
            Some(_) => Box::pin(look_again(tab)),
        });
        self.wake(number);
    }

    fn wake(&mut self, number: usize) {
        let world = self.world;
        let person = &world.people[number];
        if person.frozen_until.get() > world.now() {
            return;
        }
        let Some(task) = &mut self.tasks[number] else {
            return;
        };
        let polled = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let browser = &world.browsers[person.browser];
        let tab = Tab { world, number };
        if let Some(last) = person.dying.take() {
            self.tasks[number] = None;
            browser.crash(number, last);
            tab.say(|| "the tab is gone".to_owned());
            return world.after(self.comes_back(), Event::Visit { person: number });
        }
        let Poll::Ready(end) = polled else { return };
        self.tasks[number] = None;
        // Closing the page lets its last write come through.
        browser.crash(number, LastWrite::Kept);
        match end {
            Ok(ending) => {
                tab.say(|| format!("is at the end: {ending:?}"));
                if ending == Ending::RolledBack {
                    quiescence::check_undone(world, person);
                }
                let first = person.ending.get().unwrap_or((ending, world.now()));
                person.ending.set(Some(first));
            }
            Err(ComesBack) => {
                tab.say(|| "closes the page for now".to_owned());
                let pause = self.comes_back();
                world.after(10 * pause, Event::Visit { person: number });
            }
        }
    }

    fn comes_back(&self) -> Millis {
        6_000 * (1 + self.world.noise(4))
    }
}
