//! Scopes as requests write them: short names, or addresses of the Graph that is asked.
//! It reads and names them; consent is decided elsewhere.

use crate::permissions::{Consent, GRAPH, Permission};

/// Host addresses that may stand before the name of a scope.
const RESOURCES: [&str; 4] = [
    "https://graph.microsoft.com/",
    "https://graph.microsoft.us/",
    "https://dod-graph.microsoft.us/",
    "https://microsoftgraph.chinacloudapi.cn/",
];

/// A scope that a request asks for.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// As it is written in the request; the answer writes it so too.
    pub written: &'a str,
    /// The permission it names.
    pub permission: &'static Permission,
}

impl<'a> Scope<'a> {
    /// Reads one scope. `graph` is the base address of the Graph in use, for the loopback form.
    pub fn parse(written: &'a str, graph: &str) -> Option<Self> {
        let own = written
            .strip_prefix(graph)
            .and_then(|rest| rest.strip_prefix('/'));
        let name = own.or_else(|| {
            RESOURCES
                .iter()
                .find_map(|resource| written.strip_prefix(resource))
        });
        let permission = GRAPH.delegated(name.unwrap_or(written))?;
        Some(Self {
            written,
            permission,
        })
    }

    /// Whether only an administrator may consent to it.
    pub fn needs_admin(&self) -> bool {
        self.permission.consent == Consent::Admin
    }
}
