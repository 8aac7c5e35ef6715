//! Takes Entra Handover itself out of the tenant: what its sign-in was allowed, and its service principal. The set-ups that it made
//! are not touched. Nothing of it is journalled: each call names what it deletes and may be repeated, and what is left after an
//! interruption is found by the next try.

use crate::graph::client::{Call, encode};
use crate::graph::consent::grants_of;
use crate::graph::json::{list, text};
use crate::graph::patience::Patience;
use crate::graph::{Failure, Graph, Kind};
use crate::ids::{ClientId, ServicePrincipalId};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Removed,
    /// It has no service principal here: nobody consented, or somebody was faster.
    NotThere,
}

/// Removes the delegated grants and the service principal of the registration `client`.
pub async fn leave(graph: &Graph<'_>, client: ClientId) -> Result<Left, Failure> {
    let found = graph.service_principal(client, Patience::Repeatable, &|_| ());
    let principal = match found.await {
        Ok(id) => id,
        Err(failure) if failure.kind == Kind::NotFound => return Ok(Left::NotThere),
        Err(failure) => return Err(failure),
    };
    // First, and one by one: a service principal that is restored within 30 days must not bring them back.
    for id in all_grants(graph, principal).await? {
        let grant = format!("/oauth2PermissionGrants/{}", encode(&id));
        graph.delete(&grant).await?;
    }
    graph.delete_service_principal(principal).await?;
    Ok(Left::Removed)
}

/// The ids of all its grants: one for all users, or one for each user who consented. Read to the end before the first is deleted,
/// since a page's address may count what stands before it.
async fn all_grants(
    graph: &Graph<'_>,
    principal: ServicePrincipalId,
) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::new();
    let mut next = Some(grants_of(principal));
    while let Some(path) = next {
        let page = graph.content(Call::get(&path, Patience::Repeatable), &|_| ());
        let page = page.await?;
        let grants = list(&page, "value").iter();
        ids.extend(grants.map(|grant| text(grant, "id").to_owned()));
        next = graph.next_page(&page)?;
    }
    Ok(ids)
}
