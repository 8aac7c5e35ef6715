//! The service principal object: an application's presence in the tenant.
//! It keeps what it is told; rights and visibility are decided in `graph`.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::application::{Application, seconds};
use super::entity::{Entity, template};
use crate::permissions::{GRAPH, GRAPH_APP_ID};

static TEMPLATE: LazyLock<Map<String, Value>> =
    LazyLock::new(|| template(include_str!("../../data/servicePrincipal.json")));

static GRAPH_TEMPLATE: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let hosts = [
        "graph.microsoft.com",
        "graph.microsoft.us",
        "dod-graph.microsoft.us",
    ];
    let mut names: Vec<String> = vec![GRAPH_APP_ID.to_string()];
    names.extend(
        hosts
            .iter()
            .flat_map(|host| [format!("https://{host}"), format!("https://{host}/")]),
    );
    let mut sp = ServicePrincipal::new(
        Uuid::nil(),
        GRAPH_APP_ID,
        "Microsoft Graph",
        MICROSOFT_TENANT,
    );
    sp.entity.set("signInAudience", "AzureADMultipleOrgs");
    sp.entity.set("servicePrincipalNames", names);
    sp.entity.set("oauth2PermissionScopes", GRAPH.scopes_json());
    sp.entity.set("appRoles", GRAPH.app_roles_json());
    sp.entity.render()
});

/// Microsoft's own tenant, the owner of first-party applications.
pub const MICROSOFT_TENANT: Uuid = Uuid::from_u128(0xf8cd_ef31_a31e_4b4a_93e4_5f57_1e91_255a);

/// A service principal.
#[derive(Debug, Clone)]
pub struct ServicePrincipal {
    /// Object id.
    pub id: Uuid,
    /// The client id of its application.
    pub app_id: Uuid,
    /// All other properties.
    pub entity: Entity,
    /// Directory roles that it holds, as Graph shows them.
    pub roles: Vec<Value>,
}

impl ServicePrincipal {
    /// A service principal with a name and no more.
    pub fn new(id: Uuid, app_id: Uuid, display_name: &str, owner_tenant: Uuid) -> Self {
        let mut entity = Entity::new(&TEMPLATE);
        entity.set("id", id.to_string());
        entity.set("appId", app_id.to_string());
        entity.set("displayName", display_name);
        entity.set("appDisplayName", display_name);
        entity.set("appOwnerOrganizationId", owner_tenant.to_string());
        entity.set("servicePrincipalNames", json!([app_id.to_string()]));
        Self {
            id,
            app_id,
            entity,
            roles: Vec::new(),
        }
    }

    /// The service principal of an application of this tenant; its tags are copied (FACTS section 3.1).
    pub fn of(app: &Application, id: Uuid, tenant: Uuid, now: DateTime<Utc>) -> Self {
        let mut sp = Self::new(id, app.app_id, app.entity.text("displayName"), tenant);
        sp.entity.set("createdDateTime", seconds(now));
        for name in ["tags", "notes", "info", "verifiedPublisher"] {
            sp.entity
                .set(name, app.entity.get(name).cloned().unwrap_or_default());
        }
        sp.follow(app);
        sp
    }

    /// Takes over what a service principal has from its application: names, addresses and what is exposed (as recorded).
    pub fn follow(&mut self, app: &Application) {
        let part = |name: &str, member: &str| {
            let value = app.entity.get(name).and_then(|value| value.get(member));
            value.cloned().unwrap_or_default()
        };
        let own = |name: &str| app.entity.get(name).cloned().unwrap_or_default();
        let list = |value: Value| value.as_array().cloned().unwrap_or_default();
        let mut names = vec![Value::from(app.app_id.to_string())];
        names.extend(list(own("identifierUris")));
        let platforms = ["web", "spa", "publicClient"];
        let reply_urls: Vec<Value> = platforms
            .into_iter()
            .flat_map(|platform| list(part(platform, "redirectUris")))
            .collect();
        self.entity.set("servicePrincipalNames", names);
        self.entity.set("replyUrls", reply_urls);
        self.entity.set("appDisplayName", own("displayName"));
        self.entity.set("appDescription", own("description"));
        self.entity.set("homepage", part("web", "homePageUrl"));
        self.entity.set("logoutUrl", part("web", "logoutUrl"));
        self.entity.set("signInAudience", own("signInAudience"));
        self.entity.set("appRoles", own("appRoles"));
        let scopes = part("api", "oauth2PermissionScopes");
        self.entity.set("oauth2PermissionScopes", scopes);
    }

    /// Microsoft Graph's own service principal. Its permissions are many, so they stand in a template of their own.
    pub fn microsoft_graph(id: Uuid) -> Self {
        let mut entity = Entity::new(&GRAPH_TEMPLATE);
        entity.set("id", id.to_string());
        Self {
            id,
            app_id: GRAPH_APP_ID,
            entity,
            roles: Vec::new(),
        }
    }

    /// The name that consent pages and assignments show.
    pub fn display_name(&self) -> &str {
        self.entity.text("displayName")
    }

    /// Whether tokens may be issued to it.
    pub fn is_enabled(&self) -> bool {
        self.entity.get("accountEnabled") != Some(&Value::Bool(false))
    }
}
