//! The screens: render state, send intents. No fetch and no storage here; what happens on an intent is in `app` and `entry`.

pub mod app;
mod creating;
mod dom;
mod done;
mod ended;
mod entry;
mod existing;
mod hand_over;
mod header;
mod lifetime;
mod parts;
mod permissions;
mod register;
mod review;
mod runs;
mod screen;
mod sending;
mod sign_in;
mod undo;
mod values;

pub use entry::start;
