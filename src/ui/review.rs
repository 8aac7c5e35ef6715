//! Review: what stands in the tenant, what will be made, and everything that can still be changed. Nothing is written here.

use super::app::App;
use super::dom::{Node, all, el, live, live_text, nothing};
use super::existing::{existing, strangers};
use super::lifetime::lifetime;
use super::parts::*;
use super::permissions::permissions;
use crate::graph::policy::SecretPolicy;
use crate::setup::find::Found;
use crate::setup::plan::{Plan, Target};
use crate::setup::rights::{Right, needed};
use crate::words;
use leptos::prelude::*;
use std::rc::Rc;

/// The plan while it is being looked at.
pub type Draft = RwSignal<Plan, LocalStorage>;

pub fn review(app: App, found: &Rc<Found>) -> Node {
    let draft: Draft = RwSignal::new_local(app.first_plan(found));
    let longest = found.policy.and_then(SecretPolicy::longest);
    let forbidden = found.policy == Some(SecretPolicy::Forbidden);
    let end = move || draft.with(|plan| plan.lifetime.end(app.now(), longest));
    let create = {
        let found = found.clone();
        move || {
            if let Some(ends) = end().at() {
                app.create(&found, draft.get_untracked(), ends);
            }
        }
    };
    let intro = match found.ours.first() {
        Some(_) => "An earlier run of Entra Handover made an application already.",
        None => "Look at what will be made. It is made when you press Create.",
    };
    let unchanged = el("p")
        .child(b("No changes made yet."))
        .text(" So far this page has only read from your tenant.");
    let is_new = move || draft.with(|plan| plan.target == Target::New);
    let create = press("Create", "primary", create)
        .flag("disabled", move || forbidden || end().at().is_none());
    all(vec![
        heading("Review"),
        p(intro),
        notice("", "", vec![unchanged]),
        tenant(found),
        if forbidden {
            policy_forbids(app)
        } else {
            nothing()
        },
        existing(found, draft),
        strangers(found),
        when(is_new, move || {
            all(vec![new_application(app), permissions(app, draft)])
        }),
        if forbidden {
            nothing()
        } else {
            lifetime(draft, end)
        },
        rights(found, draft),
        el("div")
            .class("actions bar")
            .child(create)
            .child(button("Cancel", "", move || app.start_over())),
    ])
}

fn tenant(found: &Found) -> Node {
    let roles = match &found.roles {
        None => "Microsoft Graph did not tell".to_owned(),
        Some(roles) if roles.is_empty() => "None that is active".to_owned(),
        Some(roles) => roles
            .iter()
            .map(|role| role.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    };
    let (organization, me) = (&found.organization, &found.me);
    section(vec![
        h2("Your tenant"),
        facts(vec![
            ("Tenant name", plain(organization.name.clone())),
            ("Tenant ID", code(organization.id)),
            (
                "Signed in as",
                lines(plain(me.name.clone()), plain(me.username.clone())),
            ),
            ("Your roles", plain(roles)),
        ]),
    ])
}

fn policy_forbids(app: App) -> Node {
    let act = "Ask a Security Administrator or Global Administrator for an exception for this application, then check again.";
    notice(
        "bad",
        "",
        vec![
            h2("Your tenant's policy forbids client secrets"),
            p(
                "Its app management policy blocks new password credentials, so the secret that Customer Manager needs cannot be made.",
            ),
            h3("What you can do"),
            el("ul").child(el("li").text(act)),
            actions(vec![button("Check again", "", move || app.look())]),
        ],
    )
}

fn new_application(app: App) -> Node {
    let profile = app.profile();
    section(vec![
        h2("What will be created"),
        facts(vec![
            ("Application", plain(profile.application_name)),
            ("Account type", plain("Single tenant (this directory only)")),
            ("Redirect URI", plain("None")),
            ("Service principal", plain("One, for this application")),
            ("Client secret", plain(profile.secret_name)),
        ]),
    ])
}

fn rights(found: &Rc<Found>, draft: Draft) -> Node {
    let found = found.clone();
    let check = move |right: Right| {
        let name = words::right(right);
        match &found.roles {
            None => row("", name, "Not known beforehand."),
            Some(held) if right.held_by(held) => row("ok", name, "You can."),
            Some(_) => {
                let roles = words::roles(right);
                let words = format!(
                    "Needs {roles}. You can go on; what is refused is shown, with who can finish it."
                );
                row("missing", name, words)
            }
        }
    };
    let rows = live(move || all(draft.with(needed).into_iter().map(&check)));
    section(vec![h2("What your roles allow"), list("rows", vec![rows])])
}

/// Counts, for a line such as "2 selected".
pub fn count(draft: Draft) -> Node {
    live_text(move || draft.with(|plan| format!("{} selected", plan.permissions.len())))
}
