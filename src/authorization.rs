//! How a token or the client secret gets into a request: the bearer of a call to Graph, the form of a token request. Nothing else
//! of ours writes one into a request, and which address the request goes to is the caller's to know.

use crate::secret::Secret;
use http::HeaderValue;
use url::form_urlencoded::Serializer;

/// The `Authorization` header; nothing for a token that no header can hold.
pub fn bearer(token: &Secret) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(&format!("Bearer {}", text(token))).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// A form with these fields and the client secret (RFC 6749 section 2.3.1).
pub fn with_client_secret(fields: &[(&str, &str)], secret: &Secret) -> Vec<u8> {
    let mut form = Serializer::new(String::new());
    form.extend_pairs(fields);
    form.append_pair("client_secret", text(secret));
    form.finish().into_bytes()
}

fn text(secret: &Secret) -> &str {
    // EXPOSE: the Authorization header of a request to the cloud's Graph address, or the body of one to its token endpoint.
    secret.expose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_is_logged_shows_nothing() {
        let header = bearer(&Secret::new("canary".into())).expect("letters");
        assert_eq!(header.as_bytes(), b"Bearer canary");
        assert_eq!(format!("{header:?}"), "Sensitive");
        assert_eq!(bearer(&Secret::new("a\nb".into())), None);
    }

    #[test]
    fn every_character_of_a_secret_arrives() {
        let form = with_client_secret(&[("a", "b c")], &Secret::new("x&=+%~é".into()));
        assert_eq!(form, b"a=b+c&client_secret=x%26%3D%2B%25%7E%C3%A9");
    }
}
