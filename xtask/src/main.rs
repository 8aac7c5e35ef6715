//! The project's tasks: `cargo xtask demo | test | build | package | bench`. It installs what they need, and is never shipped.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program talks to its user"
)]

mod bench;
mod budget;
mod catalogue;
mod counts;
mod demo;
mod fingerprint;
mod headers;
mod html;
mod lint;
mod manifest;
mod package;
mod page_script;
mod sh;
mod site;
mod suites;
mod tidy;
mod timings;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::{bench::Figures, demo::Browser, suites::Suite};

const HELP: &str = "\
cargo xtask demo [--port 8787] [--no-open]   builds, and serves the web app and the sandbox until stopped
cargo xtask test [suite…] [-- options]       runs all suites or those named: lint unit simulation contract wasm e2e
cargo xtask build                            builds the static site in dist/web
cargo xtask package                          builds the extension in dist/chromium and dist/firefox, and a zip of each
cargo xtask test simulation --seed 7         replays one schedule; --seeds 5000 plays so many
cargo xtask bench [simulation]               prints the project's figures, or the simulation's alone";

#[derive(Debug, PartialEq)]
enum Task {
    Demo {
        port: u16,
        browser: Browser,
    },
    Test {
        suites: Vec<Suite>,
        extra: Vec<String>,
    },
    Build,
    Package,
    Bench(Figures),
    Help,
}

fn main() -> ExitCode {
    let result = parse(Parser::from_env()).and_then(perform);
    result.unwrap_or_else(|error| {
        eprintln!("xtask: {error:#}");
        ExitCode::FAILURE
    })
}

fn perform(task: Task) -> Result<ExitCode> {
    match task {
        Task::Demo { port, browser } => demo::demo(port, browser)?,
        Task::Test { suites, extra } => {
            if suites::test(&suites, &extra)?.failed > 0 {
                return Ok(ExitCode::FAILURE);
            }
        }
        Task::Build => site::build()?,
        Task::Package => package::package()?,
        Task::Bench(figures) => bench::bench(figures)?,
        Task::Help => println!("{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(mut parser: Parser) -> Result<Task> {
    let task = match parser.next()? {
        Some(Arg::Value(name)) => match name.string()?.as_str() {
            "demo" => return parse_demo(parser),
            "test" => return parse_test(parser),
            "build" => Task::Build,
            "bench" => return parse_bench(parser),
            "package" => Task::Package,
            other => bail!("no task is called {other}\n{HELP}"),
        },
        None | Some(Arg::Long("help") | Arg::Short('h')) => Task::Help,
        Some(other) => return Err(other.unexpected().into()),
    };
    match parser.next()? {
        Some(other) => Err(other.unexpected().into()),
        None => Ok(task),
    }
}

fn parse_demo(mut parser: Parser) -> Result<Task> {
    let (mut port, mut browser) = (8787, Browser::Open);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") => port = parser.value()?.parse()?,
            Arg::Long("no-open") => browser = Browser::Leave,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Demo { port, browser })
}

fn parse_bench(mut parser: Parser) -> Result<Task> {
    let mut figures = Figures::All;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(name) if name == "simulation" => figures = Figures::Simulation,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Bench(figures))
}

fn parse_test(mut parser: Parser) -> Result<Task> {
    let (mut suites, mut extra) = (Vec::new(), Vec::new());
    loop {
        // lexopt drops `--` itself, so it is looked for before each argument.
        if let Some(mut raw) = parser.try_raw_args()
            && raw.next_if(|argument| argument == "--").is_some()
        {
            for argument in raw {
                extra.push(argument.string()?);
            }
        }
        match parser.next()? {
            Some(Arg::Value(name)) => suites.push(name.string()?.parse()?),
            // The simulation's own, without the `--` before them.
            Some(Arg::Long(name @ ("seed" | "seeds"))) => {
                extra.push(format!("--{name}"));
                extra.push(parser.value()?.string()?);
            }
            Some(other) => return Err(other.unexpected().into()),
            None => return Ok(Task::Test { suites, extra }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_parsed() {
        let check = |line: &str, expected: Task| {
            let task = parse(Parser::from_args(line.split_whitespace()));
            assert_eq!(task.ok(), Some(expected), "{line}");
        };
        check("", Task::Help);
        check("build", Task::Build);
        check("package", Task::Package);
        let demo = |port, browser| Task::Demo { port, browser };
        check("demo", demo(8787, Browser::Open));
        check("demo --port 9000 --no-open", demo(9000, Browser::Leave));
        let test = |suites: &[Suite], extra: &[&str]| Task::Test {
            suites: suites.to_vec(),
            extra: extra.iter().map(ToString::to_string).collect(),
        };
        check("test", test(&[], &[]));
        check("test lint e2e", test(&[Suite::Lint, Suite::E2e], &[]));
        check(
            "test e2e -- --grep token",
            test(&[Suite::E2e], &["--grep", "token"]),
        );
        check(
            "test simulation --seed 7",
            test(&[Suite::Simulation], &["--seed", "7"]),
        );
        check("bench", Task::Bench(Figures::All));
        check("bench simulation", Task::Bench(Figures::Simulation));
    }

    #[test]
    fn nonsense_is_refused() {
        for line in [
            "fly",
            "build now",
            "bench everything",
            "test simulation --seed",
            "demo --port x",
            "test everything",
            "package firefox",
        ] {
            assert!(
                parse(Parser::from_args(line.split_whitespace())).is_err(),
                "{line}"
            );
        }
    }
}
