//! Makes a failing schedule small: whatever can be taken back without the failure going away, is. What remains is the list of choices
//! that matter, most of it zeros.

use crate::campaign::play_list;

/// How many schedules a search may play.
const PLAYS: u32 = 4_000;

pub struct Shrunk {
    pub list: Vec<u8>,
    pub plays: u32,
}

/// The smallest list found that breaks the same invariant.
pub fn shrink(seed: u64, list: Vec<u8>, invariant: &str) -> Shrunk {
    let mut shrunk = Shrunk { list, plays: 0 };
    let mut width = shrunk.list.len().next_power_of_two();
    while width > 0 && shrunk.plays < PLAYS {
        let mut start = 0;
        let mut helped = false;
        while start < shrunk.list.len() && shrunk.plays < PLAYS {
            let end = (start + width).min(shrunk.list.len());
            if shrunk.list[start..end].iter().any(|value| *value > 0) {
                let mut candidate = shrunk.list.clone();
                candidate[start..end].fill(0);
                helped |= shrunk.keeps(seed, candidate, invariant);
            }
            start += width;
        }
        if width > 1 || !helped {
            width /= 2;
        }
    }
    while shrunk.list.last() == Some(&0) {
        shrunk.list.pop();
    }
    shrunk
}

impl Shrunk {
    fn keeps(&mut self, seed: u64, candidate: Vec<u8>, invariant: &str) -> bool {
        self.plays += 1;
        let fails = play_list(seed, &candidate).violation;
        let same = fails.is_some_and(|(broken, _)| broken == invariant);
        if same {
            self.list = candidate;
        }
        same
    }
}
