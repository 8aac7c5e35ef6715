//! What `boot.js` hands over at the start: the sign-in's answer, taken out of the address before anything was requested, what the
//! user did on the static page, and `config.json`.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

pub struct Boot {
    /// The address's fragment, if it carried an answer of a sign-in.
    pub fragment: Option<String>,
    /// The address's query, if it carried one: the wrong place, and refused by the parser.
    pub query: Option<String>,
    /// The static sign-in button was pressed, and the first load's program could not do it.
    pub sign_in: bool,
    /// The tenant that a link for renewing names (`#renew=…`), if the page was opened by one.
    pub renew: Option<String>,
    /// What a link brought that asks for values (`#request=…`), taken out of the address as an answer of the sign-in is.
    pub request: Option<String>,
    /// What a link brought that holds sealed values (`#sealed=…`), likewise.
    pub sealed: Option<String>,
    /// "Request values" was pressed on the static page.
    pub ask: bool,
    /// Something that was journalled may be open.
    pub open: bool,
    /// The static page's "Open a receipt" was pressed.
    pub open_receipt: bool,
    /// What stood in the static page's fields then.
    pub tenant: String,
    pub cloud: String,
    /// An access token pasted into the static page.
    pub token: Option<String>,
    /// The text of `config.json`, if it could be read.
    pub config: Option<String>,
}

impl Boot {
    pub fn read(object: &JsValue) -> Self {
        let get = |name: &str| Reflect::get(object, &name.into()).unwrap_or_default();
        let text = |name: &str| get(name).as_string();
        Self {
            fragment: text("fragment"),
            query: text("query"),
            sign_in: get("signIn").is_truthy(),
            renew: text("renew"),
            request: text("request"),
            sealed: text("sealed"),
            ask: get("ask").is_truthy(),
            open: get("open").is_truthy(),
            open_receipt: get("openReceipt").is_truthy(),
            tenant: text("tenant").unwrap_or_default(),
            cloud: text("cloud").unwrap_or_default(),
            token: text("token"),
            config: text("config"),
        }
    }
}
