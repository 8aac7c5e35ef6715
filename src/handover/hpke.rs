//! Hybrid public key encryption (RFC 9180), single-shot in base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Only the
//! key schedule is here; the primitives are the port's, and it knows nothing of what is sealed.

use crate::ports::{Aead, Crypto, PrivateKey, PublicKey};

/// "KEM" and the KEM's number, 0x0010 (RFC 9180 section 4.1).
const KEM_SUITE: &[u8] = b"KEM\x00\x10";
/// "HPKE" and the numbers of KEM, KDF and AEAD (section 5.1).
const SUITE: &[u8] = b"HPKE\x00\x10\x00\x01\x00\x01";
const MODE_BASE: u8 = 0;
/// HKDF's salt when none is given (RFC 5869 section 2.2). HMAC fills a short key up with zeros, so this is the empty one as well.
const NO_SALT: &[u8] = &[0; 32];

/// Seals `text` to a public key: the ephemeral public key, and the ciphertext. `None` where the browser refuses, or for a public key
/// that is none.
pub async fn seal(
    crypto: &dyn Crypto,
    to: &PublicKey,
    info: &[u8],
    beside: &[u8],
    text: &[u8],
) -> Option<(PublicKey, Vec<u8>)> {
    let ephemeral = crypto.generate().await?;
    let encapsulated = ephemeral.public();
    let shared = encapsulate(crypto, &*ephemeral, to).await?;
    let with = schedule(crypto, &shared, info, beside).await?;
    Some((encapsulated, crypto.encrypt(&with, text).await?))
}

/// Opens what was sealed to `mine`. `None` if it was not, or if a bit of it has changed.
pub async fn open(
    crypto: &dyn Crypto,
    mine: &dyn PrivateKey,
    encapsulated: &PublicKey,
    info: &[u8],
    beside: &[u8],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    let agreed = mine.agree(encapsulated).await?;
    let shared = shared_secret(crypto, &agreed, encapsulated, &mine.public()).await?;
    let with = schedule(crypto, &shared, info, beside).await?;
    crypto.decrypt(&with, sealed).await
}

/// Section 4.1, Encap.
async fn encapsulate(
    crypto: &dyn Crypto,
    ephemeral: &dyn PrivateKey,
    to: &PublicKey,
) -> Option<[u8; 32]> {
    let agreed = ephemeral.agree(to).await?;
    shared_secret(crypto, &agreed, &ephemeral.public(), to).await
}

/// Section 4.1, ExtractAndExpand.
async fn shared_secret(
    crypto: &dyn Crypto,
    agreed: &[u8],
    encapsulated: &PublicKey,
    to: &PublicKey,
) -> Option<[u8; 32]> {
    let kdf = Kdf {
        crypto,
        suite: KEM_SUITE,
    };
    let secret = kdf.extract(NO_SALT, b"eae_prk", agreed).await?;
    let context = [&encapsulated[..], to].concat();
    kdf.expand(&secret, b"shared_secret", &context).await
}

/// Section 5.1, KeySchedule, for the first message of a context: its nonce is the base nonce.
async fn schedule(crypto: &dyn Crypto, shared: &[u8], info: &[u8], beside: &[u8]) -> Option<Aead> {
    let kdf = Kdf {
        crypto,
        suite: SUITE,
    };
    let id = kdf.extract(NO_SALT, b"psk_id_hash", b"").await?;
    let info = kdf.extract(NO_SALT, b"info_hash", info).await?;
    let context = [&[MODE_BASE][..], &id, &info].concat();
    let secret = kdf.extract(shared, b"secret", b"").await?;
    Some(Aead {
        key: kdf.expand(&secret, b"key", &context).await?,
        nonce: kdf.expand(&secret, b"base_nonce", &context).await?,
        beside: beside.to_vec(),
    })
}

/// Section 4, LabeledExtract and LabeledExpand.
struct Kdf<'c> {
    crypto: &'c dyn Crypto,
    suite: &'static [u8],
}

