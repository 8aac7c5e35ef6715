//! The receipt of a finished run: what was made, without the secret, which is no longer in the page.

use super::app::{App, Ended};
use super::creating::exists;
use super::parts::{button, code, facts, heading, plain};
use super::review::kind_name;
use crate::browser::page;
use leptos::prelude::*;
use std::rc::Rc;

pub fn done(app: App, ended: Rc<Ended>) -> AnyView {
    let record = ended.record.borrow().clone();
    let permissions: Vec<_> = record
        .plan
        .consents()
        .iter()
        .map(|permission| {
            let state = if record.consented.contains(&permission.id) { "granted" } else { "not granted yet" };
            view! { {format!("{} ({}), {state}", permission.name, kind_name(permission.kind))}<br/> }
        })
        .collect();
    let ends = page::date(record.ends);
    let download = {
        let ended = ended.clone();
        move || app.download_receipt(&ended)
    };
    let undo = {
        let ended = ended.clone();
        move || app.ask_undo(&ended)
    };
    view! {
        {heading("Done")}
        <div class="notice" data-kind="good">
            <p>{format!("The secret is no longer in this page. Run this again before {ends}: when it ends, Microsoft log-ins stop.")}</p>
        </div>
        <section>
            <h2>"Receipt"</h2>
            <p class="hint">"What was made. It does not hold the secret."</p>
            {facts(vec![("Tenant", view! { {record.tenant_name.clone()}<br/>{code(record.tenant)} }.into_any())])}
            {exists(&record)}
            {facts(vec![("Permissions", permissions.into_any()), ("Signed in as", plain(&record.username))])}
            <div class="actions">
                {button("Download receipt", "primary", download)}
                {button("Start over", "", move || app.start_over())}
                {button("Undo", "", undo)}
            </div>
        </section>
    }
    .into_any()
}
