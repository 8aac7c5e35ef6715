//! What the reader sees: a failing schedule with its smallest form and trace, and the figures of many.

use crate::campaign::play_list;
use crate::choices::{Choices, Taken};
use crate::executor::play;
use crate::seeds::Sum;
use crate::shrink::shrink;
use crate::trace::Trace;

/// The lines of a schedule, with what it came to.
pub fn replay(seed: u64, choices: Choices) {
    let played = play(seed, choices, Trace::readable());
    for line in &played.lines {
        println!("{line}");
    }
    println!(
        "seed {seed}: {:?} after {} requests, {} choices, trace {:016x}",
        played.ending,
        played.requests,
        played.taken.len(),
        played.hash
    );
    match played.violation {
        Some((invariant, what)) => println!("VIOLATION of {invariant}: {what}"),
        None => println!("nothing is violated"),
    }
}

/// A failing schedule, made as small as it gets.
pub fn explain(seed: u64, list: Vec<u8>, invariant: &str) {
    let before = list.iter().filter(|value| **value > 0).count();
    let shrunk = shrink(seed, list, invariant);
    let left = shrunk.list.iter().filter(|value| **value > 0).count();
    println!(
        "{before} choices that are not 0 became {left} in {} schedules:",
        shrunk.plays
    );
    replay(seed, Choices::listed(shrunk.list.clone()));
    println!(
        "again with: cargo xtask test simulation -- --seed {seed} --list {}",
        words(&shrunk.list)
    );
}

pub fn values(taken: &[Taken]) -> Vec<u8> {
    taken.iter().map(|one| one.value).collect()
}

/// The list in short: places and values of what is not 0.
pub fn words(list: &[u8]) -> String {
    let set = list.iter().enumerate().filter(|(_, value)| **value > 0);
    let words: Vec<String> = set.map(|(at, value)| format!("{at}={value}")).collect();
    words.join(",")
}

/// The other way round.
pub fn list(words: &str) -> Option<Vec<u8>> {
    let mut list = Vec::new();
    for word in words.split(',').filter(|word| !word.is_empty()) {
        let (at, value) = word.split_once('=')?;
        let at: usize = at.parse().ok()?;
        if list.len() <= at {
            list.resize(at + 1, 0);
        }
        list[at] = value.parse().ok()?;
    }
    Some(list)
}

pub fn figures(sum: &Sum) {
    println!(
        "simulation, schedules: {:.0} per second and core",
        sum.pace()
    );
    println!(
        "simulation, virtual over real time: {:.0} times",
        sum.speed_up()
    );
    println!(
        "simulation, calls per run: {} median",
        sum.median_requests()
    );
    let share = 100.0 * sum.done as f64 / (sum.wanted.max(1)) as f64;
    println!("simulation, runs that end Done: {share:.2} %");
    println!(
        "simulation, what no search could find, and the next visit did: {} schedules",
        sum.came_to_light
    );
}

/// Whether a list of choices plays the same schedule as the seed it came from.
pub fn is_same(seed: u64, taken: &[Taken], hash: u64) -> bool {
    play_list(seed, &values(taken)).hash == hash
}
