//! Pieces that several screens share: headings, messages, fact lists, buttons. They know markup and the stylesheet's few classes.

use super::dom::{El, all, el, live, nothing, text};
use crate::words::Words;
use leptos::prelude::*;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// The screen's heading; it takes the focus when the screen appears.
pub fn heading(title: &'static str) -> AnyView {
    el("h1").attr("tabindex", "-1").text(title).view()
}

pub fn h2(title: impl Into<Text>) -> AnyView {
    el("h2").text(title).view()
}

pub fn h3(title: &'static str) -> AnyView {
    el("h3").text(title).view()
}

pub fn p(words: impl Into<Text>) -> AnyView {
    el("p").text(words).view()
}

pub fn hint(words: impl Into<Text>) -> AnyView {
    el("p").class("hint").text(words).view()
}

pub fn b(words: impl Into<Text>) -> AnyView {
    el("b").text(words).view()
}

/// An id or a code.
pub fn code(id: impl ToString) -> AnyView {
    el("code").text(id.to_string()).view()
}

/// Words that only a screen reader says.
pub fn unseen(words: impl Into<Text>) -> AnyView {
    el("span").class("sr").text(words).view()
}

/// A card.
pub fn section(parts: impl IntoIterator<Item = AnyView>) -> AnyView {
    el("section").children(parts).view()
}

pub fn list(class: &'static str, rows: impl IntoIterator<Item = AnyView>) -> AnyView {
    el("ul").class(class).children(rows).view()
}

pub fn actions(buttons: impl IntoIterator<Item = AnyView>) -> AnyView {
    el("div").class("actions").children(buttons).view()
}

/// A button about to be built.
pub fn press(label: &'static str, class: &'static str, act: impl Fn() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class(class)
        .on("click", move |_| act())
        .text(label)
}

pub fn button(label: &'static str, class: &'static str, act: impl Fn() + 'static) -> AnyView {
    press(label, class, act).view()
}

/// A box of the stylesheet's kind (good, warn, bad, busy or nothing). `role` is alert or status if it is to be announced.
pub fn notice(
    kind: &'static str,
    role: &'static str,
    parts: impl IntoIterator<Item = AnyView>,
) -> AnyView {
    let mut notice = el("div").class("notice").attr("data-kind", kind);
    if !role.is_empty() {
        notice = notice.attr("role", role);
    }
    notice.children(parts).view()
}

/// A message that says what happened and what can be done.
pub fn message(kind: &'static str, role: &'static str, words: &Words) -> AnyView {
    let acts = words
        .acts
        .iter()
        .map(|act| el("li").text(act.clone()).view());
    let acts = match words.acts.is_empty() {
        true => nothing(),
        false => all([h3("What you can do"), el("ul").children(acts).view()]),
    };
    let details = words
        .details
        .iter()
        .map(|(name, value)| (*name, code(value)));
    let details = match words.details.is_empty() {
        true => nothing(),
        false => el("details")
            .child(el("summary").text("Details").view())
            .child(facts(details))
            .view(),
    };
    notice(
        kind,
        role,
        [
            h2(words.title.clone()),
            p(words.text.clone()),
            acts,
            details,
        ],
    )
}

/// A list of names and values.
pub fn facts(rows: impl IntoIterator<Item = (&'static str, AnyView)>) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|(name, value)| all([el("dt").text(name).view(), el("dd").child(value).view()]));
    el("dl").class("facts").children(rows).view()
}

/// One line of a list of checks or results.
pub fn row(state: &'static str, name: impl Into<Text>, words: impl Into<Text>) -> AnyView {
    let content = el("div").child(b(name)).child(p(words)).view();
    el("li").attr("data-state", state).child(content).view()
}

/// An input with its label, and a hint that describes it.
pub fn field(id: &'static str, label: &'static str, input: El, hint: AnyView) -> AnyView {
    el("div")
        .class("field")
        .child(el("label").attr("for", id).text(label).view())
        .child(input.attr("id", id).view())
        .child(hint)
        .view()
}

/// A hint with an id, for `aria-describedby`.
pub fn hint_for(id: &'static str, parts: impl IntoIterator<Item = AnyView>) -> AnyView {
    el("p").class("hint").attr("id", id).children(parts).view()
}

/// A part that is there while `on` says so.
pub fn when(on: impl Fn() -> bool + 'static, part: impl Fn() -> AnyView + 'static) -> AnyView {
    let on = Memo::new({
        let on = send_wrapper::SendWrapper::new(on);
        move |_| on()
    });
    live(move || if on.get() { part() } else { nothing() })
}

/// The value of an event's input or select.
pub fn value_of(event: &web_sys::Event) -> String {
    let value = event
        .target()
        .and_then(|target| js_sys::Reflect::get(&target, &"value".into()).ok());
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Plain text as a view.
pub fn plain(words: impl Into<Text>) -> AnyView {
    text(words)
}

/// Two lines.
pub fn lines(first: AnyView, second: AnyView) -> AnyView {
    all([first, el("br").view(), second])
}
