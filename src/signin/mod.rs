//! Signs an administrator in with the authorization code flow and PKCE: request -> callback -> token -> session. It knows the
//! sign-in service and its errors, and nothing of Microsoft Graph's calls, of storage or of the address bar.

pub mod aadsts;
pub mod access;
pub mod callback;
pub mod claims;
pub mod client_credentials;
pub mod id_token;
pub mod pending;
pub mod request;
pub mod session;
pub mod token;
pub mod window;

#[cfg(test)]
mod flow_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod sandbox_tests;

pub use aadsts::{Refusal, SignInProblem};
pub use access::Access;
pub use callback::{CallbackError, Granted};
pub use claims::Claims;
pub use id_token::{IdTokenError, Identity};
/// The redirect URI as it is registered: the service compares the text, so it is kept as written.
pub use oauth2::RedirectUrl as RedirectUri;
pub use pending::Pending;
pub use request::{Purpose, SignIn, TenantHint};
pub use session::{PasteError, Session};
pub use token::{TokenError, redeem};

/// Compares two secrets in a time that tells only their lengths.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes().zip(b.bytes()).fold(0, |difference, (a, b)| {
            std::hint::black_box(difference | (a ^ b))
        }) == 0
}
