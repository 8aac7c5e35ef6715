//! How long and how often a call is tried again: a pure table from (failure, attempt, call) to a delay or the end. It sends
//! nothing and sleeps nowhere.
//!
//! Figures: FACTS section 6.1 (others poll 5 s for 3 minutes; 30 s is nearly always enough) and the throttling guide.

use super::failure::{Failure, Kind};
use crate::bugs::{self, Bug};
use crate::ports::Unreachable;
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

/// Why a call is sent again; each kind has its own pace and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The service named a time. It is kept to, however long the call has taken: an early retry is what throttling punishes.
    Asked,
    /// Something that was just made is not known everywhere: polled, because it passes by itself.
    Lag,
    /// Something broke. These count against the run's budget: when everything fails, many clients that go on make it worse.
    Trouble,
    /// The device has no network. It waits as long as the user does, and counts against nothing: nothing is sent.
    Offline,
}

/// No call is tried for longer than this, nor waits for longer than this when it is asked to.
pub const DEADLINE: Duration = Duration::from_secs(300);
const DEADLINE_BRIEF: Duration = Duration::from_secs(20);
const DEADLINE_GONE: Duration = Duration::from_secs(60);
/// Tries after trouble, for one call.
const TRIES: u32 = 12;
/// Shorter waits would come before the service has noticed anything.
const SHORTEST: Duration = Duration::from_secs(1);
/// How often the device is asked whether its network is back.
const OFFLINE: Duration = Duration::from_secs(2);

impl Patience {
    /// The delay before the next attempt and its reason, or `None` to give up. `attempt` counts from 1 for the first failure;
    /// `spent` is the time since the first attempt; `jitter` is a random byte.
    pub fn next(
        self,
        failure: &Failure,
        attempt: u32,
        spent: Duration,
        jitter: u8,
    ) -> Option<(Wait, Duration)> {
        if !self.covers(failure) {
            return None;
        }
        let deadline = match self {
            _ if bugs::is_on(Bug::RetryForEver) => Duration::MAX,
            Self::Brief => DEADLINE_BRIEF,
            Self::UntilGone => DEADLINE_GONE,
            _ => DEADLINE,
        };
        match (&failure.kind, failure.retry_after) {
            (Kind::Unreachable(Unreachable::Offline), _) if self != Self::Brief => {
                Some((Wait::Offline, OFFLINE))
            }
            // A longer wait is not cut short but reported: who comes back earlier than asked is throttled for longer. So does who gives up
            // after a minute, and then asks for the same thing by another call.
            (_, Some(asked)) => {
                let longest = match self {
                    Self::Brief => DEADLINE_BRIEF,
                    _ => DEADLINE,
                };
                let kept = asked <= longest && spent < deadline.max(longest);
                kept.then(|| (Wait::Asked, asked.max(SHORTEST)))
            }
            (Kind::NotFound | Kind::NotReplicated, None) => {
                let delay = lag(attempt, jitter);
                (spent + delay <= deadline).then_some((Wait::Lag, delay))
            }
            (kind, None) => {
                let delay = backoff(kind, attempt, jitter);
                (attempt < TRIES && spent + delay <= deadline).then_some((Wait::Trouble, delay))
            }
        }
    }

    fn covers(self, failure: &Failure) -> bool {
        let lag = matches!(failure.kind, Kind::NotFound | Kind::NotReplicated);
        let passing = matches!(
            failure.kind,
            Kind::Throttled | Kind::Busy | Kind::Unreachable(Unreachable::Offline)
        );
        // This attempt's own outcome: what became of an earlier one must not turn a definite answer into another try.
        let unknown = !passing
            && matches!(
                failure.kind,
                Kind::Unreachable(_) | Kind::Unavailable | Kind::Garbled
            );
        match self {
            Self::Repeatable | Self::Brief => passing || unknown,
            Self::UntilGone if bugs::is_on(Bug::NotFoundMeansGone) => passing || unknown,
            Self::RepeatableWhenReplicated | Self::UntilGone => passing || unknown || lag,
            Self::OnceWhenReplicated => (passing || lag) && !unknown,
        }
    }
}

