//! Redeems the authorization code, once, for an access token. It knows the token endpoint and nothing of what the token is for.
//!
//! The exchange is the oauth2 crate's, over the network port. A code is never sent twice: the second time would be AADSTS54005,
//! and by then the first answer may have been read by somebody else.

use super::aadsts::{Refusal, code};
use super::access::Access;
use super::callback::Granted;
use super::claims::Claims;
use super::id_token::{self, Expected, IdTokenError};
use super::session::Session;
use crate::cloud::Cloud;
use crate::ids::ClientId;
use crate::ports::{Clock, Http, Request, Response, Unreachable};
use crate::secret::Secret;
use chrono::TimeDelta;
use http::header;
use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AccessToken, EndpointNotSet, RefreshToken, RequestTokenError, Scope, StandardRevocableToken,
    TokenUrl,
};
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::time::Duration;

/// A real answer has some kB.
const LONGEST: usize = 64 * 1024;
/// The service's own limits are ten minutes and one day.
const SANE_LIFE: std::ops::RangeInclusive<u64> = 60..=86_400;

/// Why no session came of a code. In every case the code is spent: the user signs in again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// No answer came.
    #[error("unreachable: {0}")]
    Unreachable(#[from] Unreachable),
    /// The sign-in service said no.
    #[error("refused")]
    Refused(Box<Refusal>),
    /// Not JSON: a captive portal, a proxy, a service out of order.
    #[error("not JSON")]
    NotJson,
    /// Longer than any real answer.
    #[error("too long")]
    TooLong,
    /// JSON, but no token for us: no token, another type than Bearer, no sane life.
    #[error("garbled")]
    Garbled,
    /// The ID token is missing or not right.
    #[error("ID token: {0}")]
    IdToken(#[from] IdTokenError),
    /// Another tenant answered than the one that was asked.
    #[error("another tenant")]
    OtherTenant,
    /// Another user came back than the one who looked at the plan.
    #[error("another account")]
    OtherAccount,
    /// The permission was not granted. Found before anything is written.
    #[error("{0} was not granted")]
    MissingScope(&'static str),
}

/// Turns the answer of a sign-in into a session: one request, or none.
pub async fn redeem(
    http: &dyn Http,
    clock: &dyn Clock,
    client_id: ClientId,
    granted: Granted,
) -> Result<Session, TokenError> {
    let Granted { code, pending } = granted;
    let client = Client::new(oauth2::ClientId::new(client_id.to_string()))
        .set_token_uri(TokenUrl::from_url(pending.endpoint("token")))
        .set_redirect_uri(pending.redirect_uri.clone());
    let scopes = pending.access.scopes(&pending.cloud).join(" ");
    let sent = clock.now();
    let send = |request| send(http, request);
    let reply = client
        .exchange_code(code)
        .set_pkce_verifier(pending.verifier)
        .add_extra_param("scope", scopes)
        .request_async(&send)
        .await
        .map_err(failed)?;
    let received = clock.now();

    if !reply.error.is_empty() {
        return Err(TokenError::Refused(Box::new(reply.refusal())));
    }
    if !reply.token_type.0.eq_ignore_ascii_case("bearer") || reply.access_token.secret().is_empty()
    {
        return Err(TokenError::Garbled);
    }
    let life = reply
        .expires_in
        .filter(|seconds| SANE_LIFE.contains(seconds))
        .ok_or(TokenError::Garbled)?;
    let expected = Expected {
        cloud: &pending.cloud,
        client_id,
        nonce: &pending.nonce,
    };
    let (identity, skew) = id_token::check(&reply.id_token, &expected, received)?;
    if matches!(pending.tenant, super::TenantHint::Id(asked) if asked != identity.tenant) {
        return Err(TokenError::OtherTenant);
    }
    if pending
        .account
        .is_some_and(|account| account != identity.object)
    {
        return Err(TokenError::OtherAccount);
    }
    let session = Session {
        scopes: Some(granted_scopes(&reply.scope, &pending.cloud)),
        token: Secret::new(reply.access_token.into_secret()),
        identity: Some(identity),
        // Counted from before the request, so that the end is never seen too late.
        expires_at: i64::try_from(life)
            .ok()
            .and_then(|life| sent.checked_add_signed(TimeDelta::seconds(life))),
        skew,
    };
    match missing(&session, pending.access) {
        Some(scope) => Err(TokenError::MissingScope(scope)),
        None => Ok(session),
    }
}

/// The granted scopes by their names: the service answers with or without Graph's address before them.
fn granted_scopes(scope: &str, cloud: &Cloud) -> Vec<String> {
    let prefix = cloud.scope_prefix();
    scope
        .split_ascii_whitespace()
        .map(|scope| {
            scope
                .strip_prefix(prefix.as_str())
                .unwrap_or(scope)
                .to_owned()
        })
        .collect()
}

fn missing(session: &Session, access: Access) -> Option<&'static str> {
    access
        .required()
        .into_iter()
        .find(|scope| !session.has(scope))
}

/// What can go wrong below the OAuth exchange.
#[derive(Debug, thiserror::Error)]
pub(super) enum Transport {
    #[error("unreachable")]
    Unreachable(Unreachable),
    #[error("too long")]
    TooLong,
    #[error("not JSON")]
    NotJson,
}

/// Sends the request and lets only JSON of a sane size through to the parser.
pub(super) async fn send(http: &dyn Http, request: Request) -> Result<Response, Transport> {
    let response = http.send(request).await.map_err(Transport::Unreachable)?;
    if response.body().len() > LONGEST {
        return Err(Transport::TooLong);
    }
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        Ok(response)
    } else {
        Err(Transport::NotJson)
    }
}

