//! Signing in from an extension's panel: the panel stays, and Microsoft's page has a window of its own. What has to survive is in
//! memory, so nothing of a sign-in is ever stored.

use super::app::App;
use super::screen::Screen;
use crate::browser::extension::identity::{Interaction, authorize};
use crate::browser::luggage::Errand;
use crate::setup::run::Stop;
use crate::signin::request::silently;
use crate::signin::window::Answer;
use crate::signin::{self, Claims, Purpose, RedirectUri, Session, callback};
use crate::words::language::Told;
use crate::words::{self, Words};

impl App {
    /// Signs in, and goes on with the errand.
    pub(super) async fn sign_in_window(
        self,
        purpose: Purpose,
        claims: Option<Claims>,
        errand: Errand,
        run: String,
    ) {
        self.show(Screen::Busy(words::screen::window_opens));
        let record = self.journalled(&run).await;
        match self.session_for(purpose, claims).await {
            Ok(session) => self.signed_in(session, errand, record).await,
            // The review is still here in memory: also what has not touched the tenant can be tried again.
            Err(words) => match record {
                Some(record) => {
                    let stop = Stop::SignInAgain { claims: None };
                    self.show_interrupted(record, stop, words, errand);
                }
                None => self.not_signed_in(words, errand, None).await,
            },
        }
    }

    /// The same user's second sign-in is first tried without a window: Microsoft may have nothing to ask.
    async fn session_for(
        self,
        purpose: Purpose,
        claims: Option<Claims>,
    ) -> Result<Session, Told<Words>> {
        if matches!(purpose, Purpose::Continue { .. })
            && claims.is_none()
            && let Ok(session) = self
                .attempt(purpose.clone(), None, Interaction::Silent)
                .await
        {
            return Ok(session);
        }
        self.attempt(purpose, claims, Interaction::Window).await
    }

    async fn attempt(
        self,
        purpose: Purpose,
        claims: Option<Claims>,
        interaction: Interaction,
    ) -> Result<Session, Told<Words>> {
        let state = self.state();
        let ports = state.browser.ports();
        let redirect = state.host.redirect_uri();
        let config = state.config.borrow().clone();
        let now = ports.clock.now();
        let sign_in = config.sign_in(&redirect, purpose, claims, ports.random, now);
        let (Some((request, pending)), Some(client_id)) = (sign_in, config.client_id) else {
            return Err(Told::new(words::not_registered));
        };
        let request = match interaction {
            Interaction::Window => request,
            Interaction::Silent => silently(request),
        };
        let ended = authorize(&request, interaction)
            .await
            .map_err(|error| Told::new(|| words::window(error)))?;
        let answer = Answer::read(&ended, &RedirectUri::from_url(redirect))
            .map_err(|error| Told::new(|| words::window(error)))?;
        let granted = callback::read(
            answer.fragment.as_deref(),
            answer.query.as_deref(),
            Some(pending),
            self.now(),
        )
        .map_err(|error| Told::new(|| words::callback(&error)))?;
        signin::redeem(ports.http, ports.clock, client_id, granted)
            .await
            .map_err(|error| Told::new(|| words::token(&error)))
    }
}
