//! What is said before old secrets are removed.

use super::language::texts;

texts! {
    remove: "Remove the ticked secrets", "선택한 비밀 제거";
    none_left: "No valid secret is left then: Microsoft log-ins stop until a new one is made and handed over.", "유효한 비밀이 남지 않습니다. 새 비밀을 만들어 전달할 때까지 Microsoft 로그인이 중지됩니다.";
    title: "Remove old secrets?", "이전 비밀을 제거하시겠습니까?";
    what_it_does: "Whatever still uses a secret is refused once it is removed. Remove old ones when Customer Manager has saved the newest and its One-time Sync. works.", "비밀을 제거하면 그 비밀을 사용하던 항목은 거부됩니다. Customer Manager가 최신 비밀을 저장하고 One-time Sync.가 작동할 때 이전 비밀을 제거하십시오.";
    client_id: "Client ID", "클라이언트 ID";
}
