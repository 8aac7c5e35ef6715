//! The one source of the page's Content Security Policy and response headers, and the check that the meta tag and the
//! ready-made files for static hosts say the same.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{html, sh::root};

/// Nothing but the page's own files, and connections to the sign-in and Graph hosts of Microsoft's clouds.
/// `wasm-unsafe-eval` lets WebAssembly compile and allows no other evaluation.
pub const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
    connect-src 'self' https://login.microsoftonline.com https://graph.microsoft.com https://login.microsoftonline.us \
    https://graph.microsoft.us https://dod-graph.microsoft.us https://login.partner.microsoftonline.cn \
    https://microsoftgraph.chinacloudapi.cn; frame-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'";

/// Windows that the page opens stay addressable by it, for the hand-over; a window that opened the page is cut off.
const CUT_OFF: (&str, &str) = (OPENER_POLICY, "same-origin-allow-popups");
/// The bookmarklet's small window is opened by the portal's page and talks to it; it holds no token.
const KEPT: (&str, &str) = (OPENER_POLICY, "unsafe-none");
const OPENER_POLICY: &str = "Cross-Origin-Opener-Policy";

const EVERYWHERE: &[(&str, &str)] = &[
    ("Cache-Control", "no-cache"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", PERMISSIONS),
    ("Referrer-Policy", "no-referrer"),
    (
        "Strict-Transport-Security",
        "max-age=63072000; includeSubDomains",
    ),
    ("X-Content-Type-Options", "nosniff"),
];

/// Everything that browsers know is off, but writing to the clipboard: the copy buttons.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), \
    encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), \
    screen-wake-lock=(), serial=(), storage-access=(), usb=(), window-management=(), xr-spatial-tracking=(), \
    clipboard-write=(self)";

/// The pages, each with who may show it in a frame (nobody the app, the app the relay of the hand-over) and whether the window that
/// opened it is cut off. Not for all files at once: hosts add the values of several rules that fit.
const PAGES: &[(&str, &str, (&str, &str))] = &[
    ("/", "'none'", CUT_OFF),
    ("/index.html", "'none'", CUT_OFF),
    ("/handover", "'self'", CUT_OFF),
    ("/handover.html", "'self'", CUT_OFF),
    ("/fill", "'none'", KEPT),
    ("/fill.html", "'none'", KEPT),
];

type Headers = BTreeMap<String, String>;
type Rules = BTreeMap<String, Headers>;

/// The meta tag of the page is the policy; those of the relay and the small window are at most as wide.
pub fn check_meta_tags() -> Result<()> {
    let read = |file: &str| -> Result<String> {
        let page = fs::read_to_string(root().join(file))?;
        let policy =
            meta_csp(&page).with_context(|| format!("{file} has no Content Security Policy"))?;
        Ok(policy.to_owned())
    };
    let page = read("index.html")?;
    ensure!(
        page == CSP,
        "the policy in index.html is\n  {page}\nand should be\n  {CSP}"
    );
    for file in ["public/handover.html", "public/fill.html"] {
        let narrow = read(file)?;
        ensure!(
            is_within(&narrow, CSP),
            "the policy in {file} allows more than that of the page:\n  {narrow}"
        );
    }
    Ok(())
}

/// `_headers`: a path, then its headers; several paths that fit are merged by the host.
pub fn check_headers_file() -> Result<()> {
    let found = parse_headers_file(&fs::read_to_string(root().join("public/_headers"))?)?;
    let mut expected = Rules::from([("/*".into(), headers(EVERYWHERE))]);
    for (path, ancestors, opener) in PAGES {
        let mut page = html_headers(ancestors);
        page.extend(headers(&[*opener]));
        expected.insert((*path).into(), page);
    }
    expected.insert("/config.json".into(), headers(&[NO_STORE]));
    compare(&found, &expected)
}

/// `staticwebapp.config.json`: global headers, and routes that replace single ones.
pub fn check_static_web_app() -> Result<()> {
    let text = fs::read_to_string(root().join("public/staticwebapp.config.json"))?;
    let config: Value = serde_json::from_str(&text)?;
    let mut found = Rules::from([("/*".into(), json_headers(&config["globalHeaders"])?)]);
    for route in config["routes"].as_array().context("no routes")? {
        let path = route["route"].as_str().context("a route without a path")?;
        found.insert(path.into(), json_headers(&route["headers"])?);
    }
    let mut everywhere = headers(EVERYWHERE);
    everywhere.extend(headers(&[CUT_OFF]));
    everywhere.insert("Content-Security-Policy".into(), policy("'none'"));
    let mut expected = Rules::from([("/*".into(), everywhere)]);
    for path in ["/", "/index.html", "/config.json"] {
        expected.insert(path.into(), headers(&[NO_STORE]));
    }
    expected.insert("/handover.html".into(), html_headers("'self'"));
    expected.insert("/fill.html".into(), headers(&[NO_STORE, KEPT]));
    compare(&found, &expected)
}

