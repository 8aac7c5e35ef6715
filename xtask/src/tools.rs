//! The programs that building and testing need: finds them, and installs what is missing.
//! Own builds of cargo tools go to a per-user cache that is keyed by version, so that every checkout shares them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    fingerprint,
    sh::{cargo, command, find, read, root, run, say, timed},
    timings,
};

const TRUNK_VERSION: &str = "0.21.14";
const GECKODRIVER_VERSION: &str = "0.37.1";
pub const WASM: &str = "wasm32-unknown-unknown";

/// What `cargo xtask build` uses besides cargo itself.
pub struct BuildTools {
    folders: Vec<PathBuf>,
}

impl BuildTools {
    pub fn ensure() -> Result<Self> {
        wasm_target()?;
        npm_tools()?;
        let trunk = CargoTool {
            name: "trunk",
            version: TRUNK_VERSION,
            program: "trunk",
            minutes: 5,
            options: &["--locked", "--no-default-features"],
        };
        let folders = vec![
            trunk.ensure()?,
            wasm_bindgen()?,
            root().join("node_modules/.bin"),
        ];
        Ok(Self { folders })
    }

    /// Trunk, with the other tools first on its PATH: Trunk takes them from there when the version fits.
    pub fn trunk(&self) -> Result<Command> {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(env::split_paths(&path));
        let mut trunk = command(self.folders[0].join("trunk"));
        trunk.env("PATH", env::join_paths(folders)?);
        // Trunk reads this as its own option and stops at any value but true and false.
        trunk.env_remove("NO_COLOR");
        // Its minifier cannot read wasm-bindgen's exports and would warn each time that it left the glue as it was.
        trunk.env("RUST_LOG", "info,trunk::processing::minify=error");
        Ok(trunk)
    }
}

/// Runs the tests that are compiled to WebAssembly.
pub fn wasm_test_runner() -> Result<PathBuf> {
    wasm_target()?;
    Ok(wasm_bindgen()?.join("wasm-bindgen-test-runner"))
}

pub fn chromium() -> Result<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let program = system_program(&names, &["chromium"], "Chromium")?;
    // Ubuntu's package of this name is only a pointer to a snap, which does not run everywhere.
    read(command(&program).arg("--version")).with_context(|| {
        format!(
            "{} does not run: install Chromium or Google Chrome itself",
            program.display()
        )
    })?;
    Ok(program)
}

pub fn chromedriver() -> Result<PathBuf> {
    system_program(
        &["chromedriver"],
        &["chromium-driver"],
        "ChromeDriver (of the same version as Chromium)",
    )
}

/// The Firefox that long-term users have; the current one does as well.
pub fn firefox() -> Result<PathBuf> {
    system_program(&["firefox-esr", "firefox"], &["firefox-esr"], "Firefox")
}

/// Steers Firefox. Debian has no package of it, and its own releases are no registry's.
pub fn geckodriver() -> Result<PathBuf> {
    let tool = CargoTool {
        name: "geckodriver",
        version: GECKODRIVER_VERSION,
        program: "geckodriver",
        minutes: 4,
        options: &["--locked"],
    };
    Ok(tool.ensure()?.join("geckodriver"))
}

pub fn node() -> Result<PathBuf> {
    let program = system_program(&["node"], &["nodejs"], "Node.js 18 or later")?;
    let version = read(command(&program).arg("--version"))?;
    ensure!(
        major(&version).is_some_and(|major| major >= 18),
        "Node.js 18 or later is needed, and {} is {}",
        program.display(),
        version.trim()
    );
    Ok(program)
}

/// The first number of a version such as `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// Installs the npm packages of package-lock.json when it changed since the last time.
pub fn npm_tools() -> Result<()> {
    let lock = fingerprint::of_bytes(&fs::read(root().join("package-lock.json"))?);
    let stamp = root().join("node_modules/.installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    node()?;
    let npm = system_program(&["npm"], &["npm"], "npm")?;
    say("installing the npm tools of package-lock.json (about 20 seconds)");
    let ((), took) = timed(|| {
        // The browser comes from the system; Playwright's own would be a download outside the registry.
        run(command(npm)
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
    })?;
    timings::record("install npm tools", took)?;
    Ok(fs::write(stamp, lock)?)
}

/// A component of the toolchain that a minimal rustup lacks.
pub fn rust_component(subcommand: &str, component: &str) -> Result<()> {
    if read(cargo().args([subcommand, "--version"])).is_ok() {
        return Ok(());
    }
    say(&format!("adding {component} to the toolchain"));
    run(command("rustup").args(["component", "add", component]))
}

pub fn wasm_target() -> Result<()> {
    let sysroot = read(command("rustc").args(["--print", "sysroot"]))?;
    let libraries = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM)
        .join("lib");
    if libraries.is_dir() {
        return Ok(());
    }
    say("adding the wasm32-unknown-unknown target (a few seconds)");
    run(command("rustup").args(["target", "add", WASM])).context(
        "the Rust target wasm32-unknown-unknown is missing and rustup could not add it: install Rust with rustup",
    )
}

/// The command line must be of exactly the version of the library, which Cargo.lock tells.
fn wasm_bindgen() -> Result<PathBuf> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let version =
        locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    CargoTool {
        name: "wasm-bindgen-cli",
        version,
        program: "wasm-bindgen",
        minutes: 3,
        // Not `--locked`: its lock file is older than what the current compiler accepts without warnings.
        options: &[],
    }
    .ensure()
}

