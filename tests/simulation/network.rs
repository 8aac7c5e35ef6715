//! The network between the tabs and the tenant: each request is carried, lost, doubled, delayed or answered by somebody else, as
//! the choices say. It outlives the tabs: what was sent arrives, whether or not anybody waits for the answer.

use crate::deeds::Deed;
use crate::faults::{Fault, OF_A_READ, OF_A_WRITE};
use crate::invariants::fingerprint;
use crate::tab::DEADLINE;
use crate::wording;
use crate::world::{Event, Millis, World};
use entra_handover::ports::{Request, Response, Unreachable};
use http::{Method, header};
use serde_json::json;

/// A request and what becomes of it.
pub struct Exchange {
    pub person: usize,
    pub visit: u32,
    /// When the visit began that sent it: its page has decided by what it could see then, and a request cannot be called back.
    pub visit_began: Millis,
    pub request: Request,
    pub deed: Deed,
    fault: Option<Fault>,
    /// What the tenant, or somebody on the way, answered.
    response: Option<Response>,
    /// What the tab gets.
    pub answer: Option<Result<Response, Unreachable>>,
}

/// On the way and back again, at least.
pub const LEG: Millis = 40;

impl World {
    /// Takes a request out of a tab. Gives its number.
    pub fn send(&self, person: usize, request: Request, deed: Deed) -> usize {
        let is_read = request.method() == Method::GET;
        let fault = self.strikes(if is_read { OF_A_READ } else { OF_A_WRITE });
        let noise = self.noise(24);
        let there = LEG + noise * noise;
        if let Deed::AddSecret { name, .. } = &deed {
            self.invariants.borrow_mut().asks(name, self.now());
        }
        let exchange = self.exchanges.borrow().len();
        self.trace.note(fingerprint(&request));
        self.trace.note(fault.map_or(0, |fault| fault as u64 + 1));
        self.trace.say(self.now(), || {
            let name = &self.people[person].name;
            let fault = fault.map_or(String::new(), |fault| format!("   [{fault:?}]"));
            let (what, body) = (what(&request), extract(&request));
            format!("{name:<8} > {what} {body}{fault}")
        });
        self.exchanges.borrow_mut().push(Exchange {
            person,
            visit: self.people[person].visits.get(),
            visit_began: self.people[person].visiting_since.get(),
            request,
            deed,
            fault,
            response: None,
            answer: None,
        });
        self.schedule(exchange, fault, there);
        exchange
    }

    fn schedule(&self, exchange: usize, fault: Option<Fault>, there: Millis) {
        let arrive = |delay, answered| self.after(delay, Event::Arrive { exchange, answered });
        let answer = |delay| self.after(delay, Event::Answer { exchange });
        match fault {
            Some(Fault::LoseRequest) => answer(2 * there),
            Some(
                Fault::Throttle
                | Fault::ThrottleBare
                | Fault::Busy
                | Fault::UnavailableBefore
                | Fault::Challenge,
            ) => {
                self.exchanges.borrow_mut()[exchange].response =
                    fault.map(|fault| refusal(fault, self));
                answer(2 * there);
            }
            Some(Fault::Late) => {
                answer(DEADLINE);
                let late = [5_000, 60_000, 150_000, 270_000][self.noise(4) as usize];
                arrive(DEADLINE + late, false);
            }
            Some(Fault::Slow) => {
                arrive(there, false);
                answer(DEADLINE);
            }
            Some(Fault::Duplicate | Fault::DuplicateLast) => {
                let apart = [10, 700, 4_000, 9_000][self.noise(4) as usize];
                let last = fault == Some(Fault::DuplicateLast);
                arrive(there, !last);
                arrive(there + apart, last);
            }
            _ => arrive(there, true),
        }
    }

