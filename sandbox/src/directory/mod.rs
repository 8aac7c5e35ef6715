//! The tenant's directory: objects, their alternate keys, and what was deleted.
//! It enforces that keys are unique and that dependents go with their parent; rights, errors and visibility are `graph`'s.

pub mod application;
mod entity;
pub mod grants;
pub mod people;
pub mod service_principal;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::random::Random;
use crate::replication::Replication;
use crate::settings::Settings;
use application::Application;
pub use entity::Entity;
use grants::{Assignment, Grant};
use people::User;
use service_principal::ServicePrincipal;

/// Something in the recycle bin.
#[derive(Debug, Clone)]
pub struct Deleted<T> {
    /// What was deleted.
    pub object: T,
    /// Until when lists, which read an index, still show it.
    pub listed_until: DateTime<Utc>,
}

/// A client secret that the tenant issued, for the sandbox's own log.
#[derive(Debug, Clone)]
pub struct IssuedSecret {
    /// The application's client id.
    pub app_id: Uuid,
    /// The credential's id.
    pub key_id: Uuid,
    /// The secret.
    pub text: String,
}

/// A tenant's directory.
#[derive(Debug, Clone)]
pub struct Directory {
    /// Users, the accounts first.
    pub users: Vec<User>,
    /// Applications by object id.
    pub applications: BTreeMap<Uuid, Application>,
    /// Service principals by object id.
    pub service_principals: BTreeMap<Uuid, ServicePrincipal>,
    /// Delegated grants by id.
    pub grants: BTreeMap<String, Grant>,
    /// App role assignments by id.
    pub assignments: BTreeMap<String, Assignment>,
    /// Soft-deleted applications.
    pub deleted_applications: BTreeMap<Uuid, Deleted<Application>>,
    /// Soft-deleted service principals.
    pub deleted_service_principals: BTreeMap<Uuid, Deleted<ServicePrincipal>>,
    /// Every client secret ever issued.
    pub issued: Vec<IssuedSecret>,
    application_by_app_id: HashMap<Uuid, Uuid>,
    service_principal_by_app_id: HashMap<Uuid, Uuid>,
}

impl Directory {
    /// The tenant as it is before anybody signs in.
    pub fn new(settings: &Settings, random: &mut Random) -> Self {
        let mut directory = Self {
            users: people::users(settings),
            applications: BTreeMap::new(),
            service_principals: BTreeMap::new(),
            grants: BTreeMap::new(),
            assignments: BTreeMap::new(),
            deleted_applications: BTreeMap::new(),
            deleted_service_principals: BTreeMap::new(),
            issued: Vec::new(),
            application_by_app_id: HashMap::new(),
            service_principal_by_app_id: HashMap::new(),
        };
        directory.insert_service_principal(ServicePrincipal::microsoft_graph(random.guid()));
        for number in 1..=settings.service_principals {
            let (id, app_id) = (random.guid(), random.guid());
            let name = format!("Contoso Application {number:05}");
            let sp = ServicePrincipal::new(
                id,
                app_id,
                &name,
                people::TENANT_ID,
                Replication::complete(),
            );
            directory.insert_service_principal(sp);
        }
        directory
    }

    /// Adds an application.
    pub fn insert_application(&mut self, app: Application) {
        self.application_by_app_id.insert(app.app_id, app.id);
        self.applications.insert(app.id, app);
    }

    /// Adds a service principal.
    pub fn insert_service_principal(&mut self, sp: ServicePrincipal) {
        self.service_principal_by_app_id.insert(sp.app_id, sp.id);
        self.service_principals.insert(sp.id, sp);
    }

    /// The application with this client id.
    pub fn application_by_app_id(&self, app_id: Uuid) -> Option<&Application> {
        self.applications
            .get(self.application_by_app_id.get(&app_id)?)
    }

    /// The application with this unique name.
    pub fn application_by_unique_name(&self, name: &str) -> Option<&Application> {
        self.applications
            .values()
            .find(|app| app.entity.text("uniqueName").eq_ignore_ascii_case(name))
    }

    /// Whether a soft-deleted application still holds this unique name (FACTS section 3.3).
    pub fn unique_name_is_in_recycle_bin(&self, name: &str) -> bool {
        let mut names = self
            .deleted_applications
            .values()
            .map(|d| d.object.entity.text("uniqueName"));
        names.any(|held| held.eq_ignore_ascii_case(name))
    }

    /// The service principal of this client id.
    pub fn service_principal_by_app_id(&self, app_id: Uuid) -> Option<&ServicePrincipal> {
        self.service_principals
            .get(self.service_principal_by_app_id.get(&app_id)?)
    }

    /// The user with this object id or user principal name.
    pub fn user(&self, key: &str) -> Option<&User> {
        self.users
            .iter()
            .find(|u| u.upn.eq_ignore_ascii_case(key) || u.id.to_string().eq_ignore_ascii_case(key))
    }

    /// Moves an application, and with it its service principal, to the recycle bin.
    pub fn delete_application(&mut self, id: Uuid, at: DateTime<Utc>, listed_until: DateTime<Utc>) {
        let Some(mut object) = self.applications.remove(&id) else {
            return;
        };
        self.application_by_app_id.remove(&object.app_id);
        if let Some(sp) = self
            .service_principal_by_app_id
            .get(&object.app_id)
            .copied()
        {
            self.delete_service_principal(sp, at, listed_until);
        }
        object
            .entity
            .set("deletedDateTime", application::seconds(at));
        self.deleted_applications.insert(
            id,
            Deleted {
                object,
                listed_until,
            },
        );
    }

    /// Moves a service principal to the recycle bin; its grants and assignments are gone.
    pub fn delete_service_principal(
        &mut self,
        id: Uuid,
        at: DateTime<Utc>,
        listed_until: DateTime<Utc>,
    ) {
        let Some(mut object) = self.service_principals.remove(&id) else {
            return;
        };
        self.service_principal_by_app_id.remove(&object.app_id);
        self.grants
            .retain(|_, grant| grant.client != id && grant.resource != id);
        self.assignments
            .retain(|_, held| held.principal != id && held.resource != id);
        object
            .entity
            .set("deletedDateTime", application::seconds(at));
        self.deleted_service_principals.insert(
            id,
            Deleted {
                object,
                listed_until,
            },
        );
    }

    /// Whether an issued secret can no longer be used because it, or its application, was removed.
    pub fn is_removed(&self, secret: &IssuedSecret) -> bool {
        let live = self.application_by_app_id(secret.app_id);
        !live.is_some_and(|app| app.secrets.iter().any(|s| s.key_id == secret.key_id))
    }
}
