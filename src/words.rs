//! The catalogue of what goes wrong and what can be done about it, in plain English: every text names the next act. Microsoft's
//! terms stand unchanged; Graph's own prose appears only among the details.

use crate::config::ConfigError;
use crate::graph::failure::visible;
use crate::graph::{Failure, Kind};
use crate::setup::find::FindError;
use crate::setup::rights::Right;
use crate::setup::run::{Step, Stop};
use crate::signin::{CallbackError, Help, Refusal, TokenError};
use std::borrow::Cow;

/// A message to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub title: Cow<'static, str>,
    pub text: Cow<'static, str>,
    /// What the user can do next.
    pub acts: Vec<Cow<'static, str>>,
    /// Codes and ids for support, with their names.
    pub details: Vec<(&'static str, String)>,
}

impl Words {
    pub fn new(title: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            title: title.into(),
            text: text.into(),
            acts: Vec::new(),
            details: Vec::new(),
        }
    }

    #[must_use]
    pub fn act(mut self, act: impl Into<Cow<'static, str>>) -> Self {
        self.acts.push(act.into());
        self
    }

    #[must_use]
    pub fn detail(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.details.push((name, value));
        }
        self
    }

    fn of_failure(self, failure: &Failure) -> Self {
        self.detail("Code", failure.code.as_str())
            .detail("Message", failure.message.as_str())
            .detail("Request ID", failure.request_id.as_str())
    }
}

/// Why a run stopped.
pub fn stop(stop: &Stop) -> Words {
    match stop {
        Stop::Cancelled => Words::new("Stopped", "You cancelled. Below is what this run has made.")
            .act("Try again: what exists is kept and used.")
            .act("Undo: what this run made is removed."),
        Stop::SignInAgain { .. } => Words::new(
            "Your sign-in has ended",
            "Microsoft no longer accepts it. What was made so far is kept.",
        )
        .act("Sign in again: the set-up continues where it stopped."),
        Stop::JournalUnwritable => Words::new(
            "This browser does not let the page remember what it does",
            "Without that, a reply lost on the network could leave an unknown secret behind, so nothing more was sent.",
        )
        .act("Leave private browsing, or allow this page to store data, and try again."),
        Stop::Failed(step, failure) => failed(*step, failure),
    }
}

fn failed(step: Step, failure: &Failure) -> Words {
    let title = match step {
        Step::Application => "The application could not be created",
        Step::ServicePrincipal => "The service principal could not be created",
        Step::Consent(..) => "Admin consent could not be granted",
        Step::Secret => "The client secret could not be created",
    };
    let right = match step {
        Step::Application | Step::ServicePrincipal => Right::RegisterApplication,
        Step::Consent(..) => Right::ConsentToApplicationPermissions,
        Step::Secret => Right::AddSecret,
    };
    let words = match &failure.kind {
        Kind::Forbidden => Words::new(title, "Your account does not have the right to do this in this tenant.")
            .act(format!("Sign in with an account that is {}.", roles(right)))
            .act("If your role must be activated first (Privileged Identity Management), activate it and try again."),
        Kind::QuotaExceeded => Words::new(title, "Your account owns as many objects as the tenant lets it.")
            .act("Delete applications that you no longer need, also from Deleted applications, and try again.")
            .act(format!("Or sign in with an account that is {}.", roles(right))),
        Kind::SecretsForbidden => Words::new(title, "The tenant's app management policy forbids client secrets.")
            .act("Ask a Security Administrator or Global Administrator for an exception for this application, then try again."),
        Kind::LifetimeTooLong => Words::new(title, "The tenant's app management policy allows only a shorter life for a secret.")
            .act("Choose a shorter life and try again."),
        Kind::Throttled | Kind::Busy => Words::new(title, "Microsoft Graph is busy and asked to wait longer than five minutes.")
            .act("Wait a while, then try again: what exists is kept and used."),
        Kind::NotFound | Kind::NotReplicated => Words::new(
            title,
            "What was just made is still not known everywhere in Microsoft Entra. That can take some minutes.",
        )
        .act("Wait a few minutes, then try again: what exists is kept and used."),
        Kind::Unreachable(_) => Words::new(title, "Microsoft Graph could not be reached.")
            .act("Check your network connection, then try again: what exists is kept and used."),
        Kind::Unavailable | Kind::Garbled => Words::new(title, "Microsoft Graph did not answer as it should.")
            .act("Try again in a while: what exists is kept and used."),
        Kind::TokenRejected { .. } => Words::new(title, "Microsoft no longer accepts your sign-in.").act("Sign in again."),
        Kind::AlreadyExists | Kind::Refused => Words::new(title, "Microsoft Graph refused the call.")
            .act("Try again. If it is refused again, send the details below to whoever hosts this page."),
    };
    words.of_failure(failure)
}

