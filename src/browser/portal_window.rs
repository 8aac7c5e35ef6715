//! The portal's window and the ports to it: carries out what `handover::exchange` says. It opens the window, offers until the
//! portal answers, and puts the values on the one port that answered; who may get them is decided by the exact origin.
//!
//! The portal gets no handle on this page: the window is disowned before anything foreign loads in it, and the offer is posted by
//! a function of a frame that is already gone, so that the message has no source (`docs/handover-protocol.md`).

use super::page::{document, window};
use crate::handover::Field;
use crate::handover::address::PortalAddress;
use crate::handover::exchange::{Exchange, Next};
use crate::ids::{ClientId, TenantId};
use crate::ports::Random;
use crate::secret::Secret;
use gloo_timers::callback::Interval;
use js_sys::{Function, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort, Window};

/// How the hand-over stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The browser did not open the window.
    Blocked,
    /// Our own relay page could not be loaded.
    NoRelay,
    /// The window was closed, or the portal cut it off from us by a policy of its own.
    Closed,
    /// The portal did not answer within a minute.
    NoAnswer,
    /// The values were sent, and no acknowledgement came: the portal may have them.
    Unconfirmed,
    /// The portal has the values; the named fields did not take theirs.
    Received { missing: Vec<Field> },
    /// The portal says that the user saved.
    Saved,
}

/// Whether the portal is spoken to as soon as it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// The window opens, because that must happen in the click; nothing is offered before `HandOver::release`, since a portal
    /// lets go of an offer whose values do not follow soon.
    Held,
}

/// What is handed over.
pub struct Values {
    pub tenant: TenantId,
    pub client: ClientId,
    pub secret: Rc<Secret>,
}

impl Values {
    /// The three by their names, for one receiver.
    pub(super) fn to_object(&self) -> Result<Object, JsValue> {
        let values = Object::new();
        let set = |field: Field, value: JsValue| Reflect::set(&values, &field.key().into(), &value);
        set(Field::TenantId, self.tenant.to_string().into())?;
        set(Field::ClientId, self.client.to_string().into())?;
        // EXPOSE: the message to the portal page, on a port bound to the document of the exact origin; or the last call to the page
        // script of an extension, which puts it into the field there; or what is sealed for the one browser that asked for it.
        set(Field::SecretCode, self.secret.expose().into())?;
        Ok(values)
    }
}

const OFFER_EVERY_MS: u32 = 250;
const GIVE_UP_AFTER_MS: f64 = 60_000.0;

/// A hand-over under way. Dropping it ends it: its ports are closed and nothing more is sent.
pub struct HandOver(Rc<Inner>);

struct Inner {
    portal: Window,
    origin: String,
    values: Values,
    exchange: RefCell<Exchange>,
    gate: Cell<Gate>,
    /// When the portal began to keep us waiting.
    started: Cell<f64>,
    /// The relay's frame, until it has loaded.
    frame: RefCell<Option<HtmlIFrameElement>>,
    relay: RefCell<Option<Function>>,
    offering: RefCell<Option<Interval>>,
    ports: RefCell<Vec<Port>>,
    /// The handler of the relay frame's load event, kept alive until it ran.
    loaded: RefCell<Option<Closure<dyn FnMut()>>>,
    progress: Box<dyn Fn(Progress)>,
}

struct Port {
    port: MessagePort,
    _handler: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Port {
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
    }
}

/// Opens the portal's window and hands over. To be called in the click itself: later, the browser blocks the window.
pub fn hand_over(
    address: &PortalAddress,
    values: Values,
    gate: Gate,
    random: &dyn Random,
    progress: Box<dyn Fn(Progress)>,
) -> Option<HandOver> {
    let Some(portal) = open(address) else {
        progress(Progress::Blocked);
        return None;
    };
    let inner = Rc::new(Inner {
        portal,
        origin: address.origin(),
        values,
        exchange: RefCell::new(Exchange::new(random)),
        gate: Cell::new(gate),
        started: Cell::new(js_sys::Date::now()),
        frame: RefCell::default(),
        relay: RefCell::default(),
        offering: RefCell::default(),
        ports: RefCell::default(),
        loaded: RefCell::default(),
        progress,
    });
    if load_relay(&inner).is_none() {
        inner.fail(Progress::NoRelay);
    }
    Some(HandOver(inner))
}

impl HandOver {
    /// Begins to offer, if it was held.
    pub fn release(&self) {
        self.0.gate.set(Gate::Open);
    }
}

impl Drop for HandOver {
    fn drop(&mut self) {
        self.0.stop();
    }
}

fn open(address: &PortalAddress) -> Option<Window> {
    let features = "popup,width=1000,height=760";
    let portal = window()
        .open_with_url_and_target_and_features("about:blank", "_blank", features)
        .ok()??;
    // While it is still our own empty page: from now on nothing in that window can reach this one.
    portal.set_opener(&JsValue::NULL).ok()?;
    portal.location().replace(&address.to_string()).ok()?;
    Some(portal)
}

