//! What the core needs from outside: network, clock, randomness and a journal. The core has no other way to the world, so a run
//! is replayed exactly from a seed; the adapters are in `browser`, the doubles in the tests.

use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

pub type Request = http::Request<Vec<u8>>;
pub type Response = http::Response<Vec<u8>>;

/// No answer came. Whether the other side acted is **unknown**: a write must not be taken for failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// The network refused or cut the connection, or the browser blocked the call (CORS, CSP, offline).
    #[error("no connection")]
    Network,
    /// No answer within the adapter's deadline.
    #[error("no answer in time")]
    TimedOut,
}

/// The one way to the network. An implementer sends the request once, as it is: no retry, no redirect, no cookie, no cache.
pub trait Http {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>>;
}

/// Time. `now` may be wrong by hours on a real machine: compare it only with times that it gave itself.
pub trait Clock {
    fn now(&self) -> DateTime<Utc>;
    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'_, ()>;
}

/// Cryptographically strong randomness.
pub trait Random {
    fn fill(&self, bytes: &mut [u8]);
}

/// The journal could not be written: storage is full or blocked. The run goes on only if the user was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal could not be written")]
pub struct JournalUnwritable;

/// Remembers what a run is about to do, before it does it, across a reload. One record a run, replaced as a whole; the record
/// holds ids, steps and times by allow-list (`setup::journal`), never a secret.
pub trait Journal {
    /// Returns when the record would survive a crash.
    fn put(&self, run: &str, record: String) -> LocalBoxFuture<'_, Result<(), JournalUnwritable>>;
    fn remove(&self, run: &str) -> LocalBoxFuture<'_, ()>;
    /// All records, oldest run first.
    fn all(&self) -> LocalBoxFuture<'_, Vec<String>>;
}

/// The ports together, as the flows take them.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    pub http: &'a dyn Http,
    pub clock: &'a dyn Clock,
    pub random: &'a dyn Random,
    pub journal: &'a dyn Journal,
}

/// `bytes` random bytes in lower-case hexadecimal.
pub fn random_hex(random: &dyn Random, bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    random.fill(&mut buffer);
    let mut text = String::with_capacity(bytes * 2);
    for byte in buffer {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
    }
    text
}
