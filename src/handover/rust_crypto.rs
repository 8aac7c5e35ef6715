//! The port of sealing over RustCrypto, for the native tests: what Web Cryptography does in a browser. Nothing that ships has it.

use crate::ports::{Aead, Crypto, PrivateKey, PublicKey};
use aes_gcm::aead::{Aead as _, KeyInit, Payload};
use aes_gcm::{Aes128Gcm, Nonce};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, ready};
use hmac::{Hmac, Mac};
use p256::SecretKey;
use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use sha2::{Digest, Sha256};

/// Draws the same key for ever.
pub struct RustCrypto {
    ephemeral: String,
}

impl RustCrypto {
    pub fn drawing(ephemeral: &str) -> Self {
        Self {
            ephemeral: ephemeral.to_owned(),
        }
    }
}

/// The result of a future that has nothing to wait for.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    Box::pin(future)
        .now_or_never()
        .expect("it waits for nothing")
}

pub fn hex(text: &str) -> Vec<u8> {
    let digits = |at: usize| u8::from_str_radix(&text[at..at + 2], 16);
    let bytes = (0..text.len()).step_by(2).map(digits);
    bytes.collect::<Result<_, _>>().expect("literal digits")
}

pub fn key(text: &str) -> NativeKey {
    NativeKey(SecretKey::from_slice(&hex(text)).expect("a literal key"))
}

pub struct NativeKey(SecretKey);

impl PrivateKey for NativeKey {
    fn public(&self) -> PublicKey {
        let point = self.0.public_key().to_encoded_point(false);
        point.as_bytes().try_into().expect("65 bytes, uncompressed")
    }

    fn agree<'a>(&'a self, theirs: &'a PublicKey) -> LocalBoxFuture<'a, Option<[u8; 32]>> {
        let theirs = p256::PublicKey::from_sec1_bytes(theirs).ok();
        let shared = theirs.map(|theirs| {
            let shared = diffie_hellman(self.0.to_nonzero_scalar(), theirs.as_affine());
            (*shared.raw_secret_bytes()).into()
        });
        ready(shared).boxed_local()
    }
}

impl Crypto for RustCrypto {
    fn digest<'a>(&'a self, bytes: &'a [u8]) -> LocalBoxFuture<'a, Option<[u8; 32]>> {
        ready(Some(Sha256::digest(bytes).into())).boxed_local()
    }

    fn hmac<'a>(&'a self, key: &'a [u8], bytes: &'a [u8]) -> LocalBoxFuture<'a, Option<[u8; 32]>> {
        let mac = <Hmac<Sha256> as Mac>::new_from_slice(key).ok();
        let code = mac.map(|mac| mac.chain_update(bytes).finalize().into_bytes().into());
        ready(code).boxed_local()
    }

    fn encrypt<'a>(
        &'a self,
        with: &'a Aead,
        text: &'a [u8],
    ) -> LocalBoxFuture<'a, Option<Vec<u8>>> {
        let (cipher, nonce, aad) = cipher(with);
        ready(cipher.encrypt(&nonce, Payload { msg: text, aad }).ok()).boxed_local()
    }

    fn decrypt<'a>(
        &'a self,
        with: &'a Aead,
        sealed: &'a [u8],
    ) -> LocalBoxFuture<'a, Option<Vec<u8>>> {
        let (cipher, nonce, aad) = cipher(with);
        ready(cipher.decrypt(&nonce, Payload { msg: sealed, aad }).ok()).boxed_local()
    }

    fn generate(&self) -> LocalBoxFuture<'_, Option<Box<dyn PrivateKey>>> {
        let key: Box<dyn PrivateKey> = Box::new(key(&self.ephemeral));
        ready(Some(key)).boxed_local()
    }
}

type GcmNonce = Nonce<p256::elliptic_curve::consts::U12>;

fn cipher(with: &Aead) -> (Aes128Gcm, GcmNonce, &[u8]) {
    let cipher = Aes128Gcm::new(&with.key.into());
    (cipher, with.nonce.into(), &with.beside)
}
