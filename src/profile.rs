//! What is set up and for whom: names, permissions, lifetimes and the portal's own words. It knows no tenant and no network;
//! iPECS Cloud is one value of `Profile`, another product would be a second one.

use crate::ids::PermissionId;
use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};

/// A product whose portal needs an application registration.
pub struct Profile {
    /// Stands in tags and unique names; never changes.
    pub key: &'static str,
    pub product: &'static str,
    pub application_name: &'static str,
    pub secret_name: &'static str,
    /// What the application needs unless the user says otherwise.
    pub permissions: fn() -> Vec<Permission>,
}

/// The vendor's article suggests both names. Its permission list is a picture and unknown here: the default is inferred from the
/// fields that the portal syncs (user principal name, object id, names, e-mail, phones), and the plan says so.
pub const IPECS_CLOUD: Profile = Profile {
    key: "ipecs-cloud",
    product: "iPECS Cloud",
    application_name: "iPECS Cloud User Lookup",
    secret_name: "iPECS Cloud User Lookup Secret",
    permissions: || {
        vec![
            Permission {
                kind: PermissionKind::Application,
                id: PermissionId::from_u128(0xdf021288_bdef_4463_88db_98f22de89214),
                name: "User.Read.All".to_owned(),
                words: "Read all users' full profiles".to_owned(),
            },
            Permission {
                kind: PermissionKind::Delegated,
                id: PermissionId::from_u128(0xe1fe6dd8_ba31_4d61_89e7_88639da4683d),
                name: "User.Read".to_owned(),
                words: "Sign in and read user profile".to_owned(),
            },
        ]
    },
};

impl Profile {
    /// The profile that a record names.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        let all: [&'static Self; 1] = [&IPECS_CLOUD];
        all.into_iter().find(|profile| profile.key == key)
    }

    /// The tag by which applications made by Entra Handover for this profile are found again.
    pub fn tag(&self) -> String {
        format!("entra-handover:{}", self.key)
    }
}

/// The two kinds of Microsoft Graph permission; the same name has a different id in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PermissionKind {
    /// An app role: the application acts as itself.
    Application,
    /// A delegated scope: the application acts for a signed-in user.
    Delegated,
}

/// A permission of Microsoft Graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    pub kind: PermissionKind,
    pub id: PermissionId,
    /// Microsoft's name, such as `User.Read.All`.
    pub name: String,
    /// Microsoft's short text for administrators.
    pub words: String,
}

/// How long the client secret is to live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    Months(u32),
    /// Until the end of that day, UTC.
    Until(NaiveDate),
}

/// The choices of the article and the Azure portal, in months.
pub const LIFETIMES: [u32; 5] = [3, 6, 12, 18, 24];

/// The vendor recommends 24 months.
pub const DEFAULT_LIFETIME: Lifetime = Lifetime::Months(24);

/// When the client secret ends, and why then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndDate {
    AsAsked(DateTime<Utc>),
    /// The tenant's app management policy allows no longer life.
    CutByPolicy(DateTime<Utc>),
    /// The asked day is not in the future.
    Past,
}

impl EndDate {
    pub fn at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::AsAsked(at) | Self::CutByPolicy(at) => Some(at),
            Self::Past => None,
        }
    }
}

impl Lifetime {
    /// The end date when the secret is made at `now` and the tenant allows at most `longest`.
    ///
    /// A cut end keeps five minutes off the limit: the service measures from its own start time, which may be a little earlier.
    pub fn end(self, now: DateTime<Utc>, longest: Option<TimeDelta>) -> EndDate {
        let asked = match self {
            Self::Months(months) => now.checked_add_months(Months::new(months)),
            Self::Until(day) => day.and_hms_opt(23, 59, 59).map(|end| end.and_utc()),
        };
        let Some(asked) = asked.filter(|end| *end > now) else {
            return EndDate::Past;
        };
        match longest.and_then(|longest| now.checked_add_signed(longest - TimeDelta::minutes(5))) {
            Some(limit) if limit < asked => EndDate::CutByPolicy(limit),
            _ => EndDate::AsAsked(asked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().expect("a literal time")
    }

    #[test]
    fn the_end_date_follows_the_wish_and_the_policy() {
        let now = time("2026-11-24T10:00:00Z");
        let check = |lifetime: Lifetime, days: Option<i64>, expected: EndDate| {
            assert_eq!(
                lifetime.end(now, days.map(TimeDelta::days)),
                expected,
                "{lifetime:?} {days:?}"
            );
        };
        let day = |text: &str| Lifetime::Until(text.parse().expect("a literal day"));
        check(
            Lifetime::Months(24),
            None,
            EndDate::AsAsked(time("2028-11-24T10:00:00Z")),
        );
        check(
            Lifetime::Months(3),
            Some(180),
            EndDate::AsAsked(time("2027-02-24T10:00:00Z")),
        );
        check(
            Lifetime::Months(24),
            Some(180),
            EndDate::CutByPolicy(time("2027-05-23T09:55:00Z")),
        );
        check(
            day("2027-01-31"),
            None,
            EndDate::AsAsked(time("2027-01-31T23:59:59Z")),
        );
        check(
            day("2026-11-24"),
            None,
            EndDate::AsAsked(time("2026-11-24T23:59:59Z")),
        );
        check(day("2026-11-23"), None, EndDate::Past);
    }

    #[test]
    fn the_default_permissions_are_microsofts() {
        let permissions = (IPECS_CLOUD.permissions)();
        let names: Vec<_> = permissions
            .iter()
            .map(|p| (p.name.as_str(), p.kind))
            .collect();
        assert_eq!(
            names,
            [
                ("User.Read.All", PermissionKind::Application),
                ("User.Read", PermissionKind::Delegated)
            ]
        );
    }
}
