//! What is said when an extension's sign-in window gave no answer.

use super::Words;
use super::language::either;
use crate::signin::window::WindowError;

/// Why nobody came back from the sign-in window.
pub fn window(error: WindowError) -> Words {
    let again = either(
        "Press the button again. If the window closes by itself, sign in at the Azure portal in a tab first.",
        "버튼을 다시 누르십시오. 창이 저절로 닫히면 먼저 탭에서 Azure Portal에 로그인하십시오.",
    );
    match error {
        WindowError::Closed => Words::new(
            either("The sign-in window was closed", "로그인 창이 닫혔습니다"),
            either("Nobody was signed in, and nothing was changed.", "로그인되지 않았으며 아무것도 변경되지 않았습니다."),
        )
        .act(either("Sign in again, and leave the window open until it closes by itself.", "다시 로그인하고 창이 저절로 닫힐 때까지 열어 두십시오.")),
        WindowError::NotLoaded => Words::new(
            either("Microsoft's sign-in page did not load", "Microsoft 로그인 페이지가 로드되지 않았습니다"),
            either("The browser could not show it in the window, or it did not come to its end.", "브라우저가 창에 페이지를 표시하지 못했거나 로그인이 끝나지 않았습니다."),
        )
        .act(either("Check your network connection, then sign in again.", "네트워크 연결을 확인한 다음 다시 로그인하십시오."))
        .act(either("If Microsoft's page showed an error there, it may not know this extension: its redirect URI must be registered.", "Microsoft 페이지에 오류가 표시된 경우 이 확장 프로그램이 등록되지 않았을 수 있습니다. 확장 프로그램의 리디렉션 URI를 등록해야 합니다.")),
        WindowError::Elsewhere => Words::new(
            either("The sign-in ended at another address", "로그인이 다른 주소에서 끝났습니다"),
            either("The answer did not come to this extension's own redirect URI, so it was not used.", "응답이 이 확장 프로그램의 리디렉션 URI로 오지 않아 사용하지 않았습니다."),
        )
        .act(either("Sign in again.", "다시 로그인하십시오.")),
        WindowError::NotSilent | WindowError::Failed => {
            Words::new(either("The sign-in did not come to its end", "로그인이 끝나지 않았습니다"), either("The browser did not say why.", "브라우저가 이유를 알려 주지 않았습니다.")).act(again)
        }
    }
}
