//! What is said of an application that others have a hand in, and of a secret between its making and its hand-over.

use super::Words;
use super::language::either;
use crate::graph::Failure;
use crate::setup::proof::What;

/// What an application holds that our runs did not make, and what that means.
pub fn difference(what: What) -> (&'static str, &'static str) {
    match what {
        What::Owner => (
            either("Owner", "소유자"),
            either(
                "Can change the application and add secrets to it, without any directory role.",
                "디렉터리 역할 없이도 애플리케이션을 변경하고 비밀을 추가할 수 있습니다.",
            ),
        ),
        What::Secret => (
            either("Client secret", "클라이언트 비밀"),
            either(
                "Whoever has it can sign in as the application.",
                "이를 가진 사람은 누구나 애플리케이션으로 로그인할 수 있습니다.",
            ),
        ),
        What::Certificate => (
            either("Certificate", "인증서"),
            either(
                "Whoever has its key can sign in as the application.",
                "해당 키를 가진 사람은 누구나 애플리케이션으로 로그인할 수 있습니다.",
            ),
        ),
        What::FederatedCredential => (
            either("Federated credential", "페더레이션 자격 증명"),
            either(
                "Another identity provider can sign in as the application.",
                "다른 ID 공급자가 애플리케이션으로 로그인할 수 있습니다.",
            ),
        ),
        What::RedirectUri => (
            either("Redirect URI", "리디렉션 URI"),
            either(
                "Microsoft's sign-in sends codes and tokens to this address.",
                "Microsoft 로그인이 이 주소로 코드와 토큰을 보냅니다.",
            ),
        ),
        What::PublicClient => (
            either("Public client flows", "공용 클라이언트 흐름"),
            either(
                "Anybody can sign users in with this application without a secret.",
                "누구나 비밀 없이 이 애플리케이션으로 사용자를 로그인시킬 수 있습니다.",
            ),
        ),
        What::IdentifierUri => (
            either("Application ID URI", "애플리케이션 ID URI"),
            either(
                "The application offers itself as an API.",
                "애플리케이션이 API로 제공됩니다.",
            ),
        ),
        What::ExposedScope => (
            either("Exposed scope", "노출된 범위"),
            either(
                "The application offers itself as an API.",
                "애플리케이션이 API로 제공됩니다.",
            ),
        ),
        What::PreAuthorized => (
            either(
                "Pre-authorized application",
                "미리 권한이 부여된 애플리케이션",
            ),
            either(
                "Gets tokens for this application without asking users.",
                "사용자에게 묻지 않고 이 애플리케이션의 토큰을 받습니다.",
            ),
        ),
        What::AppRole => (
            either("App role", "앱 역할"),
            either(
                "The application defines roles of its own.",
                "애플리케이션이 자체 역할을 정의합니다.",
            ),
        ),
        What::Permission => (
            either("Declared permission", "선언된 사용 권한"),
            either(
                "More than the plan has. It counts once an administrator consents.",
                "계획에 없는 사용 권한입니다. 관리자가 동의하면 효력이 생깁니다.",
            ),
        ),
        What::Audience => (
            either("Account type", "계정 유형"),
            either(
                "People of other directories can use the application.",
                "다른 디렉터리의 사용자가 애플리케이션을 사용할 수 있습니다.",
            ),
        ),
        What::PrincipalOwner => (
            either("Owner of the service principal", "서비스 주체의 소유자"),
            either(
                "Can add secrets to it, without any directory role.",
                "디렉터리 역할 없이도 비밀을 추가할 수 있습니다.",
            ),
        ),
        What::PrincipalSecret => (
            either("Secret of the service principal", "서비스 주체의 비밀"),
            either(
                "Whoever has it can sign in as the application.",
                "이를 가진 사람은 누구나 애플리케이션으로 로그인할 수 있습니다.",
            ),
        ),
        What::PrincipalCertificate => (
            either(
                "Certificate of the service principal",
                "서비스 주체의 인증서",
            ),
            either(
                "Whoever has its key can sign in as the application.",
                "해당 키를 가진 사람은 누구나 애플리케이션으로 로그인할 수 있습니다.",
            ),
        ),
        What::GrantedRole => (
            either("Granted permission", "부여된 사용 권한"),
            either(
                "An administrator consented to more than the plan has.",
                "관리자가 계획에 없는 사용 권한에 동의했습니다.",
            ),
        ),
        What::GrantedScope => (
            either("Granted delegated permission", "부여된 위임된 사용 권한"),
            either(
                "An administrator or a user consented to more than the plan has.",
                "관리자 또는 사용자가 계획에 없는 사용 권한에 동의했습니다.",
            ),
        ),
        What::Unreadable => (
            either("Cannot be checked", "확인할 수 없음"),
            either(
                "Your account may not read this part, so what it holds is not known.",
                "계정에 이 부분을 읽을 권한이 없어 내용을 알 수 없습니다.",
            ),
        ),
    }
}

