//! A signed-in user: the access token and what may be known about it. The token is opaque, nothing here looks into it
//! (Microsoft may encrypt or reshape it at any time), and it lives in memory only.

use super::id_token::Identity;
use crate::ids::ClientId;
use crate::secret::Secret;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// A pasted text longer than this is not a token.
const LONGEST: usize = 16 * 1024;
/// Shorter than any bearer token that is worth the name.
const SHORTEST: usize = 24;

/// An access token for Microsoft Graph with what came beside it.
#[derive(Debug)]
pub struct Session {
    pub token: Secret,
    /// The granted scopes, without Graph's prefix; `None` for a pasted token.
    pub scopes: Option<Vec<String>>,
    /// Who signed in; `None` for a pasted token, whose tenant and user Graph has to tell.
    pub identity: Option<Identity>,
    /// By this machine's own clock; `None` if it is not known.
    pub expires_at: Option<DateTime<Utc>>,
    /// How far this machine's clock is behind the sign-in service's, to within five minutes; zero if they agree within ten.
    pub skew: TimeDelta,
}

/// Why a pasted text is not taken for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    #[error("nothing was pasted")]
    Empty,
    #[error("too long for a token")]
    TooLong,
    /// It has blanks or other characters that no token has, is too short, or is an id.
    #[error("not an access token")]
    NotAToken,
}

impl Session {
    /// A session from what a user pasted: a token, also with `Bearer` or quotes, or all that `az account get-access-token`
    /// printed. Whether it is good for Graph, and whose it is, only Graph can say: the caller asks `/me` and `/organization`.
    pub fn pasted(text: &str) -> Result<Self, PasteError> {
        if text.len() > LONGEST {
            return Err(PasteError::TooLong);
        }
        let printed: Value = serde_json::from_slice(text.as_bytes()).unwrap_or_default();
        let token = printed["accessToken"]
            .as_str()
            .or(printed.as_str())
            .unwrap_or(text)
            .trim();
        let token = token.strip_prefix("Bearer ").unwrap_or(token).trim();
        if token.is_empty() {
            return Err(PasteError::Empty);
        }
        // RFC 6750 section 2.1: the characters of a bearer token.
        let of_token = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b);
        if token.len() < SHORTEST
            || !token.bytes().all(of_token)
            || token.parse::<ClientId>().is_ok()
        {
            return Err(PasteError::NotAToken);
        }
        Ok(Self {
            token: Secret::new(token.to_owned()),
            scopes: None,
            identity: None,
            expires_at: printed["expires_on"]
                .as_i64()
                .and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
            skew: TimeDelta::zero(),
        })
    }

    /// Whether the scope was granted. A pasted token is believed: Graph refuses the call if it lacks it.
    pub fn has(&self, scope: &str) -> bool {
        let granted = |name: &str| {
            self.scopes
                .as_ref()
                .is_none_or(|scopes| scopes.iter().any(|known| known.eq_ignore_ascii_case(name)))
        };
        granted(scope) || (scope == "Application.Read.All" && granted("Application.ReadWrite.All"))
    }

    /// Whether the token ends within `duration`. Unknown is no: Graph answers 401 when it has ended.
    pub fn expires_within(&self, duration: TimeDelta, now: DateTime<Utc>) -> bool {
        self.expires_at.is_some_and(|end| end - now <= duration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_token_is_found_in_what_people_paste() {
        let token = "eyJ0eXAiOiJKV1Qi.eyJhdWQiOiIw.c2lnbmF0dXJl";
        let check = |text: String| {
            let session = Session::pasted(&text).expect(&text);
            assert_eq!(session.token.length(), token.len(), "{text}");
            assert!(!format!("{session:?}").contains("eyJ"));
            assert!(session.has("Application.ReadWrite.All"));
        };
        check(token.to_owned());
        check(format!("  {token}\r\n"));
        check(format!("Bearer {token}"));
        check(format!("\"{token}\"\n"));
        check(format!(
            "{{\n  \"accessToken\": \"{token}\",\n  \"expires_on\": 1795514400, \"tenant\": \"x\"\n}}"
        ));
    }

    #[test]
    fn other_texts_are_refused() {
        let check = |text: &str, expected: PasteError| {
            assert_eq!(Session::pasted(text).err(), Some(expected), "{text}");
        };
        check("", PasteError::Empty);
        check(" \n", PasteError::Empty);
        check("Bearer ", PasteError::NotAToken);
        check("two words that are long enough", PasteError::NotAToken);
        check("short", PasteError::NotAToken);
        check(
            "0c2a9f64-8f7b-4b57-9d3f-6f8b6f8a21c7",
            PasteError::NotAToken,
        );
        check(
            "{\"error\": \"please run az login\"}",
            PasteError::NotAToken,
        );
        check(
            "eyJ0eXAiOiJKV1Qi…eyJhdWQiOiIwMDAwMDAwMy",
            PasteError::NotAToken,
        );
        check(&"a".repeat(LONGEST + 1), PasteError::TooLong);
    }

    #[test]
    fn the_end_is_seen_coming() {
        let now = DateTime::from_timestamp(1_795_514_400, 0).expect("a literal time");
        let json =
            "{\"accessToken\": \"eyJ0eXAiOiJKV1Qi.eyJhdWQiOiIw\", \"expires_on\": 1795515000}";
        let session = Session::pasted(json).expect("a token");
        let check = |minutes: i64, expected: bool| {
            assert_eq!(
                session.expires_within(TimeDelta::minutes(minutes), now),
                expected,
                "{minutes}"
            );
        };
        check(9, false);
        check(10, true);
        check(60, true);
        let opaque = Session::pasted("eyJ0eXAiOiJKV1Qi.eyJhdWQiOiIw").expect("a token");
        assert!(!opaque.expires_within(TimeDelta::minutes(60), now));
    }

    #[test]
    fn scopes_are_those_that_were_granted() {
        let mut session = Session::pasted("eyJ0eXAiOiJKV1Qi.eyJhdWQiOiIw").expect("a token");
        session.scopes = Some(vec!["User.Read".into(), "Application.ReadWrite.All".into()]);
        let check =
            |scope: &str, expected: bool| assert_eq!(session.has(scope), expected, "{scope}");
        check("User.Read", true);
        check("user.read", true);
        check("User.Read.All", false);
        check("Application.Read.All", true);
        check("Policy.Read.All", false);
    }
}
