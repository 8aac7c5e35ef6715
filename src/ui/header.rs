//! The page's head: the product, who is signed in where, and which of the four steps this is.

use super::app::{App, Screen};
use leptos::prelude::*;

const STEPS: [&str; 4] = ["Sign in", "Review", "Create", "Hand over"];

pub fn header(app: App) -> AnyView {
    let account = move || {
        app.account.get().map(|(tenant, user)| {
            view! { <p class="account"><b>{tenant}</b>" "{user}</p> }.into_any()
        })
    };
    let steps = move || {
        let now = app.screen.with(Screen::step);
        STEPS
            .into_iter()
            .enumerate()
            .map(|(index, name)| step(index, now, name))
            .collect::<Vec<_>>()
    };
    view! {
        <div>
            <p class="product"><img src="icons/icon.svg" alt="" width="24" height="24"/>" Entra Handover"</p>
            {account}
        </div>
        <nav aria-label="Progress"><ol class="steps">{steps}</ol></nav>
    }
    .into_any()
}

fn step(index: usize, now: usize, name: &'static str) -> AnyView {
    if index < now {
        view! { <li data-state="done">{name}<span class="sr">", done"</span></li> }.into_any()
    } else {
        let current = (index == now).then_some("step");
        view! { <li aria-current=current>{name}</li> }.into_any()
    }
}
