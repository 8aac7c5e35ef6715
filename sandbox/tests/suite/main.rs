//! The sandbox against what Microsoft documents and was recorded to do (FACTS sections 2 to 7).

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` values are written where they are passed"
)]

mod consent;
mod consistency;
mod control;
mod graph;
mod graph_errors;
mod graph_protocol;
mod properties;
mod replay;
mod scale;
mod schema;
mod secrets;
mod sign_in;
mod tenant;
mod token;