const NO_STORE: (&str, &str) = ("Cache-Control", "no-store");

fn html_headers(ancestors: &str) -> Headers {
    headers(&[NO_STORE, ("Content-Security-Policy", &policy(ancestors))])
}

/// The policy as a header, where it may also say who shows the page in a frame.
fn policy(ancestors: &str) -> String {
    format!("{CSP}; frame-ancestors {ancestors}")
}

fn headers(pairs: &[(&str, &str)]) -> Headers {
    let owned = |(name, value): &(&str, &str)| ((*name).into(), (*value).into());
    pairs.iter().map(owned).collect()
}

fn json_headers(value: &Value) -> Result<Headers> {
    Ok(serde_json::from_value(value.clone())?)
}

fn compare(found: &Rules, expected: &Rules) -> Result<()> {
    ensure!(
        found.keys().eq(expected.keys()),
        "paths {:?} instead of {:?}",
        found.keys(),
        expected.keys()
    );
    for (path, wanted) in expected {
        let got = &found[path];
        ensure!(
            got == wanted,
            "headers of {path} are\n  {got:#?}\nand should be\n  {wanted:#?}"
        );
    }
    Ok(())
}

fn meta_csp(page: &str) -> Option<&str> {
    html::tags(page, "meta")
        .find(|tag| html::attribute(tag, "http-equiv") == Some("Content-Security-Policy"))
        .and_then(|tag| html::attribute(tag, "content"))
}

fn parse_headers_file(text: &str) -> Result<Rules> {
    let mut rules = Rules::new();
    let mut path = None;
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(header) = line.strip_prefix("  ") {
            let path: &String = path.as_ref().context("a header before the first path")?;
            let (name, value) = header
                .split_once(": ")
                .with_context(|| format!("not a header: {header}"))?;
            let before = rules
                .entry(path.clone())
                .or_default()
                .insert(name.into(), value.into());
            ensure!(before.is_none(), "{name} twice for {path}");
        } else {
            path = Some(line.to_owned());
        }
    }
    Ok(rules)
}

/// Whether each directive of the narrow policy allows only what the wide one allows for the same directive.
fn is_within(narrow: &str, wide: &str) -> bool {
    let parse = |policy: &str| -> BTreeMap<String, Vec<String>> {
        let words = |directive: &str| {
            directive
                .split_whitespace()
                .map(String::from)
                .collect::<Vec<_>>()
        };
        let named = |mut words: Vec<String>| (!words.is_empty()).then(|| (words.remove(0), words));
        policy.split(';').map(words).filter_map(named).collect()
    };
    let (narrow, wide) = (parse(narrow), parse(wide));
    narrow.contains_key("default-src")
        && narrow.iter().all(|(directive, sources)| {
            let allowed = wide.get(directive);
            sources.iter().all(|source| {
                source == "'none'" || allowed.is_some_and(|allowed| allowed.contains(source))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_file_is_read_by_path() -> Result<()> {
        let rules = parse_headers_file("# note\n/*\n  A: b; c: d\n\n/x\n  E: f\n")?;
        assert_eq!(rules["/*"]["A"], "b; c: d");
        assert_eq!(rules["/x"]["E"], "f");
        assert!(parse_headers_file("  A: b\n").is_err());
        assert!(parse_headers_file("/\n  A: b\n  A: c\n").is_err());
        Ok(())
    }

    #[test]
    fn narrower_policies_are_told_from_wider_ones() {
        let check = |narrow, expected| assert_eq!(is_within(narrow, CSP), expected, "{narrow}");
        check(CSP, true);
        check("default-src 'none'; script-src 'self'", true);
        check("script-src 'self'", false);
        check(
            "default-src 'none'; script-src 'self' 'unsafe-inline'",
            false,
        );
        check("default-src 'none'; media-src 'self'", false);
    }

    #[test]
    fn policy_has_no_loophole() {
        for word in [
            "unsafe-inline",
            "'unsafe-eval'",
            "*",
            "http:",
            "data:",
            "blob:",
        ] {
            assert!(!CSP.contains(word), "{word}");
        }
    }
}
