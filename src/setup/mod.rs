//! The set-up itself: find what exists, plan, run, receipt, undo. Plain async functions over the ports that read top to bottom
//! like the procedure in the vendor's article; they know Graph's resources and nothing of screens or browsers.

pub mod find;
pub mod journal;
pub mod mint;
pub mod plan;
pub mod receipt;
pub mod register;
pub mod rights;
pub mod run;
pub mod undo;
