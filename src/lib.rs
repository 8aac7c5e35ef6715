//! Entra Handover: registers an application in Microsoft Entra ID from the browser and hands its values to the portal that
//! needs them. Everything but `browser` and `ui` is plain Rust without a browser, so that a whole set-up runs in a native test.
//!
//! Imports point downwards only: `ui` > `browser` > `fill` > `words` > `config` > `handover` > `receipt` > `azure_portal` > `setup` > `graph` > `signin` > `authorization` > `ports` > `profile` > `cloud` >
//! `ids` > `times` > `secret`.
#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

pub mod authorization;
pub mod azure_portal;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod bugs;
pub mod cloud;
pub mod config;
pub mod fill;
pub mod graph;
pub mod handover;
pub mod ids;
pub mod ports;
pub mod profile;
pub mod receipt;
pub mod secret;
pub mod setup;
pub mod signin;
pub mod times;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod words;
