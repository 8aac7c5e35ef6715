//! The choice of a language, and what a change of it must not lose: the screen is drawn anew, and what was typed or opened in it is
//! put back. Which language it is when the page opens is said on `<html>` by language.js, which also keeps the choice.

use super::app::App;
use super::dom::{Node, el};
use crate::browser::page;
use crate::words::header as says;
use crate::words::language::{self, Language};
use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// All of the screen that holds something of the user's.
const HOLDERS: &str = "main input, main select, main details";
/// What they hold it in.
const HELD: [&str; 2] = ["value", "open"];

/// The languages, each by its own name.
pub fn languages(app: App) -> Node {
    let choose = |language: Language| {
        let tag = language.tag();
        el("button")
            .attr("type", "button")
            .attr("lang", tag)
            .attr("data-speaks", tag)
            .live_attr("aria-pressed", move || {
                Some((app.language.get() == language).to_string().into())
            })
            .on("click", move |_| app.speak(language))
            .text(language.name())
    };
    el("div")
        .class("languages")
        .attr("role", "group")
        .live_attr("aria-label", move || {
            app.language.track();
            Some(says::language().into())
        })
        .children(Language::ALL.map(choose))
}

impl App {
    fn speak(self, language: Language) {
        if language == language::spoken() {
            return;
        }
        language::speak(language);
        // It was said in the language before.
        self.said.set(String::new());
        let held = what_is_held();
        self.language.set(language);
        Timeout::new(0, move || put_back(held)).forget();
    }
}

fn holders() -> impl Iterator<Item = JsValue> {
    let found = page::document().query_selector_all(HOLDERS).ok();
    let length = found.as_ref().map_or(0, web_sys::NodeList::length);
    (0..length).filter_map(move |index| Some(found.as_ref()?.get(index)?.into()))
}

fn what_is_held() -> Vec<[JsValue; 2]> {
    let held =
        |holder: JsValue| HELD.map(|name| Reflect::get(&holder, &name.into()).unwrap_or_default());
    holders().map(held).collect()
}

/// The screen is the same, so its parts stand in the same order.
fn put_back(held: Vec<[JsValue; 2]>) {
    for (holder, values) in holders().zip(held) {
        for (name, value) in HELD.into_iter().zip(values) {
            if !value.is_undefined() {
                Reflect::set(&holder, &name.into(), &value).ok();
            }
        }
    }
}
