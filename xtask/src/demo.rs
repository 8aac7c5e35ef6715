//! `cargo xtask demo`: builds what is not there yet and serves the app and the sandbox on one port, until stopped.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{self, Stdio},
    sync::{Arc, Mutex},
};

use anyhow::{Context, Result, bail};

use crate::{
    sh::{cargo, command, find, run, say, target_dir, timed},
    site, timings,
};

/// What the sandbox prints when it answers; design names it, so tests and people wait for it.
const READY: &str = "ready: ";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Open,
    Leave,
}

pub fn demo(port: u16, browser: Browser) -> Result<()> {
    site::build()?;
    let sandbox = build_sandbox()?;
    let mut child = command(sandbox)
        .args(["serve", "--port", &port.to_string(), "--web"])
        .arg(site::folder())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting the sandbox")?;
    let output = child.stdout.take().expect("standard output is piped above");
    let child = Arc::new(Mutex::new(child));
    let stopped = Arc::clone(&child);
    ctrlc::set_handler(move || {
        if let Ok(mut child) = stopped.lock() {
            // It may have ended by itself: the terminal sends Ctrl-C to both.
            let _ = child.kill();
            let _ = child.wait();
        }
        process::exit(130);
    })?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let (Some(address), Browser::Open) = (line.strip_prefix(READY), browser) {
            open(address.trim());
        }
    }
    // The output ends when the sandbox does.
    let status = child.lock().expect("the handler ends the process").wait()?;
    bail!("the sandbox ended ({status})")
}

/// Builds the sandbox, optimised, and returns its program.
pub fn build_sandbox() -> Result<PathBuf> {
    let program = target_dir().join("native/sandbox");
    let first = !program.exists();
    if first {
        say("building the sandbox (about 2 minutes)");
    }
    let ((), took) =
        timed(|| run(cargo().args(["build", "--package", "sandbox", "--profile", "native"])))?;
    if first {
        timings::record("build sandbox the first time", took)?;
    }
    Ok(program)
}

fn open(address: &str) {
    let opened = find(&["xdg-open", "open"]).map(|opener| {
        command(opener)
            .arg(address)
            .stderr(Stdio::null())
            .spawn()
            .is_ok()
    });
    if opened != Some(true) {
        say(&format!("open {address} in your browser"));
    }
}
