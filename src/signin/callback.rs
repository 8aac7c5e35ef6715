//! Reads the answer that the browser comes back with. It sends nothing: whatever is wrong here costs no token request.
//!
//! Exactly one `code` and one `state`, or one `error` and one `state`, in the fragment that was asked for (RFC 6749 section
//! 4.1.2, RFC 9700 section 4.7). Parameters that mean nothing here (`session_state`, `client_info`) may stand beside them, once.

use super::aadsts::Refusal;
use super::pending::Pending;
use super::same;
use chrono::{DateTime, Utc};
use oauth2::AuthorizationCode;
use url::form_urlencoded;

/// A real answer has one to two kB.
const LONGEST: usize = 8 * 1024;

/// The user signed in: what the token request needs. It is used up by the one request.
#[derive(Debug)]
pub struct Granted {
    pub(super) code: AuthorizationCode,
    pub(super) pending: Pending,
}

/// Why an answer is not followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// Longer than any real answer.
    #[error("too long")]
    TooLong,
    /// In the query, or in query and fragment: we asked for the fragment, so somebody else wrote it.
    #[error("in the wrong place")]
    WrongPlace,
    /// A parameter stands twice: two readers could take different ones.
    #[error("a parameter stands twice")]
    Duplicate,
    /// Neither code nor error, both, an empty one, or a token that was not asked for.
    #[error("not an answer of a sign-in")]
    Malformed,
    /// This tab waits for no answer: a page from the history, a second tab, a reload.
    #[error("no sign-in under way")]
    NotWaiting,
    /// The sign-in began more than 15 minutes ago.
    #[error("too late")]
    Expired,
    /// No state, or not the one that was sent: the answer belongs to another sign-in.
    #[error("of another sign-in")]
    OtherState,
    /// The sign-in service, or the user there, said no.
    #[error("refused")]
    Refused(Box<Refusal>),
}

/// Reads the answer out of the address's parts, as they were found (without `#` and `?`). `pending` is what this tab kept, and
/// already taken out of where it was kept.
pub fn read(
    fragment: Option<&str>,
    query: Option<&str>,
    pending: Option<Pending>,
    now: DateTime<Utc>,
) -> Result<Granted, CallbackError> {
    let (Some(answer), None) = (fragment, query) else {
        return Err(CallbackError::WrongPlace);
    };
    let answer = Answer::parse(answer)?;
    let pending = pending.ok_or(CallbackError::NotWaiting)?;
    if pending.expired(now) {
        return Err(CallbackError::Expired);
    }
    if !same(&answer.state, pending.state.secret()) {
        return Err(CallbackError::OtherState);
    }
    match answer.outcome {
        Outcome::Code(code) => Ok(Granted { code, pending }),
        Outcome::Error(refusal) => Err(CallbackError::Refused(Box::new(refusal))),
    }
}

struct Answer {
    state: String,
    outcome: Outcome,
}

enum Outcome {
    Code(AuthorizationCode),
    Error(Refusal),
}

impl Answer {
    fn parse(text: &str) -> Result<Self, CallbackError> {
        if text.len() > LONGEST {
            return Err(CallbackError::TooLong);
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()).into_owned() {
            if pairs.iter().any(|(known, _)| *known == name) {
                return Err(CallbackError::Duplicate);
            }
            pairs.push((name, value));
        }
        let mut take = |name: &str| {
            let at = pairs.iter().position(|(known, _)| known == name)?;
            Some(pairs.swap_remove(at).1)
        };
        // Tokens in an address are the implicit flow, which was not asked for.
        if take("access_token").is_some() || take("id_token").is_some() {
            return Err(CallbackError::Malformed);
        }
        let outcome = match (take("code"), take("error")) {
            (Some(code), None) if !code.is_empty() => Outcome::Code(AuthorizationCode::new(code)),
            (None, Some(error)) if !error.is_empty() => {
                let refusal =
                    Refusal::described(&error, &take("error_description").unwrap_or_default());
                Outcome::Error(refusal.suberror(&take("error_subcode").unwrap_or_default()))
            }
            _ => return Err(CallbackError::Malformed),
        };
        let state = take("state").ok_or(CallbackError::OtherState)?;
        Ok(Self { state, outcome })
    }
}

#[cfg(test)]
mod tests {
    use super::super::SignInProblem;
    use super::super::request::tests::{begin, now};
    use super::super::request::{Purpose, TenantHint};
    use super::*;
    use chrono::TimeDelta;

    fn waiting() -> Pending {
        begin(
            Purpose::Look {
                tenant: TenantHint::Any,
            },
            None,
        )
        .1
    }

    /// Reads `answer`, in which `STATE` stands for the state that was sent.
    fn fragment(answer: &str) -> Result<Granted, CallbackError> {
        let pending = waiting();
        read(
            Some(&answer.replace("STATE", pending.state.secret())),
            None,
            Some(pending),
            now(),
        )
    }

