//! What the core needs from outside: network, clock, randomness and a journal. The core has no other way to the world, so a run
//! is replayed exactly from a seed; the adapters are in `browser`, the doubles in the tests.

use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

pub type Request = http::Request<Vec<u8>>;
pub type Response = http::Response<Vec<u8>>;

/// No answer came. Whether the other side acted is **unknown**, but for `Offline`: a write must not be taken for failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// The network refused or cut the connection, or the browser blocked the call (CORS, CSP, offline).
    #[error("no connection")]
    Network,
    /// No answer within the adapter's deadline.
    #[error("no answer in time")]
    TimedOut,
    /// The device says that it has no network, so nothing was sent.
    #[error("offline")]
    Offline,
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
    /// All records, in no order; nothing if the journal cannot be read.
    fn all(&self) -> LocalBoxFuture<'_, Vec<String>>;
}

/// The primitives of sealing (`handover::hpke`), as Web Cryptography has them. Every answer is `None` where the browser refuses.
pub trait Crypto {
    /// SHA-256.
    fn digest<'a>(&'a self, bytes: &'a [u8]) -> LocalBoxFuture<'a, Option<[u8; 32]>>;
    /// HMAC with SHA-256. The key is never empty.
    fn hmac<'a>(&'a self, key: &'a [u8], bytes: &'a [u8]) -> LocalBoxFuture<'a, Option<[u8; 32]>>;
    /// AES-128-GCM: the ciphertext with the tag of 16 bytes behind it.
    fn encrypt<'a>(&'a self, with: &'a Aead, text: &'a [u8])
    -> LocalBoxFuture<'a, Option<Vec<u8>>>;
    /// The text, if ciphertext, tag and what goes along with them are what they were.
    fn decrypt<'a>(
        &'a self,
        with: &'a Aead,
        sealed: &'a [u8],
    ) -> LocalBoxFuture<'a, Option<Vec<u8>>>;
    /// A new pair of keys on the curve P-256, for one use.
    fn generate(&self) -> LocalBoxFuture<'_, Option<Box<dyn PrivateKey>>>;
}

/// What an AES-GCM call takes besides its text.
pub struct Aead {
    pub key: [u8; 16],
    pub nonce: [u8; 12],
    /// Goes along in the clear, and cannot be altered.
    pub beside: Vec<u8>,
}

/// A point of P-256 in its uncompressed form (SEC 1 section 2.3.3).
pub type PublicKey = [u8; 65];

/// A private key on P-256, which stays with whoever implements this.
pub trait PrivateKey {
    fn public(&self) -> PublicKey;
    /// Diffie-Hellman: the x coordinate of the shared point. `None` for what is no point of the curve.
    fn agree<'a>(&'a self, theirs: &'a PublicKey) -> LocalBoxFuture<'a, Option<[u8; 32]>>;
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
