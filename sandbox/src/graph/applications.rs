//! `/applications`: create, upsert, read, list, change, delete.
//! Client secrets are in `credentials`, owners in `owners`; who is allowed is said here, by scope and role.

use http::Method;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::access::{READ_APPLICATIONS, WRITE_APPLICATIONS};
use super::errors::GraphError;
use super::list::{self, Kind};
use super::request::Key;
use super::{
    Call, Outcome, Reply, credentials, federated, only, owners, properties, registration,
    unknown_segment,
};
use crate::directory::Directory;
use crate::directory::application::{Application, decimals};
use crate::roles::{DirectoryRole, MANAGE_APPLICATIONS};

const KIND: Kind<'_> = Kind {
    set: "applications",
    name: "application",
};
const NAME_TAKEN: &str =
    "Another object with the same value for property uniqueName already exists.";

/// Routes what follows `/applications`.
pub fn route(call: &mut Call<'_>, method: &Method, rest: &[&str]) -> Outcome {
    match (rest, method) {
        ([], &Method::GET) => list(call),
        ([], &Method::POST) => create(call),
        ([_], &Method::GET) => get(call),
        ([_], &Method::PATCH) => patch(call),
        ([_], &Method::DELETE) => delete(call),
        ([_, "addpassword"], _) => {
            only(method, &Method::POST).and_then(|()| credentials::add(call))
        }
        ([_, "removepassword"], _) => {
            only(method, &Method::POST).and_then(|()| credentials::remove(call))
        }
        ([_, "owners"], &Method::GET) => owners::list(call),
        ([_, "owners", "$ref"], &Method::POST) => owners::add(call),
        ([_, "owners", _, "$ref"], &Method::DELETE) => owners::remove(call),
        ([_, "federatedidentitycredentials", rest @ ..], _) => federated::route(call, method, rest),
        ([_, "appmanagementpolicies"], &Method::GET) => policies(call),
        ([] | [_] | [_, "owners" | "appmanagementpolicies", ..], _) => {
            Err(GraphError::method_not_allowed())
        }
        ([_, segment, ..], _) => Err(unknown_segment(segment)),
    }
}

/// The application that the address names, as the replica has it.
pub fn find<'a>(call: &'a Call<'_>) -> Result<&'a Application, GraphError> {
    let key = call.request.key()?;
    by_key(call.replica(), &key).ok_or_else(|| GraphError::not_found(&key))
}

/// The same, for a caller who wants to change it: what the replica does not have yet, or the primary not any more, is not found.
pub fn find_to_change(call: &Call<'_>) -> Result<Uuid, GraphError> {
    call.need_scope(WRITE_APPLICATIONS)?;
    let id = find(call)?.id;
    call.need_role_or_ownership(MANAGE_APPLICATIONS, &call.app(id)?.owners)?;
    Ok(id)
}

impl Call<'_> {
    /// An application that was found before, as it is.
    pub fn app(&self, id: Uuid) -> Result<&Application, GraphError> {
        self.sandbox
            .directory
            .applications
            .get(&id)
            .ok_or_else(|| GraphError::not_found(id))
    }

    /// The same, to change it.
    pub fn app_mut(&mut self, id: Uuid) -> Result<&mut Application, GraphError> {
        self.sandbox
            .directory
            .applications
            .get_mut(&id)
            .ok_or_else(|| GraphError::not_found(id))
    }
}

fn by_key<'a>(directory: &'a Directory, key: &Key) -> Option<&'a Application> {
    match key {
        Key::Id(id) => directory.applications.get(id),
        Key::AppId(app_id) => directory.application_by_app_id(*app_id),
        Key::UniqueName(name) => directory.application_by_unique_name(name),
    }
}

fn list(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    list::many(call, KIND, call.index().applications.values())
}

fn get(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    list::one(call, KIND, find(call)?)
}

fn create(call: &mut Call<'_>) -> Outcome {
    call.need_scope(WRITE_APPLICATIONS)?;
    let body = properties::of_body(&call.request.body)?;
    if body.contains_key("uniqueName") {
        return Err(GraphError::bad_request(
            "Property 'uniqueName' is read-only and cannot be set.",
        ));
    }
    make(call, body, None)
}

