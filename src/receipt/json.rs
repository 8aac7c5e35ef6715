//! A receipt as JSON, and back. `public/receipt.schema.json` describes it. What is read may have been written by anybody: it counts
//! as a receipt only if writing it again gives the same, so it can hold nothing besides, and no address but ours.

use super::{Asked, Issued, Receipt, Work};
use crate::azure_portal::Page;
use crate::cloud::Cloud;
use crate::graph::failure::visible;
use crate::graph::json::{list, stamp, text, time};
use crate::ids::KeyId;
use crate::profile::{Permission, PermissionKind};
use crate::setup::journal::{MadeApplication, SealedFor};
use crate::setup::receipt::{Delivery, Proofs, Way};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use url::Url;

/// Many times what the largest receipt takes.
pub const LONGEST: usize = 64 * 1024;
const SCHEMA: &str = "urn:entra-handover:receipt:1";
const VERSION: u32 = 1;

/// Why a file is not opened as a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAReceipt {
    /// Longer than any receipt.
    #[error("the file is too long")]
    TooLong,
    /// Not JSON, or JSON of something else.
    #[error("the file is something else")]
    AnotherFile,
    /// A receipt of another version of the app.
    #[error("the receipt has another version")]
    OtherVersion,
    /// It names a cloud that this copy of the app cannot reach, such as a test tenant's.
    #[error("the receipt is of another cloud")]
    OtherCloud,
    /// It says less, or more, than a receipt does, or not in a receipt's form.
    #[error("the receipt is damaged")]
    Damaged,
}

