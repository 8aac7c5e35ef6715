//! ID tokens: a well-formed JWT with the claims of version 2.0, and a signature that is none.
//! Clients that take it from the token endpoint over TLS check claims, not the signature (OpenID Connect Core 3.1.3.7).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::directory::people::{TENANT_ID, User};

/// The ID token of a sign-in.
pub fn issue(
    login: &str,
    client: Uuid,
    user: &User,
    nonce: Option<&str>,
    now: DateTime<Utc>,
) -> String {
    let mut claims = json!({
        "aud": client.to_string(), "iss": format!("{login}/{TENANT_ID}/v2.0"), "iat": now.timestamp(),
        "nbf": now.timestamp(), "exp": (now + TimeDelta::minutes(65)).timestamp(), "name": user.display_name,
        "oid": user.id.to_string(), "preferred_username": user.upn, "sub": URL_SAFE_NO_PAD.encode(user.id.as_bytes()),
        "tid": TENANT_ID.to_string(), "ver": "2.0",
    });
    if let Some(nonce) = nonce {
        claims["nonce"] = nonce.into();
    }
    let header = json!({"typ": "JWT", "alg": "RS256", "kid": "sandbox"});
    format!(
        "{}.{}.{}",
        encode(&header),
        encode(&claims),
        URL_SAFE_NO_PAD.encode([0x5a; 256])
    )
}

fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}
