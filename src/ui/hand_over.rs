//! Hand over: the three values in the portal's own words and order, sent to the portal's window or copied one by one. The secret
//! is masked; it is on the screen only while the user holds the button.

use super::app::{App, Ended};
use super::parts::{button, heading, message, unseen};
use crate::browser::portal_window::{Progress, Values};
use crate::browser::{clipboard, page};
use crate::handover::Field;
use crate::handover::address::PortalAddress;
use crate::profile::PermissionKind;
use crate::secret::Secret;
use crate::setup::receipt::{client_id, consent_page};
use crate::setup::rights::Right;
use crate::words::{Words, roles};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// How far the values have come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Delivery {
    NotYet,
    WaitingForPortal,
    Ended(Progress),
}

impl Delivery {
    fn arrived(&self, field: Field) -> Option<bool> {
        match self {
            Self::Ended(Progress::Received { missing }) => Some(!missing.contains(&field)),
            Self::Ended(Progress::Saved) => Some(true),
            _ => None,
        }
    }

    fn is_complete(&self) -> bool {
        Field::ALL
            .into_iter()
            .all(|field| self.arrived(field) == Some(true))
    }
}

/// A shown secret is hidden again after this, even if the button is still held.
const REVEAL_MS: u32 = 10_000;

pub fn hand_over(app: App, ended: Rc<Ended>) -> AnyView {
    let delivery: RwSignal<Delivery, LocalStorage> = RwSignal::new_local(Delivery::NotYet);
    let copied = RwSignal::new(false);
    let leaving = RwSignal::new(false);
    let values: Vec<_> = Field::ALL
        .into_iter()
        .map(|field| value(app, ended.clone(), field, delivery, copied))
        .collect();
    let finish = {
        let ended = ended.clone();
        move || {
            if delivery.with_untracked(Delivery::is_complete) || copied.get_untracked() {
                app.finish(&ended);
            } else {
                leaving.set(true);
            }
        }
    };
    let undo = {
        let ended = ended.clone();
        move || {
            if delivery.with_untracked(Delivery::is_complete) || copied.get_untracked() {
                app.ask_undo(&ended);
            } else {
                app.undo(&ended);
            }
        }
    };
    let ends = page::date(ended.record.borrow().ends);
    let warning = {
        let ends = ends.clone();
        move || {
            match delivery.with(Delivery::is_complete) {
            true => view! { <p class="hint">"Ends on "{ends.clone()}"."</p> }.into_any(),
            false => view! {
                <div class="notice" data-kind="warn">
                    <p><b>"The secret is only here."</b>" Microsoft does not show it again. Ends on "{ends.clone()}"."</p>
                </div>
            }
            .into_any(),
        }
        }
    };
    let notice = move || delivery.with(outcome);
    let leave = {
        let ended = ended.clone();
        SendOnPage::new(move || {
            leaving
                .get()
                .then(|| leave(app, ended.clone(), leaving))
                .into_any()
        })
    };
    view! {
        {heading("Hand over")}
        {consent_missing(app, &ended)}
        {notice}
        <section>
            <h2>"The three values"</h2>
            {warning}
            {values}
            {sending(app, ended, delivery)}
        </section>
        {move || leave.call()}
        <div class="actions">{button("Finish", "", finish)}{button("Undo", "", undo)}</div>
    }
    .into_any()
}

fn value(
    app: App,
    ended: Rc<Ended>,
    field: Field,
    delivery: RwSignal<Delivery, LocalStorage>,
    copied: RwSignal<bool>,
) -> AnyView {
    let id = field.key();
    let label = format!("{id}-label");
    let shown = match field {
        Field::TenantId => ended.record.borrow().tenant.to_string(),
        Field::ClientId => client_id(&ended.record.borrow())
            .map(|id| id.to_string())
            .unwrap_or_default(),
        Field::SecretCode => String::new(),
    };
    let secret = ended.secret.clone().filter(|_| field == Field::SecretCode);
    let revealed = RwSignal::new(false);
    let text = {
        let (shown, secret) = (shown.clone(), secret.clone());
        move || match &secret {
            None => view! { {shown.clone()} }.into_any(),
            Some(secret) if revealed.get() => view! { {text_of(secret)} }.into_any(),
            Some(_) => {
                view! { <span aria-hidden="true">"••••••••••••••••••••"</span>{unseen("Hidden")} }
                    .into_any()
            }
        }
    };
    let text = SendOnPage::new(text);
    let reveal = secret.is_some().then(|| reveal_button(revealed));
    let copy = move |_| {
        let text = secret.as_deref().map_or_else(|| shown.clone(), text_of);
        spawn_local(async move {
            let done = clipboard::copy(&text).await;
            app.said.set(if done {
                format!("{} copied.", field.label())
            } else {
                "The browser did not let this page copy.".to_owned()
            });
            if done && field == Field::SecretCode {
                copied.set(true);
                app.release_guard();
            }
        });
    };
    let arrived = move || match delivery.with(|delivery| delivery.arrived(field)) {
        Some(true) => Some(view! { <p data-state="ok">"Arrived"</p> }.into_any()),
        Some(false) => Some(view! { <p data-state="failed">"Did not arrive"</p> }.into_any()),
        None => None,
    };
    view! {
        <div class="value">
            <h3 id=label.clone()>{field.label()}</h3>
            <span id=id role="group" aria-labelledby=label>{move || text.call()}</span>
            {reveal}
            <button type="button" on:click=copy>"Copy"{unseen(format!(" {}", field.label()))}</button>
            {arrived}
        </div>
    }
    .into_any()
}

