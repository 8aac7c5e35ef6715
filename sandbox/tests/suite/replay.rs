//! Recorded conversations with Microsoft Graph: the project's own, and those of a folder beside the repository when it is there.

use std::path::{Path, PathBuf};

use sandbox::replay::{Counts, Report, replay};

/// No mismatch.
const NONE: &[String] = &[];

#[test]
fn the_own_conversations_match() {
    let report = played(&beside("conversations"));
    assert_eq!(report.mismatches(), NONE);
    let Counts {
        matched,
        out_of_scope,
        ..
    } = report.total();
    assert!(matched >= 60, "{matched} exchanges were played");
    assert_eq!(out_of_scope, 0);
}

#[test]
fn recorded_conversations_match() {
    let named = std::env::var_os("ENTRA_RECORDINGS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| beside("../../shared/graph/recordings"));
    if !folder.is_dir() {
        return;
    }
    let report = played(&folder);
    assert_eq!(report.mismatches(), NONE);
    let Counts {
        matched,
        out_of_scope,
        ..
    } = report.total();
    assert!(matched > 0, "the folder holds no recording");
    assert!(
        out_of_scope * 5 <= matched + out_of_scope,
        "{out_of_scope} exchanges were left out"
    );
}

#[test]
fn the_report_tells_what_differs_and_where() {
    let folder = std::env::temp_dir().join(format!("entra-handover-replay-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for temporary files");
    let exchange = |status: u16| {
        format!(
            r#"{{"op": "application.get", "request": {{"method": "GET", "path": "/v1.0/applications/2f6b8e40-1c7d-4a95-8e3b-7d0c5f9a1b62", "body": null}},
            "response": {{"status": {status}, "headers": {{}}, "body": {{}}}}, "provenance": "constructed"}}"#
        )
    };
    let text = format!(r#"{{"exchanges": [{}, {}]}}"#, exchange(200), exchange(410));
    std::fs::write(folder.join("one.json"), text).expect("a temporary file");
    let report = played(&folder);
    std::fs::remove_dir_all(&folder).expect("the folder that was made above");
    let [line] = report.mismatches() else {
        panic!("one mismatch is expected: {report}");
    };
    assert!(
        line.starts_with("one.json #1 application.get: status 404 instead of 410"),
        "{line}"
    );
    assert!(
        report
            .to_string()
            .ends_with("1 matched, 1 mismatched, 0 out of scope"),
        "{report}"
    );
}

fn played(folder: &Path) -> Report {
    match replay(folder, &[]) {
        Ok(report) => report,
        Err((file, error)) => panic!("{}: {error}", file.display()),
    }
}

fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
