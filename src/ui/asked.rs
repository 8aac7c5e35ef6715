//! A request for values that this page was given: who asks, and whether their fingerprint was compared. It is kept in memory, goes
//! along with a sign-in (`luggage`), and says for whom `sealing` seals.

use super::app::App;
use super::dom::{Node, all, el, live, nothing};
use super::parts::*;
use super::screen::Screen;
use crate::browser::boot::Boot;
use crate::browser::{WebCrypto, page};
use crate::handover::request::{Request, RequestId};
use crate::words::language::Told;
use crate::words::{self, sealed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// A request, and its digest.
pub struct Asked {
    pub request: Request,
    pub id: RequestId,
}

/// The request at hand.
#[derive(Clone, Copy)]
pub struct Asking {
    pub request: RwSignal<Option<Rc<Asked>>, LocalStorage>,
    /// The user has said that the fingerprint is the asker's.
    pub compared: RwSignal<bool>,
}

/// Stands before the request's code in the luggage.
const COMPARED: &str = "+";

impl Asking {
    pub(super) fn none() -> Self {
        Self {
            request: RwSignal::new_local(None),
            compared: RwSignal::new(false),
        }
    }

    async fn take(self, request: Request, compared: bool) -> Option<()> {
        let id = request.id(&WebCrypto).await?;
        self.compared.set(compared);
        self.request.set(Some(Rc::new(Asked { request, id })));
        Some(())
    }

    pub(super) fn set_aside(self) {
        self.request.set(None);
        self.compared.set(false);
    }

    /// What goes along with a sign-in; empty if there is no request.
    pub(super) fn pack(self) -> String {
        let mark = match self.compared.get_untracked() {
            true => COMPARED,
            false => " ",
        };
        let code = |asked: &Rc<Asked>| format!("{mark}{}", asked.request.code());
        let request = self.request.get_untracked();
        request.as_ref().map(code).unwrap_or_default()
    }
}

impl App {
    /// Back from a sign-in that a request went along with.
    pub(super) async fn unpack_asked(self, packed: &str) {
        let (code, compared) = match packed.strip_prefix(COMPARED) {
            Some(code) => (code, true),
            None => (packed.trim_start(), false),
        };
        if let Ok(request) = Request::parse(code, self.now()) {
            self.asking.take(request, compared).await;
        }
    }

    /// The page was opened by a link that asks for values or brings them, or to ask for them; false if not.
    pub(super) fn open_link(self, boot: &Boot) -> bool {
        match (&boot.sealed, &boot.request) {
            (Some(code), _) => self.open_packet(code.clone()),
            (_, Some(code)) => self.open_request(code.clone()),
            _ if boot.ask => self.show(Screen::Request),
            _ => return false,
        }
        true
    }

    /// Somebody asks for values.
    pub(super) fn open_request(self, code: String) {
        spawn_local(async move {
            let request = match Request::parse(&code, self.now()) {
                Ok(request) => request,
                Err(why) => {
                    let why = Told::new(|| sealed::not_a_request(why));
                    return self.show(Screen::Told("bad", why));
                }
            };
            match self.asking.take(request, false).await {
                Some(()) => self.meet_interrupted(true, |app| app.show(Screen::Asked)),
                None => self.show(Screen::Told("bad", Told::new(words::no_storage))),
            }
        });
    }
}

pub fn asked(app: App) -> Node {
    let Some(asked) = app.asking.request.get_untracked() else {
        return nothing();
    };
    let aside = move || {
        app.asking.set_aside();
        app.start_over();
    };
    all(vec![
        heading(sealed::asked_title()),
        p(sealed::asked_intro()),
        section(vec![
            who(app, &asked),
            actions(vec![
                press(sealed::to_sign_in(), "primary", move || app.start_over())
                    .flag("disabled", move || !app.asking.compared.get()),
                button(sealed::set_aside(), "", aside),
            ]),
        ]),
    ])
}

/// Who asks, the fingerprint, and the tick that it was compared.
pub fn who(app: App, asked: &Asked) -> Node {
    let compared = app.asking.compared;
    let tick = el("input")
        .attr("type", "checkbox")
        .property("checked", move || JsValue::from_bool(compared.get()))
        .on("change", move |_| compared.update(|known| *known = !*known));
    let label = el("label").child(tick).text(sealed::compared());
    all(vec![
        facts([
            (sealed::asked_by(), b(sealed::shown(asked.request.name()))),
            (sealed::asked_on(), plain(page::date(asked.request.made))),
            (sealed::fingerprint(), print(asked.id)),
        ]),
        p(sealed::compare_first()),
        list("rows", [el("li").child(label)]),
    ])
}

/// A fingerprint, large enough to be read aloud.
pub fn print(id: RequestId) -> Node {
    el("code").class("print").text(id.fingerprint())
}

/// On the sign-in screen: for whom the values will be.
pub fn for_whom(app: App) -> Node {
    live(move || match app.asking.request.get() {
        None => nothing(),
        Some(asked) => notice(
            "",
            "",
            vec![
                p(sealed::to_be_sealed_for(asked.request.name())),
                button(sealed::set_aside(), "quiet", move || app.asking.set_aside()),
            ],
        ),
    })
}
