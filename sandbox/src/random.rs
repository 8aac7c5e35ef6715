//! The sandbox's only source of chance: a generator seeded by the settings, so that a run is repeated exactly.
//! It knows nothing of what its values are used for.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use uuid::Uuid;

/// What Entra's generated secrets are made of: unreserved in URLs and form bodies (FACTS section 7.1).
const SECRET_ALPHABET: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~_";

/// A seeded generator of ids, secrets and delays.
#[derive(Debug, Clone)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// Starts the sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// The next random (version 4) GUID.
    pub fn guid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Sixteen random bytes.
    pub fn bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// A client secret in the shape of Entra's: three characters (the hint), `8Q~`, and 34 more.
    pub fn client_secret(&mut self) -> String {
        format!("{}8Q~{}", self.text(3), self.text(34))
    }

    /// `length` characters that need no escaping in a URL.
    pub fn text(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| char::from(SECRET_ALPHABET[(self.0.next_u32() % 64) as usize]))
            .collect()
    }

    /// A whole number between `low` and `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0) + 1;
        low + i64::try_from(self.0.next_u64() % span).unwrap_or(0)
    }

    /// One of two things, equally likely.
    pub fn coin(&mut self) -> bool {
        self.0.next_u32() & 1 == 1
    }
}
