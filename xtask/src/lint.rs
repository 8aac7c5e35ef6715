//! The suite `lint`: format, compiler lints on both targets, agreement of the headers, rules about the source text.
//! Each check counts as one test.

use std::fs;

use anyhow::{Result, ensure};

use crate::{
    catalogue,
    counts::Counts,
    headers,
    sh::{cargo, command, root, run},
    suites::Suite,
    tidy, tools,
};

type Check = fn() -> Result<()>;

pub fn lint() -> Result<Counts> {
    tools::rust_component("fmt", "rustfmt")?;
    tools::rust_component("clippy", "clippy")?;
    tools::wasm_target()?;
    let checks: [(&str, Check); 16] = [
        ("formatted", || {
            run(cargo().args(["fmt", "--all", "--check"]))
        }),
        ("clippy, native", clippy_native),
        ("clippy, wasm", clippy_wasm),
        ("oxlint, scripts", oxlint),
        ("policy in the pages", headers::check_meta_tags),
        ("headers in _headers", headers::check_headers_file),
        (
            "headers in staticwebapp.config.json",
            headers::check_static_web_app,
        ),
        ("every test has a suite", every_test_has_a_suite),
        ("short files", tidy::no_long_file),
        ("no text as code", tidy::no_text_as_code),
        ("few exposures of secrets", tidy::few_exposures),
        ("exact message targets", tidy::exact_message_targets),
        (
            "no words in the screens",
            catalogue::no_words_in_the_screens,
        ),
        (
            "Korean in the catalogue only",
            catalogue::korean_in_the_catalogue_only,
        ),
        (
            "both languages say the same",
            catalogue::both_languages_say_the_same,
        ),
        ("no deliberate bug ships", no_deliberate_bug_ships),
    ];
    let mut counts = Counts::default();
    for (name, check) in checks {
        match check() {
            Ok(()) => {
                println!("lint {name} ... ok");
                counts += Counts::PASSED;
            }
            Err(error) => {
                println!("lint {name} ... FAILED\n{error:#}");
                counts += Counts::FAILED;
            }
        }
    }
    Ok(counts)
}

/// As clippy for the scripts: a name that no module imports would be found by the page alone, when it is called.
fn oxlint() -> Result<()> {
    tools::npm_tools()?;
    run(command(root().join("node_modules/.bin/oxlint")).args(["--quiet", "page", "public"]))
}

fn clippy_native() -> Result<()> {
    run(cargo().args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        // The simulation is built with them only.
        "--features",
        "entra-handover/deliberate-bugs",
        "--",
        "-D",
        "warnings",
    ]))
}

fn clippy_wasm() -> Result<()> {
    let mut clippy = cargo();
    clippy.args([
        "clippy",
        "--quiet",
        "--package",
        "entra-handover",
        "--lib",
        "--bins",
    ]);
    if Suite::Wasm.exists() {
        clippy.args(["--test", "wasm"]);
    }
    run(clippy.args(["--target", tools::WASM, "--", "-D", "warnings"]))
}

/// The switches of `src/bugs.rs` are for the simulation: no other build turns them on.
fn no_deliberate_bug_ships() -> Result<()> {
    const FEATURE: &str = "deliberate-bugs";
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let by_default = manifest
        .lines()
        .any(|line| line.starts_with("default") && line.contains(FEATURE));
    ensure!(!by_default, "{FEATURE} is a default feature");
    for file in ["site.rs", "demo.rs"] {
        let source = fs::read_to_string(root().join("xtask/src").join(file))?;
        let turns_on = source.contains(FEATURE) || source.contains("--all-features");
        ensure!(!turns_on, "xtask/src/{file} builds with {FEATURE}");
    }
    Ok(())
}

/// A test target that no suite runs would rot unseen.
fn every_test_has_a_suite() -> Result<()> {
    let mut orphans = Vec::new();
    for entry in fs::read_dir(root().join("tests"))? {
        let path = entry?.path();
        let target =
            path.join("main.rs").is_file() || path.extension().is_some_and(|it| it == "rs");
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if target && name.parse::<Suite>().is_err() {
            orphans.push(path.display().to_string());
        }
    }
    ensure!(orphans.is_empty(), "no suite runs {}", orphans.join(", "));
    Ok(())
}
