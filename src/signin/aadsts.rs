//! The errors of the sign-in service: reads them, and sorts them by what the user can do. The texts are in `help`.
//!
//! Catalogue: FACTS 4.4. Microsoft says that the numbers change and that programs should branch on `error`; so the number only
//! picks a better text, and nothing here decides what the program does.

use super::claims::Claims;

/// An error answer of the sign-in service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// OAuth's error, such as `invalid_grant`.
    pub error: String,
    /// The number after `AADSTS`.
    pub number: Option<u32>,
    pub suberror: String,
    /// The service's own prose, capped. Shown, if at all, as plain text below "Details" with control characters made visible.
    pub description: String,
    /// What Microsoft's support asks for.
    pub trace_id: String,
    pub correlation_id: String,
    /// A claims challenge: the next sign-in hands it back.
    pub claims: Option<Claims>,
}

const LONGEST_DESCRIPTION: usize = 400;
const LONGEST_CODE: usize = 80;

impl Refusal {
    /// Reads `error` and `error_description`: `AADSTSnnnn: text\r\nTrace ID: ..\r\nCorrelation ID: ..\r\nTimestamp: ..`.
    pub(crate) fn described(error: &str, description: &str) -> Self {
        let after = |label: &str| {
            let (_, rest) = description.split_once(label).unwrap_or_default();
            code(rest.trim_start())
        };
        Self {
            error: code(error),
            number: number(description),
            suberror: String::new(),
            description: description.chars().take(LONGEST_DESCRIPTION).collect(),
            trace_id: after("Trace ID:"),
            correlation_id: after("Correlation ID:"),
            claims: None,
        }
    }

    pub(super) fn suberror(mut self, suberror: &str) -> Self {
        self.suberror = code(suberror);
        self
    }

    /// What it means for the user. The number says more than `error`, where it is known.
    pub fn problem(&self) -> SignInProblem {
        self.number
            .and_then(by_number)
            .unwrap_or_else(|| by_error(&self.error, &self.suberror))
    }
}

/// The leading run of the characters that codes and ids are made of.
pub(super) fn code(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .take(LONGEST_CODE)
        .collect()
}

fn number(description: &str) -> Option<u32> {
    let (_, rest) = description.split_once("AADSTS")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest[..digits].parse().ok()
}

/// What stands in the way of signing in, by what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignInProblem {
    /// The user did not approve, or cancelled.
    Declined,
    /// Nobody has approved the permissions yet.
    ConsentNeeded,
    /// The user may not approve; an administrator must.
    AdminApprovalNeeded,
    /// The account is of another tenant.
    WrongAccount,
    /// A personal account.
    WorkAccountNeeded,
    /// Multifactor authentication is asked for, not set up, not passed or too long ago.
    MfaNeeded,
    /// A Conditional Access policy or the security defaults.
    BlockedByPolicy,
    /// Conditional Access wants a managed, compliant or joined device, or an approved app.
    DeviceNotAllowed,
    /// The session is too old, or there is none.
    SignInAgain,
    /// Only assigned users may use Entra Handover in this tenant.
    NotAssigned,
    /// Entra Handover's client id is not known in this tenant or cloud.
    AppNotFound,
    /// An administrator disabled Entra Handover, or Microsoft did.
    AppDisabled,
    /// This page's address is not registered.
    RedirectMismatch,
    /// This page's address is registered as another platform than "Single-page application".
    NotSpa,
    /// Entra Handover's registration is for other accounts than the ones asked for.
    WrongAudience,
    /// Entra Handover's registration lacks a permission, or the request is not one that the service takes.
    BadRegistration,
    /// Microsoft Graph is not present in the tenant.
    ServiceMissing,
    /// No tenant of this name in this cloud.
    TenantUnknown,
    /// The tenant is in another of Microsoft's clouds.
    WrongCloud,
    /// The code was used before, or is not of this sign-in: a reload, a second tab.
    CodeReused,
    /// The service saw the same request too often.
    Loop,
    /// Busy, or out of order for now.
    Throttled,
    /// An error without a known number.
    Unknown,
}

impl SignInProblem {
    /// Problems that Microsoft shows on its own page without sending the browser back: help for someone who returns by hand.
    pub const SHOWN_BY_MICROSOFT: [Self; 8] = [
        Self::AdminApprovalNeeded,
        Self::WrongAccount,
        Self::NotAssigned,
        Self::BlockedByPolicy,
        Self::DeviceNotAllowed,
        Self::TenantUnknown,
        Self::AppNotFound,
        Self::RedirectMismatch,
    ];
}

