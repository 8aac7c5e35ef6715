//! The full form of structured property values: what Graph fills in, derives or hides when a client writes a part of them.
//! It knows the members of Graph's complex types; which property may be written is decided in `properties`.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The value that a property holds after `written` is written over `current`.
pub fn complete(name: &str, current: &Value, written: Value) -> Value {
    let written = plain(written);
    match name {
        "api" => each(
            merged(current, written),
            &[
                ("oauth2PermissionScopes", SCOPE),
                ("preAuthorizedApplications", PRE_AUTHORIZED),
            ],
        ),
        "web" => web(merged(current, written)),
        "optionalClaims" if written.is_object() => {
            let claims = merged(
                &json!({"accessToken": [], "idToken": [], "saml2Token": []}),
                written,
            );
            each(
                claims,
                &[
                    ("accessToken", CLAIM),
                    ("idToken", CLAIM),
                    ("saml2Token", CLAIM),
                ],
            )
        }
        "appRoles" => entries(written, APP_ROLE),
        "addIns" => entries(written, ADD_IN),
        "servicePrincipalLockConfiguration" if written.is_object() => {
            let lock = json!({
                "isEnabled": false, "allProperties": null, "credentialsWithUsageVerify": null, "credentialsWithUsageSign": null,
                "identifierUris": null, "tokenEncryptionKeyId": null,
            });
            merged(&lock, written)
        }
        "keyCredentials" => key_credentials(written),
        _ if current.is_object() => merged(current, written),
        _ => written,
    }
}

type Members = &'static [(&'static str, Filler)];

/// What stands for a member that was not written.
#[derive(Debug, Clone, Copy)]
enum Filler {
    Null,
    False,
    True,
    Empty,
    Text(&'static str),
}

impl Filler {
    fn value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::False => false.into(),
            Self::True => true.into(),
            Self::Empty => json!([]),
            Self::Text(text) => text.into(),
        }
    }
}

const APP_ROLE: Members = &[
    ("allowedMemberTypes", Filler::Empty),
    ("description", Filler::Null),
    ("displayName", Filler::Null),
    ("id", Filler::Null),
    ("isEnabled", Filler::True),
    ("origin", Filler::Text("Application")),
    ("value", Filler::Null),
];
const SCOPE: Members = &[
    ("adminConsentDescription", Filler::Null),
    ("adminConsentDisplayName", Filler::Null),
    ("id", Filler::Null),
    ("isEnabled", Filler::True),
    ("type", Filler::Text("User")),
    ("userConsentDescription", Filler::Null),
    ("userConsentDisplayName", Filler::Null),
    ("value", Filler::Null),
];
const PRE_AUTHORIZED: Members = &[
    ("appId", Filler::Null),
    ("delegatedPermissionIds", Filler::Empty),
];
const CLAIM: Members = &[
    ("additionalProperties", Filler::Empty),
    ("essential", Filler::False),
    ("name", Filler::Null),
    ("source", Filler::Null),
];
const ADD_IN: Members = &[
    ("id", Filler::Null),
    ("type", Filler::Null),
    ("properties", Filler::Empty),
];

/// Fills the entries of a list.
fn entries(list: Value, members: Members) -> Value {
    let Value::Array(list) = list else {
        return list;
    };
    let full = list.into_iter().map(|entry| match entry {
        Value::Object(mut entry) => {
            for (name, filler) in members {
                entry.entry(*name).or_insert_with(|| filler.value());
            }
            Value::Object(entry)
        }
        other => other,
    });
    full.collect()
}

fn each(mut object: Value, lists: &[(&str, Members)]) -> Value {
    for (name, members) in lists {
        if let Some(list) = object.get_mut(*name) {
            *list = entries(list.take(), members);
        }
    }
    object
}

/// Redirect URI settings follow the redirect URIs; none is in an order of its own.
fn web(mut web: Value) -> Value {
    let uris = web["redirectUris"].as_array().cloned().unwrap_or_default();
    if web.is_object() {
        web["redirectUriSettings"] = uris
            .into_iter()
            .map(|uri| json!({"uri": uri, "index": null}))
            .collect();
    }
    web
}

