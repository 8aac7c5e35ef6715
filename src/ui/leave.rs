//! Entra Handover's own end in a tenant: what it means, asked before, and how it went.

use super::app::App;
use super::dom::Node;
use super::parts::*;
use super::screen::Screen;
use crate::browser::luggage::Errand;
use crate::graph::Failure;
use crate::setup::leave::{Left, leave};
use crate::signin::Access;
use crate::words;
use crate::words::leave as says;

/// Deleting a service principal, and the grants that it has.
const ACCESS: Access = Access::Write {
    application_permissions: false,
    delegated_permissions: true,
};

impl App {
    /// The button that leads here; only a registration that this page signs in with can be removed.
    pub(super) fn leave_button(self) -> Node {
        match self.can_sign_in() {
            true => button(says::button(), "", move || self.show(Screen::AskLeave)),
            false => super::dom::nothing(),
        }
    }

    /// Removes Entra Handover from the tenant, or first signs in for the rights to do so.
    pub(super) fn leave_tenant(self) {
        let state = self.state();
        let Some(client) = state.config.borrow().client_id else {
            return self.start_over();
        };
        let may = (state.session.borrow().as_ref()).is_some_and(|session| {
            ACCESS
                .required()
                .into_iter()
                .all(|scope| session.has(scope))
        });
        if !may {
            return self.sign_in_as_before(ACCESS, Errand::Leave);
        }
        self.show(Screen::Busy(words::screen::leaving_tenant));
        self.write(async move |app, graph| {
            let result = leave(&graph, client).await;
            if result.is_ok() {
                // Its rights are gone, and this page needs them no more.
                app.stop_settling();
                app.state().session.take();
            }
            app.show(Screen::Left(result));
        });
    }
}

pub fn ask(app: App) -> Node {
    section(vec![
        heading(says::title()),
        p(says::what_it_does()),
        p(says::afterwards()),
        actions(vec![
            button(says::remove(), "danger", move || app.leave_tenant()),
            button(says::keep(), "", move || app.look()),
        ]),
    ])
}

pub fn left(app: App, result: &Result<Left, Failure>) -> Node {
    let start_over = button(says::start_over(), "", move || app.start_over());
    match result {
        Ok(left) => section(vec![
            heading(says::removed()),
            notice("good", "status", vec![p(words::left_tenant(*left))]),
            actions(vec![start_over]),
        ]),
        Err(failure) => section(vec![
            heading(says::not_removed()),
            message("bad", "alert", &words::not_left(failure)),
            actions(vec![
                button(says::try_again(), "primary", move || app.leave_tenant()),
                start_over,
            ]),
        ]),
    }
}
