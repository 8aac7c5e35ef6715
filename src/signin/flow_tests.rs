//! A whole sign-in against a token endpoint that is a closure: what is sent, what is taken, and what is refused.

use super::id_token::tests::{HEADER, OBJECT, TENANT, claims, encode};
use super::request::tests::{CLIENT, adele, begin, now};
use super::*;
use crate::ids::{TenantId, UserId};
use crate::ports::{Clock, Http, Request, Response, Unreachable};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;
use url::form_urlencoded;

const CODE: &str = "1.canary-code";
const TOKEN: &str = "canary-access-token";
const READ: &str = "openid profile https://graph.microsoft.com/User.Read https://graph.microsoft.com/Application.Read.All";

struct Still;

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        now()
    }

    fn sleep(&self, _: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

struct Endpoint<F> {
    answer: F,
    requests: RefCell<Vec<Request>>,
}

impl<F: Fn() -> Result<Response, Unreachable>> Http for Endpoint<F> {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
        self.requests.borrow_mut().push(request);
        let answer = (self.answer)();
        Box::pin(async move { answer })
    }
}

fn response(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Response {
    http::Response::builder()
        .status(status)
        .header("content-type", kind)
        .body(body.into())
        .expect("a valid response")
}

fn good(nonce: &str) -> Value {
    json!({
        "token_type": "Bearer", "scope": READ, "expires_in": 3599, "ext_expires_in": 3599, "access_token": TOKEN,
        "id_token": encode(HEADER, &claims(nonce, now()).to_string()), "refresh_token": "not asked for",
    })
}

/// Signs in for `purpose`; `answer` is given the nonce. Returns the outcome and the requests that were sent.
fn sign_in(
    purpose: Purpose,
    answer: impl Fn(&str) -> Result<Response, Unreachable>,
) -> (Result<Session, TokenError>, Vec<Request>) {
    let (_, pending) = begin(purpose, None);
    let nonce = pending.nonce.clone();
    let fragment = format!("code={CODE}&state={}", pending.state.secret());
    let granted =
        callback::read(Some(&fragment), None, Some(pending), now()).expect("a good answer");
    let endpoint = Endpoint {
        answer: || answer(&nonce),
        requests: RefCell::default(),
    };
    let session = redeem(&endpoint, &Still, CLIENT, granted)
        .now_or_never()
        .expect("nothing here waits");
    (session, endpoint.requests.into_inner())
}

fn look() -> Purpose {
    Purpose::Look {
        tenant: TenantHint::Any,
    }
}

fn again(access: Access) -> Purpose {
    let (tenant, object) = (
        TENANT.parse().expect("a literal id"),
        OBJECT.parse().expect("a literal id"),
    );
    Purpose::Continue {
        who: Identity {
            tenant,
            object,
            ..adele()
        },
        access,
    }
}

/// The outcome when the good answer is changed.
fn changed(purpose: Purpose, change: impl Fn(&mut Value)) -> Result<Session, TokenError> {
    let (outcome, requests) = sign_in(purpose, |nonce| {
        let mut body = good(nonce);
        change(&mut body);
        Ok(response(
            200,
            "application/json; charset=utf-8",
            body.to_string(),
        ))
    });
    assert_eq!(requests.len(), 1, "a code is sent once");
    outcome
}

#[test]
fn a_code_becomes_a_session() {
    let (session, requests) = sign_in(look(), |nonce| {
        Ok(response(200, "application/json", good(nonce).to_string()))
    });
    let session = session.expect("a good answer");
    let identity = session.identity.as_ref().expect("it was in the ID token");
    assert_eq!(
        (identity.tenant.to_string(), identity.object.to_string()),
        (TENANT.into(), OBJECT.into())
    );
    assert!(
        session.has("User.Read")
            && session.has("Application.Read.All")
            && !session.has("Policy.Read.All")
    );
    assert_eq!(session.expires_at, Some(now() + TimeDelta::seconds(3599)));
    assert_eq!(session.token.length(), TOKEN.len());
    assert!(!format!("{session:?}").contains("canary"));

    let [request] = requests.as_slice() else {
        panic!("one request")
    };
    assert_eq!(
        request.uri(),
        "https://login.microsoftonline.com/organizations/oauth2/v2.0/token"
    );
    assert!(
        request.headers().get("origin").is_none()
            && request.headers().get("authorization").is_none()
    );
    let pairs: Vec<_> = form_urlencoded::parse(request.body())
        .into_owned()
        .collect();
    let mut sent: HashMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(sent.len(), pairs.len());
    let (_, pending) = begin(look(), None);
    let mut check = |name: &str, expected: &str| {
        assert_eq!(sent.remove(name).as_deref(), Some(expected), "{name}");
    };
    check("grant_type", "authorization_code");
    check("code", CODE);
    check("code_verifier", pending.verifier.secret());
    check("redirect_uri", "https://handover.example/");
    check("client_id", &CLIENT.to_string());
    check(
        "scope",
        &Access::Read.scopes(&crate::cloud::Cloud::Global).join(" "),
    );
    assert!(sent.is_empty(), "{sent:?}");
}

#[test]
fn what_is_not_a_token_for_us_is_dropped() {
    let check = |name: &str, value: Value| {
        let outcome = changed(look(), |body| match &value {
            Value::Null => drop(body.as_object_mut().expect("an object").remove(name)),
            value => body[name] = value.clone(),
        });
        assert_eq!(outcome.err(), Some(TokenError::Garbled), "{name} {value}");
    };
    check("access_token", Value::Null);
    check("access_token", json!(""));
    check("access_token", json!(["a"]));
    check("token_type", Value::Null);
    check("token_type", json!("mac"));
    check("token_type", json!("pop"));
    check("expires_in", Value::Null);
    check("expires_in", json!(0));
    check("expires_in", json!(59));
    check("expires_in", json!(86_401));
    check("expires_in", json!(-3600));
    check("expires_in", json!("3600"));
    check("expires_in", json!(1e300));
    assert!(changed(look(), |body| body["token_type"] = json!("bearer")).is_ok());
    assert_eq!(
        changed(look(), |body| body["id_token"] = json!("")).err(),
        Some(TokenError::IdToken(IdTokenError::Malformed))
    );
    let other = |body: &mut Value| {
        body["id_token"] = json!(encode(HEADER, &claims("another", now()).to_string()));
    };
    assert_eq!(
        changed(look(), other).err(),
        Some(TokenError::IdToken(IdTokenError::Nonce))
    );
}

#[test]
fn a_missing_scope_stops_before_the_first_write() {
    let check = |access: Access, scope: &str, expected: Option<&'static str>| {
        let outcome = changed(again(access), |body| body["scope"] = json!(scope));
        assert_eq!(
            outcome.err(),
            expected.map(TokenError::MissingScope),
            "{access:?} {scope}"
        );
    };
    let write = |application_permissions, delegated_permissions| Access::Write {
        application_permissions,
        delegated_permissions,
    };
    check(Access::Read, "User.Read Application.Read.All", None);
    check(Access::Read, "User.Read Application.ReadWrite.All", None);
    check(Access::Read, "User.Read", Some("Application.Read.All"));
    check(Access::Read, "", Some("User.Read"));
    check(
        Access::Read,
        "https://graph.microsoft.us/User.Read",
        Some("User.Read"),
    );
    check(
        write(false, false),
        "User.Read Application.ReadWrite.All",
        None,
    );
    check(write(false, false), READ, Some("Application.ReadWrite.All"));
    check(
        write(true, false),
        "User.Read Application.ReadWrite.All",
        Some("AppRoleAssignment.ReadWrite.All"),
    );
    check(
        write(true, true),
        "User.Read Application.ReadWrite.All AppRoleAssignment.ReadWrite.All",
        Some("DelegatedPermissionGrant.ReadWrite.All"),
    );
}

