//! Which site a request is for: the app, the Customer Manager, or a service of the state machine.
//! Unknown hosts are refused, so that no other name that resolves to the loopback address reaches the tenant.

use http::{Request, header};
use sandbox::WIZARD_CLIENT_ID;
use serde_json::{Value, json};

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Site {
    /// A path of the state machine; with the scheme and authority that the request was sent to.
    Machine(String),
    /// The app's files.
    App(Surroundings),
    /// The Customer Manager's page.
    Portal(Surroundings),
    /// A page in the place of Microsoft's admin portals.
    AzurePortal,
    /// Another address is meant.
    Elsewhere(String),
    /// Nobody.
    Unknown,
}

/// How a request came. Answers name addresses of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// To the plain port.
    Http,
    /// To the TLS port.
    Https,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// The addresses that the app and the portal must know of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    app_origin: String,
    cloud: String,
    portal: String,
}

impl Surroundings {
    fn loopback(port: u16) -> Self {
        Self {
            app_origin: format!("http://localhost:{port}"),
            cloud: format!("http://localhost:{port}"),
            portal: format!("http://127.0.0.1:{port}/customer-manager/"),
        }
    }

    fn real() -> Self {
        Self {
            app_origin: "https://handover.example".to_owned(),
            cloud: "global".to_owned(),
            portal: "https://customer-manager.example/customer-manager/".to_owned(),
        }
    }

    /// The app's `config.json`.
    pub fn config(&self) -> Value {
        json!({"client_id": WIZARD_CLIENT_ID.to_string(), "cloud": self.cloud, "portal": self.portal})
    }

    /// The origins whose hand-over the portal accepts.
    pub fn receiver_config(&self) -> Value {
        json!({"appOrigins": [self.app_origin]})
    }
}

/// Paths that the state machine answers on loopback hosts.
const MACHINE: [&str; 4] = ["/login/", "/graph/", "/sandbox/", "/customer-manager/api/"];
/// Hosts that belong to Microsoft.
const MICROSOFT: [&str; 7] = [
    "login.microsoftonline.com",
    "graph.microsoft.com",
    "login.microsoftonline.us",
    "graph.microsoft.us",
    "dod-graph.microsoft.us",
    "login.partner.microsoftonline.cn",
    "microsoftgraph.chinacloudapi.cn",
];

/// Hosts of Microsoft's admin portals, which the extension stands beside.
const AZURE_PORTALS: [&str; 4] = [
    "portal.azure.com",
    "entra.microsoft.com",
    "portal.azure.us",
    "portal.azure.cn",
];

/// Every name that the TLS port answers to.
pub fn certificate_names() -> Vec<String> {
    let own = ["handover.example", "customer-manager.example", "localhost"];
    MICROSOFT
        .iter()
        .chain(&AZURE_PORTALS)
        .chain(&own)
        .map(|name| (*name).to_owned())
        .collect()
}

impl Site {
    /// Reads the Host header and the path.
    pub fn of<B>(request: &Request<B>, scheme: Scheme, port: u16) -> Self {
        let host = request
            .headers()
            .get(header::HOST)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let path = request.uri().path();
        let name = host.split(':').next().unwrap_or_default();
        if MICROSOFT.contains(&name) {
            return Self::Machine(format!("https://{name}"));
        }
        if AZURE_PORTALS.contains(&name) {
            return Self::AzurePortal;
        }
        let is_machine = MACHINE.iter().any(|prefix| path.starts_with(prefix));
        match name {
            "localhost" | "127.0.0.1" if is_machine => {
                Self::Machine(format!("{}://{host}", scheme.name()))
            }
            "localhost" if path.starts_with("/customer-manager") => {
                Self::Elsewhere(Surroundings::loopback(port).portal)
            }
            "localhost" => Self::App(Surroundings::loopback(port)),
            "127.0.0.1" if path == "/" => Self::Elsewhere("/customer-manager/".to_owned()),
            "127.0.0.1" => Self::Portal(Surroundings::loopback(port)),
            "handover.example" => Self::App(Surroundings::real()),
            // The portal's own server asks Microsoft, under Microsoft's names.
            "customer-manager.example" if path.starts_with("/customer-manager/api/") => {
                Self::Machine("https://customer-manager.example".to_owned())
            }
            "customer-manager.example" if path == "/" => {
                Self::Elsewhere("/customer-manager/".to_owned())
            }
            "customer-manager.example" => Self::Portal(Surroundings::real()),
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_has_its_site_and_strangers_none() {
        let check = |host: &str, path: &str, expected: Site| {
            let request = Request::builder().uri(path).header(header::HOST, host);
            let request = request.body(()).expect("a literal request");
            assert_eq!(
                Site::of(&request, Scheme::Https, 8787),
                expected,
                "{host}{path}"
            );
        };
        let microsoft = Site::Machine("https://graph.microsoft.com".to_owned());
        check("graph.microsoft.com", "/v1.0/me", microsoft);
        check(
            "portal.azure.com",
            "/contoso.onmicrosoft.com",
            Site::AzurePortal,
        );
        check("entra.microsoft.com", "/", Site::AzurePortal);
        check("handover.example", "/", Site::App(Surroundings::real()));
        check("ms.portal.azure.com", "/", Site::Unknown);
        check("evil.example", "/graph/v1.0/me", Site::Unknown);
    }
}
