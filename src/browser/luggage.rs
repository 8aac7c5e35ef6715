//! What survives the redirect to the sign-in and back: the sign-in under way, and what the page is to do once somebody is signed
//! in. It is packed into one text, and knows no storage.

use crate::graph::json::text;
use crate::ids::ClientId;
use serde_json::{Value, json};

/// What the page does once somebody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Look at the tenant and review.
    Look,
    /// Look at the tenant, and review the renewal of the set-up that stands there.
    Renew,
    /// Look at the tenant, and compare a receipt with it.
    Compare,
    /// Remove Entra Handover itself from the tenant.
    Leave,
    /// Carry out the journalled run.
    Run,
    /// Undo the journalled run.
    Undo,
    /// Remove the secret that the journalled run made and did not hand over.
    RemoveSecret,
}

impl Errand {
    const ALL: [Self; 7] = [
        Self::Look,
        Self::Renew,
        Self::Compare,
        Self::Leave,
        Self::Run,
        Self::Undo,
        Self::RemoveSecret,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Renew => "renew",
            Self::Compare => "compare",
            Self::Leave => "leave",
            Self::Run => "run",
            Self::Undo => "undo",
            Self::RemoveSecret => "remove-secret",
        }
    }
}

/// What survives the redirect, in this tab only.
pub struct Luggage {
    /// The registration that the sign-in was begun with.
    pub client_id: ClientId,
    /// `Pending` as it stores itself.
    pub sign_in: String,
    pub errand: Errand,
    /// The run that the errand is about, or the receipt; empty for the others.
    pub about: String,
    /// The request for values that the visit is about, and whether it was compared, as `ui::asked` packs them; empty if there is none.
    pub asked: String,
}

impl Luggage {
    pub fn pack(&self) -> String {
        json!({"client_id": self.client_id.to_string(), "sign_in": self.sign_in, "errand": self.errand.name(), "about": self.about, "asked": self.asked}).to_string()
    }

    pub fn unpack(packed: &str) -> Option<Self> {
        let json: Value = serde_json::from_slice(packed.as_bytes()).ok()?;
        let errand = text(&json, "errand");
        Some(Self {
            client_id: text(&json, "client_id").parse().ok()?,
            sign_in: text(&json, "sign_in").to_owned(),
            errand: Errand::ALL
                .into_iter()
                .find(|known| known.name() == errand)?,
            about: text(&json, "about").to_owned(),
            asked: text(&json, "asked").to_owned(),
        })
    }
}
