//! `config.json`: the one file that whoever hosts the page edits. It is read once, at the start, and is data of the page's own
//! origin; it can name another cloud or portal, never another program.

use crate::cloud::{Cloud, CloudError};
use crate::handover::address::{AddressError, PortalAddress};
use crate::ids::ClientId;
use crate::ports::Random;
use crate::signin::{Claims, Pending, Purpose, RedirectUri, SignIn, TenantHint};
use chrono::{DateTime, Utc};
use serde_json::Value;
use url::Url;

/// What the hosted copy is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The client id of Entra Handover's own registration; `None` until it has been registered.
    pub client_id: Option<ClientId>,
    /// The tenant of that registration, if it is a single-tenant one: such a registration signs in at its own tenant's address
    /// only (AADSTS50194).
    pub tenant: TenantHint,
    pub cloud: Cloud,
    /// The Customer Manager page, if it is known beforehand.
    pub portal: Option<PortalAddress>,
    /// Where the web app stands: what an extension's reminders link to. A web page goes by its own address.
    pub web: Option<Url>,
}

/// Why the page cannot work as it is hosted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// `config.json` is missing, or is not a JSON object.
    #[error("config.json is missing or is not JSON")]
    Unreadable,
    /// `client_id` is neither empty nor a GUID.
    #[error("client_id is not a GUID")]
    ClientId,
    /// `tenant` is neither empty, nor a tenant id, nor a domain name.
    #[error("tenant is neither a tenant id nor a domain name")]
    Tenant,
    #[error("cloud: {0}")]
    Cloud(#[from] CloudError),
    #[error("portal: {0}")]
    Portal(#[from] AddressError),
    /// `web` is neither empty nor an https address.
    #[error("web is not an https address")]
    Web,
    /// The page was opened at another host than the one whose redirect URI is registered.
    #[error("this copy belongs at {0}")]
    OtherHost(String),
}

impl Default for Config {
    /// What a page has that cannot read its `config.json`.
    fn default() -> Self {
        Self {
            client_id: None,
            tenant: TenantHint::Any,
            cloud: Cloud::Global,
            portal: None,
            web: None,
        }
    }
}

impl Config {
    /// Reads the text of `config.json`. `page` is the address that the page was loaded from.
    pub fn parse(text: Option<&str>, page: &Url) -> Result<Self, ConfigError> {
        let json: Value = text
            .and_then(|text| serde_json::from_slice(text.as_bytes()).ok())
            .filter(Value::is_object)
            .ok_or(ConfigError::Unreadable)?;
        let text = |name: &str| crate::graph::json::text(&json, name).trim();
        let host = text("redirect_host");
        if !host.is_empty() && host != host_of(page) {
            return Err(ConfigError::OtherHost(host.to_owned()));
        }
        let client_id = match text("client_id") {
            "" => None,
            id => Some(id.parse().map_err(|_| ConfigError::ClientId)?),
        };
        let tenant = TenantHint::parse(text("tenant")).map_err(|_| ConfigError::Tenant)?;
        let cloud = match text("cloud") {
            "" => Cloud::Global,
            name => Cloud::parse(name, page)?,
        };
        let portal = match text("portal") {
            "" => None,
            address => Some(PortalAddress::for_page(address, page)?),
        };
        let web = match text("web") {
            "" => None,
            address => Some(web_address(address).ok_or(ConfigError::Web)?),
        };
        Ok(Self {
            client_id,
            tenant,
            cloud,
            portal,
            web,
        })
    }
}

impl Config {
    /// The configured tenant, unless the user asked for one.
    pub fn tenant_or(&self, asked: TenantHint) -> TenantHint {
        if asked == TenantHint::Any {
            self.tenant.clone()
        } else {
            asked
        }
    }

    /// The sign-in's address for `purpose`, and what must survive until it returns; `None` without a client id. `here` is the
    /// page's address: the redirect URI.
    pub fn sign_in(
        &self,
        here: &Url,
        purpose: Purpose,
        claims: Option<Claims>,
        random: &dyn Random,
        now: DateTime<Utc>,
    ) -> Option<(Url, Pending)> {
        let redirect_uri = RedirectUri::from_url(here.clone());
        let sign_in = SignIn {
            cloud: &self.cloud,
            client_id: self.client_id?,
            redirect_uri: &redirect_uri,
            purpose,
            claims,
        };
        Some(sign_in.begin(random, now))
    }
}

fn web_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| url.scheme() == "https")
}

fn host_of(page: &Url) -> String {
    let host = page.host_str().unwrap_or_default();
    page.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(bool, &str, Option<&str>), ConfigError>) {
        let page = Url::parse("http://localhost:8787/").expect("a literal address");
        let got = Config::parse(Some(text), &page);
        let got = got.as_ref().map(|config| {
            (
                config.client_id.is_some(),
                config.cloud.name(),
                config.portal.as_ref().map(PortalAddress::origin),
            )
        });
        let expected = expected
            .as_ref()
            .map(|(id, cloud, portal)| (*id, *cloud, portal.map(str::to_owned)));
        assert_eq!(
            got.map_err(Clone::clone),
            expected.map_err(Clone::clone),
            "{text}"
        );
    }

    #[test]
    fn what_a_host_may_write_is_read() {
        check("{}", Ok((false, "global", None)));
        check(
            r#"{"client_id": "", "cloud": "", "portal": ""}"#,
            Ok((false, "global", None)),
        );
        check(
            r#"{"client_id": "0c2a9f64-8f7b-4b57-9d3f-6f8b6f8a21c7", "cloud": "china", "portal": "https://cm.example/x"}"#,
            Ok((true, "china", Some("https://cm.example"))),
        );
        check(
            r#"{"cloud": "http://localhost:8787"}"#,
            Ok((false, "http://localhost:8787", None)),
        );
        check(
            r#"{"web": "https://handover.example/app/"}"#,
            Ok((false, "global", None)),
        );
        check(
            r#"{"redirect_host": "localhost:8787"}"#,
            Ok((false, "global", None)),
        );
    }

    #[test]
    fn what_would_mislead_is_refused() {
        for text in ["", "[]", "client_id=1"] {
            check(text, Err(ConfigError::Unreadable));
        }
        check(r#"{"client_id": "mine"}"#, Err(ConfigError::ClientId));
        check(r#"{"tenant": "my tenant"}"#, Err(ConfigError::Tenant));
        check(
            r#"{"cloud": "http://localhost:9000"}"#,
            Err(ConfigError::Cloud(CloudError::OtherOrigin)),
        );
        check(
            r#"{"cloud": "mars"}"#,
            Err(ConfigError::Cloud(CloudError::Unknown)),
        );
        for web in [
            "handover.example",
            "http://handover.example/",
            "javascript:x",
        ] {
            check(&format!(r#"{{"web": "{web}"}}"#), Err(ConfigError::Web));
        }
        check(
            r#"{"portal": "http://cm.example/"}"#,
            Err(ConfigError::Portal(AddressError::NotHttps)),
        );
        let other = "handover.example".to_owned();
        check(
            r#"{"redirect_host": "handover.example"}"#,
            Err(ConfigError::OtherHost(other)),
        );
    }
}
