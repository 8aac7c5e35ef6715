//! What an installed extension keeps: the registration where its package names none, which fields of a portal the user picked, and
//! the end dates that the user wants to be told of. It is in the extension's own storage, which lives until the extension is removed; nothing secret is in it.

use super::api::{api, member, object};
use crate::fill::Rule;
use crate::setup::end_dates::EndDates;
use crate::setup::register::Registration;

const KEY: &str = "registration";
/// As `public/background.js` has it.
const END_DATES: &str = "end dates";

/// The browser did not store it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotStored;

/// The stored registration, if there is one that can be read.
pub async fn registration() -> Option<Registration> {
    let stored = api().storage().local().get(KEY).await.ok()?;
    let registration = member(&stored, KEY);
    let text = |name: &str| member(&registration, name).as_string();
    Some(Registration {
        client: text("client_id")?.parse().ok()?,
        tenant: text("tenant")?.parse().ok()?,
    })
}

/// Stores a registration. Where the browser refuses, it is asked for again the next time.
pub async fn store(registration: Registration) {
    let item = object([
        ("client_id", registration.client.to_string().into()),
        ("tenant", registration.tenant.to_string().into()),
    ]);
    let items = object([(KEY, item.into())]);
    api().storage().local().set(&items).await.ok();
}

pub async fn forget() {
    api().storage().local().remove_item(KEY).await.ok();
}

fn rule_key(origin: &str) -> String {
    format!("fields of {origin}")
}

/// The fields that the user picked on pages of this origin.
pub async fn rule(origin: &str) -> Option<Rule> {
    let key = rule_key(origin);
    let stored = api().storage().local().get(&key).await.ok()?;
    Rule::parse(&member(&stored, &key).as_string()?)
}

/// Keeps them. Where the browser refuses, they are picked again the next time.
pub async fn remember(rule: &Rule) {
    let items = object([(rule_key(&rule.origin).as_str(), rule.to_json().into())]);
    api().storage().local().set(&items).await.ok();
}

/// The end dates that are kept.
pub async fn end_dates() -> EndDates {
    let stored = api().storage().local().get(END_DATES).await;
    let stored = stored
        .ok()
        .and_then(|all| member(&all, END_DATES).as_string());
    EndDates::read(&stored.unwrap_or_default())
}

/// Keeps these end dates and no others; where there are none, nothing is stored.
pub async fn keep_end_dates(dates: &EndDates) -> Result<(), NotStored> {
    let area = api().storage().local();
    let done = match dates.to_json() {
        Some(json) => area.set(&object([(END_DATES, json.into())])).await,
        None => area.remove_item(END_DATES).await,
    };
    done.map(drop).map_err(|_| NotStored)
}