/// Why the tenant could not be looked at.
pub fn find(error: &FindError) -> Words {
    let title = "Your tenant could not be read";
    match error {
        FindError::OtherTenant => Words::new(
            "Two answers about your tenant",
            "The sign-in names another tenant than Microsoft Graph does. Nothing was changed.",
        )
        .act("Start over, and choose the account again."),
        FindError::Graph(failure) => match failure.kind {
            Kind::TokenRejected { .. } => Words::new(title, "Microsoft does not accept this token. It may have ended, or be for another service.")
                .act("Sign in again, or paste a new token."),
            Kind::Forbidden => Words::new(title, "This sign-in does not carry the right to read applications.")
                .act("Sign in with an account that may read the directory, and approve all permissions that Microsoft lists."),
            Kind::Unreachable(_) => Words::new(title, "Microsoft Graph could not be reached.")
                .act("Check your network connection, then try again."),
            _ => Words::new(title, "Microsoft Graph did not answer as it should.").act("Try again in a while."),
        }
        .of_failure(failure),
    }
}

/// Why Entra Handover itself could not be registered.
pub fn registering(failure: &Failure) -> Words {
    failed(Step::Application, failure)
}

/// Nothing that could be an access token was pasted.
pub fn no_token() -> Words {
    Words::new("This is not an access token", "An access token is one long word, usually beginning with eyJ.")
        .act("Run az account get-access-token --resource-type ms-graph and paste the value of accessToken, without quotation marks.")
}

/// Why the answer of the sign-in page was not followed.
pub fn callback(error: &CallbackError) -> Words {
    match error {
        CallbackError::Refused(refusal) => refused(refusal),
        other => helped(other.help()),
    }
}

/// Why the sign-in brought no token.
pub fn token(error: &TokenError) -> Words {
    match error {
        TokenError::Refused(refusal) => refused(refusal),
        other => helped(other.help()),
    }
}

fn refused(refusal: &Refusal) -> Words {
    let code = refusal.number.map(|number| format!("AADSTS{number}"));
    helped(refusal.problem().help())
        .detail("Code", code.unwrap_or_else(|| visible(&refusal.error)))
        .detail("Message", visible(&refusal.description))
        .detail("Trace ID", visible(&refusal.trace_id))
        .detail("Correlation ID", visible(&refusal.correlation_id))
}

fn helped(help: Help) -> Words {
    Words::new(help.title, help.text).act(help.act)
}

/// An undelivered secret was removed.
pub fn secret_removed() -> Words {
    Words::new(
        "The secret was removed",
        "It had not been handed over. Everything else that was made stays.",
    )
    .act("Try again: a new secret is made for the same application.")
    .act("Undo: everything that this run made is removed.")
}

/// This browser began a run that has not come to its end.
pub fn interrupted() -> Words {
    Words::new(
        "A set-up was interrupted",
        "This browser began it and did not bring it to its end. Below is what it has made. A secret that was not handed over is lost: it is removed, and a new one made.",
    )
    .act("Try again: what exists is kept and used.")
    .act("Undo: what that run made is removed.")
    .act("Leave it as it is: nothing is removed, and you see the plan for a new run.")
}

/// There is no registration to sign in with: a pasted access token was used.
pub fn not_registered() -> Words {
    Words::new(
        "This copy of Entra Handover cannot sign you in",
        "The access token that you pasted has ended, and no client ID is configured here.",
    )
    .act("Reload the page and paste a new access token: what this run has made is found again.")
}

/// Why something that a run made could not be removed.
pub fn left(failure: &Failure) -> &'static str {
    match failure.kind {
        Kind::Forbidden => {
            "your account does not have the right to. An Application Administrator can remove it in the Azure portal."
        }
        Kind::TokenRejected { .. } => "your sign-in has ended. Try again signs you in first.",
        Kind::NotFound | Kind::NotReplicated => {
            "it is not known everywhere yet. Try again in a few minutes."
        }
        Kind::Throttled | Kind::Busy => "Microsoft Graph asks to wait. Try again in a few minutes.",
        Kind::Unreachable(_) => "no connection. Check your network and try again.",
        _ => {
            "Microsoft Graph refused or did not answer. Try again, or remove it in the Azure portal."
        }
    }
}

