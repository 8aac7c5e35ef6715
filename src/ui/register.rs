//! The hosted copy has no client id yet: three ways to register Entra Handover itself.

use super::app::App;
use super::dom::{Node, all, el, live, nothing};
use super::parts::*;
use super::sign_in::{take_token, token_button, token_field};
use crate::browser::{clipboard, page};
use crate::setup::register::{self, Registration};
use crate::words::{self, Words};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone)]
enum State {
    Idle,
    Working,
    Made(Registration),
    Failed(Words),
}

pub fn register(app: App) -> Node {
    let state = RwSignal::new_local(State::Idle);
    let redirect_uri = page::address().to_string();
    let result = live(move || match state.get() {
        State::Idle => nothing(),
        State::Working => notice("busy", "status", vec![p("Registering…")]),
        State::Failed(words) => message("bad", "alert", &words),
        State::Made(registration) => made(app, registration),
    });
    all(vec![
        section(vec![
            heading("Entra Handover is not registered yet"),
            p(
                "To sign you in, this page needs an application registration of its own. It has no secret; it only lets Microsoft send you back here.",
            ),
            redirect_value(app, redirect_uri.clone()),
            result,
        ]),
        section(vec![
            h2("1. Let this page register itself"),
            p("Paste a token of an administrator who may register applications."),
            token_field(app),
            actions(vec![
                button("Register Entra Handover", "primary", move || {
                    begin(app, state)
                }),
                token_button(app),
            ]),
        ]),
        by_command(app, &redirect_uri),
        section(vec![
            h2("3. Or in the portal"),
            p(
                "Microsoft Entra admin center, App registrations, New registration. Choose the platform “Single-page application (SPA)” and enter the redirect URI above.",
            ),
        ]),
        section(vec![
            h2("Then"),
            el("p")
                .text("Write the Application (client) ID as ")
                .child(code("client_id"))
                .text(" and the Directory (tenant) ID as ")
                .child(code("tenant"))
                .text(" into ")
                .child(code("config.json"))
                .text(" beside this page, and load the page again."),
        ]),
    ])
}

fn begin(app: App, state: RwSignal<State, LocalStorage>) {
    if state.with_untracked(|state| matches!(state, State::Working)) {
        return;
    }
    if !app.hold_token(&take_token()) {
        return state.set(State::Failed(words::no_token()));
    }
    state.set(State::Working);
    app.with_graph(async move |_, graph| {
        state.set(
            match register::register(&graph, page::address().as_str()).await {
                Ok(registration) => State::Made(registration),
                Err(failure) => State::Failed(words::registering(&failure)),
            },
        );
    });
}

fn made(app: App, registration: Registration) -> Node {
    let lines = format!(
        "\"client_id\": \"{}\",\n\"tenant\": \"{}\"",
        registration.client, registration.tenant
    );
    let text = el("p")
        .text("Write these two lines into ")
        .child(code("config.json"))
        .text(" beside this page:");
    let go_on = button("Sign in now", "primary", move || app.adopt(registration));
    notice(
        "good",
        "status",
        vec![
            h2("Entra Handover is registered"),
            text,
            el("p").class("command").child(code(lines)),
            actions(vec![go_on]),
        ],
    )
}

fn redirect_value(app: App, redirect_uri: String) -> Node {
    let label = el("h2")
        .attr("id", "redirect-uri-label")
        .text("Redirect URI to register");
    let value = el("span")
        .attr("role", "group")
        .attr("aria-labelledby", "redirect-uri-label")
        .text(redirect_uri.clone());
    let copy =
        press("Copy", "", move || copy(app, redirect_uri.clone())).child(unseen(" Redirect URI"));
    el("div")
        .class("value")
        .child(label)
        .child(value)
        .child(copy)
}

fn by_command(app: App, redirect_uri: &str) -> Node {
    let url = format!("{}/v1.0/applications", app.cloud().graph());
    let body = format!(
        r#"{{"displayName":"Entra Handover","signInAudience":"AzureADMyOrg","spa":{{"redirectUris":["{redirect_uri}"]}}}}"#
    );
    let query = "{client_id:appId,tenant:publisherDomain}";
    let command = format!("az rest --method post --url {url} --body '{body}' --query '{query}'");
    section(vec![
        h2("2. Or with one command"),
        el("p").class("command").child(code(&command)),
        actions(vec![button("Copy command", "", move || {
            copy(app, command.clone())
        })]),
    ])
}

fn copy(app: App, text: String) {
    spawn_local(async move {
        let done = clipboard::copy(&text).await;
        app.said.set(words::copied("The text", done));
    });
}
