//! What is said of remembering a site that was filled in.

use super::language::{either, say, texts};

texts! {
    remember: "Remember this site", "이 사이트 기억";
}

pub fn remembered(origin: &str) -> String {
    say!(
        "{origin} is remembered: the panel sees it without the toolbar button. The browser's settings of this extension take that back.",
        "{origin} 사이트를 기억했습니다. 패널이 도구 모음 버튼 없이 이 사이트를 인식합니다. 브라우저의 확장 프로그램 설정에서 취소할 수 있습니다."
    )
}

/// Around the origin that would be remembered.
pub fn next_time() -> (&'static str, &'static str) {
    (
        either("Next time the panel sees ", "다음부터 패널이 "),
        either(
            " without the toolbar button, and fills it after the same click. The browser asks you.",
            " 사이트를 도구 모음 버튼 없이 인식하고 같은 클릭으로 입력합니다. 브라우저가 허용 여부를 묻습니다.",
        ),
    )
}
