//! Markup for the screens: elements, text and live parts, built by plain functions over Leptos. It knows no screen.
//!
//! `view!` gives every element with its attributes and children a type of its own, at 200 to 300 bytes of wasm an element: the
//! screens written in it weighed 100 kB more on the wire than the page may. Here a node is one pointer, whatever it is.

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

pub type Text = Cow<'static, str>;

/// A piece of a screen. The methods that describe an element do nothing to other pieces.
pub struct Node(Box<Piece>);

enum Piece {
    Element {
        tag: &'static str,
        attributes: Vec<Attribute>,
        children: Vec<Node>,
    },
    Text(Text),
    Several(Vec<Node>),
    /// Built anew whenever a signal that it read changes.
    Live(Box<dyn Fn() -> Node>),
    View(AnyView),
}

enum Attribute {
    Fixed(&'static str, Text),
    /// Absent while the function says `None`.
    Live(&'static str, Box<dyn Fn() -> Option<Text>>),
    /// A property of the DOM object, such as `checked`: the attribute only sets its first value.
    Property(&'static str, Box<dyn Fn() -> JsValue>),
    On(&'static str, Box<dyn FnMut(Event)>),
}

pub fn el(tag: &'static str) -> Node {
    Node(Box::new(Piece::Element {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }))
}

pub fn text(text: impl Into<Text>) -> Node {
    Node(Box::new(Piece::Text(text.into())))
}

/// A part that follows its signals.
pub fn live(part: impl Fn() -> Node + 'static) -> Node {
    Node(Box::new(Piece::Live(Box::new(part))))
}

/// Text that follows its signals.
pub fn live_text(part: impl Fn() -> String + 'static) -> Node {
    live(move || text(part()))
}

/// Several pieces as one.
pub fn all(parts: impl IntoIterator<Item = Node>) -> Node {
    Node(Box::new(Piece::Several(parts.into_iter().collect())))
}

pub fn nothing() -> Node {
    Node(Box::new(Piece::Several(Vec::new())))
}

/// Markup of Leptos's own.
pub fn view(view: AnyView) -> Node {
    Node(Box::new(Piece::View(view)))
}

impl Node {
    pub fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.with(Attribute::Fixed(name, value.into()))
    }

    pub fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<Text> + 'static) -> Self {
        self.with(Attribute::Live(name, Box::new(value)))
    }

    /// A boolean attribute such as `disabled`.
    pub fn flag(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.live_attr(name, move || on().then_some(Cow::Borrowed("")))
    }

    pub fn property(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        self.with(Attribute::Property(name, Box::new(value)))
    }

    pub fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        self.with(Attribute::On(event, Box::new(act)))
    }

    fn with(mut self, attribute: Attribute) -> Self {
        if let Piece::Element { attributes, .. } = &mut *self.0 {
            attributes.push(attribute);
        }
        self
    }

    pub fn child(mut self, child: Node) -> Self {
        if let Piece::Element { children, .. } = &mut *self.0 {
            children.push(child);
        }
        self
    }

    pub fn children(self, children: impl IntoIterator<Item = Node>) -> Self {
        self.child(all(children))
    }

    pub fn text(self, words: impl Into<Text>) -> Self {
        self.child(text(words))
    }

    /// The node as Leptos takes it.
    pub fn view(self) -> AnyView {
        match *self.0 {
            Piece::Element {
                tag,
                attributes,
                children,
            } => {
                let attributes = SendWrapper::new(Rc::new(RefCell::new(attributes)));
                custom(tag)
                    .child(views(children))
                    .directive(apply, attributes)
                    .into_any()
            }
            Piece::Text(text) => text.into_any(),
            Piece::Several(parts) => views(parts).into_any(),
            Piece::Live(part) => {
                let part = SendWrapper::new(part);
                (move || part().view()).into_any()
            }
            Piece::View(view) => view,
        }
    }
}

fn views(nodes: Vec<Node>) -> Vec<AnyView> {
    nodes.into_iter().map(Node::view).collect()
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
                let function = listener
                    .as_ref()
                    .unchecked_ref::<js_sys::Function>()
                    .clone();
                element
                    .add_event_listener_with_callback(event, &function)
                    .ok();
                let owned = SendWrapper::new((element, function, listener));
                // Removed, too: an element that goes with the focus on it still gets a `blur`.
                on_cleanup(move || {
                    let (element, function, _listener) = &*owned;
                    element
                        .remove_event_listener_with_callback(event, function)
                        .ok();
                });
            }
        }
    }
}

fn keep(owned: impl Sized + 'static) {
    let owned = SendWrapper::new(owned);
    on_cleanup(move || drop(owned));
}
