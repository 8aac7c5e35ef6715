//! The origin is compared exactly, as the browser writes it: nothing that only resembles it is filled (S-42).

use super::matching::{Wanted, match_page};
use super::refusal::Refusal;
use super::samples::{form, portal};
use super::snapshot::Snapshot;

const BAD: [&str; 66] = [
    "",
    " ",
    "null",
    "about:blank",
    "about:srcdoc",
    "data:",
    "data:text/html,x",
    "javascript:",
    "file://",
    "file:///",
    "blob:https://portal.p.example",
    "blob://",
    "blob:https://portal.p.example/1",
    "filesystem:https://portal.p.example",
    "view-source:https://portal.p.example",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://a",
    "chrome://settings",
    "http://portal.p.example",
    "http://portal.p.example:443",
    "ws://portal.p.example",
    "wss://portal.p.example",
    "ftp://portal.p.example",
    "HTTPS://portal.p.example",
    "https:portal.p.example",
    "https:/portal.p.example",
    "https:///portal.p.example",
    "//portal.p.example",
    "portal.p.example",
    "https://portal.p.example/",
    "https://portal.p.example/msaad",
    "https://portal.p.example?",
    "https://portal.p.example#",
    "https://portal.p.example:443",
    "https://portal.p.example:8443",
    "https://portal.p.example:80",
    "https://portal.p.example:0443",
    "https://portal.p.example:",
    "https://portal.p.example.",
    "https://portal.p.example..",
    "https://.portal.p.example",
    "https://portal..p.example",
    "https://Portal.p.example",
    "https://PORTAL.P.EXAMPLE",
    "https://portal.p.example.evil.tld",
    "https://evil-portal.p.example",
    "https://xportal.p.example",
    "https://p.example",
    "https://www.portal.p.example",
    "https://portal.q.example",
    "https://portal-p.example",
    "https://portal.p.examp1e",
    "https://portal.p.example@evil.tld",
    "https://evil.tld@portal.p.example",
    "https://user:word@portal.p.example",
    "https://evil.tld\\portal.p.example",
    "https://portal.p.example\\@evil.tld",
    "https://evil.tld/portal.p.example",
    "https://portal%2ep.example",
    "https://portal.p.example%00",
    "https://portal.p.example\0",
    "https://pоrtal.p.example",
    "https://xn--prtal-jye.p.example",
    "https://portal\u{200b}.p.example",
    "https://portal。p.example",
    " https://portal.p.example ",
];

const ADDRESSES: [&str; 8] = [
    "https://127.0.0.1",
    "https://2130706433",
    "https://0x7f.0.0.1",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://localhost",
    "http://localhost",
    "http://127.0.0.1:8787",
];

#[test]
fn only_the_exact_origin_is_filled() {
    let portal = portal();
    let check = |page: &Snapshot, filled: bool| {
        let plan = match_page(
            page,
            &Wanted {
                portal: &portal,
                rule: None,
                secret_length: 40,
            },
        );
        match plan {
            Ok(_) => assert!(filled, "{} {}", page.origin, page.address),
            Err(refusal) => {
                assert!(!filled);
                assert!(
                    matches!(refusal, Refusal::WrongOrigin { .. } | Refusal::Sandboxed),
                    "{refusal:?}"
                );
            }
        }
    };
    check(&form(), true);
    for bad in BAD.iter().chain(&ADDRESSES) {
        // Either of the two is enough to refuse.
        check(
            &Snapshot {
                origin: (*bad).to_owned(),
                ..form()
            },
            false,
        );
        check(
            &Snapshot {
                address: (*bad).to_owned(),
                ..form()
            },
            false,
        );
        check(
            &Snapshot {
                origin: (*bad).to_owned(),
                address: (*bad).to_owned(),
                ..form()
            },
            false,
        );
    }
}

#[test]
fn only_the_top_document_with_all_fields_described_is_filled() {
    let portal = portal();
    let wanted = Wanted {
        portal: &portal,
        rule: None,
        secret_length: 40,
    };
    let framed = Snapshot {
        top: false,
        ..form()
    };
    assert_eq!(match_page(&framed, &wanted), Err(Refusal::NotTopFrame));
    let cut = Snapshot {
        overflow: true,
        ..form()
    };
    assert_eq!(match_page(&cut, &wanted), Err(Refusal::TooMuch));
}
