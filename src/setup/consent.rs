//! A run's admin consent, as far as it is open: what is granted already is not asked for again. A refusal does not stop the run; it
//! knows nothing of the secret beside it.

use super::journal::Effect;
use super::run::{Run, Step, StepState, Stop};
use crate::bugs::{self, Bug};
use crate::graph::{Failure, Kind};
use crate::ids::ServicePrincipalId;
use crate::profile::{Permission, PermissionKind};
use futures_util::future::{LocalBoxFuture, join_all};

impl Run<'_> {
    /// App role assignments, one call each, and one grant for all delegated scopes, side by side.
    pub(super) async fn consent(&self, principal: ServicePrincipalId) -> Result<(), Stop> {
        let open: Vec<Permission> = {
            let record = self.record.borrow();
            let (done, open) = (record.plan.permissions.iter().cloned())
                .partition::<Vec<_>, _>(|permission| record.consented.contains(&permission.id));
            for permission in done {
                self.watch.step(
                    Step::Consent(permission.kind, permission.id),
                    StepState::Done,
                );
            }
            open
        };
        let (roles, scopes): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|permission| permission.kind == PermissionKind::Application);
        let mut calls: Vec<LocalBoxFuture<'_, Result<(), Stop>>> = Vec::new();
        for role in roles {
            calls.push(Box::pin(self.consent_to(principal, vec![role])));
        }
        if !scopes.is_empty() {
            calls.push(Box::pin(self.consent_to(principal, scopes)));
        }
        join_all(calls).await.into_iter().collect()
    }

    /// One call: a single app role, or any number of delegated scopes. A refusal does not stop the run: everything else is
    /// done, and the consent is somebody else's to give.
    async fn consent_to(
        &self,
        principal: ServicePrincipalId,
        permissions: Vec<Permission>,
    ) -> Result<(), Stop> {
        let resource = self.record.borrow().graph;
        let step = |permission: &Permission| Step::Consent(permission.kind, permission.id);
        let tell = |state: StepState| {
            for permission in &permissions {
                self.watch.step(step(permission), state.clone());
            }
        };
        let waiting = |waiting| tell(StepState::Retrying(waiting));
        tell(StepState::Working);
        let result = match permissions.as_slice() {
            [role] if role.kind == PermissionKind::Application => {
                self.graph
                    .ensure_app_role(principal, resource, role.id, &waiting)
                    .await
            }
            scopes => {
                let names: Vec<&str> = scopes.iter().map(|scope| scope.name.as_str()).collect();
                self.graph
                    .ensure_delegated_grant(principal, resource, &names, &waiting)
                    .await
            }
        };
        let result = result.or_else(|failure| match bugs::is_on(Bug::DoneWithoutConsent) {
            true => Ok(()),
            false => Err(failure),
        });
        match result {
            Ok(()) => {
                let ids = permissions.iter().map(|permission| permission.id);
                // The consent stands whether or not the journal knows: repeating it is safe.
                self.change(|record| record.consented.extend(ids));
                self.save().await.ok();
                tell(StepState::Done);
                Ok(())
            }
            Err(Failure {
                kind: Kind::TokenRejected { claims },
                ..
            }) => {
                tell(StepState::Waiting);
                Err(Stop::SignInAgain { claims })
            }
            Err(failure) => {
                let lags = matches!(failure.kind, Kind::NotFound | Kind::NotReplicated);
                if lags && !bugs::is_on(Bug::TrustTheRecordedPrincipal) {
                    self.doubt_the_service_principal();
                    self.save().await.ok();
                }
                tell(match failure.kind {
                    Kind::Forbidden => StepState::NeedsSomeoneElse(failure.clone()),
                    _ => StepState::Failed(failure.clone()),
                });
                let open = permissions
                    .into_iter()
                    .map(|permission| (permission, failure.clone()));
                self.unconsented.borrow_mut().extend(open);
                Ok(())
            }
        }
    }

    /// Not known after minutes, or not listed: somebody may have deleted it, and its consent with it. What follows makes sure of both.
    pub(super) fn doubt_the_service_principal(&self) {
        self.change(|record| {
            record.service_principal = Effect::Intended;
            record.consented.clear();
        });
    }
}
