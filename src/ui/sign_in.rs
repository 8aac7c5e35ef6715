//! Sign in: the same markup as the static page that it replaces (index.html), so that taking over does not flicker.

use super::app::App;
use super::asked::for_whom;
use super::beside::tenant_notice;
use super::dom::{Node, all, el, nothing, view};
use super::parts::*;
use super::receipt::open_button;
use super::registration;
use super::screen::Screen;
use crate::browser::page;
use crate::cloud::{Cloud, MICROSOFT};
use crate::words::sign_in as says;
use crate::words::{self, Words};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub fn sign_in(app: App, words: Option<&Words>) -> Node {
    let problem = words.map_or_else(nothing, |words| message("bad", "alert", words));
    let begin = move |_| app.sign_in(&value("tenant"), &value("cloud"));
    let ignored = app.kept("ignored", || false);
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
        .text(says::button());
    el("section")
        .class("signed-out")
        .child(heading(says::title()))
        .child(p(says::purpose()))
        .child(problem)
        .child(renewal(app))
        .child(for_whom(app))
        .child(tenant_notice(app, ignored))
        .child(actions(vec![sign_in]))
        .child(folded(
            says::options(),
            all(vec![
                tenant(app, ignored),
                cloud(app),
                registration::forget(app),
            ]),
        ))
        .child(folded(
            says::token_instead(),
            all(vec![token_field(app), actions(vec![token_button(app)])]),
        ))
        .child(ask_button(app))
        .child(open_button(app, "quiet"))
}

/// For who has no rights in Entra.
fn ask_button(app: App) -> Node {
    press(words::sealed::request_values(), "quiet", move || {
        app.show(Screen::Request)
    })
    .attr("id", "request-values")
}

/// The page was opened by a reminder's link.
fn renewal(app: App) -> Node {
    if !app.wants_to_renew() {
        return nothing();
    }
    let tenant = app.tenant_to_renew();
    let (before, after) = says::renewal(!tenant.is_empty());
    let line = el("span").text(before);
    let line = match tenant.is_empty() {
        true => line,
        false => line.child(b(tenant)),
    };
    notice("", "", vec![line.text(after)])
}

fn folded(title: &'static str, content: Node) -> Node {
    el("details")
        .child(el("summary").text(title))
        .child(el("div").child(content))
}

fn tenant(app: App, ignored: RwSignal<bool, LocalStorage>) -> Node {
    let hint = says::tenant_hint();
    let input = bare_input("text")
        .attr("autocapitalize", "off")
        .attr("aria-describedby", "tenant-hint")
        .property("value", move || match ignored.get() {
            true => String::new().into(),
            false => app.tenant_hint().into(),
        });
    field(
        "tenant",
        says::tenant(),
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
        el("option")
            .attr("value", *name)
            .text(says::cloud_name(title))
            .property("selected", move || (app.suggested_cloud() == *cloud).into())
    });
    field(
        "cloud",
        says::cloud(),
        el("select").children(options),
        nothing(),
    )
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
    let (before, after) = says::token_hint();
    let hint = hint_for(
        "token-hint",
        [
            plain(before),
            code("az account get-access-token --resource-type ms-graph"),
            plain(after),
        ],
    );
    field("token", says::token(), input, hint)
}

pub fn token_button(app: App) -> Node {
    press(says::continue_with_token(), "", move || {
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

pub(super) fn value(id: &str) -> String {
    let Some(element) = page::document().get_element_by_id(id) else {
        return String::new();
    };
    let text = js_sys::Reflect::get(&element, &"value".into())
        .ok()
        .and_then(|value| value.as_string());
    text.unwrap_or_default().trim().to_owned()
}
