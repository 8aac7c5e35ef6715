//! What works in the portal's page: the modules of `page/`, made one script for each of its two ways in. esbuild joins them; this
//! knows what has to stand around them.

use std::{fs, path::Path};

use anyhow::Result;

use crate::sh::{command, read, root};
use crate::tools::npm_tools;

/// The extension's `page.js`, readable: `handoverPage` for the page's isolated world, and `handoverAct`, whose text the panel sends.
pub fn of_extension() -> Result<String> {
    let page = bundle("index.js", &["--global-name=handoverPage"])?;
    let act = fs::read_to_string(root().join("page/act.js"))?;
    Ok(format!("{page}\n{act}"))
}

/// The bookmarklet as one function, `entraHandover=(address,print)=>{…};`, of which the hand-over screen makes a link.
pub fn as_bookmarklet() -> Result<String> {
    let options = [
        "--minify",
        "--global-name=handover",
        "--banner:js=entraHandover=(address,print)=>{\"use strict\";",
        "--footer:js=handover.visit(address,print)};",
    ];
    Ok(bundle("bookmarklet.js", &options)?.trim_end().to_owned())
}

fn bundle(entry: &str, options: &[&str]) -> Result<String> {
    npm_tools()?;
    // From the project's folder by a relative name: esbuild writes the names of the modules into comments.
    read(
        command(root().join("node_modules/.bin/esbuild"))
            .current_dir(root())
            .args([
                "--bundle",
                "--format=iife",
                "--charset=utf8",
                "--log-level=error",
            ])
            .args(options)
            .arg(Path::new("page").join(entry)),
    )
}
