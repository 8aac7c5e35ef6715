//! What is said before a renewal.

use super::language::texts;

texts! {
    title: "Renew", "갱신";
    what_it_does: "A new secret is made and handed over to Customer Manager. Client ID and consent stay as they are.", "새 비밀을 만들어 Customer Manager에 전달합니다. 클라이언트 ID와 동의는 그대로 유지됩니다.";
    client_id: "Client ID", "클라이언트 ID";
    its_secrets: "Its secrets", "비밀";
    back: "Back", "뒤로";
    overlap: "Add the new one first", "새 비밀을 먼저 추가";
    overlap_words: "Old secrets keep working, so nothing stops. Once the new one is handed over you are asked about the old ones.", "이전 비밀이 계속 작동하므로 중단이 없습니다. 새 비밀을 전달한 후 이전 비밀을 어떻게 할지 묻습니다.";
    leaked: "The secret has leaked", "비밀이 유출됨";
    leaked_words: "The secrets that you tick are removed first. From then until Customer Manager has saved the new one, Microsoft log-ins to Customer Manager and Customer User, and the user look-up, do not work.", "선택한 비밀을 먼저 제거합니다. 그때부터 Customer Manager가 새 비밀을 저장할 때까지 Customer Manager 및 Customer User의 Microsoft 로그인과 사용자 조회가 작동하지 않습니다.";
    removed_first: "Removed first", "먼저 제거할 비밀";
    how: "How is it renewed?", "어떻게 갱신하시겠습니까?";
}
