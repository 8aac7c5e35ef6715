//! The program of the first load: reads `config.json` and sends the browser to Microsoft's sign-in page. It draws nothing: the
//! static page is the screen, and whatever needs more words is left to the app (`main.rs`), which `boot.js` then loads.

#[cfg(target_arch = "wasm32")]
mod page {
    use entra_handover::browser::database::Database;
    use entra_handover::browser::journal;
    use entra_handover::browser::kept::keep_sign_in;
    use entra_handover::browser::luggage::{Errand, Luggage};
    use entra_handover::browser::{WebCrypto, page, time::BrowserClock};
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

    /// Whether the app should look into the journal before anybody signs in.
    #[wasm_bindgen]
    pub async fn something_is_open() -> bool {
        journal::may_be_open(&Database::default()).await
    }

    /// Leaves for the sign-in page; false if the app has to say why not. Empty texts mean what is configured.
    #[wasm_bindgen]
    pub async fn begin(config: Option<String>, tenant: String, cloud: String) -> bool {
        let look = leave(config.as_deref(), &tenant, &cloud, Errand::Look);
        look.await.is_some()
    }

    /// As `begin`, for a link that asks to renew.
    #[wasm_bindgen]
    pub async fn begin_to_renew(config: Option<String>, tenant: String, cloud: String) -> bool {
        let renew = leave(config.as_deref(), &tenant, &cloud, Errand::Renew);
        renew.await.is_some()
    }

    async fn leave(config: Option<&str>, tenant: &str, cloud: &str, errand: Errand) -> Option<()> {
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
            errand,
            about: String::new(),
            asked: String::new(),
        };
        (keep_sign_in(&Database::default(), &luggage.pack()).await).ok()?;
        page::go(url.as_str());
        Some(())
    }
}

fn main() {}
