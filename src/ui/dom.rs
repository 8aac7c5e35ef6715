//! Elements for the screens: a tag, attributes, listeners and children, built by plain functions over Leptos. It knows no screen.
//!
//! `view!` gives every element with its attributes and children a type of its own. That is free for markup without anything
//! live in it, which becomes one string, and costs about 200 bytes of wasm an element everywhere else: the screens written
//! wholly in `view!` weighed 100 kB more on the wire than the page may. Here all elements are of one type.

use leptos::html::{ElementChild, custom};
use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::html::directive::DirectiveAttribute;
use send_wrapper::SendWrapper;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

type Text = Cow<'static, str>;

/// An element about to be built.
pub struct El {
    tag: &'static str,
    attributes: Vec<Attribute>,
    children: Vec<AnyView>,
}

enum Attribute {
    Fixed(&'static str, Text),
    /// Absent while the function says `None`.
    Live(&'static str, Box<dyn Fn() -> Option<Text>>),
    /// A property of the DOM object, such as `checked`: the attribute only sets its first value.
    Property(&'static str, Box<dyn Fn() -> JsValue>),
    On(&'static str, Box<dyn FnMut(Event)>),
}

pub fn el(tag: &'static str) -> El {
    El {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

impl El {
    pub fn attr(mut self, name: &'static str, value: impl Into<Text>) -> Self {
        self.attributes.push(Attribute::Fixed(name, value.into()));
        self
    }

    pub fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    pub fn live_attr(
        mut self,
        name: &'static str,
        value: impl Fn() -> Option<Text> + 'static,
    ) -> Self {
        self.attributes.push(Attribute::Live(name, Box::new(value)));
        self
    }

    /// A boolean attribute such as `disabled`.
    pub fn flag(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.live_attr(name, move || on().then_some(Cow::Borrowed("")))
    }

    pub fn property(mut self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        self.attributes
            .push(Attribute::Property(name, Box::new(value)));
        self
    }

    pub fn on(mut self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        self.attributes.push(Attribute::On(event, Box::new(act)));
        self
    }

    pub fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    pub fn children(mut self, children: impl IntoIterator<Item = AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    pub fn text(self, text: impl Into<Text>) -> Self {
        self.child(self::text(text))
    }

    pub fn view(self) -> AnyView {
        let attributes = SendWrapper::new(Rc::new(RefCell::new(self.attributes)));
        custom(self.tag)
            .child(self.children)
            .directive(apply, attributes)
            .into_any()
    }
}

/// Gives a new element its attributes. What has to live as long as the element is owned by the screen that it is part of, so that
/// nothing that a listener holds (a secret, for one) outlives that screen.
fn apply(element: Element, attributes: SendWrapper<Rc<RefCell<Vec<Attribute>>>>) {
    for attribute in attributes.take().take() {
        let element = element.clone();
        match attribute {
            Attribute::Fixed(name, value) => {
                element.set_attribute(name, &value).ok();
            }
            Attribute::Live(name, value) => keep(RenderEffect::new(move |_| {
                match value() {
                    Some(value) => element.set_attribute(name, &value).ok(),
                    None => element.remove_attribute(name).ok(),
                };
            })),
            Attribute::Property(name, value) => keep(RenderEffect::new(move |_| {
                js_sys::Reflect::set(&element, &name.into(), &value()).ok();
            })),
            Attribute::On(event, act) => {
                let listener = Closure::wrap(act);
                element
                    .add_event_listener_with_callback(event, listener.as_ref().unchecked_ref())
                    .ok();
                keep(listener);
            }
        }
    }
}

fn keep(owned: impl Sized + 'static) {
    let owned = SendWrapper::new(owned);
    on_cleanup(move || drop(owned));
}

/// Text that does not change.
pub fn text(text: impl Into<Text>) -> AnyView {
    text.into().into_any()
}

/// A part that is built anew whenever a signal that it read changes.
pub fn live(part: impl Fn() -> AnyView + 'static) -> AnyView {
    erased(SendWrapper::new(Box::new(part)))
}

fn erased(part: SendWrapper<Box<dyn Fn() -> AnyView>>) -> AnyView {
    (move || part()).into_any()
}

/// Text that follows its signals.
pub fn live_text(part: impl Fn() -> String + 'static) -> AnyView {
    live(move || part().into_any())
}

/// Several views as one.
pub fn all(parts: impl IntoIterator<Item = AnyView>) -> AnyView {
    parts.into_iter().collect::<Vec<_>>().into_any()
}

/// No view.
pub fn nothing() -> AnyView {
    ().into_any()
}
