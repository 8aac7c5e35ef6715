//! Review: what stands in the tenant, what will be made, and everything that can still be changed. Nothing is written here.

use super::app::App;
use super::parts::{button, code, facts, heading, plain, row, unseen};
use super::picker;
use crate::browser::page;
use crate::graph::applications::Application;
use crate::graph::policy::SecretPolicy;
use crate::profile::{EndDate, LIFETIMES, Lifetime, Permission, PermissionKind};
use crate::setup::find::Found;
use crate::setup::plan::{Plan, Target};
use crate::setup::rights::needed;
use crate::words;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use std::rc::Rc;

/// The plan while it is being looked at.
pub type Draft = RwSignal<Plan, LocalStorage>;

pub fn review(app: App, found: Rc<Found>) -> AnyView {
    let draft: Draft = RwSignal::new_local(app.first_plan(&found));
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
    view! {
        {heading("Review")}
        <p>{intro}</p>
        <div class="notice"><p><b>"No changes made yet."</b>" So far this page has only read from your tenant."</p></div>
        {tenant(&found)}
        {forbidden.then(|| policy_forbids(app))}
        {existing(&found, draft)}
        {strangers(&found)}
        {move || draft.with(|plan| plan.target == Target::New).then(|| new_application(app))}
        {move || draft.with(|plan| plan.target == Target::New).then(|| permissions(app, draft))}
        {(!forbidden).then(|| lifetime(draft, end))}
        {rights(&found, draft)}
        <div class="actions bar">
            <button type="button" class="primary" disabled=move || forbidden || end().at().is_none() on:click=move |_| create()>
                "Create"
            </button>
            {button("Cancel", "", move || app.start_over())}
        </div>
    }
    .into_any()
}

fn tenant(found: &Found) -> AnyView {
    let roles = match &found.roles {
        None => plain("Microsoft Graph did not tell"),
        Some(roles) if roles.is_empty() => plain("None that is active"),
        Some(roles) => plain(
            roles
                .iter()
                .map(|role| role.name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        ),
    };
    let me = &found.me;
    let rows = vec![
        ("Tenant name", plain(&found.organization.name)),
        ("Tenant ID", code(found.organization.id)),
        (
            "Signed in as",
            view! { {me.name.clone()}<br/>{me.username.clone()} }.into_any(),
        ),
        ("Your roles", roles),
    ];
    view! { <section><h2>"Your tenant"</h2>{facts(rows)}</section> }.into_any()
}

fn policy_forbids(app: App) -> AnyView {
    view! {
        <div class="notice" data-kind="bad">
            <h2>"Your tenant's policy forbids client secrets"</h2>
            <p>"Its app management policy blocks new password credentials, so the secret that Customer Manager needs cannot be made."</p>
            <h3>"What you can do"</h3>
            <ul><li>"Ask a Security Administrator or Global Administrator for an exception for this application, then check again."</li></ul>
            <div class="actions">{button("Check again", "", move || app.look())}</div>
        </div>
    }
    .into_any()
}

fn existing(found: &Found, draft: Draft) -> Option<AnyView> {
    let ours = found.ours.first()?;
    let target = Target::Existing {
        application: ours.id,
        client: ours.client,
        name: ours.name.clone(),
    };
    let others = found.ours.len() - 1;
    let choose = move |target: Target| draft.update(|plan| plan.target = target);
    let choice = |target: Target, name: &'static str, hint: &'static str| {
        let chosen = {
            let target = target.clone();
            move || draft.with(|plan| plan.target == target)
        };
        view! {
            <label class="choice">
                <input type="radio" name="existing" prop:checked=chosen on:change=move |_| choose(target.clone())/>
                <span><b>{name}</b><span class="hint">{hint}</span></span>
            </label>
        }
        .into_any()
    };
    Some(
        view! {
            <section>
                <h2>"What exists already"</h2>
                {application_facts(ours, "by Entra Handover")}
                {(others > 0).then(|| view! { <p class="hint">{format!("And {others} older one(s) made by Entra Handover.")}</p> })}
                <fieldset>
                    <legend>"What shall be done?"</legend>
                    {choice(target, "Add a new secret to it", "The client ID and the consent stay. Old secrets keep working until they end.")}
                    {choice(Target::New, "Create another one", "A second application with its own client ID. The first one is left as it is.")}
                </fieldset>
            </section>
        }
        .into_any(),
    )
}

fn strangers(found: &Found) -> Option<AnyView> {
    if found.strangers.is_empty() {
        return None;
    }
    let cards: Vec<_> = found
        .strangers
        .iter()
        .map(|other| application_facts(other, ""))
        .collect();
    Some(
        view! {
            <section>
                <h2>"Same name, not made by Entra Handover"</h2>
                <p>"It will not be touched. The new application gets the same name and its own client ID."</p>
                {cards}
            </section>
        }
        .into_any(),
    )
}

fn application_facts(application: &Application, by: &'static str) -> AnyView {
    let created = application.created.map(page::date).unwrap_or_default();
    let secrets: Vec<_> = application
        .passwords
        .iter()
        .map(|password| {
            let ends = password
                .ends
                .map(|ends| format!("Ends on {}", page::date(ends)))
                .unwrap_or_default();
            row("", &password.name, ends)
        })
        .collect();
    let secrets = (!secrets.is_empty())
        .then(|| view! { <h3>"Its secrets"</h3><ul class="rows">{secrets}</ul> });
    view! {
        {facts(vec![
            ("Application", plain(&application.name)),
            ("Client ID", code(application.client)),
            ("Created", plain(format!("{created} {by}"))),
        ])}
        {secrets}
    }
    .into_any()
}

fn new_application(app: App) -> AnyView {
    let profile = app.profile();
    let rows = vec![
        ("Application", plain(profile.application_name)),
        ("Account type", plain("Single tenant (this directory only)")),
        ("Redirect URI", plain("None")),
        ("Service principal", plain("One, for this application")),
        ("Client secret", plain(profile.secret_name)),
    ];
    view! { <section><h2>"What will be created"</h2>{facts(rows)}</section> }.into_any()
}

/// What a permission's kind is called.
pub fn kind_name(kind: PermissionKind) -> &'static str {
    match kind {
        PermissionKind::Application => "Application",
        PermissionKind::Delegated => "Delegated",
    }
}

