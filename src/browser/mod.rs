//! The browser's side of the ports: fetch, time, randomness, storage, the address bar, windows. Adapters only: nothing here
//! decides anything about a set-up, and no other module touches web-sys but `ui`.

pub mod boot;
pub mod clipboard;
pub mod database;
pub mod extension;
pub mod fetch;
pub mod file;
pub mod fill_window;
pub mod journal;
pub mod kept;
pub mod lock;
pub mod luggage;
pub mod page;
pub mod panic;
pub mod portal_window;
pub mod requests;
pub mod rules;
pub mod scripted_page;
pub mod sealing;
pub mod time;

use crate::ports::{Ports, Random};
use std::rc::Rc;

/// The ports of a page.
pub struct Browser {
    pub database: Rc<database::Database>,
    http: fetch::Fetch,
    clock: time::BrowserClock,
    random: WebCrypto,
    journal: journal::IndexedJournal,
}

impl Default for Browser {
    fn default() -> Self {
        let database = Rc::<database::Database>::default();
        Self {
            journal: journal::IndexedJournal::new(database.clone()),
            database,
            http: fetch::Fetch,
            clock: time::BrowserClock,
            random: WebCrypto,
        }
    }
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

/// `crypto.getRandomValues`; and for sealing, `crypto.subtle` (`sealing`).
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
