//! The identifiers of Entra objects as types that cannot be mixed up. Knows nothing of the objects themselves.

use serde::{Serialize, Serializer};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The text is not a GUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a GUID")]
pub struct NotAGuid;

macro_rules! guid {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn from_u128(value: u128) -> Self {
                Self(Uuid::from_u128(value))
            }

            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }

            pub const fn from_uuid(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAGuid;

            fn from_str(text: &str) -> Result<Self, NotAGuid> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAGuid)
            }
        }
    };
}

guid!(
    /// Directory (tenant) id.
    TenantId
);
guid!(
    /// Application (client) id: the `appId` of an application and of its service principals.
    ClientId
);
guid!(
    /// Object id of an application. Not its client id.
    ApplicationId
);
guid!(
    /// Object id of a service principal.
    ServicePrincipalId
);
guid!(
    /// Object id of a user.
    UserId
);
guid!(
    /// `keyId` of a password credential; the portal calls it "Secret ID". Never the secret's value.
    KeyId
);
guid!(
    /// Id of an app role or of a delegated scope of Microsoft Graph: the same in every tenant.
    PermissionId
);

/// Microsoft Graph's own client id: the same in every tenant and cloud.
pub const MICROSOFT_GRAPH: ClientId = ClientId::from_u128(0x00000003_0000_0000_c000_000000000000);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_read_and_written_as_microsoft_does() {
        assert_eq!(
            MICROSOFT_GRAPH.to_string(),
            "00000003-0000-0000-c000-000000000000"
        );
        assert_eq!(
            "00000003-0000-0000-C000-000000000000".parse(),
            Ok(MICROSOFT_GRAPH)
        );
        assert_eq!("contoso.onmicrosoft.com".parse::<TenantId>(), Err(NotAGuid));
    }
}
