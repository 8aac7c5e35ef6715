//! The page itself: its address, where it goes next, and what it asks before it is left.

use crate::words::language::{Language, spoken};
use url::Url;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BeforeUnloadEvent, Document, HtmlElement, Storage, Window};

pub fn window() -> Window {
    web_sys::window().expect("the app runs in a page, never in a worker")
}

pub fn document() -> Document {
    window().document().expect("a page has a document")
}

/// What all tabs of this origin keep; nothing where the browser forbids it.
pub fn local_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What this tab keeps; nothing where the browser forbids it.
pub fn session_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The address of this page without query and fragment: the redirect URI to register.
pub fn address() -> Url {
    let href = window().location().href().unwrap_or_default();
    let mut url = Url::parse(&href).expect("the browser's own address is a valid URL");
    url.set_query(None);
    url.set_fragment(None);
    url
}

/// The language that the page says it speaks.
pub fn language() -> Language {
    let tag = document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"));
    tag.and_then(|tag| Language::of_tag(&tag))
        .unwrap_or(Language::English)
}

/// Leaves for another page. The app's state is lost.
pub fn go(url: &str) {
    window().location().assign(url).ok();
}

/// The page is no longer the static one that waits for an answer of the sign-in.
pub fn forget_returning() {
    if let Some(root) = document().document_element() {
        root.remove_attribute("data-returning").ok();
        root.remove_attribute("data-opening").ok();
    }
}

/// The browser's dialog for printing.
pub fn print() {
    window().print().ok();
}

/// Moves the focus to the screen's heading, so that a screen reader begins there.
pub fn focus_heading() {
    focus("main h1");
}

/// Moves the focus to what `selector` finds, if it went with a button that is there no more.
pub fn catch_focus(selector: &str) {
    let holder = document().active_element();
    let body = document().body();
    if holder.is_none_or(|holder| body.is_some_and(|body| holder == *body)) {
        focus(selector);
    }
}

fn focus(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.focus().ok();
    }
}

/// While it lives, the browser asks before the page is left.
pub struct LeaveGuard(Closure<dyn Fn(BeforeUnloadEvent)>);

impl Default for LeaveGuard {
    fn default() -> Self {
        let ask = Closure::<dyn Fn(BeforeUnloadEvent)>::new(|event: BeforeUnloadEvent| {
            event.prevent_default();
            // Chromium before 119 asks only if this is set.
            event.set_return_value("leave");
        });
        let handler = ask.as_ref().unchecked_ref();
        window()
            .add_event_listener_with_callback("beforeunload", handler)
            .ok();
        Self(ask)
    }
}

impl Drop for LeaveGuard {
    fn drop(&mut self) {
        let handler = self.0.as_ref().unchecked_ref();
        window()
            .remove_event_listener_with_callback("beforeunload", handler)
            .ok();
    }
}

/// A date as the browser writes it in the language that is spoken ("24 November 2028"), in UTC like the service's own times.
pub fn date(at: chrono::DateTime<chrono::Utc>) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    let options = js_sys::Object::new();
    for (key, value) in [
        ("day", "numeric"),
        ("month", "long"),
        ("year", "numeric"),
        ("timeZone", "UTC"),
    ] {
        js_sys::Reflect::set(&options, &key.into(), &value.into()).ok();
    }
    date.to_locale_date_string(spoken().dates(), &options)
        .into()
}

/// Saves JSON as a file of the user's, laid out for reading.
pub fn download(name: &str, json: &str) {
    let laid_out = js_sys::JSON::parse(json).and_then(|value| {
        js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &2.into())
    });
    if let Ok(text) = laid_out {
        save(name, "application/json", text);
    }
}

/// Saves a text as a file of the user's.
pub fn save(name: &str, kind: &str, text: impl Into<JsValue>) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options);
    let Ok(url) = blob.and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob)) else {
        return;
    };
    if let Ok(link) = document().create_element("a")
        && let Ok(link) = link.dyn_into::<HtmlElement>()
    {
        link.set_attribute("href", &url).ok();
        link.set_attribute("download", name).ok();
        link.click();
    }
    web_sys::Url::revoke_object_url(&url).ok();
}
