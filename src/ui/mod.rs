//! The screens: render state, send intents. No fetch and no storage here; what happens on an intent is in `app`.

pub mod app;
mod creating;
mod done;
mod entry;
mod hand_over;
mod header;
mod parts;
mod picker;
mod register;
mod review;
mod sign_in;
mod undo;

pub use app::start;
