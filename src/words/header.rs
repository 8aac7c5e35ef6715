//! What the page's head says: where the user is on the way, and which languages there are.

use super::language::texts;

texts! {
    progress: "Progress", "진행 단계";
    language: "Language", "언어";
    sign_in: "Sign in", "로그인";
    review: "Review", "검토";
    create: "Create", "만들기";
    hand_over: "Hand over", "전달";
    /// What a screen reader adds to a step that is behind.
    done: ", done", ", 완료";
}

/// The four steps.
pub fn steps() -> [&'static str; 4] {
    [sign_in(), review(), create(), hand_over()]
}
