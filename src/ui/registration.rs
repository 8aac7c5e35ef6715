//! The registration of an installed extension, whose files nobody can edit: given by its ids, kept in the extension's own storage,
//! and forgotten on request.

use super::app::App;
use super::dom::{Node, all, el, live, nothing};
use super::parts::*;
use super::screen::Screen;
use super::sign_in::value;
use crate::browser::extension::{Host, settings};
use crate::setup::register::Registration;
use crate::signin::TenantHint;
use crate::words::registration as says;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl App {
    /// Goes on with a registration that `config.json` does not name.
    pub fn adopt(self, registration: Registration) {
        self.use_registration(registration);
        self.start_over();
    }

    /// An extension keeps a registration itself: it has no file that could be edited.
    pub(super) async fn keep_registration(self, registration: Registration) {
        if self.state().host == Host::Extension {
            settings::store(registration).await;
        }
    }

    /// Signs in with this registration from now on. It belongs to one tenant, and signs in only there.
    pub(super) fn use_registration(self, registration: Registration) {
        let mut config = self.state().config.borrow_mut();
        config.client_id = Some(registration.client);
        config.tenant = TenantHint::Id(registration.tenant);
        self.adopted.set(true);
    }

    fn forget_registration(self) {
        {
            let mut config = self.state().config.borrow_mut();
            config.client_id = None;
            config.tenant = TenantHint::Any;
        }
        self.adopted.set(false);
        spawn_local(settings::forget());
        self.show(Screen::Register);
    }
}

/// The form for a registration that was made elsewhere.
pub fn by_ids(app: App) -> Node {
    let refused = RwSignal::new(false);
    let use_it = move || match (value("client-id").parse(), value("tenant-id").parse()) {
        (Ok(client), Ok(tenant)) => {
            let registration = Registration { client, tenant };
            spawn_local(app.keep_registration(registration));
            app.adopt(registration);
        }
        _ => refused.set(true),
    };
    let id = |name, label| {
        let input = el("input")
            .attr("type", "text")
            .attr("autocomplete", "off")
            .attr("spellcheck", "false");
        field(name, label, input, nothing())
    };
    section(vec![
        h2(says::then()),
        p(says::enter_ids()),
        live(move || match refused.get() {
            true => notice("bad", "alert", vec![p(says::look_like())]),
            false => nothing(),
        }),
        id("client-id", says::client_id()),
        id("tenant-id", says::tenant_id()),
        actions(vec![button(says::use_it(), "primary", use_it)]),
    ])
}

/// A way back from a registration that was given here; nothing where the host names it.
pub fn forget(app: App) -> Node {
    if app.state().host == Host::Page {
        return nothing();
    }
    live(move || match app.adopted.get() {
        true => all(vec![actions(vec![button(
            says::use_another(),
            "",
            move || app.forget_registration(),
        )])]),
        false => nothing(),
    })
}
