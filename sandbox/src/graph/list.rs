//! Reading collections and single objects: `$filter`, `$search`, `$orderby`, `$top`, paging, `$count` and `$select`.
//! It works on any object that can be asked for a property.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::errors::GraphError;
use super::filter::Filter;
use super::{Call, Reply};
use crate::directory::application::{Application, PASSWORDS};
use crate::directory::service_principal::ServicePrincipal;
use crate::json::object;

/// Graph's default page.
const PAGE: usize = 100;

/// The annotation that names an object's type.
const TYPE: &str = "@odata.type";

/// Something that can be listed.
pub trait Object {
    /// A property, without building the whole object.
    fn property(&self, name: &str) -> Option<&Value>;
    /// The whole object as reads show it.
    fn render(&self) -> Map<String, Value>;
    /// One property as reads show it, under the name that it truly has: names in a query are case-insensitive.
    fn shown(&self, name: &str) -> Option<(String, Value)>;
}

/// A property of a map by its name in any case.
fn named<'a>(
    properties: impl IntoIterator<Item = &'a Map<String, Value>>,
    name: &str,
) -> Option<(String, Value)> {
    let mut all = properties.into_iter().flatten();
    let found = all.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(key, value)| (key.clone(), value.clone()))
}

impl Object for Application {
    fn property(&self, name: &str) -> Option<&Value> {
        self.entity.get(name)
    }
    fn render(&self) -> Map<String, Value> {
        self.render()
    }
    fn shown(&self, name: &str) -> Option<(String, Value)> {
        if name.eq_ignore_ascii_case(PASSWORDS) {
            return Some((PASSWORDS.to_owned(), self.masked_secrets()));
        }
        named(self.entity.layers(), name)
    }
}

impl Object for ServicePrincipal {
    fn property(&self, name: &str) -> Option<&Value> {
        self.entity.get(name)
    }
    fn render(&self) -> Map<String, Value> {
        self.entity.render()
    }
    fn shown(&self, name: &str) -> Option<(String, Value)> {
        named(self.entity.layers(), name)
    }
}

impl Object for Value {
    fn property(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
    fn render(&self) -> Map<String, Value> {
        self.as_object().cloned().unwrap_or_default()
    }
    fn shown(&self, name: &str) -> Option<(String, Value)> {
        named(self.as_object(), name)
    }
}

/// The type and place of what is read: for `@odata.context` and messages.
#[derive(Debug, Clone, Copy)]
pub struct Kind<'k> {
    /// The name in `@odata.context`, such as `applications`.
    pub set: &'k str,
    /// The type's name, such as `application`.
    pub name: &'static str,
}

/// Answers a read of one object.
pub fn one(call: &Call<'_>, kind: Kind<'_>, object: &impl Object) -> Result<Reply, GraphError> {
    let selected = select(call, kind, object)?;
    let context = format!("{}/$entity", context(call, kind.set, Some(&selected)));
    Ok(Reply::entity(200, &context, selected.into()))
}

/// Answers a read of a collection.
pub fn many<'a, T: Object + 'a>(
    call: &Call<'_>,
    kind: Kind<'_>,
    objects: impl IntoIterator<Item = &'a T>,
) -> Result<Reply, GraphError> {
    let filter = filter(call)?;
    let search = search(call)?;
    let top = top(call)?;
    let objects: Vec<&T> = objects.into_iter().collect();
    if let (Some(filter), Some(object)) = (&filter, objects.first()) {
        check_properties(filter, *object, kind)?;
    }
    let mut found: Vec<&T> = objects
        .into_iter()
        .filter(|object| {
            filter
                .as_ref()
                .is_none_or(|f| f.fits(&|path: &str| nested(*object, path)))
        })
        .filter(|object| {
            search
                .as_ref()
                .is_none_or(|(name, part)| contains(*object, name, part))
        })
        .collect();
    order(call, &mut found);
    let start = skipped(call)?;
    let page = found.iter().skip(start).take(top);
    let value = page.map(|object| select(call, kind, *object).map(Value::from));
    let value: Vec<Value> = value.collect::<Result<_, _>>()?;
    let first = value.first().and_then(Value::as_object);
    let context = context(call, kind.set, first).into();
    let mut body = object([("@odata.context", context), ("value", value.into())]);
    if call.request.query.count && call.request.eventual {
        body["@odata.count"] = found.len().into();
    }
    if start + top < found.len() {
        body["@odata.nextLink"] = next_link(call, start + top).into();
    }
    Ok(Reply {
        status: 200,
        body: Some(body),
        location: None,
    })
}

/// `…$metadata#set`, or `…$metadata#set(a,b)` with `$select`: in the order asked for, under the names that the properties truly have.
fn context(call: &Call<'_>, set: &str, selected: Option<&Map<String, Value>>) -> String {
    let true_name = |asked: &String| {
        let mut names = selected.into_iter().flat_map(Map::keys);
        names
            .find(|name| name.eq_ignore_ascii_case(asked))
            .unwrap_or(asked)
            .clone()
    };
    let names = call.request.query.select.as_ref();
    let names = names.map(|names| names.iter().map(true_name).collect::<Vec<_>>().join(","));
    let (opened, names, closed) = match &names {
        Some(names) => ("(", names.as_str(), ")"),
        None => ("", "", ""),
    };
    [&call.graph, "/v1.0/$metadata#", set, opened, names, closed].concat()
}

