//! The hosted copy has no client id yet: three ways to register Entra Handover itself.

use super::app::App;
use super::dom::{Node, all, el, live, nothing};
use super::parts::*;
use super::registration;
use super::sign_in::{take_token, token_button, token_field};
use crate::browser::clipboard;
use crate::browser::extension::Host;
use crate::setup::register::{self, Registration};
use crate::words::language::Told;
use crate::words::register as says;
use crate::words::{self, Words};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone)]
enum State {
    Idle,
    Working,
    Made(Registration),
    Failed(Told<Words>),
}

pub fn register(app: App) -> Node {
    let state = app.kept("register", || State::Idle);
    let redirect_uri = app.state().host.redirect_uri().to_string();
    let result = live(move || match state.get() {
        State::Idle => nothing(),
        State::Working => notice("busy", "status", vec![p(says::registering())]),
        State::Failed(words) => message("bad", "alert", words.now()),
        State::Made(registration) => made(app, registration),
    });
    all(vec![
        section(vec![
            heading(says::title()),
            p(says::why()),
            redirect_value(app, redirect_uri.clone()),
            result,
        ]),
        section(vec![
            h2(says::by_itself()),
            p(says::paste_token()),
            token_field(app),
            actions(vec![
                button(says::register(), "primary", move || begin(app, state)),
                token_button(app),
            ]),
        ]),
        by_command(app, &redirect_uri),
        section(vec![h2(says::in_portal()), p(says::in_portal_words())]),
        match app.state().host {
            Host::Page => into_config(),
            Host::Extension => registration::by_ids(app),
        },
    ])
}

fn into_config() -> Node {
    let [client, tenant, into, beside] = says::into_config();
    section(vec![
        h2(says::then()),
        el("p")
            .text(client)
            .child(code("client_id"))
            .text(tenant)
            .child(code("tenant"))
            .text(into)
            .child(code("config.json"))
            .text(beside),
    ])
}

fn begin(app: App, state: RwSignal<State, LocalStorage>) {
    if state.with_untracked(|state| matches!(state, State::Working)) {
        return;
    }
    if !app.hold_token(&take_token()) {
        return state.set(State::Failed(Told::new(words::no_token)));
    }
    state.set(State::Working);
    app.with_graph(async move |app, graph| {
        let redirect_uri = app.state().host.redirect_uri();
        let made = register::register(&graph, redirect_uri.as_str()).await;
        state.set(match made {
            Ok(registration) => {
                app.keep_registration(registration).await;
                State::Made(registration)
            }
            Err(failure) => State::Failed(Told::new(|| words::registering(&failure))),
        });
    });
}

fn made(app: App, registration: Registration) -> Node {
    let lines = format!(
        "\"client_id\": \"{}\",\n\"tenant\": \"{}\"",
        registration.client, registration.tenant
    );
    let text = match app.state().host {
        Host::Page => el("p")
            .text(says::two_lines().0)
            .child(code("config.json"))
            .text(says::two_lines().1),
        Host::Extension => p(says::kept_by_browser()),
    };
    let go_on = button(says::sign_in_now(), "primary", move || {
        app.adopt(registration)
    });
    notice(
        "good",
        "status",
        vec![
            h2(says::registered()),
            text,
            el("p").class("command").child(code(lines)),
            actions(vec![go_on]),
        ],
    )
}

fn redirect_value(app: App, redirect_uri: String) -> Node {
    let label = el("h2")
        .attr("id", "redirect-uri-label")
        .text(says::redirect_uri());
    let value = el("span")
        .attr("role", "group")
        .attr("aria-labelledby", "redirect-uri-label")
        .text(redirect_uri.clone());
    let copy = press(says::copy(), "", move || copy(app, redirect_uri.clone()))
        .child(unseen(says::copy_what()));
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
        h2(says::by_command()),
        el("p").class("command").child(code(&command)),
        actions(vec![button(says::copy_command(), "", move || {
            copy(app, command.clone())
        })]),
    ])
}

fn copy(app: App, text: String) {
    spawn_local(async move {
        let done = clipboard::copy(&text).await;
        app.said.set(words::copied(says::the_text(), done));
    });
}
