//! What a load of the page weighs on the wire: every file of it, compressed with brotli 11 as static hosts send it. There are two
//! loads, before and after the sign-in, and each has its limit.

use std::{fs, path::Path};

use anyhow::{Result, ensure};

use crate::{html, site};

/// What a usual stack (React, Fluent, MSAL, Graph client) weighs with one empty form.
const FIRST_LIMIT: usize = 178_000;
/// Keeps the app from growing unnoticed. Approving what others put on an application, deleted twins, and the search behind the
/// hand-over took it from 218 kB to 246 kB; the journal in IndexedDB, the sealed sign-in, turns between tabs and the first screen
/// of an interrupted set-up took it to 258 kB; what the app does in an extension's panel, to 273 kB; filling the
/// page beside it, most of which is the matcher that finds the portal's form, to 294 kB; doing the same from the web page, by a
/// bookmark, to 302 kB; testing the secret before it is saved (a sign-in as the application, its waiting, and what there is to say of
/// each refusal) and a switch that is picked, to 313 kB; the second visit (how the set-ups stand, renewing, repairing and removing
/// them, each with a screen, its plan and its words) to 340 kB; what comes to light after a run has ended to 345 kB; the calendar's
/// file and the toolbar button's days left, with their texts in two languages, to 353 kB; and the sealed hand-over (HPKE over Web
/// Cryptography, requests and packets, five screens) with the first words in Korean to 386 kB; all other words in Korean (71 kB of
/// text, 14 kB on the wire), with what says one of two and keeps both, to 411 kB; a receipt that is printed, opened again and
/// compared with the tenant (its reader, its screens and their words) to 424 kB; and more kinds of pages that are filled, to what it is.
const APP_LIMIT: usize = 428_000;

pub struct Load {
    name: &'static str,
    limit: usize,
    /// Name and bytes on the wire, the heaviest first.
    pub files: Vec<(String, usize)>,
}

impl Load {
    /// What is loaded before the sign-in.
    pub fn first(site: &Path) -> Result<Self> {
        Self::measure(site, "first load", FIRST_LIMIT, &site::SIGN_IN)
    }

    /// What is loaded when somebody comes back from the sign-in; the browser has part of it already.
    pub fn app(site: &Path) -> Result<Self> {
        Self::measure(site, "load after the sign-in", APP_LIMIT, &site::APP)
    }

    fn measure(site: &Path, name: &'static str, limit: usize, program: &[&str]) -> Result<Self> {
        let page = fs::read_to_string(site.join("index.html"))?;
        let mut names = html::local_files(&page);
        names.extend(
            program
                .iter()
                .chain(&["index.html", "config.json"])
                .map(ToString::to_string),
        );
        let mut files = Vec::new();
        for file in names {
            let bytes = wire_bytes(&fs::read(site.join(&file))?)?;
            files.push((file, bytes));
        }
        files.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        Ok(Self { name, limit, files })
    }

    pub fn total(&self) -> usize {
        self.files.iter().map(|(_, bytes)| bytes).sum()
    }

    pub fn table(&self) -> String {
        let line = |(name, bytes): &(String, usize)| format!("  {bytes:>8}  {name}\n");
        let files: String = self.files.iter().map(line).collect();
        let (name, total, limit) = (self.name, self.total(), self.limit);
        format!(
            "{name}, bytes on the wire (brotli 11):\n{files}  {total:>8}  in all, of at most {limit}"
        )
    }

    pub fn check(&self) -> Result<()> {
        let (name, total, limit) = (self.name, self.total(), self.limit);
        ensure!(
            total <= limit,
            "the {name} weighs {total} bytes on the wire, more than {limit}"
        );
        Ok(())
    }
}

fn wire_bytes(contents: &[u8]) -> Result<usize> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: contents.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    Ok(brotli::BrotliCompress(
        &mut &contents[..],
        &mut compressed,
        &parameters,
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_limit_fails() {
        let check = |bytes, fits| {
            let files = vec![("a".into(), 1_000), ("b".into(), bytes)];
            let load = Load {
                name: "load",
                limit: 5_000,
                files,
            };
            assert_eq!(load.check().is_ok(), fits, "{bytes}");
        };
        check(4_000, true);
        check(4_001, false);
    }

    #[test]
    fn repetition_is_compressed() -> Result<()> {
        assert!(wire_bytes(&[b'a'; 100_000])? < 100);
        Ok(())
    }
}
