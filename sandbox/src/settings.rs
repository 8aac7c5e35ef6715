//! What a sandbox tenant can be set to: the body of `POST /sandbox/reset`, and what `Sandbox::new` takes.
//! It holds values only; the modules that act on them decide what they mean.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::roles::DirectoryRole;

/// Settings of a tenant. Every field may be left out; the README explains each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Settings {
    /// Seeds ids, secrets and delays.
    pub seed: u64,
    /// Longest replication delay of one write in milliseconds.
    pub lag_ms: u32,
    /// How many replicas lag behind the primary; 2 to 4 by the seed when absent.
    pub replicas: Option<u8>,
    /// Added to every Graph and token answer by whoever carries it.
    pub latency_ms: u32,
    /// How many service principals of other applications the tenant holds.
    pub service_principals: u32,
    /// Directory roles by account name; an account that is not named keeps its own.
    pub roles: BTreeMap<String, Vec<DirectoryRole>>,
    /// The tenant's app management policy for client secrets.
    pub secret_policy: SecretPolicy,
    /// Whether users without a role may register applications.
    pub allowed_to_create_apps: bool,
    /// How many live applications may be made in the tenant; without a limit when absent.
    pub object_quota: Option<usize>,
    /// Lifetime of access tokens in seconds; when absent a random 60 to 90 minutes, as in Entra.
    pub token_lifetime_seconds: Option<u32>,
    /// Whether an administrator has consented to the wizard for the organization beforehand.
    pub org_consent: bool,
    /// Whether Graph lets browsers read `Retry-After` (FACTS section 2.4: reports differ).
    pub expose_retry_after: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            lag_ms: 0,
            replicas: None,
            latency_ms: 0,
            service_principals: 0,
            roles: BTreeMap::new(),
            secret_policy: SecretPolicy::default(),
            allowed_to_create_apps: false,
            object_quota: None,
            token_lifetime_seconds: None,
            org_consent: false,
            expose_retry_after: true,
        }
    }
}

/// Restrictions of the tenant's default app management policy (FACTS section 7.3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SecretPolicy {
    /// True when the `passwordAddition` restriction is enabled: no client secret can be made.
    pub password_addition: bool,
    /// The longest lifetime of a client secret, an ISO 8601 duration such as `P180D`.
    pub max_lifetime: Option<String>,
    /// True when applications may only be for the tenant itself: other values of `signInAudience` are refused.
    pub single_tenant_only: bool,
}
