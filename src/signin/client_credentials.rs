//! An application signs in as itself, with its client secret (RFC 6749 section 4.4): one request, and what its refusal means. It
//! knows the token endpoint, and nothing of what the token is for or how a browser is brought to send the request.

use super::aadsts::Refusal;
use super::token::{Transport, send};
use crate::authorization::with_client_secret;
use crate::cloud::Cloud;
use crate::ids::{ClientId, TenantId};
use crate::ports::{Http, Unreachable};
use crate::secret::Secret;
use http::{HeaderValue, Method, header};
use serde_json::Value;

/// Who signs in.
#[derive(Clone, Copy)]
pub struct Application<'a> {
    pub cloud: &'a Cloud,
    pub tenant: TenantId,
    pub client: ClientId,
    pub secret: &'a Secret,
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoToken {
    /// No answer came.
    #[error("unreachable: {0}")]
    Unreachable(Unreachable),
    /// The sign-in service said no.
    #[error("refused")]
    Refused(Box<Refusal>),
    /// Not what the sign-in service answers: a captive portal, a proxy.
    #[error("garbled")]
    Garbled,
}

/// What a refusal means for an application that was made a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Secret, application or service principal is not known everywhere yet.
    Spreading,
    /// Busy, or out of order for now.
    Busy,
    /// The request carried an `Origin`, and no page may do this.
    FromAPage,
    /// A Conditional Access policy for workload identities.
    Blocked,
    /// Somebody disabled the application.
    Disabled,
    Other,
}

impl Application<'_> {
    /// The token endpoint of the application's tenant, for requests with this id. MSAL sends its `client-request-id` in the address,
    /// too; here it makes an address that no other request has.
    pub fn endpoint(&self, request: &str) -> String {
        format!(
            "{}/{}/oauth2/v2.0/token?client-request-id={request}",
            self.cloud.login(),
            self.tenant
        )
    }

    /// Takes a token for Microsoft Graph, once.
    pub async fn sign_in(&self, http: &dyn Http, endpoint: &str) -> Result<Secret, NoToken> {
        let scope = format!("{}/.default", self.cloud.graph());
        let client = self.client.to_string();
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", client.as_str()),
            ("scope", scope.as_str()),
        ];
        let mut request = http::Request::new(with_client_secret(&fields, self.secret));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.parse().map_err(|_| NoToken::Garbled)?;
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(header::CONTENT_TYPE, form);
        let response = send(http, request).await.map_err(|error| match error {
            Transport::Unreachable(unreachable) => NoToken::Unreachable(unreachable),
            Transport::TooLong | Transport::NotJson => NoToken::Garbled,
        })?;
        let mut reply: Value =
            serde_json::from_slice(response.body()).map_err(|_| NoToken::Garbled)?;
        if response.status().is_success()
            && text(&reply, "token_type").eq_ignore_ascii_case("bearer")
        {
            let token = reply.get_mut("access_token").map(Value::take);
            return match token {
                Some(Value::String(token)) if !token.is_empty() => Ok(Secret::new(token)),
                _ => Err(NoToken::Garbled),
            };
        }
        match text(&reply, "error") {
            "" => Err(NoToken::Garbled),
            error => Err(NoToken::Refused(Box::new(refusal(error, &reply)))),
        }
    }
}

fn text<'a>(reply: &'a Value, name: &str) -> &'a str {
    reply.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn refusal(error: &str, reply: &Value) -> Refusal {
    let mut refusal = Refusal::described(error, text(reply, "error_description"));
    let number = reply.pointer("/error_codes/0").and_then(Value::as_u64);
    refusal.number = number
        .and_then(|number| u32::try_from(number).ok())
        .or(refusal.number);
    refusal
}

