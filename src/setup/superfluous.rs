//! Which secrets of a set-up may go: what is ticked when the user is asked about old ones, and after a leak. It only suggests; what
//! is removed is what the user leaves ticked. What is not known to be ours is never among it.

use super::status::{Holder, Secret, SetUp};
use crate::ids::KeyId;
use chrono::{DateTime, Utc};

impl SetUp {
    /// The secrets that our runs are known to have made, but for the one that is kept.
    pub fn ours_but(&self, kept: Option<&Secret>) -> Vec<KeyId> {
        let ours = |one: &Secret| one.holder != Holder::Unknown && Some(one) != kept;
        self.keys(ours)
    }

    /// What the newest secret makes superfluous.
    pub fn superfluous(&self, now: DateTime<Utc>) -> Vec<KeyId> {
        match self.newest(now) {
            // Only what was handed over after them makes older ones superfluous for sure: not what was sealed, and may lie unopened.
            Some(one) if one.holder == Holder::HandedOver => self.ours_but(Some(one)),
            _ => self.keys(|one| matches!(one.holder, Holder::Lost | Holder::NeverHandedOver)),
        }
    }

    fn keys(&self, of: impl Fn(&Secret) -> bool) -> Vec<KeyId> {
        let keys = self.secrets.iter().filter(|one| of(one));
        keys.map(|one| one.credential.key).collect()
    }
}