/// The version of a package in the text of a Cargo.lock; of several, the first.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

struct CargoTool<'a> {
    name: &'a str,
    version: &'a str,
    program: &'a str,
    minutes: u32,
    options: &'a [&'a str],
}

impl CargoTool<'_> {
    /// The folder with the programs, installed now if it is not there or does not run.
    fn ensure(&self) -> Result<PathBuf> {
        let home = cache()?.join(format!("{}-{}", self.name, self.version));
        let programs = home.join("bin");
        if self.runs_in(&programs) {
            return Ok(programs);
        }
        say(&format!(
            "installing {} {} (about {} minutes, once for this user)",
            self.name, self.version, self.minutes
        ));
        let ((), took) = timed(|| self.install(&home))?;
        timings::record(&format!("install {}", self.name), took)?;
        Ok(programs)
    }

    fn runs_in(&self, programs: &Path) -> bool {
        read(command(programs.join(self.program)).arg("--version"))
            .is_ok_and(|text| text.split_whitespace().any(|word| word == self.version))
    }

    /// Into a folder of its own first: an installation that was interrupted never looks like a finished one.
    fn install(&self, home: &Path) -> Result<()> {
        let staging = cache()?.join(format!("{}.installing-{}", self.name, process::id()));
        run(cargo()
            .args(["install", "--debug", self.name, "--version", self.version])
            .args(self.options)
            .arg("--root")
            .arg(&staging)
            .env("CARGO_TARGET_DIR", staging.join("target"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
        fs::remove_dir_all(staging.join("target"))?;
        if home.exists() {
            if self.runs_in(&home.join("bin")) {
                // Another checkout was faster.
                return Ok(fs::remove_dir_all(staging)?);
            }
            fs::remove_dir_all(home)?;
        }
        Ok(fs::rename(staging, home)?)
    }
}

fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir()
            .context("neither XDG_CACHE_HOME nor a home folder is known")?
            .join(".cache"),
    };
    let folder = base.join("entra-handover/tools");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A program of the system: installed through apt where that is possible without asking, else the user is told.
fn system_program(names: &[&str], packages: &[&str], title: &str) -> Result<PathBuf> {
    if let Some(program) = find(names) {
        return Ok(program);
    }
    let packages = packages.join(" ");
    let Some(apt) = find(&["apt-get"]).filter(|_| is_root()) else {
        bail!(
            "{title} is missing: install it so that `{}` is on the PATH (Debian and Ubuntu: sudo apt-get install {packages})",
            names[0]
        );
    };
    say(&format!(
        "installing {packages} through apt (about 1 minute)"
    ));
    let apt_get = || {
        let mut apt_get = command(&apt);
        apt_get
            .args(["-qq", "-y"])
            .env("DEBIAN_FRONTEND", "noninteractive");
        apt_get
    };
    let ((), took) = timed(|| {
        run(apt_get().arg("update"))?;
        run(apt_get()
            .args(["install", "--no-install-recommends"])
            .args(packages.split(' ')))
    })?;
    timings::record(&format!("install {packages}"), took)?;
    find(names)
        .with_context(|| format!("{title} is still not on the PATH after installing {packages}"))
}

fn is_root() -> bool {
    read(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_version_is_read() {
        assert_eq!(major("v20.11.1\n"), Some(20));
        assert_eq!(major("12.22.9"), Some(12));
        assert_eq!(major("nightly"), None);
    }

    #[test]
    fn version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        let check = |package, expected| assert_eq!(locked_version(lock, package), expected);
        check("wasm-bindgen", Some("0.2.130"));
        check("wasm-bindgen-futures", Some("0.4.80"));
        check("bindgen", None);
    }
}
