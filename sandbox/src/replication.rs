//! When a write becomes visible where: Entra is eventually consistent, and each object has delays of its own (FACTS section 6.1).
//! It knows times only; the modules that read an object ask it and choose the error.

use chrono::{DateTime, TimeDelta, Utc};

use crate::random::Random;

/// The moments from which the readers of one object see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replication {
    /// Reads by id or alternate key, and writes to the object itself.
    pub readable: DateTime<Utc>,
    /// Other objects may refer to it: a service principal to its application, a grant to its service principal.
    pub referable: DateTime<Utc>,
    /// Lists and `$filter`, which read an index.
    pub indexed: DateTime<Utc>,
}

impl Replication {
    /// Visible from the beginning of time: what the tenant held before the sandbox started.
    pub fn complete() -> Self {
        let start = DateTime::<Utc>::MIN_UTC;
        Self {
            readable: start,
            referable: start,
            indexed: start,
        }
    }

    /// Draws the delays of an object written `now`; each is between half of `lag_ms` and all of it.
    pub fn after_write(now: DateTime<Utc>, lag_ms: u32, random: &mut Random) -> Self {
        Self {
            readable: delayed(now, lag_ms, random),
            referable: delayed(now, lag_ms, random),
            indexed: delayed(now, lag_ms, random),
        }
    }
}

/// One delay after `now`; with no lag it is `now` itself, and nothing is drawn.
pub fn delayed(now: DateTime<Utc>, lag_ms: u32, random: &mut Random) -> DateTime<Utc> {
    if lag_ms == 0 {
        return now;
    }
    let lag = i64::from(lag_ms);
    now + TimeDelta::milliseconds(random.between(lag / 2, lag))
}
