//! What the status says, besides what is to be done next (`upkeep`).

use super::language::{say, texts};

texts! {
    deleted: "A deleted one can be restored or removed for good under “Set up another one”.", "삭제된 설정은 “다른 설정 추가”에서 복원하거나 영구적으로 제거할 수 있습니다.";
    title: "Status", "상태";
    another: "Set up another one", "다른 설정 추가";
    look_again: "Look again", "다시 살펴보기";
    start_over: "Start over", "처음부터 다시";
    client_id: "Client ID", "클라이언트 ID";
    created: "Created", "만든 날짜";
    what_it_needs: "What it needs", "필요한 항목";
    its_secrets: "Its secrets", "비밀";
    service_principal: "Service principal", "서비스 주체";
    no_secret: "None: Customer Manager cannot sign in.", "없음: Customer Manager가 로그인할 수 없습니다.";
    no_end: "Has no end date.", "만료일이 없습니다.";
    repair: "Repair", "복구";
    renew: "Renew", "갱신";
    remove_old: "Remove old secrets", "이전 비밀 제거";
    remove: "Remove", "제거";
}

/// When a secret ends, or ended; `days` are left.
pub fn ends(day: &str, days: i64) -> String {
    match days {
        ..=-1 => say!("Ended on {day}.", "만료됨: {day}."),
        1 => say!("Ends on {day}, in 1 day.", "만료일: {day}(1일 후)."),
        days => say!(
            "Ends on {day}, in {days} days.",
            "만료일: {day}({days}일 후)."
        ),
    }
}
