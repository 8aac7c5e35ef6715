//! The catalogue of all that the app says, in English and Korean, a file for each screen or concern. Here is what goes wrong and
//! what can be done about it: every text names the next act. Microsoft's terms are those of its portals in either language;
//! Graph's own prose appears only among the details.

mod adoption;
mod answers;
pub mod beside;
pub mod bookmark;
pub mod creating;
pub mod done;
mod ends;
pub mod existing;
pub mod filling;
pub mod hand_over;
pub mod header;
mod host;
pub mod interrupted;
mod interruption;
pub mod kept_up;
pub mod language;
pub mod leave;
pub mod lifetime;
pub mod message;
pub mod old_secrets;
pub mod permissions;
pub mod picking;
pub mod receipt;
pub mod register;
pub mod registration;
pub mod remembering;
pub mod reminder;
pub mod remove;
pub mod renew;
pub mod repair;
pub mod review;
mod rights;
pub mod screen;
pub mod sealed;
pub mod sending;
pub mod settling;
pub mod sign_in;
mod signing_in;
pub mod status;
mod stopped;
mod trial;
pub mod trying;
pub mod turn;
pub mod undo;
mod upkeep;
pub mod values;
mod window;

use crate::graph::failure::visible;
use crate::graph::{Failure, Kind};
use crate::ports::Unreachable;
use crate::setup::find::FindError;
use crate::signin::{CallbackError, Refusal, TokenError};
use language::{either, say};
use std::borrow::Cow;

pub use adoption::*;
pub use ends::*;
pub use host::*;
pub use interruption::*;
pub use rights::*;
pub use signing_in::Help;
pub use stopped::*;
pub use trial::*;
pub use upkeep::*;
pub use window::*;

/// A message to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub title: Cow<'static, str>,
    pub text: Cow<'static, str>,
    /// What the user can do next.
    pub acts: Vec<Cow<'static, str>>,
    /// Codes and ids for support, with their names.
    pub details: Vec<(&'static str, String)>,
}

impl Words {
    pub fn new(title: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            title: title.into(),
            text: text.into(),
            acts: Vec::new(),
            details: Vec::new(),
        }
    }

    #[must_use]
    pub fn act(mut self, act: impl Into<Cow<'static, str>>) -> Self {
        self.acts.push(act.into());
        self
    }

    #[must_use]
    pub fn detail(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.details.push((name, value));
        }
        self
    }

    fn of_failure(self, failure: &Failure) -> Self {
        self.detail(either("Code", "코드"), failure.code.as_str())
            .detail(either("Message", "메시지"), failure.message.as_str())
            .detail(either("Request ID", "요청 ID"), failure.request_id.as_str())
    }
}

/// Why the tenant could not be looked at.
pub fn find(error: &FindError) -> Words {
    let title = either("Your tenant could not be read", "테넌트를 읽을 수 없습니다");
    match error {
        FindError::OtherTenant => Words::new(
            either("Two answers about your tenant", "테넌트에 대한 두 가지 응답이 있습니다"),
            either("The sign-in names another tenant than Microsoft Graph does. Nothing was changed.", "로그인에 표시된 테넌트가 Microsoft Graph의 테넌트와 다릅니다. 아무것도 변경되지 않았습니다."),
        )
        .act(either("Start over, and choose the account again.", "처음부터 다시 시작하여 계정을 다시 선택하십시오.")),
        FindError::Graph(failure) => match failure.kind {
            Kind::TokenRejected { .. } => Words::new(title, either("Microsoft does not accept this token. It may have ended, or be for another service.", "Microsoft가 이 토큰을 허용하지 않습니다. 만료되었거나 다른 서비스용 토큰일 수 있습니다."))
                .act(either("Sign in again, or paste a new token.", "다시 로그인하거나 새 토큰을 붙여 넣으십시오.")),
            Kind::Forbidden => Words::new(title, either("This sign-in does not carry the right to read applications.", "이 로그인에는 애플리케이션을 읽을 권한이 없습니다."))
                .act(either("Sign in with an account that may read the directory, and approve all permissions that Microsoft lists.", "디렉터리를 읽을 수 있는 계정으로 로그인하고 Microsoft가 표시하는 모든 사용 권한을 승인하십시오.")),
            Kind::Unreachable(_) => Words::new(title, either("Microsoft Graph could not be reached.", "Microsoft Graph에 연결할 수 없습니다."))
                .act(either("Check your network connection, then try again.", "네트워크 연결을 확인한 다음 다시 시도하십시오.")),
            _ => Words::new(title, either("Microsoft Graph did not answer as it should.", "Microsoft Graph가 올바르게 응답하지 않았습니다.")).act(either("Try again in a while.", "잠시 후 다시 시도하십시오.")),
        }
        .of_failure(failure),
    }
}

