//! What is said of an answer that the sign-in gave and that was not followed, and of what was pasted in its place.

use super::language::either;
use super::signing_in::{Help, again, help, later};
use crate::signin::aadsts::SignInProblem;
use crate::signin::callback::CallbackError;
use crate::signin::id_token::IdTokenError;
use crate::signin::session::PasteError;
use crate::signin::token::TokenError;

impl CallbackError {
    pub fn help(&self) -> Help {
        match self {
            Self::Refused(refusal) => refusal.problem().help(),
            Self::NotWaiting => help(
                either(
                    "This tab was not waiting for a sign-in",
                    "이 탭은 로그인을 기다리고 있지 않았습니다",
                ),
                either(
                    "The answer was used before, or belongs to another tab. Nothing was sent.",
                    "응답이 이미 사용되었거나 다른 탭의 응답입니다. 아무것도 전송되지 않았습니다.",
                ),
                again(),
            ),
            Self::Expired => help(
                either(
                    "The sign-in took too long",
                    "로그인에 시간이 너무 오래 걸렸습니다",
                ),
                either(
                    "It began more than 15 minutes ago. Nothing was sent.",
                    "로그인을 시작한 지 15분이 넘었습니다. 아무것도 전송되지 않았습니다.",
                ),
                again(),
            ),
            Self::OtherState => help(
                either(
                    "The answer belongs to another sign-in",
                    "다른 로그인의 응답입니다",
                ),
                either(
                    "A second tab may have begun one, or somebody else made this link. Nothing was sent.",
                    "두 번째 탭에서 로그인을 시작했거나 다른 사람이 이 링크를 만들었을 수 있습니다. 아무것도 전송되지 않았습니다.",
                ),
                again(),
            ),
            Self::TooLong | Self::WrongPlace | Self::Duplicate | Self::Malformed => help(
                either(
                    "This is not an answer of Microsoft's sign-in",
                    "Microsoft 로그인의 응답이 아닙니다",
                ),
                either(
                    "The address that brought you here does not have its form. Nothing was sent.",
                    "여기로 연결된 주소의 형식이 올바르지 않습니다. 아무것도 전송되지 않았습니다.",
                ),
                either(
                    "Sign in again, and do not follow links to this page that carry more than its address.",
                    "다시 로그인하고, 이 페이지의 주소 외에 다른 내용이 포함된 링크는 열지 마십시오.",
                ),
            ),
        }
    }
}

