//! What the screen says on which Entra Handover itself is registered.

use super::language::{either, texts};

texts! {
    registering: "Registering…", "등록하는 중…";
    title: "Entra Handover is not registered yet", "Entra Handover가 아직 등록되지 않았습니다";
    why: "To sign you in, this page needs an application registration of its own. It has no secret; it only lets Microsoft send you back here.", "로그인하려면 이 페이지에 자체 애플리케이션 등록이 필요합니다. 이 등록에는 비밀이 없으며, Microsoft가 로그인 후 이 페이지로 돌려보내는 데만 사용됩니다.";
    by_itself: "1. Let this page register itself", "1. 이 페이지에서 자동으로 등록";
    paste_token: "Paste a token of an administrator who may register applications.", "애플리케이션을 등록할 수 있는 관리자의 토큰을 붙여 넣으십시오.";
    register: "Register Entra Handover", "Entra Handover 등록";
    in_portal: "3. Or in the portal", "3. 또는 포털에서 등록";
    in_portal_words: "Microsoft Entra admin center, App registrations, New registration. Choose the platform “Single-page application (SPA)” and enter the redirect URI above.", "Microsoft Entra 관리 센터의 앱 등록에서 새 등록을 누르십시오. 플랫폼으로 “SPA(단일 페이지 애플리케이션)”를 선택하고 위의 리디렉션 URI를 입력하십시오.";
    then: "Then", "그다음";
    kept_by_browser: "This browser keeps the two IDs for the extension:", "이 브라우저가 확장 프로그램용으로 두 ID를 보관합니다:";
    sign_in_now: "Sign in now", "지금 로그인";
    registered: "Entra Handover is registered", "Entra Handover가 등록되었습니다";
    redirect_uri: "Redirect URI to register", "등록할 리디렉션 URI";
    copy: "Copy", "복사";
    copy_what: " Redirect URI", " 리디렉션 URI";
    by_command: "2. Or with one command", "2. 또는 명령 하나로 등록";
    copy_command: "Copy command", "명령 복사";
    the_text: "The text", "텍스트";
}

/// Around `client_id`, `tenant` and `config.json`.
pub fn into_config() -> [&'static str; 4] {
    [
        either(
            "Write the Application (client) ID as ",
            "애플리케이션(클라이언트) ID를 ",
        ),
        either(
            " and the Directory (tenant) ID as ",
            " 값으로, 디렉터리(테넌트) ID를 ",
        ),
        either(" into ", " 값으로 하여 다음 파일에 적으십시오: "),
        either(
            " beside this page, and load the page again.",
            ". 이 파일은 이 페이지와 함께 있습니다. 그런 다음 페이지를 다시 로드하십시오.",
        ),
    ]
}

/// Around `config.json`.
pub fn two_lines() -> (&'static str, &'static str) {
    (
        either(
            "Write these two lines into ",
            "다음 두 줄을 이 페이지와 함께 있는 ",
        ),
        either(" beside this page:", " 파일에 적으십시오:"),
    )
}
