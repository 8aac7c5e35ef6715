//! A file that the user chose in a file input, or dropped on it. It is read as text and nothing else.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, HtmlInputElement};

/// Why its text is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    TooLong,
    /// Gone, or the browser may not read it.
    Unreadable,
}

/// The file of an input's event. The input is emptied, so that the same file can be chosen again.
pub fn chosen(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// Its text, of at most so many bytes.
pub async fn text(file: &File, longest: usize) -> Result<String, ReadError> {
    if file.size() > longest as f64 {
        return Err(ReadError::TooLong);
    }
    let read = JsFuture::from(file.text()).await.ok();
    read.and_then(|text| text.as_string())
        .ok_or(ReadError::Unreadable)
}
