//! The pages of the sign-in service: choosing an account, consent, approval needed, errors. Plain forms, no script.
//! They show what they are given and decide nothing.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use http::{HeaderValue, Response, StatusCode, header};

use super::authorization::Authorization;
use super::errors::EntraError;
use crate::Sandbox;
use crate::directory::people::{TENANT_NAME, User};
use crate::hosts::Address;
use crate::permissions::Permission;

const STYLE: &str = include_str!("login.css");

/// The style sheet of all pages.
pub fn stylesheet() -> Response<Vec<u8>> {
    let mut response = Response::new(STYLE.as_bytes().to_vec());
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/css; charset=utf-8"),
    );
    response
}

/// "Pick an account".
pub fn accounts(
    sandbox: &Sandbox,
    address: &Address,
    authorization: &Authorization,
    tenant: &str,
) -> Response<Vec<u8>> {
    let mut rows = String::new();
    for user in sandbox
        .directory
        .users
        .iter()
        .filter(|user| user.can_sign_in)
    {
        let (name, upn) = (escape(&user.display_name), escape(&user.upn));
        let _ = write!(
            rows,
            "<li><button name=\"account\" value=\"{upn}\" aria-label=\"{name}\" aria-describedby=\"{upn}\">\
             <b>{name}</b><span id=\"{upn}\">{upn}</span></button></li>"
        );
    }
    let body = format!(
        "<h1>Pick an account</h1><p>to continue to {}</p><form method=\"post\" action=\"{}/{}/account\">{}<ul>{rows}</ul></form>",
        escape(&authorization.client.name),
        escape(&address.login),
        escape(tenant),
        carried(authorization)
    );
    page(StatusCode::OK, address, "Sign in to your account", &body)
}

/// "Permissions requested".
pub fn consent(
    address: &Address,
    authorization: &Authorization,
    user: &User,
    missing: &[&Permission],
    is_admin: bool,
) -> Response<Vec<u8>> {
    let organization = if is_admin {
        "<p><label><input type=\"checkbox\" name=\"organization\" value=\"yes\"> Consent on behalf of your organization</label></p>"
    } else {
        ""
    };
    let body = format!(
        "<p class=\"who\">{}</p><h1>Permissions requested</h1><p><b>{}</b><br>{}</p><p>This application would like to:</p>{}\
         <form method=\"post\" action=\"{}/{}/consent\">{}{organization}<p>Accepting these permissions means that you allow this app to \
         use your data as specified in its terms of service and privacy statement.</p><p class=\"buttons\">\
         <button name=\"decision\" value=\"cancel\">Cancel</button>\
         <button class=\"primary\" name=\"decision\" value=\"accept\">Accept</button></p></form>",
        escape(&user.upn),
        escape(&authorization.client.name),
        escape(authorization.client.publisher),
        in_words(missing),
        escape(&address.login),
        escape(authorization.tenant()),
        carried(authorization)
    );
    page(StatusCode::OK, address, "Permissions requested", &body)
}

/// "Need admin approval": the user may not consent to what is asked (AADSTS90094).
pub fn approval_needed(
    address: &Address,
    authorization: &Authorization,
    user: &User,
    missing: &[&Permission],
    back: &str,
) -> Response<Vec<u8>> {
    let name = escape(&authorization.client.name);
    let body = format!(
        "<p class=\"who\">{}</p><h1>Need admin approval</h1><p><b>{name}</b></p><p>{name} needs permission to access resources in \
         your organization that only an admin can grant. Please ask an admin to grant permission to this app before you \
         can use it.</p>{}<p><a href=\"{}\">Return to the application without granting consent</a></p>",
        escape(&user.upn),
        in_words(missing),
        escape(back)
    );
    page(StatusCode::OK, address, "Need admin approval", &body)
}

/// An error that never returns to the application, since its address is not trusted.
pub fn error(
    sandbox: &mut Sandbox,
    address: &Address,
    error: &EntraError,
    now: DateTime<Utc>,
) -> Response<Vec<u8>> {
    let (description, _, correlation) = error.description(sandbox, now);
    let body = format!(
        "<h1>Sign in</h1><p>Sorry, but we're having trouble signing you in.</p><p>{}</p><p>Correlation Id: {correlation}</p>",
        escape(&description)
    );
    page(
        StatusCode::BAD_REQUEST,
        address,
        "Sign in to your account",
        &body,
    )
}

/// "You signed out".
pub fn signed_out(address: &Address) -> Response<Vec<u8>> {
    let body = "<h1>You signed out of your account</h1><p>It's a good idea to close all browser windows.</p>";
    page(StatusCode::OK, address, "Sign out", body)
}

fn in_words(permissions: &[&Permission]) -> String {
    let mut list = String::from("<ul class=\"permissions\">");
    for permission in permissions {
        let (title, text) = (
            escape(permission.display_name),
            escape(permission.description),
        );
        let _ = write!(
            list,
            "<li><details><summary>{title}</summary><p>{text}</p><p>{}</p></details></li>",
            permission.name
        );
    }
    list + "</ul>"
}

fn carried(authorization: &Authorization) -> String {
    authorization
        .parameters
        .iter()
        .fold(String::new(), |mut fields, (name, value)| {
            let (name, value) = (escape(name), escape(value));
            let _ = write!(
                fields,
                "<input type=\"hidden\" name=\"q.{name}\" value=\"{value}\">"
            );
            fields
        })
}

fn page(status: StatusCode, address: &Address, title: &str, body: &str) -> Response<Vec<u8>> {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"{}/common/login.css\"></head><body><main>\
         <p class=\"brand\">{TENANT_NAME} <small>sandbox</small></p>{body}</main></body></html>",
        escape(&address.login)
    );
    let mut response = Response::new(html.into_bytes());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store, no-cache"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    // No form-action: browsers apply it to redirects too, and the forms end at the application.
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"),
    );
    response
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
