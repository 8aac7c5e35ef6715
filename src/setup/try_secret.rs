//! "Test the secret": the new application signs in as itself and reads one user, as Customer Manager will. What is not known
//! everywhere yet is waited for, within a limit. It knows nothing of screens, and of the browser only the door in `Door`.

use super::journal::Record;
use super::plan::Target;
use crate::graph::client::Cancel;
use crate::graph::{Failure, Graph, Kind};
use crate::ports::{Ports, random_hex};
use crate::profile::{Permission, PermissionKind};
use crate::signin::client_credentials::{Application, Meaning, NoToken, meaning};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

/// The browser's way to send what Microsoft answers to no page: a request without the `Origin` header (FACTS 2.4).
pub trait Door {
    /// Asks the user to allow it, and opens it for POST requests to exactly this address. To be called in the user's click.
    fn open<'a>(&'a self, address: &'a str) -> LocalBoxFuture<'a, Result<(), NoWay>>;
    /// Takes the rule and the user's permission back, whether they are there or not.
    fn close(&self) -> LocalBoxFuture<'_, ()>;
}

/// Why the secret cannot be tested from here. One-time Sync. is the proof then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWay {
    /// The browser has no such door.
    Unsupported,
    /// The user did not allow it.
    NotAllowed,
    /// It was open, and the request carried the header all the same: another extension, or another window of this one.
    StillFromAPage,
}

/// How it stands, as it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A request is on its way.
    Asking,
    /// The next one leaves at `next`; after `last` none does.
    Waiting {
        why: Delay,
        next: DateTime<Utc>,
        last: DateTime<Utc>,
    },
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// The secret is not known everywhere yet.
    Secret,
    /// The consent is not.
    Consent,
    /// The service is busy, or there is no connection.
    Service,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One user was read.
    Works,
    Cancelled,
    NoWay(NoWay),
    /// The sign-in service did not take the secret.
    NoToken(NoToken),
    /// It was taken, and Graph let no user be read.
    NotGranted {
        missing: Missing,
        failure: Failure,
    },
    /// It was taken, and Graph did not answer as it should.
    Unread(Failure),
}

/// Which consent is missing, as far as the run's record tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// None of these application permissions of the plan, which read users, was consented to.
    Consent(Vec<String>),
    /// The plan has no permission to read users.
    NotPlanned,
    /// All were: it may still be on its way, or somebody took it back.
    Unclear,
}

/// Observed are 4 to 18 seconds for a secret (microsoftgraph/microsoft-graph-docs, issue 17966), and longer for a consent.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);
/// Seconds before each further try; the last goes on.
const PACE: [u64; 5] = [2, 3, 5, 8, 10];
/// The application permissions that read `/users` (Microsoft Graph, "List users"), and those that contain them.
const READ_USERS: [&str; 5] = [
    "User.Read.All",
    "User.ReadBasic.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Tests the secret through `door`, which is closed again however it ends. The token is dropped with the one read it was for.
pub async fn try_secret(
    ports: Ports<'_>,
    application: Application<'_>,
    missing: Missing,
    door: &dyn Door,
    cancel: &Cancel,
    watch: &dyn Fn(Standing),
) -> Outcome {
    let endpoint = application.endpoint(&random_guid(ports));
    let outcome = match door.open(&endpoint).await {
        Err(no_way) => Outcome::NoWay(no_way),
        Ok(()) => {
            let trial = Trial {
                ports,
                application,
                missing,
                endpoint: &endpoint,
                cancel,
            };
            trial.tries(watch).await
        }
    };
    door.close().await;
    outcome
}

struct Trial<'a> {
    ports: Ports<'a>,
    application: Application<'a>,
    missing: Missing,
    endpoint: &'a str,
    cancel: &'a Cancel,
}

impl Trial<'_> {
    async fn tries(&self, watch: &dyn Fn(Standing)) -> Outcome {
        let last = self.ports.clock.now() + PATIENCE;
        for seconds in PACE
            .into_iter()
            .chain(std::iter::repeat(PACE[PACE.len() - 1]))
        {
            if self.cancel.is_requested() {
                return Outcome::Cancelled;
            }
            watch(Standing::Asking);
            let outcome = self.once().await;
            let Some(why) = self.delay(&outcome) else {
                return outcome;
            };
            let pause = Duration::from_secs(seconds);
            let next = self.ports.clock.now() + TimeDelta::from_std(pause).unwrap_or_default();
            if next > last {
                return outcome;
            }
            watch(Standing::Waiting { why, next, last });
            self.cancel.pause(self.ports.clock, pause).await;
        }
        Outcome::Cancelled
    }

    /// One sign-in and one read. A token says what was granted when it was made, so each read takes a new one.
    async fn once(&self) -> Outcome {
        let token = self.application.sign_in(self.ports.http, self.endpoint);
        let token = match token.await {
            Ok(token) => token,
            Err(NoToken::Refused(refusal)) if meaning(&refusal) == Meaning::FromAPage => {
                return Outcome::NoWay(NoWay::StillFromAPage);
            }
            Err(none) => return Outcome::NoToken(none),
        };
        let graph = Graph {
            ports: self.ports,
            cloud: self.application.cloud,
            token: &token,
            cancel: self.cancel,
        };
        match graph.one_user().await {
            Ok(_) => Outcome::Works,
            Err(_) if self.cancel.is_requested() => Outcome::Cancelled,
            Err(failure) if failure.kind == Kind::Forbidden => Outcome::NotGranted {
                missing: self.missing.clone(),
                failure,
            },
            Err(failure) => Outcome::Unread(failure),
        }
    }

    /// What another try waits for, if one can help.
    fn delay(&self, outcome: &Outcome) -> Option<Delay> {
        match outcome {
            Outcome::NoToken(NoToken::Refused(refusal)) => match meaning(refusal) {
                Meaning::Spreading => Some(Delay::Secret),
                Meaning::Busy => Some(Delay::Service),
                _ => None,
            },
            Outcome::NoToken(NoToken::Unreachable(_)) => Some(Delay::Service),
            // The record says that it was consented to, so it is on its way.
            Outcome::NotGranted { missing, .. } => {
                (*missing == Missing::Unclear).then_some(Delay::Consent)
            }
            // A token of this second that Graph does not know yet.
            Outcome::Unread(failure) => {
                matches!(failure.kind, Kind::TokenRejected { .. }).then_some(Delay::Service)
            }
            _ => None,
        }
    }
}

impl Missing {
    /// What the record of a run says.
    pub fn of(record: &Record) -> Self {
        // An application that was there before keeps what it was granted, which the record does not know.
        if matches!(record.plan.target, Target::Existing { .. }) {
            return Self::Unclear;
        }
        let reads = |permission: &&Permission| {
            permission.kind == PermissionKind::Application
                && READ_USERS.contains(&permission.name.as_str())
        };
        let planned: Vec<&Permission> = record.plan.consents().iter().filter(reads).collect();
        let granted = |permission: &&Permission| record.consented.contains(&permission.id);
        if planned.is_empty() {
            Self::NotPlanned
        } else if planned.iter().any(granted) {
            Self::Unclear
        } else {
            let names = planned.iter().map(|permission| permission.name.clone());
            Self::Consent(names.collect())
        }
    }
}

/// As a request id has to be written.
fn random_guid(ports: Ports<'_>) -> String {
    let hex = random_hex(ports.random, 16);
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}
