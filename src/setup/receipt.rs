//! What a run came to, as its record tells: which application, under which name, and what was seen of its secret since. How that is
//! written down is `crate::receipt`'s matter.

use super::journal::{MadeApplication, Record};
use crate::ids::{ApplicationId, ClientId};
use crate::profile::Profile;
use chrono::{DateTime, Utc};

/// What was seen of the secret since it was made, in the service's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    /// Microsoft Entra listed it as often as a hand-over takes.
    pub confirmed: Option<DateTime<Utc>>,
    /// It was handed over.
    pub delivered: Option<Delivery>,
    /// The application signed in with it and read a user.
    pub tested: Option<DateTime<Utc>>,
}

/// How the secret came into the portal, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub way: Way,
    pub at: DateTime<Utc>,
}

/// How the secret was handed over; later ones say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// By the user, through the clipboard: what became of it nobody has told.
    Copied,
    /// Sealed for somebody's browser. Nobody has confirmed that it arrived.
    Sealed,
    /// Put into the portal's page, and read back there.
    Filled,
    /// The portal says that it has all three values.
    Confirmed,
    /// The portal says that it has saved them.
    Saved,
}

impl Proofs {
    /// Notes that it was handed over. What says more is kept.
    pub fn note_delivery(&mut self, way: Way, at: DateTime<Utc>) {
        if self.delivered.is_none_or(|before| before.way < way) {
            self.delivered = Some(Delivery { way, at });
        }
    }
}

/// The application that the run made or extended.
pub fn application(record: &Record) -> Option<MadeApplication> {
    let earlier = record.plan.target.earlier();
    earlier
        .map(|(id, client, _)| MadeApplication { id, client })
        .or(record.application.made())
}

/// Its name: one that stood there before may have been renamed.
pub fn application_name<'r>(profile: &'r Profile, record: &'r Record) -> &'r str {
    let earlier = record.plan.target.earlier();
    earlier.map_or(profile.application_name, |(.., name)| name)
}

/// Its client id.
pub fn client_id(record: &Record) -> Option<ClientId> {
    application(record).map(|application| application.client)
}

/// Its object id.
pub fn application_id(record: &Record) -> Option<ApplicationId> {
    application(record).map(|application| application.id)
}
