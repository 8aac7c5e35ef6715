//! A sealed packet: the values for the one browser whose request it answers, and in the clear, but not to be altered, what they
//! belong to and until when it may be opened (`docs/sealed-handover.md`). It knows no storage and no link.

use super::request::{Request, RequestId, SKEW, read_time, write_time};
use super::{Field, hpke};
use crate::graph::json::text;
use crate::ids::{ClientId, KeyId, TenantId};
use crate::ports::{Crypto, PrivateKey, PublicKey};
use crate::secret::Secret;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::zeroize::Zeroizing;
use serde_json::Value;
use uuid::Uuid;

/// What a link carries a packet as: `#sealed=…`.
pub const MARK: &str = "sealed";
/// How long it may be opened, if the secret does not end before.
const LASTS: TimeDelta = TimeDelta::days(7);

const VERSION: u8 = 1;
const INFO: &[u8] = b"entra-handover sealed packet 1";
/// Version, three ids, three times and the request's digest.
const HEADER: usize = 1 + 3 * 16 + 3 * 8 + 32;
const ENCAPSULATED: usize = 65;

/// What a packet is about. It is authenticated with the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub tenant: TenantId,
    pub client: ClientId,
    /// Which secret it is: a later one supersedes it.
    pub key: KeyId,
    /// When it was sealed.
    pub sealed: DateTime<Utc>,
    /// Until when it may be opened.
    pub until: DateTime<Utc>,
    /// When the secret itself ends.
    pub ends: DateTime<Utc>,
    pub request: RequestId,
}

/// A packet as its link carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    pub header: Header,
    encapsulated: PublicKey,
    sealed: Vec<u8>,
}

/// What is in a packet.
#[derive(Debug)]
pub struct Contents {
    pub secret: Secret,
    /// As whoever sealed it says: nobody vouches for it.
    pub tenant_name: String,
    pub sealed_by: String,
}

/// Why a packet is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Cut, or something else.
    #[error("not a packet")]
    Garbled,
    /// Of another version of the format.
    #[error("a packet of another version")]
    OtherVersion,
    /// This browser has no key for it: another browser asked, or the key was deleted, as it is after a hand-over.
    #[error("no key for it")]
    NoKey,
    /// Its time is over.
    #[error("not to be opened any more")]
    Over { until: DateTime<Utc> },
    /// It was sealed tomorrow: one of the two clocks is wrong.
    #[error("sealed in the future")]
    Early { sealed: DateTime<Utc> },
    /// This browser has opened a later one for the same application.
    #[error("there is a later one")]
    Superseded { by: DateTime<Utc> },
    /// A bit of it has changed since it was sealed, or it was sealed to another key.
    #[error("altered")]
    Altered,
}

impl Header {
    /// Of a packet that is sealed now.
    pub fn new(
        (tenant, client, key): (TenantId, ClientId, KeyId),
        request: RequestId,
        now: DateTime<Utc>,
        ends: DateTime<Utc>,
    ) -> Self {
        Self {
            tenant,
            client,
            key,
            sealed: now,
            until: ends.min(now + LASTS),
            ends,
            request,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        [
            &[VERSION][..],
            &self.tenant.to_bytes(),
            &self.client.to_bytes(),
            &self.key.to_bytes(),
            &write_time(self.sealed),
            &write_time(self.until),
            &write_time(self.ends),
            &self.request.0,
        ]
        .concat()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let id = |at: usize| Uuid::from_slice(bytes.get(at..at + 16)?).ok();
        let time = |at: usize| read_time(bytes.get(at..at + 8)?);
        Some(Self {
            tenant: TenantId::from_uuid(id(1)?),
            client: ClientId::from_uuid(id(17)?),
            key: KeyId::from_uuid(id(33)?),
            sealed: time(49)?,
            until: time(57)?,
            ends: time(65)?,
            request: RequestId(bytes.get(73..HEADER)?.try_into().ok()?),
        })
    }
}

/// Seals the values (an object of JSON that names the three fields) for the browser that asked. The result stands in a link behind
/// `#sealed=`. `None` where the browser refuses, or the request's key is none.
pub async fn seal(
    crypto: &dyn Crypto,
    request: &Request,
    header: &Header,
    values: &[u8],
) -> Option<String> {
    let header = header.bytes();
    let sealing = hpke::seal(crypto, &request.key, INFO, &header, values);
    let (encapsulated, sealed) = sealing.await?;
    let packet = [&header[..], &encapsulated, &sealed].concat();
    Some(BASE64_URL_SAFE_NO_PAD.encode(packet))
}

impl Packet {
    /// Reads what stands in a link behind `#sealed=`. Nothing of it is proven before it is opened.
    pub fn parse(code: &str) -> Result<Self, Refusal> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(code);
        let bytes = bytes.map_err(|_| Refusal::Garbled)?;
        match bytes.first() {
            Some(&VERSION) => Self::read(&bytes).ok_or(Refusal::Garbled),
            Some(_) => Err(Refusal::OtherVersion),
            None => Err(Refusal::Garbled),
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (header, rest) = bytes.split_at_checked(HEADER)?;
        let (encapsulated, sealed) = rest.split_at_checked(ENCAPSULATED)?;
        Some(Self {
            header: Header::read(header)?,
            encapsulated: encapsulated.try_into().ok()?,
            sealed: sealed.to_vec(),
        })
    }

    /// Opens it with the key of the request that it answers. `newest` is when the newest packet was sealed that this browser has
    /// opened for the same application.
    pub async fn open(
        &self,
        crypto: &dyn Crypto,
        mine: &dyn PrivateKey,
        newest: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<Contents, Refusal> {
        let header = &self.header;
        let beside = header.bytes();
        let opening = hpke::open(
            crypto,
            mine,
            &self.encapsulated,
            INFO,
            &beside,
            &self.sealed,
        );
        let values = Zeroizing::new(opening.await.ok_or(Refusal::Altered)?);
        // Only what was authenticated is reasoned about.
        let until = header.until.min(header.ends);
        if now > until {
            return Err(Refusal::Over { until });
        }
        if header.sealed > now + SKEW {
            return Err(Refusal::Early {
                sealed: header.sealed,
            });
        }
        if let Some(by) = newest.filter(|newest| *newest > header.sealed) {
            return Err(Refusal::Superseded { by });
        }
        contents(header, &values).ok_or(Refusal::Garbled)
    }
}

fn contents(header: &Header, values: &[u8]) -> Option<Contents> {
    let mut values: Value = serde_json::from_slice(values).ok()?;
    let secret = values.get_mut(Field::SecretCode.key()).map(Value::take);
    let Some(Value::String(secret)) = secret else {
        return None;
    };
    let secret = Secret::new(secret);
    let same = text(&values, Field::TenantId.key()) == header.tenant.to_string()
        && text(&values, Field::ClientId.key()) == header.client.to_string();
    same.then(|| Contents {
        secret,
        tenant_name: text(&values, "tenantName").to_owned(),
        sealed_by: text(&values, "sealedBy").to_owned(),
    })
}

#[cfg(test)]
#[path = "packet_tests.rs"]
mod tests;
