//! Every schedule with one fault, and every schedule with two, in the plainest world: each kind of fault at each point where it can
//! strike, crashes included, and each thing that the user can do after one. Faults of the look before the plan, which reads only and
//! has an end before anything is written, are taken one at a time.

use crate::campaign::{Violation, play_list, spread};
use crate::choices::{Class, Taken};
use crate::keep_up::Errand;
use crate::returning::SECOND_VISITS;
use std::time::Duration;

/// What the enumeration came to.
#[derive(Default)]
pub struct Explored {
    pub schedules: u64,
    pub violations: Vec<(Vec<u8>, Violation)>,
    pub processor: Duration,
}

const SEED: u64 = 0;

impl Explored {
    fn add(&mut self, parts: Vec<Part>) {
        for mut part in parts {
            self.schedules += part.schedules;
            self.violations.append(&mut part.violations);
        }
        self.violations.sort();
    }
}

struct Part {
    seed: u64,
    schedules: u64,
    violations: Vec<(Vec<u8>, Violation)>,
}

impl Part {
    fn new(seed: u64) -> Self {
        Self {
            seed,
            schedules: 0,
            violations: Vec::new(),
        }
    }
}

pub fn explore() -> Explored {
    let plain = play_list(SEED, &[]);
    let look_ends = plain.look_ends;
    let first = alternatives(&plain.taken, 0, Class::Fault);
    let (parts, processor) = spread(first.len(), |number| {
        let mut part = Part::new(SEED);
        let one = &first[number];
        follow(one, one.len() > look_ends, &mut part);
        Some(part)
    });
    let mut explored = Explored {
        schedules: 1,
        processor,
        violations: plain
            .violation
            .map(|violation| (Vec::new(), violation))
            .into_iter()
            .collect(),
    };
    explored.add(parts);
    explored
}

/// Every schedule of each errand of a second visit with one fault, and with each thing that the user can do after it.
pub fn explore_second() -> Explored {
    let plain = |errand: u8| play_list(SECOND_VISITS, &[errand]);
    let errands = 0..Errand::ALL.len() as u8;
    let first = errands.flat_map(|errand| alternatives(&plain(errand).taken, 1, Class::Fault));
    let first: Vec<Vec<u8>> = first.collect();
    let (parts, processor) = spread(first.len(), |number| {
        let mut part = Part::new(SECOND_VISITS);
        follow(&first[number], false, &mut part);
        Some(part)
    });
    let mut explored = Explored {
        processor,
        ..Explored::default()
    };
    explored.add(parts);
    explored
}

/// Plays a schedule with one fault, and those that differ from it by one more thing after it.
fn follow(list: &[u8], with_second: bool, part: &mut Part) {
    let taken = count(list, part);
    if with_second {
        for second in alternatives(&taken, list.len(), Class::Fault) {
            count(&second, part);
        }
    }
    for act in alternatives(&taken, list.len(), Class::Act) {
        let taken = count(&act, part);
        if with_second {
            for second in alternatives(&taken, act.len(), Class::Fault) {
                count(&second, part);
            }
        }
    }
}

fn count(list: &[u8], part: &mut Part) -> Vec<Taken> {
    let played = play_list(part.seed, list);
    part.schedules += 1;
    if let Some(violation) = played.violation {
        part.violations.push((list.to_vec(), violation));
    }
    played.taken
}

/// The lists that take another choice of this class at one place from `from` on.
fn alternatives(taken: &[Taken], from: usize, class: Class) -> Vec<Vec<u8>> {
    let mut lists = Vec::new();
    for (at, choice) in taken.iter().enumerate().skip(from) {
        if choice.class != class || at < crate::scenario::CHOICES && class == Class::Act {
            continue;
        }
        for value in 1..choice.of {
            let mut list: Vec<u8> = taken[..at].iter().map(|one| one.value).collect();
            list.push(value);
            lists.push(list);
        }
    }
    lists
}
