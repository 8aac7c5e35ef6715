//! Static files: the built web app with the headers that ship with it, and the Customer Manager's page.
//! Headers come from the build's own `_headers` file, so that what ships is what is tested.

use std::io;
use std::path::{Path, PathBuf};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};

use super::Body;
use super::hosts::Surroundings;

/// The web app's folder and the rules of its `_headers`.
pub struct Files {
    root: PathBuf,
    rules: Vec<Rule>,
}

/// A path pattern and the headers that it adds.
#[derive(Debug, PartialEq, Eq)]
struct Rule {
    pattern: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Files {
    /// Reads the rules; the folder must be there.
    pub fn read(root: &Path) -> io::Result<Self> {
        let root = root.canonicalize()?;
        let rules = match std::fs::read_to_string(root.join("_headers")) {
            Ok(text) => parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { root, rules })
    }

    /// Answers a request for the app.
    pub async fn app(&self, method: &Method, path: &str, site: &Surroundings) -> Response<Body> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return refuse(405, "Only GET and HEAD are answered here.");
        }
        let mut response = match path {
            "/config.json" => file("config.json", site.config().to_string().into_bytes()),
            "/_headers" => refuse(404, "Not found"),
            _ => self.read_file(path).await,
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for rule in self
            .rules
            .iter()
            .filter(|rule| matches(&rule.pattern, path))
        {
            for (name, value) in &rule.headers {
                headers.insert(name.clone(), value.clone());
            }
        }
        response
    }

    async fn read_file(&self, path: &str) -> Response<Body> {
        let relative = path.trim_start_matches('/');
        let name = if relative.is_empty() || relative.ends_with('/') {
            format!("{relative}index.html")
        } else {
            relative.to_owned()
        };
        let is_plain = name
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.'))
            && !name.contains(['\\', '%']);
        if !is_plain {
            return refuse(404, "Not found");
        }
        match tokio::fs::read(self.root.join(&name)).await {
            Ok(bytes) => file(&name, bytes),
            Err(_) => refuse(404, "Not found"),
        }
    }
}

/// Answers a request for the Customer Manager's page.
pub fn portal(path: &str, site: &Surroundings) -> Response<Body> {
    let mut response = match path.strip_prefix("/customer-manager/") {
        Some("") => file(
            "index.html",
            include_bytes!("../../pages/customer-manager/index.html").to_vec(),
        ),
        Some("portal.js") => file(
            "portal.js",
            include_bytes!("../../pages/customer-manager/portal.js").to_vec(),
        ),
        Some("receiver.js") => file(
            "receiver.js",
            include_bytes!("../../pages/customer-manager/receiver.js").to_vec(),
        ),
        Some("portal.css") => file(
            "portal.css",
            include_bytes!("../../pages/customer-manager/portal.css").to_vec(),
        ),
        Some("receiver-config.json") => file(
            "config.json",
            site.receiver_config().to_string().into_bytes(),
        ),
        // Browsers ask for it by themselves; an error in the console would be noise.
        _ if path == "/favicon.ico" => refuse(204, ""),
        _ if path == "/customer-manager" => redirect("/customer-manager/"),
        _ => refuse(404, "Not found"),
    };
    protect(&mut response);
    response
}

/// Answers a request for the page in the place of Microsoft's admin portals, whose paths name tenants.
pub fn azure_portal(path: &str) -> Response<Body> {
    let mut response = match path {
        "/portal.js" => file(
            "portal.js",
            include_bytes!("../../pages/azure-portal/portal.js").to_vec(),
        ),
        "/portal.css" => file(
            "portal.css",
            include_bytes!("../../pages/azure-portal/portal.css").to_vec(),
        ),
        "/favicon.ico" => refuse(204, ""),
        _ => file(
            "index.html",
            include_bytes!("../../pages/azure-portal/index.html").to_vec(),
        ),
    };
    protect(&mut response);
    response
}

/// The policy of the pages that the sandbox itself brings.
fn protect(response: &mut Response<Body>) {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// A plain refusal.
pub fn refuse(status: u16, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

/// Another address is meant.
pub fn redirect(location: &str) -> Response<Body> {
    let mut response = Response::new(Body::default());
    *response.status_mut() = StatusCode::FOUND;
    response.headers_mut().extend(
        HeaderValue::from_str(location)
            .ok()
            .map(|to| (header::LOCATION, to)),
    );
    response
}

fn file(name: &str, bytes: Vec<u8>) -> Response<Body> {
    let kind = match Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let mut response = Response::new(Body::from(bytes));
    *response.headers_mut() = headers;
    response
}

/// Reads the format of `_headers`: a path pattern on a line of its own, headers indented below it, `#` for comments.
fn parse(text: &str) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for line in text.lines() {
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            rules.push(Rule {
                pattern: content.to_owned(),
                headers: Vec::new(),
            });
            continue;
        }
        let header = content.split_once(':').and_then(|(name, value)| {
            Some((
                name.trim().parse().ok()?,
                HeaderValue::from_str(value.trim()).ok()?,
            ))
        });
        if let (Some(rule), Some(header)) = (rules.last_mut(), header) {
            rule.headers.push(header);
        }
    }
    rules
}

/// `*` stands for anything; everything else is literal.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((start, rest)) => path.strip_prefix(start).is_some_and(|left| {
            (0..=left.len()).any(|at| left.is_char_boundary(at) && matches(rest, &left[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_file() {
        let rules = parse(
            "# all\n/*\n  X-One: 1\n  Content-Security-Policy: default-src 'none'; img-src https:\n/*.wasm\n\tX-Two: 2\n",
        );
        assert_eq!(rules.len(), 2);
        assert_eq!(rules[0].headers[1].1, "default-src 'none'; img-src https:");
        assert_eq!(rules[1].headers[0].0, "x-two");
    }

    #[test]
    fn patterns() {
        let check = |pattern: &str, path: &str, expected: bool| {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        };
        check("/*", "/", true);
        check("/*", "/a/b.js", true);
        check("/*.wasm", "/a/b.wasm", true);
        check("/*.wasm", "/a/b.js", false);
        check("/index.html", "/index.html", true);
        check("/", "/index.html", false);
    }
}
