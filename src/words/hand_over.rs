//! What the hand-over says: where the secret is, who must still consent, what to do before leaving.

use super::language::{say, texts};

texts! {
    title: "Hand over", "전달";
    may_have_it: "The portal may have the secret already; nobody else has.", "포털에 이미 비밀이 있을 수 있으며 다른 누구도 가지고 있지 않습니다.";
    only_here: "The secret is only here.", "비밀은 여기에만 있습니다.";
    being_confirmed: "Microsoft Entra is being asked whether it knows the secret everywhere; that takes some seconds. If you copy it before, a log-in may fail at first.", "Microsoft Entra의 모든 곳에 비밀이 반영되었는지 확인하고 있습니다. 몇 초가 걸립니다. 그 전에 복사하면 처음에는 로그인이 실패할 수 있습니다.";
    three_values: "The three values", "세 가지 값";
    finish: "Finish", "마침";
    undo: "Undo", "실행 취소";
    added: "What was added", "추가된 항목";
    open_permissions: "Open API permissions of this application in the Azure portal", "Azure Portal에서 이 애플리케이션의 API 사용 권한 열기";
    consent_missing: "Admin consent is missing", "관리자 동의가 없습니다";
    sign_in_for_consent: "Sign in and try consent again", "로그인하여 동의 다시 시도";
    try_consent: "Try consent again", "동의 다시 시도";
    permissions: "Permissions", "사용 권한";
    holds_besides: "What it holds besides", "그 밖에 있는 항목";
    go_on: "Go on", "계속";
    not_confirmed: "The portal has not confirmed the secret", "포털이 비밀을 확인하지 않았습니다";
    not_confirmed_words: "It may have it, and use it. Look at the portal's page first: if the secret is there, go back and hand over what is missing, or leave this page open. If it is not, the secret should be removed, so that no unused one stays behind.", "포털이 비밀을 가지고 있고 사용할 수도 있습니다. 먼저 포털의 페이지를 확인하십시오. 비밀이 있으면 돌아가서 없는 값을 전달하거나 이 페이지를 열어 두십시오. 비밀이 없으면 사용되지 않는 비밀이 남지 않도록 제거해야 합니다.";
    not_handed_over: "The secret has not been handed over", "비밀이 전달되지 않았습니다";
    not_handed_over_words: "It cannot be shown again. If you leave now it should be removed, so that no unused secret stays behind.", "비밀은 다시 표시할 수 없습니다. 지금 떠나려면 사용되지 않는 비밀이 남지 않도록 제거해야 합니다.";
    remove: "Remove the secret", "비밀 제거";
    go_back: "Go back", "돌아가기";
}

pub fn ends(day: &str) -> String {
    say!("Ends on {day}.", "만료일: {day}.")
}

pub fn not_shown_again(day: &str) -> String {
    say!(
        " Microsoft does not show it again. Ends on {day}.",
        " Microsoft는 비밀을 다시 표시하지 않습니다. 만료일: {day}."
    )
}

/// After the link to the portal's page.
pub fn then_grant(tenant: &str) -> String {
    say!(
        ", then “Grant admin consent for {tenant}”.",
        ": 열리는 페이지에서 “{tenant}에 대한 관리자 동의 허용”을 누르십시오."
    )
}

pub fn who_grants(names: &str, roles: &str) -> String {
    say!(
        "{names} must be granted before Customer Manager can read users. A {roles} can do it:",
        "Customer Manager가 사용자를 읽으려면 다음 사용 권한이 부여되어야 합니다: {names}. 부여할 수 있는 역할: {roles}."
    )
}
