//! A whole sign-in against the sandbox's sign-in service, called in process: first reading, then writing for the same user, in
//! every cloud's addresses.

use super::request::tests::{Counting, now};
use super::*;
use crate::cloud::{Cloud, MICROSOFT};
use crate::ids::ClientId;
use crate::ports::{Clock, Http, Request, Response, Unreachable};
use crate::words::Help;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, ready};
use sandbox::{Sandbox, Settings, WIZARD_CLIENT_ID};
use std::cell::RefCell;
use std::time::Duration;
use url::{Url, form_urlencoded};

/// A browser at the sandbox: it follows the sign-in pages, and sends token requests as a page of `ORIGIN` would.
struct Browser {
    sandbox: RefCell<Sandbox>,
    cookie: RefCell<String>,
}

const ORIGIN: &str = "https://handover.example";

impl Http for Browser {
    fn send(&self, mut request: Request) -> LocalBoxFuture<'_, Result<Response, Unreachable>> {
        request
            .headers_mut()
            .insert("origin", http::HeaderValue::from_static(ORIGIN));
        Box::pin(ready(Ok(self.sandbox.borrow_mut().handle(&request, now()))))
    }
}

impl Clock for Browser {
    fn now(&self) -> DateTime<Utc> {
        now()
    }

    fn sleep(&self, _: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(ready(()))
    }
}

impl Browser {
    fn new() -> Self {
        Self {
            sandbox: RefCell::new(Sandbox::new(Settings::default())),
            cookie: RefCell::default(),
        }
    }

    fn visit(&self, request: http::request::Builder, body: String) -> Response {
        let request = request
            .header("cookie", self.cookie.borrow().as_str())
            .body(body.into_bytes())
            .expect("a valid request");
        let response = self.sandbox.borrow_mut().handle(&request, now());
        if let Some(cookie) = response
            .headers()
            .get("set-cookie")
            .and_then(|value| value.to_str().ok())
        {
            let (pair, _) = cookie.split_once(';').expect("a cookie with attributes");
            pair.clone_into(&mut self.cookie.borrow_mut());
        }
        response
    }

    /// Submits a form of the sign-in pages, which carry the authorize request along.
    fn submit(&self, url: &Url, form: &str, field: (&str, &str)) -> Response {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair(field.0, field.1);
        for (name, value) in url.query_pairs() {
            body.append_pair(&["q.", &name].concat(), &value);
        }
        let address = url
            .as_str()
            .split("oauth2/")
            .next()
            .expect("an authorize address");
        self.visit(http::Request::post([address, form].concat()), body.finish())
    }

    /// Goes to `url` as `account`, decides, and returns the fragment that the page is reached with.
    fn authorize(&self, url: &Url, account: &str, decision: &str) -> String {
        let mut response = self.visit(http::Request::get(url.as_str()), String::new());
        if response.status() == 200 && url.as_str().contains("select_account") {
            response = self.submit(url, "account", ("account", account));
        }
        if response.status() == 200 {
            response = self.submit(url, "consent", ("decision", decision));
        }
        let location = response
            .headers()
            .get("location")
            .expect("back to the page")
            .to_str()
            .expect("an address");
        let back = Url::parse(location).expect("an address");
        assert_eq!(
            (back.origin().ascii_serialization().as_str(), back.query()),
            (ORIGIN, None)
        );
        back.fragment().expect("an answer").to_owned()
    }

    fn sign_in(
        &self,
        cloud: &Cloud,
        purpose: Purpose,
        account: &str,
        decision: &str,
    ) -> Result<Session, Help> {
        let redirect_uri = request::tests::redirect();
        let client_id = ClientId::from_uuid(WIZARD_CLIENT_ID);
        let sign_in = SignIn {
            cloud,
            client_id,
            redirect_uri: &redirect_uri,
            purpose,
            claims: None,
        };
        let (url, pending) = sign_in.begin(&Counting::default(), now());
        let kept = pending.store();
        let fragment = self.authorize(&url, account, decision);
        let pending = Pending::restore(&kept, &Url::parse(ORIGIN).expect("a literal address"));
        let granted =
            callback::read(Some(&fragment), None, pending, now()).map_err(|error| error.help())?;
        let session = redeem(self, self, client_id, granted)
            .now_or_never()
            .expect("nothing here waits");
        session.map_err(|error| error.help())
    }
}

fn look() -> Purpose {
    Purpose::Look {
        tenant: TenantHint::Any,
    }
}

const ADMIN: &str = "admin@contoso.onmicrosoft.com";

#[test]
fn an_administrator_reads_and_then_writes_in_every_cloud() {
    for (name, _, cloud) in MICROSOFT {
        let browser = Browser::new();
        let session = browser
            .sign_in(&cloud, look(), ADMIN, "accept")
            .expect(name);
        assert!(
            session.has("Policy.Read.All") && !session.has("Application.ReadWrite.All"),
            "{name}"
        );
        let who = session.identity.expect("it was in the ID token");
        assert_eq!(who.username, ADMIN, "{name}");
        let access = Access::Write {
            application_permissions: true,
            delegated_permissions: true,
        };
        let session = browser
            .sign_in(&cloud, Purpose::Continue { who, access }, ADMIN, "accept")
            .expect(name);
        assert!(
            access
                .required()
                .into_iter()
                .all(|scope| session.has(scope)),
            "{name}"
        );
    }
}

#[test]
fn who_declines_is_told_so() {
    let declined = Browser::new()
        .sign_in(&Cloud::Global, look(), ADMIN, "cancel")
        .err();
    assert_eq!(declined, Some(SignInProblem::Declined.help()));
}
