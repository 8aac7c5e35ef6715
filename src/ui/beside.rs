//! Beside the Azure portal, in the extension: the tenant that is open there, and links to the pages about what was made, in the
//! same tab. On the web page there is nothing beside, and these parts are empty.

use super::app::App;
use super::dom::{Node, all, el, live, nothing, text};
use super::parts::*;
use crate::azure_portal::{PortalTab, pages};
use crate::browser::extension::{Host, door, tabs};
use crate::cloud::Cloud;
use crate::setup::journal::Record;
use crate::signin::TenantHint;
use crate::words::beside as says;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The portal's tab beside the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    tab: i32,
    portal: PortalTab,
}

impl App {
    /// Looks at the tab beside, now and whenever that may have changed.
    pub(super) async fn watch_beside(self) {
        // A panel that was closed during a test of the secret has left its door open.
        door::close().await;
        tabs::on_change(move || spawn_local(self.look_beside()));
        self.look_beside().await;
    }

    async fn look_beside(self) {
        let front = tabs::beside().await;
        if self.front.with_untracked(|known| *known != front) {
            self.front.set(front.clone());
        }
        let Some(tab) = front else {
            return;
        };
        let address = tab.address.unwrap_or_default();
        // On any other page the portal's tab stays the one that was seen last.
        if let Some(portal) = PortalTab::read(&address) {
            let now = Some(Beside {
                tab: tab.id,
                portal,
            });
            if self.beside.get_untracked() != now {
                self.beside.set(now);
            }
        }
    }

    /// The tenant to suggest for the sign-in, as text; empty if there is none. A registration that belongs to one tenant signs in
    /// only there.
    pub(super) fn suggested_tenant(self) -> String {
        let fixed = self.state().config.borrow().tenant != TenantHint::Any;
        let beside = self.beside.get();
        match beside.map(|beside| beside.portal.tenant) {
            Some(tenant) if tenant != TenantHint::Any && !fixed => tenant.to_string(),
            _ => String::new(),
        }
    }

    /// The cloud to suggest: that of the portal beside, or the configured one.
    pub(super) fn suggested_cloud(self) -> Cloud {
        let configured = self.cloud();
        match self.beside.get() {
            Some(beside) => beside.portal.cloud_or(&configured),
            None => configured,
        }
    }
}

/// Says which tenant the sign-in goes to and why, with a way to choose otherwise. `ignored` is that choice.
pub fn tenant_notice(app: App, ignored: RwSignal<bool, LocalStorage>) -> Node {
    live(move || {
        let tenant = app.suggested_tenant();
        if tenant.is_empty() {
            return nothing();
        }
        let (words, choice) = match ignored.get() {
            false => (
                all(vec![
                    text(says::portals().0),
                    b(tenant),
                    text(says::portals().1),
                ]),
                says::own_tenant(),
            ),
            true => (
                all(vec![text(says::own().0), b(tenant), text(says::own().1)]),
                says::portals_tenant(),
            ),
        };
        let choose = button(choice, "quiet", move || {
            ignored.update(|ignored| *ignored = !*ignored)
        });
        notice("", "status", vec![el("p").child(words), choose])
    })
}

/// A link to a page of the portal; in the extension it opens in the portal's tab beside.
pub fn link_to(app: App, title: &'static str, address: String) -> Node {
    let link = el("a")
        .attr("href", address.clone())
        .attr("target", "_blank")
        .attr("rel", "noreferrer")
        .text(title);
    if app.state().host == Host::Page {
        return link;
    }
    link.on("click", move |event| {
        event.prevent_default();
        let (address, beside) = (address.clone(), app.beside.get_untracked());
        spawn_local(async move {
            match beside {
                Some(beside) => tabs::show(beside.tab, &address).await,
                None => tabs::open(&address).await,
            }
        });
    })
}

/// Links to the portal's pages about what the run has made so far.
pub fn portal_links(app: App, record: &Record) -> Node {
    if app.state().host == Host::Page {
        return nothing();
    }
    let record = record.clone();
    live(move || {
        let beside = app.beside.get();
        let origin = match &beside {
            Some(beside) => beside.portal.origin.clone(),
            None => app.cloud().portal().to_owned(),
        };
        let tab = beside.map(|beside| beside.tab);
        let links = pages(&record, &origin).into_iter();
        let links =
            links.map(|(page, address)| el("li").child(link_to(app, says::page(page), address)));
        let links: Vec<Node> = links.collect();
        if links.is_empty() {
            return nothing();
        }
        section(vec![
            h2(says::in_the_portal()),
            hint(match tab {
                Some(_) => says::opens_beside(),
                None => says::opens_new(),
            }),
            list("links", links),
        ])
    })
}
