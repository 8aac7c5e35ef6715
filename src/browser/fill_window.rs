//! The bookmarklet's small window (`public/fill.html`), as the app's tab meets it: on a channel that only pages of this origin hear.
//! It passes calls to the page script and tells which button was pressed; who is filled, and with what, is not decided here.

use super::scripted_page::Script;
use crate::fill::find::Gone;
use crate::words::Words;
use futures_util::future::LocalBoxFuture;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

/// Both sides know it by this name; `public/fill.js` has it, too.
const CHANNEL: &str = "entra-handover.fill";
/// Longer than the page script takes for any call but the one for which it waits for the user. The page is gone then, and could
/// not say so.
const LONGEST_CALL_MS: u32 = 20_000;
const LONGEST_PICK_MS: u32 = 75_000;

/// A button of the small window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    Fill,
    Pick,
    Close,
}

impl Button {
    const ALL: [(Self, &str); 3] = [
        (Self::Fill, "fill"),
        (Self::Pick, "pick"),
        (Self::Close, "close"),
    ];

    fn name(self) -> &'static str {
        let known = Self::ALL.iter().find(|(button, _)| *button == self);
        known.map_or("", |(_, name)| name)
    }

    fn of_name(name: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|(_, known)| *known == name);
        known.map(|(button, _)| *button)
    }
}

/// What a small window does.
pub enum Heard {
    /// It is there, for the page that it names. It says so again every second.
    Here(Rc<SmallWindow>),
    /// It is still there, and another one was opened after it.
    Superseded(Rc<SmallWindow>),
    Pressed(Rc<SmallWindow>, Button),
    /// The page that it stands for was left.
    PageLeft,
    Closed,
}

/// A small window, and the page whose bookmark opened it.
pub struct SmallWindow {
    id: String,
    /// When, in milliseconds of the browser's clock.
    opened: f64,
    /// The page's origin, as the browser told the window.
    pub origin: String,
    /// Which script the page says that it has.
    pub print: String,
    channel: BroadcastChannel,
    calls: RefCell<Vec<Call>>,
    last_call: Cell<u32>,
    page_left: Cell<bool>,
}

struct Call {
    number: u32,
    resolve: Function,
    _deadline: Timeout,
}

/// Listens for small windows as long as it lives.
pub struct Listening {
    channel: BroadcastChannel,
    _handler: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

/// Tells `hear` of the small windows: the last one that came is the one that counts.
pub fn listen(hear: impl Fn(Heard) + 'static) -> Option<Listening> {
    let channel = BroadcastChannel::new(CHANNEL).ok()?;
    let windows = Windows {
        channel: channel.clone(),
        open: RefCell::default(),
    };
    let handler = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(heard) = windows.heard(&event.data()) {
            hear(heard);
        }
    });
    channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
    Some(Listening {
        channel,
        _handler: handler,
    })
}

/// The small windows that are open.
struct Windows {
    channel: BroadcastChannel,
    /// In the order in which they were opened.
    open: RefCell<Vec<Rc<SmallWindow>>>,
}

impl Windows {
    fn heard(&self, data: &JsValue) -> Option<Heard> {
        let text = |name| member(data, name).as_string();
        let id = text("window")?;
        let mut open = self.open.borrow_mut();
        let known = open.iter().position(|one| one.id == id);
        let Some(at) = known else {
            // One page at a time: it says that it is there until the one before it is done.
            if open.iter().any(|one| one.is_busy()) {
                return None;
            }
            let opened = member(data, "opened").as_f64()?;
            let channel = self.channel.clone();
            let one = SmallWindow::new(id, opened, text("origin")?, text("print")?, channel);
            let at = open.partition_point(|other| other.opened < opened);
            open.insert(at, one.clone());
            return Some(here_or_superseded(one, at + 1 == open.len()));
        };
        let (one, last) = (open[at].clone(), at + 1 == open.len());
        if let Some(what) = text("left") {
            one.page_left.set(true);
            one.give_up();
            if what == "page" {
                return Some(Heard::PageLeft);
            }
            open.remove(at);
            return last.then_some(Heard::Closed);
        }
        if text("origin").is_some() {
            return Some(here_or_superseded(one, last));
        }
        match text("press") {
            Some(name) if last => Some(Heard::Pressed(one, Button::of_name(&name)?)),
            Some(_) => None,
            None => {
                one.answered(data);
                None
            }
        }
    }
}

