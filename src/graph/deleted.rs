//! Soft-deleted applications and service principals: Microsoft keeps them for 30 days. Knows the wire of these calls, not when to
//! make them.
//!
//! FACTS section 3.10: the type segment is required; restore and purge take `Application.ReadWrite.All` and the role of an
//! Application Administrator or Cloud Application Administrator.

use super::client::{Call, Graph, Prefer, Waiting};
use super::failure::{Failure, Kind, visible};
use super::json::{field, list, text, time};
use super::patience::Patience;
use crate::ids::{ApplicationId, ClientId, ServicePrincipalId};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::Value;

/// A deleted application that can still be restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedApplication {
    pub id: ApplicationId,
    pub client: ClientId,
    pub name: String,
    pub deleted: Option<DateTime<Utc>>,
}

/// One page, unfiltered: filters on deleted items are advanced queries, which answer from another index.
pub const DELETED: &str = "/directory/deletedItems/microsoft.graph.application?$select=id,appId,displayName,deletedDateTime,tags&$top=999";

/// The deleted applications that carry `tag`.
pub fn read_deleted(found: &Value, tag: &str) -> Vec<DeletedApplication> {
    let tagged = |one: &&Value| list(one, "tags").iter().any(|other| other == tag);
    let read = |one: &Value| -> Result<DeletedApplication, Failure> {
        Ok(DeletedApplication {
            id: field(one, "id")?,
            client: field(one, "appId")?,
            name: visible(text(one, "displayName")),
            deleted: time(one, "deletedDateTime"),
        })
    };
    let all = list(found, "value").iter().filter(tagged);
    all.filter_map(|one| read(one).ok()).collect()
}

/// Restoring takes no body (learn.microsoft.com/graph/api/directory-deleteditems-restore).
fn restore(path: &str) -> Call<'_> {
    Call {
        method: Method::POST,
        path,
        body: None,
        prefer: Prefer::Nothing,
        patience: Patience::Repeatable,
    }
}

impl Graph<'_> {
    /// Restores a deleted application. One that is restored already is a success, if it is there.
    pub async fn restore_application(
        &self,
        id: ApplicationId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<(), Failure> {
        let path = format!("/directory/deletedItems/{id}/restore");
        match self.call(restore(&path), waiting).await {
            Err(failure) if failure.kind == Kind::NotFound => {
                // An earlier attempt, whose answer was lost, has restored it; or it is purged, and then this is not found, too.
                let path = format!("/applications/{id}?$select=id");
                let get = Call::get(&path, Patience::UntilGone);
                self.content(get, waiting).await.map(drop)
            }
            other => other.map(drop),
        }
    }

    /// The deleted service principal of `client`, if there is one.
    pub async fn deleted_service_principal(
        &self,
        client: ClientId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<Option<ServicePrincipalId>, Failure> {
        let path =
            "/directory/deletedItems/microsoft.graph.servicePrincipal?$select=id,appId&$top=999";
        let found = self
            .content(Call::get(path, Patience::Repeatable), waiting)
            .await?;
        let ours = |one: &&Value| text(one, "appId").parse() == Ok(client);
        let deleted = list(&found, "value").iter().find(ours);
        deleted.map(|one| field(one, "id")).transpose()
    }

    /// Restores the service principal that was deleted with its application, if there is one: restoring the application need
    /// not bring it back (FACTS section 3.10).
    pub async fn restore_service_principal(
        &self,
        client: ClientId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<Option<ServicePrincipalId>, Failure> {
        let Some(id) = self.deleted_service_principal(client, waiting).await? else {
            return Ok(None);
        };
        let path = format!("/directory/deletedItems/{id}/restore");
        match self.call(restore(&path), waiting).await {
            // Restored with the application after all, or another one stands in its place.
            Err(failure) if matches!(failure.kind, Kind::NotFound | Kind::AlreadyExists) => {
                Ok(None)
            }
            other => other.map(|_| Some(id)),
        }
    }

    /// Removes a deleted item for good. One that is gone already is a success; one just deleted may not be listed yet, and is waited
    /// for as long as lag can last, since nobody looks for it afterwards.
    pub async fn purge(&self, id: impl std::fmt::Display) -> Result<(), Failure> {
        let path = format!("/directory/deletedItems/{id}");
        let call = Call {
            patience: Patience::RepeatableWhenReplicated,
            ..Call::delete(&path)
        };
        match self.call(call, &|_| ()).await {
            Err(failure) if failure.kind == Kind::NotFound => Ok(()),
            other => other.map(drop),
        }
    }
}
