//! Sign in: the same markup as the static page that it replaces (index.html), so that taking over does not flicker.

use super::app::App;
use super::parts::message;
use crate::browser::page;
use crate::cloud::{Cloud, MICROSOFT};
use crate::words::Words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub fn sign_in(app: App, words: Option<Words>) -> AnyView {
    let problem = words.map(|words| message("bad", "alert", &words));
    let begin = move |_| app.sign_in(&value("tenant"), &value("cloud"));
    let own = matches!(app.cloud(), Cloud::Own(_));
    let clouds: Vec<_> = MICROSOFT
        .iter()
        .map(|(name, title, cloud)| {
            let selected = *cloud == app.cloud();
            view! { <option value=*name selected=selected>{*title}</option> }.into_any()
        })
        .collect();
    let cloud = (!own).then(|| {
        view! {
            <div class="field">
                <label for="cloud">"Cloud"</label>
                <select id="cloud">{clouds}</select>
            </div>
        }
    });
    view! {
        <section class="signed-out">
            <h1 tabindex="-1">"Sign in"</h1>
            <p>
                "Registers iPECS Cloud User Lookup in your Microsoft Entra tenant and hands its three values to Customer Manager. Nothing is changed before you have seen the plan and pressed Create."
            </p>
            {problem}
            <div class="actions">
                <button id="sign-in" type="button" class="microsoft" on:click=begin>
                    <svg width="21" height="21" viewBox="0 0 21 21" aria-hidden="true">
                        <path fill="#f25022" d="M1 1h9v9H1z"></path>
                        <path fill="#7fba00" d="M11 1h9v9h-9z"></path>
                        <path fill="#00a4ef" d="M1 11h9v9H1z"></path>
                        <path fill="#ffb900" d="M11 11h9v9h-9z"></path>
                    </svg>
                    " Sign in with Microsoft"
                </button>
            </div>
            <details>
                <summary>"Options"</summary>
                <div>
                    <div class="field">
                        <label for="tenant">"Tenant (name or ID)"</label>
                        <input id="tenant" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="tenant-hint"/>
                        <p class="hint" id="tenant-hint">"For example contoso.onmicrosoft.com. Leave it empty to use the tenant of your account."</p>
                    </div>
                    {cloud}
                </div>
            </details>
            <details>
                <summary>"Use an access token instead"</summary>
                <div>{token_field(app)}<div class="actions">{token_button(app)}</div></div>
            </details>
        </section>
    }
    .into_any()
}

/// The field for a pasted access token.
pub fn token_field(app: App) -> AnyView {
    view! {
        <div class="field">
            <label for="token">"Microsoft Graph access token"</label>
            <input id="token" type="password" autocomplete="off" spellcheck="false" aria-describedby="token-hint"
                on:keydown=move |event| if event.key() == "Enter" { app.use_token(&take_token()) }/>
            <p class="hint" id="token-hint">
                "The accessToken printed by "<code>"az account get-access-token --resource-type ms-graph"</code>". It is kept in memory only and never stored."
            </p>
        </div>
    }
    .into_any()
}

pub fn token_button(app: App) -> AnyView {
    view! { <button id="use-token" type="button" on:click=move |_| app.use_token(&take_token())>"Continue with token"</button> }
        .into_any()
}

/// Takes the pasted token out of its field: it does not stay in the page.
pub fn take_token() -> String {
    let token = value("token");
    if let Some(input) = input("token") {
        input.set_value("");
    }
    token
}

fn input(id: &str) -> Option<web_sys::HtmlInputElement> {
    page::document().get_element_by_id(id)?.dyn_into().ok()
}

fn value(id: &str) -> String {
    let Some(element) = page::document().get_element_by_id(id) else {
        return String::new();
    };
    let text = js_sys::Reflect::get(&element, &"value".into())
        .ok()
        .and_then(|value| value.as_string());
    text.unwrap_or_default().trim().to_owned()
}
