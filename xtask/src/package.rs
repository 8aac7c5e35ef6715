//! The extension's packages: the built site without what only a web host needs, with what only a browser extension needs, as a
//! folder to load unpacked and as an archive. The same sources give the same bytes.

use std::{
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::{
    fingerprint::{files_under, of_bytes},
    manifest::{self, Variant},
    page_script,
    sh::root,
    site,
};

/// In the site, and of no use in an extension: headers of web hosts, the bookmarklet with its small window, the receipt's published schema, and the small program
/// of the first load. A package has nothing to wait for, so the app itself starts there.
const WEB_ONLY: [&str; 8] = [
    "_headers",
    "staticwebapp.config.json",
    site::BOOKMARKLET,
    "fill.html",
    "fill.js",
    "receipt.schema.json",
    site::SIGN_IN[0],
    site::SIGN_IN[1],
];

/// The files of a package with their names in it, sorted by name.
type Files = Vec<(String, Vec<u8>)>;

/// Where the packages stand.
pub fn folder() -> PathBuf {
    root().join("dist")
}

/// Builds the packages into `dist` and prints the digest of each archive.
pub fn package() -> Result<()> {
    site::build()?;
    let dist = folder();
    for (name, variant) in [
        ("chromium", Variant::Chromium),
        ("chromium-store", Variant::ChromiumStore),
        ("firefox", Variant::Firefox),
    ] {
        let files = assemble(variant)?;
        if variant != Variant::ChromiumStore {
            unpack(&files, &dist.join(name))?;
        }
        let archive = archive(&files)?;
        fs::write(dist.join(format!("{name}.zip")), &archive)?;
        println!("{}  dist/{name}.zip", of_bytes(&archive));
    }
    Ok(())
}

fn assemble(variant: Variant) -> Result<Files> {
    let mut files = read_under(&site::folder(), &site::folder())?;
    files.retain(|(name, _)| !WEB_ONLY.contains(&name.as_str()));
    let public = root().join("public");
    for part in site::EXTENSION_ONLY {
        files.extend(read_under(&public, &public.join(part))?);
    }
    let manifest = manifest::manifest(&manifest::source()?, variant)?;
    files.push(("manifest.json".to_owned(), manifest.into_bytes()));
    files.push((
        "page.js".to_owned(),
        page_script::of_extension()?.into_bytes(),
    ));
    files.sort();
    ensure!(
        files.windows(2).all(|pair| pair[0].0 != pair[1].0),
        "two files of one name"
    );
    Ok(files)
}

/// Puts the files into `folder`, in the place of what was there.
fn unpack(files: &Files, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (name, contents) in files {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().expect("a file stands in a folder"))?;
        fs::write(file, contents)?;
    }
    Ok(())
}

/// A zip of nothing but names and contents: in the order of the files, with one time and one mode for all of them.
fn archive(files: &Files) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        // 1 January 1980, the zero of the format.
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(contents)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn read_under(base: &Path, part: &Path) -> Result<Files> {
    let mut files = Vec::new();
    for file in files_under(part)? {
        let name: PathBuf = file.strip_prefix(base)?.components().collect();
        let name = name.to_string_lossy().replace('\\', "/");
        files.push((name, fs::read(&file)?));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use zip::ZipArchive;

    #[test]
    fn the_same_files_give_the_same_bytes_and_no_trace_of_when_and_where() -> Result<()> {
        let files: Files = vec![
            ("a/b.txt".to_owned(), b"one".to_vec()),
            ("manifest.json".to_owned(), vec![b' '; 5_000]),
        ];
        let first = archive(&files)?;
        assert_eq!(first, archive(&files)?);
        let mut zip = ZipArchive::new(Cursor::new(&first))?;
        assert_eq!(zip.len(), files.len());
        for (index, (name, contents)) in files.iter().enumerate() {
            let mut entry = zip.by_index(index)?;
            assert_eq!(entry.name()?, *name);
            assert_eq!(entry.last_modified(), Some(DateTime::default()));
            assert_eq!(entry.unix_mode(), Some(0o100_644));
            assert!(entry.extra_data().unwrap_or_default().is_empty());
            let mut read = Vec::new();
            entry.read_to_end(&mut read)?;
            assert_eq!(read, *contents);
        }
        Ok(())
    }

    #[test]
    fn names_are_those_in_the_package() -> Result<()> {
        let public = root().join("public");
        let files = read_under(&public, &public.join("_locales"))?;
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            ["_locales/en/messages.json", "_locales/ko/messages.json"]
        );
        Ok(())
    }
}
