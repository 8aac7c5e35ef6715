//! Reads the address of a portal's tab: which cloud it is of, and which tenant is open in it. What it says is a hint for the
//! sign-in; who signs in where is decided there.

use crate::cloud::Cloud;
use crate::signin::TenantHint;
use url::Url;

/// Hosts of the portals. A subdomain of a host of the Azure portal is another edition of it (`ms.`, `preview.`, `aad.`).
///
/// Sources: Microsoft's lists of portal addresses to allow, and "National clouds" (Entra).
const PORTALS: [(&str, Cloud); 6] = [
    ("portal.azure.com", Cloud::Global),
    ("entra.microsoft.com", Cloud::Global),
    ("portal.azure.us", Cloud::UsGov),
    ("entra.microsoft.us", Cloud::UsGov),
    ("portal.azure.cn", Cloud::China),
    ("entra.microsoftonline.cn", Cloud::China),
];

/// Names of a tenant in a query, in lower case.
const PARAMETERS: [&str; 3] = ["tenantid", "tenant", "tid"];

/// A tab in which one of the portals is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalTab {
    pub cloud: Cloud,
    /// The tenant that the address names; `Any` if it names none.
    pub tenant: TenantHint,
    /// Scheme and host, without a trailing slash.
    pub origin: String,
}

impl PortalTab {
    /// Reads a tab's address; `None` if it is not a portal's.
    pub fn read(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let host = url.host_str()?;
        if url.scheme() != "https" || url.port().is_some() || !url.username().is_empty() {
            return None;
        }
        let (_, cloud) = PORTALS
            .iter()
            .find(|(portal, _)| host == *portal || is_edition(host, portal))?;
        Some(Self {
            cloud: cloud.clone(),
            tenant: tenant(&url).unwrap_or(TenantHint::Any),
            origin: url.origin().ascii_serialization(),
        })
    }

    /// The cloud to sign in to when `configured` is set already: the portals of US Government serve both of its clouds.
    pub fn cloud_or(&self, configured: &Cloud) -> Cloud {
        match (&self.cloud, configured) {
            (Cloud::UsGov, Cloud::UsGovDod) => Cloud::UsGovDod,
            (portals, _) => portals.clone(),
        }
    }
}

fn is_edition(host: &str, portal: &str) -> bool {
    portal.starts_with("portal.")
        && host
            .strip_suffix(portal)
            .and_then(|label| label.strip_suffix('.'))
            .is_some_and(|label| !label.is_empty() && !label.contains('.'))
}

/// The tenant that stands in the address. The fragment comes first: the portal rewrites it when the directory is switched, and the
/// rest stays as it was.
fn tenant(url: &Url) -> Option<TenantHint> {
    let fragment = url.fragment().unwrap_or_default();
    let (place, query) = fragment.split_once('?').unwrap_or((fragment, ""));
    let place = place.trim_start_matches('/');
    let marked = |segment: &str| {
        let name = segment
            .strip_prefix('@')
            .or_else(|| segment.strip_prefix("%40"))?;
        named(name)
    };
    let first = place.split('/').next().unwrap_or_default();
    let mut path = url.path().split('/').filter(|segment| !segment.is_empty());
    marked(first)
        .or_else(|| path.clone().find_map(marked))
        .or_else(|| path.next().and_then(named))
        .or_else(|| url.query().and_then(parameter))
        .or_else(|| parameter(query))
}

fn parameter(query: &str) -> Option<TenantHint> {
    url::form_urlencoded::parse(query.as_bytes()).find_map(|(name, value)| {
        PARAMETERS
            .contains(&name.to_ascii_lowercase().as_str())
            .then(|| named(&value))?
    })
}

