//! The hosted copy has no client id yet: three ways to register Entra Handover itself.

use super::app::App;
use super::parts::{button, code, heading, message, unseen};
use super::sign_in::{take_token, token_button, token_field};
use crate::browser::{clipboard, page};
use crate::ids::ClientId;
use crate::setup::register;
use crate::words::{self, Words};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone)]
enum State {
    Idle,
    Working,
    Made(ClientId),
    Failed(Words),
}

pub fn register(app: App) -> AnyView {
    let state = RwSignal::new_local(State::Idle);
    let redirect_uri = page::address().to_string();
    let command = format!(
        "az rest --method post --url {}/v1.0/applications --body '{{\"displayName\":\"Entra Handover\",\"signInAudience\":\"AzureADMyOrg\",\"spa\":{{\"redirectUris\":[\"{redirect_uri}\"]}}}}' --query appId",
        app.cloud().graph()
    );
    let copy = move |text: String| {
        spawn_local(async move {
            let done = clipboard::copy(&text).await;
            app.said.set(
                if done {
                    "Copied."
                } else {
                    "The browser did not let this page copy."
                }
                .to_owned(),
            );
        });
    };
    let register = {
        let redirect_uri = redirect_uri.clone();
        move || {
            let redirect_uri = redirect_uri.clone();
            if !app.hold_token(&take_token()) {
                return state.set(State::Failed(words::no_token()));
            }
            state.set(State::Working);
            app.with_graph(async move |_, graph| {
                state.set(match register::register(&graph, &redirect_uri).await {
                    Ok(client) => State::Made(client),
                    Err(failure) => State::Failed(words::registering(&failure)),
                });
            });
        }
    };
    let result = move || {
        match state.get() {
        State::Idle => None,
        State::Working => Some(view! { <div class="notice" data-kind="busy" role="status"><p>"Registering…"</p></div> }.into_any()),
        State::Failed(words) => Some(message("bad", "alert", &words)),
        State::Made(client) => Some(view! {
            <div class="notice" data-kind="good" role="status">
                <h2>"Entra Handover is registered"</h2>
                <p>"Its client ID is "{code(client)}". Write it as "<code>"client_id"</code>" into "<code>"config.json"</code>" beside this page."</p>
                <div class="actions">{button("Sign in now", "primary", move || app.adopt_client_id(client))}</div>
            </div>
        }
        .into_any()),
    }
    };
    let (copied_uri, copied_command) = (redirect_uri.clone(), command.clone());
    view! {
        <section>
            {heading("Entra Handover is not registered yet")}
            <p>"To sign you in, this page needs an application registration of its own. It has no secret; it only lets Microsoft send you back here."</p>
            <div class="value">
                <h2 id="redirect-uri-label">"Redirect URI to register"</h2>
                <span role="group" aria-labelledby="redirect-uri-label">{redirect_uri}</span>
                <button type="button" on:click=move |_| copy(copied_uri.clone())>"Copy"{unseen(" Redirect URI")}</button>
            </div>
            {result}
        </section>
        <section>
            <h2>"1. Let this page register itself"</h2>
            <p>"Paste a token of an administrator who may register applications."</p>
            {token_field(app)}
            <div class="actions">{button("Register Entra Handover", "primary", register)}{token_button(app)}</div>
        </section>
        <section>
            <h2>"2. Or with one command"</h2>
            <p class="command"><code>{command}</code></p>
            <div class="actions">{button("Copy command", "", move || copy(copied_command.clone()))}</div>
        </section>
        <section>
            <h2>"3. Or in the portal"</h2>
            <p>"Microsoft Entra admin center, App registrations, New registration. Choose the platform “Single-page application (SPA)” and enter the redirect URI above."</p>
        </section>
        <section>
            <h2>"Then"</h2>
            <p>"Write the Application (client) ID as "<code>"client_id"</code>" into "<code>"config.json"</code>" beside this page, and load the page again."</p>
        </section>
    }
    .into_any()
}
