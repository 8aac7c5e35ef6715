//! The `application` resource and its password credentials. Knows the wire of these calls, not when to make them.

use super::client::{Call, Graph, Prefer, Reply, Waiting, encode};
use super::declared;
use super::failure::{Failure, Kind, visible};
use super::json::{field, list, stamp, text, time};
use super::patience::Patience;
use crate::bugs::{self, Bug};
use crate::ids::{ApplicationId, ClientId, KeyId, PermissionId};
use crate::profile::Permission;
use crate::secret::Secret;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// An application as it stands in the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    pub id: ApplicationId,
    pub client: ClientId,
    pub name: String,
    /// The client-chosen key; empty if it has none.
    pub unique_name: String,
    pub created: Option<DateTime<Utc>>,
    pub tags: Vec<String>,
    /// The permissions of Microsoft Graph that it declares.
    pub declared: Vec<PermissionId>,
    pub passwords: Vec<PasswordCredential>,
}

/// A client secret as the directory lists it: without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordCredential {
    pub key: KeyId,
    pub name: String,
    /// When it was made, unless its maker said otherwise.
    pub starts: Option<DateTime<Utc>>,
    pub ends: Option<DateTime<Utc>>,
}

/// A client secret just made. The value is in no other reply, ever.
#[derive(Debug)]
pub struct NewPassword {
    pub credential: PasswordCredential,
    pub value: Secret,
}

/// An application that an upsert made or found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upserted {
    pub id: ApplicationId,
    pub client: ClientId,
    pub by: MadeBy,
}

/// Whose answer said that it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeBy {
    /// This call got the 201: nobody else can have touched it.
    ThisCall,
    /// It stood there already under the unique name.
    AnEarlierCall,
}

/// What an application is made of.
pub struct Draft<'d> {
    /// Client-chosen key: makes the create safe to repeat.
    pub unique_name: &'d str,
    pub name: &'d str,
    pub tags: &'d [String],
    pub permissions: &'d [Permission],
}

/// What asks for the applications that carry `tag`, and for those named `name`, without those deleted. Two queries rather than
/// one with `or`, which Graph calls an advanced query and answers from another index. One page: nobody has 999 of them.
pub fn queries(tag: &str, name: &str) -> [String; 2] {
    let query =
        |filter: String| format!("/applications?$filter={filter}&$select={FIELDS}&$top=999");
    [
        query(format!("tags/any(t:t%20eq%20'{}')", encode(tag))),
        query(format!("displayName%20eq%20'{}'", encode(name))),
    ]
}

impl Application {
    /// Reads the answer to one of the `queries`.
    pub fn read_all(found: &Value) -> Result<Vec<Self>, Failure> {
        list(found, "value").iter().map(application).collect()
    }
}

const FIELDS: &str = "id,appId,displayName,uniqueName,createdDateTime,tags,requiredResourceAccess,passwordCredentials";

