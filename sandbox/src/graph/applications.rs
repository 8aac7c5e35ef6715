//! `/applications`: create, upsert, read, list, change, delete.
//! Client secrets are in `credentials`, owners in `owners`; who is allowed is said here, by scope and role.

use http::Method;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::access::{READ_APPLICATIONS, WRITE_APPLICATIONS};
use super::errors::GraphError;
use super::list::{self, Kind};
use super::request::Key;
use super::{Call, Outcome, Reply, credentials, only, owners, properties, unknown_segment};
use crate::directory::application::Application;
use crate::replication::{Replication, delayed};
use crate::roles::{DirectoryRole, MANAGE_APPLICATIONS};

const KIND: Kind = Kind {
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
        ([_, "appmanagementpolicies"], &Method::GET) => policies(call),
        ([] | [_] | [_, "owners" | "appmanagementpolicies", ..], _) => {
            Err(GraphError::method_not_allowed())
        }
        ([_, segment, ..], _) => Err(unknown_segment(segment)),
    }
}

/// The application that the address names, if it may be seen by now.
pub fn find(call: &Call<'_>) -> Result<Uuid, GraphError> {
    let key = call.request.key()?;
    let found = by_key(call, &key).filter(|app| app.replication.readable <= call.now);
    found
        .map(|app| app.id)
        .ok_or_else(|| GraphError::not_found(&key))
}

/// The same, for a caller who wants to change it.
pub fn find_to_change(call: &Call<'_>) -> Result<Uuid, GraphError> {
    call.need_scope(WRITE_APPLICATIONS)?;
    let id = find(call)?;
    call.need_role_or_ownership(MANAGE_APPLICATIONS, &call.app(id)?.owners)?;
    Ok(id)
}

impl Call<'_> {
    /// An application that was found before.
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

    /// Delays of an object that is written now.
    pub fn replicate(&mut self) -> Replication {
        Replication::after_write(
            self.now,
            self.sandbox.settings.lag_ms,
            &mut self.sandbox.random,
        )
    }
}

fn by_key<'a>(call: &'a Call<'_>, key: &Key) -> Option<&'a Application> {
    let directory = &call.sandbox.directory;
    match key {
        Key::Id(id) => directory.applications.get(id),
        Key::AppId(app_id) => directory.application_by_app_id(*app_id),
        Key::UniqueName(name) => directory.application_by_unique_name(name),
    }
}

fn list(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    let directory = &call.sandbox.directory;
    let live = directory
        .applications
        .values()
        .filter(|app| app.replication.indexed <= call.now);
    // The index still shows what was deleted a moment ago (FACTS section 8.11).
    let ghosts = directory
        .deleted_applications
        .values()
        .filter(|deleted| deleted.listed_until > call.now);
    list::many(
        call,
        KIND,
        live.chain(ghosts.map(|deleted| &deleted.object)),
    )
}

fn get(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    list::one(call, KIND, call.app(find(call)?)?)
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
    if !body.contains_key("displayName") {
        let message = "A value is required for property 'displayName' of resource 'Application'.";
        return Err(GraphError::bad_request(message));
    }
    let wanted = credentials::requested(call, body.get("passwordCredentials"))?;
    let (id, app_id, replication) = (
        call.sandbox.random.guid(),
        call.sandbox.random.guid(),
        call.replicate(),
    );
    let mut app = Application::new(id, app_id, call.now, replication);
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
    let mut shown = app.render(call.now);
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

/// Whether the caller may register an application, and who then owns it (FACTS sections 3.1 and 5.3).
fn may_register(call: &Call<'_>) -> Result<Option<Uuid>, GraphError> {
    let Some(user) = call.user() else {
        return Ok(None);
    };
    if user.holds(MANAGE_APPLICATIONS) {
        return Ok(None);
    }
    if call.sandbox.settings.allowed_to_create_apps
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
        return Err(GraphError::bad_request(
            "Using PATCH to set passwordCredential is not supported.",
        ));
    }
    if let (Key::UniqueName(name), true) = (&key, call.request.create_if_missing) {
        call.need_scope(WRITE_APPLICATIONS)?;
        // An upsert is decided by the primary: it sees what other readers may not see yet.
        match by_key(call, &key).map(|app| app.id) {
            None if call.sandbox.directory.unique_name_is_in_recycle_bin(name) => {
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

fn change(call: &mut Call<'_>, id: Uuid, mut body: Map<String, Value>) -> Outcome {
    // "Immutable. Read-only.": the same value does no harm, a first one may be set.
    if let Some(name) = body.remove("uniqueName") {
        set_unique_name(call, id, name.as_str().unwrap_or_default())?;
    }
    properties::write(&mut call.app_mut(id)?.entity, body, "Application", &[])?;
    Ok(Reply::nothing())
}

fn set_unique_name(call: &mut Call<'_>, id: Uuid, name: &str) -> Result<(), GraphError> {
    let held = call.app(id)?.entity.text("uniqueName");
    if held == name {
        return Ok(());
    }
    if !held.is_empty() || name.is_empty() {
        return Err(GraphError::bad_request(
            "Property 'uniqueName' is read-only and cannot be set.",
        ));
    }
    let directory = &call.sandbox.directory;
    if directory.application_by_unique_name(name).is_some()
        || directory.unique_name_is_in_recycle_bin(name)
    {
        return Err(GraphError::bad_request(NAME_TAKEN));
    }
    call.app_mut(id)?.entity.set("uniqueName", name);
    Ok(())
}

fn delete(call: &mut Call<'_>) -> Outcome {
    let id = find_to_change(call)?;
    let listed_until = delayed(
        call.now,
        call.sandbox.settings.lag_ms,
        &mut call.sandbox.random,
    );
    call.sandbox
        .directory
        .delete_application(id, call.now, listed_until);
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
