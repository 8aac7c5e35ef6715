//! Microsoft Graph v1.0: one file a resource, over the http port. It knows the wire (paths, JSON, error codes) and nothing of
//! why a call is made: that is `setup`'s matter.

pub mod applications;
pub mod client;
pub mod consent;
mod declared;
pub mod deleted;
pub mod directory;
pub mod failure;
pub mod holdings;
pub mod json;
pub mod patience;
pub mod policy;
pub mod service_principals;

pub use client::Graph;
pub use failure::{Failure, Kind};