/// FACTS 4.4 and 6.1. That a fresh secret can be called expired, too, is a public report
/// (Azure-Samples/active-directory-dotnetcore-daemon-v2, issue 87).
pub fn meaning(refusal: &Refusal) -> Meaning {
    match refusal.number {
        Some(7_000_215 | 7_000_222 | 700_016 | 7_000_229) => Meaning::Spreading,
        Some(90055 | 90006 | 90024 | 90033 | 50033) => Meaning::Busy,
        Some(9_002_326 | 9_002_327 | 90023) => Meaning::FromAPage,
        Some(53003 | 530_032 | 530_035 | 53000..=53002 | 530_003) => Meaning::Blocked,
        Some(7_000_112 | 70001) => Meaning::Disabled,
        _ => match refusal.error.as_str() {
            "temporarily_unavailable" | "server_error" => Meaning::Busy,
            _ => Meaning::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Request, Response};
    use futures_util::FutureExt;
    use futures_util::future::{LocalBoxFuture, ready};
    use std::cell::RefCell;

    /// Answers every request with one text, and keeps what was asked.
    struct Endpoint(u16, &'static str, RefCell<Vec<Request>>);

    impl Http for Endpoint {
        fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
            self.2.borrow_mut().push(request);
            let mut response = http::Response::new(self.1.as_bytes().to_vec());
            *response.status_mut() = http::StatusCode::from_u16(self.0).expect("a status");
            let kind = HeaderValue::from_static("application/json; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            Box::pin(ready(Ok(response)))
        }
    }

    fn ask(endpoint: &Endpoint) -> Result<Secret, NoToken> {
        let secret = Secret::new("a~b".into());
        let application = Application {
            cloud: &Cloud::UsGov,
            tenant: TenantId::from_u128(0xaa),
            client: ClientId::from_u128(0xbb),
            secret: &secret,
        };
        let address = application.endpoint("cc");
        let asked = application.sign_in(endpoint, &address).now_or_never();
        asked.expect("this endpoint answers at once")
    }

    #[test]
    fn the_request_is_that_of_the_specification_at_the_tenants_own_endpoint() {
        let endpoint = Endpoint(
            200,
            r#"{"token_type":"Bearer","expires_in":3599,"access_token":"ey"}"#,
            RefCell::default(),
        );
        assert!(ask(&endpoint).is_ok());
        let sent = endpoint.2.into_inner();
        assert_eq!(sent.len(), 1);
        assert_eq!(
            sent[0].uri(),
            "https://login.microsoftonline.us/00000000-0000-0000-0000-0000000000aa/oauth2/v2.0/token?client-request-id=cc"
        );
        assert_eq!(
            String::from_utf8_lossy(sent[0].body()),
            "grant_type=client_credentials&client_id=00000000-0000-0000-0000-0000000000bb\
             &scope=https%3A%2F%2Fgraph.microsoft.us%2F.default&client_secret=a%7Eb"
        );
    }

    #[test]
    fn only_a_bearer_token_is_a_token() {
        let check = |status, body, expected: &NoToken| {
            let answer = ask(&Endpoint(status, body, RefCell::default()));
            assert_eq!(answer.err().as_ref(), Some(expected), "{body}");
        };
        for body in [
            "{}",
            "[]",
            "x",
            r#"{"token_type":"Bearer"}"#,
            r#"{"token_type":"Bearer","access_token":""}"#,
            r#"{"token_type":"Bearer","access_token":7}"#,
            r#"{"token_type":"pop","access_token":"ey"}"#,
        ] {
            check(200, body, &NoToken::Garbled);
        }
        // A success with another status than that is none.
        check(
            401,
            r#"{"token_type":"Bearer","access_token":"ey"}"#,
            &NoToken::Garbled,
        );
        let refused = ask(&Endpoint(
            401,
            r#"{"error":"invalid_client","error_description":"AADSTS1: x","error_codes":[7000215]}"#,
            RefCell::default(),
        ));
        let Err(NoToken::Refused(refusal)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(refusal.number, Some(7_000_215));
    }

    #[test]
    fn a_refusal_is_sorted_by_what_can_be_done() {
        let check = |number: u32, expected| {
            let text = format!("AADSTS{number}: prose");
            let refusal = Refusal::described("invalid_client", &text);
            assert_eq!(meaning(&refusal), expected, "{number}");
        };
        for number in [7_000_215, 7_000_222, 700_016, 7_000_229] {
            check(number, Meaning::Spreading);
        }
        check(90055, Meaning::Busy);
        check(9_002_326, Meaning::FromAPage);
        check(53003, Meaning::Blocked);
        check(7_000_112, Meaning::Disabled);
        check(90002, Meaning::Other);
        let busy = Refusal::described("temporarily_unavailable", "");
        assert_eq!(meaning(&busy), Meaning::Busy);
    }
}
