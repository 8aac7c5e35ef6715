//! The applications that may sign users in: the wizard's own registration, and those in the directory.
//! It decides whose redirect URI a request names, and nothing else.

use uuid::Uuid;

use super::{WIZARD_CLIENT_ID, WIZARD_NAME};
use crate::directory::Directory;
use crate::directory::people::TENANT_NAME;

/// The platform that a redirect URI is registered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Single-page application: codes are redeemed across origins only.
    Spa,
    /// Web or public client: codes are never redeemed across origins.
    Other,
}

/// A client of the sign-in service.
#[derive(Debug, Clone)]
pub struct Client {
    /// Client id.
    pub app_id: Uuid,
    /// The name that consent pages show.
    pub name: String,
    /// The publisher that consent pages show.
    pub publisher: &'static str,
    /// Whether only users of its own tenant may use it.
    pub single_tenant: bool,
    redirect_uris: Vec<(String, Platform)>,
}

impl Client {
    /// Finds a client by its id.
    pub fn find(directory: &Directory, app_id: &str) -> Option<Self> {
        let app_id: Uuid = app_id.parse().ok()?;
        if app_id == WIZARD_CLIENT_ID {
            let (name, publisher) = (WIZARD_NAME.to_owned(), "handover.example");
            return Some(Self {
                app_id,
                name,
                publisher,
                single_tenant: false,
                redirect_uris: Vec::new(),
            });
        }
        let app = directory.application_by_app_id(app_id)?;
        let mut redirect_uris = Vec::new();
        for (property, platform) in [
            ("spa", Platform::Spa),
            ("web", Platform::Other),
            ("publicClient", Platform::Other),
        ] {
            let uris = app.entity.texts(property, Some("redirectUris"));
            redirect_uris.extend(uris.into_iter().map(|uri| (uri.to_owned(), platform)));
        }
        Some(Self {
            app_id,
            name: app.entity.text("displayName").to_owned(),
            publisher: TENANT_NAME,
            single_tenant: app.entity.text("signInAudience") == "AzureADMyOrg",
            redirect_uris,
        })
    }

    /// The platform of a redirect URI, or nothing when it is not registered.
    pub fn platform(&self, redirect_uri: &str) -> Option<Platform> {
        if self.app_id == WIZARD_CLIENT_ID {
            return is_wizards(redirect_uri).then_some(Platform::Spa);
        }
        let registered = self
            .redirect_uris
            .iter()
            .find(|(uri, _)| matches(uri, redirect_uri));
        registered.map(|(_, platform)| *platform)
    }

    /// Whether it has a redirect URI of the single-page platform, so that its token answers may be read across origins.
    pub fn is_spa(&self) -> bool {
        self.app_id == WIZARD_CLIENT_ID
            || self
                .redirect_uris
                .iter()
                .any(|(_, platform)| *platform == Platform::Spa)
    }
}

/// Exact, but the port of `http://localhost` is ignored (FACTS section 2.8), and so is a missing root path.
fn matches(registered: &str, asked: &str) -> bool {
    let comparable = |uri: &str| {
        let (scheme, rest) = uri.split_once("://").unwrap_or(("", uri));
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let path = if path.is_empty() { "/" } else { path };
        let host = authority.split(':').next().unwrap_or_default();
        let authority = if scheme == "http" && host == "localhost" {
            host
        } else {
            authority
        };
        (scheme.to_owned(), authority.to_owned(), path.to_owned())
    };
    comparable(registered) == comparable(asked)
}

/// The wizard's own redirect URIs: any port of localhost, the TLS demo, and the extension's in both browser families.
fn is_wizards(uri: &str) -> bool {
    let extension = |suffix: &str| {
        let id = uri
            .strip_prefix("https://")
            .and_then(|rest| rest.strip_suffix(suffix));
        id.is_some_and(|id| {
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
    };
    matches("http://localhost/", uri)
        || matches("https://handover.example/", uri)
        || extension(".chromiumapp.org/")
        || extension(".extensions.allizom.org/")
}

#[cfg(test)]
mod tests {
    use super::is_wizards;

    #[test]
    fn redirect_uris_of_the_wizard() {
        let check = |uri: &str, expected: bool| assert_eq!(is_wizards(uri), expected, "{uri}");
        check("http://localhost:8787/", true);
        check("http://localhost:8787", true);
        check("http://localhost:8787/other", false);
        check("http://localhost.evil.example/", false);
        check("https://localhost:8787/", false);
        check("https://handover.example/", true);
        check("https://handover.example:8443/", false);
        check("https://abcdef.chromiumapp.org/", true);
        check("https://a.b.chromiumapp.org/", false);
        check("https://evil.example/.chromiumapp.org/", false);
        check("https://0a1b.extensions.allizom.org/", true);
    }
}
