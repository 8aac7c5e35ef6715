//! The browser's side of the ports: fetch, time, randomness, storage, the address bar, windows. Adapters only: nothing here
//! decides anything about a set-up, and no other module touches web-sys but `ui`.

pub mod boot;
pub mod clipboard;
pub mod fetch;
pub mod luggage;
pub mod page;
pub mod panic;
pub mod portal_window;
pub mod storage;
pub mod time;

use crate::ports::{Ports, Random};

/// The ports of a page.
#[derive(Default)]
pub struct Browser {
    http: fetch::Fetch,
    clock: time::BrowserClock,
    random: WebCrypto,
    journal: storage::LocalJournal,
}

impl Browser {
    pub fn ports(&self) -> Ports<'_> {
        Ports {
            http: &self.http,
            clock: &self.clock,
            random: &self.random,
            journal: &self.journal,
        }
    }
}

/// `crypto.getRandomValues`.
#[derive(Default)]
pub struct WebCrypto;

impl Random for WebCrypto {
    fn fill(&self, bytes: &mut [u8]) {
        page::window()
            .crypto()
            .and_then(|crypto| crypto.get_random_values_with_u8_array(bytes))
            .expect("every browser that runs WebAssembly has getRandomValues, and no call here asks for more than 65,536 bytes");
    }
}
