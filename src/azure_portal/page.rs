//! The portals' pages about what a run made: where each of them is. Microsoft does not document these addresses; they are those
//! that its own samples and the portals themselves print.

use crate::ids::{ClientId, ServicePrincipalId, TenantId};
use crate::setup::journal::Record;
use crate::setup::receipt::client_id;

/// A page of the portals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The application's overview.
    Application,
    /// Its certificates and secrets.
    Secrets,
    /// Its API permissions, with admin consent.
    Permissions,
    /// The service principal under Enterprise applications.
    EnterpriseApplication(ServicePrincipalId),
}

impl Page {
    /// The portals' own title of the page.
    pub fn title(self) -> &'static str {
        match self {
            Self::Application => "Application",
            Self::Secrets => "Certificates & secrets",
            Self::Permissions => "API permissions",
            Self::EnterpriseApplication(_) => "Enterprise application",
        }
    }

    /// The page about what `record` has made, at the portal of this origin; nothing before there is an application.
    pub fn about(self, record: &Record, origin: &str) -> Option<String> {
        let client = client_id(record)?;
        Some(self.address(origin, record.tenant, client))
    }

    /// The page's address at the portal of this origin. The tenant stands in it: the portal may be open in another one.
    pub fn address(self, origin: &str, tenant: TenantId, client: ClientId) -> String {
        let registered = "Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~";
        let blade = match self {
            Self::Application => format!("{registered}/Overview"),
            Self::Secrets => format!("{registered}/Credentials"),
            Self::Permissions => format!("{registered}/CallAnAPI"),
            Self::EnterpriseApplication(id) => {
                format!("Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/{id}")
            }
        };
        format!("{origin}/#@{tenant}/view/{blade}/appId/{client}")
    }
}

/// The pages about what `record` has made so far, with their addresses at the portal of this origin.
pub fn pages(record: &Record, origin: &str) -> Vec<(Page, String)> {
    let principal = record.service_principal.made();
    [Page::Application, Page::Secrets, Page::Permissions]
        .into_iter()
        .chain(principal.map(Page::EnterpriseApplication))
        .filter_map(|page| Some((page, page.about(record, origin)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::PortalTab;
    use super::*;
    use crate::signin::TenantHint;

    #[test]
    fn each_page_has_its_address_and_names_the_tenant() {
        let (tenant, client) = (TenantId::from_u128(0xaa), ClientId::from_u128(0xbb));
        let check = |page: Page, expected: &str| {
            let address = page.address("https://entra.microsoft.com", tenant, client);
            assert_eq!(
                address,
                format!(
                    "https://entra.microsoft.com/#@00000000-0000-0000-0000-0000000000aa/view/{expected}"
                )
            );
            let tab = PortalTab::read(&address).expect("it is the portal's");
            assert_eq!(tab.tenant, TenantHint::Id(tenant));
        };
        check(
            Page::Application,
            "Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/00000000-0000-0000-0000-0000000000bb",
        );
        check(
            Page::Secrets,
            "Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/00000000-0000-0000-0000-0000000000bb",
        );
        check(
            Page::Permissions,
            "Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/00000000-0000-0000-0000-0000000000bb",
        );
        check(
            Page::EnterpriseApplication(ServicePrincipalId::from_u128(0xcc)),
            "Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/00000000-0000-0000-0000-0000000000cc/appId/00000000-0000-0000-0000-0000000000bb",
        );
    }
}
