//! Application permissions: `appRoleAssignments` of a service principal and `appRoleAssignedTo` of an API.
//! One object per role; granting those of Microsoft Graph takes more than managing applications (FACTS section 5.3).

use http::Method;
use serde_json::Value;
use uuid::Uuid;

use super::access::READ_APPLICATIONS;
use super::errors::GraphError;
use super::list::{self, Kind};
use super::{Call, Outcome, Reply, properties, service_principals};
use crate::directory::grants::Assignment;
use crate::directory::service_principal::ServicePrincipal;
use crate::permissions::{GRAPH, GRAPH_APP_ID};
use crate::roles::{CONSENT_GRAPH_ROLES, MANAGE_APPLICATIONS};

/// Which service principal the address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one that holds the permission: `appRoleAssignments`.
    Principal,
    /// The API: `appRoleAssignedTo`.
    Resource,
}

const NOT_A_REFERENCE: &str = "Not a valid reference update.";
const NOT_OFFERED: &str = "Permission being assigned was not found on application";

/// Routes what follows the service principal.
pub fn route(call: &mut Call<'_>, method: &Method, side: Side, rest: &[&str]) -> Outcome {
    match (rest, method) {
        ([], &Method::GET) => list(call, side),
        ([], &Method::POST) => create(call, side),
        ([_], &Method::GET) => get(call, side),
        ([_], &Method::DELETE) => delete(call, side),
        _ => Err(GraphError::method_not_allowed()),
    }
}

impl Side {
    fn of(self, assignment: &Assignment) -> Uuid {
        match self {
            Self::Principal => assignment.principal,
            Self::Resource => assignment.resource,
        }
    }

    /// The collection's name in `@odata.context`.
    fn set(self, service_principal: Uuid) -> String {
        format!("servicePrincipals('{service_principal}')/{}", self.name())
    }

    fn name(self) -> &'static str {
        match self {
            Self::Principal => "appRoleAssignments",
            Self::Resource => "appRoleAssignedTo",
        }
    }
}

fn kind(set: &str) -> Kind<'_> {
    Kind {
        set,
        name: "appRoleAssignment",
    }
}

fn list(call: &Call<'_>, side: Side) -> Outcome {
    need_read(call)?;
    let id = service_principals::find(call)?.id;
    let held = call.replica().assignments.values();
    let held = held.filter(|held| side.of(held) == id);
    let held: Vec<Value> = held.map(Assignment::render).collect();
    list::many(call, kind(&side.set(id)), &held)
}

fn get(call: &Call<'_>, side: Side) -> Outcome {
    need_read(call)?;
    let found = find(call, side)?;
    list::one(call, kind(&side.set(side.of(found))), &found.render())
}

fn create(call: &mut Call<'_>, side: Side) -> Outcome {
    need_write(call)?;
    let body = properties::of_body(&call.request.body)?;
    let guid = |name: &str| {
        let id = body
            .get(name)
            .and_then(Value::as_str)
            .and_then(|text| text.parse::<Uuid>().ok());
        id.ok_or_else(|| properties::invalid(name, "AppRoleAssignment"))
    };
    let (principal_id, resource_id, role) = (
        guid("principalId")?,
        guid("resourceId")?,
        guid("appRoleId")?,
    );
    let in_path = service_principals::find(call)?.id;
    if in_path
        != (if side == Side::Principal {
            principal_id
        } else {
            resource_id
        })
    {
        return Err(GraphError::bad_request(NOT_A_REFERENCE));
    }
    let resource = referable(call, resource_id)
        .map(|sp| (sp.app_id, sp.display_name().to_owned(), offers(sp, role)));
    let (resource_app, resource_name, is_offered) =
        resource.ok_or_else(|| GraphError::not_found(resource_id))?;
    may_grant(call, resource_app)?;
    let Some((principal_type, principal)) = principal(call, principal_id) else {
        // A principal that is not replicated yet gives either of the two (FACTS section 6.1); a wrong id is no reference.
        let exists = (call.primary().service_principals).contains_key(&principal_id);
        return Err(if exists && call.sandbox.random.coin() {
            GraphError::not_found(principal_id)
        } else {
            GraphError::bad_request(NOT_A_REFERENCE)
        });
    };
    if !is_offered {
        return Err(GraphError::bad_request(NOT_OFFERED));
    }
    let same = |held: &Assignment| {
        held.principal == principal_id && held.resource == resource_id && held.role == role
    };
    if call.sandbox.directory.assignments.values().any(same) {
        // The two addresses have words of their own (FACTS section 4.2).
        return Err(match side {
            Side::Resource => {
                GraphError::bad_request("Permission being assigned already exists on the object")
            }
            Side::Principal => GraphError::new(
                400,
                "Request_MultipleObjectsWithSameKeyValue",
                "EntitlementGrant entry already exists.",
            ),
        });
    }
    let assignment = Assignment {
        id: Assignment::id_of(principal_id, call.sandbox.random.bytes()),
        principal: principal_id,
        principal_name: principal,
        principal_type: principal_type.to_owned(),
        resource: resource_id,
        resource_name,
        role,
        created: call.now,
    };
    let shown = assignment.render();
    let location = format!(
        "directoryObjects/{in_path}/{}/{}",
        side.name(),
        assignment.id
    );
    call.sandbox
        .directory
        .assignments
        .insert(assignment.id.clone(), assignment);
    Ok(Reply::created(call, &side.set(in_path), shown, &location))
}

