//! The steps of a plan as the user sees them: which there are, how each stands, and what a record says of it. It sends nothing.

use super::journal::Record;
use super::plan::{Target, Work};
use super::repair;
use crate::graph::Failure;
use crate::graph::client::Waiting;
use crate::ids::PermissionId;
use crate::profile::PermissionKind;

/// A step as the user sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Application,
    ServicePrincipal,
    Consent(PermissionKind, PermissionId),
    /// Secrets that the user wants gone.
    OldSecrets,
    Secret,
}

/// How a step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    Waiting,
    Working,
    Retrying(Waiting),
    Done,
    /// The user lacks the right; somebody else can finish this step later, and the run goes on.
    NeedsSomeoneElse(Failure),
    Failed(Failure),
}

/// Is told of every change of a step.
pub trait Watch {
    fn step(&self, step: Step, state: StepState);
}

/// The steps of a record's plan, in order.
pub fn steps(record: &Record) -> Vec<Step> {
    let plan = &record.plan;
    let mut steps = match (&plan.work, &plan.target) {
        (Work::AddSecret, Target::Existing { .. }) => Vec::new(),
        (Work::AddSecret, _) => vec![Step::Application, Step::ServicePrincipal],
        (Work::Delete, _) => vec![Step::ServicePrincipal, Step::Application],
        (Work::ReplaceSecrets(_) | Work::RemoveSecrets(_), _) => vec![Step::OldSecrets],
        (Work::Repair(fixes), _) => repair::steps(fixes),
        (Work::Purge, _) => vec![Step::Application],
    };
    let consents = plan.consents().iter();
    steps.extend(consents.map(|permission| Step::Consent(permission.kind, permission.id)));
    if plan.work.brings_a_secret() {
        steps.push(Step::Secret);
    }
    steps
}

/// Whether the record says that a step has been done.
pub fn is_done(record: &Record, step: Step) -> bool {
    match step {
        Step::Application if record.plan.work == Work::Delete => {
            record.application.removed().is_some()
        }
        Step::Application => record.application.made().is_some(),
        Step::ServicePrincipal => record.service_principal.made().is_some(),
        Step::Consent(_, id) => record.consented.contains(&id),
        // Removing again what is gone is a success.
        Step::OldSecrets => record.closed.is_some(),
        Step::Secret => record.live_secret().is_some(),
    }
}
