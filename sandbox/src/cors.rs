//! Cross-origin rules of the services: preflights, and the headers that let a page read an answer.
//! It knows services, not what they answer.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};

use crate::hosts::Service;

/// What Graph exposes, after Microsoft's own simulator (FACTS section 2.4).
const EXPOSED: &str = "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, \
    ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant, Retry-After";
/// The same without `Retry-After`, as was reported in 2022.
const EXPOSED_WITHOUT_RETRY_AFTER: &str = "ETag, Location, Preference-Applied, Content-Range, request-id, \
    client-request-id, ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant";

/// Answers a preflight. Only Graph and sign-in are meant for other origins.
pub fn preflight(request: &Request<Vec<u8>>, service: Service) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if !matches!(service, Service::Graph | Service::Entra) {
        return response;
    }
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if let Some(asked) = request.headers().get(ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    response
}

/// Lets any page read a Graph answer and its headers.
pub fn open_graph(headers: &mut HeaderMap, expose_retry_after: bool) {
    let exposed = if expose_retry_after {
        EXPOSED
    } else {
        EXPOSED_WITHOUT_RETRY_AFTER
    };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(exposed),
    );
}

/// Lets any page read a token answer.
pub fn open_token(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}

/// There is nothing at this address.
pub fn not_found() -> Response<Vec<u8>> {
    let mut response = Response::new(b"Not found\n".to_vec());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
