//! Sites that the user lets the extension see without pressing its button there, each by its exact origin. The browser keeps them, and
//! takes them back where the user says so. It knows no reason why a site is remembered.

use super::api::{api, object};
use js_sys::{Array, Object};
use wasm_bindgen::JsValue;

/// Asks the user. To be called in the click.
pub async fn remember(origin: &str) -> bool {
    let asked = api().permissions().request(&site(origin)).await;
    asked.ok() == Some(JsValue::TRUE)
}

pub async fn is_remembered(origin: &str) -> bool {
    let known = api().permissions().contains(&site(origin)).await;
    known.ok() == Some(JsValue::TRUE)
}

fn site(origin: &str) -> Object {
    object([("origins", Array::of1(&format!("{origin}/*").into()).into())])
}
