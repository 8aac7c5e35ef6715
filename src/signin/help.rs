//! The sign-in's texts: what went wrong and what to do next, in plain English with Microsoft's terms unchanged. It is one closed
//! table: nothing that the service wrote is part of a text.

use super::aadsts::SignInProblem;
use super::callback::CallbackError;
use super::id_token::IdTokenError;
use super::session::PasteError;
use super::token::TokenError;

/// A message to the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    pub title: &'static str,
    pub text: &'static str,
    /// What the user can do next.
    pub act: &'static str,
}

const fn help(title: &'static str, text: &'static str, act: &'static str) -> Help {
    Help { title, text, act }
}

const AGAIN: &str = "Sign in again.";
const LATER: &str = "Wait a minute, then sign in again.";

impl SignInProblem {
    pub fn help(self) -> Help {
        match self {
            Self::Declined => help(
                "Sign-in was cancelled",
                "The permissions were not accepted. Nothing was changed.",
                "Sign in again when you are ready, and choose Accept.",
            ),
            Self::ConsentNeeded => help(
                "The permissions are not accepted yet",
                "Nobody has accepted them for this account.",
                "Sign in again and choose Accept.",
            ),
            Self::AdminApprovalNeeded => help(
                "An administrator must approve Entra Handover",
                "Your account may not accept the permissions that it asks for.",
                "Sign in with an account that is Global Administrator or Privileged Role Administrator, or ask such a person to sign in here once and accept.",
            ),
            Self::WrongAccount => help(
                "This account does not belong to the tenant",
                "Microsoft does not know the account in the tenant that was asked for.",
                "Sign in again and choose an account of that tenant, or leave the tenant field empty.",
            ),
            Self::WorkAccountNeeded => help(
                "A work account is needed",
                "A personal Microsoft account cannot set up applications for a company.",
                "Sign in with a work account of the tenant.",
            ),
            Self::MfaNeeded => help(
                "More proof of identity is needed",
                "The tenant asks for multifactor authentication.",
                "Sign in again and complete it. If it is not set up yet, Microsoft's page leads you through.",
            ),
            Self::BlockedByPolicy => help(
                "A policy of the tenant blocks this sign-in",
                "It is a Conditional Access policy or the security defaults.",
                "Try again from a network that your company allows, or ask the administrator which policy it is: the sign-in logs name it.",
            ),
            Self::DeviceNotAllowed => help(
                "This device is not allowed",
                "A Conditional Access policy asks for a device that your company manages.",
                "Open this page on such a device and sign in there.",
            ),
            Self::SignInAgain => help(
                "Your sign-in has ended",
                "Microsoft asks for a new one.",
                AGAIN,
            ),
            Self::NotAssigned => help(
                "Your account is not assigned to Entra Handover",
                "In this tenant only assigned users may use it.",
                "Ask an administrator to assign you: Enterprise applications > Entra Handover > Users and groups.",
            ),
            Self::AppNotFound => help(
                "Entra Handover is not known in this tenant",
                "Its client id was not found. Either the tenant or the cloud is not the right one, or the registration was deleted.",
                "Check tenant and cloud and sign in again. If it was registered just now, wait a minute first.",
            ),
            Self::AppDisabled => help(
                "Entra Handover is disabled",
                "It was switched off in this tenant, or by Microsoft.",
                "Ask an administrator to allow it: Enterprise applications > Entra Handover > Properties > Enabled for users to sign-in.",
            ),
            Self::RedirectMismatch => help(
                "This page's address is not registered",
                "Microsoft sends the answer of a sign-in only to registered addresses.",
                "Whoever hosts this page must add its exact address as a redirect URI of the platform Single-page application.",
            ),
            Self::NotSpa => help(
                "This page's address is registered for another platform",
                "It must be registered for Single-page application.",
                "Whoever hosts this page must remove the redirect URI from Web or Mobile and desktop, and add it to Single-page application.",
            ),
            Self::WrongAudience => help(
                "Entra Handover's registration does not allow this sign-in",
                "It is made for the accounts of one tenant only.",
                "Enter that tenant and sign in again, or have the registration changed to Accounts in any organizational directory.",
            ),
            Self::BadRegistration => help(
                "Entra Handover's registration is not complete",
                "A permission that it asks for is not listed there, or Microsoft does not take the request.",
                "Whoever hosts this page must compare its API permissions with the README.",
            ),
            Self::ServiceMissing => help(
                "Microsoft Graph is not present in this tenant",
                "Its service principal is missing.",
                "Check tenant and cloud and sign in again, or ask Microsoft's support.",
            ),
            Self::TenantUnknown => help(
                "There is no such tenant",
                "Microsoft does not know it in this cloud.",
                "Check the tenant's name or id, and the cloud, and sign in again.",
            ),
            Self::WrongCloud => help(
                "The tenant is in another cloud",
                "Microsoft's national clouds know only their own tenants.",
                "Choose the tenant's cloud and sign in again.",
            ),
            Self::CodeReused => help(
                "This sign-in cannot be used",
                "Its answer was used before or has ended. A reload or a second tab does that.",
                AGAIN,
            ),
            Self::Loop => help(
                "Too many sign-ins in a row",
                "Microsoft stopped them for a while.",
                "Wait five minutes, then sign in once.",
            ),
            Self::Throttled => help(
                "Microsoft's sign-in service is busy",
                "It asks to come back later. Nothing was changed.",
                LATER,
            ),
            Self::Unknown => help(
                "Microsoft refused the sign-in",
                "The details below say more.",
                "Sign in again. If it is refused again, send the details to your administrator.",
            ),
        }
    }
}

