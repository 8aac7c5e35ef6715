//! A claims challenge: what Graph or the sign-in service wants proved before it goes on (Conditional Access, FACTS 2.7). It is
//! handed back to the sign-in service as it came and never interpreted here.

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

const LONGEST: usize = 4096;
const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The challenge as JSON text, ready for the authorize request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims(String);

impl Claims {
    /// Reads the `claims` parameter of Graph's `WWW-Authenticate`: base64, in either alphabet.
    pub fn from_challenge(base64: &str) -> Option<Self> {
        if base64.len() > LONGEST {
            return None;
        }
        let standard = base64.replace('-', "+").replace('_', "/");
        let bytes = ANY_PADDING.decode(standard).ok()?;
        Self::from_json(std::str::from_utf8(&bytes).ok()?)
    }

    /// Reads the `claims` field of the token endpoint's error: JSON.
    pub fn from_json(json: &str) -> Option<Self> {
        if json.len() > LONGEST {
            return None;
        }
        let value: Value = serde_json::from_slice(json.as_bytes()).ok()?;
        value.is_object().then(|| Self(json.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_decoded_or_refused() {
        let check = |text: &str, expected: Option<&str>| {
            let claims = Claims::from_challenge(text);
            assert_eq!(claims.as_ref().map(Claims::as_str), expected, "{text}");
        };
        let json = r#"{"access_token":{"nbf":{"essential":true, "value":"1726258122"}}}"#;
        check(
            "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTcyNjI1ODEyMiJ9fX0=",
            Some(json),
        );
        check(
            "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTcyNjI1ODEyMiJ9fX0",
            Some(json),
        );
        check("eyJhIjoi77-_In0", Some("{\"a\":\"\u{FFFF}\"}"));
        check("eyJhIjoi77+/In0=", Some("{\"a\":\"\u{FFFF}\"}"));
        check("", None);
        check("W10=", None);
        check("not base64!", None);
        check(&"e30=".repeat(1025), None);
        let padded = |blanks: usize| Claims::from_json(&["{", &" ".repeat(blanks), "}"].concat());
        assert!(padded(LONGEST - 2).is_some() && padded(LONGEST - 1).is_none());
    }
}
