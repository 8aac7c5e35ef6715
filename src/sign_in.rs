//! The program of the first load: reads `config.json` and sends the browser to Microsoft's sign-in page. It draws nothing: the
//! static page is the screen, and whatever needs more words is left to the app (`main.rs`), which `boot.js` then loads.

#[cfg(target_arch = "wasm32")]
mod page {
    use entra_handover::browser::luggage::{Errand, Luggage};
    use entra_handover::browser::{WebCrypto, page, storage, time::BrowserClock};
    use entra_handover::cloud::Cloud;
    use entra_handover::config::Config;
    use entra_handover::ports::Clock;
    use entra_handover::signin::{Purpose, TenantHint};
    use wasm_bindgen::prelude::*;

    /// The configured cloud, or nothing if this copy cannot sign anybody in as it is configured.
    #[wasm_bindgen]
    pub fn ready(config: Option<String>) -> Option<String> {
        let config = Config::parse(config.as_deref(), &page::address()).ok()?;
        config.client_id.map(|_| config.cloud.name().to_owned())
    }

    /// Leaves for the sign-in page; false if the app has to say why not. Empty texts mean what is configured.
    #[wasm_bindgen]
    pub fn begin(config: Option<String>, tenant: &str, cloud: &str) -> bool {
        leave(config.as_deref(), tenant, cloud).is_some()
    }

    fn leave(config: Option<&str>, tenant: &str, cloud: &str) -> Option<()> {
        let here = page::address();
        let mut config = Config::parse(config, &here).ok()?;
        if !cloud.is_empty() {
            config.cloud = Cloud::parse(cloud, &here).ok()?;
        }
        let tenant = config.tenant_or(TenantHint::parse(tenant).ok()?);
        let (url, pending) = config.sign_in(
            &here,
            Purpose::Look { tenant },
            None,
            &WebCrypto,
            BrowserClock.now(),
        )?;
        let luggage = Luggage {
            client_id: config.client_id?,
            sign_in: pending.store(),
            errand: Errand::Look,
            run: String::new(),
        };
        storage::keep_sign_in(&luggage.pack()).ok()?;
        page::go(url.as_str());
        Some(())
    }
}

fn main() {}
