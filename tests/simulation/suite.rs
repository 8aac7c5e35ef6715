//! The tests of the suite, one line each as cargo's own runner prints them, so that they are counted with the others.

use crate::bank::{self, Caught};
use crate::campaign::{play_seed, threads};
use crate::exhaustive::{Explored, explore, explore_second};
use crate::report::{self, explain, figures, is_same, values};
use crate::returning::SECOND_VISITS;
use crate::seeds::{Sum, play_all};
use crate::wording;
use entra_handover::bugs::Bug;
use std::ops::Range;
use std::time::Instant;

/// What every push plays: first visits, and second ones.
const SEEDS: u64 = 80_000;
const SECOND: u64 = 20_000;
/// Seeds that are played twice, to see that nothing but the choices decides.
const TWICE: u64 = 100;
/// Seeds whose messages are held against Microsoft's schema.
const CHECKED: u64 = 500;
/// Of those who want it done, and in whose way nobody stands, so many come to Done.
const DONE_PER_MILLE: u64 = 990;
/// An exploration of fewer schedules has lost its way.
const FEWEST: u64 = 100_000;
const FEWEST_SECOND: u64 = 5_000;
/// Seeds that once failed.
const REGRESSIONS: &str = include_str!("regressions.txt");

/// How many passed.
#[derive(Default)]
pub struct Tests {
    passed: u32,
    failed: u32,
}

impl Tests {
    fn note(&mut self, name: &str, passed: bool) {
        println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
        *(if passed {
            &mut self.passed
        } else {
            &mut self.failed
        }) += 1;
    }

    fn end(self, began: Instant) -> u32 {
        let word = if self.failed == 0 { "ok" } else { "FAILED" };
        let took = began.elapsed().as_secs_f64();
        println!(
            "\ntest result: {word}. {} passed; {} failed; 0 ignored; 0 measured; 0 filtered out; finished in {took:.2}s",
            self.passed, self.failed
        );
        self.failed
    }
}

/// Runs tests, and gives the number of those that failed.
pub fn run(work: impl FnOnce(&mut Tests)) -> u32 {
    let began = Instant::now();
    let mut tests = Tests::default();
    work(&mut tests);
    tests.end(began)
}

/// What every push runs.
pub fn every_push(tests: &mut Tests) {
    regressions(tests);
    same_seed_same_trace(tests);
    wording(tests);
    seeds(tests, 0..SEEDS);
    seeds(tests, SECOND_VISITS..SECOND_VISITS + SECOND);
    one_or_two_faults(tests);
    bugs(tests);
}

/// Prints the figures, and the table of the bugs.
pub fn bench() -> u32 {
    figures(&play_all(0..20_000));
    let mut caught = bank::hunt(&Bug::ALL);
    caught.sort_by_key(|one| one.by.map(|(seed, _)| seed));
    for Caught { bug, by } in caught {
        match by {
            Some((seed, invariant)) => {
                println!(
                    "simulation, bug {bug:?}: {} seeds ({invariant})",
                    seed % SECOND_VISITS + 1
                )
            }
            None => println!(
                "simulation, bug {bug:?}: not caught within {} seeds",
                bank::WITHIN
            ),
        }
    }
    0
}

fn regressions(tests: &mut Tests) {
    for line in REGRESSIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let seed = line
            .split_whitespace()
            .next()
            .and_then(|word| word.parse().ok());
        let violation = seed.map(|seed| play_seed(seed).violation);
        tests.note(&format!("regression seed {line}"), violation == Some(None));
    }
}

/// Holds the messages of some seeds against Microsoft's description of Graph.
fn wording(tests: &mut Tests) {
    if !wording::is_here() {
        println!("this machine has no description of Graph: no message is held against it");
        return;
    }
    let second = SECOND_VISITS..SECOND_VISITS + CHECKED;
    let foreign = (0..CHECKED)
        .chain(second)
        .find_map(|seed| wording::checked(|| play_seed(seed).violation).map(|found| (seed, found)));
    if let Some((seed, (rule, what))) = &foreign {
        println!("seed {seed}: {rule}: {what}");
    }
    tests.note(
        &format!("the messages of {CHECKED} first and second visits fit Microsoft's schema"),
        foreign.is_none(),
    );
}

fn same_seed_same_trace(tests: &mut Tests) {
    let second = SECOND_VISITS..SECOND_VISITS + TWICE;
    let differs = (0..TWICE).chain(second).find(|seed| {
        let first = play_seed(*seed);
        play_seed(*seed).hash != first.hash || !is_same(*seed, &first.taken, first.hash)
    });
    if let Some(seed) = differs {
        println!("seed {seed} plays another schedule the second time, or from its list");
    }
    tests.note(
        &format!("{TWICE} first and second visits and their lists give the same trace twice"),
        differs.is_none(),
    );
}

pub fn seeds(tests: &mut Tests, range: Range<u64>) {
    let began = Instant::now();
    let sum = play_all(range.clone());
    let took = began.elapsed().as_secs_f64();
    println!(
        "{} seeds in {took:.1} s on {} processors, {:.1} s of them",
        sum.schedules,
        threads(),
        sum.processor.as_secs_f64()
    );
    figures(&sum);
    show_failures(&sum);
    tests.note(
        &format!("seeds {} to {} break no invariant", range.start, range.end),
        sum.violations.is_empty(),
    );
    let enough = sum.wanted > 0 && sum.done * 1_000 >= sum.wanted * DONE_PER_MILLE;
    if !enough {
        let first = &sum.open[..sum.open.len().min(10)];
        println!("not Done, among others: {first:?}");
    }
    tests.note("those who want it done come to Done", enough);
}

fn show_failures(sum: &Sum) {
    for (seed, (invariant, what)) in sum.violations.iter().take(20) {
        println!("seed {seed}: {invariant}: {what}");
    }
    if sum.violations.len() > 20 {
        println!("and {} more", sum.violations.len() - 20);
    }
    if let Some((seed, (invariant, _))) = sum.violations.first() {
        explain(*seed, values(&play_seed(*seed).taken), invariant);
    }
}

pub fn one_or_two_faults(tests: &mut Tests) {
    let name = "no schedule of one or two faults breaks an invariant";
    explored(tests, 0, explore, FEWEST, name);
    let name = "no second visit with one fault breaks an invariant";
    explored(tests, SECOND_VISITS, explore_second, FEWEST_SECOND, name);
}

fn explored(tests: &mut Tests, seed: u64, explore: fn() -> Explored, fewest: u64, name: &str) {
    let began = Instant::now();
    let explored = explore();
    let (took, processor) = (
        began.elapsed().as_secs_f64(),
        explored.processor.as_secs_f64(),
    );
    println!(
        "{} schedules in {took:.1} s, {processor:.1} s of processors: {name}",
        explored.schedules
    );
    for (list, (invariant, what)) in explored.violations.iter().take(10) {
        println!("{invariant}: {what} {:?}", report::words(list));
    }
    if let Some((list, (invariant, _))) = explored.violations.first() {
        explain(seed, list.clone(), invariant);
    }
    tests.note(
        name,
        explored.violations.is_empty() && explored.schedules > fewest,
    );
}

pub fn bugs(tests: &mut Tests) {
    for Caught { bug, by } in bank::hunt(&Bug::ALL) {
        tests.note(
            &format!("the deliberate bug {bug:?} is caught"),
            by.is_some(),
        );
    }
}