pub fn badge(kind: PermissionKind) -> AnyView {
    let class = match kind {
        PermissionKind::Application => "application",
        PermissionKind::Delegated => "delegated",
    };
    view! { <span class="badge" data-kind=class>{kind_name(kind)}</span> }.into_any()
}

fn permissions(app: App, draft: Draft) -> AnyView {
    let rows = move || {
        draft.with(|plan| {
            plan.permissions
                .iter()
                .map(|permission| permission_row(draft, permission))
                .collect::<Vec<_>>()
        })
    };
    let open = RwSignal::new(false);
    view! {
        <section>
            <h2>"Permissions"</h2>
            <p class="hint">
                "The vendor's article shows its list only as a picture, so this list is inferred. Compare it with step 4 of the article before you go on."
            </p>
            <ul class="rows">{rows}</ul>
            <div class="actions">{button("Add permission", "", move || open.set(true))}</div>
        </section>
        {move || open.get().then(|| picker::picker(app, draft, open))}
    }
    .into_any()
}

fn permission_row(draft: Draft, permission: &Permission) -> AnyView {
    let id = permission.id;
    let remove = move |_| draft.update(|plan| plan.permissions.retain(|other| other.id != id));
    let name = permission.name.clone();
    view! {
        <li>
            <div><b>{name.clone()}</b>" "{badge(permission.kind)}<p>{permission.words.clone()}</p></div>
            <button type="button" class="quiet" on:click=remove>
                "Remove"{unseen(format!(" {name} ({})", kind_name(permission.kind)))}
            </button>
        </li>
    }
    .into_any()
}

fn lifetime(draft: Draft, end: impl Fn() -> EndDate + Copy + Send + 'static) -> AnyView {
    let is_date = move || draft.with(|plan| matches!(plan.lifetime, Lifetime::Until(_)));
    let choose = move |value: String| {
        let chosen = match value.parse() {
            Ok(months) => Lifetime::Months(months),
            Err(_) => match end().at() {
                Some(at) => Lifetime::Until(at.date_naive()),
                None => return,
            },
        };
        draft.update(|plan| plan.lifetime = chosen);
    };
    let options: Vec<_> = LIFETIMES.into_iter().map(|months| {
        let selected = move || draft.with(|plan| plan.lifetime == Lifetime::Months(months));
        view! { <option value=months.to_string() prop:selected=selected>{format!("{months} months")}</option> }.into_any()
    }).collect();
    let date = move || is_date().then(|| date_field(draft));
    view! {
        <section>
            <h2>"Client secret"</h2>
            <div class="field">
                <label for="lifetime">"Secret expires after"</label>
                <select id="lifetime" aria-describedby="lifetime-end" on:change:target=move |event| choose(event.target().value())>
                    {options}
                    <option value="date" prop:selected=is_date>"On a date I choose"</option>
                </select>
                {date}
                <p id="lifetime-end" role="status">{move || end_words(end())}</p>
                <p class="hint">
                    "Microsoft recommends 6 months, the vendor 24. Follow your own rules: when the secret ends, Microsoft log-ins stop until a new one is handed over."
                </p>
            </div>
        </section>
    }
    .into_any()
}

fn date_field(draft: Draft) -> AnyView {
    let value = move || {
        draft.with(|plan| match plan.lifetime {
            Lifetime::Until(day) => day.to_string(),
            Lifetime::Months(_) => String::new(),
        })
    };
    let change = move |text: String| {
        if let Ok(day) = text.parse() {
            draft.update(|plan| plan.lifetime = Lifetime::Until(day));
        }
    };
    view! {
        <label for="end-date">"Last day"</label>
        <input id="end-date" type="date" prop:value=value on:change:target=move |event| change(event.target().value())/>
    }
    .into_any()
}

fn end_words(end: EndDate) -> String {
    let on = |at: DateTime<Utc>| page::date(at);
    match end {
        EndDate::AsAsked(at) => format!("Ends on {}.", on(at)),
        EndDate::CutByPolicy(at) => {
            format!(
                "Ends on {}: your tenant's app management policy allows no longer life.",
                on(at)
            )
        }
        EndDate::Past => "Choose a day in the future.".to_owned(),
    }
}

fn rights(found: &Found, draft: Draft) -> AnyView {
    let roles = found.roles.clone();
    let rows = move || {
        let checks = draft.with(needed).into_iter().map(|right| {
            let name = words::right(right);
            match &roles {
                None => row("", name, "Not known beforehand."),
                Some(held) if right.held_by(held) => row("ok", name, "You can."),
                Some(_) => row(
                    "missing",
                    name,
                    format!("Needs {}. You can go on; what is refused is shown, with who can finish it.", words::roles(right)),
                ),
            }
        });
        checks.collect::<Vec<_>>()
    };
    view! { <section><h2>"What your roles allow"</h2><ul class="rows">{rows}</ul></section> }
        .into_any()
}
