//! The test suites by name: which are there, and how each one runs. `cargo xtask test` runs all or those named, and ends
//! with `N passed, N failed`.

use std::{fs, path::Path, process::Command, str::FromStr};

use anyhow::{Result, bail};

use crate::{
    counts::Counts,
    demo, lint, package,
    sh::{cargo, command, listen, root, run, say, target_dir},
    site, tools,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// Format, compiler lints on both targets, agreement of the headers, rules about the source text.
    Lint,
    /// The tests beside the code, natively.
    Unit,
    /// Whole runs against the sandbox's directory with faults, natively.
    Simulation,
    /// Both sides against Microsoft: the product's messages against its schema, the sandbox against recorded traffic and
    /// Microsoft's own Graph client.
    Contract,
    /// The adapters to the browser, in a headless Chromium.
    Wasm,
    /// The release build against the sandbox, in a headless Chromium.
    E2e,
}

impl Suite {
    const ALL: [Self; 6] = [
        Self::Lint,
        Self::Unit,
        Self::Simulation,
        Self::Contract,
        Self::Wasm,
        Self::E2e,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Unit => "unit",
            Self::Simulation => "simulation",
            Self::Contract => "contract",
            Self::Wasm => "wasm",
            Self::E2e => "e2e",
        }
    }

    /// Where the suite's tests stand; nothing for those that look at all sources.
    fn places(self) -> &'static [&'static str] {
        match self {
            Self::Lint | Self::Unit => &[],
            Self::Simulation => &["tests/simulation.rs", "tests/simulation/main.rs"],
            Self::Contract => &["tests/contract.rs", "tests/contract/main.rs"],
            Self::Wasm => &["tests/wasm.rs", "tests/wasm/main.rs"],
            Self::E2e => &["tests/e2e/playwright.config.ts"],
        }
    }

    pub fn exists(self) -> bool {
        let places = self.places();
        places.is_empty() || places.iter().any(|place| root().join(place).is_file())
    }

    fn run(self, extra: &[String]) -> Result<Counts> {
        match self {
            Self::Lint => lint::lint(),
            Self::Unit => unit(extra),
            Self::Simulation => count_cargo(simulation().args(extra)),
            Self::Contract => contract(extra),
            Self::Wasm => wasm(extra),
            Self::E2e => e2e(extra),
        }
    }
}

impl FromStr for Suite {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        let Some(suite) = Self::ALL.into_iter().find(|suite| suite.name() == name) else {
            let names = Self::ALL.map(Self::name).join(", ");
            bail!("no suite is called {name}; there are {names}");
        };
        Ok(suite)
    }
}

/// Runs the named suites, or all that are there. `extra` goes to the runner of each.
pub fn test(named: &[Suite], extra: &[String]) -> Result<Counts> {
    let all = Suite::ALL.into_iter().filter(|suite| suite.exists());
    let suites: Vec<_> = if named.is_empty() {
        all.collect()
    } else {
        named.to_vec()
    };
    let mut sum = Counts::default();
    let mut lines = Vec::new();
    for suite in suites {
        say(&format!("suite {}", suite.name()));
        let counts = if suite.exists() {
            suite.run(extra).unwrap_or_else(|error| {
                say(&format!("{error:#}"));
                Counts::FAILED
            })
        } else {
            say(&format!(
                "the suite {} does not exist: no {}",
                suite.name(),
                suite.places().join(" or ")
            ));
            Counts::FAILED
        };
        lines.push(format!(
            "{:<12}{:>5} passed{:>5} failed",
            suite.name(),
            counts.passed,
            counts.failed
        ));
        sum += counts;
    }
    println!("\n{}\n", lines.join("\n"));
    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum)
}

/// The sandbox is for tests only, so its own are counted here, but for those that hold it against Microsoft.
fn unit(extra: &[String]) -> Result<Counts> {
    let product = ["--package", "entra-handover", "--package", "xtask"];
    let mut counts = cargo_test(&[&product[..], &["--lib", "--bins"]].concat(), extra)?;
    let skipped = AGAINST_MICROSOFT.map(|tests| ["--skip".to_owned(), tests.to_owned()]);
    let chosen = [skipped.as_flattened(), extra].concat();
    counts += cargo_test(&["--package", "sandbox", "--tests"], &chosen)?;
    Ok(counts)
}