/// Makes an application, with the secrets that the body asks for.
fn make(call: &mut Call<'_>, body: Map<String, Value>, unique_name: Option<&str>) -> Outcome {
    let becomes_owner = may_register(call)?;
    registration::check(call, &body)?;
    if !body.contains_key("displayName") {
        let message = "A value is required for property 'displayName' of resource 'Application'.";
        return Err(GraphError::bad_request(message));
    }
    let wanted = credentials::requested(call, body.get("passwordCredentials"))?;
    let (id, app_id) = (call.sandbox.random.guid(), call.sandbox.random.guid());
    let mut app = Application::new(id, app_id, call.now);
    properties::write(
        &mut app.entity,
        body,
        "Application",
        &["passwordCredentials"],
    )?;
    if let Some(name) = unique_name {
        app.entity.set("uniqueName", name);
    }
    app.owners.extend(becomes_owner);
    app.secrets = wanted
        .into_iter()
        .map(|wanted| credentials::issue(call, app_id, wanted))
        .collect();
    let mut shown = app.render();
    // The answer that tells of the making has the exact time; reads have whole seconds (as recorded).
    shown.insert("createdDateTime".into(), decimals(call.now).into());
    // The only time that the inline secret is told (FACTS section 3.2).
    shown.insert(
        "passwordCredentials".into(),
        app.secrets.iter().map(|secret| secret.revealed()).collect(),
    );
    call.sandbox.directory.insert_application(app);
    let location = format!("directoryObjects/{id}/Microsoft.DirectoryServices.Application");
    Ok(Reply::created(
        call,
        "applications",
        shown.into(),
        &location,
    ))
}

/// Whether the caller may register an application, and who then owns it (FACTS section 5.3). A user with a directory role
/// becomes the owner too: recorded in `test_app_owner`, where the caller could still delete after giving ownership up.
fn may_register(call: &Call<'_>) -> Result<Option<Uuid>, GraphError> {
    let Some(user) = call.user() else {
        return Ok(None);
    };
    if user.holds(MANAGE_APPLICATIONS)
        || call.sandbox.settings.allowed_to_create_apps
        || user.holds(&[DirectoryRole::ApplicationDeveloper])
    {
        return Ok(Some(user.id));
    }
    Err(GraphError::denied())
}

/// PATCH, or the upsert by unique name with `Prefer: create-if-missing`.
fn patch(call: &mut Call<'_>) -> Outcome {
    let key = call.request.key()?;
    let body = properties::of_body(&call.request.body)?;
    if body.contains_key("passwordCredentials") {
        return Err(credentials::not_made_by_the_service());
    }
    if let (Key::UniqueName(name), true) = (&key, call.request.create_if_missing) {
        call.need_scope(WRITE_APPLICATIONS)?;
        // An upsert is decided by the primary: it sees what other readers may not see yet.
        match by_key(call.primary(), &key).map(|app| app.id) {
            None if call.primary().unique_name_is_in_recycle_bin(name) => {
                return Err(GraphError::bad_request(NAME_TAKEN));
            }
            None => return make(call, body, Some(name)),
            Some(id) => {
                call.need_role_or_ownership(MANAGE_APPLICATIONS, &call.app(id)?.owners)?;
                return change(call, id, body);
            }
        }
    }
    let id = find_to_change(call)?;
    change(call, id, body)
}

/// Changes an application, or refuses and leaves all of it as it was.
fn change(call: &mut Call<'_>, id: Uuid, mut body: Map<String, Value>) -> Outcome {
    let unique_name = match body.remove("uniqueName") {
        Some(name) => first_unique_name(call, id, name.as_str().unwrap_or_default())?,
        None => None,
    };
    registration::check_audience(call, &body)?;
    let app = call.app_mut(id)?;
    properties::write(&mut app.entity, body, "Application", &[])?;
    if let Some(name) = unique_name {
        app.entity.set("uniqueName", name);
    }
    call.sandbox.directory.update_service_principal_of(id);
    Ok(Reply::nothing())
}

/// The unique name to set. "Immutable. Read-only.": the same value does no harm, a first one may be set.
fn first_unique_name(call: &Call<'_>, id: Uuid, name: &str) -> Result<Option<String>, GraphError> {
    let held = call.app(id)?.entity.text("uniqueName");
    if held == name {
        return Ok(None);
    }
    if !held.is_empty() || name.is_empty() {
        return Err(GraphError::bad_request(
            "Property 'uniqueName' is read-only and cannot be set.",
        ));
    }
    let directory = call.primary();
    if directory.application_by_unique_name(name).is_some()
        || directory.unique_name_is_in_recycle_bin(name)
    {
        return Err(GraphError::bad_request(NAME_TAKEN));
    }
    Ok(Some(name.to_owned()))
}

fn delete(call: &mut Call<'_>) -> Outcome {
    let id = find_to_change(call)?;
    call.sandbox.directory.delete_application(id, call.now);
    Ok(Reply::nothing())
}

/// No policy is ever assigned to a single application here.
fn policies(call: &Call<'_>) -> Outcome {
    call.need_scope(&["Policy.Read.All", "Application.ReadWrite.All"])?;
    find(call)?;
    let none: [Value; 0] = [];
    list::many(
        call,
        Kind {
            set: "appManagementPolicies",
            name: "appManagementPolicy",
        },
        &none,
    )
}
