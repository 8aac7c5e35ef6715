//! Reads who signed in, and to which tenant, out of the ID token. It fetches nothing and grants nothing: what the user may do is
//! decided by Microsoft Graph alone.
//!
//! The signature is not checked: the token comes straight from the token endpoint over TLS, which OpenID Connect Core 3.1.3.7 (6)
//! lets stand for it, and the key set was not readable for a browser (FACTS 2.4). All the claims are checked, because TLS says
//! nothing about them.

use super::same;
use crate::cloud::Cloud;
use crate::ids::{ClientId, TenantId, UserId};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// The tenant of personal Microsoft accounts: nobody there can register an application for a company.
const PERSONAL: TenantId = TenantId::from_u128(0x9188040d_6c67_4b5b_b112_36a304b66dad);

const LONGEST: usize = 16 * 1024;
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// The service sets `iat` and `nbf` five minutes back (in Microsoft's samples `exp` is 3900 s after `iat`), so a clock is taken
/// for fast only from twice that on.
const BACKDATED: TimeDelta = TimeDelta::minutes(10);
/// A clock that is off by more than this is not merely in the wrong time zone.
const LARGEST_SKEW: TimeDelta = TimeDelta::hours(24);
/// Longer than the service lets a token live (one day).
const LONGEST_LIFE: TimeDelta = TimeDelta::hours(25);

/// Who signed in. The texts are the tenant's, and are shown as plain text with control characters made visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub tenant: TenantId,
    /// The user's object id in that tenant.
    pub object: UserId,
    /// Display name, for showing only.
    pub name: String,
    /// User principal name as a rule; may change, so it identifies nobody.
    pub username: String,
}

/// Why an ID token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// Not three parts of base64url with JSON objects, a key twice, or a claim that is missing or of the wrong type.
    #[error("malformed")]
    Malformed,
    /// Not RS256, or a header that wants more than that.
    #[error("algorithm")]
    Algorithm,
    /// Not version 2.0.
    #[error("version")]
    Version,
    /// For another application, or for several.
    #[error("audience")]
    Audience,
    /// Not issued by this cloud for the tenant that it names.
    #[error("issuer")]
    Issuer,
    /// Of another sign-in.
    #[error("nonce")]
    Nonce,
    /// A personal Microsoft account.
    #[error("personal account")]
    PersonalAccount,
    #[error("expired")]
    Expired,
    #[error("not valid yet")]
    NotYet,
    /// This machine's clock is off by more than a day.
    #[error("clock")]
    Clock,
}

/// What the token must agree with.
pub(super) struct Expected<'a> {
    pub cloud: &'a Cloud,
    pub client_id: ClientId,
    pub nonce: &'a str,
}