/// Nothing that could be an access token was pasted.
pub fn no_token() -> Words {
    Words::new(either("This is not an access token", "액세스 토큰이 아닙니다"), either("An access token is one long word, usually beginning with eyJ.", "액세스 토큰은 보통 eyJ로 시작하는 하나의 긴 문자열입니다."))
        .act(either("Run az account get-access-token --resource-type ms-graph and paste the value of accessToken, without quotation marks.", "az account get-access-token --resource-type ms-graph 명령을 실행하고 accessToken 값을 따옴표 없이 붙여 넣으십시오."))
}

/// Why the answer of the sign-in page was not followed.
pub fn callback(error: &CallbackError) -> Words {
    match error {
        CallbackError::Refused(refusal) => refused(refusal),
        other => helped(other.help()),
    }
}

/// Why the sign-in brought no token.
pub fn token(error: &TokenError) -> Words {
    match error {
        TokenError::Refused(refusal) => refused(refusal),
        other => helped(other.help()),
    }
}

fn refused(refusal: &Refusal) -> Words {
    let code = refusal.number.map(|number| format!("AADSTS{number}"));
    helped(refusal.problem().help())
        .detail(
            either("Code", "코드"),
            code.unwrap_or_else(|| visible(&refusal.error)),
        )
        .detail(either("Message", "메시지"), visible(&refusal.description))
        .detail(either("Trace ID", "추적 ID"), visible(&refusal.trace_id))
        .detail(
            either("Correlation ID", "상관 관계 ID"),
            visible(&refusal.correlation_id),
        )
}

fn helped(help: Help) -> Words {
    Words::new(help.title, help.text).act(help.act)
}

/// There is no registration to sign in with: a pasted access token was used.
pub fn not_registered() -> Words {
    Words::new(
        either("This copy of Entra Handover cannot sign you in", "이 Entra Handover 사본으로는 로그인할 수 없습니다"),
        either("The access token that you pasted has ended, and no client ID is configured here.", "붙여 넣은 액세스 토큰이 만료되었으며, 여기에는 클라이언트 ID가 구성되어 있지 않습니다."),
    )
    .act(either("Reload the page and paste a new access token: what this run has made is found again.", "페이지를 다시 로드하고 새 액세스 토큰을 붙여 넣으십시오. 이번 실행에서 만든 항목을 다시 찾습니다."))
}

/// Why something that a run made could not be removed.
pub fn left(failure: &Failure) -> &'static str {
    match failure.kind {
        Kind::Forbidden => either(
            "your account does not have the right to. An Application Administrator can remove it in the Azure portal.",
            "계정에 권한이 없습니다. 애플리케이션 관리자(Application Administrator)가 Azure Portal에서 제거할 수 있습니다.",
        ),
        Kind::TokenRejected { .. } => either(
            "your sign-in has ended. Try again signs you in first.",
            "로그인이 만료되었습니다. 다시 시도를 누르면 먼저 로그인합니다.",
        ),
        Kind::NotFound | Kind::NotReplicated => either(
            "it is not known everywhere yet. Try again in a few minutes.",
            "아직 모든 곳에 반영되지 않았습니다. 몇 분 후 다시 시도하십시오.",
        ),
        Kind::Throttled | Kind::Busy => either(
            "Microsoft Graph asks to wait. Try again in a few minutes.",
            "Microsoft Graph가 대기를 요청합니다. 몇 분 후 다시 시도하십시오.",
        ),
        Kind::Unreachable(_) => either(
            "no connection. Check your network and try again.",
            "연결되지 않았습니다. 네트워크를 확인하고 다시 시도하십시오.",
        ),
        _ => either(
            "Microsoft Graph refused or did not answer. Try again, or remove it in the Azure portal.",
            "Microsoft Graph가 거부했거나 응답하지 않았습니다. 다시 시도하거나 Azure Portal에서 제거하십시오.",
        ),
    }
}

