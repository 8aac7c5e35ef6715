//! Where every decision of a schedule comes from: a seed, or a list of small numbers. Each decision is recorded with the number of
//! its alternatives, and 0 always means that nothing bad happens, so that a schedule can be replayed, shrunk and enumerated.
//! It knows nothing of what is decided.

use crate::faults::{ALL, Fault};

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Something goes wrong.
    Fault,
    /// What somebody does: another way to go on, not a fault.
    Act,
    /// How long something takes, and what comes first.
    Noise,
}

/// A decision that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub value: u8,
    /// The number of alternatives.
    pub of: u8,
    pub class: Class,
}

/// The source of decisions, and the record of them.
pub struct Choices {
    source: Source,
    pub taken: Vec<Taken>,
}

enum Source {
    Seed(Generator, Swarm),
    /// After its end everything is 0.
    List(Vec<u8>),
}

impl Choices {
    pub fn seeded(seed: u64) -> Self {
        let mut chance = Generator::new(seed);
        let swarm = Swarm::draw(&mut chance);
        Self {
            source: Source::Seed(chance, swarm),
            taken: Vec::with_capacity(256),
        }
    }

    pub fn listed(list: Vec<u8>) -> Self {
        Self {
            source: Source::List(list),
            taken: Vec::with_capacity(256),
        }
    }

    /// One of `of` alternatives, equally likely.
    pub fn pick(&mut self, class: Class, of: u8) -> u8 {
        let value = match &mut self.source {
            Source::Seed(chance, _) => chance.below(u64::from(of)) as u8,
            Source::List(list) => next(list, self.taken.len(), of),
        };
        self.note(class, of, value)
    }

    /// One of `of` alternatives; another one than the first with a chance of `per_mille`.
    pub fn rarely(&mut self, class: Class, of: u8, per_mille: u64) -> u8 {
        let others = u64::from(of.saturating_sub(1));
        let value = match &mut self.source {
            Source::Seed(chance, _) => match chance.below(1000) < per_mille {
                true if others > 0 => 1 + chance.below(others) as u8,
                _ => 0,
            },
            Source::List(list) => next(list, self.taken.len(), of),
        };
        self.note(class, of, value)
    }

    /// Which of the faults strikes, if any does.
    pub fn strikes(&mut self, faults: &[Fault]) -> Option<Fault> {
        let of = faults.len() as u8 + 1;
        let value = match &mut self.source {
            Source::Seed(chance, swarm) => {
                let mut drawn = chance.below(100_000) as u32;
                let hit = faults.iter().position(|fault| {
                    let rate = swarm.rates[*fault as usize];
                    let hit = drawn < rate;
                    drawn = drawn.wrapping_sub(rate);
                    hit
                });
                hit.map_or(0, |position| position as u8 + 1)
            }
            Source::List(list) => next(list, self.taken.len(), of),
        };
        match self.note(Class::Fault, of, value) {
            0 => None,
            value => faults.get(usize::from(value) - 1).copied(),
        }
    }

    fn note(&mut self, class: Class, of: u8, value: u8) -> u8 {
        self.taken.push(Taken { value, of, class });
        value
    }
}

fn next(list: &[u8], at: usize, of: u8) -> u8 {
    let value = list.get(at).copied().unwrap_or(0);
    value.min(of.saturating_sub(1))
}

/// How often each fault strikes a point where it can, in 1/100,000. Another mix for every seed, each fault off in half of them
/// (swarm testing): rare combinations of few faults are met, and not only the average of all.
struct Swarm {
    rates: [u32; ALL.len()],
}

impl Swarm {
    fn draw(chance: &mut Generator) -> Self {
        let intensity = [800, 4_000, 20_000][chance.below(3) as usize];
        let tab_intensity = [0, 300, 1_500][chance.below(3) as usize];
        let on = ALL.map(|_| chance.below(2) == 1);
        let mut rates = [0; ALL.len()];
        for group in [Fault::is_of_the_network, |fault| {
            !Fault::is_of_the_network(fault)
        }] {
            let members = || {
                ALL.into_iter()
                    .filter(|fault| group(*fault) && on[*fault as usize])
            };
            let count = members().count().max(1) as u32;
            for fault in members() {
                let whole = match fault.is_of_the_network() {
                    true => intensity,
                    false => tab_intensity,
                };
                // Half of the average to one and a half of it.
                rates[fault as usize] =
                    whole / count / 2 + chance.below(u64::from(whole / count) + 1) as u32;
            }
        }
        Self { rates }
    }
}

/// SplitMix64: small, and every seed gives another sequence.
#[derive(Clone, Debug)]
pub struct Generator(u64);

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}