fn here_or_superseded(one: Rc<SmallWindow>, is_last: bool) -> Heard {
    match is_last {
        true => Heard::Here(one),
        false => Heard::Superseded(one),
    }
}

impl SmallWindow {
    fn new(
        id: String,
        opened: f64,
        origin: String,
        print: String,
        channel: BroadcastChannel,
    ) -> Rc<Self> {
        Rc::new(Self {
            id,
            opened,
            origin,
            print,
            channel,
            calls: RefCell::default(),
            last_call: Cell::default(),
            page_left: Cell::default(),
        })
    }

    /// Shows words and buttons, the first of which is the one to press.
    pub fn show(&self, kind: &'static str, words: &Words, buttons: &[Button]) {
        let buttons: Vec<&str> = buttons.iter().map(|button| button.name()).collect();
        let shown = json!({
            "kind": kind, "title": words.title, "text": words.text, "acts": words.acts, "buttons": buttons,
        });
        self.say(&[("show", shown.to_string().into())]);
    }

    /// Whether the page that it stands for is gone. The window is then good for nothing but its words.
    pub fn page_has_left(&self) -> bool {
        self.page_left.get()
    }

    fn is_busy(&self) -> bool {
        !self.calls.borrow().is_empty()
    }

    fn say(&self, members: &[(&str, JsValue)]) {
        let message = Object::new();
        let set = |name: &str, value: &JsValue| Reflect::set(&message, &name.into(), value).is_ok();
        let complete = set("to", &self.id.as_str().into())
            && members.iter().all(|(name, value)| set(name, value));
        if complete {
            self.channel.post_message(&message).ok();
        }
    }

    fn answered(&self, answer: &JsValue) {
        let number = member(answer, "answer").as_f64();
        let mut calls = self.calls.borrow_mut();
        let Some(at) = (calls.iter()).position(|call| number == Some(f64::from(call.number)))
        else {
            return;
        };
        let call = calls.swap_remove(at);
        drop(calls);
        call.resolve.call1(&JsValue::NULL, answer).ok();
    }

    /// Nothing that was asked will be answered.
    fn give_up(&self) {
        for call in self.calls.take() {
            call.resolve.call0(&JsValue::NULL).ok();
        }
    }
}

impl Script for SmallWindow {
    fn call(&self, name: &'static str, with: Array) -> LocalBoxFuture<'_, Result<JsValue, Gone>> {
        let number = self.last_call.get() + 1;
        self.last_call.set(number);
        let longest = match name {
            "pick" => LONGEST_PICK_MS,
            _ => LONGEST_CALL_MS,
        };
        let answer = Promise::new(&mut |resolve, _| {
            let late = {
                let resolve = resolve.clone();
                move || drop(resolve.call0(&JsValue::NULL))
            };
            self.calls.borrow_mut().push(Call {
                number,
                resolve,
                _deadline: Timeout::new(longest, late),
            });
        });
        self.say(&[
            ("call", number.into()),
            ("name", name.into()),
            ("args", with.into()),
        ]);
        Box::pin(async move {
            if self.page_left.get() {
                self.give_up();
            }
            let answer = JsFuture::from(answer).await;
            self.calls.borrow_mut().retain(|call| call.number != number);
            let answer = answer.map_err(|_| Gone)?;
            match answer.is_object() && member(&answer, "gone") == JsValue::FALSE {
                true => Ok(member(&answer, "result")),
                false => Err(Gone),
            }
        })
    }
}

fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// Where the small window stands.
pub fn address() -> Option<url::Url> {
    super::page::address().join("fill.html").ok()
}
