//! A request for values: who asks, and the public key to which the answer is to be sealed (`docs/sealed-handover.md`). It is not
//! secret, and it proves nothing: whether it is the asker's own is seen by comparing its fingerprint with them.

use crate::ports::{Crypto, PublicKey};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};

/// What a link carries a request as: `#request=…`.
pub const MARK: &str = "request";
/// The asking browser forgets its private key by then.
pub const LASTS: TimeDelta = TimeDelta::days(30);
/// Two clocks may differ by so much before something seems to come from the future.
pub(super) const SKEW: TimeDelta = TimeDelta::days(1);
/// A name is read aloud and shown in one line.
pub const LONGEST_NAME: usize = 60;

const VERSION: u8 = 1;
/// Version, time and public key: the name follows.
const FIXED: usize = 1 + 8 + 65;

/// A request as its link carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    name: String,
    pub key: PublicKey,
    pub made: DateTime<Utc>,
}

/// Why a link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARequest {
    /// Cut, altered, or something else.
    #[error("not a request")]
    Garbled,
    /// Of another version of the format.
    #[error("a request of another version")]
    OtherVersion,
    /// Its browser has forgotten the key by now.
    #[error("a request that is too old")]
    Old,
    /// It was made the day after tomorrow: one of the two clocks is wrong, and when its key is destroyed cannot be told.
    #[error("a request from the future")]
    Early,
}

impl Request {
    /// A request about to be made. `None` if nobody is named, or at too great length.
    pub fn new(name: &str, key: PublicKey, made: DateTime<Utc>) -> Option<Self> {
        let name = name.trim();
        let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
        // The link has whole seconds.
        let made = DateTime::from_timestamp(made.timestamp(), 0)?;
        fits.then(|| Self {
            name: name.to_owned(),
            key,
            made,
        })
    }

    /// Reads what stands in a link behind `#request=`.
    pub fn parse(code: &str, now: DateTime<Utc>) -> Result<Self, NotARequest> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(code);
        let bytes = bytes.map_err(|_| NotARequest::Garbled)?;
        match bytes.first() {
            Some(&VERSION) => {}
            Some(_) => return Err(NotARequest::OtherVersion),
            None => return Err(NotARequest::Garbled),
        }
        let request = Self::read(&bytes).ok_or(NotARequest::Garbled)?;
        match now - request.made {
            age if age > LASTS => Err(NotARequest::Old),
            age if age < -SKEW => Err(NotARequest::Early),
            _ => Ok(request),
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (fixed, name) = bytes.split_at_checked(FIXED)?;
        let (time, key) = fixed.split_at_checked(9)?;
        let name = std::str::from_utf8(name).ok()?;
        let request = Self::new(name, key.try_into().ok()?, read_time(time.get(1..)?)?)?;
        // One request has one written form: the fingerprint is of that.
        (request.bytes() == bytes).then_some(request)
    }

    fn bytes(&self) -> Vec<u8> {
        let time = write_time(self.made);
        [&[VERSION][..], &time, &self.key, self.name.as_bytes()].concat()
    }

    /// As it stands in a link.
    pub fn code(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.bytes())
    }

    /// When the browser that asked destroys its key: what was sealed for it opens nothing any more.
    pub fn key_ends(&self) -> DateTime<Utc> {
        // The time stands in the link, so that it may be any.
        let ends = self.made.checked_add_signed(LASTS);
        ends.unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// Who asks, as they call themselves: text from outside.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub async fn id(&self, crypto: &dyn Crypto) -> Option<RequestId> {
        crypto.digest(&self.bytes()).await.map(RequestId)
    }
}

/// The digest of a request: a packet names the request that it answers by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub [u8; 32]);

impl RequestId {
    /// What two people compare by phone: 24 digits, which are the same in every language, and 79 bits.
    pub fn fingerprint(self) -> String {
        let groups = self.0.chunks_exact(4).take(6).map(|bytes| {
            let number = bytes
                .iter()
                .fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
            format!("{:04}", number % 10_000)
        });
        groups.collect::<Vec<_>>().join(" ")
    }