fn name_of<T: Copy + PartialEq>(names: &[(T, &'static str)], wanted: T) -> &'static str {
    let known = names.iter().find(|(one, _)| *one == wanted);
    known.map_or("", |(_, name)| *name)
}

fn of_name<T: Copy>(names: &[(T, &'static str)], wanted: &str) -> Option<T> {
    let known = names.iter().find(|(_, name)| *name == wanted);
    known.map(|(one, _)| *one)
}

impl Receipt {
    /// The pages of the portal about what it names.
    pub fn pages(&self) -> Vec<(Page, String)> {
        let principal = self.principal.map(Page::EnterpriseApplication);
        [Page::Application, Page::Secrets, Page::Permissions]
            .into_iter()
            .chain(principal)
            .map(|page| {
                let origin = self.cloud.portal();
                (
                    page,
                    page.address(origin, self.tenant, self.application.client),
                )
            })
            .collect()
    }

    pub fn to_json(&self) -> Value {
        let permission = |one: &Asked| {
            json!({
                "name": one.permission.name,
                "kind": match one.permission.kind {
                    PermissionKind::Application => "application",
                    PermissionKind::Delegated => "delegated",
                },
                "id": one.permission.id.to_string(),
                "meaning": one.permission.words,
                "adminConsent": one.granted,
            })
        };
        let secret = |one: &Issued| json!({"keyId": one.key.to_string(), "name": one.name, "expires": stamp(one.ends)});
        let handed_over =
            |one: Delivery| json!({"way": name_of(&Way::NAMES, one.way), "at": stamp(one.at)});
        let sealed = |one: &SealedFor| json!({"name": one.name, "fingerprint": one.fingerprint, "opensUntil": stamp(one.until)});
        let links: Vec<String> = self
            .pages()
            .into_iter()
            .map(|(_, address)| address)
            .collect();
        json!({
            "$schema": SCHEMA,
            "receipt": "entra-handover",
            "version": VERSION,
            "product": self.product,
            "work": name_of(&Work::NAMES, self.work),
            "run": self.run,
            "started": stamp(self.started),
            "written": stamp(self.written),
            "signedInAs": {"username": self.username, "objectId": self.user.to_string()},
            "cloud": self.cloud.name(),
            "tenant": {"id": self.tenant.to_string(), "name": self.tenant_name},
            "application": {
                "name": self.application_name,
                "clientId": self.application.client.to_string(),
                "objectId": self.application.id.to_string(),
                "servicePrincipalId": self.principal.map(|id| id.to_string()),
            },
            "permissions": self.permissions.iter().map(permission).collect::<Vec<Value>>(),
            "clientSecret": self.secret.as_ref().map(secret),
            "removedSecrets": self.removed.iter().map(KeyId::to_string).collect::<Vec<String>>(),
            "sealedFor": self.sealed.as_ref().map(sealed),
            "checks": {
                "seenInEntra": self.proofs.confirmed.map(stamp),
                "handedOver": self.proofs.delivered.map(handed_over),
                "tested": self.proofs.tested.map(stamp),
            },
            "links": links,
            "note": "The value of the secret is not in this receipt and cannot be read again.",
        })
    }

    /// Reads a file that the user opens. `page` is the address of this app.
    pub fn parse(file: &str, page: &Url) -> Result<Self, NotAReceipt> {
        if file.len() > LONGEST {
            return Err(NotAReceipt::TooLong);
        }
        let json: Value =
            serde_json::from_slice(file.as_bytes()).map_err(|_| NotAReceipt::AnotherFile)?;
        if text(&json, "receipt") != "entra-handover" {
            return Err(NotAReceipt::AnotherFile);
        }
        if json.get("version") != Some(&VERSION.into()) {
            return Err(NotAReceipt::OtherVersion);
        }
        let cloud =
            Cloud::parse(text(&json, "cloud"), page).map_err(|_| NotAReceipt::OtherCloud)?;
        let receipt = read(&json, cloud).ok_or(NotAReceipt::Damaged)?;
        match receipt.to_json() == json {
            true => Ok(receipt),
            false => Err(NotAReceipt::Damaged),
        }
    }
}

fn read(json: &Value, cloud: Cloud) -> Option<Receipt> {
    let words = |of: &Value, name: &str| visible(text(of, name));
    let [who, tenant, application, checks] =
        ["signedInAs", "tenant", "application", "checks"].map(|name| &json[name]);
    let issued = &json["clientSecret"];
    let delivered = &checks["handedOver"];
    Some(Receipt {
        product: words(json, "product"),
        work: of_name(&Work::NAMES, text(json, "work"))?,
        run: words(json, "run"),
        started: time(json, "started")?,
        written: time(json, "written")?,
        user: text(who, "objectId").parse().ok()?,
        username: words(who, "username"),
        cloud,
        tenant: text(tenant, "id").parse().ok()?,
        tenant_name: words(tenant, "name"),
        application: MadeApplication {
            id: text(application, "objectId").parse().ok()?,
            client: text(application, "clientId").parse().ok()?,
        },
        application_name: words(application, "name"),
        principal: text(application, "servicePrincipalId").parse().ok(),
        permissions: list(json, "permissions")
            .iter()
            .map(asked)
            .collect::<Option<_>>()?,
        secret: match issued {
            Value::Null => None,
            issued => Some(Issued {
                key: text(issued, "keyId").parse().ok()?,
                name: words(issued, "name"),
                ends: time(issued, "expires")?,
            }),
        },
        removed: list(json, "removedSecrets")
            .iter()
            .map(|key| key.as_str()?.parse().ok())
            .collect::<Option<_>>()?,
        sealed: match &json["sealedFor"] {
            Value::Null => None,
            sealed => Some(SealedFor {
                name: words(sealed, "name"),
                fingerprint: words(sealed, "fingerprint"),
                until: time(sealed, "opensUntil")?,
            }),
        },
        proofs: Proofs {
            confirmed: time(checks, "seenInEntra"),
            delivered: delivery(delivered),
            tested: time(checks, "tested"),
        },
    })
}

fn delivery(json: &Value) -> Option<Delivery> {
    let at: DateTime<Utc> = time(json, "at")?;
    let way = of_name(&Way::NAMES, text(json, "way"))?;
    Some(Delivery { way, at })
}

fn asked(json: &Value) -> Option<Asked> {
    Some(Asked {
        permission: Permission {
            kind: match text(json, "kind") {
                "application" => PermissionKind::Application,
                "delegated" => PermissionKind::Delegated,
                _ => return None,
            },
            id: text(json, "id").parse().ok()?,
            name: visible(text(json, "name")),
            words: visible(text(json, "meaning")),
        },
        granted: json.get("adminConsent")?.as_bool()?,
    })
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
