//! What happened, in order: always as a hash, by which two runs of one seed are compared, and as text when somebody reads it.

use crate::world::Millis;
use std::cell::{Cell, RefCell};

/// The record of a schedule.
pub struct Trace {
    hash: Cell<u64>,
    lines: Option<RefCell<Vec<String>>>,
}

impl Trace {
    pub fn silent() -> Self {
        Self {
            hash: Cell::new(0xcbf2_9ce4_8422_2325),
            lines: None,
        }
    }

    pub fn readable() -> Self {
        Self {
            lines: Some(RefCell::default()),
            ..Self::silent()
        }
    }

    /// Takes something into the hash.
    pub fn note(&self, value: u64) {
        let mixed = (self.hash.get() ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.hash.set(mixed.rotate_left(29));
    }

    pub fn note_bytes(&self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        for word in words {
            self.note(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            self.note(u64::from_le_bytes(word));
        }
    }

    /// A line for the reader, if there is one.
    pub fn say(&self, at: Millis, line: impl FnOnce() -> String) {
        if let Some(lines) = &self.lines {
            let (seconds, millis) = (at / 1000, at % 1000);
            let (minutes, seconds) = (seconds / 60, seconds % 60);
            let line = format!("{minutes:>5}:{seconds:02}.{millis:03}  {}", line());
            lines.borrow_mut().push(line);
        }
    }

    pub fn hash(&self) -> u64 {
        self.hash.get()
    }

    pub fn lines(&self) -> Vec<String> {
        self.lines
            .as_ref()
            .map_or(Vec::new(), |lines| lines.borrow().clone())
    }
}
