//! Microsoft's description of Graph, where this machine has it: the messages of the schedules that ask for it are held against it.
//! It looks at what the tenant was sent and answered, before the network does anything to it.

use entra_handover::ports::{Request, Response};
use sandbox::schema::Schema;
use std::cell::Cell;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Option<Schema>> =
    LazyLock::new(|| Schema::of_this_machine().expect("a description that is there can be read"));

thread_local! {
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Whether there is a description to check against.
pub fn is_here() -> bool {
    SCHEMA.is_some()
}

/// Plays with every message checked; it takes several times as long.
pub fn checked<T>(play: impl FnOnce() -> T) -> T {
    ASKED.set(true);
    let played = play();
    ASKED.set(false);
    played
}

/// What a message says that Microsoft's description has not.
pub fn foreign(request: &Request, response: &Response) -> Option<String> {
    if !ASKED.get() {
        return None;
    }
    let found = SCHEMA.as_ref()?.check(request, response);
    found.first().map(ToString::to_string)
}
