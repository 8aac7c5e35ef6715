//! Pieces that several screens share: messages, fact lists, buttons. They know markup and the stylesheet's few classes.

use crate::words::Words;
use leptos::prelude::*;

/// A plain button.
pub fn button(label: &'static str, class: &'static str, act: impl Fn() + 'static) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| act()>{label}</button> }.into_any()
}

/// A message that says what happened and what can be done. `kind` is the stylesheet's: good, warn, bad, busy or nothing.
pub fn message(kind: &'static str, role: &'static str, words: &Words) -> AnyView {
    let acts: Vec<_> = words
        .acts
        .iter()
        .map(|act| view! { <li>{act.clone()}</li> })
        .collect();
    let acts =
        (!acts.is_empty()).then(|| view! { <h3>"What you can do"</h3><ul>{acts}</ul> }.into_any());
    let details = (!words.details.is_empty()).then(|| {
        let rows: Vec<_> = words
            .details
            .iter()
            .map(|(name, value)| (*name, code(value)))
            .collect();
        view! { <details><summary>"Details"</summary>{facts(rows)}</details> }.into_any()
    });
    view! {
        <div class="notice" data-kind=kind role=role>
            <h2>{words.title.clone()}</h2>
            <p>{words.text.clone()}</p>
            {acts}
            {details}
        </div>
    }
    .into_any()
}

/// A list of names and values.
pub fn facts(rows: Vec<(&'static str, AnyView)>) -> AnyView {
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }.into_any())
        .collect();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

/// Plain text as a view.
pub fn plain(text: impl ToString) -> AnyView {
    text.to_string().into_any()
}

/// An id or a code.
pub fn code(text: impl ToString) -> AnyView {
    view! { <code>{text.to_string()}</code> }.into_any()
}

/// The screen's heading; it takes the focus when the screen appears.
pub fn heading(text: &'static str) -> AnyView {
    view! { <h1 tabindex="-1">{text}</h1> }.into_any()
}

/// Words that only a screen reader says.
pub fn unseen(text: impl ToString) -> AnyView {
    view! { <span class="sr">{text.to_string()}</span> }.into_any()
}

/// One line of a list of checks or results.
pub fn row(state: &'static str, name: impl ToString, text: impl ToString) -> AnyView {
    view! { <li data-state=state><div><b>{name.to_string()}</b><p>{text.to_string()}</p></div></li> }.into_any()
}
