//! Starts the app: takes what `boot.js` hands over, and puts the first screen up. What a sign-in brings back is for `entry`.

use super::app::{App, mount};
use super::idle::wipe_what_is_not_used;
use super::screen::Screen;
use super::standing::Wish;
use crate::browser::boot::Boot;
use crate::browser::extension::{Host, settings};
use crate::browser::{page, requests};
use crate::config::Config;
use crate::words;
use crate::words::language::{self, Told};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Starts the app.
pub fn start(boot: &Boot) {
    language::speak(page::language());
    let config = Config::parse(boot.config.as_deref(), &page::address());
    let (config, broken) = match config {
        Ok(config) => (config, None),
        Err(error) => (Config::default(), Some(Told::new(|| words::config(&error)))),
    };
    let registered = config.client_id.is_some();
    let misconfigured = broken.is_some();
    let app = App::new(config);
    let answer = boot.fragment.is_some() || boot.query.is_some();
    let opened = boot.request.is_some() || boot.sealed.is_some();
    let in_panel = app.state().host == Host::Extension;
    app.show(match broken {
        Some(words) => Screen::Misconfigured(words),
        None if in_panel => Screen::Busy(words::screen::starting),
        None if answer => Screen::Busy(words::screen::checking_answer),
        None if opened => Screen::Busy(words::sealed::opening),
        None if boot.open => Screen::Busy(words::screen::looking_for_interrupted),
        None if registered => Screen::SignIn(None),
        None => Screen::Register,
    });
    if let Some(tenant) = &boot.renew {
        app.wish(Wish::Renew {
            tenant: tenant.clone(),
        });
    }
    mount(app);
    wipe_what_is_not_used(app);
    spawn_local(async move {
        // Keys of requests whose time is over are destroyed, whether or not their screen is opened.
        drop(requests::all(&app.state().browser.database, app.now()).await);
    });
    page::forget_returning();
    if misconfigured {
        return;
    }
    if in_panel {
        return spawn_local(app.start_panel(boot.sign_in));
    }
    if answer {
        return spawn_local(app.come_back(boot.fragment.clone(), boot.query.clone()));
    }
    if app.open_link(boot) {
        return;
    }
    let (token, sign_in) = (boot.token.clone(), boot.sign_in && registered);
    let (tenant, cloud) = (boot.tenant.clone(), boot.cloud.clone());
    let open_receipt = boot.open_receipt;
    app.meet_interrupted(boot.open, move |app| match token {
        Some(token) => app.use_token(&token),
        None if sign_in => app.sign_in(&tenant, &cloud),
        None if open_receipt => app.show(Screen::OpenReceipt(None)),
        None if app
            .screen
            .with_untracked(|screen| matches!(screen, Screen::Busy(_))) =>
        {
            app.start_over()
        }
        None => {}
    });
}

impl App {
    /// An extension's panel: the registration may be in the extension's storage, and the tenant in the tab beside. `clicked` says
    /// that the sign-in button was pressed before the app was there.
    async fn start_panel(self, clicked: bool) {
        if !self.can_sign_in()
            && let Some(registration) = settings::registration().await
        {
            self.use_registration(registration);
        }
        self.watch_beside().await;
        self.meet_interrupted(true, move |app| {
            if clicked && app.can_sign_in() {
                app.sign_in(&app.suggested_tenant(), app.suggested_cloud().name());
            } else {
                app.start_over();
            }
        });
    }
}
