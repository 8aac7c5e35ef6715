//! The tenant's directory: objects, their alternate keys, and what was deleted.
//! It enforces that keys are unique and that dependents go with their parent; rights, errors and visibility are `graph`'s.

pub mod application;
mod entity;
pub mod grants;
pub mod people;
pub mod service_principal;
mod table;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::entra::{WIZARD_CLIENT_ID, WIZARD_NAME};
use crate::random::Random;
use crate::settings::Settings;
use application::Application;
pub use entity::Entity;
use grants::{Assignment, Grant};
use people::User;
use service_principal::ServicePrincipal;
use table::Table;

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

/// A state of a tenant's directory. A copy shares what is not written afterwards, so earlier states are cheap to keep.
#[derive(Debug, Clone)]
pub struct Directory {
    /// Users, the accounts first.
    pub users: Arc<Vec<User>>,
    /// Applications by object id.
    pub applications: Table<Uuid, Application>,
    /// Service principals by object id.
    pub service_principals: Table<Uuid, ServicePrincipal>,
    /// Delegated grants by id.
    pub grants: Table<String, Grant>,
    /// App role assignments by id.
    pub assignments: Table<String, Assignment>,
    /// Soft-deleted applications.
    pub deleted_applications: Table<Uuid, Application>,
    /// Soft-deleted service principals.
    pub deleted_service_principals: Table<Uuid, ServicePrincipal>,
    application_by_app_id: Table<Uuid, Uuid>,
    service_principal_by_app_id: Table<Uuid, Uuid>,
}

impl Directory {
    /// The tenant as it is before anybody signs in.
    pub fn new(settings: &Settings, random: &mut Random) -> Self {
        let mut directory = Self {
            users: people::users(settings),
            applications: Table::default(),
            service_principals: Table::default(),
            grants: Table::default(),
            assignments: Table::default(),
            deleted_applications: Table::default(),
            deleted_service_principals: Table::default(),
            application_by_app_id: Table::default(),
            service_principal_by_app_id: Table::default(),
        };
        directory.insert_service_principal(ServicePrincipal::microsoft_graph(random.guid()));
        for number in 1..=settings.service_principals {
            let (id, app_id) = (random.guid(), random.guid());
            let name = format!("Contoso Application {number:05}");
            let sp = ServicePrincipal::new(id, app_id, &name, people::TENANT_ID);
            directory.insert_service_principal(sp);
        }
        directory
    }

    /// Gives the wizard, which is registered in its publisher's tenant, its place in this one: Entra makes it at the first consent.
    pub fn admit_wizard(&mut self) {
        if self.service_principal_by_app_id(WIZARD_CLIENT_ID).is_none() {
            // Ids of its own, so that a tenant without the wizard is the same for each seed.
            let id = Uuid::from_u128(0x3b6f_0d52_91c7_4e0a_a6d4_7f20_c815_9e63);
            let publisher = Uuid::from_u128(0x5c0e_9a17_6d3b_4f86_b1f2_08e4_d97a_3c25);
            let sp = ServicePrincipal::new(id, WIZARD_CLIENT_ID, WIZARD_NAME, publisher);
            self.insert_service_principal(sp);
        }
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

    /// A service principal in its application's own tenant follows the application.
    pub fn update_service_principal_of(&mut self, application: Uuid) {
        let Some(app) = self.applications.get(&application) else {
            return;
        };
        let sp = self.service_principal_by_app_id.get(&app.app_id);
        if let Some(sp) = sp.and_then(|id| self.service_principals.get_mut(id)) {
            sp.follow(app);
        }
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
            .map(|app| app.entity.text("uniqueName"));
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
    pub fn delete_application(&mut self, id: Uuid, at: DateTime<Utc>) {
        let Some(mut object) = self.applications.remove(&id) else {
            return;
        };
        self.application_by_app_id.remove(&object.app_id);
        if let Some(sp) = self
            .service_principal_by_app_id
            .get(&object.app_id)
            .copied()
        {
            self.delete_service_principal(sp, at);
        }
        object
            .entity
            .set("deletedDateTime", application::seconds(at));
        self.deleted_applications.insert(id, object);
    }

    /// Moves a service principal to the recycle bin; its grants and assignments are gone.
    pub fn delete_service_principal(&mut self, id: Uuid, at: DateTime<Utc>) {
        let Some(mut object) = self.service_principals.remove(&id) else {
            return;
        };
        self.service_principal_by_app_id.remove(&object.app_id);
        self.grants
            .retain(|grant| grant.client != id && grant.resource != id);
        self.assignments
            .retain(|held| held.principal != id && held.resource != id);
        object
            .entity
            .set("deletedDateTime", application::seconds(at));
        self.deleted_service_principals.insert(id, object);
    }

    /// Whether an issued secret can no longer be used because it, or its application, was removed.
    pub fn is_removed(&self, secret: &IssuedSecret) -> bool {
        let live = self.application_by_app_id(secret.app_id);
        !live.is_some_and(|app| app.secrets.iter().any(|s| s.key_id == secret.key_id))
    }
}