/// Why consent could not be given, though nobody said that the right is missing.
pub fn consent_failed(failure: &Failure) -> Words {
    let mut words = Words::new(
        either(
            "Admin consent could not be granted yet",
            "관리자 동의를 아직 부여할 수 없습니다",
        ),
        either(
            "Customer Manager cannot read users before. The values below are good all the same.",
            "동의하기 전에는 Customer Manager가 사용자를 읽을 수 없습니다. 아래 값은 그대로 유효합니다.",
        ),
    );
    if matches!(failure.kind, Kind::TokenRejected { .. }) {
        words = words.act(either("Hand over the values first: your sign-in has ended, and a new one leaves this page. Then sign in again, or an administrator grants the consent in the Azure portal:", "먼저 값을 전달하십시오. 로그인이 만료되었으며, 다시 로그인하면 이 페이지를 떠나게 됩니다. 그런 다음 다시 로그인하거나, 관리자가 Azure Portal에서 동의를 부여하십시오."));
    } else {
        words = words.act(either(
            "Try consent again, or let an administrator grant it in the Azure portal:",
            "동의를 다시 시도하거나, 관리자가 Azure Portal에서 부여하도록 하십시오.",
        ));
    }
    words.of_failure(failure)
}

/// What a screen reader says after a copy.
pub fn copied(what: &str, done: bool) -> String {
    if done {
        say!("{what} was copied.", "복사되었습니다: {what}")
    } else {
        either(
            "The browser did not let this page copy.",
            "브라우저에서 이 페이지의 복사를 허용하지 않았습니다.",
        )
        .to_owned()
    }
}

/// What was typed names no tenant.
pub fn bad_tenant() -> Words {
    Words::new(
        either("This is not a tenant", "테넌트가 아닙니다"),
        either(
            "A tenant is named by its domain or by its directory (tenant) ID.",
            "테넌트는 도메인 또는 디렉터리(테넌트) ID로 지정합니다.",
        ),
    )
    .act(either(
        "Type a name such as contoso.onmicrosoft.com, or leave the field empty.",
        "contoso.onmicrosoft.com과 같은 이름을 입력하거나 필드를 비워 두십시오.",
    ))
}

/// The browser keeps nothing for this page, so a sign-in could not come back.
pub fn no_storage() -> Words {
    Words::new(
        either("This browser does not let the page remember its sign-in", "이 브라우저에서는 페이지가 로그인을 기억할 수 없습니다"),
        either("Nothing was sent to Microsoft.", "Microsoft에 아무것도 전송되지 않았습니다."),
    )
    .act(either("Allow this page to store data (leave strict private browsing), and sign in again.", "이 페이지의 데이터 저장을 허용하고(엄격한 개인 정보 보호 브라우징 해제) 다시 로그인하십시오."))
}

/// Another user or tenant came back than the one that the run belongs to.
pub fn other_account() -> Words {
    Words::new(
        either(
            "Another account came back",
            "다른 계정으로 로그인되었습니다",
        ),
        either(
            "The plan belongs to the account that made it. Nothing was changed with this one.",
            "계획은 계획을 만든 계정에 속합니다. 이 계정으로는 아무것도 변경되지 않았습니다.",
        ),
    )
    .act(either(
        "Sign in again with the first account, or start over with this one.",
        "처음 계정으로 다시 로그인하거나, 이 계정으로 처음부터 다시 시작하십시오.",
    ))
}

/// Why a call is being waited for.
pub fn waiting(failure: &Failure) -> &'static str {
    match failure.kind {
        Kind::NotFound | Kind::NotReplicated => {
            either("Not known everywhere yet", "아직 모든 곳에 반영되지 않음")
        }
        Kind::Throttled => either(
            "Microsoft Graph asks to wait",
            "Microsoft Graph가 대기를 요청함",
        ),
        Kind::Busy => either("Another change is under way", "다른 변경이 진행 중임"),
        Kind::Unreachable(Unreachable::Offline) => either(
            "This device is offline. It goes on by itself when the network is back",
            "이 장치가 오프라인 상태입니다. 네트워크가 복구되면 자동으로 계속됩니다",
        ),
        Kind::Unreachable(_) => either("No connection", "연결 없음"),
        _ => either("No proper answer", "올바른 응답 없음"),
    }
}
