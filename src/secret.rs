//! A text that must not leak: an access token or the client secret. It knows nothing of where it came from or where it goes.
//!
//! `Debug` is redacted, there is no `Display`, `Clone` or serde, and the memory is wiped on drop. The honest limit: copies that
//! the browser makes (a request's header, a message to another window, the clipboard) cannot be wiped from here.

use secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// An access token or a client secret. Has one owner and the shortest life that the work allows.
pub struct Secret(SecretString);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    /// The text itself. Each call site says in an `EXPOSE:` comment where the text goes; `cargo xtask test lint` counts them.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Number of characters: enough to draw a masked value without exposing it.
    pub fn length(&self) -> usize {
        self.0.expose_secret().chars().count()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_it() {
        assert_eq!(
            format!("{:?}", Secret::new("canary-8Q~x".into())),
            "Secret(…)"
        );
        assert_eq!(Secret::new("canary-8Q~x".into()).length(), 11);
    }
}
