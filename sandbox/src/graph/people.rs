//! `/me`, `/users`, `/organization` and directory roles: what is read to know who works where.
//! All of it is read-only.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::errors::GraphError;
use super::list::{self, Kind};
use super::{Call, Outcome, Reply, unknown_segment};
use crate::directory::people::{DOMAIN, TENANT_ID, TENANT_NAME, User};

const USER: Kind = Kind {
    set: "users",
    name: "user",
};
const READ_ME: &[&str] = &[
    "User.Read",
    "User.ReadWrite",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
const READ_USERS: &[&str] = &[
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
const READ_ORGANIZATION: &[&str] = &[
    "User.Read",
    "User.Read.All",
    "Organization.Read.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// What User.ReadBasic.All may see of a user.
const BASIC: &[&str] = &[
    "displayName",
    "givenName",
    "id",
    "mail",
    "surname",
    "userPrincipalName",
];

/// GET `/me` and the roles below it.
pub fn me(call: &Call<'_>, rest: &[&str]) -> Outcome {
    let Some(user) = call.user() else {
        return Err(GraphError::malformed(
            "/me request is only valid with delegated authentication flow.",
        ));
    };
    call.need_scope(READ_ME)?;
    match rest {
        [] => list::one(call, USER, &shown(call, user)),
        ["transitivememberof" | "memberof", rest @ ..] => memberships(call, user, rest),
        [segment, ..] => Err(unknown_segment(segment)),
    }
}

/// What a user is a member of: directory roles, for there are no groups.
fn memberships(call: &Call<'_>, user: &User, rest: &[&str]) -> Outcome {
    let roles: Vec<Value> = user
        .roles
        .iter()
        .map(|role| role.to_json(TENANT_ID))
        .collect();
    match rest {
        [] => list::many(
            call,
            Kind {
                set: "directoryObjects",
                name: "directoryObject",
            },
            &roles,
        ),
        ["microsoft.graph.directoryrole"] => list::many(
            call,
            Kind {
                set: "directoryRoles",
                name: "directoryRole",
            },
            &roles,
        ),
        [segment, ..] => Err(unknown_segment(segment)),
    }
}

/// GET `/users` and one user.
pub fn users(call: &Call<'_>, rest: &[&str]) -> Outcome {
    call.need_scope(READ_USERS)?;
    let directory = &call.sandbox.directory;
    match rest {
        [] => {
            let users: Vec<Value> = directory
                .users
                .iter()
                .map(|user| visible(call, shown(call, user)))
                .collect();
            list::many(call, USER, &users)
        }
        ["$count"] if call.request.eventual => Ok(Reply {
            status: 200,
            body: Some(directory.users.len().into()),
            location: None,
        }),
        ["$count"] => Err(GraphError::bad_request(
            "$count is not currently supported.",
        )),
        [_] => {
            let key = call.request.segment(1);
            let user = directory
                .user(key)
                .ok_or_else(|| GraphError::not_found(key))?;
            list::one(call, USER, &visible(call, shown(call, user)))
        }
        [_, "memberof" | "transitivememberof", rest @ ..] => {
            let key = call.request.segment(1);
            let user = directory
                .user(key)
                .ok_or_else(|| GraphError::not_found(key))?;
            memberships(call, user, rest)
        }
        [_, segment, ..] => Err(unknown_segment(segment)),
    }
}

/// The usual properties, or all to select from.
fn shown(call: &Call<'_>, user: &User) -> Value {
    if call.request.query.select.is_some() {
        user.render_all()
    } else {
        user.render()
    }
}

/// With the basic scope only, the rest is null.
fn visible(call: &Call<'_>, mut user: Value) -> Value {
    let basic_only = call.need_scope(&READ_USERS[1..]).is_err();
    for (name, value) in user.as_object_mut().into_iter().flatten() {
        if basic_only && !BASIC.contains(&name.as_str()) {
            *value = if value.is_array() {
                json!([])
            } else {
                Value::Null
            };
        }
    }
    user
}

/// The organization as those see it who may read little of it, and all of it.
static ORGANIZATION: LazyLock<[Value; 2]> = LazyLock::new(|| [false, true].map(described));

fn described(full: bool) -> Value {
    let filled = |text: &str| full.then(|| text.to_owned());
    json!({
        "id": TENANT_ID.to_string(), "deletedDateTime": null, "businessPhones": [], "city": filled("Redmond"), "country": null,
        "countryLetterCode": filled("US"), "createdDateTime": filled("2020-01-15T08:00:00Z"),
        "defaultUsageLocation": null, "displayName": TENANT_NAME, "isMultipleDataLocationsForServicesEnabled": null,
        "marketingNotificationEmails": [], "onPremisesLastSyncDateTime": null, "onPremisesSyncEnabled": null,
        "partnerTenantType": null, "postalCode": filled("98052"), "preferredLanguage": filled("en"), "privacyProfile": null,
        "securityComplianceNotificationMails": [], "securityComplianceNotificationPhones": [],
        "state": filled("WA"), "street": null, "technicalNotificationMails": [], "tenantType": filled("AAD"),
        "assignedPlans": [], "provisionedPlans": [],
        "verifiedDomains": [{
            "capabilities": "Email, OfficeCommunicationsOnline", "isDefault": true, "isInitial": true, "name": DOMAIN,
            "type": "Managed",
        }],
    })
}

/// GET `/organization`: with User.Read, three properties are filled (FACTS section 3.9).
pub fn organization(call: &Call<'_>, rest: &[&str]) -> Outcome {
    call.need_scope(READ_ORGANIZATION)?;
    let kind = Kind {
        set: "organization",
        name: "organization",
    };
    let full = call.need_scope(&READ_ORGANIZATION[2..]).is_ok();
    let organization = &ORGANIZATION[usize::from(full)];
    match rest {
        [] => list::many(call, kind, [organization]),
        [id] if *id == TENANT_ID.to_string() => list::one(call, kind, organization),
        [id] => Err(GraphError::not_found(id)),
        [_, segment, ..] => Err(unknown_segment(segment)),
    }
}

/// GET `/roleManagement/directory/roleAssignments`.
pub fn role_assignments(call: &Call<'_>) -> Outcome {
    call.need_scope(&[
        "RoleManagement.Read.Directory",
        "RoleManagement.Read.All",
        "Directory.Read.All",
    ])?;
    let mut assignments: Vec<Value> = Vec::new();
    for user in call.sandbox.directory.users.iter() {
        for role in &user.roles {
            assignments.push(json!({
                "id": format!("{}-{}", role.template_id().simple(), user.id.simple()), "principalId": user.id.to_string(),
                "directoryScopeId": "/", "roleDefinitionId": role.template_id().to_string(),
            }));
        }
    }
    list::many(
        call,
        Kind {
            set: "roleManagement/directory/roleAssignments",
            name: "unifiedRoleAssignment",
        },
        &assignments,
    )
}

/// `/groups`: the tenant has none, and scopes for them are not modelled, so a token lacks them.
pub fn groups(call: &Call<'_>) -> Outcome {
    call.need_scope(&["Group.Read.All", "Group.ReadWrite.All"])?;
    Err(GraphError::not_found(call.request.segment(1)))
}
