//! All that an application holds and that could give somebody else a say over it: owners, credentials, addresses, permissions, on
//! the application and on its service principal. It reads and lists; what of it is in order is `setup::proof`'s matter.

use super::client::{Call, Graph, Waiting};
use super::failure::{Failure, Kind, visible};
use super::json::{field, list, text};
use super::patience::Patience;
use crate::ids::{ApplicationId, ClientId, ServicePrincipalId};
use futures_util::future::join_all;
use serde_json::Value;

/// The kinds of things that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// May change the application, and add secrets of its own, without any directory role.
    Owner,
    Secret,
    Certificate,
    /// Another identity provider's tokens are accepted instead of a secret.
    FederatedCredential,
    /// Tokens and codes are sent there.
    RedirectUri,
    /// Tokens are given without a secret.
    PublicClient,
    IdentifierUri,
    ExposedScope,
    /// An application that gets tokens for this one without asking a user.
    PreAuthorized,
    AppRole,
    /// A declared permission: resource and permission.
    Permission,
    /// Another audience than this directory.
    Audience,
    PrincipalOwner,
    PrincipalSecret,
    PrincipalCertificate,
    /// An app role that was assigned: resource and role.
    GrantedRole,
    /// A delegated permission that was granted: resource and name.
    GrantedScope,
    /// A part that this account may not read, by its name.
    Unreadable,
}

impl What {
    const NAMES: [(Self, &'static str); 18] = [
        (Self::Owner, "owner"),
        (Self::Secret, "secret"),
        (Self::Certificate, "certificate"),
        (Self::FederatedCredential, "federated"),
        (Self::RedirectUri, "redirect"),
        (Self::PublicClient, "publicClient"),
        (Self::IdentifierUri, "identifier"),
        (Self::ExposedScope, "scope"),
        (Self::PreAuthorized, "preAuthorized"),
        (Self::AppRole, "appRole"),
        (Self::Permission, "permission"),
        (Self::Audience, "audience"),
        (Self::PrincipalOwner, "principalOwner"),
        (Self::PrincipalSecret, "principalSecret"),
        (Self::PrincipalCertificate, "principalCertificate"),
        (Self::GrantedRole, "grantedRole"),
        (Self::GrantedScope, "grantedScope"),
        (Self::Unreadable, "unreadable"),
    ];

    /// The name that the journal keeps.
    pub fn name(self) -> &'static str {
        let known = |(what, _): &&(Self, &str)| *what == self;
        Self::NAMES.iter().find(known).map_or("", |(_, name)| *name)
    }

    pub fn of_name(name: &str) -> Option<Self> {
        let known = |(_, other): &&(Self, &str)| *other == name;
        Self::NAMES.iter().find(known).map(|(what, _)| *what)
    }
}

/// One thing that an application holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    pub what: What,
    /// What it is known by: an object id, a key id, an address.
    pub id: String,
    /// What it is called, to show.
    pub name: String,
}

impl Holding {
    /// A part that could not be read, or not all of it.
    pub fn unreadable(part: &str) -> Self {
        Self {
            what: What::Unreadable,
            id: part.to_owned(),
            name: part.to_owned(),
        }
    }
}

/// What was read of an application and its service principal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub holdings: Vec<Holding>,
    pub principal: Option<Principal>,
}

/// The application's service principal in this tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Principal {
    pub id: ServicePrincipalId,
    pub account: Account,
}

/// Whether Microsoft signs the application in; "Enabled for users to sign-in" in the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    Enabled,
    Disabled,
}

/// The names of parts that may turn out to be unreadable.
pub const THE_APPLICATION: &str = "application";
pub const THE_PRINCIPAL: &str = "service principal";
pub const GRANTED: &str = "granted permissions";

const APPLICATION: &str = "id,signInAudience,isFallbackPublicClient,identifierUris,passwordCredentials,keyCredentials,web,spa,publicClient,api,appRoles,requiredResourceAccess";

