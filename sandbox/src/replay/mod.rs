//! The replayer: plays recorded conversations with Microsoft Graph against a sandbox and says where it answers otherwise.
//! `recording` reads, `evidence` tells what was there before, `player` asks, `compare` judges, `scope` names what is left out.

mod caller;
mod compare;
mod documents;
mod evidence;
mod history;
mod ids;
mod objects;
mod path;
mod player;
mod recording;
mod report;
mod scope;

use std::path::{Path, PathBuf};

pub use recording::{Conversation, RecordingError};
pub use report::{Counts, Report};

/// Replays files; a name without a folder is looked for in `folder`. Without names: every `.json` file of the folder.
pub fn replay(folder: &Path, names: &[PathBuf]) -> Result<Report, (PathBuf, RecordingError)> {
    let mut files: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    if names.is_empty() {
        let entries = std::fs::read_dir(folder)
            .map_err(|error| (folder.to_owned(), RecordingError::Unreadable(error)))?;
        files.extend(
            entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .filter(|path| path.extension().is_some_and(|kind| kind == "json")),
        );
        files.sort();
    }
    let mut report = Report::default();
    for file in files {
        let conversation = Conversation::read(&file).map_err(|error| (file, error))?;
        player::play(&conversation, &mut report);
    }
    Ok(report)
}
