//! A sign-in in a window that the browser opens for an extension (`identity.launchWebAuthFlow`): the address that it ended at, and
//! why it ended without one. It opens no window itself; browsers say why in English prose only.

use super::RedirectUri;
use std::fmt;
use url::Url;

/// Why the window gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// The user closed it.
    #[error("closed")]
    Closed,
    /// No network, a proxy's page, or the sign-in service did not load.
    #[error("not loaded")]
    NotLoaded,
    /// It was to stay unseen, and Microsoft wants to ask something.
    #[error("something is to be asked")]
    NotSilent,
    /// It ended at another address than the registered one.
    #[error("ended elsewhere")]
    Elsewhere,
    /// The browser says something else, or has no such windows.
    #[error("failed")]
    Failed,
}

impl WindowError {
    /// Reads what the browser's rejection says: the texts of Chromium and of Firefox.
    pub fn read(message: &str) -> Self {
        let message = message.to_ascii_lowercase();
        let says = |text: &str| message.contains(text);
        if says("did not approve access") || says("cancelled or denied access") {
            Self::Closed
        } else if says("could not be loaded") {
            Self::NotLoaded
        } else if says("interaction required") || says("requires user interaction") {
            Self::NotSilent
        } else {
            Self::Failed
        }
    }
}

/// The answer's parts as the callback reads them.
#[derive(PartialEq, Eq)]
pub struct Answer {
    pub fragment: Option<String>,
    pub query: Option<String>,
}

impl Answer {
    /// Takes the answer out of the address that the window ended at.
    pub fn read(address: &str, redirect_uri: &RedirectUri) -> Result<Self, WindowError> {
        let mut url = Url::parse(address).map_err(|_| WindowError::Elsewhere)?;
        let answer = Self {
            fragment: url.fragment().map(str::to_owned),
            query: url.query().map(str::to_owned),
        };
        url.set_fragment(None);
        url.set_query(None);
        if url == *redirect_uri.url() {
            Ok(answer)
        } else {
            Err(WindowError::Elsewhere)
        }
    }
}

/// Holds a code.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_reasons_are_understood() {
        let check = |message: &str, expected: WindowError| {
            assert_eq!(WindowError::read(message), expected, "{message}");
        };
        check("The user did not approve access.", WindowError::Closed);
        check("User cancelled or denied access.", WindowError::Closed);
        check(
            "Authorization page could not be loaded.",
            WindowError::NotLoaded,
        );
        check("User interaction required.", WindowError::NotSilent);
        check("Requires user interaction", WindowError::NotSilent);
        check(
            "User interaction required. Try setting `abortOnLoadForNonInteractive`",
            WindowError::NotSilent,
        );
        check("", WindowError::Failed);
        check("Invalid url", WindowError::Failed);
    }

    #[test]
    fn only_the_registered_address_gives_an_answer() {
        let redirect_uri =
            RedirectUri::new("https://abcdef.chromiumapp.org/".into()).expect("a literal address");
        let check = |address: &str, expected: Option<(Option<&str>, Option<&str>)>| {
            let answer = Answer::read(address, &redirect_uri).ok();
            let parts = answer
                .as_ref()
                .map(|answer| (answer.fragment.as_deref(), answer.query.as_deref()));
            assert_eq!(parts, expected, "{address}");
        };
        check(
            "https://abcdef.chromiumapp.org/#code=a&state=b",
            Some((Some("code=a&state=b"), None)),
        );
        check(
            "https://abcdef.chromiumapp.org/?code=a#state=b",
            Some((Some("state=b"), Some("code=a"))),
        );
        check("https://abcdef.chromiumapp.org/", Some((None, None)));
        for elsewhere in [
            "https://abcdef.chromiumapp.org/other#code=a&state=b",
            "https://other.chromiumapp.org/#code=a&state=b",
            "http://abcdef.chromiumapp.org/#code=a&state=b",
            "https://abcdef.chromiumapp.org.evil.example/#code=a&state=b",
            "https://abcdef.chromiumapp.org@evil.example/#code=a&state=b",
            "https://user@abcdef.chromiumapp.org/#code=a&state=b",
            "not an address",
            "",
        ] {
            check(elsewhere, None);
        }
    }

    #[test]
    fn debug_shows_no_code() {
        let answer = Answer {
            fragment: Some("code=secret".into()),
            query: None,
        };
        assert_eq!(format!("{answer:?}"), "Answer(…)");
    }
}
