//! The http port over the browser's fetch. Sends a request once, as it is: no cookie, no redirect, no cache, no referrer.

use crate::ports::{Http, Request, Response, Unreachable};
use futures_util::future::LocalBoxFuture;
use gloo_net::http::RequestBuilder;
use gloo_timers::callback::Timeout;
use http::{HeaderName, HeaderValue, header};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{
    AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

#[derive(Default)]
pub struct Fetch;

/// Graph answers in well under a second; a connection that is silent for this long is taken for lost.
const DEADLINE_MS: u32 = 30_000;

/// The response headers that the core reads; others are not copied.
const READ: [HeaderName; 3] = [
    header::CONTENT_TYPE,
    header::RETRY_AFTER,
    header::WWW_AUTHENTICATE,
];

impl Http for Fetch {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
        Box::pin(send(request))
    }
}

async fn send(request: Request) -> Result<Response, Unreachable> {
    if !super::page::window().navigator().on_line() {
        return Err(Unreachable::Offline);
    }
    let abort = AbortController::new().map_err(|_| Unreachable::Network)?;
    let timed_out = Rc::new(Cell::new(false));
    let deadline = {
        let (abort, timed_out) = (abort.clone(), timed_out.clone());
        Timeout::new(DEADLINE_MS, move || {
            timed_out.set(true);
            abort.abort();
        })
    };
    let result = exchange(request, &abort).await;
    deadline.cancel();
    result.ok_or(if timed_out.get() {
        Unreachable::TimedOut
    } else {
        Unreachable::Network
    })
}

async fn exchange(request: Request, abort: &AbortController) -> Option<Response> {
    let (parts, body) = request.into_parts();
    let mut builder = RequestBuilder::new(&parts.uri.to_string())
        .method(parts.method)
        .mode(RequestMode::Cors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&abort.signal()));
    for (name, value) in &parts.headers {
        builder = builder.header(name.as_str(), value.to_str().ok()?);
    }
    let request = if body.is_empty() {
        builder.build()
    } else {
        builder.body(js_sys::Uint8Array::from(body.as_slice()))
    };
    let answer = request.ok()?.send().await.ok()?;
    let mut response = http::Response::new(answer.binary().await.ok()?);
    *response.status_mut() = http::StatusCode::from_u16(answer.status()).ok()?;
    for name in READ {
        if let Some(value) = answer.headers().get(name.as_str())
            && let Ok(value) = HeaderValue::from_str(&value)
        {
            response.headers_mut().insert(name, value);
        }
    }
    Some(response)
}
