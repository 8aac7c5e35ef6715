//! The tab beside the panel. Its address is known only while the user's click on the toolbar button gives access to that tab
//! (`activeTab`); everywhere else the browser leaves it out.

use super::api::{api, member, object};
use crate::browser::page::address;
use wasm_bindgen::prelude::*;

/// The tab in front in a window of the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub id: i32,
    /// `None` if the button was not pressed there.
    pub address: Option<String>,
}

pub(super) fn is_chromium() -> bool {
    address().scheme() == "chrome-extension"
}

/// The tab in front in the panel's window.
pub async fn beside() -> Option<Tab> {
    let api = api();
    let filter = object([("active", true.into()), ("currentWindow", true.into())]);
    let found = api.tabs().query(&filter).await.ok()?;
    let tab = read(&js_sys::Array::from(&found).get(0))?;
    let own = |tab: &Tab| {
        let own = address();
        (tab.address.as_deref()).is_some_and(|address| address.starts_with(own.as_str()))
    };
    if !own(&tab) {
        return Some(tab);
    }
    // The app has a window or a tab of its own: the one meant is in the browser's window that was used last.
    let options = object([
        ("populate", true.into()),
        ("windowTypes", js_sys::Array::of1(&"normal".into()).into()),
    ]);
    let window = api.windows().last_focused(&options).await.ok()?;
    let tabs = js_sys::Array::from(&member(&window, "tabs"));
    let front = tabs.iter().find(|tab| member(tab, "active").is_truthy())?;
    read(&front).filter(|tab| !own(tab))
}

fn read(tab: &JsValue) -> Option<Tab> {
    Some(Tab {
        id: member(tab, "id").as_f64()? as i32,
        address: member(tab, "url").as_string(),
    })
}

/// Shows another page in that tab; in a new one if it is gone.
pub async fn show(tab: i32, address: &str) {
    let page = object([("url", address.into()), ("active", true.into())]);
    if api().tabs().update(tab, &page).await.is_err() {
        open(address).await;
    }
}

/// Shows a page in a new tab.
pub async fn open(address: &str) {
    let page = object([("url", address.into())]);
    api().tabs().create(&page).await.ok();
}

/// Calls `act` whenever another tab may be in front or within reach: when the user presses the toolbar button, goes to another
/// tab, or a tab loads another page.
pub fn on_change(act: impl Fn() + Clone + 'static) {
    let api = api();
    let moved = {
        let act = act.clone();
        Closure::<dyn Fn(JsValue, JsValue)>::new(move |_tab, change: JsValue| {
            // Of a tab that has gone out of reach the browser still tells that it loads.
            if ["url", "status"]
                .iter()
                .any(|it| member(&change, it).is_string())
            {
                act();
            }
        })
    };
    let pressed = Closure::<dyn Fn()>::new(act);
    let tabs = api.tabs();
    tabs.on_updated()
        .add_listener(moved.as_ref().unchecked_ref());
    for event in [tabs.on_activated(), api.action().on_clicked()] {
        event.add_listener(pressed.as_ref().unchecked_ref());
    }
    // As long as the page lives.
    moved.forget();
    pressed.forget();
}
