//! What is said of "Test the secret": that it works, what is waited for, or what is in the way and who can change it.

use super::Words;
use super::language::{either, say, texts};
use crate::graph::failure::visible;
use crate::setup::try_secret::{Delay, Missing, NoWay, Outcome};
use crate::signin::Refusal;
use crate::signin::client_credentials::{Meaning, NoToken, meaning};

texts! {
    again: "Press Test the secret again.", "비밀 테스트를 다시 누르십시오.";
    sync: "Or fill in the values and press One-time Sync. in Customer Manager: it shows whether they work.",
        "또는 값을 입력하고 Customer Manager에서 One-time Sync.를 누르십시오. 값이 작동하는지 알 수 있습니다.";
}

/// How the test ended.
pub fn tried(outcome: &Outcome) -> Words {
    match outcome {
        Outcome::Works => Words::new(
            either("The secret works", "비밀이 작동합니다"),
            either("The application signed in with it and read one user, as Customer Manager will. Its token and your permission are dropped again.", "애플리케이션이 Customer Manager와 같은 방식으로 비밀을 사용해 로그인하고 사용자 한 명을 읽었습니다. 토큰과 허용한 권한은 다시 폐기되었습니다."),
        ),
        Outcome::Cancelled => {
            Words::new(either("The test was stopped", "테스트가 중지되었습니다"), either("Whether the secret works is not known.", "비밀이 작동하는지 알 수 없습니다.")).act(again())
        }
        Outcome::NoWay(no_way) => no_test(*no_way),
        Outcome::NoToken(NoToken::Refused(refusal)) => refused(refusal),
        Outcome::NoToken(NoToken::Unreachable(_)) => Words::new(
            either("Microsoft's sign-in could not be reached", "Microsoft 로그인에 연결할 수 없습니다"),
            either("Whether the secret works is not known.", "비밀이 작동하는지 알 수 없습니다."),
        )
        .act(either("Check your network connection, then press Test the secret again.", "네트워크 연결을 확인한 다음 비밀 테스트를 다시 누르십시오.")),
        Outcome::NoToken(NoToken::Garbled) => Words::new(
            either("Microsoft's sign-in did not answer as it should", "Microsoft 로그인이 올바르게 응답하지 않았습니다"),
            either("Something on the way may have answered in its place. Whether the secret works is not known.", "중간의 다른 시스템이 대신 응답했을 수 있습니다. 비밀이 작동하는지 알 수 없습니다."),
        )
        .act(again())
        .act(sync()),
        Outcome::NotGranted { missing, failure } => not_granted(missing).of_failure(failure),
        Outcome::Unread(failure) => Words::new(
            either("The secret is right, but no user could be read", "비밀은 올바르지만 사용자를 읽을 수 없습니다"),
            either("The application signed in with it. Microsoft Graph did not answer as it should.", "애플리케이션이 비밀로 로그인했습니다. Microsoft Graph가 올바르게 응답하지 않았습니다."),
        )
        .act(again())
        .act(sync())
        .of_failure(failure),
    }
}

/// Why it cannot be tested from here.
pub fn no_test(no_way: NoWay) -> Words {
    let title = either("The secret was not tested", "비밀이 테스트되지 않았습니다");
    let proof = either(
        "One-time Sync. in Customer Manager is the proof: press it after Save.",
        "Customer Manager의 One-time Sync.로 확인할 수 있습니다. Save를 누른 다음 One-time Sync.를 누르십시오.",
    );
    match no_way {
        NoWay::Unsupported => Words::new(
            title,
            either("This browser does not let an extension send the request for it.", "이 브라우저에서는 확장 프로그램이 테스트 요청을 보낼 수 없습니다."),
        ),
        NoWay::NotAllowed => Words::new(
            title,
            either("You did not allow Microsoft's sign-in address, and without it the browser does not send the request.", "Microsoft 로그인 주소를 허용하지 않았습니다. 허용하지 않으면 브라우저가 요청을 보내지 않습니다."),
        )
        .act(either("Press Test the secret again, and allow it: it is taken back right after the test.", "비밀 테스트를 다시 누르고 허용하십시오. 테스트 직후에 허용이 취소됩니다.")),
        NoWay::StillFromAPage => Words::new(
            title,
            either("Microsoft took the request for one of a web page, which it never answers. Another extension, or another window of this one, may have changed it.", "Microsoft가 요청을 웹 페이지의 요청으로 간주했으며 이러한 요청에는 응답하지 않습니다. 다른 확장 프로그램이나 이 확장 프로그램의 다른 창이 요청을 변경했을 수 있습니다."),
        )
        .act(either("Close other windows of Entra Handover, then press Test the secret again.", "Entra Handover의 다른 창을 닫고 비밀 테스트를 다시 누르십시오.")),
    }
    .act(proof)
}

