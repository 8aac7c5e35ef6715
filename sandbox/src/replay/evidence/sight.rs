//! How an object looked before an exchange, told by what the recording shows of it later.
//! An object that is never shown has its ids only.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::objects::{Type, in_body};
use super::super::path::segments;
use super::Reader;

impl Reader<'_> {
    /// Arrays that the recording cut hold what any sight of the object shows of them.
    pub fn make_whole(&self, properties: &mut Map<String, Value>) {
        let id = properties.get("id").cloned().unwrap_or_default();
        for exchange in self
            .exchanges
            .iter()
            .filter(|exchange| !exchange.trimmed.is_empty())
        {
            let cut = exchange
                .trimmed
                .iter()
                .map(|path| path.trim_start_matches("value[]."));
            for name in cut.filter(|name| !name.contains('.')) {
                let sights = in_body(&exchange.response.body)
                    .filter(|object| object.properties.get("id") == Some(&id));
                for object in sights {
                    if let (Some(list), Some(other)) = (
                        properties.get_mut(name).and_then(Value::as_array_mut),
                        object.properties.get(name),
                    ) {
                        join(list, other);
                    }
                }
            }
        }
    }

    /// An object as it was before the exchange at a position: as it is shown first after it, without the secrets that were
    /// added in between, and with those that were removed. An object that is never shown has only its id.
    pub fn at(&self, position: usize, key: &str, id: &str, of: Type) -> Value {
        let later = self.exchanges.iter().enumerate().skip(position);
        let sight = later.clone().find_map(|(at, exchange)| {
            let mut objects = in_body(&exchange.response.body);
            let found = objects.find(|object| {
                object.of == of && object.properties.get(key).and_then(Value::as_str) == Some(id)
            });
            found.map(|object| (at, object.properties))
        });
        let (until, mut properties) = sight.unwrap_or_else(|| {
            (
                self.exchanges.len(),
                Map::from_iter([(key.to_owned(), id.into())]),
            )
        });
        let object = properties
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for (_, exchange) in later.take_while(|(at, _)| *at < until) {
            let path = segments(&exchange.request.path);
            let action = path
                .get(2)
                .filter(|_| path.get(1) == Some(&object) && exchange.response.succeeded());
            let action =
                action.map(|action| action.strip_prefix("microsoft.graph.").unwrap_or(action));
            match action {
                Some("addpassword") => added.push(exchange.response.body["keyId"].clone()),
                Some("removepassword") => removed.push(exchange.request.body["keyId"].clone()),
                _ => {}
            }
        }
        if let Some(list) = properties
            .entry("passwordCredentials")
            .or_insert_with(|| json!([]))
            .as_array_mut()
        {
            list.retain(|held| !added.contains(&held["keyId"]));
            list.extend(
                removed
                    .into_iter()
                    .filter(|key| !added.contains(key))
                    .map(|key| former_secret(&key)),
            );
        }
        Value::Object(properties)
    }
}

/// Puts the entries of one list, where they are cut in another sight of the object, together.
fn join(list: &mut Vec<Value>, other: &Value) {
    for entry in other.as_array().into_iter().flatten() {
        if !list.contains(entry) {
            list.push(entry.clone());
        }
    }
}

/// A secret of which only the removal is recorded.
fn former_secret(key: &Value) -> Value {
    json!({
        "customKeyIdentifier": null, "displayName": null, "endDateTime": "2100-01-01T00:00:00Z", "hint": null, "keyId": key,
        "secretText": null, "startDateTime": "2020-01-01T00:00:00Z",
    })
}

/// What an object that was never shown whole needs to exist: ids made of the one that is known.
pub fn complete(of: Type, properties: &mut Map<String, Value>) {
    if !matches!(of, Type::Application | Type::ServicePrincipal) {
        return;
    }
    let seed = ["id", "appId", "uniqueName"]
        .iter()
        .find_map(|name| properties.get(*name).and_then(Value::as_str))
        .unwrap_or_default()
        .to_owned();
    for (name, salt) in [("id", 1_u128), ("appId", 2)] {
        let made = || {
            seed.parse::<Uuid>().map_or(Uuid::from_u128(salt), |id| {
                Uuid::from_u128(id.as_u128() ^ (salt << 64))
            })
        };
        properties
            .entry(name)
            .or_insert_with(|| made().to_string().into());
    }
}
