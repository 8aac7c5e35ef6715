//! Sends one Graph call and waits out what passes by itself. It knows the base address, the bearer and the retry table, and
//! nothing of what the calls mean; the bearer goes to the cloud's exact Graph address and nowhere else.

use super::failure::{Applied, Failure, Kind};
use super::json::text;
use super::patience::{Patience, Wait};
use crate::authorization::bearer;
use crate::bugs::{self, Bug};
use crate::cloud::Cloud;
use crate::ports::{Clock, Ports, Request, Response};
use crate::secret::Secret;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::LocalBoxFuture;
use http::{HeaderName, HeaderValue, Method, header};
use serde_json::Value;
use std::cell::Cell;
use std::task::{Poll, Waker};
use std::time::Duration;

/// One call: what is sent, and what may be done when it fails.
pub struct Call<'c> {
    pub method: Method,
    /// Path and query below `/v1.0`, made of our own literals, ids and `encode`d values.
    pub path: &'c str,
    pub body: Option<Value>,
    pub prefer: Prefer,
    pub patience: Patience,
}

const PREFER: HeaderName = HeaderName::from_static("prefer");

/// The `Prefer` header of an upsert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefer {
    Nothing,
    CreateIfMissing,
}

impl<'c> Call<'c> {
    pub fn get(path: &'c str, patience: Patience) -> Self {
        Self {
            method: Method::GET,
            path,
            body: None,
            prefer: Prefer::Nothing,
            patience,
        }
    }

    pub fn post(path: &'c str, body: Value, patience: Patience) -> Self {
        Self {
            method: Method::POST,
            path,
            body: Some(body),
            prefer: Prefer::Nothing,
            patience,
        }
    }

    pub fn patch(path: &'c str, body: Value, prefer: Prefer) -> Self {
        Self {
            method: Method::PATCH,
            path,
            body: Some(body),
            prefer,
            patience: Patience::Repeatable,
        }
    }

    pub fn delete(path: &'c str) -> Self {
        Self {
            method: Method::DELETE,
            path,
            body: None,
            prefer: Prefer::Nothing,
            patience: Patience::UntilGone,
        }
    }
}

/// What a successful call brought.
#[derive(Debug)]
pub enum Reply {
    /// 200 or 201 with its JSON.
    Content(Value),
    /// 204.
    Empty,
}

impl Reply {
    /// The JSON of a reply that must have some.
    pub fn content(self) -> Result<Value, Failure> {
        match self {
            Self::Content(value) => Ok(value),
            Self::Empty => Err(Failure::garbled()),
        }
    }
}

/// A failure that is being waited out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub failure: Failure,
    pub attempt: u32,
    pub until: DateTime<Utc>,
}

/// What bounds a piece of work: the user's cancel, the retries it may spend, and the end of its token. A call that is on its way
/// is let finish, so that its outcome is known.
#[derive(Default)]
pub struct Cancel {
    requested: Cell<bool>,
    waker: Cell<Option<Waker>>,
    retries: Cell<u32>,
    token_ends: Cell<Option<DateTime<Utc>>>,
}

/// Retries after trouble, for a whole piece of work: a service that fails everything is not asked again and again.
const RETRIES: u32 = 60;

impl Cancel {
    /// For work with a token that ends at that time of this machine's clock.
    pub fn with_token_until(ends: Option<DateTime<Utc>>) -> Self {
        Self {
            token_ends: Cell::new(ends),
            ..Self::default()
        }
    }

    /// Whether the token is known to end within `duration`.
    pub fn token_ends_within(&self, duration: TimeDelta, now: DateTime<Utc>) -> bool {
        self.token_ends
            .get()
            .is_some_and(|end| end - now <= duration)
    }

    /// Takes a retry out of the budget; false if none is left.
    fn spend(&self, wait: Wait) -> bool {
        if wait == Wait::Trouble {
            self.retries.set(self.retries.get() + 1);
        }
        self.retries.get() <= RETRIES || bugs::is_on(Bug::RetryForEver)
    }