/// A tenant's name or id. The placeholders (`common`, `organizations`) and files of the portal (`index.html`) name none.
fn named(text: &str) -> Option<TenantHint> {
    let text = text.trim_end_matches('.');
    let file = [".html", ".htm", ".aspx"];
    match TenantHint::parse(text) {
        Ok(TenantHint::Any) | Err(_) => None,
        Ok(TenantHint::Domain(name)) if file.iter().any(|end| name.ends_with(end)) => None,
        Ok(tenant) => Some(tenant),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "8b3f1d52-6c1a-4f0e-9a57-2f5f0c7a1e64";

    fn check(address: &str, cloud: Cloud, tenant: &str) {
        let tab = PortalTab::read(address).unwrap_or_else(|| panic!("{address} is a portal's"));
        assert_eq!(tab.cloud, cloud, "{address}");
        assert_eq!(tab.tenant.to_string(), tenant, "{address}");
        assert!(address.starts_with(&tab.origin), "{address}");
    }

    #[test]
    fn the_tenant_is_read_wherever_it_stands() {
        for (address, tenant) in [
            (
                "https://portal.azure.com/#@contoso.onmicrosoft.com/resource/subscriptions/1/overview",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/#@contoso.onmicrosoft.com",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/#@Contoso.OnMicrosoft.com/blade/Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/Overview",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/#%40contoso.onmicrosoft.com/dashboard/private/1",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/#/@contoso.example/view/x",
                "contoso.example",
            ),
            (
                "https://portal.azure.com/#@8b3f1d52-6c1a-4f0e-9a57-2f5f0c7a1e64/blade/x",
                ID,
            ),
            (
                "https://portal.azure.com/#@8B3F1D52-6C1A-4F0E-9A57-2F5F0C7A1E64/blade/x",
                ID,
            ),
            (
                "https://portal.azure.com/contoso.onmicrosoft.com",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/contoso.onmicrosoft.com/#blade/HubsExtension/BrowseAll",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/8b3f1d52-6c1a-4f0e-9a57-2f5f0c7a1e64/#view/x",
                ID,
            ),
            (
                "https://portal.azure.com/@contoso.onmicrosoft.com?feature.x=true#home",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/signin/index/@contoso.onmicrosoft.com?feature.x=true",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/?l=en.en-us&tenantId=8b3f1d52-6c1a-4f0e-9a57-2f5f0c7a1e64#home",
                ID,
            ),
            (
                "https://portal.azure.com/?tenant=contoso.onmicrosoft.com",
                "contoso.onmicrosoft.com",
            ),
            (
                "https://portal.azure.com/#home?tenantId=8b3f1d52-6c1a-4f0e-9a57-2f5f0c7a1e64",
                ID,
            ),
            (
                "https://portal.azure.com/#view/x?TenantID=contoso.example",
                "contoso.example",
            ),
            // After a switch of the directory the fragment is the one that is true.
            (
                "https://portal.azure.com/fabrikam.example?tenant=fabrikam.example#@contoso.example/resource",
                "contoso.example",
            ),
        ] {
            check(address, Cloud::Global, tenant);
            let entra = address.replace("portal.azure.com", "entra.microsoft.com");
            check(&entra, Cloud::Global, tenant);
        }
    }

    #[test]
    fn an_address_may_name_no_tenant() {
        for address in [
            "https://portal.azure.com",
            "https://portal.azure.com/#home",
            "https://portal.azure.com/#allservices/category/All",
            "https://portal.azure.com/common/#home",
            "https://portal.azure.com/organizations",
            "https://portal.azure.com/index.html#home",
            "https://portal.azure.com/signin/index/",
            "https://portal.azure.com/#@/resource",
            "https://portal.azure.com/#@contoso/resource",
            "https://portal.azure.com/#@contoso .example/resource",
            "https://portal.azure.com/?tenantId=",
            "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/TenantOverview.ReactView",
            // A page about another tenant (cross-tenant access) names that one, and not the one that is open.
            "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/Organization/tenantId/8b3f1d52-6c1a-4f0e-9a57-2f5f0c7a1e64",
            // User names are no tenants.
            "https://portal.azure.com/#view/x/upn/adele@contoso.example",
        ] {
            check(address, Cloud::Global, "organizations");
        }
    }

    #[test]
    fn every_cloud_and_edition_has_its_portals() {
        let check = |host: &str, cloud: Cloud| {
            check(
                &format!("https://{host}/#@contoso.example/x"),
                cloud,
                "contoso.example",
            );
        };
        check("ms.portal.azure.com", Cloud::Global);
        check("preview.portal.azure.com", Cloud::Global);
        check("aad.portal.azure.com", Cloud::Global);
        check("portal.azure.us", Cloud::UsGov);
        check("entra.microsoft.us", Cloud::UsGov);
        check("aad.portal.azure.us", Cloud::UsGov);
        check("portal.azure.cn", Cloud::China);
        check("entra.microsoftonline.cn", Cloud::China);
    }

    #[test]
    fn other_pages_are_no_portals() {
        for address in [
            "",
            "portal.azure.com",
            "about:blank",
            "http://portal.azure.com/#@contoso.example",
            "https://portal.azure.com:8443/#@contoso.example",
            "https://user@portal.azure.com/#@contoso.example",
            "https://portal.azure.com.evil.example/#@contoso.example",
            "https://evilportal.azure.com/#@contoso.example",
            "https://a.b.portal.azure.com/#@contoso.example",
            "https://x.entra.microsoft.com/#@contoso.example",
            "https://portal.azure.com./#@contoso.example",
            "https://azure.com/#@contoso.example",
            "https://cm.example/?tenant=contoso.example",
            "chrome-extension://abcdefghijklmnop/index.html",
            "blob:https://portal.azure.com/1",
        ] {
            assert_eq!(PortalTab::read(address), None, "{address}");
        }
    }

    #[test]
    fn the_government_portals_serve_both_of_its_clouds() {
        let government = PortalTab::read("https://portal.azure.us/").expect("a portal");
        let check = |configured, expected| {
            assert_eq!(government.cloud_or(&configured), expected, "{configured:?}");
        };
        check(Cloud::UsGovDod, Cloud::UsGovDod);
        check(Cloud::UsGov, Cloud::UsGov);
        check(Cloud::Global, Cloud::UsGov);
    }
}
