//! What is said when the user picks a page's fields.

use super::Words;
use super::filling::copy_instead;
use super::language::{either, say, texts};

texts! {
    by_myself: "I set it myself", "직접 설정하겠습니다";
    which: "Which of these turns User Look-Up Usage on?", "다음 중 User Look-Up Usage를 켜는 항목은 무엇입니까?";
}

/// The fields that were picked make no rule.
pub fn unlearnable(error: &str) -> Words {
    Words::new(
        either(
            "These fields cannot be remembered",
            "이 필드를 기억할 수 없습니다",
        ),
        say!("The reason: {error}.", "이유: {error}."),
    )
    .act(either(
        "Press \u{201c}Pick the fields\u{201d} again.",
        "\u{201c}필드 선택\u{201d}을 다시 누르십시오.",
    ))
    .act(copy_instead())
}

/// Nothing was picked.
pub fn given_up() -> Words {
    Words::new(
        either("The fields were not picked", "필드를 선택하지 않았습니다"),
        either("It was given up with Esc, took too long, or the page changed meanwhile.", "Esc로 중단했거나 시간이 너무 오래 걸렸거나 그동안 페이지가 변경되었습니다."),
    )
    .act(either("Press \u{201c}Pick the fields\u{201d} again, and click the three fields one after another.", "\u{201c}필드 선택\u{201d}을 다시 누르고 세 필드를 차례로 클릭하십시오."))
    .act(copy_instead())
}
