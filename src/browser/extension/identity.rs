//! The sign-in window that the browser opens for an extension. It hands the address that the window ended at to nobody but the
//! caller, and keeps nothing.

use super::api::{api, member, object};
use crate::signin::window::WindowError;
use url::Url;

/// Whether the user may be asked something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interaction {
    /// In a window.
    Window,
    /// Nothing is shown: it succeeds if Microsoft has nothing to ask.
    Silent,
}

/// A silent sign-in is a redirect or two; where a page wants more, it would wait for ever.
const SILENT_MS: u32 = 10_000;

/// The address that the window ends at, for registration: the service compares the text.
pub fn redirect_uri() -> Url {
    Url::parse(&api().identity().redirect_url()).expect("the browser's own address is a valid URL")
}

/// Opens the sign-in and waits for the address that it ends at.
pub async fn authorize(request: &Url, interaction: Interaction) -> Result<String, WindowError> {
    let details = match interaction {
        Interaction::Window => object([
            ("url", request.as_str().into()),
            ("interactive", true.into()),
        ]),
        // Firefox refuses members that it does not know, so Chromium's patience is asked for only there.
        Interaction::Silent if super::tabs::is_chromium() => object([
            ("url", request.as_str().into()),
            ("interactive", false.into()),
            // Microsoft's page may come on to its answer by a script.
            ("abortOnLoadForNonInteractive", false.into()),
            ("timeoutMsForNonInteractive", SILENT_MS.into()),
        ]),
        Interaction::Silent => object([
            ("url", request.as_str().into()),
            ("interactive", false.into()),
        ]),
    };
    let ended = api().identity().launch_web_auth_flow(&details).await;
    match ended {
        Ok(address) => address.as_string().ok_or(WindowError::Failed),
        Err(reason) => {
            let message = member(&reason, "message").as_string();
            Err(WindowError::read(&message.unwrap_or_default()))
        }
    }
}