impl TokenError {
    pub fn help(&self) -> Help {
        match self {
            Self::Refused(refusal) => refusal.problem().help(),
            Self::Unreachable(_) => help(
                either(
                    "Microsoft's sign-in service could not be reached",
                    "Microsoft 로그인 서비스에 연결할 수 없습니다",
                ),
                either(
                    "No answer came. Nothing was changed.",
                    "응답이 없습니다. 아무것도 변경되지 않았습니다.",
                ),
                either(
                    "Check your network connection, then sign in again.",
                    "네트워크 연결을 확인한 다음 다시 로그인하십시오.",
                ),
            ),
            Self::NotJson | Self::TooLong | Self::Garbled => help(
                either(
                    "Microsoft's sign-in service did not answer as it should",
                    "Microsoft 로그인 서비스가 올바르게 응답하지 않았습니다",
                ),
                either(
                    "A proxy or a network log-in page may have answered instead. Nothing was changed.",
                    "프록시 또는 네트워크 로그인 페이지가 대신 응답했을 수 있습니다. 아무것도 변경되지 않았습니다.",
                ),
                later(),
            ),
            Self::IdToken(IdTokenError::PersonalAccount) => SignInProblem::WorkAccountNeeded.help(),
            Self::IdToken(IdTokenError::Clock) => help(
                either(
                    "This computer's clock is wrong",
                    "이 컴퓨터의 시계가 잘못되었습니다",
                ),
                either("It is off by more than a day.", "하루 넘게 차이가 납니다."),
                either(
                    "Correct date and time, then sign in again.",
                    "날짜와 시간을 수정한 다음 다시 로그인하십시오.",
                ),
            ),
            Self::IdToken(_) => help(
                either(
                    "The sign-in could not be verified",
                    "로그인을 확인할 수 없습니다",
                ),
                either(
                    "The ID token does not fit this sign-in. Nothing was changed.",
                    "ID 토큰이 이 로그인과 맞지 않습니다. 아무것도 변경되지 않았습니다.",
                ),
                again(),
            ),
            Self::OtherTenant => help(
                either("This is another tenant", "다른 테넌트입니다"),
                either(
                    "The account belongs to another tenant than the one that was asked for. Nothing was changed.",
                    "계정이 요청한 테넌트가 아닌 다른 테넌트에 속합니다. 아무것도 변경되지 않았습니다.",
                ),
                either(
                    "Sign in again with an account of the right tenant.",
                    "올바른 테넌트의 계정으로 다시 로그인하십시오.",
                ),
            ),
            Self::OtherAccount => help(
                either("This is another account", "다른 계정입니다"),
                either(
                    "Somebody else looked at the plan. Nothing was changed.",
                    "계획을 확인한 사람이 다릅니다. 아무것도 변경되지 않았습니다.",
                ),
                either(
                    "Sign in again with the same account, or start over with this one.",
                    "같은 계정으로 다시 로그인하거나, 이 계정으로 처음부터 다시 시작하십시오.",
                ),
            ),
            Self::MissingScope(_) => help(
                either(
                    "A permission was not granted",
                    "사용 권한이 부여되지 않았습니다",
                ),
                either(
                    "Without it the set-up could not be finished, so nothing was changed.",
                    "이 권한이 없으면 설정을 끝낼 수 없으므로 아무것도 변경하지 않았습니다.",
                ),
                either(
                    "Sign in again and accept all permissions that Microsoft lists.",
                    "다시 로그인하여 Microsoft가 표시하는 모든 사용 권한을 수락하십시오.",
                ),
            ),
        }
    }
}

impl PasteError {
    pub fn help(self) -> Help {
        let title = either("This is not an access token", "액세스 토큰이 아닙니다");
        let act = either(
            "Run: az account get-access-token --resource-type ms-graph, and paste all that it prints.",
            "az account get-access-token --resource-type ms-graph 명령을 실행하고 출력된 내용을 모두 붙여 넣으십시오.",
        );
        match self {
            Self::Empty => help(
                title,
                either("Nothing was pasted.", "붙여 넣은 내용이 없습니다."),
                act,
            ),
            Self::TooLong => help(title, either("It is too long.", "너무 깁니다."), act),
            Self::NotAToken => help(
                title,
                either(
                    "A token is one long word without blanks; an id or a secret is not one.",
                    "토큰은 공백 없는 하나의 긴 문자열입니다. ID나 비밀은 토큰이 아닙니다.",
                ),
                act,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Unreachable;
    use crate::signin::Refusal;

    #[test]
    fn every_problem_names_the_next_act() {
        let refusal = || Box::new(Refusal::described("server_error", "<b>prose</b>"));
        let callback = [
            CallbackError::TooLong,
            CallbackError::WrongPlace,
            CallbackError::Duplicate,
            CallbackError::Malformed,
            CallbackError::NotWaiting,
            CallbackError::Expired,
            CallbackError::OtherState,
            CallbackError::Refused(refusal()),
        ];
        let token = [
            TokenError::Unreachable(Unreachable::TimedOut),
            TokenError::Refused(refusal()),
            TokenError::NotJson,
            TokenError::IdToken(IdTokenError::Nonce),
            TokenError::IdToken(IdTokenError::Clock),
            TokenError::OtherTenant,
            TokenError::OtherAccount,
            TokenError::MissingScope("User.Read"),
        ];
        let texts = callback
            .iter()
            .map(CallbackError::help)
            .chain(token.iter().map(TokenError::help))
            .chain(SignInProblem::SHOWN_BY_MICROSOFT.map(SignInProblem::help))
            .chain([PasteError::Empty, PasteError::NotAToken].map(PasteError::help));
        for Help { title, text, act } in texts {
            assert!(!title.ends_with('.') && title.len() < 70, "{title}");
            assert!(text.ends_with('.') && act.ends_with('.'), "{text} {act}");
        }
    }
}