impl Graph<'_> {
    /// Makes the application, or finds the one that an earlier attempt with the same unique name made (application-upsert).
    pub async fn upsert_application(
        &self,
        draft: &Draft<'_>,
        waiting: &dyn Fn(Waiting),
    ) -> Result<Upserted, Failure> {
        let path = format!("/applications(uniqueName='{}')", encode(draft.unique_name));
        let body = json!({
            "displayName": draft.name,
            // Always sent: the default was another one for years.
            "signInAudience": "AzureADMyOrg",
            "tags": draft.tags,
            "requiredResourceAccess": declared::with(&[], draft.permissions),
        });
        let patch = match bugs::is_on(Bug::NoUniqueName) {
            true => Call::post("/applications", body, Patience::Repeatable),
            false => Call::patch(&path, body, Prefer::CreateIfMissing),
        };
        let (made, by) = match self.call(patch, waiting).await {
            Ok(Reply::Content(made)) => (made, MadeBy::ThisCall),
            // 204, or a 400 when two attempts met: an earlier attempt whose answer was lost has made it.
            Err(failure) if failure.kind != Kind::AlreadyExists => return Err(failure),
            Ok(Reply::Empty) | Err(_) => {
                let path = format!("{path}?$select=id,appId");
                let get = Call::get(&path, Patience::RepeatableWhenReplicated);
                let found = self.content(get, waiting).await;
                (
                    found.map_err(Failure::after_success)?,
                    MadeBy::AnEarlierCall,
                )
            }
        };
        Ok(Upserted {
            id: field(&made, "id")?,
            client: field(&made, "appId")?,
            by,
        })
    }

    /// The application of this object id; nothing if it does not stand there.
    pub async fn application(&self, id: ApplicationId) -> Result<Option<Application>, Failure> {
        let path = format!("/applications/{id}?$select={FIELDS}");
        let found = self.content(Call::get(&path, Patience::Brief), &|_| ());
        match found.await {
            Err(failure) if failure.kind == Kind::NotFound => Ok(None),
            found => Ok(Some(application(&found?)?)),
        }
    }

    /// The application with this unique name, if an attempt to make it came through.
    pub async fn application_by_unique_name(
        &self,
        unique_name: &str,
    ) -> Result<Option<(ApplicationId, ClientId)>, Failure> {
        let path = format!(
            "/applications(uniqueName='{}')?$select=id,appId",
            encode(unique_name)
        );
        match self
            .call(Call::get(&path, Patience::UntilGone), &|_| ())
            .await
        {
            Err(failure) if failure.kind == Kind::NotFound => Ok(None),
            other => {
                let found = other?.content()?;
                Ok(Some((field(&found, "id")?, field(&found, "appId")?)))
            }
        }
    }

    /// Waits until the application is known, as long as lag can last. "Not found" then means that it was deleted.
    pub async fn application_appears(
        &self,
        id: ApplicationId,
        waiting: &dyn Fn(Waiting),
    ) -> Result<(), Failure> {
        let path = format!("/applications/{id}?$select=id");
        let get = Call::get(&path, Patience::RepeatableWhenReplicated);
        self.content(get, waiting).await.map(drop)
    }

    /// The application's password credentials. "Not found" is lag for a minute, then it means that there is no such application.
    pub async fn passwords(&self, id: ApplicationId) -> Result<Vec<PasswordCredential>, Failure> {
        let path = format!("/applications/{id}?$select=passwordCredentials");
        let found = self
            .content(Call::get(&path, Patience::UntilGone), &|_| ())
            .await?;
        list(&found, "passwordCredentials")
            .iter()
            .map(password)
            .collect()
    }

    /// Makes one more client secret. A lost answer leaves a secret that nobody knows: the caller journals `name` first.
    pub async fn add_password(
        &self,
        id: ApplicationId,
        name: &str,
        ends: DateTime<Utc>,
        waiting: &dyn Fn(Waiting),
    ) -> Result<NewPassword, Failure> {
        let path = format!("/applications/{id}/addPassword");
        let body = json!({"passwordCredential": {"displayName": name, "endDateTime": stamp(ends)}});
        let patience = match bugs::is_on(Bug::RetryAddPassword) {
            true => Patience::RepeatableWhenReplicated,
            false => Patience::OnceWhenReplicated,
        };
        let mut made = self
            .content(Call::post(&path, body, patience), waiting)
            .await?;
        let Some(Value::String(value)) = made.get_mut("secretText").map(Value::take) else {
            return Err(Failure::garbled());
        };
        let mut credential = password(&made)?;
        if bugs::is_on(Bug::SecretInTheJournal) {
            credential.name.clone_from(&value);
        }
        Ok(NewPassword {
            credential,
            value: Secret::new(value),
        })
    }

    /// Removes a client secret. One that is not there any more is a success: Graph refuses an unknown key with a 400 that names it.
    /// Its text is not documented, so the list decides what another 400 meant; it may lag, which that refusal does not.
    pub async fn remove_password(&self, id: ApplicationId, key: KeyId) -> Result<(), Failure> {
        let path = format!("/applications/{id}/removePassword");
        let body = json!({"keyId": key.to_string()});
        match self
            // "Not found" is the application's: it may be lag, and then the secret is still there.
            .call(Call::post(&path, body, Patience::UntilGone), &|_| ())
            .await
        {
            Err(failure) if failure.kind == Kind::NotFound => Ok(()),
            Err(failure)
                if failure.kind == Kind::Refused
                    && failure.message.contains(&key.to_string())
                    && !bugs::is_on(Bug::LaggingListDecides) =>
            {
                Ok(())
            }
            Err(failure) if failure.kind == Kind::Refused => {
                let listed = self.passwords(id).await?;
                let gone = !listed.iter().any(|credential| credential.key == key);
                if gone { Ok(()) } else { Err(failure) }
            }
            other => other.map(drop),
        }
    }

    /// Soft-deletes the application: it can be restored for 30 days. One that is gone already is a success.
    pub async fn delete_application(&self, id: ApplicationId) -> Result<(), Failure> {
        self.delete(&format!("/applications/{id}")).await
    }

    /// As `delete_application`, of one that was read a moment ago.
    pub async fn delete_standing_application(&self, id: ApplicationId) -> Result<(), Failure> {
        self.delete_standing(&format!("/applications/{id}")).await
    }
}

fn application(value: &Value) -> Result<Application, Failure> {
    Ok(Application {
        id: field(value, "id")?,
        client: field(value, "appId")?,
        name: visible(text(value, "displayName")),
        unique_name: text(value, "uniqueName").to_owned(),
        created: time(value, "createdDateTime"),
        tags: list(value, "tags")
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        declared: declared::of_graph(value),
        passwords: list(value, "passwordCredentials")
            .iter()
            .map(password)
            .collect::<Result<_, _>>()?,
    })
}

fn password(value: &Value) -> Result<PasswordCredential, Failure> {
    Ok(PasswordCredential {
        key: field(value, "keyId")?,
        name: visible(text(value, "displayName")),
        starts: time(value, "startDateTime"),
        ends: time(value, "endDateTime"),
    })
}