fn select(
    call: &Call<'_>,
    kind: Kind<'_>,
    object: &impl Object,
) -> Result<Map<String, Value>, GraphError> {
    let Some(names) = &call.request.query.select else {
        return Ok(object.render());
    };
    let unknown = |name: &String| {
        GraphError::malformed(format!(
            "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type \
             'microsoft.graph.{}'.",
            kind.name
        ))
    };
    let shown = |name: &String| object.shown(name).ok_or_else(|| unknown(name));
    // An object of a derived type names it whatever is selected.
    let kind = object.property(TYPE).cloned();
    let kind = kind.map(|kind| Ok((TYPE.to_owned(), kind)));
    kind.into_iter().chain(names.iter().map(shown)).collect()
}

fn nested<'a>(object: &'a impl Object, path: &str) -> Option<&'a Value> {
    let mut parts = path.split('/');
    let first = object.property(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}

/// `ne`, `not`, `endsWith` and sorting a filtered list are advanced queries (FACTS section 3.4).
fn filter(call: &Call<'_>) -> Result<Option<Filter>, GraphError> {
    let query = &call.request.query;
    let Some(text) = &query.filter else {
        return Ok(None);
    };
    let filter = Filter::parse(text)?;
    let advanced = call.request.eventual && query.count;
    if let (Some(operator), false) = (filter.advanced_operator(), advanced) {
        return Err(GraphError::unsupported_query(format!(
            "Operator '{operator}' is not supported because the required parameters might be missing. Try adding \
             $count=true query parameter and ConsistencyLevel:eventual header. Refer to \
             https://aka.ms/graph-docs/advanced-queries for more information"
        )));
    }
    if query.order_by.is_some() && !advanced {
        return Err(GraphError::unsupported_query(
            "Sorting not supported for current query.",
        ));
    }
    Ok(Some(filter))
}

/// A filter may name only what the type has.
fn check_properties(
    filter: &Filter,
    object: &impl Object,
    kind: Kind<'_>,
) -> Result<(), GraphError> {
    match filter
        .properties()
        .iter()
        .find(|name| object.property(name).is_none())
    {
        None => Ok(()),
        Some(name) => Err(GraphError::malformed(format!(
            "Invalid filter clause: Could not find a property named '{name}' on type 'microsoft.graph.{}'.",
            kind.name
        ))),
    }
}

/// `$search="displayName:text"`.
fn search(call: &Call<'_>) -> Result<Option<(String, String)>, GraphError> {
    let Some(text) = &call.request.query.search else {
        return Ok(None);
    };
    if !call.request.eventual {
        return Err(GraphError::unsupported_query(
            "Request with $search query parameter only works through MSGraph with a special request header: \
             'ConsistencyLevel: eventual'",
        ));
    }
    let (name, part) = text
        .trim_matches('"')
        .split_once(':')
        .ok_or_else(|| GraphError::malformed(format!("Invalid $search clause '{text}'.")))?;
    Ok(Some((name.to_owned(), part.to_lowercase())))
}

fn contains(object: &impl Object, name: &str, part: &str) -> bool {
    nested(object, name)
        .and_then(Value::as_str)
        .is_some_and(|text| text.to_lowercase().contains(part))
}

fn order<T: Object>(call: &Call<'_>, found: &mut [&T]) {
    let Some(order) = &call.request.query.order_by else {
        return;
    };
    let (path, direction) = order
        .trim()
        .split_once(' ')
        .unwrap_or((order.trim(), "asc"));
    let text = |object: &T| {
        nested(object, path)
            .map(Value::to_string)
            .unwrap_or_default()
            .to_lowercase()
    };
    found.sort_by_cached_key(|object| text(object));
    if direction.trim().eq_ignore_ascii_case("desc") {
        found.reverse();
    }
}

fn top(call: &Call<'_>) -> Result<usize, GraphError> {
    let Some(text) = &call.request.query.top else {
        return Ok(PAGE);
    };
    match text.parse() {
        Ok(top @ 1..=999) => Ok(top),
        _ => Err(GraphError::bad_request(format!(
            "Invalid page size specified: '{text}'. Must be between 1 and 999 inclusive."
        ))),
    }
}

fn skipped(call: &Call<'_>) -> Result<usize, GraphError> {
    let Some(token) = &call.request.query.skip_token else {
        return Ok(0);
    };
    let decoded = URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let start = decoded.and_then(|text| text.strip_prefix("after:").and_then(|n| n.parse().ok()));
    start.ok_or_else(|| GraphError::new(400, "Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request."))
}

/// The same request with a page token, at the same Graph.
fn next_link(call: &Call<'_>, start: usize) -> String {
    let query = &call.request.query;
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        (
            "$select",
            query.select.as_ref().map(|names| names.join(",")),
        ),
        ("$filter", query.filter.clone()),
        ("$top", query.top.clone()),
        ("$orderby", query.order_by.clone()),
        ("$search", query.search.clone()),
        ("$count", query.count.then(|| "true".to_owned())),
    ] {
        if let Some(value) = value {
            pairs.append_pair(name, &value);
        }
    }
    pairs.append_pair(
        "$skiptoken",
        &URL_SAFE_NO_PAD.encode(format!("after:{start}")),
    );
    let query = pairs.finish().replace("%24", "$");
    format!(
        "{}/v1.0/{}?{query}",
        call.graph,
        call.request.path.join("/")
    )
}
