//! The `servicePrincipal` resource: the application's presence in the tenant, and Microsoft Graph's own one with the permissions
//! it offers. Knows the wire of these calls, not when to make them.

use super::client::{Call, Graph, Prefer, Waiting};
use super::failure::{Failure, Kind, visible};
use super::json::{field, list, text};
use super::patience::Patience;
use crate::ids::{ClientId, MICROSOFT_GRAPH, ServicePrincipalId};
use crate::profile::{Permission, PermissionKind};
use serde_json::{Value, json};

/// A permission that this tenant's Microsoft Graph offers, for the picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub permission: Permission,
    /// Microsoft's longer text for administrators.
    pub description: String,
}

/// What asks for the service principal of `client` in this tenant. By alternate key and `$select`: by name it could be spoofed,
/// and Microsoft Graph's whole own one is half a megabyte.
pub fn by_client(client: ClientId) -> String {
    format!("/servicePrincipals(appId='{client}')?$select=id")
}

impl Graph<'_> {
    /// Makes the service principal of an application that may just have been made, or finds the one that exists: an earlier
    /// attempt whose answer was lost answers 409.
    pub async fn ensure_service_principal(
        &self,
        client: ClientId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<ServicePrincipalId, Failure> {
        let body = json!({"appId": client.to_string()});
        let post = Call::post(
            "/servicePrincipals",
            body,
            Patience::RepeatableWhenReplicated,
        );
        match self.call(post, waiting).await {
            Ok(reply) => field(&reply.content()?, "id"),
            Err(failure) if failure.kind == Kind::AlreadyExists => {
                let patience = Patience::RepeatableWhenReplicated;
                let found = self.service_principal(client, patience, waiting).await;
                found.map_err(Failure::after_success)
            }
            Err(failure) => Err(failure),
        }
    }

    /// The service principal of `client` in this tenant.
    pub async fn service_principal(
        &self,
        client: ClientId,
        patience: Patience,
        waiting: &dyn Fn(Waiting),
    ) -> Result<ServicePrincipalId, Failure> {
        let path = by_client(client);
        field(
            &self.content(Call::get(&path, patience), waiting).await?,
            "id",
        )
    }

    /// Lets the service principal sign in again.
    pub async fn enable_service_principal(
        &self,
        id: ServicePrincipalId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<(), Failure> {
        let path = format!("/servicePrincipals/{id}");
        let body = json!({"accountEnabled": true});
        let patch = Call::patch(&path, body, Prefer::Nothing);
        self.call(patch, waiting).await.map(drop)
    }

    pub async fn delete_service_principal(&self, id: ServicePrincipalId) -> Result<(), Failure> {
        self.delete(&format!("/servicePrincipals/{id}")).await
    }

    /// All permissions that this tenant's Microsoft Graph offers and that are enabled, by name.
    pub async fn offered_permissions(&self) -> Result<Vec<Offered>, Failure> {
        let path = format!(
            "/servicePrincipals(appId='{MICROSOFT_GRAPH}')?$select=id,appRoles,oauth2PermissionScopes"
        );
        let graph = self
            .content(Call::get(&path, Patience::Brief), &|_| ())
            .await?;
        let roles = list(&graph, "appRoles").iter().filter(|role| {
            list(role, "allowedMemberTypes")
                .iter()
                .any(|member| member.as_str() == Some("Application"))
        });
        let roles = roles.filter_map(|role| {
            offered(
                role,
                PermissionKind::Application,
                "displayName",
                "description",
            )
        });
        let scopes = list(&graph, "oauth2PermissionScopes")
            .iter()
            .filter_map(|scope| {
                offered(
                    scope,
                    PermissionKind::Delegated,
                    "adminConsentDisplayName",
                    "adminConsentDescription",
                )
            });
        let mut all: Vec<Offered> = roles.chain(scopes).collect();
        all.sort_unstable_by(|a, b| {
            (&a.permission.name, a.permission.kind).cmp(&(&b.permission.name, b.permission.kind))
        });
        Ok(all)
    }
}

fn offered(value: &Value, kind: PermissionKind, words: &str, description: &str) -> Option<Offered> {
    if value.get("isEnabled") == Some(&Value::Bool(false)) {
        return None;
    }
    Some(Offered {
        permission: Permission {
            kind,
            id: field(value, "id").ok()?,
            name: visible(text(value, "value")),
            words: visible(text(value, words)),
        },
        description: visible(text(value, description)),
    })
}
