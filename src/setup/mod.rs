//! The set-up itself: find what exists, plan, run, receipt, undo. Plain async functions over the ports that read top to bottom
//! like the procedure in the vendor's article; they know Graph's resources and nothing of screens or browsers.

mod adopt;
mod consent;
pub mod end_dates;
pub mod find;
pub mod journal;
pub mod late;
pub mod leave;
pub mod mint;
pub mod plan;
pub mod proof;
pub mod receipt;
pub mod register;
pub mod reminder;
pub mod remove;
pub mod repair;
pub mod rights;
pub mod run;
pub mod settle;
pub mod status;
mod step;
pub mod superfluous;
pub mod try_secret;
pub mod undo;
mod upkeep;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod doubt_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod flow_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod outdated_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod secret_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod status_flow_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod test_world;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod try_secret_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod upkeep_tests;