    /// Under which the asking browser keeps the key.
    pub fn text(self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }
}

/// The code in what somebody pastes: the whole link, or what stands behind its mark.
pub fn code_in<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let (_, code) = text.trim().rsplit_once(mark)?;
    let code = code.strip_prefix('=')?;
    Some(code.split('&').next().unwrap_or(code))
}

/// Seconds since 1970.
pub(super) fn write_time(time: DateTime<Utc>) -> [u8; 8] {
    time.timestamp().to_be_bytes()
}

pub(super) fn read_time(bytes: &[u8]) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(i64::from_be_bytes(bytes.try_into().ok()?), 0)
}

#[cfg(test)]
mod tests {
    use super::super::rust_crypto::{RustCrypto, now};
    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        crate::times::time(text).expect("a literal time")
    }

    fn request() -> Request {
        let made = time("2026-11-24T10:00:00Z");
        Request::new(" 김민수 (Partner Ltd) ", [4; 65], made).expect("a name")
    }

    #[test]
    fn a_request_is_read_as_it_was_written() {
        let code = request().code();
        let read = Request::parse(&code, time("2026-11-25T10:00:00Z"));
        assert_eq!(read, Ok(request()));
        assert_eq!(request().name(), "김민수 (Partner Ltd)");
        for (text, expected) in [
            (format!("https://x.example/#request={code}"), Some(&*code)),
            (format!(" #request={code}&y=1\n"), Some(&*code)),
            (code.clone(), None),
            (String::new(), None),
        ] {
            assert_eq!(code_in(&text, MARK), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_request_says_why() {
        let code = request().code();
        let made = "2026-11-24T10:00:00Z";
        let check = |code: &str, now: &str, expected| {
            assert_eq!(
                Request::parse(code, time(now)).map(drop),
                expected,
                "{code}"
            );
        };
        check(&code, "2026-12-24T10:00:00Z", Ok(()));
        check(&code, "2026-12-24T10:00:01Z", Err(NotARequest::Old));
        check(&code, "2026-11-23T10:00:00Z", Ok(()));
        check(&code, "2026-11-23T09:59:59Z", Err(NotARequest::Early));
        check("", made, Err(NotARequest::Garbled));
        check("A", made, Err(NotARequest::Garbled));
        check(&format!("{code}="), made, Err(NotARequest::Garbled));
        check(
            &code.replacen("AQ", "Ag", 1),
            made,
            Err(NotARequest::OtherVersion),
        );
        for end in 2..=code.len() {
            let named = end > FIXED * 4 / 3 + 1;
            let read = Request::parse(&code[..end], time(made));
            assert!(
                named || read == Err(NotARequest::Garbled),
                "{end}: {read:?}"
            );
        }
        let bytes = |name: &[u8]| {
            let mut bytes = request().bytes();
            bytes.truncate(FIXED);
            bytes.extend(name);
            BASE64_URL_SAFE_NO_PAD.encode(bytes)
        };
        for name in ["", " ", " x", "x ", &"x".repeat(LONGEST_NAME + 1)] {
            check(&bytes(name.as_bytes()), made, Err(NotARequest::Garbled));
        }
        check(&bytes(b"\xff"), made, Err(NotARequest::Garbled));
        check(&bytes("가".repeat(LONGEST_NAME).as_bytes()), made, Ok(()));
    }

    #[test]
    fn every_bit_of_a_request_is_in_its_fingerprint() {
        let crypto = RustCrypto::drawing("");
        let print = |request: &Request| now(request.id(&crypto)).map(RequestId::fingerprint);
        let known = print(&request()).expect("natively nothing is refused");
        assert_eq!(known.len(), 29, "{known}");
        assert!(
            known
                .split(' ')
                .all(|group| group.len() == 4 && group.parse::<u16>().is_ok())
        );
        let bytes = request().bytes();
        for bit in 0..bytes.len() * 8 {
            let mut other = bytes.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            let other = Request::parse(&BASE64_URL_SAFE_NO_PAD.encode(other), request().made);
            let other = other.ok().and_then(|other| print(&other));
            assert_ne!(other.as_ref(), Some(&known), "{bit}");
        }
    }
}