/// Why consent could not be given, though nobody said that the right is missing.
pub fn consent_failed(failure: &Failure) -> Words {
    let mut words = Words::new(
        "Admin consent could not be granted yet",
        "Customer Manager cannot read users before. The values below are good all the same.",
    );
    if matches!(failure.kind, Kind::TokenRejected { .. }) {
        words = words.act("Hand over the values first. Your sign-in has ended, so an administrator grants the consent in the Azure portal:");
    } else {
        words =
            words.act("Try consent again, or let an administrator grant it in the Azure portal:");
    }
    words.of_failure(failure)
}

/// What a screen reader says after a copy.
pub fn copied(what: &str, done: bool) -> String {
    if done {
        format!("{what} was copied.")
    } else {
        "The browser did not let this page copy.".to_owned()
    }
}

/// What was typed names no tenant.
pub fn bad_tenant() -> Words {
    Words::new(
        "This is not a tenant",
        "A tenant is named by its domain or by its directory (tenant) ID.",
    )
    .act("Type a name such as contoso.onmicrosoft.com, or leave the field empty.")
}

/// The browser keeps nothing for this page, so a sign-in could not come back.
pub fn no_storage() -> Words {
    Words::new(
        "This browser does not let the page remember its sign-in",
        "Nothing was sent to Microsoft.",
    )
    .act("Allow this page to store data (leave strict private browsing), and sign in again.")
}

/// Another user or tenant came back than the one that the run belongs to.
pub fn other_account() -> Words {
    Words::new(
        "Another account came back",
        "The plan belongs to the account that made it. Nothing was changed with this one.",
    )
    .act("Sign in again with the first account, or start over with this one.")
}

/// What is wrong with the hosted copy.
pub fn config(error: &ConfigError) -> Words {
    let title = "This copy of Entra Handover is not set up right";
    let fix = "Whoever hosts this page must correct config.json beside it.";
    match error {
        ConfigError::OtherHost(host) => Words::new(
            title,
            "It was opened at another address than the one it is registered for.",
        )
        .act(format!("Open it at https://{host}/ instead.")),
        other => Words::new(title, other.to_string()).act(fix),
    }
}

/// The roles that carry a right, as "A, B or C".
pub fn roles(right: Right) -> String {
    let names: Vec<&str> = right.roles().iter().map(|(_, name)| *name).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Why a call is being waited for.
pub fn waiting(failure: &Failure) -> &'static str {
    match failure.kind {
        Kind::NotFound | Kind::NotReplicated => "Not known everywhere yet",
        Kind::Throttled => "Microsoft Graph asks to wait",
        Kind::Busy => "Another change is under way",
        Kind::Unreachable(_) => "No connection",
        _ => "No proper answer",
    }
}

/// What carrying out a right is called on the review screen.
pub fn right(right: Right) -> &'static str {
    match right {
        Right::RegisterApplication => "Create the application and its service principal",
        Right::AddSecret => "Add a client secret",
        Right::ConsentToApplicationPermissions => "Grant admin consent to application permissions",
        Right::ConsentToDelegatedPermissions => "Grant admin consent to delegated permissions",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stop_names_the_next_act() {
        let kinds = [
            Kind::Unreachable(crate::ports::Unreachable::Network),
            Kind::Unavailable,
            Kind::Garbled,
            Kind::Throttled,
            Kind::Busy,
            Kind::NotReplicated,
            Kind::NotFound,
            Kind::AlreadyExists,
            Kind::Forbidden,
            Kind::TokenRejected { claims: None },
            Kind::SecretsForbidden,
            Kind::LifetimeTooLong,
            Kind::QuotaExceeded,
            Kind::Refused,
        ];
        for kind in kinds {
            for step in [Step::Application, Step::ServicePrincipal, Step::Secret] {
                let words = stop(&Stop::Failed(step, Box::new(Failure::of(kind.clone()))));
                assert!(
                    !words.acts.is_empty() && !words.text.is_empty(),
                    "{step:?} {kind:?}"
                );
            }
            assert!(
                !find(&FindError::Graph(Failure::of(kind.clone())))
                    .acts
                    .is_empty(),
                "{kind:?}"
            );
        }
        for other in [
            Stop::Cancelled,
            Stop::JournalUnwritable,
            Stop::SignInAgain { claims: None },
        ] {
            assert!(!stop(&other).acts.is_empty());
        }
    }

    #[test]
    fn roles_are_listed_as_a_sentence() {
        assert_eq!(
            roles(Right::ConsentToApplicationPermissions),
            "Privileged Role Administrator or Global Administrator"
        );
    }
}
