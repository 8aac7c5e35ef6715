//! Deterministic simulation of the production flows (`src/setup`, `src/graph`) against the sandbox's state machine: virtual time, a
//! network, browsers and people that fail by choices which follow from a seed, and invariants that are looked at whenever something
//! happens. A failure names the seed that repeats it, and is made as small as it gets.
#![allow(clippy::print_stdout, reason = "a test runner talks to its user")]

mod bank;
mod browser;
mod campaign;
mod choices;
mod confirmed;
mod deeds;
mod executor;
mod exhaustive;
mod faults;
mod handing;
mod intents;
mod invariants;
mod keep_up;
mod leaks;
mod network;
mod others;
mod past;
mod people;
mod portal;
mod quiescence;
mod report;
mod returning;
mod scenario;
mod seeds;
mod session;
mod shrink;
mod suite;
mod tab;
mod trace;
mod verdicts;
mod visit;
mod wording;
mod world;

use choices::Choices;
use entra_handover::bugs::{self, Bug};
use std::process::ExitCode;

// Hundreds of small texts are made and dropped for each request. Linked in the system allocator's place (its feature `override`),
// which Rust asks without the detour over alignment that mimalloc's own interface takes.
use mimalloc as _;

const HELP: &str = "\
(nothing)            what every push runs
--seed N             plays one schedule and prints what happens
--seed N --list L    plays a schedule that was made small
--seeds N            plays N seeds
--from N             begins with that seed
--bug NAME           with a deliberate bug
--list-bugs          names them
--faults             plays every schedule of one or two faults
--bank               hunts the deliberate bugs
--bench              prints the figures, and how many seeds each bug takes";

#[derive(Default)]
struct Wanted {
    seed: Option<u64>,
    list: Option<Vec<u8>>,
    seeds: Option<u64>,
    from: u64,
    bug: Option<Bug>,
    part: Option<Part>,
}

/// A part of what every push runs, or the figures.
#[derive(Clone, Copy)]
enum Part {
    Faults,
    Bank,
    Figures,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list-bugs") {
        Bug::ALL.iter().for_each(|bug| println!("{bug:?}"));
        return ExitCode::SUCCESS;
    }
    let Some(wanted) = parse(&arguments) else {
        println!("{HELP}");
        return ExitCode::FAILURE;
    };
    campaign::catch_panics();
    bugs::turn_on(wanted.bug);
    if let Some(seed) = wanted.seed {
        let choices = wanted
            .list
            .map_or_else(|| Choices::seeded(seed), Choices::listed);
        report::replay(seed, choices);
        return ExitCode::SUCCESS;
    }
    let failed = match (wanted.part, wanted.seeds) {
        (Some(Part::Figures), _) => suite::bench(),
        (Some(Part::Faults), _) => suite::run(suite::one_or_two_faults),
        (Some(Part::Bank), _) => suite::run(suite::bugs),
        (None, Some(count)) => {
            let range = wanted.from..wanted.from + count;
            suite::run(|tests| suite::seeds(tests, range))
        }
        (None, None) => suite::run(suite::every_push),
    };
    match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn parse(arguments: &[String]) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--seed" => wanted.seed = Some(rest.next()?.parse().ok()?),
            "--list" => wanted.list = Some(report::list(rest.next()?)?),
            "--seeds" => wanted.seeds = Some(rest.next()?.parse().ok()?),
            "--from" => wanted.from = rest.next()?.parse().ok()?,
            "--bench" => wanted.part = Some(Part::Figures),
            "--faults" => wanted.part = Some(Part::Faults),
            "--bank" => wanted.part = Some(Part::Bank),
            "--bug" => {
                let name = rest.next()?;
                wanted.bug = Some(
                    Bug::ALL
                        .into_iter()
                        .find(|bug| format!("{bug:?}") == *name)?,
                );
            }
            _ => return None,
        }
    }
    Some(wanted)
}