/// A body that could not be parsed is dropped here: it may hold a token.
fn failed(error: RequestTokenError<Transport, Reply>) -> TokenError {
    match error {
        RequestTokenError::ServerResponse(reply) if !reply.error.is_empty() => {
            TokenError::Refused(Box::new(reply.refusal()))
        }
        RequestTokenError::Request(Transport::Unreachable(unreachable)) => {
            TokenError::Unreachable(unreachable)
        }
        RequestTokenError::Request(Transport::TooLong) => TokenError::TooLong,
        RequestTokenError::Request(Transport::NotJson) => TokenError::NotJson,
        RequestTokenError::ServerResponse(_)
        | RequestTokenError::Parse(..)
        | RequestTokenError::Other(_) => TokenError::Garbled,
    }
}

/// oauth2's client with our answer type in both places.
pub(super) type Client<HasAuthUrl = EndpointNotSet, HasTokenUrl = EndpointNotSet> = oauth2::Client<
    Reply,
    Reply,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    HasAuthUrl,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    HasTokenUrl,
>;

/// The token endpoint's answer: a token or an error (FACTS 2.3). One type for both, because every derived reader costs wasm; a
/// field that stands twice is refused. A refresh token is not asked for, and not read if one comes.
pub(super) struct Reply {
    access_token: AccessToken,
    token_type: TokenType,
    expires_in: Option<u64>,
    scope: String,
    id_token: String,
    error: String,
    error_description: String,
    error_codes: Vec<u32>,
    suberror: String,
    claims: String,
    trace_id: String,
    correlation_id: String,
}

impl Default for Reply {
    fn default() -> Self {
        Self {
            access_token: AccessToken::new(String::new()),
            token_type: TokenType::default(),
            expires_in: None,
            scope: String::new(),
            id_token: String::new(),
            error: String::new(),
            error_description: String::new(),
            error_codes: Vec::new(),
            suberror: String::new(),
            claims: String::new(),
            trace_id: String::new(),
            correlation_id: String::new(),
        }
    }
}

impl Reply {
    /// The fields that are plain texts.
    fn text(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "token_type" => &mut self.token_type.0,
            "scope" => &mut self.scope,
            "id_token" => &mut self.id_token,
            "error" => &mut self.error,
            "error_description" => &mut self.error_description,
            "suberror" => &mut self.suberror,
            "claims" => &mut self.claims,
            "trace_id" => &mut self.trace_id,
            "correlation_id" => &mut self.correlation_id,
            _ => return None,
        })
    }

    fn refusal(&self) -> Refusal {
        let mut refusal =
            Refusal::described(&self.error, &self.error_description).suberror(&self.suberror);
        refusal.number = self.error_codes.first().copied().or(refusal.number);
        refusal.claims = Claims::from_json(&self.claims);
        for (field, id) in [
            (&mut refusal.trace_id, &self.trace_id),
            (&mut refusal.correlation_id, &self.correlation_id),
        ] {
            if !id.is_empty() {
                *field = code(id);
            }
        }
        refusal
    }
}

/// By hand: a derived reader has a copy of the text's reader for each field, which is 8 kB of wasm.
impl<'de> Deserialize<'de> for Reply {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Reply;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Reply, A::Error> {
                let mut reply = Reply::default();
                let mut seen: Vec<String> = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    if seen.contains(&name) {
                        return Err(A::Error::custom("a field stands twice"));
                    }
                    match name.as_str() {
                        "access_token" => reply.access_token = AccessToken::new(map.next_value()?),
                        "expires_in" => reply.expires_in = map.next_value()?,
                        "error_codes" => reply.error_codes = map.next_value()?,
                        text => match reply.text(text) {
                            Some(field) => *field = map.next_value()?,
                            None => drop(map.next_value::<IgnoredAny>()?),
                        },
                    }
                    seen.push(name);
                }
                Ok(reply)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// The type of an access token, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub(super) struct TokenType(String);

impl oauth2::TokenType for TokenType {}

impl oauth2::TokenResponse for Reply {
    type TokenType = TokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &TokenType {
        &self.token_type
    }

    fn expires_in(&self) -> Option<Duration> {
        self.expires_in.map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    /// Read from `scope` instead, where the cloud's prefix is known.
    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

impl oauth2::ErrorResponse for Reply {}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reply(…)")
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&code(&self.error))
    }
}

/// oauth2 asks that its answers can be written. This one holds a token, so nothing of it is.
impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}