    pub fn request(&self) {
        self.requested.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    pub fn is_requested(&self) -> bool {
        self.requested.get()
    }

    /// Sleeps, or until it is requested.
    pub async fn pause(&self, clock: &dyn Clock, delay: Duration) {
        let sleep = clock.sleep(delay);
        futures_util::future::select(sleep, Box::pin(self.requested())).await;
    }

    async fn requested(&self) {
        std::future::poll_fn(|context| {
            if self.requested.get() {
                return Poll::Ready(());
            }
            // Several waits of one run share this slot: the earlier waker is woken so that none is forgotten.
            if let Some(earlier) = self.waker.replace(Some(context.waker().clone()))
                && !earlier.will_wake(context.waker())
            {
                earlier.wake();
            }
            Poll::Pending
        })
        .await;
    }
}

/// Graph for one signed-in user in one cloud.
#[derive(Clone, Copy)]
pub struct Graph<'a> {
    pub ports: Ports<'a>,
    pub cloud: &'a Cloud,
    pub token: &'a Secret,
    pub cancel: &'a Cancel,
}

impl Graph<'_> {
    /// Sends `call`, again where its patience says so. `waiting` is told of each wait before it begins.
    ///
    /// Boxed, so that a caller's state holds a pointer and not this loop.
    pub fn call<'c>(
        &'c self,
        call: Call<'c>,
        waiting: &'c dyn Fn(Waiting),
    ) -> LocalBoxFuture<'c, Result<Reply, Failure>> {
        Box::pin(self.send(call, waiting))
    }

    /// As `call`, for a reply that must have content.
    pub fn content<'c>(
        &'c self,
        call: Call<'c>,
        waiting: &'c dyn Fn(Waiting),
    ) -> LocalBoxFuture<'c, Result<Value, Failure>> {
        Box::pin(async move { self.call(call, waiting).await?.content() })
    }

    /// Reads all of `paths` at once, before the plan, which the user is waiting for.
    pub async fn read_all(&self, paths: &[&str]) -> Vec<Result<Value, Failure>> {
        let reads = paths
            .iter()
            .map(|path| self.content(Call::get(path, Patience::Brief), &|_| ()));
        futures_util::future::join_all(reads).await
    }

    async fn send(&self, call: Call<'_>, waiting: &dyn Fn(Waiting)) -> Result<Reply, Failure> {
        let (mut attempt, mut spent) = (0, Duration::ZERO);
        let mut after_unknown = false;
        loop {
            let sent = self.ports.clock.now();
            let mut failure = match self.ports.http.send(self.request(&call)?).await {
                Ok(response) => match read(&response, self.ports.clock.now()) {
                    Ok(reply) => return Ok(reply),
                    Err(failure) => failure,
                },
                Err(unreachable) => Failure::of(Kind::Unreachable(unreachable)),
            };
            let unknown = failure.applied() == Applied::Unknown;
            failure.after_unknown = after_unknown;
            after_unknown |= unknown;
            let now = self.ports.clock.now();
            let mut jitter = [0];
            self.ports.random.fill(&mut jitter);
            attempt += 1;
            spent += capped(now - sent);
            let next = call.patience.next(&failure, attempt, spent, jitter[0]);
            let allowed = |(wait, _): &(Wait, Duration)| {
                !self.cancel.is_requested() && self.cancel.spend(*wait)
            };
            let is_over = next.is_none();
            let Some((wait, delay)) = next.filter(allowed) else {
                return Err(if is_over { failure } else { undecided(failure) });
            };
            waiting(Waiting {
                failure: failure.clone(),
                attempt,
                until: now + delay,
            });
            self.pause(delay).await;
            if self.cancel.is_requested() {
                return Err(undecided(failure));
            }
            if wait == Wait::Offline {
                // Nothing was sent, so nothing of the call's time or tries is used up.
                attempt -= 1;
            } else {
                spent += delay;
            }
        }
    }

    /// The path of the page behind `page`, if there is one. The token goes to Graph alone, so an address elsewhere is a failure.
    pub fn next_page(&self, page: &Value) -> Result<Option<String>, Failure> {
        let next = text(page, "@odata.nextLink");
        let path = next.strip_prefix(self.cloud.graph());
        match path.and_then(|path| path.strip_prefix("/v1.0")) {
            Some(path) => Ok(Some(path.to_owned())),
            None if next.is_empty() => Ok(None),
            None => Err(Failure::garbled()),
        }
    }

    /// Deletes what `path` names, which this run made; what is gone already is a success.
    pub async fn delete(&self, path: &str) -> Result<(), Failure> {
        match self.call(Call::delete(path), &|_| ()).await {
            Err(failure) if failure.kind == Kind::NotFound => Ok(()),
            other => other.map(drop),
        }
    }

    /// Deletes what `path` names and was read a moment ago. "Not found" for a minute is then a replica that lags behind, or
    /// somebody who was faster: whether it is gone is not known.
    pub async fn delete_standing(&self, path: &str) -> Result<(), Failure> {
        match self.call(Call::delete(path), &|_| ()).await {
            // An earlier try, whose answer was lost, may have deleted it.
            Err(failure) if failure.kind == Kind::NotFound && failure.after_unknown => Ok(()),
            Err(failure) => Err(undecided(failure)),
            Ok(_) => Ok(()),
        }
    }

    /// Sleeps, or until the run is cancelled.
    pub async fn pause(&self, delay: Duration) {
        self.cancel.pause(self.ports.clock, delay).await;
    }

    fn request(&self, call: &Call<'_>) -> Result<Request, Failure> {
        let bearer =
            bearer(self.token).ok_or_else(|| Failure::of(Kind::TokenRejected { claims: None }))?;
        let mut request = http::Request::new(
            call.body
                .as_ref()
                .map(|body| serde_json::to_vec(body).unwrap_or_default())
                .unwrap_or_default(),
        );
        *request.method_mut() = call.method.clone();
        let mut address = [self.cloud.graph(), "/v1.0", call.path].concat();
        if bugs::is_on(Bug::TokenInTheAddress) {
            let mark = if address.contains('?') { '&' } else { '?' };
            address.push(mark);
            address.push_str(
                bearer
                    .to_str()
                    .unwrap_or_default()
                    .trim_start_matches("Bearer "),
            );
        }
        *request.uri_mut() = address.try_into().map_err(|_| Failure::of(Kind::Refused))?;
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, bearer);
        if call.body.is_some() {
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
        }
        if call.prefer == Prefer::CreateIfMissing {
            headers.insert(PREFER, HeaderValue::from_static("create-if-missing"));
        }
        Ok(request)
    }
}