/// A view function that holds what only this page's one thread may touch.
struct SendOnPage(StoredValue<Box<dyn Fn() -> AnyView>, LocalStorage>);

impl SendOnPage {
    fn new(view: impl Fn() -> AnyView + 'static) -> Self {
        Self(StoredValue::new_local(Box::new(view)))
    }

    fn call(&self) -> AnyView {
        self.0.with_value(|view| view())
    }
}

fn text_of(secret: &Secret) -> String {
    // EXPOSE: the screen while the user holds "Hold to reveal", or the clipboard on the user's click.
    secret.expose().to_owned()
}

fn reveal_button(revealed: RwSignal<bool>) -> AnyView {
    let hide = StoredValue::new_local(None::<Timeout>);
    let show = move || {
        revealed.set(true);
        hide.set_value(Some(Timeout::new(REVEAL_MS, move || revealed.set(false))));
    };
    let mask = move || {
        hide.set_value(None);
        revealed.set(false);
    };
    view! {
        <button type="button" aria-pressed=move || revealed.get().to_string()
            on:pointerdown=move |_| show() on:pointerup=move |_| mask() on:pointerleave=move |_| mask()
            on:pointercancel=move |_| mask() on:blur=move |_| mask() on:keyup=move |_| mask()
            on:keydown=move |event| if matches!(event.key().as_str(), " " | "Enter") && !event.repeat() { show() }>
            "Hold to reveal"
        </button>
    }
    .into_any()
}

fn sending(app: App, ended: Rc<Ended>, delivery: RwSignal<Delivery, LocalStorage>) -> AnyView {
    let configured = app.portal();
    let typed = RwSignal::new(String::new());
    let address = {
        let configured = configured.clone();
        move || match &configured {
            Some(address) => Ok(address.clone()),
            None => PortalAddress::parse(&typed.get()),
        }
    };
    let send = {
        let (address, ended) = (address.clone(), ended.clone());
        move || {
            if let Ok(address) = address() {
                deliver(app, &ended, &address, delivery);
            }
        }
    };
    let field = configured.is_none().then(|| {
        view! {
            <div class="field">
                <label for="portal">"Customer Manager address"</label>
                <input id="portal" type="url" autocomplete="off" spellcheck="false" placeholder="https://" aria-describedby="portal-hint"
                    on:input:target=move |event| typed.set(event.target().value())/>
                <p class="hint" id="portal-hint">"As in the address bar of your Customer Manager. The values go to this address only."</p>
            </div>
        }
    });
    let body = SendOnPage::new(move || {
        if delivery.with(|delivery| *delivery == Delivery::WaitingForPortal) {
            let origin = address()
                .map(|address| address.origin())
                .unwrap_or_default();
            let cancel = move || {
                app.drop_hand_over();
                delivery.set(Delivery::NotYet);
            };
            return view! {
                <div class="notice" data-kind="busy" role="status">
                    <p>"Waiting for Customer Manager at "<b>{origin}</b>". Sign in there if it asks."</p>
                </div>
                <div class="actions">{button("Cancel", "", cancel)}</div>
            }
            .into_any();
        }
        if delivery.with(Delivery::is_complete) {
            return ().into_any();
        }
        let target = address();
        let hint = match &target {
            Ok(address) => view! {
                <p class="hint">"Opens "<b>{address.origin()}</b>" in a new window and sends the three values to it, and to no other page."</p>
            }
            .into_any(),
            Err(_) if typed.with(String::is_empty) => ().into_any(),
            Err(error) => view! { <p class="hint" role="status">{format!("This address cannot be used: {error}.")}</p> }.into_any(),
        };
        let send = send.clone();
        view! {
            <div class="actions">
                <button type="button" class="primary" disabled=target.is_err() on:click=move |_| send()>"Send to Customer Manager"</button>
            </div>
            {hint}
        }
        .into_any()
    });
    view! { {field}{move || body.call()} }.into_any()
}

