//! Digests of file contents: tells whether anything changed since the last build, whatever the clocks say.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// A digest in hexadecimal.
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// One digest over the names and contents of files and of everything in folders, in a fixed order.
pub fn of_files(base: &Path, names: &[&str]) -> Result<String> {
    let mut digest = Sha256::new();
    for name in names {
        for file in files_under(&base.join(name))? {
            let contents =
                fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
            digest.update(
                file.strip_prefix(base)
                    .unwrap_or(&file)
                    .to_string_lossy()
                    .as_bytes(),
            );
            digest.update([0]);
            digest.update(Sha256::digest(&contents));
        }
    }
    Ok(hex(&digest.finalize()))
}

/// All files of a folder and the folders in it, sorted; the path itself if it is a file; nothing if it is not there.
pub fn files_under(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            files.extend(files_under(&entry?.path())?);
        }
    }
    files.sort();
    Ok(files)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_the_published_one() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            of_bytes(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_changed_file_changes_the_digest() -> Result<()> {
        let base = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        fs::create_dir_all(base.join("folder"))?;
        fs::write(base.join("folder/a"), "one")?;
        let before = of_files(&base, &["folder", "not-there"])?;
        assert_eq!(before, of_files(&base, &["folder"])?);
        fs::write(base.join("folder/a"), "two")?;
        assert_ne!(before, of_files(&base, &["folder"])?);
        Ok(fs::remove_dir_all(base)?)
    }
}
