//! The receipt of a finished run: what was made, without the secret, which is no longer in the page.

use super::app::App;
use super::creating::exists;
use super::dom::{Node, all, el};
use super::ended::Ended;
use super::parts::*;
use super::permissions::kind_name;
use crate::browser::page;
use std::rc::Rc;

pub fn done(app: App, ended: &Rc<Ended>) -> Node {
    let record = ended.record.borrow().clone();
    let permissions = record.plan.consents().iter().map(|permission| {
        let state = if record.consented.contains(&permission.id) {
            "granted"
        } else {
            "not granted yet"
        };
        let line = format!(
            "{} ({}), {state}",
            permission.name,
            kind_name(permission.kind)
        );
        all(vec![plain(line), el("br")])
    });
    let ends = page::date(record.ends);
    let download = {
        let ended = ended.clone();
        move || app.download_receipt(&ended)
    };
    let undo = {
        let ended = ended.clone();
        move || app.ask_undo(&ended)
    };
    let reminder = format!(
        "The secret is no longer in this page. Run this again before {ends}: when it ends, Microsoft log-ins stop."
    );
    all(vec![
        heading("Done"),
        notice("good", "", vec![p(reminder)]),
        section(vec![
            h2("Receipt"),
            hint("What was made. It does not hold the secret."),
            facts(vec![(
                "Tenant",
                lines(plain(record.tenant_name.clone()), code(record.tenant)),
            )]),
            exists(&record),
            facts(vec![
                ("Permissions", all(permissions)),
                ("Signed in as", plain(record.username.clone())),
            ]),
            actions(vec![
                button("Download receipt", "primary", download),
                button("Start over", "", move || app.start_over()),
                button("Undo", "", undo),
            ]),
        ]),
    ])
}
