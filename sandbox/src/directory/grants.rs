//! Consent as the directory stores it: delegated permission grants and app role assignments.
//! It knows their shapes and how their ids are made, not who may make them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::application::decimals;

/// A delegated permission grant (oauth2PermissionGrant).
#[derive(Debug, Clone)]
pub struct Grant {
    /// Deterministic, see [`Grant::id_of`].
    pub id: String,
    /// Service principal of the client.
    pub client: Uuid,
    /// Service principal of the API.
    pub resource: Uuid,
    /// The one user it is for; all users when absent.
    pub principal: Option<Uuid>,
    /// Space-separated names of scopes.
    pub scope: String,
}

impl Grant {
    /// base64url of the client's, the resource's and the principal's GUID bytes in little-endian field order (FACTS section 3.8).
    pub fn id_of(client: Uuid, resource: Uuid, principal: Option<Uuid>) -> String {
        let mut bytes = Vec::with_capacity(48);
        for id in [Some(client), Some(resource), principal]
            .into_iter()
            .flatten()
        {
            bytes.extend_from_slice(&id.to_bytes_le());
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// As Graph shows it.
    pub fn render(&self) -> Value {
        json!({
            "clientId": self.client.to_string(),
            "consentType": if self.principal.is_some() { "Principal" } else { "AllPrincipals" },
            "id": self.id, "principalId": self.principal.map(|id| id.to_string()),
            "resourceId": self.resource.to_string(), "scope": self.scope,
        })
    }
}

/// An application permission held by a service principal (appRoleAssignment).
#[derive(Debug, Clone)]
pub struct Assignment {
    /// See [`Assignment::id_of`].
    pub id: String,
    /// The service principal that holds it.
    pub principal: Uuid,
    /// Its name.
    pub principal_name: String,
    /// Its type: a service principal, or a user who was assigned to an application.
    pub principal_type: String,
    /// Service principal of the API.
    pub resource: Uuid,
    /// Its name.
    pub resource_name: String,
    /// The app role.
    pub role: Uuid,
    /// When it was made.
    pub created: DateTime<Utc>,
}

impl Assignment {
    /// base64url of the principal's GUID bytes and sixteen random ones (FACTS section 3.7).
    pub fn id_of(principal: Uuid, random: [u8; 16]) -> String {
        URL_SAFE_NO_PAD.encode([principal.to_bytes_le(), random].concat())
    }

    /// As Graph shows it.
    pub fn render(&self) -> Value {
        json!({
            "id": self.id, "deletedDateTime": null, "appRoleId": self.role.to_string(),
            "createdDateTime": decimals(self.created), "principalDisplayName": self.principal_name,
            "principalId": self.principal.to_string(), "principalType": self.principal_type,
            "resourceDisplayName": self.resource_name, "resourceId": self.resource.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grant_ids_are_those_that_microsoft_computes() {
        // Little-endian field order: the first three fields are reversed, the rest is not.
        let client: Uuid = "00112233-4455-6677-8899-aabbccddeeff"
            .parse()
            .expect("a GUID");
        let bytes = URL_SAFE_NO_PAD
            .decode(Grant::id_of(client, client, None))
            .expect("base64url");
        assert_eq!(bytes[..8], [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66]);
        assert_eq!(bytes.len(), 32);
        assert_eq!(Grant::id_of(client, client, Some(client)).len(), 64);
    }
}
