//! A receipt on the screen and on paper: what it says, with links to what it names. And the screens of one that is opened again: the
//! file, what it says, and how it compares with the tenant.

use super::app::App;
use super::beside::link_to;
use super::dom::{Node, all, el, nothing};
use super::parts::*;
use super::screen::Screen;
use super::sealing::sealed_for;
use super::standing::Wish;
use crate::browser::file::{self, ReadError};
use crate::browser::page;
use crate::graph::{Failure, Graph};
use crate::receipt::compare::{Finding, Verdict, compare, set_up_of};
use crate::receipt::{Asked, LONGEST, NotAReceipt, Receipt};
use crate::setup::find::Found;
use crate::setup::receipt::Proofs;
use crate::times::stamp;
use crate::words::{self, beside as says, receipt as text};
use leptos::task::spawn_local;
use std::rc::Rc;

/// How an opened receipt compares.
#[derive(Clone)]
pub enum Compared {
    /// Nobody is signed in.
    NotYet,
    OtherTenant,
    Unreadable(Failure),
    Is(Vec<Finding>),
}

/// What it says, as facts that can be printed.
pub fn said(receipt: &Receipt) -> Node {
    let who = lines(
        plain(receipt.username.clone()),
        with_id(text::object_id(), receipt.user),
    );
    let mut rows = vec![
        (
            text::run(),
            lines(plain(text::work(receipt.work)), code(&receipt.run)),
        ),
        (text::started(), plain(moment(receipt.started))),
        (text::written(), plain(moment(receipt.written))),
        (text::signed_in_as(), who),
        (
            text::tenant(),
            lines(plain(receipt.tenant_name.clone()), code(receipt.tenant)),
        ),
        (
            text::application(),
            all(vec![
                lines(
                    plain(receipt.application_name.clone()),
                    with_id(text::client_id(), receipt.application.client),
                ),
                el("br"),
                with_id(text::object_id(), receipt.application.id),
            ]),
        ),
    ];
    rows.extend(
        receipt
            .principal
            .map(|id| (text::principal(), with_id(text::object_id(), id))),
    );
    if !receipt.permissions.is_empty() {
        rows.push((
            text::permissions(),
            each(receipt.permissions.iter().map(asked)),
        ));
    }
    if let Some(secret) = &receipt.secret {
        let named = lines(
            plain(secret.name.clone()),
            with_id(text::secret_id(), secret.key),
        );
        let ends = plain(text::ends_on(&page::date(secret.ends)));
        rows.push((text::secret(), lines(named, ends)));
        rows.push((text::checks(), checks(&receipt.proofs)));
    }
    if !receipt.removed.is_empty() {
        let keys = receipt
            .removed
            .iter()
            .map(|key| with_id(text::secret_id(), key));
        rows.push((text::removed(), each(keys)));
    }
    let sealed = receipt.sealed.as_ref().map(sealed_for);
    all([Some(facts(rows)), sealed].into_iter().flatten())
}

/// The links to the portal's pages about what it names.
pub fn links(app: App, receipt: &Receipt) -> Node {
    let pages = receipt.pages().into_iter();
    let links =
        pages.map(|(page, address)| el("li").child(link_to(app, says::page(page), address)));
    all(vec![h3(text::in_the_portal()), list("links", links)])
}

fn with_id(name: &'static str, id: impl ToString) -> Node {
    all(vec![plain(name), plain(" "), code(id)])
}

fn each(parts: impl Iterator<Item = Node>) -> Node {
    list("lines", parts.map(|part| el("li").child(part)))
}

fn asked(one: &Asked) -> Node {
    let state = match one.granted {
        true => text::granted(),
        false => text::not_granted(),
    };
    let kind = text::kind(one.permission.kind);
    let name = plain(format!("{} ({kind}): {state}", one.permission.name));
    let meaning = words::permissions::explained(&one.permission);
    lines(name, el("span").class("hint").text(meaning))
}

/// How the secret was seen to be good, and when.
fn checks(proofs: &Proofs) -> Node {
    let at = |words: &'static str, time: Option<_>| match time {
        Some(time) => plain(format!("{words}, {}", moment(time))),
        None => plain(words),
    };
    let listed = match proofs.confirmed {
        Some(_) => text::listed(),
        None => text::not_listed(),
    };
    let handed_over = match proofs.delivered {
        Some(it) => text::way(it.way),
        None => text::not_told_how(),
    };
    let tested = match proofs.tested {
        Some(_) => text::tested(),
        None => text::not_tested(),
    };
    each(
        [
            at(listed, proofs.confirmed),
            at(handed_over, proofs.delivered.map(|it| it.at)),
            at(tested, proofs.tested),
        ]
        .into_iter(),
    )
}

/// A time for the record: the same in every language and place.
fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    text::utc(&stamp(at))
}