impl Kdf<'_> {
    async fn extract(&self, salt: &[u8], label: &[u8], material: &[u8]) -> Option<[u8; 32]> {
        let labeled = [b"HPKE-v1", self.suite, label, material].concat();
        self.crypto.hmac(salt, &labeled).await
    }

    /// At most 32 bytes, which are the first block of HKDF-Expand (RFC 5869 section 2.3).
    async fn expand<const N: usize>(
        &self,
        secret: &[u8; 32],
        label: &[u8],
        context: &[u8],
    ) -> Option<[u8; N]> {
        let length = u16::try_from(N).ok()?.to_be_bytes();
        let labeled = [&length[..], b"HPKE-v1", self.suite, label, context, &[1]].concat();
        let block = self.crypto.hmac(secret, &labeled).await?;
        block.get(..N)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::rust_crypto::{RustCrypto, hex, key, now};
    use super::*;

    // RFC 9180, appendix A.3.1.
    const EPHEMERAL: &str = "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb";
    const RECIPIENT: &str = "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2";
    const ENCAPSULATED: &str = "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4";
    const SHARED: &str = "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8";
    const KEY: &str = "868c066ef58aae6dc589b6cfdd18f97e";
    const NONCE: &str = "4e0bc5018beba4bf004cca59";
    const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
    const BESIDE: &str = "436f756e742d30";
    const TEXT: &str = "4265617574792069732074727574682c20747275746820626561757479";
    const SEALED: &str = "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434";

    #[test]
    fn the_rfc_s_vector_is_sealed_to_the_letter() {
        let (ephemeral, recipient) = (key(EPHEMERAL), key(RECIPIENT));
        assert_eq!(hex(ENCAPSULATED), ephemeral.public());
        let crypto = RustCrypto::drawing(EPHEMERAL);
        let shared = now(encapsulate(&crypto, &ephemeral, &recipient.public()));
        assert_eq!(shared.map(Vec::from), Some(hex(SHARED)));
        let with = now(schedule(&crypto, &hex(SHARED), &hex(INFO), &hex(BESIDE)));
        let with = with.expect("natively nothing is refused");
        assert_eq!(
            (with.key.to_vec(), with.nonce.to_vec()),
            (hex(KEY), hex(NONCE))
        );
        let sealed = now(seal(
            &crypto,
            &recipient.public(),
            &hex(INFO),
            &hex(BESIDE),
            &hex(TEXT),
        ));
        let (encapsulated, sealed) = sealed.expect("natively nothing is refused");
        assert_eq!(
            (encapsulated.to_vec(), sealed),
            (hex(ENCAPSULATED), hex(SEALED))
        );
    }

    #[test]
    fn the_rfc_s_vector_is_opened_by_its_recipient_alone() {
        let check = |recipient: &str, info: &str, beside: &str, expected: Option<Vec<u8>>| {
            let encapsulated = hex(ENCAPSULATED).try_into().expect("65 bytes");
            let (info, beside, sealed) = (hex(info), hex(beside), hex(SEALED));
            let mine = key(recipient);
            let crypto = RustCrypto::drawing(EPHEMERAL);
            let opened = open(&crypto, &mine, &encapsulated, &info, &beside, &sealed);
            assert_eq!(now(opened), expected);
        };
        check(RECIPIENT, INFO, BESIDE, Some(hex(TEXT)));
        check(EPHEMERAL, INFO, BESIDE, None);
        check(RECIPIENT, BESIDE, BESIDE, None);
        check(RECIPIENT, INFO, INFO, None);
    }

    #[test]
    fn what_is_no_point_of_the_curve_is_refused() {
        let crypto = RustCrypto::drawing(EPHEMERAL);
        let mut off: PublicKey = hex(ENCAPSULATED).try_into().expect("65 bytes");
        off[64] ^= 1;
        assert_eq!(now(seal(&crypto, &off, b"", b"", b"text")), None);
        let mine = key(RECIPIENT);
        assert_eq!(now(open(&crypto, &mine, &off, b"", b"", b"sealed")), None);
    }
}
