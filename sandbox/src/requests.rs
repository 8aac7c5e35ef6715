//! The log of requests that tests read: when each came, what it asked, how and when it was answered.
//! It holds no headers and no bodies, so that it holds no secret.

use chrono::{DateTime, Utc};
use http::{Request, StatusCode};
use serde::Serialize;

use crate::hosts::Address;

/// One request. Times are milliseconds since 1970.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// When it came.
    pub t: i64,
    /// When its answer left, or is due.
    pub done: i64,
    /// Method.
    pub method: String,
    /// Path in the loopback form, without the query.
    pub path: String,
    /// Status of the answer; 0 while there is none, or where the request was lost before it was applied.
    pub status: u16,
    /// What a fault lost: `request` or `response`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped: Option<&'static str>,
    /// The items of a `$batch`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub batch: Vec<Item>,
}

/// One item of a `$batch`.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Method.
    pub method: String,
    /// Path as in an [`Entry`].
    pub path: String,
    /// Status.
    pub status: u16,
}

/// All requests since the last reset.
#[derive(Debug, Clone, Default)]
pub struct Log(Vec<Entry>);

impl Log {
    /// Notes a request; returns its index.
    pub fn begin(
        &mut self,
        request: &Request<Vec<u8>>,
        address: &Address,
        now: DateTime<Utc>,
    ) -> usize {
        let (t, method, path) = (
            now.timestamp_millis(),
            request.method().to_string(),
            address.full_path.clone(),
        );
        self.0.push(Entry {
            t,
            done: t,
            method,
            path,
            status: 0,
            dropped: None,
            batch: Vec::new(),
        });
        self.0.len() - 1
    }

    /// Notes the answer of the request.
    pub fn answered(
        &mut self,
        index: usize,
        status: StatusCode,
        dropped: Option<&'static str>,
        due: DateTime<Utc>,
    ) {
        if let Some(entry) = self.0.get_mut(index) {
            entry.status = if dropped == Some("request") {
                0
            } else {
                status.as_u16()
            };
            entry.dropped = dropped;
            entry.done = due.timestamp_millis();
        }
    }

    /// Notes an item of the batch that came last.
    pub fn item(&mut self, item: Item) {
        if let Some(entry) = self.0.last_mut() {
            entry.batch.push(item);
        }
    }

    /// Notes that the answer has left.
    pub fn complete(&mut self, index: usize, now: DateTime<Utc>) {
        if let Some(entry) = self.0.get_mut(index) {
            entry.done = now.timestamp_millis().max(entry.t);
        }
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }
}
