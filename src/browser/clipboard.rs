//! The clipboard: one value for one click of the user.

use super::page::window;
use wasm_bindgen_futures::JsFuture;

/// Whether the browser took the text. It refuses without a click, or where a policy forbids it.
pub async fn copy(text: &str) -> bool {
    let written = window().navigator().clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}