impl CallbackError {
    pub fn help(&self) -> Help {
        match self {
            Self::Refused(refusal) => refusal.problem().help(),
            Self::NotWaiting => help(
                "This tab was not waiting for a sign-in",
                "The answer was used before, or belongs to another tab. Nothing was sent.",
                AGAIN,
            ),
            Self::Expired => help(
                "The sign-in took too long",
                "It began more than 15 minutes ago. Nothing was sent.",
                AGAIN,
            ),
            Self::OtherState => help(
                "The answer belongs to another sign-in",
                "A second tab may have begun one, or somebody else made this link. Nothing was sent.",
                AGAIN,
            ),
            Self::TooLong | Self::WrongPlace | Self::Duplicate | Self::Malformed => help(
                "This is not an answer of Microsoft's sign-in",
                "The address that brought you here does not have its form. Nothing was sent.",
                "Sign in again, and do not follow links to this page that carry more than its address.",
            ),
        }
    }
}

impl TokenError {
    pub fn help(&self) -> Help {
        match self {
            Self::Refused(refusal) => refusal.problem().help(),
            Self::Unreachable(_) => help(
                "Microsoft's sign-in service could not be reached",
                "No answer came. Nothing was changed.",
                "Check your network connection, then sign in again.",
            ),
            Self::NotJson | Self::TooLong | Self::Garbled => help(
                "Microsoft's sign-in service did not answer as it should",
                "A proxy or a network log-in page may have answered instead. Nothing was changed.",
                LATER,
            ),
            Self::IdToken(IdTokenError::PersonalAccount) => SignInProblem::WorkAccountNeeded.help(),
            Self::IdToken(IdTokenError::Clock) => help(
                "This computer's clock is wrong",
                "It is off by more than a day.",
                "Correct date and time, then sign in again.",
            ),
            Self::IdToken(_) => help(
                "The sign-in could not be verified",
                "The ID token does not fit this sign-in. Nothing was changed.",
                AGAIN,
            ),
            Self::OtherTenant => help(
                "This is another tenant",
                "The account belongs to another tenant than the one that was asked for. Nothing was changed.",
                "Sign in again with an account of the right tenant.",
            ),
            Self::OtherAccount => help(
                "This is another account",
                "Somebody else looked at the plan. Nothing was changed.",
                "Sign in again with the same account, or start over with this one.",
            ),
            Self::MissingScope(_) => help(
                "A permission was not granted",
                "Without it the set-up could not be finished, so nothing was changed.",
                "Sign in again and accept all permissions that Microsoft lists.",
            ),
        }
    }
}

impl PasteError {
    pub fn help(self) -> Help {
        let title = "This is not an access token";
        let act = "Run: az account get-access-token --resource-type ms-graph, and paste all that it prints.";
        match self {
            Self::Empty => help(title, "Nothing was pasted.", act),
            Self::TooLong => help(title, "It is too long.", act),
            Self::NotAToken => help(
                title,
                "A token is one long word without blanks; an id or a secret is not one.",
                act,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Refusal;
    use super::*;
    use crate::ports::Unreachable;

    #[test]
    fn every_problem_names_the_next_act() {
        let refusal = || Box::new(Refusal::described("server_error", "<b>prose</b>"));
        let callback = [
            CallbackError::TooLong,
            CallbackError::WrongPlace,
            CallbackError::Duplicate,
            CallbackError::Malformed,
            CallbackError::NotWaiting,
            CallbackError::Expired,
            CallbackError::OtherState,
            CallbackError::Refused(refusal()),
        ];
        let token = [
            TokenError::Unreachable(Unreachable::TimedOut),
            TokenError::Refused(refusal()),
            TokenError::NotJson,
            TokenError::IdToken(IdTokenError::Nonce),
            TokenError::IdToken(IdTokenError::Clock),
            TokenError::OtherTenant,
            TokenError::OtherAccount,
            TokenError::MissingScope("User.Read"),
        ];
        let texts = callback
            .iter()
            .map(CallbackError::help)
            .chain(token.iter().map(TokenError::help))
            .chain(SignInProblem::SHOWN_BY_MICROSOFT.map(SignInProblem::help))
            .chain([PasteError::Empty, PasteError::NotAToken].map(PasteError::help));
        for Help { title, text, act } in texts {
            assert!(!title.ends_with('.') && title.len() < 70, "{title}");
            assert!(text.ends_with('.') && act.ends_with('.'), "{text} {act}");
        }
    }
}