/// Takes the posting function out of our relay page and removes that page at once: messages that the function posts have our
/// origin and no source.
fn load_relay(inner: &Rc<Inner>) -> Option<()> {
    let frame: HtmlIFrameElement = document().create_element("iframe").ok()?.dyn_into().ok()?;
    frame.set_hidden(true);
    frame.set_src("handover.html");
    let loaded = {
        let (inner, frame) = (Rc::downgrade(inner), frame.clone());
        Closure::once(move || {
            let relay = frame
                .content_window()
                .and_then(|w| Reflect::get(&w, &"relay".into()).ok());
            frame.remove();
            if let Some(inner) = Weak::upgrade(&inner) {
                inner.frame.take();
                match relay.and_then(|relay| relay.dyn_into::<Function>().ok()) {
                    Some(relay) => inner.begin(relay),
                    None => inner.fail(Progress::NoRelay),
                }
            }
        })
    };
    frame.set_onload(Some(loaded.as_ref().unchecked_ref()));
    inner.loaded.replace(Some(loaded));
    document().body()?.append_child(&frame).ok()?;
    inner.frame.replace(Some(frame));
    Some(())
}

/// A message as plain data; what is none is not a message of the protocol. By way of JSON text: a structured reader would link
/// serde's whole machinery for floats.
fn plain(data: &JsValue) -> Option<serde_json::Value> {
    let text = js_sys::JSON::stringify(data).ok()?.as_string()?;
    serde_json::from_slice(text.as_bytes()).ok()
}

impl Inner {
    fn begin(self: Rc<Self>, relay: Function) {
        self.relay.replace(Some(relay));
        let inner = Rc::downgrade(&self);
        let tick = move || {
            if let Some(inner) = Weak::upgrade(&inner) {
                inner.tick();
            }
        };
        tick();
        self.offering
            .replace(Some(Interval::new(OFFER_EVERY_MS, tick)));
    }

    fn tick(self: Rc<Self>) {
        let sent = self.exchange.borrow().values_sent();
        if self.portal.closed().unwrap_or(true) {
            return self.fail(if sent {
                Progress::Unconfirmed
            } else {
                Progress::Closed
            });
        }
        if self.gate.get() == Gate::Held {
            // It is we who keep the portal waiting.
            self.started.set(js_sys::Date::now());
            return;
        }
        if js_sys::Date::now() - self.started.get() > GIVE_UP_AFTER_MS {
            return self.fail(if sent {
                Progress::Unconfirmed
            } else {
                Progress::NoAnswer
            });
        }
        // Readable means that the window still shows our own empty page: an offer would only fail.
        let still_ours = self.portal.location().href().is_ok();
        if !still_ours && self.exchange.borrow().is_offering() {
            self.offer().ok();
        }
    }

    fn offer(self: &Rc<Self>) -> Result<(), JsValue> {
        let channel = MessageChannel::new()?;
        let port = channel.port1();
        let handler = {
            let (inner, port) = (Rc::downgrade(self), port.clone());
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(inner) = Weak::upgrade(&inner) {
                    inner.message(&port, &event.data());
                }
            })
        };
        port.set_onmessage(Some(handler.as_ref().unchecked_ref()));
        self.ports.borrow_mut().push(Port {
            port,
            _handler: handler,
        });
        let offer = self
            .exchange
            .borrow()
            .offer()
            .serialize(&Serializer::json_compatible())?;
        if let Some(relay) = self.relay.borrow().as_ref() {
            relay.call4(
                &JsValue::UNDEFINED,
                &self.portal,
                &offer,
                &JsValue::from_str(&self.origin),
                &channel.port2(),
            )?;
        }
        Ok(())
    }

    fn message(&self, port: &MessagePort, data: &JsValue) {
        let Some(message) = plain(data) else {
            return;
        };
        let next = self.exchange.borrow_mut().answer(&message);
        match next {
            Next::Ignore => {}
            Next::SendValues => {
                // Only the port that answered counts from now on.
                self.ports.borrow_mut().retain(|other| other.port == *port);
                if let Ok(values) = self.values_message() {
                    port.post_message(&values).ok();
                }
            }
            Next::Received { missing } => {
                self.offering.take();
                (self.progress)(Progress::Received { missing });
            }
            Next::Saved => self.end(Progress::Saved),
        }
    }

    fn values_message(&self) -> Result<Object, JsValue> {
        let message = self.values.to_object()?;
        let set = |key: &str, value: JsValue| Reflect::set(&message, &key.into(), &value);
        set("type", "values".into())?;
        set("version", 1.into())?;
        set("nonce", self.exchange.borrow().nonce().into())?;
        set("usage", "use".into())?;
        Ok(message)
    }

    /// Nothing that comes later counts: a late answer must not get the values.
    fn fail(&self, progress: Progress) {
        self.ports.borrow_mut().clear();
        self.end(progress);
    }

    fn end(&self, progress: Progress) {
        self.stop();
        (self.progress)(progress);
    }

    fn stop(&self) {
        self.offering.take();
        self.relay.take();
        if let Some(frame) = self.frame.take() {
            frame.set_onload(None);
            frame.remove();
        }
    }
}
