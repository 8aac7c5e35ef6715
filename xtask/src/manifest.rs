//! The extension's manifests: Chromium's stands at the top of the repository, the others are derived from it. It knows which
//! browser wants which keys, and nothing of files and archives.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::sh::root;

/// Firefox's own name for the add-on. Its redirect address is made from it, so it never changes.
const GECKO_ID: &str = "extension@entra-handover";
/// The first that asks for consent by `data_collection_permissions`.
const OLDEST_FIREFOX: &str = "140.0";
/// What Firefox has no such thing for, or no use of: the request rule serves "Test the secret", which Firefox cannot do.
const NOT_IN_FIREFOX: [&str; 2] = ["sidePanel", "declarativeNetRequestWithHostAccess"];

/// A browser's manifest, or a store's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// As it stands in the repository: with the key that fixes the id of an unpacked extension.
    Chromium,
    /// For upload to a Chromium store: the stores give ids of their own and refuse a key.
    ChromiumStore,
    Firefox,
}

/// The manifest at the top of the repository.
pub fn source() -> Result<Value> {
    let text = fs::read_to_string(root().join("manifest.json"))?;
    serde_json::from_str(&text).context("manifest.json is not JSON")
}

/// The text of a variant's manifest.
pub fn manifest(source: &Value, variant: Variant) -> Result<String> {
    let mut manifest = source.clone();
    let keys = manifest
        .as_object_mut()
        .context("manifest.json is no object")?;
    match variant {
        Variant::Chromium => {}
        Variant::ChromiumStore => {
            keys.remove("key");
        }
        Variant::Firefox => {
            // Firefox warns of keys that it does not know.
            for key in ["key", "minimum_chrome_version", "externally_connectable"] {
                keys.remove(key);
            }
            let panel = keys.remove("side_panel").unwrap_or_default();
            keys.insert(
                "sidebar_action".into(),
                json!({
                    "default_panel": panel["default_path"],
                    "default_title": keys["name"],
                    "default_icon": keys["action"]["default_icon"],
                    "open_at_install": false,
                }),
            );
            keys["background"] = json!({"scripts": [keys["background"]["service_worker"]]});
            if let Some(permissions) = keys["permissions"].as_array_mut() {
                permissions.retain(|one| {
                    !NOT_IN_FIREFOX
                        .into_iter()
                        .any(|unknown| Some(unknown) == one.as_str())
                });
            }
            keys.insert(
                "browser_specific_settings".into(),
                json!({"gecko": {
                    "id": GECKO_ID,
                    "strict_min_version": OLDEST_FIREFOX,
                    // Nothing goes to us. The sign-in goes to Microsoft and the secret to the portal that the user names, and
                    // Mozilla counts that as transmitted, too.
                    "data_collection_permissions": {"required": ["authenticationInfo"]},
                }}),
            );
        }
    }
    Ok(format!("{manifest:#}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headers::CSP;

    fn read(variant: Variant) -> Value {
        let source = source().expect("the repository has a manifest");
        let text = manifest(&source, variant).expect("it can be derived");
        serde_json::from_str(&text).expect("it was just written")
    }

    fn keys(value: &Value) -> Vec<&str> {
        let object = value.as_object().expect("a manifest is an object");
        let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn chromiums_manifest_asks_for_this_and_nothing_more() {
        let manifest = read(Variant::Chromium);
        assert_eq!(
            keys(&manifest),
            [
                "action",
                "background",
                "content_security_policy",
                "default_locale",
                "description",
                "externally_connectable",
                "icons",
                "incognito",
                "key",
                "manifest_version",
                "minimum_chrome_version",
                "name",
                "optional_host_permissions",
                "permissions",
                "side_panel",
                "version",
            ]
        );
        let check = |key: &str, expected: Value| assert_eq!(manifest[key], expected, "{key}");
        check("manifest_version", json!(3));
        check(
            "permissions",
            json!([
                "activeTab",
                "scripting",
                "identity",
                "sidePanel",
                "storage",
                "declarativeNetRequestWithHostAccess"
            ]),
        );
        check("optional_host_permissions", json!(["https://*/*"]));
        check("externally_connectable", json!({"ids": []}));
        check("background", json!({"service_worker": "background.js"}));
        check("side_panel", json!({"default_path": "index.html"}));
        check(
            "content_security_policy",
            json!({"extension_pages": format!("{CSP}; frame-ancestors 'none'")}),
        );
        // A pop-up of the action would die, with its secret, when the sign-in window takes the focus.
        assert_eq!(keys(&manifest["action"]), ["default_icon", "default_title"]);
    }

    #[test]
    fn the_store_gets_the_same_without_the_key() {
        let mut expected = read(Variant::Chromium);
        expected.as_object_mut().expect("an object").remove("key");
        assert_eq!(read(Variant::ChromiumStore), expected);
    }

    #[test]
    fn firefoxs_manifest_is_the_golden_one() {
        let mut golden: Value = serde_json::from_str(include_str!("../golden/firefox.json"))
            .expect("the golden manifest is JSON");
        // The policy is compared above; the version moves with each release.
        let source = read(Variant::Chromium);
        golden["content_security_policy"] = source["content_security_policy"].clone();
        golden["version"] = source["version"].clone();
        assert_eq!(read(Variant::Firefox), golden);
    }

    #[test]
    fn the_version_is_the_workspaces() {
        assert_eq!(
            read(Variant::Chromium)["version"],
            env!("CARGO_PKG_VERSION")
        );
    }

    #[test]
    fn every_language_has_the_names_that_the_manifest_and_the_background_use() -> Result<()> {
        let manifest = read(Variant::Firefox).to_string();
        let script = fs::read_to_string(root().join("public/background.js"))?;
        for language in fs::read_dir(root().join("public/_locales"))? {
            let file = language?.path().join("messages.json");
            let messages: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
            let names = ["description", "ended", "ends", "name", "open"];
            assert_eq!(keys(&messages), names);
            for name in keys(&messages) {
                let used = manifest.contains(&format!("__MSG_{name}__"))
                    || script.contains(&format!("getMessage(\"{name}\""));
                assert!(used, "{name}");
                let text = messages[name]["message"].as_str().unwrap_or_default();
                let length = text.chars().count();
                // The stores cut descriptions there.
                assert!((1..=132).contains(&length), "{}: {name}", file.display());
            }
        }
        Ok(())
    }
}
