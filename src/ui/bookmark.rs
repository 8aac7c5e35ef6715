//! "Fill it with a bookmark", on the web page: the link to drag to the bookmarks bar, and what the bookmark's small window shows and
//! may do. Which field is which is decided in `fill`; the secret is in the last call alone, after a click in that window.

use super::app::App;
use super::dom::{Node, el, live, nothing, text};
use super::ended::Ended;
use super::filling::{fill_form, settle};
use super::parts::*;
use super::picking::pick;
use super::sending::{Delivery, Switch, named, values};
use super::settling::{Hold, waiting_words};
use crate::browser::extension::Host;
use crate::browser::fill_window::{self, Button, Heard, SmallWindow};
use crate::browser::scripted_page::ScriptedPage;
use crate::browser::{clipboard, page, rules};
use crate::fill::Part;
use crate::handover::address::PortalAddress;
use crate::handover::bookmarklet::{Bookmarklet, admit};
use crate::ports::Request;
use crate::words::bookmark as says;
use crate::words::{self, Words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// How far the page of the small window is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    /// The user is asked.
    Asking,
    Busy,
    /// The user is to click this field on the page.
    Picking(Part),
    /// The page's fields are known now.
    Picked,
    Refused(Words),
    Filled(Switch),
}

/// All that the small window's screen depends on.
#[derive(Clone, Copy)]
struct Visit {
    app: App,
    small: RwSignal<Option<Rc<SmallWindow>>, LocalStorage>,
    stage: RwSignal<Stage, LocalStorage>,
    bookmarklet: RwSignal<Option<Bookmarklet>, LocalStorage>,
    typed: RwSignal<String, LocalStorage>,
    hold: RwSignal<Hold, LocalStorage>,
}

pub fn bookmark(
    app: App,
    ended: &Rc<Ended>,
    delivery: RwSignal<Delivery, LocalStorage>,
    typed: RwSignal<String, LocalStorage>,
) -> Node {
    if app.state().host == Host::Extension || ended.secret.is_none() {
        return nothing();
    }
    let visit = Visit {
        app,
        small: RwSignal::new_local(None),
        stage: app.kept("stage", || Stage::Asking),
        bookmarklet: app.kept("bookmarklet", || None),
        typed,
        hold: ended.hold,
    };
    if visit.bookmarklet.with_untracked(Option::is_none) {
        spawn_local(async move {
            // The screen may be gone by then.
            drop(visit.bookmarklet.try_set(load(app).await));
        });
    }
    let heard = {
        let ended = ended.clone();
        move |heard| visit.hear(heard, &ended, delivery)
    };
    let listening = SendWrapper::new(fill_window::listen(heard));
    on_cleanup(move || drop(listening));
    Effect::new(move || visit.show());
    live(move || match visit.bookmarklet.get() {
        Some(bookmarklet) if !delivery.with(Delivery::is_complete) => {
            steps(app, &bookmarklet, delivery)
        }
        _ => nothing(),
    })
}

/// The script of the bookmarklet as it was built. Where it cannot be had there is no bookmark, and the other ways remain.
async fn load(app: App) -> Option<Bookmarklet> {
    let script = page::address().join("bookmarklet.js").ok()?;
    let mut request = Request::default();
    *request.uri_mut() = script.as_str().parse().ok()?;
    let response = app.state().browser.ports().http.send(request).await.ok()?;
    Bookmarklet::new(std::str::from_utf8(response.body()).ok()?)
}

fn steps(app: App, bookmarklet: &Bookmarklet, delivery: RwSignal<Delivery, LocalStorage>) -> Node {
    let Some(window) = fill_window::address() else {
        return nothing();
    };
    let link = bookmarklet.link(&window);
    let copied = link.clone();
    let copy = button(says::copy_address(), "", move || {
        let link = copied.clone();
        spawn_local(async move {
            let done = clipboard::copy(&link).await;
            app.said.set(words::copied(says::address(), done));
        });
    });
    // Pressed here it would run in this page, which its policy forbids: nothing would happen.
    let told = RwSignal::new(false);
    let drag = el("a")
        .class("bookmark")
        .attr("href", link)
        .on("click", move |event| {
            event.prevent_default();
            told.set(true);
        })
        .text(says::fill());
    let warning = live(move || match told.get() {
        true => notice("warn", "status", vec![p(says::not_here())]),
        false => nothing(),
    });
    let item = |parts: Vec<Node>| el("li").children(parts);
    let list = el("ol").class("numbered").children([
        item(vec![
            text(says::drag()),
            actions(vec![drag, copy]),
            warning,
            hint(says::no_mouse()),
        ]),
        item(vec![text(says::press_it())]),
        item(vec![
            text(says::small_window().0),
            b(says::fill_button()),
            text(says::small_window().1),
        ]),
    ]);
    let blocked = says::blocked();
    // Sending came to nothing: here is the other way.
    let open = move || delivery.with(Delivery::is_unanswered);
    el("details")
        .flag("open", open)
        .child(el("summary").text(says::title()))
        .child(el("div").child(list).child(hint(blocked)))
}

