//! After a panic the program's state is broken although its buttons still answer: the page is told, and `boot.js` stops it.

use super::page::window;
use web_sys::Event;

/// Announces panics to the page, without their text: it could hold anything.
pub fn announce() {
    std::panic::set_hook(Box::new(|info| {
        if cfg!(debug_assertions) {
            console_error_panic_hook::hook(info);
        }
        if let Ok(event) = Event::new("entra-handover:panic") {
            window().dispatch_event(&event).ok();
        }
    }));
}
