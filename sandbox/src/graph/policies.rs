//! `/policies`: the default app management policy, app management policies, and the authorization policy, all read-only.
//! It shows what the settings say; `credentials` enforces it.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::list::{self, Kind};
use super::{Call, Outcome, Reply, unknown_segment};
use crate::directory::people::TENANT_ID;
use crate::roles::READ_POLICIES;

/// Id of the tenant's default policy, the same in every tenant.
pub const DEFAULT_POLICY_ID: &str = "00000000-0000-0000-0000-000000000000";

/// GET one of the policies.
pub fn get(call: &Call<'_>, name: &str) -> Outcome {
    let readable = [
        "defaultappmanagementpolicy",
        "appmanagementpolicies",
        "authorizationpolicy",
    ];
    if !readable.contains(&name) {
        return Err(unknown_segment(name));
    }
    call.need_scope(&[
        "Policy.Read.All",
        "Policy.ReadWrite.ApplicationConfiguration",
    ])?;
    match name {
        "authorizationpolicy" => Ok(authorization(call)),
        "appmanagementpolicies" => {
            call.need_role(READ_POLICIES)?;
            let none: [Value; 0] = [];
            list::many(
                call,
                Kind {
                    set: "policies/appManagementPolicies",
                    name: "appManagementPolicy",
                },
                &none,
            )
        }
        _ => {
            call.need_role(READ_POLICIES)?;
            Ok(default_app_management(call))
        }
    }
}

fn default_app_management(call: &Call<'_>) -> Reply {
    let policy = &call.sandbox.settings.secret_policy;
    let restriction = |kind: &str, longest: Option<&str>| {
        json!({
            "restrictionType": kind, "state": "enabled", "maxLifetime": longest,
            "restrictForAppsCreatedAfterDateTime": null, "excludeActors": null,
        })
    };
    let mut restrictions = Vec::new();
    if policy.password_addition {
        restrictions.push(restriction("passwordAddition", None));
    }
    if policy.max_lifetime.as_deref().and_then(duration).is_some() {
        restrictions.push(restriction(
            "passwordLifetime",
            policy.max_lifetime.as_deref(),
        ));
    }
    let body = json!({
        "@odata.id": format!("{}/v2/{TENANT_ID}/defaultAppManagementPolicy/{DEFAULT_POLICY_ID}", call.graph),
        "id": DEFAULT_POLICY_ID, "displayName": "Default app management tenant policy",
        "description": "Default tenant policy that enforces app management restrictions on applications and service principals. \
            To apply policy to targeted resources, create a new policy under appManagementPolicies collection.",
        "isEnabled": !restrictions.is_empty(),
        "applicationRestrictions": {"identifierUris": null, "passwordCredentials": restrictions, "keyCredentials": []},
        "servicePrincipalRestrictions": {"passwordCredentials": [], "keyCredentials": []},
    });
    Reply::entity(
        200,
        &format!(
            "{}/v1.0/$metadata#policies/defaultAppManagementPolicy/$entity",
            call.graph
        ),
        body,
    )
}

fn authorization(call: &Call<'_>) -> Reply {
    let body = json!({
        "id": "authorizationPolicy", "displayName": "Authorization Policy",
        "description": "Used to manage authorization related settings across the company.",
        "allowInvitesFrom": "everyone", "allowedToSignUpEmailBasedSubscriptions": true, "allowedToUseSSPR": true,
        "allowEmailVerifiedUsersToJoinOrganization": false, "allowUserConsentForRiskyApps": null,
        "blockMsolPowerShell": false, "deletedDateTime": null, "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
        "defaultUserRolePermissions": {
            "allowedToCreateApps": call.sandbox.settings.allowed_to_create_apps, "allowedToCreateSecurityGroups": true,
            "allowedToCreateTenants": true, "allowedToReadBitlockerKeysForOwnedDevice": true, "allowedToReadOtherUsers": true,
            "permissionGrantPoliciesAssigned": ["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"],
        },
    });
    Reply::entity(
        200,
        &format!(
            "{}/v1.0/$metadata#policies/authorizationPolicy/$entity",
            call.graph
        ),
        body,
    )
}

/// An ISO 8601 duration such as `P180D` or `P4DT12H30M5S`. Years and months count 365 and 30 days.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let (mut total, mut number, mut in_time) = (TimeDelta::zero(), String::new(), false);
    for c in text.strip_prefix('P')?.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        if c == 'T' && !in_time && number.is_empty() {
            in_time = true;
            continue;
        }
        let count: i64 = number.parse().ok()?;
        number.clear();
        total += match (c, in_time) {
            ('Y', false) => TimeDelta::try_days(count.checked_mul(365)?)?,
            ('M', false) => TimeDelta::try_days(count.checked_mul(30)?)?,
            ('W', false) => TimeDelta::try_weeks(count)?,
            ('D', false) => TimeDelta::try_days(count)?,
            ('H', true) => TimeDelta::try_hours(count)?,
            ('M', true) => TimeDelta::try_minutes(count)?,
            ('S', true) => TimeDelta::try_seconds(count)?,
            _ => return None,
        };
    }
    (number.is_empty() && text.len() > 2).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(duration(text).map(|d| d.num_seconds()), expected, "{text}");
        };
        check("P180D", Some(180 * 86_400));
        check("P4DT12H30M5S", Some(4 * 86_400 + 12 * 3_600 + 30 * 60 + 5));
        check("P1Y", Some(365 * 86_400));
        check("PT30M", Some(1_800));
        for wrong in ["", "P", "PT", "180D", "P180", "P1H", "PTT1H"] {
            check(wrong, None);
        }
    }
}
