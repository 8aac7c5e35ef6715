//! `/$batch`: up to twenty requests in one, each answered, throttled and refused by itself.
//! There is no transaction and no passing of results: `dependsOn` only orders, and only a failure is inherited.

use std::collections::HashMap;
use std::str::FromStr;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::{Map, Value, json};

use super::errors::GraphError;
use super::request::{GraphRequest, resource_units};
use super::{Call, Outcome, Reply, route, undress};
use crate::faults::Verdict;
use crate::requests::Item;

/// The most requests in one batch (FACTS section 3.11).
const LIMIT: usize = 20;

/// One request of the batch.
struct Step {
    id: String,
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Value,
    depends_on: Vec<String>,
}

/// Runs a batch.
pub fn run(call: &mut Call<'_>) -> Outcome {
    let steps = call.request.body["requests"].as_array().cloned();
    let steps = steps.ok_or_else(|| GraphError::malformed("Invalid batch payload format."))?;
    if steps.len() > LIMIT {
        let message =
            format!("Number of batch request steps exceeds the maximum value of {LIMIT}.");
        return Err(GraphError::malformed(message));
    }
    let steps: Vec<Step> = steps.iter().map(Step::parse).collect::<Result<_, _>>()?;
    let mut statuses: HashMap<String, u16> = HashMap::new();
    for step in &steps {
        if statuses.insert(step.id.to_lowercase(), 0).is_some() {
            return Err(GraphError::malformed(format!(
                "Request Id {} has to be unique in a batch.",
                step.id
            )));
        }
    }
    let mut responses = Vec::with_capacity(steps.len());
    for step in ordered(steps)? {
        let failed = step.depends_on.iter().any(|id| {
            statuses
                .get(&id.to_lowercase())
                .is_none_or(|status| *status >= 400)
        });
        let outcome = if failed {
            Err(GraphError::new(
                424,
                "FailedDependency",
                "The request depends on a request that failed.",
            ))
        } else {
            execute(call, &step)
        };
        let answer = answer(call, &step, outcome);
        statuses.insert(step.id.to_lowercase(), answer.0);
        responses.push(answer.1);
    }
    // The order of the answers means nothing; here it is the reverse, so that nobody relies on it.
    responses.reverse();
    Ok(Reply {
        status: 200,
        body: Some(json!({"responses": responses})),
        location: None,
    })
}

impl Step {
    fn parse(value: &Value) -> Result<Self, GraphError> {
        let text = |name: &str| {
            value[name]
                .as_str()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let invalid = || GraphError::malformed("Invalid batch payload format.");
        let id = text("id").ok_or_else(invalid)?;
        let method = text("method")
            .and_then(|name| Method::from_str(&name.to_uppercase()).ok())
            .ok_or_else(invalid)?;
        let url = text("url").ok_or_else(invalid)?;
        if url
            .trim_start_matches('/')
            .to_ascii_lowercase()
            .starts_with("$batch")
        {
            return Err(GraphError::malformed(
                "Nested batch requests are not allowed.",
            ));
        }
        let mut headers = HeaderMap::new();
        for (name, value) in value["headers"].as_object().into_iter().flatten() {
            let header = HeaderName::from_str(name)
                .ok()
                .zip(value.as_str().and_then(|v| HeaderValue::from_str(v).ok()));
            headers.extend(header);
        }
        let body = value["body"].clone();
        if !body.is_null() && !headers.contains_key("content-type") {
            let message =
                format!("Write request id : {id} does not contain Content-Type header or body.");
            return Err(GraphError::malformed(message));
        }
        let depends_on = value["dependsOn"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        Ok(Self {
            id,
            method,
            url,
            headers,
            body,
            depends_on: depends_on.map(str::to_owned).collect(),
        })
    }
}

/// The steps with every one after those that it depends on.
fn ordered(mut waiting: Vec<Step>) -> Result<Vec<Step>, GraphError> {
    let mut done: Vec<Step> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_ready = |step: &Step| {
            step.depends_on
                .iter()
                .all(|id| done.iter().any(|before| before.id.eq_ignore_ascii_case(id)))
        };
        let Some(next) = waiting.iter().position(is_ready) else {
            return Err(GraphError::malformed(
                "A dependsOn of the batch names no request, or goes in a circle.",
            ));
        };
        done.push(waiting.remove(next));
    }
    Ok(done)
}

fn execute(call: &mut Call<'_>, step: &Step) -> Outcome {
    if let Verdict::Answer(rule) = call
        .sandbox
        .faults
        .judge(&step.method, &full_path(step), true)
    {
        return Err(rule.graph_error());
    }
    let (path, query) = step.url.split_once('?').unwrap_or((&step.url, ""));
    let request = GraphRequest::parse(
        step.method.clone(),
        path,
        query,
        &step.headers,
        step.body.clone(),
    );
    let (caller, now, graph) = (call.caller.clone(), call.now, call.graph.clone());
    let replica = (call.sandbox.replication).pick(now, &mut call.sandbox.random);
    route(&mut Call {
        sandbox: call.sandbox,
        request,
        caller,
        now,
        replica,
        graph,
    })
}

/// The answer of one step, as JSON; and a line in the request log.
fn answer(call: &mut Call<'_>, step: &Step, outcome: Outcome) -> (u16, Value) {
    let request_id = call.sandbox.random.guid();
    let dressed = undress(
        outcome,
        None,
        "https://login.microsoftonline.com",
        request_id,
        call.now,
    );
    let mut headers = Map::new();
    headers.insert("Cache-Control".into(), "no-cache".into());
    let (path, query) = step.url.split_once('?').unwrap_or((&step.url, ""));
    let units = resource_units(&step.method, path, query).to_string();
    headers.insert("x-ms-resource-unit".into(), units.into());
    for (name, value) in dressed.headers {
        let name = match name.as_str() {
            "content-type" => "Content-Type",
            "odata-version" => "OData-Version",
            "location" => "Location",
            "retry-after" => "Retry-After",
            other => other,
        };
        headers.insert(name.into(), value.into());
    }
    call.sandbox.log.item(Item {
        method: step.method.to_string(),
        path: full_path(step),
        status: dressed.status,
    });
    let mut response = json!({"id": step.id, "status": dressed.status, "headers": headers});
    if let Some(body) = dressed.body {
        response["body"] = body;
    }
    (dressed.status, response)
}

fn full_path(step: &Step) -> String {
    let path = step.url.split('?').next().unwrap_or_default();
    format!("/graph/v1.0/{}", path.trim_start_matches('/'))
}