/// "Print": the browser's own dialog, for the part of the class `receipt`.
pub fn print_button() -> Node {
    button(text::print(), "", page::print)
}

/// The way to this app's opened receipts.
pub fn open_button(app: App, class: &'static str) -> Node {
    button(text::open(), class, move || {
        app.show(Screen::OpenReceipt(None))
    })
}

/// The file is chosen.
pub fn open(app: App, refused: Option<NotAReceipt>) -> Node {
    let input = el("input")
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .attr("aria-describedby", "receipt-hint")
        .on("change", move |event| {
            let Some(file) = file::chosen(&event) else {
                return;
            };
            spawn_local(async move {
                let read = match file::text(&file, LONGEST).await {
                    Ok(text) => Receipt::parse(&text, &page::address()),
                    Err(ReadError::TooLong) => Err(NotAReceipt::TooLong),
                    Err(ReadError::Unreadable) => Err(NotAReceipt::AnotherFile),
                };
                match read {
                    Ok(receipt) => app.open_receipt(receipt),
                    Err(why) => app.show(Screen::OpenReceipt(Some(why))),
                }
            });
        });
    let refused = refused.map_or_else(nothing, |why| {
        message("bad", "alert", &text::not_a_receipt(why))
    });
    all(vec![
        heading(text::open()),
        refused,
        section(vec![
            hint(text::open_hint()),
            field(
                "receipt-file",
                text::file(),
                input,
                hint_for("receipt-hint", vec![plain(text::drop())]),
            ),
            actions(vec![button(words::screen::start_over(), "", move || {
                app.start_over()
            })]),
        ]),
    ])
}

/// What an opened receipt says, and what has become of it.
pub fn opened(app: App, receipt: &Rc<Receipt>, compared: &Compared) -> Node {
    let now = match compared {
        Compared::NotYet => {
            let wanted = receipt.clone();
            let sign_in = button(text::sign_in(), "primary", move || {
                app.sign_in_to_compare(&wanted)
            });
            all(vec![
                notice("", "", vec![p(text::only_a_file())]),
                actions(vec![sign_in]),
            ])
        }
        Compared::OtherTenant => message("warn", "alert", &text::other_tenant()),
        Compared::Unreadable(failure) => message("bad", "alert", &text::not_compared(failure)),
        Compared::Is(findings) => comparison(receipt, findings),
    };
    let status = match compared {
        Compared::NotYet => nothing(),
        _ => button(text::show_status(), "primary", move || app.look()),
    };
    all(vec![
        heading(text::title()),
        now,
        section(vec![
            h2(text::what_it_says()),
            said(receipt),
            links(app, receipt),
        ])
        .class("receipt"),
        actions(vec![
            status,
            print_button(),
            open_button(app, ""),
            button(words::screen::start_over(), "", move || app.start_over()),
        ]),
    ])
}

fn comparison(receipt: &Receipt, findings: &[Finding]) -> Node {
    let any = |wanted| {
        findings
            .iter()
            .any(|one| one.verdict(receipt.work) == wanted)
    };
    let (kind, line) = match (any(Verdict::Different), any(Verdict::NotKnown)) {
        (true, _) => ("warn", text::not_as_it_says()),
        (false, true) => ("good", text::mostly()),
        (false, false) => ("good", text::as_it_says()),
    };
    let rows = findings.iter().map(|one| {
        let (state, name, line) = text::finding(one, receipt.work);
        row(state, name, line)
    });
    all(vec![
        notice(kind, "status", vec![el("p").child(b(line))]),
        section(vec![h2(text::now()), list("rows", rows)]).class("receipt"),
    ])
}

impl App {
    fn open_receipt(self, receipt: Receipt) {
        let receipt = Rc::new(receipt);
        if self.state().session.borrow().is_none() {
            return self.show(Screen::Receipt(receipt, Compared::NotYet));
        }
        self.show(Screen::Busy(text::comparing));
        self.wish(Wish::Compare(receipt));
        self.look();
    }

    /// Signs in to the tenant and the cloud that the receipt names. Whether they are the right ones, the comparison says.
    fn sign_in_to_compare(self, receipt: &Rc<Receipt>) {
        self.wish(Wish::Compare(receipt.clone()));
        self.sign_in(&receipt.tenant.to_string(), receipt.cloud.name());
    }

    /// Compares the receipt with the tenant that was looked at.
    pub(super) async fn show_compared(
        self,
        graph: &Graph<'_>,
        found: &Found,
        receipt: Rc<Receipt>,
    ) {
        let compared = if found.organization.id != receipt.tenant {
            Compared::OtherTenant
        } else {
            match set_up_of(graph, self.profile(), found, &receipt).await {
                Ok(set_up) => {
                    Compared::Is(compare(&receipt, found, set_up.as_ref(), self.server_now()))
                }
                Err(failure) => Compared::Unreadable(failure),
            }
        };
        self.show(Screen::Receipt(receipt, compared));
    }
}
