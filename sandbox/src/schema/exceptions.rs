//! What the product uses truly and the description lacks: few, named, each with its reason and source.

/// Query options that no operation lists.
const QUERY_OPTIONS: [&str; 1] = [
    // Graph's own mark of a next page, in the `@odata.nextLink` that it gives out.
    "$skiptoken",
];

/// Operations that are documented and not described, by how they begin and end. What they say is then not checked.
const OPERATIONS: [(&str, &str); 4] = [
    // The description leaves navigation properties out, and lists no path for this one
    // (learn.microsoft.com/graph/api/application-list-federatedidentitycredentials).
    ("GET /applications/", "/federatedIdentityCredentials"),
    // Described by object id only. Every path of a service principal takes its `appId` as well
    // (learn.microsoft.com/graph/api/serviceprincipal-list-owners, -list-approleassignments, -list-oauth2permissiongrants).
    ("GET /servicePrincipals(appId='", "')/owners"),
    ("GET /servicePrincipals(appId='", "')/appRoleAssignments"),
    (
        "GET /servicePrincipals(appId='",
        "')/oauth2PermissionGrants",
    ),
];

/// An operation that the slice of the description does not hold, in full
/// (learn.microsoft.com/graph/api/user-list): the portal asks it, and the test of a new secret.
const WHOLE: &str = "GET /users";

/// Whether every operation takes this query option.
pub fn is_query_option(name: &str) -> bool {
    QUERY_OPTIONS.contains(&name)
}

/// Whether the operation, method and path, need not be described.
pub fn is_operation(operation: &str) -> bool {
    let is_part = OPERATIONS.iter().any(|(start, end)| {
        let between = operation
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(end));
        between.is_some_and(|key| !key.is_empty() && !key.contains('/'))
    });
    is_part || operation == WHOLE
}
