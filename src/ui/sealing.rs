//! "Seal for …", on the hand-over screen when somebody has asked: the values go into a link that only their browser opens. It waits
//! until the secret was seen live, as every other way does.

use super::app::App;
use super::asked::{Asked, who};
use super::dom::{Node, all, el, live, nothing};
use super::ended::Ended;
use super::parts::*;
use super::request::{link, to_copy};
use super::sending::{Delivery, values};
use super::settling::Hold;
use crate::browser::{page, sealing as browser};
use crate::handover::packet::{self, Header};
use crate::setup::journal::SealedFor;
use crate::setup::receipt::{Way, client_id};
use crate::words::sealed;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// How far the sealing is.
#[derive(Clone)]
enum Sealing {
    Ready,
    Failed,
    /// The link, and until when it can be opened.
    Sealed(String, Header),
}

type State = RwSignal<Sealing, LocalStorage>;

pub fn sealing(app: App, ended: &Rc<Ended>, delivery: RwSignal<Delivery, LocalStorage>) -> Node {
    let ended = ended.clone();
    let state = app.kept("sealing", || Sealing::Ready);
    live(move || match app.asking.request.get() {
        Some(asked) if ended.secret.is_some() => {
            let (ended, shown) = (ended.clone(), asked.clone());
            let body = live(move || match state.get() {
                Sealing::Sealed(code, header) => {
                    sealed_link(app, &ended, &shown, (&code, header), delivery)
                }
                Sealing::Failed => all(vec![
                    notice("bad", "alert", vec![p(sealed::seal_failed())]),
                    offer(app, &ended, &shown, state),
                ]),
                Sealing::Ready => offer(app, &ended, &shown, state),
            });
            section(vec![h2(sealed::seal_for(asked.request.name())), body])
        }
        _ => nothing(),
    })
}

fn offer(app: App, ended: &Rc<Ended>, asked: &Rc<Asked>, state: State) -> Node {
    let hold = ended.hold;
    // Ticked before the sign-in; or here, if the request came in the middle of a run.
    let known = app.asking.compared.get_untracked();
    let tick = match known {
        true => nothing(),
        false => who(app, asked),
    };
    let seal = {
        let (ended, asked) = (ended.clone(), asked.clone());
        move || {
            let (ended, asked) = (ended.clone(), asked.clone());
            spawn_local(async move {
                let sealed = seal(app, &ended, &asked).await;
                // The screen may be gone by then.
                state.try_set(match sealed {
                    Some((code, header)) => Sealing::Sealed(code, header),
                    None => Sealing::Failed,
                });
            });
        }
    };
    let button = el("button")
        .attr("type", "button")
        .class("primary")
        .flag("disabled", move || {
            !app.asking.compared.get() || hold.with(|hold| *hold != Hold::Free)
        })
        .on("click", move |_| seal())
        .text(sealed::seal_for(asked.request.name()));
    let waiting = live(move || match hold.get() {
        Hold::Free => nothing(),
        Hold::Waiting(_) => hint(sealed::seal_waits()),
        _ => hint(sealed::seal_decide()),
    });
    all(vec![
        tick,
        p(sealed::seal_words()),
        actions(vec![button]),
        waiting,
    ])
}

async fn seal(app: App, ended: &Ended, asked: &Asked) -> Option<(String, Header)> {
    let values = values(ended)?;
    let (header, tenant, by) = {
        let record = ended.record.borrow();
        let (key, attempt) = record.live_secret()?;
        let ids = (record.tenant, client_id(&record)?, key);
        let mut header = Header::new(ids, asked.id, app.server_now(), attempt.ends);
        header.until = header.until.min(asked.request.key_ends());
        (header, record.tenant_name.clone(), record.username.clone())
    };
    let sealing = browser::seal(&values, &asked.request, &header, (&tenant, &by));
    Some((sealing.await?, header))
}

fn sealed_link(
    app: App,
    ended: &Rc<Ended>,
    asked: &Rc<Asked>,
    (code, header): (&str, Header),
    delivery: RwSignal<Delivery, LocalStorage>,
) -> Node {
    let (ended, asked) = (ended.clone(), asked.clone());
    let taken = move || {
        ended.record.borrow_mut().sealed = Some(SealedFor {
            name: asked.request.name().to_owned(),
            fingerprint: asked.id.fingerprint(),
            until: header.until,
        });
        app.delivered(&ended, Way::Sealed);
        if !delivery.with_untracked(Delivery::is_complete) {
            delivery.set(Delivery::Sealed);
        }
    };
    let link = link(app, packet::MARK, code);
    all(vec![
        p(sealed::sealed_until(&page::date(header.until))),
        to_copy(app, "sealed-link", sealed::sealed_link(), link, taken),
    ])
}

/// For whom a run's secret was sealed, for its receipt.
pub fn sealed_for(sealed_for: &SealedFor) -> Node {
    let until = sealed::expires(&page::date(sealed_for.until));
    let more = format!(" ({until}; {})", sealed::not_confirmed());
    facts([
        (
            sealed::sealed_for(),
            el("span").text(sealed::shown(&sealed_for.name)).text(more),
        ),
        (sealed::fingerprint(), code(&sealed_for.fingerprint)),
    ])
}
