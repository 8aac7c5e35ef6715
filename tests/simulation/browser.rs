//! A browser as the tabs in it share it: the journal on its disk, the lock of the one writer, its clock's error and its network.
//! It knows nothing of what is journalled.

use crate::world::Millis;
use entra_handover::setup::journal::Record;
use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;

/// What became of a journal write that a crash met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastWrite {
    Kept,
    Lost,
    /// Half of it lies beside the record before: a database replaces a record as a whole, or not at all.
    Torn,
}

#[derive(Default)]
pub struct Browser {
    /// How far its clock is wrong.
    pub skew: Millis,
    pub offline_until: Cell<Millis>,
    /// The person whose tab may write.
    pub writer: Cell<Option<usize>>,
    /// What would be there after a crash, by run.
    disk: RefCell<BTreeMap<String, String>>,
    debris: RefCell<Vec<String>>,
    /// Writes that are not acknowledged yet: who, which run, what.
    pending: RefCell<Vec<(usize, String, String)>>,
    /// The disk as records, by run; what changed since somebody looked is read anew.
    read: RefCell<Vec<Record>>,
    changed: RefCell<Vec<String>>,
}

impl Browser {
    pub fn new(skew: Millis) -> Self {
        Self {
            skew,
            ..Self::default()
        }
    }

    pub fn begin(&self, person: usize, run: &str, text: String) {
        self.pending
            .borrow_mut()
            .push((person, run.to_owned(), text));
    }

    /// The first write under way of this person is on the disk.
    pub fn commit(&self, person: usize) {
        let mut pending = self.pending.borrow_mut();
        let first = pending.iter().position(|(of, ..)| *of == person);
        if let Some(first) = first {
            let (_, run, text) = pending.remove(first);
            self.note_change(&run);
            self.disk.borrow_mut().insert(run, text);
        }
    }

    /// The person's tab is gone: so are its writes, but for what the disk made of them.
    pub fn crash(&self, person: usize, last: LastWrite) {
        while self.pending.borrow().iter().any(|(of, ..)| *of == person) {
            match last {
                LastWrite::Kept => self.commit(person),
                LastWrite::Lost | LastWrite::Torn => {
                    let mut pending = self.pending.borrow_mut();
                    let first = pending.iter().position(|(of, ..)| *of == person);
                    let (_, _, mut text) = pending.remove(first.unwrap_or_default());
                    if last == LastWrite::Torn {
                        text.truncate(text.len() / 2);
                        self.debris.borrow_mut().push(text);
                    }
                }
            }
        }
        if self.writer.get() == Some(person) {
            self.writer.set(None);
        }
    }

    pub fn forget(&self, run: &str) {
        self.disk.borrow_mut().remove(run);
        self.note_change(run);
    }

    fn note_change(&self, run: &str) {
        let mut changed = self.changed.borrow_mut();
        if !changed.iter().any(|one| one == run) {
            changed.push(run.to_owned());
        }
    }

    pub fn texts(&self) -> Vec<String> {
        let disk = self.disk.borrow();
        let debris = self.debris.borrow();
        debris.iter().chain(disk.values()).cloned().collect()
    }

    /// The records that a crash would leave.
    pub fn records(&self) -> Ref<'_, Vec<Record>> {
        let changed = self.changed.take();
        if !changed.is_empty() {
            let mut read = self.read.borrow_mut();
            read.retain(|record| !changed.contains(&record.run));
            let disk = self.disk.borrow();
            let texts = changed.iter().filter_map(|run| disk.get(run));
            read.extend(texts.filter_map(|text| Record::read(text)));
        }
        self.read.borrow()
    }

    /// Whether `of` the record of that run is true on the disk.
    pub fn has(&self, run: &str, of: impl Fn(&Record) -> bool) -> bool {
        let records = self.records();
        records.iter().any(|record| record.run == run && of(record))
    }
}
