//! What the screen is called that waits for another tab.

use super::language::texts;

texts! {
    one_moment: "One moment", "잠시만 기다려 주십시오";
    look_again: "Look again", "다시 살펴보기";
    not_ready: "Not ready", "준비되지 않음";
    start_over: "Start over", "처음부터 다시";
}
