//! Carries a request to the state machine and its answer back, with the delay or the cut that the answer asks for.
//! The clock is read here, and nowhere else.

use std::sync::PoisonError;
use std::time::SystemTime;

use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use sandbox::Delivery;

use super::{Body, Cut, Shared, files};

/// More than any request of the product needs.
const LARGEST_BODY: usize = 1 << 20;

/// Answers a request whose path belongs to the state machine; `base` is the scheme and authority it was sent to.
pub async fn carry(
    request: Request<Incoming>,
    base: &str,
    shared: &Shared,
) -> Result<Response<Body>, Cut> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let body = Limited::new(body, LARGEST_BODY).collect().await;
    let (Ok(uri), Ok(body)) = (format!("{base}{path}").parse::<Uri>(), body) else {
        return Ok(files::refuse(400, "The request cannot be read."));
    };
    parts.uri = uri;
    let request = Request::from_parts(parts, body.to_bytes().to_vec());
    let mut response = shared
        .sandbox
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .handle(&request, SystemTime::now().into());
    if let Some(checks) = &shared.checks {
        checks.look(&request, &response);
        if request.uri().path() == "/sandbox/state" {
            response = checks.add_to(response);
        }
    }
    let delivery = Delivery::of(&response);
    if !delivery.delay.is_zero() {
        tokio::time::sleep(delivery.delay).await;
    }
    shared
        .sandbox
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .complete(delivery, SystemTime::now().into());
    if delivery.cut {
        Err(Cut)
    } else {
        Ok(response.map(Body::from))
    }
}