fn refused(refusal: &Refusal) -> Words {
    let words = match meaning(refusal) {
        Meaning::Spreading => Words::new(
            either("Microsoft does not know the secret yet", "Microsoft가 아직 비밀을 인식하지 못합니다"),
            either("It was asked for two minutes. A new application or secret is mostly known within seconds, and sometimes later.", "2분 동안 확인했습니다. 새 애플리케이션이나 비밀은 대개 몇 초 안에 반영되지만 더 오래 걸릴 때도 있습니다."),
        )
        .act(either("Wait a few minutes, then press Test the secret again.", "몇 분 기다린 다음 비밀 테스트를 다시 누르십시오."))
        .act(either("If it stays so, somebody may have removed it: Undo, and create again.", "계속 그러면 다른 사람이 제거했을 수 있습니다. 실행 취소한 다음 다시 만드십시오.")),
        Meaning::Busy => Words::new(
            either("Microsoft's sign-in is busy", "Microsoft 로그인이 혼잡합니다"),
            either("Whether the secret works is not known.", "비밀이 작동하는지 알 수 없습니다."),
        )
        .act(either("Wait a minute, then press Test the secret again.", "1분 기다린 다음 비밀 테스트를 다시 누르십시오.")),
        Meaning::Blocked => Words::new(
            either("A Conditional Access policy does not let the application sign in from here", "조건부 액세스 정책이 이 위치에서 애플리케이션의 로그인을 허용하지 않습니다"),
            either("The policy may let Customer Manager in, which calls from another place.", "Customer Manager는 다른 위치에서 호출하므로 정책이 허용할 수 있습니다."),
        )
        .act(either("Fill in the values and press One-time Sync. in Customer Manager.", "값을 입력하고 Customer Manager에서 One-time Sync.를 누르십시오."))
        .act(either("If that is refused, too: ask a Conditional Access Administrator to let this application sign in from Customer Manager.", "그것도 거부되면 조건부 액세스 관리자(Conditional Access Administrator)에게 이 애플리케이션이 Customer Manager에서 로그인할 수 있도록 요청하십시오.")),
        Meaning::Disabled => Words::new(
            either("The application is disabled", "애플리케이션이 사용 안 함으로 설정되어 있습니다"),
            either("Somebody has switched it off in this tenant, so nobody can sign in with the secret.", "다른 사람이 이 테넌트에서 애플리케이션을 껐으므로 비밀로 로그인할 수 없습니다."),
        )
        .act(either("Enable it in the Azure portal: Enterprise applications, Properties, Enabled for users to sign in.", "Azure Portal에서 사용하도록 설정하십시오: 엔터프라이즈 애플리케이션, 속성, 사용자가 로그인할 수 있나요?")),
        Meaning::FromAPage | Meaning::Other => Words::new(
            either("Microsoft's sign-in refused the application", "Microsoft 로그인이 애플리케이션을 거부했습니다"),
            either("The details say why.", "이유는 세부 정보에 있습니다."),
        )
        .act(again())
        .act(sync()),
    };
    words
        .detail(
            either("Code", "코드"),
            refusal
                .number
                .map_or_else(|| refusal.error.clone(), |number| format!("AADSTS{number}")),
        )
        .detail(either("Message", "메시지"), visible(&refusal.description))
        .detail(
            either("Correlation ID", "상관 관계 ID"),
            refusal.correlation_id.as_str(),
        )
}