/// The new secret is not listed after five minutes.
pub fn secret_not_seen() -> Words {
    Words::new(
        either("The new secret is not known everywhere yet", "새 비밀이 아직 모든 곳에 반영되지 않았습니다"),
        either("Microsoft Entra has not shown it three times in a row for five minutes. It is looked for until it is, and is handed over then.", "5분이 지났으나 Microsoft Entra에서 새 비밀이 아직 세 번 연속으로 표시되지는 않았습니다. 확인될 때까지 계속 찾으며, 확인되면 전달합니다."),
    )
    .act(either("Wait: nothing is lost meanwhile. Keep this page open.", "기다리십시오. 그동안 아무것도 손실되지 않습니다. 이 페이지를 열어 두십시오."))
    .act(either("Make a new secret: this one is removed.", "새 비밀 만들기: 현재 비밀은 제거됩니다."))
    .act(either("Hand over without confirmation: a log-in may fail until Microsoft Entra knows the secret everywhere.", "확인 없이 전달: Microsoft Entra의 모든 곳에 비밀이 반영될 때까지 로그인이 실패할 수 있습니다."))
}

/// The new secret could not be looked for.
pub fn secret_not_confirmed(failure: &Failure) -> Words {
    Words::new(
        either("The new secret could not be confirmed", "새 비밀을 확인할 수 없습니다"),
        either("It was made, and Microsoft Graph does not let this page look for it. Handing it over takes no sign-in.", "비밀은 만들어졌으나 Microsoft Graph에서 이 페이지의 조회를 허용하지 않습니다. 전달에는 로그인이 필요하지 않습니다."),
    )
    .act(either("Hand over without confirmation, and try One-time Sync. there: it shows whether the secret works.", "확인 없이 전달한 다음 Customer Manager에서 One-time Sync.를 실행하십시오. 비밀이 작동하는지 알 수 있습니다."))
    .act(either("Make a new secret: you may have to sign in again, and this one is removed.", "새 비밀 만들기: 다시 로그인해야 할 수 있으며 현재 비밀은 제거됩니다."))
    .of_failure(failure)
}

/// Somebody removed the new secret.
pub fn secret_vanished() -> Words {
    Words::new(
        either("The new secret is not there any more", "새 비밀이 더 이상 없습니다"),
        either("It was there a moment ago. Another administrator, or a script, has removed it, so it is of no use to Customer Manager.", "조금 전까지 있었습니다. 다른 관리자나 스크립트가 제거했으므로 Customer Manager에서 사용할 수 없습니다."),
    )
    .act(either("Make a new secret. If it is removed again, ask your other administrators.", "새 비밀을 만드십시오. 다시 제거되면 다른 관리자에게 문의하십시오."))
}

/// Somebody removed the secret that was handed over, or the list is behind.
pub fn delivered_secret_vanished() -> Words {
    Words::new(
        either("The secret is not listed any more", "비밀이 더 이상 목록에 없습니다"),
        either("It was there when it was handed over. Another administrator, or a script, may have removed it since.", "전달할 때는 있었습니다. 그 후 다른 관리자나 스크립트가 제거했을 수 있습니다."),
    )
    .act(either("Press One-time Sync. in Customer Manager: it shows whether the secret works. If it does not, start over and add a new one.", "Customer Manager에서 One-time Sync.를 누르십시오. 비밀이 작동하는지 알 수 있습니다. 작동하지 않으면 처음부터 다시 시작하여 새 비밀을 추가하십시오."))
}

/// What was added to an application while it was granted rights.
pub fn changed_meanwhile() -> Words {
    Words::new(
        either("Something was added to the application meanwhile", "그동안 애플리케이션에 항목이 추가되었습니다"),
        either("While this run was granting it rights, somebody else put on it what is listed below. The rights are granted.", "이번 실행에서 권한을 부여하는 동안 다른 사람이 아래 항목을 추가했습니다. 권한은 부여되었습니다."),
    )
    .act(either("If you do not know where it comes from: Undo, and ask your other administrators.", "출처를 모르는 경우 실행 취소한 다음 다른 관리자에게 문의하십시오."))
}
