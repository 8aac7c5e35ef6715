//! The door for "Test the secret": a rule of this browser session that takes the `Origin` header off one request of this extension,
//! under a permission that the user gives for it and that is taken back. It knows addresses, and nothing of tokens or secrets.

use super::api::{api, object};
use crate::cloud::{Cloud, MICROSOFT};
use crate::setup::try_secret::{Door, NoWay};
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

/// The extension has one rule at a time.
const RULE: u32 = 1;

/// The door to one cloud's sign-in.
pub struct NetRule {
    login: &'static str,
}

impl NetRule {
    /// Nothing where the browser has no such rules, and on an address that is not one of Microsoft's clouds.
    pub fn of(cloud: &Cloud) -> Option<Self> {
        api().net_rules()?;
        let (.., known) = MICROSOFT.iter().find(|(.., known)| known == cloud)?;
        Some(Self {
            login: known.login(),
        })
    }
}

impl Door for NetRule {
    fn open<'a>(&'a self, address: &'a str) -> LocalBoxFuture<'a, Result<(), NoWay>> {
        Box::pin(async move {
            // First of all: the browser asks only while it counts the click as the user's.
            let asked = api().permissions().request(&origins(&[self.login])).await;
            if asked.ok() != Some(JsValue::TRUE) {
                return Err(NoWay::NotAllowed);
            }
            let rules = api().net_rules().ok_or(NoWay::Unsupported)?;
            let change = object([
                ("removeRuleIds", Array::of1(&RULE.into()).into()),
                ("addRules", Array::of1(&rule(address)).into()),
            ]);
            let added = rules.update_session_rules(&change).await;
            added.map(drop).map_err(|_| NoWay::Unsupported)
        })
    }

    fn close(&self) -> LocalBoxFuture<'_, ()> {
        Box::pin(close())
    }
}

/// Takes the rule and the permission back. Also at every start: a panel that is closed during a test has no time to.
pub async fn close() {
    if let Some(rules) = api().net_rules() {
        let change = object([("removeRuleIds", Array::of1(&RULE.into()).into())]);
        rules.update_session_rules(&change).await.ok();
        let logins: Vec<&str> = MICROSOFT.iter().map(|(.., cloud)| cloud.login()).collect();
        api().permissions().remove(&origins(&logins)).await.ok();
    }
}

fn origins(logins: &[&str]) -> Object {
    let patterns: Array = logins
        .iter()
        .map(|login| JsValue::from(format!("{login}/*")))
        .collect();
    object([("origins", patterns.into())])
}

/// Exactly this address (it holds a random id), by POST, from a page of this extension.
fn rule(address: &str) -> JsValue {
    let texts = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| JsValue::from(*text))
            .collect::<Array>()
    };
    let header = object([("header", "origin".into()), ("operation", "remove".into())]);
    let action = object([
        ("type", "modifyHeaders".into()),
        ("requestHeaders", Array::of1(&header).into()),
    ]);
    let condition = object([
        ("urlFilter", format!("|{address}|").into()),
        ("isUrlFilterCaseSensitive", true.into()),
        ("initiatorDomains", texts(&[&api().runtime().id()]).into()),
        ("requestMethods", texts(&["post"]).into()),
        ("resourceTypes", texts(&["xmlhttprequest"]).into()),
    ]);
    object([
        ("id", RULE.into()),
        ("action", action.into()),
        ("condition", condition.into()),
    ])
    .into()
}
