//! What is said when a work has ended that brought no secret.

use super::language::texts;

texts! {
    added: "What was added", "추가된 항목";
    not_everything: "Not everything is repaired", "일부가 복구되지 않음";
    receipt: "Receipt", "영수증";
    show_status: "Show the status", "상태 보기";
    start_over: "Start over", "처음부터 다시";
    open_permissions: "Open API permissions of this application in the Azure portal", "Azure Portal에서 이 애플리케이션의 API 사용 권한 열기";
    application: "Application", "애플리케이션";
    done: "Done.", "완료되었습니다.";
    nothing_yet: "Nothing yet.", "아직 없습니다.";
    begun: "Begun, and not at its end: Try again does the rest.", "시작되었으나 끝나지 않았습니다. 다시 시도를 누르면 나머지를 수행합니다.";
    state: "Its state", "상태";
    what_was_done: "What was done", "수행된 작업";
    secret_id: "Secret ID", "비밀 ID";
    client_secret: "Client secret", "클라이언트 비밀";
}
