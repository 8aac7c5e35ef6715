//! Admin consent: app role assignments (application permissions) and the delegated permission grant for all users. Knows the
//! wire of these calls; both are "make it so" and safe to repeat.

use super::client::{Call, Graph, Prefer, Waiting};
use super::failure::{Failure, Kind};
use super::json::{list, text};
use super::patience::Patience;
use crate::ids::{PermissionId, ServicePrincipalId};
use serde_json::{Value, json};
use std::time::Duration;

/// What asks for the delegated grants of `client`.
pub fn grants_of(client: ServicePrincipalId) -> String {
    format!("/oauth2PermissionGrants?$filter=clientId%20eq%20'{client}'")
}

impl Graph<'_> {
    /// Assigns an app role of `resource` to `client`. One that is assigned already is a success.
    pub async fn ensure_app_role(
        &self,
        client: ServicePrincipalId,
        resource: ServicePrincipalId,
        role: PermissionId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<(), Failure> {
        let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
        let body = json!({
            "principalId": client.to_string(),
            "resourceId": resource.to_string(),
            "appRoleId": role.to_string(),
        });
        match self
            .call(
                Call::post(&path, body, Patience::RepeatableWhenReplicated),
                waiting,
            )
            .await
        {
            Err(failure) if failure.kind == Kind::AlreadyExists => Ok(()),
            other => other.map(drop),
        }
    }

    /// Grants `scopes` of `resource` to `client` for all users. There is one grant for each pair, so one that exists is
    /// widened, never replaced: a PATCH overwrites the whole text.
    pub async fn ensure_delegated_grant(
        &self,
        client: ServicePrincipalId,
        resource: ServicePrincipalId,
        scopes: &[&str],
        waiting: &dyn Fn(Waiting),
    ) -> Result<(), Failure> {
        let body = json!({
            "clientId": client.to_string(),
            "consentType": "AllPrincipals",
            "principalId": null,
            "resourceId": resource.to_string(),
            "scope": scopes.join(" "),
        });
        let post = Call::post(
            "/oauth2PermissionGrants",
            body,
            Patience::RepeatableWhenReplicated,
        );
        match self.call(post, waiting).await {
            Err(failure) if failure.kind == Kind::AlreadyExists => {}
            other => return other.map(drop),
        }
        let grant = self.delegated_grant(client, resource, waiting).await?;
        let mut all: Vec<&str> = text(&grant, "scope").split_whitespace().collect();
        let missing: Vec<&str> = scopes
            .iter()
            .copied()
            .filter(|scope| !all.contains(scope))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        all.extend(missing);
        let path = format!(
            "/oauth2PermissionGrants/{}",
            super::client::encode(text(&grant, "id"))
        );
        self.call(
            Call::patch(&path, json!({"scope": all.join(" ")}), Prefer::Nothing),
            waiting,
        )
        .await
        .map(drop)
    }

    /// The grant for all users, of which Graph has said that it exists: a list without it lags behind, and is read again.
    async fn delegated_grant(
        &self,
        client: ServicePrincipalId,
        resource: ServicePrincipalId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<Value, Failure> {
        let path = grants_of(client);
        let patience = Patience::RepeatableWhenReplicated;
        let resource = resource.to_string();
        let (mut attempt, mut spent) = (0, Duration::ZERO);
        loop {
            let found = self.content(Call::get(&path, patience), waiting).await?;
            let grant = list(&found, "value").iter().find(|grant| {
                text(grant, "consentType") == "AllPrincipals"
                    && text(grant, "resourceId") == resource
            });
            if let Some(grant) = grant {
                return Ok(grant.clone());
            }
            let lag = Failure::of(Kind::NotReplicated);
            attempt += 1;
            let next = patience.next(&lag, attempt, spent, 0);
            let Some((_, delay)) = next.filter(|_| !self.cancel.is_requested()) else {
                return Err(lag);
            };
            let until = self.ports.clock.now() + delay;
            waiting(Waiting {
                failure: lag,
                attempt,
                until,
            });
            self.pause(delay).await;
            spent += delay;
        }
    }
}
