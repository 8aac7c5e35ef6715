//! The extension API's functions by their own names: `browser` in Firefox, `chrome` in Chromium. Declarations only.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = globalThis, js_name = browser)]
    static BROWSER: Option<Api>;
    #[wasm_bindgen(thread_local_v2, js_namespace = globalThis, js_name = chrome)]
    static CHROME: Option<Api>;

    #[derive(Clone)]
    pub type Api;
    #[wasm_bindgen(method, getter)]
    pub fn identity(this: &Api) -> Identity;
    #[wasm_bindgen(method, getter)]
    pub fn tabs(this: &Api) -> Tabs;
    #[wasm_bindgen(method, getter)]
    pub fn windows(this: &Api) -> Windows;
    #[wasm_bindgen(method, getter)]
    pub fn action(this: &Api) -> Action;
    #[wasm_bindgen(method, getter)]
    pub fn storage(this: &Api) -> Storage;
    #[wasm_bindgen(method, getter)]
    pub fn scripting(this: &Api) -> Scripting;

    #[wasm_bindgen(method, getter)]
    pub fn runtime(this: &Api) -> Runtime;
    #[wasm_bindgen(method, getter)]
    pub fn permissions(this: &Api) -> Permissions;
    /// There only where the manifest has the permission, which Firefox's has not.
    #[wasm_bindgen(method, getter, js_name = declarativeNetRequest)]
    pub fn net_rules(this: &Api) -> Option<NetRules>;

    pub type Runtime;
    #[wasm_bindgen(method, getter)]
    pub fn id(this: &Runtime) -> String;

    pub type Permissions;
    #[wasm_bindgen(method, catch)]
    pub async fn request(this: &Permissions, wanted: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn contains(this: &Permissions, wanted: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn remove(this: &Permissions, given: &Object) -> Result<JsValue, JsValue>;

    pub type NetRules;
    #[wasm_bindgen(method, catch, js_name = updateSessionRules)]
    pub async fn update_session_rules(this: &NetRules, change: &Object)
    -> Result<JsValue, JsValue>;

    pub type Identity;
    #[wasm_bindgen(method, js_name = getRedirectURL)]
    pub fn redirect_url(this: &Identity) -> String;
    #[wasm_bindgen(method, catch, js_name = launchWebAuthFlow)]
    pub async fn launch_web_auth_flow(
        this: &Identity,
        details: &Object,
    ) -> Result<JsValue, JsValue>;

    pub type Tabs;
    #[wasm_bindgen(method, catch)]
    pub async fn query(this: &Tabs, filter: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn update(this: &Tabs, tab: i32, changes: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn create(this: &Tabs, properties: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, js_name = onUpdated)]
    pub fn on_updated(this: &Tabs) -> Event;
    #[wasm_bindgen(method, getter, js_name = onActivated)]
    pub fn on_activated(this: &Tabs) -> Event;

    pub type Windows;
    #[wasm_bindgen(method, catch, js_name = getLastFocused)]
    pub async fn last_focused(this: &Windows, options: &Object) -> Result<JsValue, JsValue>;

    pub type Action;
    #[wasm_bindgen(method, getter, js_name = onClicked)]
    pub fn on_clicked(this: &Action) -> Event;

    pub type Event;
    #[wasm_bindgen(method, js_name = addListener)]
    pub fn add_listener(this: &Event, listener: &Function);

    pub type Storage;
    #[wasm_bindgen(method, getter)]
    pub fn local(this: &Storage) -> StorageArea;

    pub type Scripting;
    #[wasm_bindgen(method, catch, js_name = executeScript)]
    pub async fn execute_script(this: &Scripting, injection: &Object) -> Result<JsValue, JsValue>;

    pub type StorageArea;
    #[wasm_bindgen(method, catch)]
    pub async fn get(this: &StorageArea, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn set(this: &StorageArea, items: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = remove)]
    pub async fn remove_item(this: &StorageArea, key: &str) -> Result<JsValue, JsValue>;
}

/// The extension API.
pub fn api() -> Api {
    BROWSER
        .with(Option::clone)
        .or_else(|| CHROME.with(Option::clone))
        .expect("a page of an extension has its API")
}

/// An object of these members.
pub fn object<const N: usize>(members: [(&str, JsValue); N]) -> Object {
    let entries: Array = members
        .into_iter()
        .map(|(name, value)| Array::of2(&name.into(), &value))
        .collect();
    Object::from_entries(&entries).expect("these are pairs")
}

/// A member of an object, or undefined.
pub fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}