fn by_number(number: u32) -> Option<SignInProblem> {
    use SignInProblem as P;
    Some(match number {
        65004 => P::Declined,
        65001 => P::ConsentNeeded,
        90093..=90095 => P::AdminApprovalNeeded,
        90072 | 50020 | 16000 | 50034 | 51004 | 50014 => P::WrongAccount,
        500208 => P::WorkAccountNeeded,
        50072 | 50074 | 50076 | 50078 | 50079 => P::MfaNeeded,
        53003 | 530032 | 530035 => P::BlockedByPolicy,
        53000..=53002 | 530003 => P::DeviceNotAllowed,
        50058 | 70008 | 700082 | 700084 | 50173 | 70043 | 50089 => P::SignInAgain,
        50105 => P::NotAssigned,
        700016 => P::AppNotFound,
        7000112 | 70001 => P::AppDisabled,
        50011 => P::RedirectMismatch,
        // 7000218: a secret is asked for, so the address is registered as "Web".
        9002326 | 9002327 | 7000218 => P::NotSpa,
        50194 | 9002332 => P::WrongAudience,
        650056 | 650057 | 700022 | 70011 | 28002 => P::BadRegistration,
        500011 => P::ServiceMissing,
        90002 => P::TenantUnknown,
        90038 | 900432 => P::WrongCloud,
        54005 | 501481 | 70000 => P::CodeReused,
        50196 => P::Loop,
        90055 | 90006 | 90024 | 50033 => P::Throttled,
        _ => return None,
    })
}

fn by_error(error: &str, suberror: &str) -> SignInProblem {
    use SignInProblem as P;
    match (error, suberror) {
        (_, "consent_required") | ("consent_required", _) => P::ConsentNeeded,
        ("access_denied", _) => P::Declined,
        ("interaction_required" | "login_required", _)
        | (
            _,
            "message_only"
            | "additional_action"
            | "basic_action"
            | "user_password_expired"
            | "bad_token",
        ) => P::SignInAgain,
        ("invalid_grant", _) => P::CodeReused,
        ("unauthorized_client", _) => P::AppNotFound,
        (
            "invalid_scope"
            | "invalid_resource"
            | "invalid_client"
            | "invalid_request"
            | "unsupported_response_type",
            _,
        ) => P::BadRegistration,
        ("temporarily_unavailable" | "server_error", _) => P::Throttled,
        _ => P::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SignInProblem as P;

    #[test]
    fn numbers_are_sorted_by_what_can_be_done() {
        let check = |numbers: &[u32], expected: P| {
            for number in numbers {
                let refusal =
                    Refusal::described("invalid_grant", &format!("AADSTS{number}: some prose"));
                assert_eq!(
                    (refusal.number, refusal.problem()),
                    (Some(*number), expected),
                    "{number}"
                );
            }
        };
        check(&[65004], P::Declined);
        check(&[65001], P::ConsentNeeded);
        check(&[90093, 90094, 90095], P::AdminApprovalNeeded);
        check(&[50076, 50079, 50072, 50074, 50078], P::MfaNeeded);
        check(&[50105], P::NotAssigned);
        check(&[700016], P::AppNotFound);
        check(&[50011], P::RedirectMismatch);
        check(&[9002326, 9002327, 7000218], P::NotSpa);
        check(&[90072, 50020, 16000, 50034, 51004, 50014], P::WrongAccount);
        check(&[500208], P::WorkAccountNeeded);
        check(&[53003, 530032, 530035], P::BlockedByPolicy);
        check(&[530003, 53000, 53001, 53002], P::DeviceNotAllowed);
        check(
            &[50058, 70008, 700082, 700084, 50173, 70043, 50089],
            P::SignInAgain,
        );
        check(&[50194, 9002332], P::WrongAudience);
        check(&[90002], P::TenantUnknown);
        check(&[90038, 900432], P::WrongCloud);
        check(&[54005, 501481, 70000], P::CodeReused);
        check(&[50196], P::Loop);
        check(&[700022, 70011, 28002, 650056, 650057], P::BadRegistration);
        check(&[500011], P::ServiceMissing);
        check(&[7000112, 70001], P::AppDisabled);
        check(&[90055, 90006, 90024, 50033], P::Throttled);
        // An unknown number leaves the decision to `error`.
        check(&[1, 999_999], P::CodeReused);
    }

    #[test]
    fn without_a_number_the_error_decides() {
        let check = |error: &str, suberror: &str, expected: P| {
            assert_eq!(
                Refusal::described(error, "").suberror(suberror).problem(),
                expected,
                "{error} {suberror}"
            );
        };
        check("access_denied", "", P::Declined);
        check("access_denied", "cancel", P::Declined);
        check("invalid_grant", "consent_required", P::ConsentNeeded);
        check("invalid_grant", "bad_token", P::SignInAgain);
        check("invalid_grant", "", P::CodeReused);
        check("interaction_required", "basic_action", P::SignInAgain);
        check("login_required", "", P::SignInAgain);
        check("temporarily_unavailable", "", P::Throttled);
        check("invalid_scope", "", P::BadRegistration);
        check("no_such_error", "", P::Unknown);
    }

    #[test]
    fn foreign_text_is_cut() {
        let long = Refusal::described(&"e".repeat(999), &"d".repeat(9999));
        assert_eq!((long.error.len(), long.description.len()), (80, 400));
        let odd = Refusal::described("a<b>", "AADSTSx Trace ID: <script>");
        assert_eq!(
            (odd.error.as_str(), odd.number, odd.trace_id.as_str()),
            ("a", None, "")
        );
        assert_eq!(
            Refusal::described("a", "AADSTS99999999999999: too big").number,
            None
        );
    }
}
