//! The bookmarklet's link, and who may be filled by way of it. The link holds code and the address of our small window, never a
//! value; it knows no browser and no form.

use super::address::PortalAddress;
use url::Url;

/// The script of the bookmarklet as `cargo xtask build` writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmarklet {
    script: String,
}

/// Why the page on which the bookmark was pressed is not offered anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAdmitted {
    /// The user has not said yet which address the portal has.
    #[error("no portal is named")]
    Unnamed,
    /// The page is of another origin than the portal that the user named.
    #[error("{found} is not {named}")]
    OtherOrigin { found: String, named: String },
    /// The bookmark holds the script of an earlier or later Entra Handover.
    #[error("the bookmark is of another version")]
    OtherVersion,
}

impl Bookmarklet {
    /// Takes the built script. Nothing if it is something else, such as a host's page for files that are not there.
    pub fn new(script: &str) -> Option<Self> {
        let script = script.trim();
        let built = script.starts_with("entraHandover=") && script.ends_with(';');
        built.then(|| Self {
            script: script.to_owned(),
        })
    }

    /// Tells this script from any other: an old bookmark says so instead of misbehaving.
    pub fn print(&self) -> String {
        // FNV-1a, 64 bits. Against mix-ups, not against malice: what a page says about itself can be anything.
        let hash = self
            .script
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        format!("{hash:016x}")
    }

    /// The link to drag to the bookmarks bar, for the small window at this address.
    pub fn link(&self, small_window: &Url) -> String {
        let (script, print) = (&self.script, self.print());
        // A URL's text has no quotation mark and no backslash: it is a text of JavaScript as it stands.
        let code = format!("(()=>{{let {script}entraHandover(\"{small_window}\",\"{print}\")}})()");
        format!("javascript:{}", encoded(&code))
    }
}

/// Percent-encodes what would end a URL, be lost in one, or be read as something else.
fn encoded(code: &str) -> String {
    let mut url = String::with_capacity(code.len() * 5 / 4);
    for byte in code.bytes() {
        match byte {
            b'%' | b'"' | b'<' | b'>' | b'#' | b'`' | b'\\' | b'\'' => {
                url.push_str(&format!("%{byte:02X}"));
            }
            0x21..=0x7e => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

/// Whether a page may be offered the values: the origin is the one that the user named, to the letter, and its script is ours.
pub fn admit(
    named: Option<&PortalAddress>,
    origin: &str,
    print: &str,
    ours: &str,
) -> Result<(), NotAdmitted> {
    let named = named.ok_or(NotAdmitted::Unnamed)?.origin();
    if origin != named {
        return Err(NotAdmitted::OtherOrigin {
            found: origin.to_owned(),
            named,
        });
    }
    match print == ours {
        true => Ok(()),
        false => Err(NotAdmitted::OtherVersion),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "entraHandover=(a,b)=>{x=`%20`;y=a<b?'#':\"é\\n\"};\n";

    fn bookmarklet() -> Bookmarklet {
        Bookmarklet::new(SCRIPT).expect("a script as it is built")
    }

    fn decoded(url: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = url.bytes();
        while let Some(byte) = rest.next() {
            if byte != b'%' {
                bytes.push(byte);
                continue;
            }
            let digits: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&digits, 16).expect("two digits"));
        }
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn the_link_carries_the_script_and_our_window_as_they_are() {
        let window = Url::parse("https://handover.example/a/fill.html").expect("a literal address");
        let link = bookmarklet().link(&window);
        let parsed = Url::parse(&link).expect("a URL");
        assert_eq!(parsed.as_str(), link, "no browser changes a character");
        assert!(parsed.fragment().is_none());
        let print = bookmarklet().print();
        assert_eq!(
            decoded(link.strip_prefix("javascript:").expect("its scheme")),
            format!(
                "(()=>{{let {}entraHandover(\"https://handover.example/a/fill.html\",\"{print}\")}})()",
                SCRIPT.trim()
            )
        );
    }

    #[test]
    fn every_script_has_a_print_of_its_own() {
        let other = Bookmarklet::new(&SCRIPT.replace('x', "z")).expect("a script");
        assert_ne!(bookmarklet().print(), other.print());
        assert_eq!(bookmarklet().print().len(), 16);
    }

    #[test]
    fn what_is_not_the_script_makes_no_link() {
        for text in ["", "<!doctype html>", "entraHandover=", "alert(1);"] {
            assert_eq!(Bookmarklet::new(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_named_origin_with_our_script_is_admitted() {
        let named = PortalAddress::parse("https://portal.p.example/x").expect("a literal address");
        let check = |origin: &str, print: &str, expected: Result<(), NotAdmitted>| {
            assert_eq!(
                admit(Some(&named), origin, print, "1"),
                expected,
                "{origin}"
            );
        };
        check("https://portal.p.example", "1", Ok(()));
        check(
            "https://portal.p.example",
            "0",
            Err(NotAdmitted::OtherVersion),
        );
        for origin in [
            "null",
            "",
            "http://portal.p.example",
            "https://portal.p.example:8443",
            "https://portal.p.example.",
            "https://portal.p.example/",
            "https://PORTAL.p.example",
            "https://portal.p.example.evil.example",
        ] {
            let other = NotAdmitted::OtherOrigin {
                found: origin.to_owned(),
                named: named.origin(),
            };
            check(origin, "1", Err(other));
        }
        let unnamed = admit(None, "https://portal.p.example", "1", "1");
        assert_eq!(unnamed, Err(NotAdmitted::Unnamed));
    }
}
