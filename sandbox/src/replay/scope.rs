//! What a replay leaves out, and why: the one list of operations that the product never calls.
//! Everything that is not named here must be answered as recorded.

use http::Method;

use super::recording::Exchange;

/// Why an exchange is left out; nothing when it is to be answered.
pub fn out_of_scope(exchange: &Exchange) -> Option<&'static str> {
    let path = exchange.request.path.to_ascii_lowercase();
    let is = |op: &str| exchange.op == op;
    LEFT_OUT
        .iter()
        .find(|(what, _)| match what {
            What::Operation(op) => is(op),
            What::Path(part) => path.contains(part),
            What::Write(set) => exchange.request.method != Method::GET && path.contains(set),
            What::Groups => is_about_groups(exchange),
        })
        .map(|(_, reason)| *reason)
}

enum What {
    /// An operation by its name in recordings.
    Operation(&'static str),
    /// A part of the path, in lower case.
    Path(&'static str),
    /// Anything but a read of this part of the path.
    Write(&'static str),
    /// The answer shows a group.
    Groups,
}

const NO_GROUPS: &str =
    "groups: the product neither reads nor makes any, and the sandbox's tenant has none";

const LEFT_OUT: &[(What, &str)] = &[
    (
        What::Operation("directoryObjects.getByIds"),
        "directoryObjects/getByIds: the product reads every object by its own address",
    ),
    (
        What::Path("/beta/"),
        "the beta endpoint: the product calls v1.0 only",
    ),
    (
        What::Write("/v1.0/users"),
        "writes to users: the product reads people, if anything",
    ),
    (What::Path("/v1.0/groups"), NO_GROUPS),
    (What::Path("microsoft.graph.group"), NO_GROUPS),
    (What::Groups, NO_GROUPS),
];

/// Whether the answer shows a group, or counts a user's memberships, which are groups for the most part.
fn is_about_groups(exchange: &Exchange) -> bool {
    let body = &exchange.response.body;
    let shows_group = |object: &serde_json::Value| {
        object["@odata.type"] == "#microsoft.graph.group"
            || object.get("groupTypes").is_some()
            || object["principalType"] == "Group"
    };
    let counts = exchange
        .request
        .path
        .to_ascii_lowercase()
        .ends_with("memberof/$count");
    counts
        || shows_group(body)
        || body["value"]
            .as_array()
            .into_iter()
            .flatten()
            .any(shows_group)
}
