//! An authorize request: its parameters, its client, and the way back to the application.
//! It is parsed before anybody signs in; who signs in and consents is not its matter.

use chrono::{DateTime, Utc};

use super::Tenant;
use super::client::{Client, Platform};
use super::errors::{EntraError, unknown_client, unknown_tenant};
use super::scopes::Scope;
use super::store::Challenge;
use crate::Sandbox;

/// An authorize request whose client and redirect URI are known, so that errors may return to the application.
pub struct Authorization {
    /// Parameters as they came; the forms carry them.
    pub parameters: Vec<(String, String)>,
    /// The application.
    pub client: Client,
    /// Platform of the redirect URI.
    pub platform: Platform,
    /// Redirect URI, as it was written.
    pub redirect_uri: String,
    tenant: String,
    fragment: bool,
    state: Option<String>,
}

impl Authorization {
    /// Reads the parameters; what goes wrong here is shown on a page and never returns to the application.
    pub fn parse(
        sandbox: &Sandbox,
        tenant: &str,
        parameters: Vec<(String, String)>,
    ) -> Result<Self, EntraError> {
        let find = |name: &str| {
            parameters
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
        };
        let need = |name: &str| {
            find(name).filter(|value| !value.is_empty()).ok_or_else(|| {
                let text =
                    format!("The request body must contain the following parameter: '{name}'.");
                EntraError::new("invalid_request", 900_144, text)
            })
        };
        let kind = Tenant::parse(tenant);
        if kind == Tenant::Unknown {
            return Err(unknown_tenant(tenant));
        }
        let client_id = need("client_id")?;
        let client = Client::find(&sandbox.directory, &client_id)
            .ok_or_else(|| unknown_client(&client_id))?;
        if client.single_tenant && kind == Tenant::Any {
            let text = format!(
                "Application '{client_id}'({}) is not configured as a multi-tenant application. Usage of the /common \
                 endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or \
                 configure the application to be multi-tenant.",
                client.name
            );
            return Err(EntraError::new("invalid_request", 50194, text));
        }
        let redirect_uri = need("redirect_uri")?;
        let platform = client.platform(&redirect_uri).ok_or_else(|| {
            let text = format!(
                "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured \
                 for the application '{client_id}'. Make sure the redirect URI sent in the request matches one added to \
                 your application in the Azure portal."
            );
            EntraError::new("invalid_request", 50011, text)
        })?;
        let (fragment, state) = (
            find("response_mode").as_deref() == Some("fragment"),
            find("state"),
        );
        let tenant = tenant.to_owned();
        Ok(Self {
            client,
            tenant,
            platform,
            redirect_uri,
            fragment,
            state,
            parameters,
        })
    }

    /// The tenant part of the path it came by.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// A parameter.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The scopes asked for, or the error about the first that does not exist.
    pub fn scopes(&self, graph: &str) -> Result<Vec<Scope<'_>>, EntraError> {
        let written = self
            .find("scope")
            .unwrap_or_default()
            .split_ascii_whitespace();
        let scopes: Vec<Scope<'_>> = written
            .map(|scope| {
                Scope::parse(scope, graph).ok_or_else(|| {
                    let text = format!(
                        "The application '{}' asked for scope '{scope}' that doesn't exist on the resource \
                         '00000003-0000-0000-c000-000000000000'. Contact the app vendor.",
                        self.client.name
                    );
                    EntraError::new("invalid_client", 650_053, text)
                })
            })
            .collect::<Result<_, _>>()?;
        if scopes.is_empty() {
            let text = "The request body must contain the following parameter: 'scope'.";
            return Err(EntraError::new("invalid_request", 900_144, text));
        }
        Ok(scopes)
    }

    /// The PKCE challenge.
    pub fn challenge(&self) -> Option<Challenge> {
        let text = self.find("code_challenge")?.to_owned();
        Some(if self.find("code_challenge_method") == Some("S256") {
            Challenge::S256(text)
        } else {
            Challenge::Plain(text)
        })
    }

    /// The address of the application with the answer in its fragment or query.
    pub fn return_address(&self, answer: &[(&str, &str)]) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(answer);
        if let Some(state) = &self.state {
            pairs.append_pair("state", state);
        }
        let separator = if self.fragment {
            '#'
        } else if self.redirect_uri.contains('?') {
            '&'
        } else {
            '?'
        };
        // A redirect URI without a path is returned with a slash (FACTS section 2.2).
        let host_only = self
            .redirect_uri
            .split_once("://")
            .is_some_and(|(_, rest)| !rest.contains('/'));
        format!(
            "{}{}{separator}{}",
            self.redirect_uri,
            if host_only { "/" } else { "" },
            pairs.finish()
        )
    }

    /// The address of the application with an error.
    pub fn refuse(&self, sandbox: &mut Sandbox, error: &EntraError, now: DateTime<Utc>) -> String {
        let (description, _, _) = error.description(sandbox, now);
        let uri = format!(
            "https://login.microsoftonline.com/error?code={}",
            error.code
        );
        self.return_address(&[
            ("error", &error.error),
            ("error_description", &description),
            ("error_uri", &uri),
        ])
    }
}
