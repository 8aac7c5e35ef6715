//! The browser's session with the sign-in service: a cookie that names the account.
//! It knows cookies, not what a session is good for.

use http::{HeaderValue, Request, Response, header};

use crate::Sandbox;
use crate::directory::people::User;
use crate::hosts::Address;

const SESSION_COOKIE: &str = "sandbox_session";

/// The value of the session's cookie.
pub fn cookie(request: &Request<Vec<u8>>) -> Option<String> {
    let cookies = request
        .headers()
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == SESSION_COOKIE)
        .map(|(_, value)| value.to_owned())
}

/// The account of the session.
pub fn account(sandbox: &Sandbox, request: &Request<Vec<u8>>) -> Option<User> {
    let id = sandbox.store.sessions.get(&cookie(request)?)?;
    sandbox
        .directory
        .users
        .iter()
        .find(|user| user.id == *id)
        .cloned()
}

/// Sets the cookie; `more` are further attributes.
pub fn set(response: &mut Response<Vec<u8>>, address: &Address, id: &str, more: &str) {
    let (path, secure) = if address.login.starts_with("https") {
        ("/", "; Secure")
    } else {
        ("/login", "")
    };
    let cookie =
        format!("{SESSION_COOKIE}={id}; Path={path}; HttpOnly; SameSite=Lax{secure}{more}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}
