//! The release build of the static site: Trunk bundles it into the build folder, and it is finished into dist/web, where
//! every script and style carries its digest, so that a changed byte stops the start instead of running.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha384};

use crate::{
    budget::Load,
    fingerprint::{self, files_under},
    html, page_script,
    sh::{cargo, command, read, root, run, say, target_dir, timed},
    timings,
    tools::{BuildTools, WASM},
};

/// The program of the first load. boot.js loads it and checks its digests; index.html does not name it.
pub const SIGN_IN: [&str; 2] = ["sign-in.js", "sign-in_bg.wasm"];
/// The app, which boot.js loads in the same way when somebody has signed in.
pub const APP: [&str; 2] = ["entra-handover.js", "entra-handover_bg.wasm"];
/// In boot.js, where the digests belong.
const PLACEHOLDERS: [(&str, &str); 4] = [
    ("__SIGN_IN_GLUE__", SIGN_IN[0]),
    ("__SIGN_IN_WASM__", SIGN_IN[1]),
    ("__APP_GLUE__", APP[0]),
    ("__APP_WASM__", APP[1]),
];
/// What the hand-over screen makes a link of.
pub const BOOKMARKLET: &str = "bookmarklet.js";
/// In public/, and of no use to a web host: `cargo xtask package` takes them.
pub const EXTENSION_ONLY: [&str; 6] = [
    "_locales",
    "background.js",
    "icons/icon-16.png",
    "icons/icon-32.png",
    "icons/icon-48.png",
    "icons/icon-128.png",
];
/// Everything the site is made of, and what makes it.
const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "package-lock.json",
    "page",
    "public",
    "src",
    "xtask/src/html.rs",
    "xtask/src/page_script.rs",
    "xtask/src/site.rs",
    "xtask/src/tools.rs",
];

/// Where the finished site stands.
pub fn folder() -> PathBuf {
    root().join("dist/web")
}

/// Builds the site unless it is there and nothing changed; prints what it weighs, and fails when that is too much.
pub fn build() -> Result<()> {
    let inputs = input_fingerprint()?;
    if is_built_from(&inputs)? {
        say("dist/web is up to date");
    } else {
        let (step, about) = if target_dir().join("web").exists() {
            ("rebuild site", "1 minute")
        } else {
            ("build site the first time", "4 minutes")
        };
        let tools = BuildTools::ensure()?;
        say(&format!("building the site (about {about})"));
        let ((), took) = timed(|| bundle(&tools).and_then(|()| finish(&bundled(), &folder())))?;
        timings::record(step, took)?;
        fs::write(stamp(), format!("{inputs} {}", output_fingerprint()?))?;
    }
    for load in [Load::first(&folder())?, Load::app(&folder())?] {
        println!("{}", load.table());
        load.check()?;
    }
    Ok(())
}

/// The bundle, made again whether or not something changed: for measuring.
pub fn bundle(tools: &BuildTools) -> Result<()> {
    // Trunk is told to stay offline, or it would look for tools of its own, and passes that on to cargo.
    run(cargo().args(["fetch", "--locked", "--target", WASM]))?;
    run(tools
        .trunk()?
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags()?)
        .args(["build", "--release", "--offline", "--dist"])
        .arg(bundled()))
}

/// The flags of .cargo/config.toml (this variable replaces them), and neutral names for the folders of this machine: they stand
/// in panic messages, would tell who built the page, and make two builds differ.
fn rust_flags() -> Result<String> {
    let home = env::home_dir().context("there is no home folder")?;
    let cargo = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    let registry = cargo.join("registry/src");
    for source in fs::read_dir(&registry).into_iter().flatten().flatten() {
        flags.push(format!("--remap-path-prefix={}=", source.path().display()));
    }
    flags.push(format!("--remap-path-prefix={}=", root().display()));
    // The separator of cargo's variable: a flag may contain spaces.
    Ok(flags.join("\u{1f}"))
}

/// Takes the spaces and comments out of a script; Trunk's own minifier cannot read what wasm-bindgen writes.
fn minify(script: &Path) -> Result<()> {
    let esbuild = root().join("node_modules/.bin/esbuild");
    run(command(esbuild)
        .args(["--minify", "--allow-overwrite", "--log-level=error"])
        .arg(script)
        .arg(format!("--outfile={}", script.display())))
}

fn bundled() -> PathBuf {
    target_dir().join("web")
}

fn stamp() -> PathBuf {
    target_dir().join("web.stamp")
}

fn is_built_from(inputs: &str) -> Result<bool> {
    let stamped = fs::read_to_string(stamp()).unwrap_or_default();
    Ok(stamped == format!("{inputs} {}", output_fingerprint()?))
}

fn input_fingerprint() -> Result<String> {
    let compiler = read(command("rustc").arg("--version"))?;
    let files = fingerprint::of_files(root(), INPUTS)?;
    Ok(fingerprint::of_bytes(
        format!("{compiler}{files}").as_bytes(),
    ))
}

fn output_fingerprint() -> Result<String> {
    fingerprint::of_files(&folder(), &["."])
}

/// Puts the bundle and what ships as it is together, with digests, and then in the place of the site that was there.
fn finish(bundled: &Path, site: &Path) -> Result<()> {
    ensure!(
        !bundled.join("snippets").exists(),
        "the wasm brings JavaScript snippets, which would be loaded without an integrity check"
    );
    let staging = site.with_extension("new");
    if staging.exists() {
        fs::remove_dir_all(&staging)?;
    }
    copy(&root().join("public"), &staging)?;
    for part in EXTENSION_ONLY {
        remove(&staging.join(part))?;
    }
    // After public/, so that the minified stylesheet replaces its source.
    copy(bundled, &staging)?;

    fs::write(staging.join(BOOKMARKLET), page_script::as_bookmarklet()?)?;
    for script in [SIGN_IN[0], APP[0]] {
        minify(&staging.join(script))?;
    }
    let boot = staging.join("boot.js");
    minify(&boot)?;
    let mut text = fs::read_to_string(&boot)?;
    for (placeholder, file) in PLACEHOLDERS {
        ensure!(
            text.contains(placeholder),
            "public/boot.js has no {placeholder}"
        );
        text = text.replace(placeholder, &integrity(&fs::read(staging.join(file))?));
    }
    fs::write(&boot, text)?;

    for page in files_under(&staging)? {
        if page
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            let digest = |file: &str| {
                let contents = fs::read(staging.join(file));
                Ok(integrity(&contents.with_context(|| {
                    format!("{file}, named in {}", page.display())
                })?))
            };
            let checked = html::with_integrity(&fs::read_to_string(&page)?, digest)?;
            fs::write(&page, checked)?;
        }
    }
    if site.exists() {
        fs::remove_dir_all(site)?;
    }
    Ok(fs::rename(staging, site)?)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files_under(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().expect("a file stands in a folder"))?;
        fs::copy(&file, target)?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    removed.with_context(|| path.display().to_string())
}

/// Subresource Integrity metadata (W3C SRI, section 3.1).
fn integrity(contents: &[u8]) -> String {
    format!(
        "sha384-{}",
        BASE64_STANDARD.encode(Sha384::digest(contents))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_the_one_of_the_specification() {
        // W3C SRI, section 3.1, example 3.
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }
}
