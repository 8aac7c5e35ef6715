//! A sign-in under way: what has to survive while the browser is away. It is written to a text that a browser adapter keeps for
//! this tab only and takes out, once, before anything is sent; it knows no storage.

use super::RedirectUri;
use super::access::Access;
use super::request::TenantHint;
use crate::cloud::Cloud;
use crate::ids::UserId;
use chrono::{DateTime, TimeDelta, Utc};
use oauth2::{CsrfToken, PkceCodeVerifier};
use serde_json::{Value, json};
use std::fmt;
use url::Url;

/// Codes live about ten minutes (FACTS 2.3); a user who needs longer at Microsoft's page than this starts again.
const LONGEST: TimeDelta = TimeDelta::minutes(15);

/// A sign-in that waits for its answer. Not `Clone`: one answer, one token request.
pub struct Pending {
    pub(super) state: CsrfToken,
    pub(super) nonce: String,
    pub(super) verifier: PkceCodeVerifier,
    pub(super) cloud: Cloud,
    pub(super) tenant: TenantHint,
    /// The user who must come back, if one was signed in before.
    pub(super) account: Option<UserId>,
    pub(super) access: Access,
    pub(super) redirect_uri: RedirectUri,
    pub(super) started: DateTime<Utc>,
}

impl Pending {
    /// The text to keep. It holds the PKCE verifier, so it goes nowhere but to this tab's own storage.
    pub fn store(&self) -> String {
        json!({
            "state": self.state.secret(),
            "nonce": self.nonce,
            "verifier": self.verifier.secret(),
            "cloud": self.cloud.name(),
            "tenant": self.tenant.to_string(),
            "account": self.account.map(|account| account.to_string()),
            "access": match self.access {
                Access::Read => json!([]),
                Access::Write { application_permissions, delegated_permissions } => json!([application_permissions, delegated_permissions]),
            },
            "redirect_uri": self.redirect_uri.as_str(),
            "started": self.started.timestamp(),
        })
        .to_string()
    }

    /// Reads the kept text; `None` if it is not one of ours. `page` is the address that the page was loaded from: a cloud that
    /// is not Microsoft's must still have its origin.
    pub fn restore(text: &str, page: &Url) -> Option<Self> {
        let json: Value = serde_json::from_slice(text.as_bytes()).ok()?;
        let text = |name: &str| json.get(name)?.as_str();
        let random = |name: &str| {
            text(name)
                .filter(|value| value.len() == 43)
                .map(str::to_owned)
        };
        let account = match json.get("account")? {
            Value::Null => None,
            account => Some(account.as_str()?.parse().ok()?),
        };
        let access = match json.get("access")?.as_array()?.as_slice() {
            [] => Access::Read,
            [application, delegated] => Access::Write {
                application_permissions: application.as_bool()?,
                delegated_permissions: delegated.as_bool()?,
            },
            _ => return None,
        };
        let tenant = match text("tenant")? {
            "organizations" => TenantHint::Any,
            tenant => TenantHint::parse(tenant).ok()?,
        };
        Some(Self {
            state: CsrfToken::new(random("state")?),
            nonce: random("nonce")?,
            verifier: PkceCodeVerifier::new(random("verifier")?),
            cloud: Cloud::parse(text("cloud")?, page).ok()?,
            tenant,
            account,
            access,
            redirect_uri: RedirectUri::new(text("redirect_uri")?.to_owned()).ok()?,
            started: DateTime::from_timestamp(json.get("started")?.as_i64()?, 0)?,
        })
    }

    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// Too old to go on with, or from a future that only a set-back clock explains.
    pub(super) fn expired(&self, now: DateTime<Utc>) -> bool {
        let age = now - self.started;
        age > LONGEST || age < -LONGEST
    }

    /// An address of the sign-in service. The code must be redeemed at the tenant path that it was asked at (AADSTS700005).
    pub(super) fn endpoint(&self, name: &str) -> Url {
        let address = [
            self.cloud.login(),
            "/",
            &self.tenant.to_string(),
            "/oauth2/v2.0/",
            name,
        ]
        .concat();
        Url::parse(&address).expect("a cloud's login base is an address, and a tenant hint has only letters, digits, '-' and '.'")
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pending({:?}, {:?}, …)", self.access, self.started)
    }
}

#[cfg(test)]
mod tests {
    use super::super::request::Purpose;
    use super::super::request::tests::{adele, begin, now};
    use super::*;

    fn page() -> Url {
        Url::parse("https://handover.example/").expect("a literal address")
    }

    #[test]
    fn what_was_kept_is_read_back() {
        let write = Access::Write {
            application_permissions: true,
            delegated_permissions: false,
        };
        for purpose in [
            Purpose::Look {
                tenant: TenantHint::Any,
            },
            Purpose::Look {
                tenant: TenantHint::Domain("contoso.example".into()),
            },
            Purpose::Continue {
                who: adele(),
                access: write,
            },
            Purpose::Continue {
                who: adele(),
                access: Access::Read,
            },
        ] {
            let (_, pending) = begin(purpose, None);
            let kept = pending.store();
            assert!(kept.len() < 600, "{}", kept.len());
            let back = Pending::restore(&kept, &page()).expect("it was just written");
            assert_eq!(back.store(), kept);
            assert_eq!(
                (back.tenant, back.account, back.access),
                (pending.tenant, pending.account, pending.access)
            );
        }
    }

    #[test]
    fn what_was_tampered_with_is_not_read() {
        let (_, pending) = begin(
            Purpose::Look {
                tenant: TenantHint::Any,
            },
            None,
        );
        let whole: Value = serde_json::from_str(&pending.store()).expect("it was just written");
        let check = |name: &str, value: Value| {
            let mut json = whole.clone();
            json[name] = value;
            assert!(
                Pending::restore(&json.to_string(), &page()).is_none(),
                "{json}"
            );
        };
        check("state", json!(""));
        check("nonce", json!("short"));
        check("verifier", json!(null));
        check("cloud", json!("https://evil.example"));
        check("tenant", json!("../common"));
        check("account", json!("adele"));
        check("access", json!([true]));
        check("access", json!(["true", "true"]));
        check("redirect_uri", json!("not an address"));
        check("started", json!("today"));
        assert!(Pending::restore("", &page()).is_none());
        assert!(Pending::restore("[]", &page()).is_none());
    }

    #[test]
    fn it_lives_fifteen_minutes() {
        let (_, pending) = begin(
            Purpose::Look {
                tenant: TenantHint::Any,
            },
            None,
        );
        let check = |minutes: i64, expired: bool| {
            assert_eq!(
                pending.expired(now() + TimeDelta::minutes(minutes)),
                expired,
                "{minutes}"
            );
        };
        check(0, false);
        check(15, false);
        check(16, true);
        check(-16, true);
    }

    #[test]
    fn debug_shows_nothing_secret() {
        let (_, pending) = begin(
            Purpose::Look {
                tenant: TenantHint::Any,
            },
            None,
        );
        let shown = format!("{pending:?}");
        for secret in [
            pending.state.secret(),
            &pending.nonce,
            pending.verifier.secret(),
        ] {
            assert!(!shown.contains(secret.as_str()), "{shown}");
        }
    }
}
