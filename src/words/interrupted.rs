//! What the first screen says when a set-up was interrupted.

use super::language::{say, texts};

texts! {
    go_on: "Continue", "계속";
    undo: "Undo", "실행 취소";
    show: "Show what exists", "있는 항목 보기";
    something_else: "Set up something else", "다른 설정 시작";
    with_a_token: "Continue with an access token", "액세스 토큰으로 계속";
    title: "A set-up was interrupted", "설정이 중단되었습니다";
    remembered: "What this browser remembers of it", "이 브라우저에 기록된 내용";
    begun_on: "Begun on", "시작일";
    tenant: "Tenant", "테넌트";
    account: "Account", "계정";
}

pub fn earlier_ones(count: usize) -> String {
    say!(
        "And {count} earlier one(s), which you meet after this one.",
        "이전에 중단된 설정이 {count}개 더 있으며, 이 설정 다음에 표시됩니다."
    )
}
