//! What is said of what stands in the way of a new set-up.

use super::language::{say, texts};

texts! {
    new: "Create a new one", "새로 만들기";
    new_words: "With its own client ID. The deleted one is left as it is.", "자체 클라이언트 ID를 갖습니다. 삭제된 애플리케이션은 그대로 둡니다.";
    restore: "Restore the deleted one", "삭제된 애플리케이션 복원";
    restore_words: "It comes back with its client ID and all that it had; it is checked, consented to again, and gets a new secret.", "클라이언트 ID와 모든 내용이 그대로 복원됩니다. 내용을 확인하고 다시 동의한 다음 새 비밀을 추가합니다.";
    title: "What exists already", "이미 있는 항목";
    what_shall_be_done: "What shall be done?", "어떻게 하시겠습니까?";
    no_record: "This browser has no record that Entra Handover made what is listed here. Another browser or another administrator may have. Whoever put it there could use the rights and secrets of this application, and loses it if the application is removed. Tick each line that you know and accept.", "아래 항목을 Entra Handover가 만들었다는 기록이 이 브라우저에 없습니다. 다른 브라우저나 다른 관리자가 만들었을 수 있습니다. 항목을 추가한 사람은 이 애플리케이션의 권한과 비밀을 사용할 수 있으며, 애플리케이션을 제거하면 그 항목도 사라집니다. 알고 있으며 허용할 항목을 각각 선택하십시오.";
    holds_besides: "What it holds besides", "그 밖에 있는 항목";
    deleted_application: "Deleted application", "삭제된 애플리케이션";
    client_id: "Client ID", "클라이언트 ID";
    deleted: "Deleted", "삭제된 날짜";
    for_good: "Remove for good", "영구적으로 제거";
    strangers: "Same name, not made by Entra Handover", "같은 이름이지만 Entra Handover에서 만들지 않은 애플리케이션";
    strangers_words: "It will not be touched. The new application gets the same name and its own client ID.", "변경하지 않습니다. 새 애플리케이션은 같은 이름과 자체 클라이언트 ID를 갖습니다.";
    application: "Application", "애플리케이션";
    created: "Created", "만든 날짜";
}

pub fn kept_until(day: &str) -> String {
    say!(
        "{day}. Microsoft keeps it for 30 days.",
        "{day}. Microsoft는 30일 동안 보관합니다."
    )
}
