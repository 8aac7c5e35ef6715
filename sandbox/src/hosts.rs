//! Where a request was addressed to: the loopback form of the sandbox, or one of Microsoft's own host names.
//! It turns an address into a service and a path, and tells the base addresses that answers must name.

use std::borrow::Cow;

use http::{Request, header};

/// Microsoft's login and Graph addresses by cloud (FACTS section 2.1).
const CLOUDS: [(&str, &str); 4] = [
    (
        "https://login.microsoftonline.com",
        "https://graph.microsoft.com",
    ),
    (
        "https://login.microsoftonline.us",
        "https://graph.microsoft.us",
    ),
    (
        "https://login.microsoftonline.us",
        "https://dod-graph.microsoft.us",
    ),
    (
        "https://login.partner.microsoftonline.cn",
        "https://microsoftgraph.chinacloudapi.cn",
    ),
];

/// The service that a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Sign-in.
    Entra,
    /// Microsoft Graph.
    Graph,
    /// The sandbox's control endpoints.
    Control,
    /// The Customer Manager's own API.
    Portal,
    /// None of them.
    Unknown,
}

/// A request's address, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Who answers.
    pub service: Service,
    /// The path within the service, with its leading slash.
    pub path: String,
    /// The path in the loopback form, which logs and fault rules use.
    pub full_path: String,
    /// Base of sign-in addresses, without a trailing slash; the issuer starts with it.
    pub login: Cow<'static, str>,
    /// Base of Graph addresses, without a trailing slash and version.
    pub graph: Cow<'static, str>,
}

impl Address {
    /// Reads the address of a request from its URI, or from its Host header where the URI has no host.
    pub fn of<B>(request: &Request<B>) -> Self {
        let uri = request.uri();
        let header = request
            .headers()
            .get(header::HOST)
            .and_then(|v| v.to_str().ok());
        let authority = uri
            .authority()
            .map(http::uri::Authority::as_str)
            .or(header)
            .unwrap_or("localhost");
        let host = authority.split(':').next().unwrap_or_default();
        let path = uri.path();
        if let Some((login, graph)) = CLOUDS
            .iter()
            .find(|(login, graph)| is_host(host, login) || is_host(host, graph))
        {
            let (service, prefix) = if is_host(host, login) {
                (Service::Entra, "/login")
            } else {
                (Service::Graph, "/graph")
            };
            return Self {
                service,
                path: path.to_owned(),
                full_path: [prefix, path].concat(),
                login: Cow::Borrowed(login),
                graph: Cow::Borrowed(graph),
            };
        }
        let (service, rest) = split(path);
        if host == "customer-manager.example" {
            // The portal under a real name asks Microsoft under its real names.
            let (login, graph) = CLOUDS[0];
            return Self {
                service,
                path: rest.to_owned(),
                full_path: path.to_owned(),
                login: Cow::Borrowed(login),
                graph: Cow::Borrowed(graph),
            };
        }
        let scheme = uri.scheme_str().unwrap_or("http");
        let base = |service: &str| Cow::Owned([scheme, "://", authority, service].concat());
        Self {
            service,
            path: rest.to_owned(),
            full_path: path.to_owned(),
            login: base("/login"),
            graph: base("/graph"),
        }
    }
}

fn is_host(host: &str, base: &str) -> bool {
    base.strip_prefix("https://") == Some(host)
}

fn split(path: &str) -> (Service, &str) {
    let services = [
        ("/login", Service::Entra),
        ("/graph", Service::Graph),
        ("/sandbox", Service::Control),
        ("/customer-manager/api", Service::Portal),
    ];
    for (prefix, service) in services {
        if let Some(rest) = path.strip_prefix(prefix)
            && rest.starts_with('/')
        {
            return (service, rest);
        }
    }
    (Service::Unknown, path)
}
