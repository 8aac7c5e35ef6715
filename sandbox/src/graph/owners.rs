//! `/applications/{id}/owners`: who may change an application without a directory role.
//! Owners are users; the sandbox has no service principals that own anything.

use serde_json::Value;

use super::access::READ_APPLICATIONS;
use super::errors::GraphError;
use super::list::Kind;
use super::{Call, Outcome, Reply, applications};

/// GET `…/owners`.
pub fn list(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    let owners = &applications::find(call)?.owners;
    let users = call
        .sandbox
        .directory
        .users
        .iter()
        .filter(|user| owners.contains(&user.id));
    let users: Vec<Value> = users
        .map(|user| {
            let mut object = user.render();
            object["@odata.type"] = "#microsoft.graph.user".into();
            object
        })
        .collect();
    super::list::many(
        call,
        Kind {
            set: "directoryObjects",
            name: "directoryObject",
        },
        &users,
    )
}

/// POST `…/owners/$ref`.
pub fn add(call: &mut Call<'_>) -> Outcome {
    let id = applications::find_to_change(call)?;
    let reference = call.request.body["@odata.id"]
        .as_str()
        .and_then(|uri| uri.rsplit('/').next())
        .unwrap_or_default();
    let user = call
        .sandbox
        .directory
        .user(reference)
        .map(|user| user.id)
        .ok_or_else(|| GraphError::not_found(reference))?;
    let app = call.app_mut(id)?;
    if app.owners.contains(&user) {
        return Err(GraphError::bad_request(
            "One or more added object references already exist for the following modified properties: 'owners'.",
        ));
    }
    app.owners.push(user);
    Ok(Reply::nothing())
}

/// DELETE `…/owners/{id}/$ref`.
pub fn remove(call: &mut Call<'_>) -> Outcome {
    let id = applications::find_to_change(call)?;
    let owner = call.request.segment(3).to_owned();
    let app = call.app_mut(id)?;
    let position = app.owners.iter().position(|held| held.to_string() == owner);
    let position = position.ok_or_else(|| GraphError::not_found(&owner))?;
    app.owners.remove(position);
    Ok(Reply::nothing())
}
