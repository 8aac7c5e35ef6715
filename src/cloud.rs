//! The national clouds: where sign-in, Graph and the Azure portal are, and which issuers a cloud's tokens name.
//! Knows hosts only; what is said to them is `signin`'s and `graph`'s matter.
//!
//! Sources: Microsoft Graph "National cloud deployments", Entra "National clouds" (authentication endpoints).

use crate::ids::TenantId;
use url::Url;

/// One of Microsoft's clouds, or a base address of the page's own origin (that is how the sandbox is reached).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// Commercial and GCC.
    Global,
    /// US Government L4 (GCC High).
    UsGov,
    /// US Government L5 (DoD).
    UsGovDod,
    /// Operated by 21Vianet.
    China,
    /// Same origin as the page; sign-in below `/login`, Graph below `/graph`.
    Own(OwnCloud),
}

/// Addresses of a cloud on the page's own origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCloud {
    base: String,
    login: String,
    graph: String,
}

/// Why a `cloud` of `config.json` is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CloudError {
    /// Neither a known name nor an address.
    #[error("unknown cloud")]
    Unknown,
    /// An address that is not of the page's own origin: a token would be sent to a stranger.
    #[error("a cloud that is not Microsoft's must have the page's own origin")]
    OtherOrigin,
}

/// Microsoft's clouds with the names that `config.json` and the sign-in screen use.
pub const MICROSOFT: [(&str, &str, Cloud); 4] = [
    ("global", "Global", Cloud::Global),
    ("us-gov", "US Government", Cloud::UsGov),
    ("us-gov-dod", "US Government (DoD)", Cloud::UsGovDod),
    ("china", "China (21Vianet)", Cloud::China),
];

impl Cloud {
    /// Reads the `cloud` of `config.json` or of a stored sign-in. `page` is the origin that the page was loaded from.
    pub fn parse(name: &str, page: &Url) -> Result<Self, CloudError> {
        if let Some((_, _, cloud)) = MICROSOFT.iter().find(|(known, ..)| *known == name) {
            return Ok(cloud.clone());
        }
        let url = Url::parse(name).map_err(|_| CloudError::Unknown)?;
        if url.origin() != page.origin() || !url.username().is_empty() || url.password().is_some() {
            return Err(CloudError::OtherOrigin);
        }
        let base = url.as_str().trim_end_matches('/').to_owned();
        let (login, graph) = (format!("{base}/login"), format!("{base}/graph"));
        Ok(Self::Own(OwnCloud { base, login, graph }))
    }

    /// The name that `parse` reads back.
    pub fn name(&self) -> &str {
        match self {
            Self::Own(own) => &own.base,
            known => MICROSOFT
                .iter()
                .find(|(.., cloud)| cloud == known)
                .map_or("global", |(name, ..)| name),
        }
    }

    /// Base of the sign-in addresses, without a trailing slash: `{login}/{tenant}/oauth2/v2.0/authorize`.
    pub fn login(&self) -> &str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGov | Self::UsGovDod => "https://login.microsoftonline.us",
            Self::China => "https://login.partner.microsoftonline.cn",
            Self::Own(own) => &own.login,
        }
    }

    /// Base of the Graph addresses, without version and trailing slash. A bearer token goes nowhere else.
    pub fn graph(&self) -> &str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGov => "https://graph.microsoft.us",
            Self::UsGovDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
            Self::Own(own) => &own.graph,
        }
    }

    /// What stands before a Graph scope's name in a request: scope addresses follow the Graph host of each cloud.
    pub fn scope_prefix(&self) -> String {
        match self {
            Self::Own(_) => String::new(),
            known => format!("{}/", known.graph()),
        }
    }

    /// The issuers that an ID token of this cloud may name for `tenant`. China's host has an alias, and discovery there names
    /// the other one, so issuers are compared by set and not by the host that was used.
    pub fn issuers(&self, tenant: TenantId) -> Vec<String> {
        let hosts: &[&str] = match self {
            Self::China => &[
                "https://login.partner.microsoftonline.cn",
                "https://login.chinacloudapi.cn",
            ],
            other => &[other.login()],
        };
        hosts
            .iter()
            .map(|host| format!("{host}/{tenant}/v2.0"))
            .collect()
    }

    /// The Azure portal of this cloud.
    pub fn portal(&self) -> &'static str {
        match self {
            Self::Global | Self::Own(_) => "https://portal.azure.com",
            Self::UsGov | Self::UsGovDod => "https://portal.azure.us",
            Self::China => "https://portal.azure.cn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Url {
        Url::parse(text).expect("a literal address")
    }

    #[test]
    fn names_are_read_back() {
        let here = page("http://localhost:8787/");
        for name in [
            "global",
            "us-gov",
            "us-gov-dod",
            "china",
            "http://localhost:8787",
        ] {
            assert_eq!(
                Cloud::parse(name, &here).map(|cloud| cloud.name().to_owned()),
                Ok(name.to_owned())
            );
        }
    }

    #[test]
    fn only_the_pages_own_origin_may_stand_for_a_cloud() {
        let check = |name, expected| {
            assert_eq!(
                Cloud::parse(name, &page("http://localhost:8787/")).err(),
                expected,
                "{name}"
            );
        };
        check("http://localhost:8787/", None);
        check("http://localhost:8787/tenant", None);
        check("http://localhost:8788", Some(CloudError::OtherOrigin));
        check("https://localhost:8787", Some(CloudError::OtherOrigin));
        check(
            "http://localhost:8787@evil.example",
            Some(CloudError::OtherOrigin),
        );
        check("http://user@localhost:8787", Some(CloudError::OtherOrigin));
        check("http://127.0.0.1:8787", Some(CloudError::OtherOrigin));
        check("moon", Some(CloudError::Unknown));
        check("", Some(CloudError::Unknown));
    }

    #[test]
    fn every_cloud_has_its_own_hosts() {
        let tenant = TenantId::from_u128(1);
        let check = |cloud: Cloud, login: &str, graph: &str| {
            assert_eq!((cloud.login(), cloud.graph()), (login, graph));
            assert!(
                cloud
                    .issuers(tenant)
                    .contains(&format!("{login}/{tenant}/v2.0"))
            );
            assert_eq!(cloud.scope_prefix(), format!("{graph}/"));
        };
        check(
            Cloud::Global,
            "https://login.microsoftonline.com",
            "https://graph.microsoft.com",
        );
        check(
            Cloud::UsGov,
            "https://login.microsoftonline.us",
            "https://graph.microsoft.us",
        );
        check(
            Cloud::UsGovDod,
            "https://login.microsoftonline.us",
            "https://dod-graph.microsoft.us",
        );
        check(
            Cloud::China,
            "https://login.partner.microsoftonline.cn",
            "https://microsoftgraph.chinacloudapi.cn",
        );
    }
}
