//! What is said before and after an undo, and before a removal for good.

use super::language::{say, texts};

texts! {
    client_secret_b: "Client secret ", "클라이언트 비밀 ";
    application_b: "Application ", "애플리케이션 ";
    title: "Undo?", "실행을 취소하시겠습니까?";
    what_it_does: "This removes what this run made. Microsoft log-ins to Customer Manager and Customer User stop working if they use it.", "이번 실행에서 만든 항목을 제거합니다. Customer Manager 및 Customer User의 Microsoft 로그인이 이를 사용하고 있으면 작동하지 않게 됩니다.";
    will_be_removed: "Will be removed", "제거할 항목";
    undo: "Undo", "실행 취소";
    keep: "Keep everything", "모두 유지";
    deleted: "Deleted. Microsoft keeps it under Deleted applications for 30 days.", "삭제되었습니다. Microsoft는 30일 동안 삭제된 애플리케이션에 보관합니다.";
    removed: "Removed.", "제거되었습니다.";
    not_everything: "Not everything is undone", "일부가 실행 취소되지 않음";
    undone: "Undone", "실행 취소됨";
    deleted_application: "Deleted application", "삭제된 애플리케이션";
    nothing: "There was nothing to remove.", "제거할 항목이 없었습니다.";
    try_again: "Try again", "다시 시도";
    start_over: "Start over", "처음부터 다시";
    application_may_come: "The reply to the request that makes the application was lost, and no application is found. Should it come to light late, this page tells you at your next visit and removes it when you say so.", "애플리케이션을 만드는 요청의 응답이 손실되었으며 애플리케이션을 찾을 수 없습니다. 나중에 발견되면 다음 방문 때 이 페이지가 알려 주며, 사용자가 요청하면 제거합니다.";
    secret_may_come: "A reply was lost on the way, and the secret that it may have left is not found. This page goes on looking for it for two minutes, and at your next visits: should it come to light, it is removed.", "응답이 도중에 손실되었으며, 남았을 수 있는 비밀을 찾을 수 없습니다. 이 페이지는 2분 동안, 그리고 다음 방문 때 계속 찾으며 발견되면 제거합니다.";
    foreign_words: "Others have put on it what is listed here, and would lose it. The secret of this run is removed; the application was not deleted. To delete it all the same, tick each line.", "다른 사람이 아래 항목을 추가했으며 삭제하면 사라집니다. 이번 실행의 비밀은 제거되었고 애플리케이션은 삭제되지 않았습니다. 그래도 삭제하려면 각 항목을 선택하십시오.";
    foreign: "The application is used by others", "다른 사람이 애플리케이션을 사용하고 있습니다";
    delete_anyway: "Delete it all the same", "그래도 삭제";
    can_be_restored: "A deleted application can be restored for 30 days. Removed for good, it cannot, and no longer counts against your quota.", "삭제된 애플리케이션은 30일 동안 복원할 수 있습니다. 영구적으로 제거하면 복원할 수 없으며 할당량에 더 이상 포함되지 않습니다.";
    for_good: "Remove for good", "영구적으로 제거";
    i_know: "I know that it cannot be brought back.", "되돌릴 수 없음을 알고 있습니다.";
    for_good_title: "Remove for good?", "영구적으로 제거하시겠습니까?";
    for_good_words: "The deleted application is removed for good, with its service principal. Nobody can restore it, its client ID is gone, and whatever still uses it stops for ever.", "삭제된 애플리케이션을 서비스 주체와 함께 영구적으로 제거합니다. 아무도 복원할 수 없고 클라이언트 ID가 사라지며, 이를 사용하던 항목은 영구히 중지됩니다.";
    client_id: "Client ID", "클라이언트 ID";
    keep_it: "Keep it", "유지";
    client_secret: "Client secret", "클라이언트 비밀";
    service_principal: "Service principal", "서비스 주체";
    application: "Application", "애플리케이션";
}

pub fn with_all(name: &str) -> String {
    say!(
        "{name}, with its service principal and grants",
        "{name}(서비스 주체 및 부여된 권한 포함)"
    )
}

pub fn not_removed(why: &str) -> String {
    say!("Could not be removed: {why}", "제거할 수 없습니다: {why}")
}