/// "Not found" that was to be waited out, and was not: whether the object is there is not known.
fn undecided(mut failure: Failure) -> Failure {
    if failure.kind == Kind::NotFound && !bugs::is_on(Bug::CancelledMeansGone) {
        failure.kind = Kind::NotReplicated;
    }
    failure
}

/// A request's time as it counts against the deadline. A laptop that slept meanwhile has not spent its patience: no adapter waits
/// longer than half a minute for an answer.
fn capped(elapsed: TimeDelta) -> Duration {
    let elapsed = elapsed.to_std().unwrap_or_default();
    elapsed.min(Duration::from_secs(30))
}

fn read(response: &Response, now: DateTime<Utc>) -> Result<Reply, Failure> {
    match response.status().as_u16() {
        204 => Ok(Reply::Empty),
        200 | 201 => {
            let json: Value =
                serde_json::from_slice(response.body()).map_err(|_| Failure::garbled())?;
            // Every answer of Graph has one of these. Somebody on the way may answer JSON, too, and an empty object would read
            // like an empty list, or like a consent that was given.
            let marks = ["@odata.context", "value", "id", "keyId"];
            let is_graphs = marks.iter().any(|mark| json.get(mark).is_some());
            if is_graphs || bugs::is_on(Bug::AnyAnswerIsGraphs) {
                Ok(Reply::Content(json))
            } else {
                Err(Failure::garbled())
            }
        }
        _ => Err(Failure::read(response, now)),
    }
}

/// Percent-encodes a value for a path or query, with OData's doubling of the single quote.
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'\'' => out.push_str("''"),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            other => {
                out.push('%');
                for nibble in [other >> 4, other & 15] {
                    out.push(char::from(b"0123456789ABCDEF"[usize::from(nibble)]));
                }
            }
        }
    }
    out
}