    /// A request reaches the tenant.
    pub fn arrive(&self, exchange: usize, answered: bool) {
        let exchanges = self.exchanges.borrow();
        let Exchange {
            person,
            request,
            deed,
            fault,
            visit_began,
            ..
        } = &exchanges[exchange];
        let (person, fault) = (*person, *fault);
        let verdict = self.judge(person, *visit_began, deed);
        let response = self.sandbox.borrow_mut().handle(request, self.time());
        if let Some(what) = wording::foreign(request, &response) {
            self.violate("Schema", || what);
        }
        let status = response.status();
        self.trace
            .note(u64::from(status.as_u16()) << 32 | exchange as u64);
        self.trace.say(self.now(), || {
            let code = code(&response);
            format!("tenant     {} -> {} {code}", what(request), status.as_u16())
        });
        if status.is_success() {
            if let Some((invariant, what)) = verdict {
                self.violate(invariant, || what);
            }
            self.after_deed(person, deed);
            if deed.is_write() {
                self.sync(Some((person, deed)));
            }
        }
        drop(exchanges);
        if answered {
            let response = twisted(fault, response, self);
            self.exchanges.borrow_mut()[exchange].response = Some(response);
            self.after(LEG, Event::Answer { exchange });
        }
    }

    /// The news reaches the tab, if it is still there. Gives the tab to wake.
    pub fn answer(&self, exchange: usize) -> Option<usize> {
        let (person, visit, fault, response) = {
            let mut exchanges = self.exchanges.borrow_mut();
            let one = &mut exchanges[exchange];
            (one.person, one.visit, one.fault, one.response.take())
        };
        if visit != self.people[person].visits.get() {
            return None;
        }
        let slept = self.people[person].slept_since(self.now());
        let answer = match (fault, response) {
            _ if slept => Err(Unreachable::Network),
            (Some(Fault::Late | Fault::Slow), _) => Err(Unreachable::TimedOut),
            (Some(Fault::LoseReply), _) | (_, None) => Err(Unreachable::Network),
            (_, Some(response)) => Ok(response),
        };
        self.note_answer(exchange, &answer);
        self.exchanges.borrow_mut()[exchange].answer = Some(answer);
        Some(person)
    }
}

/// The answer of somebody who did not pass the request on.
fn refusal(fault: Fault, world: &World) -> Response {
    let error = |status: u16, code: &str| answer(status, "application/json", &error(code));
    match fault {
        Fault::Throttle => {
            let asked = ["7", "1", "0.249", "40", "200"][world.noise(5) as usize];
            let mut response = error(429, "TooManyRequests");
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, http::HeaderValue::from_static(asked));
            response
        }
        Fault::ThrottleBare => error(429, "TooManyRequests"),
        Fault::Busy => error(409, "Directory_ConcurrencyViolation"),
        Fault::UnavailableBefore => error(503, "serviceNotAvailable"),
        _ => {
            let mut response = error(401, "InvalidAuthenticationToken");
            let challenge = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
                client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", \
                claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzY0MDAwMDAwIn19fQ==\"";
            response.headers_mut().insert(
                header::WWW_AUTHENTICATE,
                http::HeaderValue::from_static(challenge),
            );
            world.sandbox.borrow_mut().revoke_tokens();
            response
        }
    }
}

/// The tenant's answer after what happened to it on the way.
fn twisted(fault: Option<Fault>, mut response: Response, world: &World) -> Response {
    match fault {
        Some(Fault::UnavailableAfter) => answer(504, "application/json", &error("UnknownError")),
        Some(Fault::Truncate) => {
            let half = response.body().len() / 2;
            response.body_mut().truncate(half);
            response
        }
        Some(Fault::Html) => answer(
            200,
            "text/html",
            "<!doctype html><title>Welcome to the hotel</title>",
        ),
        Some(Fault::WrongType) => {
            let body = ["{}", "\"ok\"", "[]", "null"][world.noise(4) as usize];
            answer(200, "text/plain", body)
        }
        _ => response,
    }
}

fn error(code: &str) -> String {
    json!({"error": {"code": code, "message": ""}}).to_string()
}

fn answer(status: u16, kind: &'static str, body: &str) -> Response {
    let response = http::Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind);
    response
        .body(body.as_bytes().to_vec())
        .expect("a valid response")
}

/// The request as the log names it.
fn what(request: &Request) -> String {
    let address = request.uri().path_and_query().map_or("", |it| it.as_str());
    let path = address.strip_prefix("/graph/v1.0").unwrap_or(address);
    format!("{} {path}", request.method())
}

fn extract(request: &Request) -> String {
    let body = String::from_utf8_lossy(request.body());
    body.chars().take(120).collect()
}

fn code(response: &Response) -> String {
    if response.status().is_success() {
        return String::new();
    }
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let error = &body["error"];
    format!("{} {}", error["code"], error["message"])
}