/// Reads and checks an ID token that was received at `now`. Also tells how far this machine's clock is behind: the nonce proves
/// that the token is fresh, so its `iat` is the time.
pub(super) fn check(
    token: &str,
    expected: &Expected,
    now: DateTime<Utc>,
) -> Result<(Identity, TimeDelta), IdTokenError> {
    let (header, claims) = decode(token).ok_or(IdTokenError::Malformed)?;
    check_header(&header)?;
    if claims.text("ver")? != "2.0" {
        return Err(IdTokenError::Version);
    }
    let client = expected.client_id.to_string();
    let for_us = |party: &str| party.eq_ignore_ascii_case(&client);
    // A list, even of one, is not what this service sends. `azp` must be the client where it is there (Core 3.1.3.7 (5)).
    if !claims
        .get("aud")
        .and_then(Value::as_str)
        .is_some_and(for_us)
        || (claims.get("azp").is_some() && !for_us(claims.text("azp")?))
    {
        return Err(IdTokenError::Audience);
    }
    if !same(claims.text("nonce")?, expected.nonce) {
        return Err(IdTokenError::Nonce);
    }
    let tenant: TenantId = claims.guid("tid")?;
    if !expected
        .cloud
        .issuers(tenant)
        .iter()
        .any(|issuer| issuer == claims.text("iss").unwrap_or_default())
    {
        return Err(IdTokenError::Issuer);
    }
    if tenant == PERSONAL {
        return Err(IdTokenError::PersonalAccount);
    }
    let skew = check_times(&claims, now)?;
    let shown = |name: &str| {
        claims
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let identity = Identity {
        tenant,
        object: claims.guid("oid")?,
        name: shown("name"),
        username: shown("preferred_username"),
    };
    Ok((identity, skew))
}

fn decode(token: &str) -> Option<(Object, Object)> {
    if token.len() > LONGEST {
        return None;
    }
    let mut parts = token.split('.').map(|part| {
        URL_SAFE_NO_PAD
            .decode(part)
            .ok()
            .filter(|bytes| !bytes.is_empty())
    });
    let (header, claims, _signature) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    Some((
        serde_json::from_slice(&header).ok()?,
        serde_json::from_slice(&claims).ok()?,
    ))
}

/// RS256 is what the service signs with. A header that brings its own key or must-understand extensions is not its.
fn check_header(header: &Object) -> Result<(), IdTokenError> {
    let foreign = ["crit", "jku", "jwk", "x5u", "x5c", "enc", "zip", "b64"];
    let typed = header.get("typ").is_none_or(|kind| kind == "JWT");
    if header.text("alg")? == "RS256"
        && typed
        && !foreign.iter().any(|name| header.get(name).is_some())
    {
        Ok(())
    } else {
        Err(IdTokenError::Algorithm)
    }
}

fn check_times(claims: &Object, now: DateTime<Utc>) -> Result<TimeDelta, IdTokenError> {
    let (issued, from, end) = (
        claims.time("iat")?,
        claims.time("nbf")?,
        claims.time("exp")?,
    );
    if end <= issued || end - issued > LONGEST_LIFE {
        return Err(IdTokenError::Malformed);
    }
    let ahead = issued - now;
    let skew = if ahead > TOLERANCE || ahead < -BACKDATED {
        ahead
    } else {
        TimeDelta::zero()
    };
    if skew.abs() > LARGEST_SKEW {
        return Err(IdTokenError::Clock);
    }
    let corrected = now + skew;
    if end + TOLERANCE <= corrected {
        return Err(IdTokenError::Expired);
    }
    if from - TOLERANCE > corrected {
        return Err(IdTokenError::NotYet);
    }
    Ok(skew)
}

/// A JSON object that has no key twice. Nothing below the first level is read.
struct Object(Vec<(String, Value)>);

impl Object {
    fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    fn text(&self, name: &str) -> Result<&str, IdTokenError> {
        self.get(name)
            .and_then(Value::as_str)
            .ok_or(IdTokenError::Malformed)
    }

    /// A GUID as the service writes it; other spellings of the same GUID are not its.
    fn guid<T: std::str::FromStr + fmt::Display>(&self, name: &str) -> Result<T, IdTokenError> {
        let text = self.text(name)?;
        text.parse()
            .ok()
            .filter(|guid: &T| guid.to_string() == text)
            .ok_or(IdTokenError::Malformed)
    }

    fn time(&self, name: &str) -> Result<DateTime<Utc>, IdTokenError> {
        let seconds = self.get(name).and_then(Value::as_i64);
        // Below the year 5138, so that adding to it cannot overflow.
        let seconds = seconds.filter(|seconds| (0..100_000_000_000).contains(seconds));
        seconds
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .ok_or(IdTokenError::Malformed)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut object = Object(Vec::new());
                while let Some((key, value)) = map.next_entry::<String, Value>()? {
                    if object.get(&key).is_some() {
                        return Err(A::Error::custom("a key stands twice"));
                    }
                    object.0.push((key, value));
                }
                Ok(object)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

#[cfg(test)]
pub mod tests;
