//! A Microsoft Entra tenant as a pure state machine: a request and the time go in, a response comes out.
//! No clock, no input or output, and no chance but a seeded generator, so that a run is repeated exactly.

mod control;
mod cors;
mod directory;
mod entra;
mod existing;
mod faults;
mod graph;
mod hosts;
mod json;
mod permissions;
mod portal;
mod random;
#[cfg(feature = "replay")]
pub mod replay;
mod replication;
mod requests;
mod roles;
pub mod schema;
mod settings;
mod truth;

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::{Method, Request, Response};

pub use directory::people::{DOMAIN, TENANT_ID, TENANT_NAME};
use directory::{Directory, IssuedSecret};
pub use entra::WIZARD_CLIENT_ID;
use entra::store::Store;
pub use existing::{Existing, Unfit};
use faults::{Faults, Verdict};
use hosts::{Address, Service};
use portal::Portal;
use random::Random;
use replication::Replication;
use requests::Log;
pub use roles::DirectoryRole;
pub use settings::{SecretPolicy, Settings};
pub use truth::{TrueApplication, TrueSecret, Truth};

/// A tenant, its sign-in service, its Graph, and the Customer Manager's records.
#[derive(Debug, Clone)]
pub struct Sandbox {
    settings: Settings,
    random: Random,
    /// The primary.
    directory: Directory,
    replication: Replication,
    /// Every client secret ever issued.
    issued: Vec<IssuedSecret>,
    store: Store,
    portal: Portal,
    faults: Faults,
    log: Log,
}

/// How a response is to be carried to the client; found in the response's extensions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Wait so long before answering.
    pub delay: Duration,
    /// Close the connection instead of answering: the reply, or the request itself, is lost.
    pub cut: bool,
    /// The entry of the request log to complete once the answer has left.
    pub entry: Option<usize>,
}

impl Delivery {
    /// The delivery of a response; immediate when nothing is said.
    pub fn of<B>(response: &Response<B>) -> Self {
        response.extensions().get().copied().unwrap_or_default()
    }
}

impl Sandbox {
    /// A fresh tenant.
    pub fn new(settings: Settings) -> Self {
        let mut random = Random::new(settings.seed);
        let mut directory = Directory::new(&settings, &mut random);
        if settings.org_consent {
            directory.admit_wizard();
        }
        let replication = Replication::new(&settings, &mut random);
        let store = Store::new(&settings);
        let (portal, faults, log) = (Portal::default(), Faults::default(), Log::default());
        Self {
            settings,
            random,
            directory,
            replication,
            issued: Vec::new(),
            store,
            portal,
            faults,
            log,
        }
    }

    /// Answers one request. How the answer travels is in its [`Delivery`].
    pub fn handle(&mut self, request: &Request<Vec<u8>>, now: DateTime<Utc>) -> Response<Vec<u8>> {
        let address = Address::of(request);
        if request.method() == Method::OPTIONS {
            return cors::preflight(request, address.service);
        }
        match address.service {
            Service::Control => control::handle(self, request, &address, now),
            Service::Unknown => cors::not_found(),
            // Static files are neither logged nor faulted.
            Service::Entra if address.path.ends_with("/login.css") => {
                entra::handle(self, request, &address, now)
            }
            Service::Portal | Service::Entra | Service::Graph => {
                self.record(request, &address, now)
            }
        }
    }

    /// Notes in the request log that the answer has left.
    pub fn complete(&mut self, delivery: Delivery, now: DateTime<Utc>) {
        if let Some(entry) = delivery.entry {
            self.log.complete(entry, now);
        }
    }

    /// An access token for an account, as another tool of the administrator (`az account get-access-token`) would hold
    /// one; nothing when there is no such account.
    pub fn access_token(
        &mut self,
        account: &str,
        scopes: &[&str],
        now: DateTime<Utc>,
    ) -> Option<String> {
        entra::token::issue_directly(self, account, scopes, now)
    }

    fn record(
        &mut self,
        request: &Request<Vec<u8>>,
        address: &Address,
        now: DateTime<Utc>,
    ) -> Response<Vec<u8>> {
        let entry = self.log.begin(request, address, now);
        let verdict = self
            .faults
            .judge(request.method(), &address.full_path, false);
        let (mut response, cut) = match &verdict {
            Verdict::Pass => (self.dispatch(request, address, now), None),
            Verdict::LoseRequest(_) => (Response::default(), Some("request")),
            Verdict::LoseResponse(_) => (self.dispatch(request, address, now), Some("response")),
            Verdict::Answer(rule) => (faults::answer(self, rule, request, address, now), None),
            Verdict::Delay(_) => (self.dispatch(request, address, now), None),
        };
        let latency = match address.service {
            Service::Graph => self.settings.latency_ms,
            Service::Entra if address.path.ends_with("/token") => self.settings.latency_ms,
            _ => 0,
        };
        let delay = Duration::from_millis(u64::from(latency) + verdict.delay_ms());
        self.log
            .answered(entry, response.status(), cut, now + delay);
        response.extensions_mut().insert(Delivery {
            delay,
            cut: cut.is_some(),
            entry: Some(entry),
        });
        response
    }

    fn dispatch(
        &mut self,
        request: &Request<Vec<u8>>,
        address: &Address,
        now: DateTime<Utc>,
    ) -> Response<Vec<u8>> {
        match address.service {
            Service::Graph => graph::handle(self, request, address, now),
            Service::Entra => entra::handle(self, request, address, now),
            _ => portal::handle(self, request, address, now),
        }
    }
}