/// The sandbox's tests that belong to `contract`.
const AGAINST_MICROSOFT: [&str; 2] = ["replay::", "schema::"];

fn contract(extra: &[String]) -> Result<Counts> {
    let chosen = [&AGAINST_MICROSOFT.map(str::to_owned)[..], extra].concat();
    let mut counts = cargo_test(&["--package", "sandbox", "--tests"], &chosen)?;
    counts += cargo_test(
        &["--package", "entra-handover", "--test", "contract"],
        extra,
    )?;
    tools::npm_tools()?;
    let mut client = command(tools::node()?);
    client
        .args([
            "--test",
            "--test-reporter=tap",
            "tests/contract/graph-client.test.mjs",
        ])
        .env("SANDBOX_BIN", demo::build_sandbox()?);
    let heard = listen(&mut client)?;
    counts += Counts::from_node(&heard.stdout).unless_broken(heard.success);
    Ok(counts)
}

fn cargo_test(selection: &[&str], extra: &[String]) -> Result<Counts> {
    count_cargo(
        cargo()
            .args(["test", "--no-fail-fast"])
            .args(selection)
            .arg("--")
            .args(extra),
    )
}

/// The simulation, built for speed and with the deliberate bugs that test it.
fn simulation() -> Command {
    let mut command = cargo();
    command.args(["test", "--profile", "simulation"]).args([
        "--features",
        "deliberate-bugs",
        "--test",
        "simulation",
        "--",
    ]);
    command
}

pub fn simulation_figures() -> Result<()> {
    run(simulation().arg("--bench"))
}

fn wasm(extra: &[String]) -> Result<Counts> {
    let chromium = tools::chromium()?;
    let driver = tools::chromedriver()?;
    let capabilities = target_dir().join("webdriver.json");
    fs::create_dir_all(target_dir())?;
    fs::write(&capabilities, webdriver_capabilities(&chromium).to_string())?;
    count_cargo(
        cargo()
            .args([
                "test",
                "--no-fail-fast",
                "--test",
                "wasm",
                "--target",
                tools::WASM,
                "--",
            ])
            .args(extra)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                tools::wasm_test_runner()?,
            )
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities),
    )
}

/// A Chromium that is not the only one running, shows no window and calls nobody.
fn webdriver_capabilities(chromium: &Path) -> serde_json::Value {
    serde_json::json!({ "goog:chromeOptions": {
        "binary": chromium,
        "args": [
            "--headless=new",
            "--no-sandbox",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }})
}

fn e2e(extra: &[String]) -> Result<Counts> {
    package::package()?;
    let report = target_dir().join("e2e-report.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut playwright = command(root().join("node_modules/.bin/playwright"));
    playwright
        .args([
            "test",
            "--config",
            "tests/e2e/playwright.config.ts",
            "--reporter=list,json",
        ])
        .args(extra)
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    browser_environment(&mut playwright)?;
    playwright
        .env("PACKAGES", package::folder())
        .env("FIREFOX", tools::firefox()?)
        .env("GECKODRIVER", tools::geckodriver()?);
    let ended_well = run(&mut playwright).is_ok();
    Ok(Counts::from_playwright(&fs::read_to_string(report)?)?.unless_broken(ended_well))
}

/// What scripts with a browser need: the sandbox's program, the site, the browser.
pub fn browser_environment(program: &mut Command) -> Result<()> {
    tools::npm_tools()?;
    program
        .env("SANDBOX_BIN", demo::build_sandbox()?)
        .env("WEB_DIR", site::folder())
        .env("CHROMIUM", tools::chromium()?);
    Ok(())
}

fn count_cargo(command: &mut Command) -> Result<Counts> {
    let heard = listen(command)?;
    Ok(Counts::from_cargo(&heard.stdout).unless_broken(heard.success))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_are_known_by_name() {
        for suite in Suite::ALL {
            assert_eq!(suite.name().parse::<Suite>().ok(), Some(suite));
        }
        assert!("unknown".parse::<Suite>().is_err());
    }
}