    #[test]
    fn one_code_and_the_right_state_are_taken() {
        for answer in [
            "code=1.AX-_.y&state=STATE",
            "state=STATE&code=1.AX-_.y",
            "code=1.AX-_.y&state=STATE&session_state=0c2a&client_info=eyJ9",
            "code=1.AX-_.y&state=STATE&",
            "code=1.AX%2D_.y&state=STATE&unheard=of",
        ] {
            let granted = fragment(answer).expect(answer);
            assert_eq!(granted.code.secret(), "1.AX-_.y", "{answer}");
            assert!(!format!("{granted:?}").contains("1.AX"), "{granted:?}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let check = |answer: &str, expected: CallbackError| {
            assert_eq!(fragment(answer).err(), Some(expected), "{answer}");
        };
        use CallbackError::{Duplicate, Malformed, OtherState};
        for answer in [
            "",
            "&",
            "state=STATE",
            "code=&state=STATE",
            "error=&state=STATE",
            "code",
            "nonsense",
            "Code=a&state=STATE",
            "code=a&error=access_denied&state=STATE",
            "code=a&state=STATE&access_token=b",
            "code=a&state=STATE&id_token=b",
            "error=access_denied&state=STATE&access_token=b",
            "#code=a&state=STATE",
            "?code=a&state=STATE",
        ] {
            check(answer, Malformed);
        }
        for answer in [
            "code=a&code=a&state=STATE",
            "code=a&code=b&state=STATE",
            "code=a&state=STATE&state=STATE",
            "code=a&state=STATE&state=x",
            "code=a&state=STATE&c%6Fde=b",
            "error=a&error=b&state=STATE",
            "error=a&error_description=b&error_description=c&state=STATE",
            "code=a&state=STATE&session_state=1&session_state=2",
        ] {
            check(answer, Duplicate);
        }
        for answer in [
            "code=a",
            "error=access_denied",
            "code=a&state=",
            "code=a&state=STATEx",
            "code=a&state=xSTATE",
            "code=a&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "error=access_denied&state=other",
        ] {
            check(answer, OtherState);
        }
        check(
            &["code=a&state=STATE&x=", &"y".repeat(LONGEST)].concat(),
            CallbackError::TooLong,
        );
    }

    /// Every sequence of up to four of these pieces: accepted is the one with one code, one state and nothing twice.
    #[test]
    fn no_combination_slips_through() {
        let pieces = [
            "code=a",
            "code=b",
            "state=STATE",
            "state=x",
            "error=e",
            "session_state=s",
            "access_token=t",
        ];
        let count = |chosen: &[&str], start: &str| {
            chosen
                .iter()
                .filter(|piece| piece.starts_with(start))
                .count()
        };
        let mut sequences = vec![vec![]];
        for _ in 0..4 {
            let longer = |chosen: &Vec<&'static str>| {
                pieces.map(|piece| [chosen.as_slice(), &[piece]].concat())
            };
            sequences.extend(sequences.iter().flat_map(longer).collect::<Vec<_>>());
        }
        for chosen in sequences {
            let good = count(&chosen, "code=") == 1
                && count(&chosen, "state=") == 1
                && chosen.contains(&"state=STATE")
                && count(&chosen, "session_state=") <= 1
                && count(&chosen, "error=") + count(&chosen, "access_token=") == 0;
            assert_eq!(fragment(&chosen.join("&")).is_ok(), good, "{chosen:?}");
        }
    }

    #[test]
    fn an_answer_counts_once_in_its_place_and_in_time() {
        let check = |fragment: bool,
                     query: bool,
                     kept: bool,
                     minutes: i64,
                     expected: Option<CallbackError>| {
            let pending = waiting();
            let answer = ["code=a&state=", pending.state.secret()].concat();
            let at = |there: bool| there.then_some(answer.as_str());
            let read = read(
                at(fragment),
                at(query),
                kept.then_some(pending),
                now() + TimeDelta::minutes(minutes),
            );
            assert_eq!(read.err(), expected);
        };
        check(true, false, true, 1, None);
        check(true, false, false, 1, Some(CallbackError::NotWaiting));
        check(true, false, true, 16, Some(CallbackError::Expired));
        check(false, true, true, 1, Some(CallbackError::WrongPlace));
        check(true, true, true, 1, Some(CallbackError::WrongPlace));
        check(false, false, true, 1, Some(CallbackError::WrongPlace));
    }

    #[test]
    fn a_refusal_is_understood() {
        let answer = "error=access_denied&error_description=AADSTS65004%3a+User+declined+to+consent.%0d%0aTrace+ID%3a+0a1b\
                      %0d%0aCorrelation+ID%3a+2c3d%0d%0aTimestamp%3a+2026-11-24&state=STATE";
        let Err(CallbackError::Refused(refusal)) = fragment(answer) else {
            panic!("it is a refusal");
        };
        assert_eq!(
            (refusal.number, refusal.problem()),
            (Some(65004), SignInProblem::Declined)
        );
        assert_eq!(
            (refusal.trace_id.as_str(), refusal.correlation_id.as_str()),
            ("0a1b", "2c3d")
        );
    }
}
