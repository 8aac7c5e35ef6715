//! Wires a host (web page or extension) to the core and mounts the screens. It decides nothing itself.

#[cfg(target_arch = "wasm32")]
mod page {
    use entra_handover::browser::boot::Boot;
    use wasm_bindgen::prelude::*;

    /// Called by `boot.js` once the page is parsed and the program is there.
    #[wasm_bindgen]
    pub fn start(boot: &JsValue) {
        entra_handover::ui::start(&Boot::read(boot));
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    entra_handover::browser::panic::announce();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    #[expect(clippy::print_stderr, reason = "there is no page to write to")]
    {
        eprintln!(
            "Entra Handover runs in a browser: see README.md, or start with `cargo xtask demo`."
        );
    }
}
