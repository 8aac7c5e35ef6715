//! The test of the test: each deliberate bug must be caught, and how many seeds that takes.

use crate::campaign::{play_seed, spread};
use crate::returning::SECOND_VISITS;
use entra_handover::bugs::{self, Bug};

/// Each bug has to be caught within so many seeds.
pub const WITHIN: u64 = 10_000;

pub struct Caught {
    pub bug: Bug,
    /// The first seed that shows it, and what was violated.
    pub by: Option<(u64, &'static str)>,
}

/// Plays seeds with each of the bugs until it is caught.
pub fn hunt(wanted: &[Bug]) -> Vec<Caught> {
    let (mut caught, _) = spread(wanted.len(), |number| {
        let bug = wanted[number];
        bugs::turn_on(Some(bug));
        let from = match bug.is_of_a_second_visit() {
            true => SECOND_VISITS,
            false => 0,
        };
        let by = (from..from + WITHIN).find_map(|seed| {
            let violation = play_seed(seed).violation;
            violation.map(|(invariant, _)| (seed, invariant))
        });
        bugs::turn_on(None);
        Some(Caught { bug, by })
    });
    caught.sort_by_key(|one| one.bug as u8);
    caught
}
