//! How long the slow steps took when they last ran, so that `bench` can report steps that it cannot repeat cheaply.
//! A small JSON file among the build results; losing it loses nothing else.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::Result;
use serde_json::{Map, Value};

use crate::sh::target_dir;

pub fn record(step: &str, took: Duration) -> Result<()> {
    let mut steps = all();
    let seconds = (took.as_secs_f64() * 10.0).round() / 10.0;
    steps.insert(step.to_owned(), seconds.into());
    fs::create_dir_all(target_dir())?;
    Ok(fs::write(file(), Value::Object(steps).to_string())?)
}

/// Seconds by step, in the order of their names.
pub fn all() -> Map<String, Value> {
    fs::read(file())
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default()
}

fn file() -> PathBuf {
    target_dir().join("xtask-timings.json")
}