impl Graph<'_> {
    /// Everything that the application and its service principal hold. `NotFound` means that the application is not there (any
    /// more); a service principal need not be there.
    pub async fn holdings(
        &self,
        application: ApplicationId,
        client: ClientId,
        patience: Patience,
        waiting: &dyn Fn(Waiting),
    ) -> Result<Vec<Holding>, Failure> {
        let held = self.held(application, client, patience, waiting).await?;
        Ok(held.holdings)
    }

    /// As `holdings`, with the service principal itself.
    pub async fn held(
        &self,
        application: ApplicationId,
        client: ClientId,
        patience: Patience,
        waiting: &dyn Fn(Waiting),
    ) -> Result<Held, Failure> {
        let own = format!("/applications/{application}");
        let principal = format!("/servicePrincipals(appId='{client}')");
        // Owners are asked for without `$select`: they are of the type `directoryObject`, which has neither of their names. The
        // answer then brings the usual properties of each owner's own type (learn.microsoft.com/graph/api/application-list-owners).
        let paths = [
            format!("{own}?$select={APPLICATION}"),
            format!("{own}/owners"),
            format!("{own}/federatedIdentityCredentials?$select=id,name,issuer,subject"),
            format!("{principal}?$select=id,accountEnabled,passwordCredentials,keyCredentials"),
            format!("{principal}/owners"),
            format!(
                "{principal}/appRoleAssignments?$select=resourceId,appRoleId,resourceDisplayName"
            ),
        ];
        let reads = paths.iter().zip(PARTS).map(|(path, part)| {
            // What belongs to the service principal is missing while there is none.
            let patience = match (part.of, patience) {
                (Of::Application, patience) => patience,
                (Of::Principal, Patience::Brief) => Patience::Brief,
                (Of::Principal, _) => Patience::Repeatable,
            };
            self.content(Call::get(path, patience), waiting)
        });
        let mut held = Held::default();
        for (answer, part) in join_all(reads).await.into_iter().zip(PARTS) {
            match answer {
                Ok(answer) => {
                    (part.read)(&answer, &mut held);
                    // Nothing of ours fills a page: what stands on the next one is not ours, and need not be known by name.
                    if answer.get("@odata.nextLink").is_some() {
                        held.holdings.push(Holding::unreadable(part.name));
                    }
                }
                Err(failure) if failure.kind == Kind::NotFound && part.of == Of::Principal => {}
                // A part that may not be read proves nothing: it is listed, and never taken for empty.
                Err(Failure {
                    kind: Kind::Forbidden | Kind::Refused,
                    ..
                }) => held.holdings.push(Holding::unreadable(part.name)),
                Err(failure) => return Err(failure),
            }
        }
        Ok(held)
    }

    /// The delegated permissions that were granted to the application, for all users or for one. Apart from the rest, as reading them
    /// takes a scope that only a sign-in to grant some asks for. Who may not read them may not grant any either, and finds none here.
    pub async fn granted_scopes(
        &self,
        client: ClientId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<Vec<Holding>, Failure> {
        let path = format!("/servicePrincipals(appId='{client}')/oauth2PermissionGrants");
        let get = Call::get(&path, Patience::Repeatable);
        let answer = match self.content(get, waiting).await {
            Ok(answer) => answer,
            Err(Failure {
                kind: Kind::NotFound | Kind::Forbidden,
                ..
            }) => return Ok(Vec::new()),
            Err(failure) => return Err(failure),
        };
        let mut held = Vec::new();
        for grant in list(&answer, "value") {
            for scope in text(grant, "scope").split_whitespace() {
                let id = [text(grant, "resourceId"), scope].join("/");
                put(&mut held, What::GrantedScope, &id, scope);
            }
        }
        if answer.get("@odata.nextLink").is_some() {
            held.push(Holding::unreadable(GRANTED));
        }
        Ok(held)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Application,
    Principal,
}

/// One of the reads.
#[derive(Clone, Copy)]
struct Part {
    name: &'static str,
    of: Of,
    read: fn(&Value, &mut Held),
}

const PARTS: [Part; 6] = [
    Part {
        name: THE_APPLICATION,
        of: Of::Application,
        read: |answer, held| read_application(answer, &mut held.holdings),
    },
    Part {
        name: "owners",
        of: Of::Application,
        read: |answer, held| read_owners(answer, What::Owner, &mut held.holdings),
    },
    Part {
        name: "federated credentials",
        of: Of::Application,
        read: |answer, held| {
            for one in list(answer, "value") {
                let [name, issuer, subject] = ["name", "issuer", "subject"].map(|of| text(one, of));
                // Who may sign in is the issuer's subject; both can be changed, and the id stays.
                let id = [text(one, "id"), issuer, subject].join(" ");
                let name = format!("{name} ({subject} of {issuer})");
                put(&mut held.holdings, What::FederatedCredential, &id, &name);
            }
        },
    },
    Part {
        name: THE_PRINCIPAL,
        of: Of::Principal,
        read: |answer, held| {
            // Microsoft's default is true, and only false closes the account.
            let account = match answer.get("accountEnabled") {
                Some(&Value::Bool(false)) => Account::Disabled,
                _ => Account::Enabled,
            };
            let id = field(answer, "id").ok();
            held.principal = id.map(|id| Principal { id, account });
            let held = &mut held.holdings;
            read_keys(answer, "passwordCredentials", What::PrincipalSecret, held);
            read_keys(answer, "keyCredentials", What::PrincipalCertificate, held);
        },
    },
    Part {
        name: "owners of the service principal",
        of: Of::Principal,
        read: |answer, held| read_owners(answer, What::PrincipalOwner, &mut held.holdings),
    },
    Part {
        name: GRANTED,
        of: Of::Principal,
        read: |answer, held| {
            for one in list(answer, "value") {
                let id = [text(one, "resourceId"), text(one, "appRoleId")].join("/");
                put(
                    &mut held.holdings,
                    What::GrantedRole,
                    &id,
                    text(one, "resourceDisplayName"),
                );
            }
        },
    },
];

fn put(held: &mut Vec<Holding>, what: What, id: &str, name: &str) {
    held.push(Holding {
        what,
        id: visible(id),
        name: visible(name),
    });
}

fn read_owners(answer: &Value, what: What, held: &mut Vec<Holding>) {
    for owner in list(answer, "value") {
        let name = match text(owner, "userPrincipalName") {
            "" => text(owner, "displayName"),
            name => name,
        };
        put(held, what, text(owner, "id"), name);
    }
}

fn read_keys(object: &Value, property: &str, what: What, held: &mut Vec<Holding>) {
    for key in list(object, property) {
        put(held, what, text(key, "keyId"), text(key, "displayName"));
    }
}

fn read_application(application: &Value, held: &mut Vec<Holding>) {
    read_keys(application, "passwordCredentials", What::Secret, held);
    read_keys(application, "keyCredentials", What::Certificate, held);
    let mut texts = |object: &Value, property: &str, what: What| {
        for uri in list(object, property).iter().filter_map(Value::as_str) {
            put(held, what, uri, uri);
        }
    };
    for platform in ["web", "spa", "publicClient"] {
        texts(&application[platform], "redirectUris", What::RedirectUri);
    }
    texts(application, "identifierUris", What::IdentifierUri);
    let api = &application["api"];
    texts(api, "knownClientApplications", What::PreAuthorized);
    for one in list(api, "oauth2PermissionScopes") {
        put(
            held,
            What::ExposedScope,
            text(one, "id"),
            text(one, "value"),
        );
    }
    for one in list(api, "preAuthorizedApplications") {
        put(
            held,
            What::PreAuthorized,
            text(one, "appId"),
            text(one, "appId"),
        );
    }
    for one in list(application, "appRoles") {
        put(held, What::AppRole, text(one, "id"), text(one, "value"));
    }
    for resource in list(application, "requiredResourceAccess") {
        for access in list(resource, "resourceAccess") {
            let id = [text(resource, "resourceAppId"), text(access, "id")].join("/");
            put(held, What::Permission, &id, text(access, "type"));
        }
    }
    if application.get("isFallbackPublicClient") == Some(&Value::Bool(true)) {
        put(
            held,
            What::PublicClient,
            "public",
            "Allow public client flows",
        );
    }
    let audience = text(application, "signInAudience");
    put(held, What::Audience, audience, audience);
}
