//! A range of seeds, and what they came to.

use crate::campaign::{Violation, play_seed, spread};
use crate::people::Ending;
use crate::world::Millis;
use std::ops::Range;
use std::time::Duration;

/// The sum of many schedules.
#[derive(Default)]
pub struct Sum {
    pub schedules: u64,
    pub violations: Vec<(u64, Violation)>,
    /// Schedules in which the administrator wanted it done and nobody stood in the way, and those of them that were.
    pub wanted: u64,
    pub done: u64,
    /// Those that were not.
    pub open: Vec<u64>,
    pub requests: Vec<u32>,
    pub millis: Millis,
    pub came_to_light: u64,
    pub processor: Duration,
}

struct One {
    seed: u64,
    violation: Option<Violation>,
    wanted: bool,
    done: bool,
    requests: u32,
    millis: Millis,
    came_to_light: u32,
}

pub fn play_all(seeds: Range<u64>) -> Sum {
    let count = (seeds.end - seeds.start) as usize;
    let (all, processor) = spread(count, |number| {
        let seed = seeds.start + number as u64;
        let played = play_seed(seed);
        Some(One {
            seed,
            violation: played.violation,
            wanted: played.wanted_done,
            done: played.ending == Some(Ending::Done),
            requests: played.requests,
            millis: played.millis,
            came_to_light: played.came_to_light,
        })
    });
    let mut sum = Sum {
        processor,
        ..Sum::default()
    };
    for one in all {
        sum.schedules += 1;
        sum.wanted += u64::from(one.wanted);
        sum.done += u64::from(one.wanted && one.done);
        sum.open
            .extend((one.wanted && !one.done).then_some(one.seed));
        sum.requests.push(one.requests);
        sum.millis += one.millis;
        sum.came_to_light += u64::from(one.came_to_light > 0);
        sum.violations
            .extend(one.violation.map(|violation| (one.seed, violation)));
    }
    sum.open.sort_unstable();
    sum.violations.sort_by_key(|(seed, _)| *seed);
    sum.requests.sort_unstable();
    sum
}

impl Sum {
    pub fn median_requests(&self) -> u32 {
        self.requests
            .get(self.requests.len() / 2)
            .copied()
            .unwrap_or(0)
    }

    /// Per second of one processor.
    pub fn pace(&self) -> f64 {
        self.schedules as f64 / self.processor.as_secs_f64().max(1e-9)
    }

    /// Virtual over real time, on one processor.
    pub fn speed_up(&self) -> f64 {
        self.millis as f64 / 1_000.0 / self.processor.as_secs_f64().max(1e-9)
    }
}
