//! `cargo xtask bench`: the project's figures, one `name: value unit` a line.

use std::{fs, path::Path};

use anyhow::Result;

use crate::{
    budget::Load,
    demo,
    sh::{cargo, command, root, run, say, timed},
    site, suites, timings,
    tools::{self, BuildTools, WASM},
};

/// Drives the release build against the sandbox: Graph round trips, and the time from Create to the values.
const BROWSER_SCRIPT: &str = "tests/e2e/bench.mjs";

/// Which figures are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figures {
    All,
    Simulation,
}

pub fn bench(figures: Figures) -> Result<()> {
    if figures == Figures::Simulation {
        return suites::simulation_figures();
    }
    site::build()?;
    demo::build_sandbox()?;
    let first = Load::first(&site::folder())?;
    for (name, bytes) in &first.files {
        println!("first load, {name}: {bytes} bytes");
    }
    println!("first load: {} bytes", first.total());
    println!(
        "load after the sign-in: {} bytes",
        Load::app(&site::folder())?.total()
    );
    sandbox_throughput()?;
    in_browser()?;
    suites::simulation_figures()?;
    build_times()
}

/// What the tests' tenant answers in a second, on one core: it bounds how many schedules a simulation can go through. And how long
/// it takes for an answer when it is large.
fn sandbox_throughput() -> Result<()> {
    for example in ["throughput", "large"] {
        run(cargo().args([
            "run",
            "--quiet",
            "--profile",
            "native",
            "--package",
            "sandbox",
            "--no-default-features",
            "--example",
            example,
        ]))?;
    }
    Ok(())
}

fn in_browser() -> Result<()> {
    if !root().join(BROWSER_SCRIPT).is_file() {
        say(&format!(
            "no {BROWSER_SCRIPT}: round trips and waiting times are not measured"
        ));
        return Ok(());
    }
    let mut script = command(tools::node()?);
    suites::browser_environment(&mut script)?;
    run(script.arg(BROWSER_SCRIPT))
}

/// Steps that take minutes are told as they were when they last ran; changes are measured now.
fn build_times() -> Result<()> {
    for (step, seconds) in timings::all() {
        println!("{step}: {seconds} s");
    }
    let tools = BuildTools::ensure()?;
    let check_native = || run(cargo().args(["check", "--quiet", "--package", "entra-handover"]));
    let check_wasm = || {
        run(cargo().args([
            "check",
            "--quiet",
            "--package",
            "entra-handover",
            "--target",
            WASM,
        ]))
    };
    measure("check after a change, native", check_native)?;
    measure("check after a change, wasm", check_wasm)?;
    measure("site after a change", || site::bundle(&tools))
}

/// Once to be warm, then again after the library looks changed.
fn measure(name: &str, work: impl Fn() -> Result<()>) -> Result<()> {
    work()?;
    touch(&root().join("src/lib.rs"))?;
    let ((), took) = timed(work)?;
    println!("{name}: {:.1} s", took.as_secs_f64());
    Ok(())
}

fn touch(file: &Path) -> Result<()> {
    Ok(fs::File::open(file)?.set_modified(std::time::SystemTime::now())?)
}