/// Doubles from half a second to sixteen, less up to a half by chance: most lag passes in seconds, and what has not come after a
/// minute is seldom worth more than a look now and then.
fn lag(attempt: u32, jitter: u8) -> Duration {
    let full = doubled(500, attempt).min(16_000);
    Duration::from_millis(full - full * u64::from(jitter) / 512)
}

/// Full jitter: anything up to a limit that doubles from one second to thirty, so that clients that failed together do not come
/// back together. Throttling that named no time starts at five seconds, and never waits less than half of its limit.
fn backoff(kind: &Kind, attempt: u32, jitter: u8) -> Duration {
    let (base, floor_of): (u64, fn(u64) -> u64) = match kind {
        Kind::Throttled => (5_000, |full| full / 2),
        _ => (1_000, |_| 0),
    };
    let full = doubled(base, attempt).min(30_000);
    let floor = floor_of(full);
    Duration::from_millis(floor + (full - floor) * u64::from(jitter) / 255)
}

fn doubled(base: u64, attempt: u32) -> u64 {
    base << attempt.saturating_sub(1).min(6)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for kind in [
            Kind::Throttled,
            Kind::Busy,
            Kind::Unreachable(Unreachable::Offline),
        ] {
            for patience in [
                Repeatable,
                RepeatableWhenReplicated,
                OnceWhenReplicated,
                UntilGone,
            ] {
                check(patience, kind.clone(), true);
            }
        }
        for kind in [
            Kind::Unavailable,
            Kind::Garbled,
            Kind::Unreachable(Unreachable::Network),
            Kind::Unreachable(Unreachable::TimedOut),
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
        let check = |asked: Option<u64>, kind: Kind, attempt, spent, jitter, expected| {
            let failure = Failure {
                retry_after: asked.map(Duration::from_millis),
                ..Failure::of(kind.clone())
            };
            let patience = Patience::RepeatableWhenReplicated;
            let next = patience.next(&failure, attempt, Duration::from_secs(spent), jitter);
            let next = next.map(|(wait, delay)| (wait, delay.as_millis()));
            assert_eq!(next, expected, "{kind:?} {attempt} {spent} {jitter}");
        };
        let trouble = |millis: u128| Some((Wait::Trouble, millis));
        check(None, Kind::Unavailable, 1, 0, 255, trouble(1_000));
        check(None, Kind::Unavailable, 1, 0, 0, trouble(0));
        check(None, Kind::Unavailable, 4, 0, 255, trouble(8_000));
        check(None, Kind::Unavailable, 11, 0, 255, trouble(30_000));
        check(None, Kind::Unavailable, 12, 0, 0, None);
        check(None, Kind::Unavailable, 4, 299, 255, None);
        check(None, Kind::Throttled, 1, 0, 255, trouble(5_000));
        check(None, Kind::Throttled, 1, 0, 0, trouble(2_500));
        let lag = |millis: u128| Some((Wait::Lag, millis));
        check(None, Kind::NotFound, 1, 0, 0, lag(500));
        check(None, Kind::NotFound, 40, 200, 0, lag(16_000));
        check(None, Kind::NotFound, 40, 299, 0, None);
        let asked = |millis: u128| Some((Wait::Asked, millis));
        check(Some(7_000), Kind::Throttled, 1, 0, 0, asked(7_000));
        check(Some(249), Kind::Throttled, 1, 0, 0, asked(1_000));
        check(Some(300_000), Kind::Throttled, 1, 2, 0, asked(300_000));
        check(Some(300_001), Kind::Throttled, 1, 0, 0, None);
        check(Some(60_000), Kind::Throttled, 30, 250, 0, asked(60_000));
        check(Some(60_000), Kind::Throttled, 2, 300, 0, None);
        // What is given up after a minute may be asked for again by another call at once, and then comes too early.
        let throttled = Failure {
            retry_after: Some(Duration::from_secs(7)),
            ..Failure::of(Kind::Throttled)
        };
        let minute = Duration::from_secs(61);
        let next = Patience::UntilGone.next(&throttled, 9, minute, 0);
        assert_eq!(next, Some((Wait::Asked, Duration::from_secs(7))));
        let offline = Kind::Unreachable(Unreachable::Offline);
        check(None, offline, 4_000, 9_000, 0, Some((Wait::Offline, 2_000)));
    }
}
