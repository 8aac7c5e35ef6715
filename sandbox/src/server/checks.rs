//! Holds each exchange against Microsoft's description of Graph, when the server was given one, and keeps what does not fit.
//! It adds a member to the state that the control endpoint shows, and knows nothing else of it.

use std::sync::{Mutex, PoisonError};

use http::{Request, Response};
use sandbox::schema::Schema;
use serde_json::Value;

/// The description, and what was found since the server started. A reset keeps it: a test may reset half-way.
pub struct Checks {
    schema: Schema,
    found: Mutex<Vec<String>>,
}

impl Checks {
    /// Nothing found yet.
    pub fn new(schema: Schema) -> Self {
        Self {
            schema,
            found: Mutex::default(),
        }
    }

    /// Looks at one exchange.
    pub fn look(&self, request: &Request<Vec<u8>>, response: &Response<Vec<u8>>) {
        let violations = self.schema.check(request, response);
        if !violations.is_empty() {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            found.extend(violations.iter().map(ToString::to_string));
        }
    }

    /// Adds `schemaViolations` to the state.
    pub fn add_to(&self, state: Response<Vec<u8>>) -> Response<Vec<u8>> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        state.map(|body| match serde_json::from_slice(&body) {
            Ok(Value::Object(mut state)) => {
                state.insert("schemaViolations".to_owned(), found.as_slice().into());
                Value::Object(state).to_string().into_bytes()
            }
            _ => body,
        })
    }
}
