//! What the sign-in service remembers: sessions, authorization codes, access tokens, consents.
//! It looks things up and forgets them in time; the rules of the protocols are elsewhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::WIZARD_CLIENT_ID;
use super::client::Platform;
use crate::directory::Directory;
use crate::permissions::GRAPH;
use crate::settings::Settings;

/// Who an access token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// A signed-in user, limited to the delegated scopes of the token.
    User {
        /// Object id.
        id: Uuid,
        /// Names of scopes.
        scopes: Vec<String>,
    },
    /// An application by itself.
    Application {
        /// Object id of its service principal.
        service_principal: Uuid,
        /// Names of app roles.
        roles: Vec<String>,
    },
}

/// An access token for Graph.
#[derive(Debug, Clone)]
pub struct AccessToken {
    /// Whom it speaks for.
    pub caller: Arc<Caller>,
    /// Until when.
    pub expires: DateTime<Utc>,
}

/// An authorization code: what it was issued for.
#[derive(Debug, Clone)]
pub struct Code {
    /// Client id.
    pub client: Uuid,
    /// Redirect URI, as the authorize request wrote it.
    pub redirect_uri: String,
    /// Platform of that URI.
    pub platform: Platform,
    /// PKCE challenge.
    pub challenge: Option<Challenge>,
    /// Object id of the user.
    pub user: Uuid,
    /// Scopes as they were written in the request.
    pub scopes: Vec<String>,
    /// For the ID token.
    pub nonce: Option<String>,
    /// The tenant part of the authorize path.
    pub tenant: String,
    /// Codes live ten minutes.
    pub expires: DateTime<Utc>,
    /// Codes are good once.
    pub redeemed: bool,
}

/// A PKCE code challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Challenge {
    /// base64url of the verifier's SHA-256.
    S256(String),
    /// The verifier itself.
    Plain(String),
}

/// Consents of the wizard and of other clients, by client and user; without a user it is for the whole organization.
type Consents = BTreeMap<(Uuid, Option<Uuid>), BTreeSet<String>>;

/// The memory of the sign-in service.
#[derive(Debug, Clone, Default)]
pub struct Store {
    /// Sessions by the value of their cookie.
    pub sessions: HashMap<String, Uuid>,
    /// Codes by their value.
    pub codes: HashMap<String, Code>,
    /// Access tokens by their value.
    pub access: BTreeMap<String, AccessToken>,
    consents: Consents,
}

impl Store {
    /// An empty memory, but for the consent that the settings give beforehand.
    pub fn new(settings: &Settings) -> Self {
        let mut store = Self::default();
        if settings.org_consent {
            store.consents.insert(
                (WIZARD_CLIENT_ID, None),
                GRAPH.delegated_names().map(str::to_owned).collect(),
            );
        }
        store
    }

    /// Remembers consent for one user, or for all when there is none.
    pub fn consent(&mut self, client: Uuid, user: Option<Uuid>, scopes: &[String]) {
        self.consents
            .entry((client, user))
            .or_default()
            .extend(scopes.iter().cloned());
    }

    /// Forgets all consent to a client: its service principal was deleted, and its grants with it.
    pub fn forget_consent(&mut self, client: Uuid) {
        self.consents.retain(|(known, _), _| *known != client);
    }

    /// Whether the user, or an administrator for all, has consented to this scope: here, or through a delegated grant in
    /// the directory. The OpenID scopes come with any consent.
    pub fn is_consented(
        &self,
        directory: &Directory,
        client: Uuid,
        user: Uuid,
        scope: &str,
    ) -> bool {
        let remembered = [Some(user), None]
            .into_iter()
            .filter_map(|who| self.consents.get(&(client, who)));
        let granted = directory
            .service_principal_by_app_id(client)
            .into_iter()
            .flat_map(|sp| {
                directory.grants.values().filter(move |grant| {
                    grant.client == sp.id
                        && grant.principal.is_none_or(|principal| principal == user)
                })
            });
        let mut names = remembered
            .flat_map(|set| set.iter().map(String::as_str))
            .chain(granted.flat_map(|grant| grant.scope.split_ascii_whitespace()))
            .peekable();
        let openid = ["openid", "profile", "email", "offline_access"].contains(&scope);
        (openid && names.peek().is_some()) || names.any(|name| name.eq_ignore_ascii_case(scope))
    }

    /// For `/sandbox/state`.
    pub fn consents_json(&self, directory: &Directory) -> Value {
        self.consents
            .iter()
            .map(|((client, user), scopes)| {
                let account = user.and_then(|id| directory.users.iter().find(|u| u.id == id));
                let account = account.map(|u| u.display_name.clone());
                json!({"clientId": client.to_string(), "account": account, "scopes": scopes})
            })
            .collect()
    }
}