#[test]
fn the_same_user_of_the_same_tenant_must_come_back() {
    let who = |tenant: &str, object: UserId| Identity {
        tenant: tenant.parse().expect("a literal id"),
        object,
        ..adele()
    };
    let object = OBJECT.parse().expect("a literal id");
    let check = |who: Identity, expected: Option<TokenError>| {
        let outcome = changed(
            Purpose::Continue {
                who,
                access: Access::Read,
            },
            |_| (),
        );
        assert_eq!(outcome.err(), expected);
    };
    check(who(TENANT, object), None);
    check(
        who(TENANT, UserId::from_u128(7)),
        Some(TokenError::OtherAccount),
    );
    check(
        who(&TenantId::from_u128(7).to_string(), object),
        Some(TokenError::OtherTenant),
    );
    let tenant = TenantHint::Id(TenantId::from_u128(7));
    assert_eq!(
        changed(Purpose::Look { tenant }, |_| ()).err(),
        Some(TokenError::OtherTenant)
    );
}

#[test]
fn answers_that_are_none_are_told_apart() {
    let check = |answer: Result<Response, Unreachable>, expected: TokenError| {
        let (outcome, requests) = sign_in(look(), |_| answer.clone());
        assert_eq!((outcome.err(), requests.len()), (Some(expected), 1));
    };
    check(
        Err(Unreachable::Network),
        TokenError::Unreachable(Unreachable::Network),
    );
    check(
        Err(Unreachable::TimedOut),
        TokenError::Unreachable(Unreachable::TimedOut),
    );
    check(
        Ok(response(200, "text/html", "<html>")),
        TokenError::NotJson,
    );
    check(
        Ok(response(502, "text/html", "<html>")),
        TokenError::NotJson,
    );
    check(
        Ok(response(200, "application/jsonp", "{}")),
        TokenError::NotJson,
    );
    check(Ok(http::Response::new(b"{}".to_vec())), TokenError::NotJson);
    check(
        Ok(response(200, "application/json", "{}")),
        TokenError::Garbled,
    );
    check(
        Ok(response(200, "application/json", "")),
        TokenError::Garbled,
    );
    check(
        Ok(response(400, "application/json", "")),
        TokenError::Garbled,
    );
    check(
        Ok(response(400, "application/json", "{}")),
        TokenError::Garbled,
    );
    check(
        Ok(response(
            200,
            "application/json",
            r#"{"access_token":"a","access_token":"b"}"#,
        )),
        TokenError::Garbled,
    );
    check(
        Ok(response(200, "application/json", vec![b' '; 64 * 1024 + 1])),
        TokenError::TooLong,
    );
}