/// Certificates: the key itself is not shown again. The sandbox reads no certificates, so a digest stands for the thumbprint
/// (40 hexadecimal digits, as of SHA-1) and for an id that the client left out, and one name for every subject.
fn key_credentials(list: Value) -> Value {
    let Value::Array(list) = list else {
        return list;
    };
    let shown = list.iter().map(|entry| {
        let digest = Sha256::digest(entry["key"].as_str().unwrap_or_default());
        let bytes: [u8; 16] = std::array::from_fn(|index| digest[index]);
        let made_id = uuid::Builder::from_random_bytes(bytes).into_uuid().to_string();
        let thumbprint: String = digest.iter().take(20).map(|byte| format!("{byte:02X}")).collect();
        let or = |name: &str, made: &str| if entry[name].is_null() { Value::from(made) } else { entry[name].clone() };
        json!({
            "customKeyIdentifier": or("customKeyIdentifier", &thumbprint), "displayName": or("displayName", "CN=Certificate"),
            "endDateTime": entry["endDateTime"], "key": null, "keyId": or("keyId", &made_id),
            "startDateTime": entry["startDateTime"], "type": entry["type"], "usage": entry["usage"],
        })
    });
    shown.collect()
}

/// Without annotations such as `@odata.type`, at any depth.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .filter(|(name, _)| !name.contains("@odata"))
                .map(|(name, member)| (name, plain(member)))
                .collect(),
        ),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        other => other,
    }
}

/// Members that were written over those that stand there, at any depth; lists are replaced.
fn merged(current: &Value, written: Value) -> Value {
    match (current, written) {
        (Value::Object(current), Value::Object(written)) => {
            let mut all: Map<String, Value> = current.clone();
            for (name, value) in written {
                let held = all.get(&name).cloned().unwrap_or_default();
                all.insert(name, merged(&held, value));
            }
            Value::Object(all)
        }
        (_, written) => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_completed_as_recorded() {
        let check = |name: &str, current: Value, written: Value, expected: Value| {
            assert_eq!(complete(name, &current, written), expected, "{name}");
        };
        check(
            "web",
            json!({"homePageUrl": null, "redirectUris": [], "implicitGrantSettings": {"a": false, "b": false}, "redirectUriSettings": []}),
            json!({"redirectUris": ["https://a"], "implicitGrantSettings": {"a": true}}),
            json!({"homePageUrl": null, "redirectUris": ["https://a"], "implicitGrantSettings": {"a": true, "b": false},
                "redirectUriSettings": [{"uri": "https://a", "index": null}]}),
        );
        check(
            "optionalClaims",
            Value::Null,
            json!({"idToken": [{"name": "auth_time"}]}),
            json!({"accessToken": [], "saml2Token": [],
                "idToken": [{"additionalProperties": [], "essential": false, "name": "auth_time", "source": null}]}),
        );
        check(
            "info",
            json!({"logoUrl": null, "supportUrl": null}),
            json!({"supportUrl": "https://b"}),
            json!({"logoUrl": null, "supportUrl": "https://b"}),
        );
        check("tags", json!([]), json!(["a"]), json!(["a"]));
        check("notes", Value::Null, Value::Null, Value::Null);
    }

    #[test]
    fn a_certificate_is_shown_without_its_key() {
        let written = json!([{"@odata.type": "#microsoft.graph.keyCredential", "key": "MII", "keyId": "k", "displayName": null, "type": "T", "usage": "U"}]);
        let shown = complete("keyCredentials", &json!([]), written);
        assert_eq!(shown[0]["key"], Value::Null);
        assert_eq!(shown[0]["keyId"], "k");
        assert_eq!(
            shown[0]["customKeyIdentifier"].as_str().map(str::len),
            Some(40)
        );
        assert_eq!(shown[0].get("@odata.type"), None);
    }
}
