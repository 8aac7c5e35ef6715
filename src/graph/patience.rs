//! How long and how often a call is tried again: a pure table from (failure, attempt, call) to a delay or the end. It sends
//! nothing and sleeps nowhere.
//!
//! Figures: FACTS section 6.1 (others poll 5 s for 3 minutes; 30 s is nearly always enough) and the throttling guide.

use super::failure::{Failure, Kind};
use std::time::Duration;

/// What may be done when a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Safe to send again, whatever happened (RFC 9110 section 9.2.2: reads, upserts, deletes by id).
    Repeatable,
    /// As `Repeatable`, and the object it names may just have been made: "not found" is waited out.
    RepeatableWhenReplicated,
    /// Each success makes something more: sent again only after a failure that surely did nothing. "Not found" is waited out.
    OnceWhenReplicated,
    /// The removal of what this run made or may have made, and the search for it. "Not found" may mean that it is not known everywhere yet, and would come to light
    /// later; after a minute it means that it is gone.
    UntilGone,
    /// A read before the plan, which the user is waiting for: given up soon.
    Brief,
}

/// No call is tried for longer than this.
pub const DEADLINE: Duration = Duration::from_secs(300);
const DEADLINE_BRIEF: Duration = Duration::from_secs(20);
const DEADLINE_GONE: Duration = Duration::from_secs(60);

impl Patience {
    /// The delay before the next attempt, or `None` to give up. `attempt` counts from 1 for the first failure; `spent` is the
    /// time since the first attempt; `jitter` is a random byte.
    pub fn next(
        self,
        failure: &Failure,
        attempt: u32,
        spent: Duration,
        jitter: u8,
    ) -> Option<Duration> {
        if !self.covers(failure) {
            return None;
        }
        let deadline = match self {
            Self::Brief => DEADLINE_BRIEF,
            Self::UntilGone => DEADLINE_GONE,
            _ => DEADLINE,
        };
        let delay = match failure.retry_after {
            Some(asked) => asked.max(Duration::from_millis(100)),
            None => backoff(&failure.kind, attempt, jitter),
        };
        (spent + delay <= deadline).then_some(delay)
    }

    fn covers(self, failure: &Failure) -> bool {
        let lag = matches!(failure.kind, Kind::NotFound | Kind::NotReplicated);
        let passing = matches!(failure.kind, Kind::Throttled | Kind::Busy);
        // This attempt's own outcome: what became of an earlier one must not turn a definite answer into another try.
        let unknown = matches!(
            failure.kind,
            Kind::Unreachable(_) | Kind::Unavailable | Kind::Garbled
        );
        match self {
            Self::Repeatable | Self::Brief => passing || unknown,
            Self::RepeatableWhenReplicated | Self::UntilGone => passing || unknown || lag,
            Self::OnceWhenReplicated => (passing || lag) && !unknown,
        }
    }
}

/// Doubles from half a second (five for throttling that named no time) to eight, less up to a half by chance, so that clients
/// that failed together do not come back together.
fn backoff(kind: &Kind, attempt: u32, jitter: u8) -> Duration {
    let base = if *kind == Kind::Throttled { 5_000 } else { 500 };
    let full = (base << attempt.saturating_sub(1).min(4)).min(8_000_u64);
    Duration::from_millis(full - full * u64::from(jitter) / 512)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Unreachable;

    const SOON: Duration = Duration::from_secs(1);

    #[test]
    fn only_what_is_safe_is_sent_again() {
        let check = |patience: Patience, kind: Kind, again: bool| {
            let mut failure = Failure::of(kind.clone());
            failure.code = "a code".to_owned();
            assert_eq!(
                patience.next(&failure, 1, SOON, 0).is_some(),
                again,
                "{patience:?} {kind:?}"
            );
        };
        use Patience::*;
        for kind in [Kind::Throttled, Kind::Busy] {
            for patience in [
                Repeatable,
                RepeatableWhenReplicated,
                OnceWhenReplicated,
                Brief,
            ] {
                check(patience, kind.clone(), true);
            }
        }
        for kind in [
            Kind::Unavailable,
            Kind::Garbled,
            Kind::Unreachable(Unreachable::Network),
        ] {
            check(Repeatable, kind.clone(), true);
            check(RepeatableWhenReplicated, kind.clone(), true);
            check(OnceWhenReplicated, kind, false);
        }
        for kind in [Kind::NotFound, Kind::NotReplicated] {
            check(Repeatable, kind.clone(), false);
            check(RepeatableWhenReplicated, kind.clone(), true);
            check(OnceWhenReplicated, kind, true);
        }
        for kind in [
            Kind::Forbidden,
            Kind::Refused,
            Kind::AlreadyExists,
            Kind::TokenRejected { claims: None },
        ] {
            check(RepeatableWhenReplicated, kind.clone(), false);
            check(OnceWhenReplicated, kind, false);
        }
    }

    #[test]
    fn a_definite_answer_after_a_lost_one_is_not_asked_for_again() {
        let exists = Failure {
            after_unknown: true,
            ..Failure::of(Kind::AlreadyExists)
        };
        for patience in [Patience::Repeatable, Patience::RepeatableWhenReplicated] {
            assert_eq!(patience.next(&exists, 2, SOON, 0), None);
        }
    }

    #[test]
    fn delays_grow_keep_to_what_was_asked_and_end() {
        let check = |retry_after: Option<u64>,
                     kind: Kind,
                     attempt,
                     spent,
                     jitter,
                     expected: Option<u64>| {
            let failure = Failure {
                retry_after: retry_after.map(Duration::from_millis),
                ..Failure::of(kind)
            };
            let next =
                Patience::Repeatable.next(&failure, attempt, Duration::from_secs(spent), jitter);
            assert_eq!(next, expected.map(Duration::from_millis));
        };
        check(None, Kind::Unavailable, 1, 0, 0, Some(500));
        check(None, Kind::Unavailable, 1, 0, 255, Some(251));
        check(None, Kind::Unavailable, 4, 0, 0, Some(4_000));
        check(None, Kind::Unavailable, 40, 0, 0, Some(8_000));
        check(None, Kind::Throttled, 1, 0, 0, Some(5_000));
        check(Some(7_000), Kind::Throttled, 1, 0, 0, Some(7_000));
        check(Some(0), Kind::Throttled, 1, 0, 0, Some(100));
        check(Some(60_000), Kind::Throttled, 1, 250, 0, None);
        check(None, Kind::Unavailable, 40, 299, 0, None);
    }
}