fn not_granted(missing: &Missing) -> Words {
    let title = either(
        "The secret is right, but the application may not read users",
        "비밀은 올바르지만 애플리케이션에 사용자를 읽을 권한이 없습니다",
    );
    let portal = either(
        "In the Azure portal, under API permissions of this application: \u{201c}Grant admin consent\u{201d}. A Privileged Role Administrator or Global Administrator can do it.",
        "Azure Portal에서 이 애플리케이션의 API 사용 권한에 있는 \u{201c}관리자 동의 허용\u{201d}을 누르십시오. 권한 있는 역할 관리자(Privileged Role Administrator) 또는 전역 관리자(Global Administrator)가 할 수 있습니다.",
    );
    match missing {
        Missing::Consent(names) => Words::new(
            title,
            say!("Admin consent is missing for {} (application permission). Customer Manager would be refused, too.", "{}(애플리케이션 사용 권한)에 대한 관리자 동의가 없습니다. Customer Manager도 거부됩니다.",
                names.join(", ")
            ),
        )
        .act(portal)
        .act(either("Then press Test the secret again.", "그런 다음 비밀 테스트를 다시 누르십시오.")),
        Missing::NotPlanned => Words::new(
            title,
            either("The plan has no application permission that reads users, such as User.Read.All. Customer Manager would be refused, too.", "계획에 User.Read.All과 같이 사용자를 읽는 애플리케이션 사용 권한이 없습니다. Customer Manager도 거부됩니다."),
        )
        .act(either("Undo, then create again with User.Read.All (application permission) in the plan.", "실행 취소한 다음 계획에 User.Read.All(애플리케이션 사용 권한)을 넣어 다시 만드십시오."))
        .act(either("Or add it in the Azure portal, under API permissions of this application, and grant admin consent.", "또는 Azure Portal에서 이 애플리케이션의 API 사용 권한에 추가하고 관리자 동의를 부여하십시오.")),
        Missing::Unclear => Words::new(
            title,
            either("An application permission that reads users, such as User.Read.All, is not in force: either its admin consent is not known everywhere yet, or it is missing.", "User.Read.All과 같이 사용자를 읽는 애플리케이션 사용 권한이 적용되지 않았습니다. 관리자 동의가 아직 모든 곳에 반영되지 않았거나 없습니다."),
        )
        .act(either("Wait a few minutes, then press Test the secret again.", "몇 분 기다린 다음 비밀 테스트를 다시 누르십시오."))
        .act(portal),
    }
}

/// What the next try waits for.
pub fn delay(delay: Delay) -> &'static str {
    match delay {
        Delay::Secret => either(
            "Microsoft does not know the new secret everywhere yet",
            "새 비밀이 아직 Microsoft의 모든 곳에 반영되지 않았습니다",
        ),
        Delay::Consent => either(
            "The admin consent is not in force everywhere yet",
            "관리자 동의가 아직 모든 곳에 적용되지 않았습니다",
        ),
        Delay::Service => either(
            "Microsoft did not answer, or asks to wait",
            "Microsoft가 응답하지 않았거나 대기를 요청합니다",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Failure, Kind};
    use crate::ports::Unreachable;

    #[test]
    fn every_end_but_the_good_one_names_the_next_act() {
        let no_token = |number: u32| {
            let refusal = Refusal {
                error: "invalid_client".to_owned(),
                number: Some(number),
                suberror: String::new(),
                description: "prose\u{202e}".to_owned(),
                trace_id: String::new(),
                correlation_id: String::new(),
                claims: None,
            };
            Outcome::NoToken(NoToken::Refused(Box::new(refusal)))
        };
        let not_granted = |missing| Outcome::NotGranted {
            missing,
            failure: Failure::of(Kind::Forbidden),
        };
        for outcome in [
            Outcome::Cancelled,
            Outcome::NoWay(NoWay::Unsupported),
            Outcome::NoWay(NoWay::NotAllowed),
            Outcome::NoWay(NoWay::StillFromAPage),
            Outcome::NoToken(NoToken::Garbled),
            Outcome::NoToken(NoToken::Unreachable(Unreachable::Network)),
            no_token(7_000_215),
            no_token(90055),
            no_token(53003),
            no_token(7_000_112),
            no_token(90002),
            not_granted(Missing::Consent(vec!["User.Read.All".to_owned()])),
            not_granted(Missing::NotPlanned),
            not_granted(Missing::Unclear),
            Outcome::Unread(Failure::garbled()),
        ] {
            let words = tried(&outcome);
            assert!(!words.acts.is_empty(), "{outcome:?}");
            let shown: String = words
                .details
                .iter()
                .map(|(_, text)| text.as_str())
                .collect();
            assert!(!shown.contains('\u{202e}'), "{shown}");
        }
        assert!(tried(&Outcome::Works).acts.is_empty());
    }

    #[test]
    fn the_missing_permission_is_named() {
        let missing = Missing::Consent(vec!["User.Read.All".to_owned()]);
        assert!(not_granted(&missing).text.contains("User.Read.All"));
    }
}
