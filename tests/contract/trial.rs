//! "Test the secret" over the wire, as the extension does it. It knows nothing of the browser's rules.

use crate::wire::{Wire, at_once};
use crate::{GLOBAL, signed_in};
use entra_handover::setup::receipt::client_id;
use entra_handover::setup::run::Outcome;
use entra_handover::setup::try_secret::{Door, Missing, NoWay, Outcome as Tried, try_secret};
use entra_handover::signin::client_credentials::Application;
use futures_util::future::{LocalBoxFuture, ready};

/// A door that nobody stands in front of: only browsers add the header that it is about.
struct NoDoor;

impl Door for NoDoor {
    fn open<'a>(&'a self, _: &'a str) -> LocalBoxFuture<'a, Result<(), NoWay>> {
        Box::pin(ready(Ok(())))
    }
    fn close(&self) -> LocalBoxFuture<'_, ()> {
        Box::pin(ready(()))
    }
}

/// "Test the secret", as the extension does it.
pub fn try_it(wire: &Wire, outcome: &Outcome) -> Option<Tried> {
    let secret = &outcome.secret.as_ref()?.value;
    Some(signed_in(wire, GLOBAL, |graph| {
        let application = Application {
            cloud: graph.cloud,
            tenant: outcome.record.tenant,
            client: client_id(&outcome.record).expect("the run made an application"),
            secret,
        };
        let missing = Missing::of(&outcome.record);
        let (ports, cancel) = (graph.ports, graph.cancel);
        at_once(try_secret(
            ports,
            application,
            missing,
            &NoDoor,
            cancel,
            &|_| (),
        ))
    }))
}
