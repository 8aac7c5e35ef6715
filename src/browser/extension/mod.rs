//! The browser as an extension's panel sees it: the sign-in window, the tab beside the panel, the document in it, the door for one
//! request without its origin, and the extension's own storage.
//! Adapters only, over the few functions of the extension API that are used; nothing here knows what they are used for.

mod api;
pub mod document;
pub mod door;
pub mod identity;
pub mod settings;
pub mod sites;
pub mod tabs;

use super::page::{address, window};
use url::Url;

/// Where the app runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// A web page: it leaves for the sign-in and comes back.
    Page,
    /// An extension's panel: it stays, and the sign-in has a window of its own.
    Extension,
}

impl Host {
    /// Goes by the page's own address: `chrome-extension:` or `moz-extension:`, which no web page can have.
    pub fn detect() -> Self {
        let scheme = window().location().protocol().unwrap_or_default();
        if scheme.ends_with("-extension:") {
            Self::Extension
        } else {
            Self::Page
        }
    }

    /// The redirect URI to register.
    pub fn redirect_uri(self) -> Url {
        match self {
            Self::Page => address(),
            Self::Extension => identity::redirect_uri(),
        }
    }
}
