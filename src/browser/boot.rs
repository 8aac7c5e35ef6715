//! What `boot.js` hands over at the start: the sign-in's answer, taken out of the address before anything was requested, an early
//! click, and `config.json`.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

pub struct Boot {
    /// The address's fragment, if it carried an answer of a sign-in.
    pub fragment: Option<String>,
    /// The address's query, if it carried one: the wrong place, and refused by the parser.
    pub query: Option<String>,
    /// The static sign-in button was pressed before the app was there.
    pub clicked: bool,
    /// The text of `config.json`, if it could be read.
    pub config: Option<String>,
}

impl Boot {
    pub fn read(object: &JsValue) -> Self {
        let get = |name: &str| Reflect::get(object, &name.into()).unwrap_or_default();
        Self {
            fragment: get("fragment").as_string(),
            query: get("query").as_string(),
            clicked: get("clicked").is_truthy(),
            config: get("config").as_string(),
        }
    }
}
