//! Web Cryptography as the port of sealing has it, and the values as a packet's plaintext. Private keys are made so that no script
//! can read them out (`extractable: false`); what is kept of them is in `requests`.

use super::WebCrypto;
use super::kept::{resolved, subtle};
use super::portal_window::Values;
use crate::handover::packet::{self, Header};
use crate::handover::request::Request;
use crate::ports::{Aead, Crypto, PrivateKey, PublicKey};
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, JSON, Object, Promise, Reflect, Uint8Array};
use secrecy::zeroize::Zeroizing;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

/// Seals the values for the browser that asked. `tenant` and `by` are for its user to read: how the tenant is called, and who
/// sealed.
pub async fn seal(
    values: &Values,
    request: &Request,
    header: &Header,
    (tenant, by): (&str, &str),
) -> Option<String> {
    let object = values.to_object().ok()?;
    Reflect::set(&object, &"tenantName".into(), &tenant.into()).ok()?;
    Reflect::set(&object, &"sealedBy".into(), &by.into()).ok()?;
    let text = Zeroizing::new(String::from(JSON::stringify(&object).ok()?));
    packet::seal(&WebCrypto, request, header, text.as_bytes()).await
}

impl Crypto for WebCrypto {
    fn digest<'a>(&'a self, bytes: &'a [u8]) -> LocalBoxFuture<'a, Option<[u8; 32]>> {
        Box::pin(async move {
            let digest = subtle()?.digest_with_str_and_u8_array("SHA-256", bytes);
            array(bytes_of(digest).await?)
        })
    }

    fn hmac<'a>(&'a self, key: &'a [u8], bytes: &'a [u8]) -> LocalBoxFuture<'a, Option<[u8; 32]>> {
        Box::pin(async move {
            let algorithm = object(&[("name", "HMAC".into()), ("hash", "SHA-256".into())])?;
            let key = import(key, &algorithm, &["sign"]).await?;
            let code = subtle()?.sign_with_str_and_u8_array("HMAC", &key, bytes);
            array(bytes_of(code).await?)
        })
    }

    fn encrypt<'a>(
        &'a self,
        with: &'a Aead,
        text: &'a [u8],
    ) -> LocalBoxFuture<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let (key, parameters) = aes(with, "encrypt").await?;
            let subtle = subtle()?;
            bytes_of(subtle.encrypt_with_object_and_u8_array(&parameters, &key, text)).await
        })
    }

    fn decrypt<'a>(
        &'a self,
        with: &'a Aead,
        sealed: &'a [u8],
    ) -> LocalBoxFuture<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let (key, parameters) = aes(with, "decrypt").await?;
            let subtle = subtle()?;
            bytes_of(subtle.decrypt_with_object_and_u8_array(&parameters, &key, sealed)).await
        })
    }

    fn generate(&self) -> LocalBoxFuture<'_, Option<Box<dyn PrivateKey>>> {
        Box::pin(async {
            let pair: Box<dyn PrivateKey> = Box::new(Pair::generate().await?);
            Some(pair)
        })
    }
}

/// A private key that the browser holds, with its public key.
pub struct Pair {
    pub private: CryptoKey,
    pub public: PublicKey,
}

impl Pair {
    pub async fn generate() -> Option<Self> {
        let usages = usages(&["deriveBits"]);
        let made = subtle()?.generate_key_with_object(&curve()?, false, &usages);
        let made = resolved(made.ok()?).await?;
        let half = |name: &str| -> Option<CryptoKey> {
            Reflect::get(&made, &name.into()).ok()?.dyn_into().ok()
        };
        let public = subtle()?.export_key("raw", &half("publicKey")?);
        Some(Self {
            private: half("privateKey")?,
            public: array(bytes_of(public).await?)?,
        })
    }
}

impl PrivateKey for Pair {
    fn public(&self) -> PublicKey {
        self.public
    }

    fn agree<'a>(&'a self, theirs: &'a PublicKey) -> LocalBoxFuture<'a, Option<[u8; 32]>> {
        Box::pin(async move {
            // Refuses what is no point of the curve, as RFC 9180 section 7.1.4 asks for.
            let theirs = import(theirs, &curve()?, &[]).await?;
            let with = object(&[("name", "ECDH".into()), ("public", theirs.into())])?;
            let bits = subtle()?.derive_bits_with_object(&with, &self.private, 256);
            array(bytes_of(bits).await?)
        })
    }
}

async fn aes(with: &Aead, usage: &str) -> Option<(CryptoKey, Object)> {
    let name = ("name", "AES-GCM".into());
    let key = import(&with.key, &object(std::slice::from_ref(&name))?, &[usage]).await?;
    let parameters = [
        name,
        ("iv", Uint8Array::from(&with.nonce[..]).into()),
        ("additionalData", Uint8Array::from(&with.beside[..]).into()),
    ];
    Some((key, object(&parameters)?))
}

async fn import(key: &[u8], algorithm: &Object, usages_: &[&str]) -> Option<CryptoKey> {
    let key = Uint8Array::from(key);
    let usages = usages(usages_);
    let imported = subtle()?.import_key_with_object("raw", &key, algorithm, false, &usages);
    resolved(imported.ok()?).await?.dyn_into().ok()
}

fn curve() -> Option<Object> {
    object(&[("name", "ECDH".into()), ("namedCurve", "P-256".into())])
}

fn usages(names: &[&str]) -> JsValue {
    names
        .iter()
        .map(|name| JsValue::from_str(name))
        .collect::<Array>()
        .into()
}

fn object(members: &[(&str, JsValue)]) -> Option<Object> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value).ok()?;
    }
    Some(object)
}

async fn bytes_of(asked: Result<Promise, JsValue>) -> Option<Vec<u8>> {
    let buffer = resolved(asked.ok()?).await?;
    Some(Uint8Array::new(&buffer).to_vec())
}

fn array<const N: usize>(bytes: Vec<u8>) -> Option<[u8; N]> {
    bytes.try_into().ok()
}
