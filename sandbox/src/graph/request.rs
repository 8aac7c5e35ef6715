//! A Graph request, parsed: path segments with their keys, OData query options, and the headers that change the meaning.
//! It knows the syntax of addresses, not the resources behind them.

use http::{HeaderMap, HeaderName, Method, header};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use uuid::Uuid;

use super::errors::GraphError;

const PREFER: HeaderName = HeaderName::from_static("prefer");
const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");

/// A request as the resources see it.
#[derive(Debug, Clone)]
pub struct GraphRequest {
    /// Method.
    pub method: Method,
    /// Decoded segments after the version; a key in parentheses is a segment of its own.
    pub path: Vec<String>,
    /// Query options.
    pub query: Query,
    /// `Prefer: create-if-missing`.
    pub create_if_missing: bool,
    /// `ConsistencyLevel: eventual`.
    pub eventual: bool,
    /// The JSON body; null when there is none.
    pub body: Value,
}

/// OData query options.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// `$select`.
    pub select: Option<Vec<String>>,
    /// `$filter`.
    pub filter: Option<String>,
    /// `$top`.
    pub top: Option<String>,
    /// `$skiptoken`.
    pub skip_token: Option<String>,
    /// `$orderby`.
    pub order_by: Option<String>,
    /// `$search`.
    pub search: Option<String>,
    /// `$count=true`.
    pub count: bool,
}

impl Query {
    fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let name = name.trim_start_matches('$');
            let is = |option: &str| name.eq_ignore_ascii_case(option);
            if is("select") {
                query.select = Some(value.split(',').map(|s| s.trim().to_owned()).collect());
            } else if is("filter") {
                query.filter = Some(value.into_owned());
            } else if is("top") {
                query.top = Some(value.into_owned());
            } else if is("skiptoken") {
                query.skip_token = Some(value.into_owned());
            } else if is("orderby") {
                query.order_by = Some(value.into_owned());
            } else if is("search") {
                query.search = Some(value.into_owned());
            } else if is("count") {
                query.count = value.eq_ignore_ascii_case("true");
            }
        }
        query
    }
}

impl GraphRequest {
    /// Parses a path without its version, and its query.
    pub fn parse(
        method: Method,
        path: &str,
        query: &str,
        headers: &HeaderMap,
        body: Value,
    ) -> Self {
        let mut segments = Vec::with_capacity(4);
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let segment = match segment.contains('%') {
                true => percent_decode_str(segment).decode_utf8_lossy().into_owned(),
                false => segment.to_owned(),
            };
            match segment
                .strip_suffix(')')
                .and_then(|rest| rest.split_once('('))
            {
                Some((name, key)) => segments.extend([name.to_owned(), key.to_owned()]),
                None => segments.push(segment),
            }
        }
        let has = |name: HeaderName, value: &str| {
            headers
                .get(name)
                .and_then(|v| v.to_str().ok())
                .is_some_and(|v| v.to_ascii_lowercase().contains(value))
        };
        Self {
            method,
            path: segments,
            query: Query::parse(query),
            create_if_missing: has(PREFER, "create-if-missing"),
            eventual: has(CONSISTENCY_LEVEL, "eventual"),
            body,
        }
    }

    /// Reads the body of an HTTP request.
    pub fn read_body(headers: &HeaderMap, body: &[u8]) -> Result<Value, GraphError> {
        if body.is_empty() {
            return Ok(Value::Null);
        }
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("application/json") {
            let message = "A request with a body must have the Content-Type application/json.";
            return Err(GraphError::new(415, "Request_BadRequest", message));
        }
        serde_json::from_slice(body)
            .map_err(|_| GraphError::malformed("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."))
    }

    /// The segments in lower case: Graph's paths are case-insensitive (FACTS section 3).
    pub fn lower_path(&self) -> Vec<String> {
        self.path
            .iter()
            .map(|segment| segment.to_ascii_lowercase())
            .collect()
    }

    /// A segment as it was written.
    pub fn segment(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }

    /// The object that the second segment names.
    pub fn key(&self) -> Result<Key, GraphError> {
        Key::parse(self.segment(1))
    }
}

/// What a request costs in the units of the throttling limits: `x-ms-resource-unit`. The base costs are those of Graph's
/// throttling limits for identity and access (FACTS section 4.3), and as recorded.
pub fn resource_units(method: &Method, path: &str, query: &str) -> u8 {
    if method != Method::GET {
        return 1;
    }
    let path = path.strip_prefix("/v1.0").unwrap_or(path);
    let path = path.to_ascii_lowercase();
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let base = match segments.as_slice() {
        ["applications" | "users"] | ["oauth2permissiongrants", ..] => 2,
        ["serviceprincipals", _, "approleassignments"] => 2,
        [.., "memberof" | "transitivememberof"] | [.., "memberof" | "transitivememberof", _] => 2,
        _ => 1,
    };
    if base == 1 {
        return 1;
    }
    let query = Query::parse(query);
    let few = query
        .top
        .is_some_and(|top| top.parse().is_ok_and(|top: u16| top < 20));
    let saved = u8::from(query.select.is_some()) + u8::from(few);
    (base - saved.min(base)).max(1)
}

/// How an address names an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// Object id.
    Id(Uuid),
    /// `appId='…'`.
    AppId(Uuid),
    /// `uniqueName='…'`.
    UniqueName(String),
}

impl Key {
    fn parse(text: &str) -> Result<Self, GraphError> {
        let invalid =
            |id: &str| GraphError::bad_request(format!("Invalid object identifier '{id}'."));
        let Some((name, value)) = text.split_once('=') else {
            let id = text.trim_matches('\'');
            return id.parse().map(Self::Id).map_err(|_| invalid(id));
        };
        let value = value.trim_matches('\'').replace("''", "'");
        match name.trim().to_ascii_lowercase().as_str() {
            "appid" => value.parse().map(Self::AppId).map_err(|_| invalid(&value)),
            "uniquename" => Ok(Self::UniqueName(value)),
            "id" => value.parse().map(Self::Id).map_err(|_| invalid(&value)),
            _ => Err(GraphError::malformed(format!(
                "The key '{name}' is not an alternate key of the resource."
            ))),
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) | Self::AppId(id) => id.fmt(f),
            Self::UniqueName(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_units_are_those_of_the_throttling_limits() {
        let check = |method: Method, address: &str, expected: u8| {
            let (path, query) = address.split_once('?').unwrap_or((address, ""));
            assert_eq!(
                resource_units(&method, path, query),
                expected,
                "{method} {address}"
            );
        };
        check(Method::GET, "/v1.0/applications", 2);
        check(
            Method::GET,
            "/v1.0/applications?$filter=appId%20eq%20'a'",
            2,
        );
        check(Method::GET, "/v1.0/applications?$select=id", 1);
        check(Method::GET, "/v1.0/applications?$select=id&$top=5", 1);
        check(Method::GET, "/v1.0/applications?$top=5", 1);
        check(Method::GET, "/v1.0/applications/1", 1);
        check(Method::POST, "/v1.0/applications", 1);
        check(Method::GET, "/v1.0/servicePrincipals", 1);
        check(
            Method::GET,
            "/v1.0/servicePrincipals/1/appRoleAssignments",
            2,
        );
        check(
            Method::GET,
            "/v1.0/servicePrincipals/1/appRoleAssignedTo",
            1,
        );
        check(Method::GET, "/v1.0/oAuth2PermissionGrants/1", 2);
        check(
            Method::GET,
            "/me/transitiveMemberOf/microsoft.graph.directoryRole",
            2,
        );
        check(Method::GET, "/v1.0/users", 2);
    }
}
