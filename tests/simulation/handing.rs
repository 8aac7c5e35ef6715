//! Handing over, and the search for strays behind it, as the page does both side by side: the values leave when the secret has been
//! seen, and the search goes on until it is clean.

use crate::browser::LastWrite;
use crate::faults::{Fault, OF_A_HANDOVER};
use crate::session::Session;
use crate::tab::Tab;
use crate::visit::ComesBack;
use entra_handover::bugs::{self, Bug};
use entra_handover::graph::Graph;
use entra_handover::secret::Secret;
use entra_handover::setup::journal::Record;
use entra_handover::setup::settle::{Settled, Standing, settle};
use futures_util::future::join;
use std::cell::{Cell, RefCell};

/// What became of the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    Over,
    /// The secret was not seen, or is gone: another one is to be made.
    Renew,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    Waiting,
    Free,
    GivenUp,
}

/// Hands over the secret as soon as it may be, and looks for strays meanwhile and afterwards.
pub async fn hand_over(
    tab: &Tab<'_>,
    graph: &Graph<'_>,
    record: &RefCell<Record>,
    secret: Secret,
) -> Handed {
    let held = record.borrow().live_secret().map(|(key, _)| key);
    let hold = Cell::new(match bugs::is_on(Bug::HandOverUnseen) {
        true => Hold::Free,
        false => Hold::Waiting,
    });
    let watch = |standing: Standing| match standing {
        Standing::Confirmed => hold.set(Hold::Free),
        // Between the confirmation and the hand-over nothing waits, so a withdrawn one is met here only before.
        Standing::Seen(_) | Standing::Late | Standing::Clean(_) | Standing::StrayRemoved => {}
    };
    let settling = async {
        let end = settle(graph, record, held, &watch).await;
        tab.say(|| format!("the search ends: {end:?}"));
        if hold.get() == Hold::Waiting {
            hold.set(match end {
                Settled::Clean => Hold::Free,
                _ => Hold::GivenUp,
            });
        }
    };
    let giving = async {
        tab.until(|| hold.get() != Hold::Waiting).await;
        if hold.get() == Hold::GivenUp {
            return Handed::Renew;
        }
        give(tab, record, &secret).await;
        Handed::Over
    };
    join(settling, giving).await.1
}

async fn give(tab: &Tab<'_>, record: &RefCell<Record>, secret: &Secret) {
    tab.world.hand_over(tab, &record.borrow(), secret);
    if tab.world.strikes(OF_A_HANDOVER) == Some(Fault::CrashDelivered) {
        tab.crash(LastWrite::Lost).await;
    }
    tab.pause(200).await;
    let delivered = {
        let mut record = record.borrow_mut();
        record.note_delivered();
        record.clone()
    };
    delivered.save(&tab.ports()).await.ok();
    tab.person().has_handed_over.set(true);
}

/// Goes on with a search that came to no end.
pub async fn settle_on(
    tab: &Tab<'_>,
    mut session: Session,
    record: &RefCell<Record>,
    held: Option<entra_handover::ids::KeyId>,
) -> Result<Session, ComesBack> {
    for _ in 0..3 {
        let cancel = tab.work(&session);
        let end = settle(&tab.graph(&session, &cancel), record, held, &|_| ()).await;
        tab.say(|| {
            format!(
                "the search for what run {} left ends: {end:?}",
                record.borrow().run
            )
        });
        if end == Settled::Clean {
            return Ok(session);
        }
        tab.think().await;
        session = tab.sign_in().await;
    }
    Err(ComesBack)
}
