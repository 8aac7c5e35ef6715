//! Pieces that several screens share: headings, messages, fact lists, buttons. They know markup and the stylesheet's few classes.

use super::dom::{Node, Text, all, el, live, nothing, text};
use crate::words::Words;
use crate::words::message as says;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// The screen's heading; it takes the focus when the screen appears.
pub fn heading(title: &'static str) -> Node {
    el("h1").attr("tabindex", "-1").text(title)
}

pub fn h2(title: impl Into<Text>) -> Node {
    el("h2").text(title)
}

pub fn h3(title: &'static str) -> Node {
    el("h3").text(title)
}

pub fn p(words: impl Into<Text>) -> Node {
    el("p").text(words)
}

pub fn hint(words: impl Into<Text>) -> Node {
    el("p").class("hint").text(words)
}

pub fn b(words: impl Into<Text>) -> Node {
    el("b").text(words)
}

/// An id or a code.
pub fn code(id: impl ToString) -> Node {
    el("code").text(id.to_string())
}

/// Words that only a screen reader says.
pub fn unseen(words: impl Into<Text>) -> Node {
    el("span").class("sr").text(words)
}

/// A card.
pub fn section(parts: Vec<Node>) -> Node {
    el("section").children(parts)
}

pub fn list(class: &'static str, rows: impl IntoIterator<Item = Node>) -> Node {
    el("ul").class(class).children(rows)
}

pub fn actions(buttons: Vec<Node>) -> Node {
    el("div").class("actions").children(buttons)
}

/// A button about to be built.
pub fn press(label: &'static str, class: &'static str, act: impl Fn() + 'static) -> Node {
    el("button")
        .attr("type", "button")
        .class(class)
        .on("click", move |_| act())
        .text(label)
}

pub fn button(label: &'static str, class: &'static str, act: impl Fn() + 'static) -> Node {
    press(label, class, act)
}

/// A box of the stylesheet's kind (good, warn, bad, busy or nothing). `role` is alert or status if it is to be announced.
pub fn notice(
    kind: &'static str,
    role: &'static str,
    parts: impl IntoIterator<Item = Node>,
) -> Node {
    let mut notice = el("div").class("notice").attr("data-kind", kind);
    if !role.is_empty() {
        notice = notice.attr("role", role);
    }
    notice.children(parts)
}

/// A message that says what happened and what can be done.
pub fn message(kind: &'static str, role: &'static str, words: &Words) -> Node {
    let acts = words.acts.iter().map(|act| el("li").text(act.clone()));
    let acts = match words.acts.is_empty() {
        true => nothing(),
        false => all(vec![h3(says::what_you_can_do()), el("ul").children(acts)]),
    };
    let details = words
        .details
        .iter()
        .map(|(name, value)| (*name, code(value)));
    let details = match words.details.is_empty() {
        true => nothing(),
        false => el("details")
            .child(el("summary").text(says::details()))
            .child(facts(details)),
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
pub fn facts(rows: impl IntoIterator<Item = (&'static str, Node)>) -> Node {
    let rows = rows
        .into_iter()
        .map(|(name, value)| all(vec![el("dt").text(name), el("dd").child(value)]));
    el("dl").class("facts").children(rows)
}

/// One line of a list of checks or results.
pub fn row(state: &'static str, name: impl Into<Text>, words: impl Into<Text>) -> Node {
    let content = el("div").child(b(name)).child(p(words));
    el("li").attr("data-state", state).child(content)
}

/// An input with its label, and a hint that describes it.
pub fn field(id: &'static str, label: &'static str, input: Node, hint: Node) -> Node {
    el("div")
        .class("field")
        .child(el("label").attr("for", id).text(label))
        .child(input.attr("id", id))
        .child(hint)
}

/// A hint with an id, for `aria-describedby`.
pub fn hint_for(id: &'static str, parts: impl IntoIterator<Item = Node>) -> Node {
    el("p").class("hint").attr("id", id).children(parts)
}

/// A part that is there while `on` says so.
pub fn when(on: impl Fn() -> bool + 'static, part: impl Fn() -> Node + 'static) -> Node {
    let on = Memo::new({
        let on = SendWrapper::new(on);
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
pub fn plain(words: impl Into<Text>) -> Node {
    text(words)
}

/// Two lines.
pub fn lines(first: Node, second: Node) -> Node {
    all(vec![first, el("br"), second])
}
