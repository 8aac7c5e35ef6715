//! The permissions that an application declares (`requiredResourceAccess`): what an administrator is asked to consent to. Declaring
//! gives nothing; it knows the wire of these, and no consent.

use super::client::{Call, Graph, Prefer, Waiting};
use super::failure::Failure;
use super::json::{field, list, text};
use super::patience::Patience;
use crate::ids::{ApplicationId, MICROSOFT_GRAPH, PermissionId};
use crate::profile::{Permission, PermissionKind};
use serde_json::{Value, json};

impl Graph<'_> {
    /// Declares permissions of Microsoft Graph beside what is declared already: a PATCH overwrites the whole list.
    pub async fn declare_permissions(
        &self,
        id: ApplicationId,
        permissions: &[Permission],
        waiting: &dyn Fn(Waiting),
    ) -> Result<(), Failure> {
        let path = format!("/applications/{id}");
        let read = format!("{path}?$select=requiredResourceAccess");
        let get = Call::get(&read, Patience::UntilGone);
        let found = self.content(get, waiting).await?;
        let body = json!({"requiredResourceAccess": with(list(&found, LIST), permissions)});
        let patch = Call::patch(&path, body, Prefer::Nothing);
        self.call(patch, waiting).await.map(drop)
    }
}

const LIST: &str = "requiredResourceAccess";

/// The ids of the permissions of Microsoft Graph that an application declares.
pub(super) fn of_graph(application: &Value) -> Vec<PermissionId> {
    let resources = list(application, LIST).iter().filter(is_graph);
    let access = resources.flat_map(|resource| list(resource, "resourceAccess"));
    access.filter_map(|one| field(one, "id").ok()).collect()
}

/// `declared` with `permissions` of Microsoft Graph in it, each once. Whatever else is declared stays as it is.
pub(super) fn with(declared: &[Value], permissions: &[Permission]) -> Vec<Value> {
    let (graph, mut all): (Vec<Value>, Vec<Value>) =
        declared.iter().cloned().partition(|one| is_graph(&one));
    let known = graph.iter().flat_map(|one| list(one, "resourceAccess"));
    let mut access: Vec<Value> = known.cloned().collect();
    for permission in permissions {
        let kind = match permission.kind {
            PermissionKind::Application => "Role",
            PermissionKind::Delegated => "Scope",
        };
        let id = permission.id.to_string();
        if !access.iter().any(|one| text(one, "id") == id) {
            access.push(json!({"id": id, "type": kind}));
        }
    }
    if !access.is_empty() {
        let app = MICROSOFT_GRAPH.to_string();
        all.push(json!({"resourceAppId": app, "resourceAccess": access}));
    }
    all
}

fn is_graph(resource: &&Value) -> bool {
    text(resource, "resourceAppId") == MICROSOFT_GRAPH.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::IPECS_CLOUD;

    #[test]
    fn what_is_declared_is_never_dropped() {
        let [read, own] = <[Permission; 2]>::try_from((IPECS_CLOUD.permissions)())
            .expect("the profile has two permissions");
        let role = json!({"id": read.id.to_string(), "type": "Role"});
        let scope = json!({"id": own.id.to_string(), "type": "Scope"});
        let more = json!({"id": "7ab1d382-f21e-4acd-a863-ba3e13f7da61", "type": "Role"});
        let of = |access: &[&Value]| json!({"resourceAppId": MICROSOFT_GRAPH.to_string(), "resourceAccess": access});
        let other = json!({"resourceAppId": "11111111-0000-0000-0000-000000000000", "resourceAccess": [role]});
        let check = |before: &[Value], wanted: &[Permission], expected: &[Value]| {
            assert_eq!(with(before, wanted), expected, "{before:?}");
        };
        let both = [read.clone(), own.clone()];
        check(&[], &[], &[]);
        check(&[], &both, &[of(&[&role, &scope])]);
        check(&[of(&[&role])], &both, &[of(&[&role, &scope])]);
        check(&[of(&[&role, &scope])], &both, &[of(&[&role, &scope])]);
        check(
            &[of(&[&more])],
            std::slice::from_ref(&read),
            &[of(&[&more, &role])],
        );
        check(
            &[other.clone(), of(&[&more])],
            std::slice::from_ref(&own),
            &[other, of(&[&more, &scope])],
        );
        assert_eq!(
            of_graph(&json!({"requiredResourceAccess": [of(&[&role, &scope])]})),
            [read.id, own.id]
        );
    }
}
