//! What the first load weighs on the wire: every file of it, compressed with brotli 11 as static hosts send it.
//! The limit is what a usual stack (React, Fluent, MSAL, Graph client) weighs with one empty form.

use std::{fs, path::Path};

use anyhow::{Result, ensure};

use crate::{html, site};

/// 178 kB.
const LIMIT: usize = 178_000;

pub struct FirstLoad {
    /// Name and bytes on the wire, the heaviest first.
    pub files: Vec<(String, usize)>,
}

impl FirstLoad {
    pub fn measure(site: &Path) -> Result<Self> {
        let page = fs::read_to_string(site.join("index.html"))?;
        let mut names = html::local_files(&page);
        names.extend(
            site::SIGN_IN
                .iter()
                .chain(&["index.html", "config.json"])
                .map(ToString::to_string),
        );
        let mut files = Vec::new();
        for name in names {
            let bytes = wire_bytes(&fs::read(site.join(&name))?)?;
            files.push((name, bytes));
        }
        files.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        Ok(Self { files })
    }

    pub fn total(&self) -> usize {
        self.files.iter().map(|(_, bytes)| bytes).sum()
    }

    pub fn table(&self) -> String {
        let line = |(name, bytes): &(String, usize)| format!("  {bytes:>8}  {name}\n");
        let files: String = self.files.iter().map(line).collect();
        format!(
            "first load, bytes on the wire (brotli 11):\n{files}  {:>8}  in all, of at most {LIMIT}",
            self.total()
        )
    }

    pub fn check(&self) -> Result<()> {
        ensure!(
            self.total() <= LIMIT,
            "the first load weighs {} bytes on the wire, more than {LIMIT}",
            self.total()
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
            let load = FirstLoad {
                files: vec![("a".into(), 1_000), ("b".into(), bytes)],
            };
            assert_eq!(load.check().is_ok(), fits, "{bytes}");
        };
        check(LIMIT - 1_000, true);
        check(LIMIT - 999, false);
    }

    #[test]
    fn repetition_is_compressed() -> Result<()> {
        assert!(wire_bytes(&[b'a'; 100_000])? < 100);
        Ok(())
    }
}