fn deliver(
    app: App,
    ended: &Rc<Ended>,
    address: &PortalAddress,
    delivery: RwSignal<Delivery, LocalStorage>,
) {
    let record = ended.record.borrow();
    let (Some(client), Some(secret)) = (client_id(&record), ended.secret.clone()) else {
        return;
    };
    let values = Values {
        tenant: record.tenant,
        client,
        secret,
    };
    delivery.set(Delivery::WaitingForPortal);
    let progress = {
        let ended = ended.clone();
        move |progress: Progress| {
            if matches!(&progress, Progress::Received { missing } if missing.is_empty()) {
                app.delivered(&ended);
            }
            delivery.set(Delivery::Ended(progress));
        }
    };
    app.hand_over(address, values, Box::new(progress));
}

/// What became of the hand-over, in words.
fn outcome(delivery: &Delivery) -> Option<AnyView> {
    let Delivery::Ended(progress) = delivery else {
        return None;
    };
    let copy = "Or copy the values one by one and paste them there.";
    let failed = |title: &'static str, text: &'static str, act: &'static str| {
        message("bad", "alert", &Words::new(title, text).act(act).act(copy))
    };
    Some(match progress {
        Progress::Received { missing } if missing.is_empty() => message(
            "good",
            "status",
            &Words::new(
                "Customer Manager has the three values",
                "Now press Save there, then One-time Sync.",
            ),
        ),
        Progress::Saved => message(
            "good",
            "status",
            &Words::new(
                "Customer Manager has saved the three values",
                "Now press One-time Sync. there: it shows that the secret works.",
            ),
        ),
        Progress::Received { missing } => {
            let names: Vec<&str> = missing.iter().map(|field| field.label()).collect();
            let names = names.join(", ");
            message(
                "bad",
                "alert",
                &Words::new(
                    format!("{names} did not arrive"),
                    "Customer Manager does not show what it was sent.",
                )
                .act(format!("Press Copy at {names} and paste it there."))
                .act("Or send all three again."),
            )
        }
        Progress::Blocked => failed(
            "The browser blocked the window",
            "Customer Manager opens in a window of its own.",
            "Allow pop-up windows for this page, then press Send to Customer Manager again.",
        ),
        Progress::NoRelay => failed(
            "A part of this page could not be loaded",
            "handover.html is missing beside it, or is blocked.",
            "Tell whoever hosts this page.",
        ),
        Progress::Closed => failed(
            "The window was closed, or cut off from this page",
            "Nothing was sent. Some portals do not let another page talk to them.",
            "Press Send to Customer Manager again and leave the window open.",
        ),
        Progress::NoAnswer => failed(
            "Customer Manager did not answer",
            "Nothing was sent. It may not know this way of handing over, or may not list this page as allowed.",
            "Sign in there, then press Send to Customer Manager again.",
        ),
    })
}

fn consent_missing(app: App, ended: &Ended) -> Option<AnyView> {
    if ended.unconsented.is_empty() {
        return None;
    }
    let record = ended.record.borrow();
    let client = client_id(&record)?;
    let names: Vec<String> = ended
        .unconsented
        .iter()
        .map(|(permission, _)| permission.name.clone())
        .collect();
    let right = match ended
        .unconsented
        .iter()
        .any(|(permission, _)| permission.kind == PermissionKind::Application)
    {
        true => Right::ConsentToApplicationPermissions,
        false => Right::ConsentToDelegatedPermissions,
    };
    let link = consent_page(&app.cloud(), client);
    Some(
        view! {
            <div class="notice" data-kind="warn" role="status">
                <h2>"Admin consent is missing"</h2>
                <p>{format!("{} must be granted before Customer Manager can read users. A {} can do it:", names.join(", "), roles(right))}</p>
                <p>
                    <a href=link target="_blank" rel="noreferrer">"Open API permissions of this application in the Azure portal"</a>
                    {format!(", then “Grant admin consent for {}”.", record.tenant_name)}
                </p>
            </div>
        }
        .into_any(),
    )
}

fn leave(app: App, ended: Rc<Ended>, leaving: RwSignal<bool>) -> AnyView {
    let remove = move || app.remove_secret(&ended);
    view! {
        <div class="notice" data-kind="warn" role="alert">
            <h2>"The secret has not been handed over"</h2>
            <p>"It cannot be shown again. If you leave now it should be removed, so that no unused secret stays behind."</p>
            <div class="actions">
                {button("Remove the secret", "danger", remove)}
                {button("Go back", "", move || leaving.set(false))}
            </div>
        </div>
    }
    .into_any()
}
