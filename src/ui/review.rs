//! Review: what stands in the tenant, what will be made, and everything that can still be changed. Nothing is written here.

use super::app::App;
use super::dom::{Node, all, el, live, live_text, nothing};
use super::existing::{existing, strangers};
use super::lifetime::lifetime;
use super::parts::*;
use super::permissions::permissions;
use super::settling::stray;
use crate::graph::policy::SecretPolicy;
use crate::setup::find::Found;
use crate::setup::plan::{Plan, Target};
use crate::setup::rights::{Right, needed};
use crate::words;
use crate::words::review as says;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The plan while it is being looked at.
pub type Draft = RwSignal<Plan, LocalStorage>;

/// One way to go on, of the choices called `group`; `set` makes it the plan's.
pub fn radio(
    draft: Draft,
    group: &'static str,
    (name, words): (&'static str, &'static str),
    is: impl Fn(&Plan) -> bool + 'static,
    set: impl Fn(&mut Plan) + 'static,
) -> Node {
    let input = el("input")
        .attr("type", "radio")
        .attr("name", group)
        .property("checked", move || JsValue::from_bool(draft.with(&is)))
        .on("change", move |_| draft.update(&set));
    let text = el("span")
        .child(b(name))
        .child(el("span").class("hint").text(words));
    el("label").class("choice").child(input).child(text)
}

pub fn review(app: App, found: &Rc<Found>) -> Node {
    let draft: Draft = app.kept("plan", || Plan::suggested(app.profile()));
    let longest = found.policy.and_then(SecretPolicy::longest);
    let is_forbidden = found.policy == Some(SecretPolicy::Forbidden);
    let end = move || draft.with(|plan| plan.lifetime.end(app.server_now(), longest));
    let create = {
        let found = found.clone();
        move || {
            if let Some(ends) = end().at() {
                app.create(&found, draft.get_untracked(), ends);
            }
        }
    };
    let create = press(says::create(), "primary", create)
        .flag("disabled", move || is_forbidden || end().at().is_none());
    all(vec![
        heading(says::title()),
        p(says::intro()),
        unchanged(),
        stray(app),
        tenant(found),
        if is_forbidden {
            forbidden(app)
        } else {
            nothing()
        },
        existing(app, found, draft),
        strangers(found),
        new_application(app, draft),
        permissions(app, draft),
        if is_forbidden {
            nothing()
        } else {
            lifetime(draft, end)
        },
        rights(found, draft),
        el("div")
            .class("actions bar")
            .child(create)
            .child(button(says::cancel(), "", move || app.start_over())),
    ])
}

pub fn unchanged() -> Node {
    let unchanged = el("p").child(b(says::no_changes())).text(says::only_read());
    notice("", "", vec![unchanged])
}

fn tenant(found: &Found) -> Node {
    let roles = match &found.roles {
        None => says::roles_not_told().to_owned(),
        Some(roles) if roles.is_empty() => says::no_active_role().to_owned(),
        Some(roles) => roles
            .iter()
            .map(|role| role.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    };
    let (organization, me) = (&found.organization, &found.me);
    section(vec![
        h2(says::your_tenant()),
        facts(vec![
            (says::tenant_name(), plain(organization.name.clone())),
            (says::tenant_id(), code(organization.id)),
            (
                says::signed_in_as(),
                lines(plain(me.name.clone()), plain(me.username.clone())),
            ),
            (says::your_roles(), plain(roles)),
        ]),
    ])
}

/// The tenant lets nobody make a client secret.
pub fn forbidden(app: App) -> Node {
    let act = says::ask_for_exception();
    notice(
        "bad",
        "",
        vec![
            h2(says::forbidden()),
            p(says::forbidden_why()),
            h3(says::what_you_can_do()),
            el("ul").child(el("li").text(act)),
            actions(vec![button(says::check_again(), "", move || app.look())]),
        ],
    )
}

fn new_application(app: App, draft: Draft) -> Node {
    let profile = app.profile();
    let name = move || {
        draft.with(|plan| match &plan.target {
            Target::Deleted { name, .. } => says::restored(name),
            _ => profile.application_name.to_owned(),
        })
    };
    let restored = move || draft.with(|plan| matches!(plan.target, Target::Deleted { .. }));
    section(vec![
        h2("").child(live_text(move || {
            match restored() {
                true => says::will_be_restored(),
                false => says::will_be_created(),
            }
            .to_owned()
        })),
        live(move || {
            // Nothing can be read of a deleted application; what it holds is looked at once it is back.
            let own = match restored() {
                true => vec![],
                false => vec![
                    (says::account_type(), plain(says::single_tenant())),
                    (says::redirect_uri(), plain(says::none())),
                ],
            };
            let name = live_text(name);
            let mut all = vec![(says::application(), name)];
            all.extend(own);
            all.push((says::service_principal(), plain(says::one_principal())));
            all.push((says::client_secret(), plain(profile.secret_name)));
            facts(all)
        }),
    ])
}

pub fn rights(found: &Rc<Found>, draft: Draft) -> Node {
    let found = found.clone();
    let check = move |right: Right| {
        let name = words::right(right);
        match &found.roles {
            None => row("", name, says::not_known()),
            Some(held) if right.held_by(held) => row("ok", name, says::you_can()),
            Some(_) => {
                let roles = words::roles(right);
                row("missing", name, says::needs(&roles))
            }
        }
    };
    let rows = live(move || all(draft.with(needed).into_iter().map(&check)));
    section(vec![h2(says::roles_allow()), list("rows", vec![rows])])
}

/// Counts, for a line such as "2 selected".
pub fn count(draft: Draft) -> Node {
    live_text(move || draft.with(|plan| says::selected(plan.permissions.len())))
}