#[test]
fn a_refusal_is_read_whole() {
    let body = json!({
        "error": "interaction_required", "error_description": "AADSTS50076: Due to a configuration change...\r\nTrace ID: x",
        "error_codes": [50076], "timestamp": "2026-11-24 10:00:00Z", "trace_id": "0a1b", "correlation_id": "2c3d",
        "suberror": "basic_action", "claims": r#"{"access_token":{"capolids":{"essential":true,"values":["a"]}}}"#,
    });
    for status in [400, 401, 200] {
        let (outcome, _) = sign_in(look(), |_| {
            Ok(response(status, "application/json", body.to_string()))
        });
        let Err(TokenError::Refused(refusal)) = outcome else {
            panic!("it is a refusal")
        };
        assert_eq!(
            (
                refusal.error.as_str(),
                refusal.number,
                refusal.suberror.as_str()
            ),
            ("interaction_required", Some(50076), "basic_action")
        );
        assert_eq!(
            (refusal.trace_id.as_str(), refusal.correlation_id.as_str()),
            ("0a1b", "2c3d")
        );
        assert_eq!(refusal.problem(), SignInProblem::MfaNeeded);
        assert!(
            refusal
                .claims
                .is_some_and(|claims| claims.as_str().contains("capolids"))
        );
    }
}
