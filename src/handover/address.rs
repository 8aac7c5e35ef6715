//! The portal's address, out of `config.json` or typed by the user, and the exact origin that the values may go to. It decides
//! by the parsed URL alone and never by a part of the text.

use std::fmt;
use url::{Host, Url};

/// An address whose origin may receive the values: https, or http on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalAddress(Url);

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Empty, or not a complete address.
    #[error("not a complete web address")]
    NotAnAddress,
    /// Not https: the secret would cross the network in the clear.
    #[error("the address must begin with https://")]
    NotHttps,
    /// A user name or password stands before the host: the usual way to make a wrong host look right.
    #[error("the address must not contain a user name")]
    UserInfo,
    /// A host name ending in a dot is another origin than the one without it.
    #[error("the host name must not end with a dot")]
    TrailingDot,
    /// The page's own origin: a portal never stands there, and the message would reach this page itself.
    #[error("this is the address of Entra Handover itself")]
    OwnPage,
}

impl PortalAddress {
    /// Reads an address for the page at `page`, which cannot hand over to itself.
    pub fn for_page(text: &str, page: &Url) -> Result<Self, AddressError> {
        let address = Self::parse(text)?;
        if address.0.origin() == page.origin() {
            return Err(AddressError::OwnPage);
        }
        Ok(address)
    }

    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text.trim()).map_err(|_| AddressError::NotAnAddress)?;
        let local = match url.host() {
            None => return Err(AddressError::NotAnAddress),
            Some(Host::Domain(name)) if name.ends_with('.') => {
                return Err(AddressError::TrailingDot);
            }
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
        };
        match url.scheme() {
            "https" => {}
            "http" if local => {}
            _ => return Err(AddressError::NotHttps),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::UserInfo);
        }
        Ok(Self(url))
    }

    /// The origin as the browser writes it: scheme, host (an international name in its ASCII form), port if it is not the
    /// scheme's own. This text is shown to the user and is the target of every message.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

impl fmt::Display for PortalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_the_one_that_the_browser_will_meet() {
        let check = |text: &str, origin: &str| {
            assert_eq!(
                PortalAddress::parse(text).map(|address| address.origin()),
                Ok(origin.to_owned()),
                "{text}"
            );
        };
        check(
            "https://portal.vendor.example/customer",
            "https://portal.vendor.example",
        );
        check(
            "  https://PORTAL.vendor.example:443/ ",
            "https://portal.vendor.example",
        );
        check(
            "https://portal.vendor.example:8443/",
            "https://portal.vendor.example:8443",
        );
        check(
            "http://127.0.0.1:8787/customer-manager/",
            "http://127.0.0.1:8787",
        );
        check("http://localhost:8787/", "http://localhost:8787");
        check("http://[::1]:1/", "http://[::1]:1");
        // Look-alikes are different origins, and the user is shown which.
        check(
            "https://portal.vendor.example.evil.example/",
            "https://portal.vendor.example.evil.example",
        );
        check(
            "https://evil.example\\@portal.vendor.example/",
            "https://evil.example",
        );
        check(
            "https://evil.example/#@portal.vendor.example",
            "https://evil.example",
        );
        check(
            "https://evil.example/?https://portal.vendor.example",
            "https://evil.example",
        );
        check(
            "https://portal%2Evendor.example/",
            "https://portal.vendor.example",
        );
        check(
            "https:portal.vendor.example",
            "https://portal.vendor.example",
        );
        check("https://0x7f.1/", "https://127.0.0.1");
    }

    #[test]
    fn a_page_does_not_hand_over_to_itself() {
        let page = Url::parse("https://handover.example/").expect("a literal address");
        let check = |text: &str, expected: Option<AddressError>| {
            assert_eq!(
                PortalAddress::for_page(text, &page).err(),
                expected,
                "{text}"
            );
        };
        check(
            "https://handover.example/portal",
            Some(AddressError::OwnPage),
        );
        check("https://HANDOVER.example:443", Some(AddressError::OwnPage));
        check("https://handover.example:8443", None);
        check("https://portal.example", None);
    }

    #[test]
    fn what_could_mislead_or_leak_is_refused() {
        let check = |text: &str, expected: AddressError| {
            assert_eq!(PortalAddress::parse(text), Err(expected), "{text}");
        };
        use AddressError::*;
        for text in [
            "",
            "portal.vendor.example",
            "/customer",
            "https://",
            "https://a b/",
            "http://[::1/",
            "about:srcdoc",
            "null",
        ] {
            check(text, NotAnAddress);
        }
        for text in [
            "data:text/html,x",
            "javascript:alert(1)",
            "blob:https://portal.vendor.example/1",
            "mailto:a@b.example",
        ] {
            check(text, NotAnAddress);
        }
        for text in [
            "http://portal.vendor.example/",
            "ftp://portal.vendor.example/",
            "http://localhost.evil.example/",
            "http://128.0.0.1/",
            "ws://localhost/",
        ] {
            check(text, NotHttps);
        }
        for text in [
            "https://portal.vendor.example@evil.example/",
            "https://a:b@evil.example/",
            "https://:b@evil.example/",
        ] {
            check(text, UserInfo);
        }
        check("https://portal.vendor.example./", TrailingDot);
    }
}
