//! "Request values": the Customer Manager administrator asks the Entra administrator for the three values. It makes a key pair that
//! stays in this browser, and the link to send; and it opens what comes back.

use super::app::App;
use super::asked::print;
use super::dom::{Node, all, el, live, nothing};
use super::parts::*;
use super::sign_in::value;
use crate::browser::extension::Host;
use crate::browser::sealing::Pair;
use crate::browser::{WebCrypto, clipboard, page, requests};
use crate::handover::request::{LONGEST_NAME, Request, RequestId};
use crate::handover::{packet, request};
use crate::words::{self, sealed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

/// How far the asking is.
#[derive(Clone)]
enum Asking {
    NotYet,
    /// Nobody is named.
    Unnamed,
    /// The browser keeps nothing.
    Refused,
    Made(Request, RequestId),
}

type Open = RwSignal<Vec<(String, Request)>, LocalStorage>;

pub fn request(app: App) -> Node {
    let asking = app.kept("asking", || Asking::NotYet);
    let open = RwSignal::new_local(Vec::new());
    refresh(app, open);
    all(vec![
        heading(sealed::request_values()),
        p(sealed::request_values_hint()),
        live(move || match asking.get() {
            Asking::Made(request, id) => made(app, &request, id),
            other => form(app, &other, asking, open),
        }),
        opening(app),
        live(move || listed(app, open, asking)),
        actions(vec![button(sealed::back(), "", move || app.start_over())]),
    ])
}

fn refresh(app: App, open: Open) {
    spawn_local(async move {
        let all = requests::all(&app.state().browser.database, app.now()).await;
        // The screen may be gone by then.
        open.try_set(all);
    });
}

fn form(app: App, asking: &Asking, next: RwSignal<Asking, LocalStorage>, open: Open) -> Node {
    let problem = match asking {
        Asking::Unnamed => notice("bad", "alert", vec![p(sealed::name_refused())]),
        Asking::Refused => message("bad", "alert", &words::no_storage()),
        Asking::NotYet | Asking::Made(..) => nothing(),
    };
    let input = el("input")
        .attr("type", "text")
        .attr("autocomplete", "name")
        .attr("maxlength", LONGEST_NAME.to_string())
        .attr("aria-describedby", "asker-hint");
    let hint = hint_for("asker-hint", [plain(sealed::your_name_hint())]);
    let make = move || {
        let name = value("asker");
        spawn_local(async move {
            let made = make(app, &name).await;
            next.try_set(made);
            refresh(app, open);
        });
    };
    section(vec![
        problem,
        field("asker", sealed::your_name(), input, hint),
        actions(vec![button(sealed::make_request(), "primary", make)]),
    ])
}

async fn make(app: App, name: &str) -> Asking {
    let Some(pair) = Pair::generate().await else {
        return Asking::Refused;
    };
    let Some(request) = Request::new(name, pair.public, app.now()) else {
        return Asking::Unnamed;
    };
    let Some(id) = request.id(&WebCrypto).await else {
        return Asking::Refused;
    };
    match requests::keep(&app.state().browser.database, id, &request, &pair).await {
        Ok(()) => Asking::Made(request, id),
        Err(_) => Asking::Refused,
    }
}

fn made(app: App, request: &Request, id: RequestId) -> Node {
    let send = match app.state().host {
        Host::Page => sealed::send_link(),
        Host::Extension => sealed::send_text(),
    };
    let link = link(app, request::MARK, &request.code());
    let step = |words: &'static str, more: Node| el("li").text(words).child(more);
    section(vec![
        h2(sealed::request_made()),
        el("ol").class("numbered").children([
            step(
                send,
                to_copy(app, "request-link", sealed::request_link(), link, || ()),
            ),
            step(
                sealed::read_fingerprint(),
                facts([(sealed::fingerprint(), print(id))]),
            ),
            step(sealed::open_answer(), nothing()),
        ]),
    ])
}

/// The link that carries `code`. An extension's own address is of use to nobody else.
pub fn link(app: App, mark: &str, code: &str) -> String {
    match app.state().host {
        Host::Page => format!("{}#{mark}={code}", page::address()),
        Host::Extension => format!("#{mark}={code}"),
    }
}

/// A link to send, with its button. `taken` is called when the user has it.
pub fn to_copy(
    app: App,
    id: &'static str,
    label: &'static str,
    link: String,
    taken: impl Fn() + Clone + 'static,
) -> Node {
    let by_hand = taken.clone();
    let input = el("input")
        .attr("type", "text")
        .attr("readonly", "")
        .attr("spellcheck", "false")
        .attr("value", link.clone())
        .on("copy", move |event| {
            if is_whole(&event) {
                by_hand();
            }
        });
    let copy = button(sealed::copy_link(), "primary", move || {
        let (link, taken) = (link.clone(), taken.clone());
        spawn_local(async move {
            let done = clipboard::copy(&link).await;
            app.said.set(words::copied(label, done));
            if done {
                taken();
            }
        });
    });
    all(vec![
        field(id, label, input, nothing()),
        actions(vec![copy]),
    ])
}

/// Whether all that the field holds is copied: a part of a link is of use to nobody.
fn is_whole(event: &Event) -> bool {
    let input = event.target().and_then(|it| it.dyn_into().ok());
    let whole = |input: HtmlInputElement| {
        let from = input.selection_start().ok()??;
        let to = input.selection_end().ok()??;
        Some(from == 0 && to as usize == input.value().len())
    };
    input.and_then(whole).unwrap_or_default()
}

/// Where a link is pasted that cannot be followed: the extension's panel has no address to go to.
fn opening(app: App) -> Node {
    let refused = RwSignal::new(false);
    let input = el("input")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "pasted-hint");
    let open = move || {
        let text = value("pasted");
        let code = |mark| request::code_in(&text, mark).map(str::to_owned);
        match (code(packet::MARK), code(request::MARK)) {
            (Some(code), _) => app.open_packet(code),
            (_, Some(code)) => app.open_request(code),
            _ => refused.set(true),
        }
    };
    section(vec![
        h2(sealed::open_here()),
        live(move || match refused.get() {
            true => notice("bad", "alert", vec![p(sealed::no_link())]),
            false => nothing(),
        }),
        field(
            "pasted",
            sealed::link(),
            input,
            hint_for("pasted-hint", [plain(sealed::open_here_hint())]),
        ),
        actions(vec![button(sealed::open(), "", open)]),
    ])
}

fn listed(app: App, open: Open, asking: RwSignal<Asking, LocalStorage>) -> Node {
    let all = open.get();
    if all.is_empty() {
        return nothing();
    }
    let rows = all.into_iter().map(|(id, request)| {
        let name = sealed::shown(request.name());
        let forget = press(sealed::forget(), "quiet", move || {
            let id = id.clone();
            spawn_local(async move {
                // If it stays, the list that is read anew shows it.
                requests::forget(&app.state().browser.database, &id)
                    .await
                    .ok();
                refresh(app, open);
            });
        });
        let again = request.clone();
        let show = press(sealed::show(), "quiet", move || {
            let request = again.clone();
            spawn_local(async move {
                if let Some(id) = request.id(&WebCrypto).await {
                    asking.try_set(Asking::Made(request, id));
                }
            });
        });
        let words = el("div")
            .child(b(name.clone()))
            .child(p(page::date(request.made)));
        el("li")
            .child(words)
            .child(show.child(unseen(format!(" {name}"))))
            .child(forget.child(unseen(format!(" {name}"))))
    });
    section(vec![h2(sealed::open_requests()), list("rows", rows)])
}
