//! What is said before a removal.

use super::language::{say, texts};

texts! {
    button: "Remove", "제거";
    service_principal: "Service principal", "서비스 주체";
    admin_consent: "Admin consent", "관리자 동의";
    by_hand: "This application was not made by Entra Handover. Remove it only if you know that nothing else uses it.", "이 애플리케이션은 Entra Handover에서 만들지 않았습니다. 다른 곳에서 사용하지 않는 것이 확실한 경우에만 제거하십시오.";
    title: "Remove?", "제거하시겠습니까?";
    what_it_does: "Microsoft log-ins to Customer Manager and Customer User stop if they use it. Microsoft keeps what is deleted for 30 days: until then it can be restored, with its client ID.", "Customer Manager 및 Customer User의 Microsoft 로그인이 이를 사용하고 있으면 중지됩니다. Microsoft는 삭제된 항목을 30일 동안 보관하며, 그때까지 클라이언트 ID와 함께 복원할 수 있습니다.";
    will_be_removed: "Will be removed", "제거할 항목";
}

pub fn application(name: &str) -> String {
    say!("Application {name}", "애플리케이션 {name}")
}

pub fn client_id(id: impl std::fmt::Display) -> String {
    say!("Client ID {id}", "클라이언트 ID {id}")
}

pub fn secret(name: &str) -> String {
    say!("Client secret {name}", "클라이언트 비밀 {name}")
}