impl Visit {
    fn hear(self, heard: Heard, ended: &Rc<Ended>, delivery: RwSignal<Delivery, LocalStorage>) {
        match heard {
            Heard::Here(small) => {
                let known = |one: &Option<Rc<SmallWindow>>| {
                    one.as_ref().is_some_and(|one| Rc::ptr_eq(one, &small))
                };
                if !self.small.with_untracked(known) {
                    self.stage.set(Stage::Asking);
                    self.small.set(Some(small));
                } else {
                    untrack(|| self.show());
                }
            }
            Heard::Superseded(small) => {
                small.show("warn", &words::bookmark::superseded(), &[Button::Close]);
            }
            Heard::PageLeft => untrack(|| self.show()),
            Heard::Closed => self.small.set(None),
            Heard::Pressed(_, Button::Close) => {}
            Heard::Pressed(small, button) => {
                // The buttons that it shows may be a moment old.
                let Some(portal) = untrack(|| self.portal(&small).ok()) else {
                    return;
                };
                let page = ScriptedPage(small);
                match button {
                    Button::Pick => self.pick(page, portal),
                    _ => self.fill(page, portal, ended.clone(), delivery),
                }
            }
        }
    }

    /// The portal that the small window's page is, if values may go there now. Or what to say instead, and how.
    fn portal(self, small: &SmallWindow) -> Result<PortalAddress, (&'static str, Words)> {
        let named = named(self.app, &self.typed.get()).ok();
        // Without a script to compare with, none can be told to be another.
        let ours = self.bookmarklet.get().map(|one| one.print());
        let ours = ours.unwrap_or_else(|| small.print.clone());
        admit(named.as_ref(), &small.origin, &small.print, &ours)
            .map_err(|why| ("bad", words::bookmark::not_admitted(&why)))?;
        if let Some(why) = self.hold.with(waiting_words) {
            return Err(("busy", words::bookmark::not_yet(why)));
        }
        named.ok_or_else(|| ("bad", words::bookmark::nothing_to_fill()))
    }

    /// Brings the small window up to date.
    fn show(self) {
        let stage = self.stage.get();
        let Some(small) = self.small.get() else {
            return;
        };
        if !matches!(stage, Stage::Filled(_)) {
            if small.page_has_left() {
                return small.show("bad", &words::bookmark::page_left(), &[Button::Close]);
            }
            if let Err((kind, words)) = self.portal(&small) {
                return small.show(kind, &words, &[]);
            }
        }
        match stage {
            Stage::Asking => small.show("", &words::bookmark::fill_here(), &[Button::Fill]),
            Stage::Busy => small.show("busy", &words::bookmark::filling(), &[]),
            Stage::Picking(part) => small.show("busy", &words::bookmark::click(part.label()), &[]),
            Stage::Picked => small.show("good", &words::bookmark::picked(), &[Button::Fill]),
            Stage::Refused(words) => small.show("bad", &words, &[Button::Fill, Button::Pick]),
            Stage::Filled(switch) => {
                let words = words::bookmark::filled();
                let words = match switch {
                    Switch::Set => words,
                    Switch::ByHand => words.act(words::bookmark::usage_by_hand()),
                };
                small.show("good", &words, &[Button::Close]);
            }
        }
    }

    fn fill(
        self,
        page: ScriptedPage,
        portal: PortalAddress,
        ended: Rc<Ended>,
        delivery: RwSignal<Delivery, LocalStorage>,
    ) {
        if self.is_under_way() {
            return;
        }
        self.stage.set(Stage::Busy);
        spawn_local(async move {
            let rule = rules::rule(&portal.origin());
            let answer = match values(&ended) {
                Some(values) => fill_form(self.app, &values, &page, &portal, rule.as_ref())
                    .await
                    .map_err(|refusal| refusal.words()),
                None => Err(words::bookmark::nothing_to_fill()),
            };
            let switch = answer
                .as_ref()
                .map_or(Switch::ByHand, |(_, switch)| *switch);
            self.stage
                .set(match settle(self.app, &ended, answer, delivery) {
                    None => Stage::Filled(switch),
                    Some(words) => Stage::Refused(words),
                });
        });
    }

    fn pick(self, page: ScriptedPage, portal: PortalAddress) {
        if self.is_under_way() {
            return;
        }
        spawn_local(async move {
            let ask = |part| self.stage.set(Stage::Picking(part));
            let picked = pick(&page, &portal, &ask).await;
            self.stage
                .set(match picked.and_then(|picked| picked.learn()) {
                    Ok(rule) => {
                        rules::remember(&rule);
                        Stage::Picked
                    }
                    Err(words) => Stage::Refused(words),
                });
        });
    }

    fn is_under_way(self) -> bool {
        let under_way = |stage: &Stage| matches!(stage, Stage::Busy | Stage::Picking(_));
        self.stage.with_untracked(under_way)
    }
}
