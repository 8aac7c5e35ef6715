//! The tenant's people: the three accounts that can sign in, and the users that the Customer Manager syncs.
//! It knows names and roles, nothing of sessions or tokens.

use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::roles::DirectoryRole;
use crate::settings::Settings;

/// The tenant's initial domain.
pub const DOMAIN: &str = "contoso.onmicrosoft.com";
/// The tenant's display name.
pub const TENANT_NAME: &str = "Contoso";
/// The tenant's id.
pub const TENANT_ID: Uuid = Uuid::from_u128(0x3c4f_1a52_8d0e_4b7a_9f16_2e5b_c07d_84a1);

/// A user of the tenant.
#[derive(Debug, Clone)]
pub struct User {
    /// Object id.
    pub id: Uuid,
    /// User principal name.
    pub upn: String,
    /// Display name; an account's is its name on the sign-in page.
    pub display_name: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub surname: String,
    /// Job title.
    pub job_title: String,
    /// Business phone.
    pub office_phone: Option<String>,
    /// Mobile phone.
    pub mobile_phone: Option<String>,
    /// Office.
    pub office: Option<String>,
    /// Active directory roles.
    pub roles: Vec<DirectoryRole>,
    /// Whether the sign-in page offers it.
    pub can_sign_in: bool,
    /// Properties that are told as they are, instead of those above.
    pub told: Map<String, Value>,
}

/// Name on the sign-in page, local part of the UPN, given name, surname, role of its own.
const ACCOUNTS: [(&str, &str, &str, &str, Option<DirectoryRole>); 3] = [
    (
        "Global Administrator",
        "admin",
        "Megan",
        "Bowen",
        Some(DirectoryRole::GlobalAdministrator),
    ),
    (
        "Cloud Application Administrator",
        "cloudapps",
        "Irvin",
        "Sayers",
        Some(DirectoryRole::CloudApplicationAdministrator),
    ),
    ("User without a role", "user", "Patti", "Fernandez", None),
];

/// The users of a tenant whose settings change no roles: most tenants, so they share them.
static USUAL: LazyLock<Arc<Vec<User>>> = LazyLock::new(|| Arc::new(made(&Settings::default())));

/// The tenant's users, the accounts first.
pub fn users(settings: &Settings) -> Arc<Vec<User>> {
    if settings.roles.is_empty() {
        return USUAL.clone();
    }
    Arc::new(made(settings))
}

fn made(settings: &Settings) -> Vec<User> {
    let accounts =
        ACCOUNTS
            .iter()
            .enumerate()
            .map(|(index, (name, local, given, surname, own))| User {
                id: user_id(index),
                upn: format!("{local}@{DOMAIN}"),
                display_name: (*name).to_owned(),
                given_name: (*given).to_owned(),
                surname: (*surname).to_owned(),
                job_title: "Information Technology".to_owned(),
                office_phone: Some(format!("+1 425 555 00{:02}", index + 10)),
                mobile_phone: None,
                office: Some("16/1000".to_owned()),
                roles: settings
                    .roles
                    .get(*name)
                    .cloned()
                    .unwrap_or_else(|| own.iter().copied().collect()),
                can_sign_in: true,
                told: Map::new(),
            });
    let table = include_str!("../../data/users.tsv").lines().skip(1);
    let others = table
        .enumerate()
        .filter_map(|(index, line)| user(index + ACCOUNTS.len(), line));
    accounts.chain(others).collect()
}

fn user(index: usize, line: &str) -> Option<User> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [
        given,
        surname,
        job_title,
        office_phone,
        mobile_phone,
        office,
    ] = columns[..]
    else {
        return None;
    };
    let optional = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    Some(User {
        id: user_id(index),
        upn: format!("{given}{}@{DOMAIN}", &surname[..1]),
        display_name: format!("{given} {surname}"),
        given_name: given.to_owned(),
        surname: surname.to_owned(),
        job_title: job_title.to_owned(),
        office_phone: optional(office_phone),
        mobile_phone: optional(mobile_phone),
        office: optional(office),
        roles: Vec::new(),
        can_sign_in: false,
        told: Map::new(),
    })
}

/// Ids are the same in every run, so that tests can name them.
fn user_id(index: usize) -> Uuid {
    Uuid::from_u128(0x87d3_49ed_44d7_43e1_9a83_5f24_06de_e500 + index as u128)
}

impl User {
    /// A user who exists beforehand, with the properties that are told of them.
    pub fn existing(id: Uuid, told: Map<String, Value>, roles: Vec<DirectoryRole>) -> Self {
        let text = |name: &str| {
            told.get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            id,
            upn: text("userPrincipalName"),
            display_name: text("displayName"),
            given_name: text("givenName"),
            surname: text("surname"),
            job_title: text("jobTitle"),
            office_phone: None,
            mobile_phone: None,
            office: None,
            roles,
            can_sign_in: true,
            told,
        }
    }

    /// The properties that Graph returns when none are selected.
    pub fn render(&self) -> Value {
        let mut user = json!({
            "businessPhones": self.office_phone.iter().collect::<Vec<_>>(), "displayName": self.display_name,
            "givenName": self.given_name, "jobTitle": self.job_title, "mail": self.upn,
            "mobilePhone": self.mobile_phone, "officeLocation": self.office, "preferredLanguage": "en-US",
            "surname": self.surname, "userPrincipalName": self.upn, "id": self.id.to_string(),
        });
        for (name, value) in &self.told {
            user[name] = value.clone();
        }
        user
    }

    /// With the properties that Graph returns only when they are selected.
    pub fn render_all(&self) -> Value {
        let mut user = json!({
            "accountEnabled": true, "city": "Redmond", "companyName": TENANT_NAME, "country": "United States", "department": null,
            "employeeId": null, "postalCode": "98052", "state": "WA", "streetAddress": null, "usageLocation": "US",
            "userType": "Member",
        });
        if let (Value::Object(all), Value::Object(usual)) = (&mut user, self.render()) {
            all.extend(usual);
        }
        user
    }

    /// Whether one of these roles is held.
    pub fn holds(&self, roles: &[DirectoryRole]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}
