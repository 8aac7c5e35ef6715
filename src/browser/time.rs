//! The clock port over the browser's.

use crate::ports::Clock;
use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

#[derive(Default)]
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(gloo_timers::future::sleep(duration))
    }
}
