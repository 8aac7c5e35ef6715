//! Builds the authorize request that the browser is sent away with, and what has to be remembered meanwhile. It sends nothing.
//!
//! Shape: FACTS 2.2. PKCE with S256 (RFC 7636), a state and a nonce; each of the three is 32 random bytes of its own.

use super::RedirectUri;
use super::access::Access;
use super::claims::Claims;
use super::id_token::Identity;
use super::pending::Pending;
use super::token::Client;
use crate::cloud::Cloud;
use crate::ids::{ClientId, TenantId};
use crate::ports::Random;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use oauth2::{AuthUrl, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope};
use std::fmt;
use url::Url;

/// Which tenant to sign in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TenantHint {
    /// The account's own: `organizations`, which keeps personal accounts out.
    Any,
    Id(TenantId),
    /// A domain name of the tenant.
    Domain(String),
}

/// The text names no tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a tenant id nor a domain name")]
pub struct NotATenant;

impl TenantHint {
    /// Reads what a user typed: nothing, a directory (tenant) id, or a domain name.
    pub fn parse(text: &str) -> Result<Self, NotATenant> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Any);
        }
        if let Ok(id) = text.parse() {
            return Ok(Self::Id(id));
        }
        // Only these characters, so that the text cannot leave its place in the address's path.
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if text.len() <= 253 && text.contains('.') && text.split('.').all(label) {
            Ok(Self::Domain(text.to_ascii_lowercase()))
        } else {
            Err(NotATenant)
        }
    }
}

impl fmt::Display for TenantHint {
    /// As it stands in the path of the sign-in addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("organizations"),
            Self::Id(id) => id.fmt(f),
            Self::Domain(name) => f.write_str(name),
        }
    }
}

/// What the user is sent to the sign-in service for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first sign-in: the user chooses the account, often another one than the day-to-day account; reading only.
    Look { tenant: TenantHint },
    /// The same user once more: write access for a confirmed plan, or a claims challenge.
    Continue { who: Identity, access: Access },
}

/// A sign-in about to begin.
pub struct SignIn<'a> {
    pub cloud: &'a Cloud,
    pub client_id: ClientId,
    pub redirect_uri: &'a RedirectUri,
    pub purpose: Purpose,
    /// The claims challenge to be answered, if that is why the user signs in.
    pub claims: Option<Claims>,
}

impl SignIn<'_> {
    /// The address to send the browser to, and what must survive until it returns.
    pub fn begin(self, random: &dyn Random, now: DateTime<Utc>) -> (Url, Pending) {
        let (tenant, account, access, who) = match self.purpose {
            Purpose::Look { tenant } => (tenant, None, Access::Read, None),
            Purpose::Continue { who, access } => (
                TenantHint::Id(who.tenant),
                Some(who.object),
                access,
                Some(who.username),
            ),
        };
        let pending = Pending {
            state: CsrfToken::new(token(random)),
            nonce: token(random),
            verifier: PkceCodeVerifier::new(token(random)),
            cloud: self.cloud.clone(),
            tenant,
            account,
            access,
            redirect_uri: self.redirect_uri.clone(),
            started: now,
        };
        let client = Client::new(oauth2::ClientId::new(self.client_id.to_string()))
            .set_auth_uri(AuthUrl::from_url(pending.endpoint("authorize")))
            .set_redirect_uri(self.redirect_uri.clone());
        let state = pending.state.clone();
        let mut request = client
            .authorize_url(|| state)
            .add_scopes(access.scopes(self.cloud).into_iter().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(
                &pending.verifier,
            ))
            .add_extra_param("nonce", pending.nonce.as_str())
            // A fragment never reaches the log of the host that serves the page.
            .add_extra_param("response_mode", "fragment");
        request = match who {
            None => request.add_extra_param("prompt", "select_account"),
            Some(username) => request.add_extra_param("login_hint", username),
        };
        if let Some(claims) = &self.claims {
            request = request.add_extra_param("claims", claims.as_str());
        }
        let (url, _) = request.url();
        (url, pending)
    }
}

/// The request of a second sign-in, to be answered without asking the user anything, or refused (OpenID Connect Core, section
/// 3.1.2.1). A first one has a prompt of its own.
#[must_use]
pub fn silently(mut second: Url) -> Url {
    second.query_pairs_mut().append_pair("prompt", "none");
    second
}

