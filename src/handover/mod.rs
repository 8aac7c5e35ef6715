//! The three values on their way: which fields, which address, the bookmarklet, the message exchange of `docs/handover-protocol.md`,
//! and the sealed packet of `docs/sealed-handover.md`. It knows no window and no browser, and never holds a token.

pub mod address;
pub mod bookmarklet;
pub mod exchange;
pub mod hpke;
pub mod packet;
pub mod request;
#[cfg(test)]
mod rust_crypto;

/// The portal's fields, in the portal's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    TenantId,
    ClientId,
    SecretCode,
}

impl Field {
    pub const ALL: [Self; 3] = [Self::TenantId, Self::ClientId, Self::SecretCode];

    /// The portal's own label.
    pub fn label(self) -> &'static str {
        match self {
            Self::TenantId => "Tenant ID",
            Self::ClientId => "Client ID",
            Self::SecretCode => "Secret Code",
        }
    }

    /// The field's name in messages.
    pub fn key(self) -> &'static str {
        match self {
            Self::TenantId => "tenantId",
            Self::ClientId => "clientId",
            Self::SecretCode => "secretCode",
        }
    }
}
