//! What hangs on a service principal beside consent: its own secrets, its owners, and the directory roles that it holds.
//! The product reads the owners; the rest is for other clients. Secrets of a service principal are kept and shown, but open no door here.

use serde_json::{Value, json};
use uuid::Uuid;

use super::access::{READ_APPLICATIONS, WRITE_APPLICATIONS};
use super::errors::GraphError;
use super::list::{self, Kind};
use super::{Call, Outcome, Reply, credentials, service_principals, unknown_segment};
use crate::directory::service_principal::ServicePrincipal;

/// POST `…/addPassword`: as on an application, but without a hint (as recorded).
pub fn add_password(call: &mut Call<'_>) -> Outcome {
    let id = find_to_change(call)?;
    let asked = &call.request.body["passwordCredential"];
    let wanted = credentials::period(call, asked)?;
    let chosen = credentials::key_id(asked)?;
    let key_id = chosen.unwrap_or_else(|| call.sandbox.random.guid());
    let mut credential = json!({
        "customKeyIdentifier": null, "displayName": wanted.display_name, "endDateTime": wanted.end.text, "hint": null,
        "keyId": key_id.to_string(), "secretText": null, "startDateTime": wanted.start.text,
    });
    let mut held = held(call, id)?;
    held.insert(0, credential.clone());
    sp_mut(call, id)?.entity.set("passwordCredentials", held);
    credential["secretText"] = call.sandbox.random.client_secret().into();
    let context = format!(
        "{}/v1.0/$metadata#microsoft.graph.passwordCredential",
        call.graph
    );
    let mut reply = Reply::entity(200, &context, credential);
    reply.location = Some(call.graph.to_string());
    Ok(reply)
}

/// POST `…/removePassword`.
pub fn remove_password(call: &mut Call<'_>) -> Outcome {
    let id = find_to_change(call)?;
    let key_id = call.request.body["keyId"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let mut held = held(call, id)?;
    let before = held.len();
    held.retain(|credential| {
        !credential["keyId"]
            .as_str()
            .is_some_and(|held| held.eq_ignore_ascii_case(&key_id))
    });
    if held.len() == before {
        return Err(GraphError::bad_request(format!(
            "No password credential found with keyId {key_id}."
        )));
    }
    sp_mut(call, id)?.entity.set("passwordCredentials", held);
    Ok(Reply::nothing())
}

/// GET `…/owners`: nobody owns a service principal unless made an owner, which is not modelled.
pub fn owners(call: &Call<'_>) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    service_principals::find(call)?;
    let none: [Value; 0] = [];
    list::many(
        call,
        Kind {
            set: "directoryObjects",
            name: "directoryObject",
        },
        &none,
    )
}

/// GET `…/transitiveMemberOf`, all or only directory roles.
pub fn memberships(call: &Call<'_>, rest: &[&str]) -> Outcome {
    call.need_scope(READ_APPLICATIONS)?;
    let roles = &service_principals::find(call)?.roles;
    match rest {
        [] => {
            let typed = roles.iter().map(|role| {
                let mut role = role.clone();
                role["@odata.type"] = "#microsoft.graph.directoryRole".into();
                role
            });
            let typed: Vec<Value> = typed.collect();
            list::many(
                call,
                Kind {
                    set: "directoryObjects",
                    name: "directoryObject",
                },
                &typed,
            )
        }
        ["microsoft.graph.directoryrole"] => list::many(
            call,
            Kind {
                set: "directoryRoles",
                name: "directoryRole",
            },
            roles,
        ),
        [segment, ..] => Err(unknown_segment(segment)),
    }
}

fn find_to_change(call: &Call<'_>) -> Result<Uuid, GraphError> {
    call.need_scope(WRITE_APPLICATIONS)?;
    let id = service_principals::find(call)?.id;
    service_principals::may_change(call, id)?;
    Ok(id)
}

fn held(call: &Call<'_>, id: Uuid) -> Result<Vec<Value>, GraphError> {
    let sp = call
        .sandbox
        .directory
        .service_principals
        .get(&id)
        .ok_or_else(|| GraphError::not_found(id))?;
    Ok(sp
        .entity
        .get("passwordCredentials")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default())
}

fn sp_mut<'a>(call: &'a mut Call<'_>, id: Uuid) -> Result<&'a mut ServicePrincipal, GraphError> {
    call.sandbox
        .directory
        .service_principals
        .get_mut(&id)
        .ok_or_else(|| GraphError::not_found(id))
}