/// 32 random bytes in base64url: the 43 characters that RFC 7636 section 4.1 recommends for a verifier.
fn token(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::cell::Cell;
    use std::collections::{HashMap, HashSet};

    /// A counter spread over the bytes (splitmix64): distinct draws, the same in every run.
    #[derive(Default)]
    pub struct Counting(Cell<u64>);

    impl Random for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for chunk in bytes.chunks_mut(8) {
                self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
                let mut z = self.0.get();
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
            }
        }
    }

    pub const CLIENT: ClientId = ClientId::from_u128(0x0c2a9f64_8f7b_4b57_9d3f_6f8b6f8a21c7);

    pub fn redirect() -> RedirectUri {
        RedirectUri::new("https://handover.example/".into()).expect("a literal address")
    }

    pub fn now() -> DateTime<Utc> {
        "2026-11-24T10:00:00Z".parse().expect("a literal time")
    }

    pub fn adele() -> Identity {
        Identity {
            tenant: TenantId::from_u128(0xaaaa),
            object: crate::ids::UserId::from_u128(0xbbbb),
            name: "Adele Vance".into(),
            username: "adele@contoso.example".into(),
        }
    }

    pub fn begin(purpose: Purpose, claims: Option<Claims>) -> (Url, Pending) {
        let (redirect_uri, cloud) = (redirect(), Cloud::Global);
        SignIn {
            cloud: &cloud,
            client_id: CLIENT,
            redirect_uri: &redirect_uri,
            purpose,
            claims,
        }
        .begin(&Counting::default(), now())
    }

    fn parameters(url: &Url) -> HashMap<String, String> {
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        let map: HashMap<_, _> = pairs.iter().cloned().collect();
        assert_eq!(map.len(), pairs.len(), "a parameter stands twice in {url}");
        map
    }

    #[test]
    fn the_first_sign_in_lets_the_user_choose_and_asks_for_reading() {
        let (url, pending) = begin(
            Purpose::Look {
                tenant: TenantHint::Any,
            },
            None,
        );
        assert!(
            url.as_str().starts_with(
                "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?"
            ),
            "{url}"
        );
        let mut sent = parameters(&url);
        let mut check = |name: &str, expected: &str| {
            assert_eq!(sent.remove(name).as_deref(), Some(expected), "{name}");
        };
        check("response_type", "code");
        check("response_mode", "fragment");
        check("client_id", &CLIENT.to_string());
        check("redirect_uri", "https://handover.example/");
        check("prompt", "select_account");
        check("code_challenge_method", "S256");
        check(
            "code_challenge",
            PkceCodeChallenge::from_code_verifier_sha256(&pending.verifier).as_str(),
        );
        check("state", pending.state.secret());
        check("nonce", &pending.nonce);
        check("scope", &Access::Read.scopes(&Cloud::Global).join(" "));
        assert!(sent.is_empty(), "{sent:?}");
        assert_eq!(pending.verifier.secret().len(), 43);
    }

    #[test]
    fn the_second_sign_in_names_user_and_tenant() {
        let access = Access::Write {
            application_permissions: true,
            delegated_permissions: true,
        };
        let claims = Claims::from_json(r#"{"access_token":{}}"#);
        let (url, pending) = begin(
            Purpose::Continue {
                who: adele(),
                access,
            },
            claims,
        );
        assert!(
            url.path().starts_with(&format!("/{}/", adele().tenant)),
            "{url}"
        );
        let sent = parameters(&url);
        assert_eq!(
            sent.get("login_hint").map(String::as_str),
            Some("adele@contoso.example")
        );
        assert_eq!(
            sent.get("claims").map(String::as_str),
            Some(r#"{"access_token":{}}"#)
        );
        assert_eq!(
            sent.get("scope"),
            Some(&access.scopes(&Cloud::Global).join(" "))
        );
        assert_eq!(sent.get("prompt"), None);
        let silent = parameters(&silently(url.clone()));
        assert_eq!(silent.get("prompt").map(String::as_str), Some("none"));
        assert_eq!(silent.len(), sent.len() + 1);
        assert_eq!(pending.account, Some(adele().object));
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = PkceCodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        assert_eq!(
            challenge.as_str(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn all_random_values_are_drawn_anew() {
        let random = Counting::default();
        let (redirect_uri, cloud) = (redirect(), Cloud::Global);
        let mut seen = HashSet::new();
        for _ in 0..10_000 {
            let purpose = Purpose::Look {
                tenant: TenantHint::Any,
            };
            let sign_in = SignIn {
                cloud: &cloud,
                client_id: CLIENT,
                redirect_uri: &redirect_uri,
                purpose,
                claims: None,
            };
            let (_, pending) = sign_in.begin(&random, now());
            for value in [
                pending.state.secret(),
                &pending.nonce,
                pending.verifier.secret(),
            ] {
                assert!(value.len() == 43 && seen.insert(value.clone()), "{value}");
            }
        }
    }

    #[test]
    fn a_tenant_is_an_id_or_a_domain_name() {
        let check = |text: &str, expected: Option<&str>| {
            let hint = TenantHint::parse(text).ok();
            assert_eq!(
                hint.map(|hint| hint.to_string()).as_deref(),
                expected,
                "{text}"
            );
        };
        check("", Some("organizations"));
        check("  ", Some("organizations"));
        check(" Contoso.onmicrosoft.com ", Some("contoso.onmicrosoft.com"));
        check(
            "00000000-0000-0000-0000-00000000AAAA",
            Some("00000000-0000-0000-0000-00000000aaaa"),
        );
        for bad in [
            "common",
            "consumers",
            "contoso",
            "a/b.c",
            "..",
            "a..b",
            ".b",
            "a.",
            "-a.b",
            "a.b?c",
            "a.b#",
            "a b.c",
            "é.example",
        ] {
            check(bad, None);
        }
        check(&"a.".repeat(200), None);
    }
}
