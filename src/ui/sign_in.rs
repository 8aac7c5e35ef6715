//! Sign in: the same markup as the static page that it replaces (index.html), so that taking over does not flicker.

use super::app::App;
use super::dom::{Node, all, el, nothing, view};
use super::parts::*;
use crate::browser::page;
use crate::cloud::{Cloud, MICROSOFT};
use crate::words::Words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub fn sign_in(app: App, words: Option<&Words>) -> Node {
    let problem = words.map_or_else(nothing, |words| message("bad", "alert", words));
    let begin = move |_| app.sign_in(&value("tenant"), &value("cloud"));
    let logo = view(
        view! {
            <svg width="21" height="21" viewBox="0 0 21 21" aria-hidden="true">
                <path fill="#f25022" d="M1 1h9v9H1z"></path>
                <path fill="#7fba00" d="M11 1h9v9h-9z"></path>
                <path fill="#00a4ef" d="M1 11h9v9H1z"></path>
                <path fill="#ffb900" d="M11 11h9v9h-9z"></path>
            </svg>
        }
        .into_any(),
    );
    let sign_in = el("button")
        .attr("id", "sign-in")
        .attr("type", "button")
        .class("microsoft")
        .on("click", begin)
        .child(logo)
        .text(" Sign in with Microsoft");
    el("section")
        .class("signed-out")
        .child(heading("Sign in"))
        .child(p(
            "Registers iPECS Cloud User Lookup in your Microsoft Entra tenant and hands its three values to Customer Manager. Nothing is changed before you have seen the plan and pressed Create.",
        ))
        .child(problem)
        .child(actions(vec![sign_in]))
        .child(folded("Options", all(vec![tenant(), cloud(app)])))
        .child(folded("Use an access token instead", all(vec![token_field(app), actions(vec![token_button(app)])])))
}

fn folded(title: &'static str, content: Node) -> Node {
    el("details")
        .child(el("summary").text(title))
        .child(el("div").child(content))
}

fn tenant() -> Node {
    let hint =
        "For example contoso.onmicrosoft.com. Leave it empty to use the tenant of your account.";
    let input = bare_input("text")
        .attr("autocapitalize", "off")
        .attr("aria-describedby", "tenant-hint");
    field(
        "tenant",
        "Tenant (name or ID)",
        input,
        hint_for("tenant-hint", vec![plain(hint)]),
    )
}

fn cloud(app: App) -> Node {
    let configured = app.cloud();
    if matches!(configured, Cloud::Own(_)) {
        return nothing();
    }
    let options = MICROSOFT.iter().map(|(name, title, cloud)| {
        let option = el("option").attr("value", *name).text(*title);
        if *cloud == configured {
            option.attr("selected", "")
        } else {
            option
        }
    });
    field("cloud", "Cloud", el("select").children(options), nothing())
}

fn bare_input(kind: &'static str) -> Node {
    el("input")
        .attr("type", kind)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
}

/// The field for a pasted access token.
pub fn token_field(app: App) -> Node {
    let input = bare_input("password")
        .attr("aria-describedby", "token-hint")
        .on("keydown", move |event| {
            let key = event
                .dyn_ref::<web_sys::KeyboardEvent>()
                .map(web_sys::KeyboardEvent::key);
            if key.as_deref() == Some("Enter") {
                app.use_token(&take_token());
            }
        });
    let hint = hint_for(
        "token-hint",
        [
            plain("The accessToken printed by "),
            code("az account get-access-token --resource-type ms-graph"),
            plain(". It is kept in memory only and never stored."),
        ],
    );
    field("token", "Microsoft Graph access token", input, hint)
}

pub fn token_button(app: App) -> Node {
    press("Continue with token", "", move || {
        app.use_token(&take_token())
    })
    .attr("id", "use-token")
}

/// Takes the pasted token out of its field: it does not stay in the page.
pub fn take_token() -> String {
    let token = value("token");
    if let Some(input) = page::document().get_element_by_id("token") {
        js_sys::Reflect::set(&input, &"value".into(), &"".into()).ok();
    }
    token
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
