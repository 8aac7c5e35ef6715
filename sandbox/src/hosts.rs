//! Where a request was addressed to: the loopback form of the sandbox, or one of Microsoft's own host names.
//! It turns an address into a service and a path, and tells the base addresses that answers must name.

use http::{Request, header};

/// Microsoft's login and Graph hosts by cloud (FACTS section 2.1).
const CLOUDS: [(&str, &str); 4] = [
    ("login.microsoftonline.com", "graph.microsoft.com"),
    ("login.microsoftonline.us", "graph.microsoft.us"),
    ("login.microsoftonline.us", "dod-graph.microsoft.us"),
    (
        "login.partner.microsoftonline.cn",
        "microsoftgraph.chinacloudapi.cn",
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
    pub login: String,
    /// Base of Graph addresses, without a trailing slash and version.
    pub graph: String,
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
            .find(|(login, graph)| host == *login || host == *graph)
        {
            let (service, prefix) = if host == *login {
                (Service::Entra, "/login")
            } else {
                (Service::Graph, "/graph")
            };
            return Self {
                service,
                path: path.to_owned(),
                full_path: format!("{prefix}{path}"),
                login: format!("https://{login}"),
                graph: format!("https://{graph}"),
            };
        }
        let (service, rest) = split(path);
        if host == "customer-manager.example" {
            // The portal under a real name asks Microsoft under its real names.
            let (login, graph) = CLOUDS[0];
            let (login, graph) = (format!("https://{login}"), format!("https://{graph}"));
            return Self {
                service,
                path: rest.to_owned(),
                full_path: path.to_owned(),
                login,
                graph,
            };
        }
        let base = format!("{}://{authority}", uri.scheme_str().unwrap_or("http"));
        Self {
            service,
            path: rest.to_owned(),
            full_path: path.to_owned(),
            login: format!("{base}/login"),
            graph: format!("{base}/graph"),
        }
    }
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
