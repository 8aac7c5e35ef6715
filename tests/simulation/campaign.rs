//! Many schedules, on as many threads as there are processors: each schedule runs on one thread from its beginning to its end, and
//! what it comes to does not depend on which. A panic in a schedule is a violation like any other.

use crate::choices::Choices;
use crate::executor::{Played, play};
use crate::trace::Trace;
use entra_handover::bugs;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// What does not hold, and how it showed.
pub type Violation = (&'static str, String);

thread_local! {
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Panics are reported with their schedule and not on their own.
pub fn catch_panics() {
    std::panic::set_hook(Box::new(|info| {
        PANIC.with(|panic| panic.replace(Some(info.to_string())));
    }));
}

pub fn play_seed(seed: u64) -> Played {
    guarded(|trace| play(seed, Choices::seeded(seed), trace))
}

pub fn play_list(seed: u64, list: &[u8]) -> Played {
    guarded(|trace| play(seed, Choices::listed(list.to_vec()), trace))
}

fn guarded(work: impl FnOnce(Trace) -> Played) -> Played {
    catch_unwind(AssertUnwindSafe(|| work(Trace::silent()))).unwrap_or_else(|_| {
        let text = PANIC.with(|panic| panic.take()).unwrap_or_default();
        Played::panicked(text)
    })
}

pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does `work` for each number below `count`, and gives the results in no order, with the processor time it took. The threads
/// have the bug that the caller has.
pub fn spread<T: Send>(
    count: usize,
    work: impl Fn(usize) -> Option<T> + Sync,
) -> (Vec<T>, Duration) {
    let bug = bugs::on();
    let next = AtomicUsize::new(0);
    let results = Mutex::new((Vec::new(), Duration::ZERO));
    std::thread::scope(|scope| {
        for _ in 0..threads() {
            scope.spawn(|| {
                bugs::turn_on(bug);
                let mut mine = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    mine.extend(work(number));
                }
                let mut results = results
                    .lock()
                    .expect("no thread panics while it holds this");
                results.0.append(&mut mine);
                results.1 += processor_time();
            });
        }
    });
    results
        .into_inner()
        .expect("no thread panics while it holds this")
}

/// What this thread has had of a processor: on a busy machine the clock on the wall says nothing.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}
