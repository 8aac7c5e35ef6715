//! A tab with the page in it: the four ports of the core. Everything that a tab does to the world goes through here, and here it
//! crashes, freezes and loses its network.

use crate::browser::{Browser, LastWrite};
use crate::deeds::Deed;
use crate::faults::{Fault, OF_A_JOURNAL, OF_A_SENDER};
use crate::intents;
use crate::people::Person;
use crate::world::{Event, Millis, World, time};
use chrono::{DateTime, Utc};
use entra_handover::bugs::{self, Bug};
use entra_handover::ports::{
    Clock, Http, Journal, JournalUnwritable, Ports, Random, Request, Response, Unreachable,
};
use futures_util::future::LocalBoxFuture;
use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

/// What an adapter waits for an answer.
pub const DEADLINE: Millis = 30_000;
const SECOND: Millis = 1_000;

#[derive(Clone, Copy)]
pub struct Tab<'w> {
    pub world: &'w World,
    pub number: usize,
}

impl<'w> Tab<'w> {
    pub fn person(&self) -> &'w Person {
        &self.world.people[self.number]
    }

    pub fn browser(&self) -> &'w Browser {
        &self.world.browsers[self.person().browser]
    }

    pub fn ports(&self) -> Ports<'_> {
        Ports {
            http: self,
            clock: self,
            random: self,
            journal: self,
        }
    }

    /// Waits until `ready`. Somebody has to wake this tab.
    pub async fn until(&self, ready: impl Fn() -> bool) {
        poll_fn(|_| {
            if ready() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    pub fn pause(&self, millis: Millis) -> impl Future<Output = ()> + 'w {
        let (world, person) = (self.world, self.number);
        let end = world.now() + millis;
        world.at(end, Event::Wake { person });
        poll_fn(move |_| match world.now() >= end {
            true => Poll::Ready(()),
            false => Poll::Pending,
        })
    }

    /// Becomes the writer of this browser, when no other tab is.
    pub async fn lock(&self) {
        let browser = self.browser();
        loop {
            if bugs::is_on(Bug::TwoWriters)
                || browser
                    .writer
                    .get()
                    .is_none_or(|writer| writer == self.number)
            {
                browser.writer.set(Some(self.number));
                return;
            }
            self.pause(2 * SECOND).await;
        }
    }

    pub fn say(&self, line: impl FnOnce() -> String) {
        let world = self.world;
        world.trace.say(world.now(), || {
            format!("{:<8} {}", self.person().name, line())
        });
    }

    /// The tab is gone. Nothing after this happens.
    pub async fn crash(&self, last: LastWrite) -> ! {
        self.say(|| format!("CRASH, last journal write {last:?}"));
        self.person().dying.set(Some(last));
        std::future::pending::<std::convert::Infallible>().await;
        unreachable!("a crashed tab is not polled")
    }

    fn freeze(&self, millis: Millis) {
        self.say(|| format!("FREEZE for {} s", millis / SECOND));
        let world = self.world;
        let frozen = &self.person().frozen_until;
        frozen.set(frozen.get().max(world.now() + millis));
        world.at(
            frozen.get(),
            Event::Wake {
                person: self.number,
            },
        );
    }

    fn is_offline(&self) -> bool {
        !self.world.is_calm() && self.browser().offline_until.get() > self.world.now()
    }

    fn go_offline(&self, millis: Millis) {
        self.say(|| format!("OFFLINE for {} s", millis / SECOND));
        let until = self.world.now() + millis;
        self.browser().offline_until.set(until);
    }

    async fn exchange(&self, request: Request) -> Result<Response, Unreachable> {
        let world = self.world;
        let fault = world.strikes(OF_A_SENDER);
        match fault {
            Some(Fault::CrashBefore) => self.crash(LastWrite::Lost).await,
            // A device without a network does not lose it again: it asks every two seconds, and would never have it back.
            Some(Fault::OfflineShort | Fault::OfflineLong) if self.is_offline() => {}
            Some(Fault::OfflineShort) => self.go_offline(40 * SECOND),
            Some(Fault::OfflineLong) => self.go_offline(600 * SECOND),
            _ => {}
        }
        if self.is_offline() {
            return Err(Unreachable::Offline);
        }
        let deed = Deed::of(&request);
        intents::before(self, &request, &deed);
        let exchange = world.send(self.number, request, deed);
        match fault {
            Some(Fault::CrashAfter) => self.crash(LastWrite::Kept).await,
            Some(Fault::Nap) => self.freeze(120 * SECOND),
            Some(Fault::Sleep) => self.freeze(5 * 3600 * SECOND),
            Some(Fault::Cancel) => {
                self.say(|| "CANCEL".to_owned());
                if let Some(cancel) = self.person().cancel.borrow().as_ref() {
                    cancel.request();
                }
            }
            _ => {}
        }
        self.until(|| world.exchanges.borrow()[exchange].answer.is_some())
            .await;
        let answer = world.exchanges.borrow_mut()[exchange].answer.take();
        answer.unwrap_or(Err(Unreachable::Network))
    }

    async fn write(&self, run: &str, text: String) -> Result<(), JournalUnwritable> {
        self.world.check_leaks("the journal", text.as_bytes());
        self.world.trace.note_bytes(text.as_bytes());
        if self.world.look_ends.get().is_none() {
            let choices = self.world.choices.borrow().taken.len();
            self.world.look_ends.set(Some(choices));
        }
        let fault = self.world.strikes(OF_A_JOURNAL);
        if fault == Some(Fault::Full) {
            self.say(|| "JOURNAL FULL".to_owned());
            return Err(JournalUnwritable);
        }
        self.browser().begin(self.number, run, text);
        match fault {
            Some(Fault::CrashKept) => self.crash(LastWrite::Kept).await,
            Some(Fault::CrashLost) => self.crash(LastWrite::Lost).await,
            Some(Fault::CrashTorn) => self.crash(LastWrite::Torn).await,
            _ => {}
        }
        self.pause(3).await;
        self.browser().commit(self.number);
        Ok(())
    }
}

impl Http for Tab<'_> {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
        Box::pin(self.exchange(request))
    }
}

impl Clock for Tab<'_> {
    fn now(&self) -> DateTime<Utc> {
        time(self.world.now() + self.browser().skew)
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'_, ()> {
        let millis = i64::try_from(duration.as_millis()).expect("no flow sleeps for an age");
        Box::pin(self.pause(millis))
    }
}

impl Random for Tab<'_> {
    fn fill(&self, bytes: &mut [u8]) {
        let mut chance = self.world.chance.borrow_mut();
        for byte in bytes {
            *byte = chance.below(256) as u8;
        }
    }
}

impl Journal for Tab<'_> {
    fn put(&self, run: &str, record: String) -> LocalBoxFuture<'_, Result<(), JournalUnwritable>> {
        let run = run.to_owned();
        Box::pin(async move { self.write(&run, record).await })
    }

    fn remove(&self, run: &str) -> LocalBoxFuture<'_, ()> {
        let run = run.to_owned();
        Box::pin(async move { self.browser().forget(&run) })
    }

    fn all(&self) -> LocalBoxFuture<'_, Vec<String>> {
        Box::pin(async move { self.browser().texts() })
    }
}
