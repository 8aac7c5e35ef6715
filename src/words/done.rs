//! What the last screen says, besides the receipt.

use super::language::{say, texts};

texts! {
    title: "Done", "완료";
    lost_reply: "A reply was lost on the way, so this page goes on looking for the secret that it may have left, for two minutes. If you close the page before, your next visit goes on with it.", "응답이 도중에 손실되어, 남았을 수 있는 비밀을 2분 동안 계속 찾습니다. 그 전에 페이지를 닫으면 다음 방문 때 계속합니다.";
    start_over: "Start over", "처음부터 다시";
    undo: "Undo", "실행 취소";
    old_secrets: "Old secrets", "이전 비밀";
    they_keep_working: "They keep working until they end. Once Customer Manager has saved the new secret and its One-time Sync. works, they can go.", "이전 비밀은 만료될 때까지 계속 작동합니다. Customer Manager가 새 비밀을 저장하고 One-time Sync.가 작동하면 제거할 수 있습니다.";
    remove_old: "Remove old secrets", "이전 비밀 제거";
}

/// The secret is handed over, and ends on this day.
pub fn until(day: &str) -> String {
    say!(
        "The secret is no longer in this page. Run this again before {day}: when it ends, Microsoft log-ins stop.",
        "비밀은 더 이상 이 페이지에 없습니다. 만료일({day}) 전에 다시 실행하십시오. 만료되면 Microsoft 로그인이 중지됩니다."
    )
}