fn delete(call: &mut Call<'_>, side: Side) -> Outcome {
    need_write(call)?;
    let found = find(call, side)?;
    let (id, resource) = (found.id.clone(), found.resource);
    let resource = call
        .sandbox
        .directory
        .service_principals
        .get(&resource)
        .map(|sp| sp.app_id);
    may_grant(call, resource.unwrap_or(GRAPH_APP_ID))?;
    let removed = call.sandbox.directory.assignments.remove(&id);
    removed
        .map(|_| Reply::nothing())
        .ok_or_else(|| GraphError::not_found(&id))
}

fn find<'a>(call: &'a Call<'_>, side: Side) -> Result<&'a Assignment, GraphError> {
    let owner = service_principals::find(call)?.id;
    let id = call.request.segment(3);
    let found = call.replica().assignments.get(id);
    let found = found.filter(|held| side.of(held) == owner);
    found.ok_or_else(|| GraphError::not_found(id))
}

/// What the replica does not have yet, or the primary not any more, cannot be referred to.
fn referable<'a>(call: &'a Call<'_>, id: Uuid) -> Option<&'a ServicePrincipal> {
    let known = call.replica().service_principals.get(&id);
    known.filter(|_| call.primary().service_principals.contains_key(&id))
}

/// Type and name of who is to hold a role: a service principal, or a user.
fn principal(call: &Call<'_>, id: Uuid) -> Option<(&'static str, String)> {
    let sp = referable(call, id).map(|sp| ("ServicePrincipal", sp.display_name().to_owned()));
    sp.or_else(|| {
        let user = call.primary().users.iter().find(|user| user.id == id)?;
        Some(("User", user.display_name.clone()))
    })
}

/// Whether the API has this app role; the empty id stands for access without a role.
fn offers(resource: &ServicePrincipal, role: Uuid) -> bool {
    if resource.app_id == GRAPH_APP_ID {
        return GRAPH.application(role).is_some();
    }
    let roles = resource.entity.get("appRoles").and_then(Value::as_array);
    role.is_nil()
        || roles.is_some_and(|roles| roles.iter().any(|r| r["id"] == role.to_string().as_str()))
}

/// Roles that may grant an API's application permissions.
fn may_grant(call: &Call<'_>, resource_app: Uuid) -> Result<(), GraphError> {
    if resource_app == GRAPH_APP_ID {
        return call.need_role(CONSENT_GRAPH_ROLES);
    }
    call.need_role(MANAGE_APPLICATIONS)
        .or_else(|_| call.need_role(CONSENT_GRAPH_ROLES))
}

fn need_read(call: &Call<'_>) -> Result<(), GraphError> {
    call.need_scope(READ_APPLICATIONS)
        .or_else(|_| call.need_scope(&["AppRoleAssignment.ReadWrite.All"]))
}

/// Two scopes together, or one that covers both (FACTS section 5.1).
fn need_write(call: &Call<'_>) -> Result<(), GraphError> {
    if call.need_scope(&["Directory.AccessAsUser.All"]).is_ok() {
        return Ok(());
    }
    call.need_scope(&["AppRoleAssignment.ReadWrite.All"])
        .and_then(|()| call.need_scope(READ_APPLICATIONS))
}
