//! What is said before a repair.

use super::language::texts;

texts! {
    title: "Repair", "복구";
    what_it_does: "Only what is missing is made good. Secrets are not touched, and Customer Manager needs nothing new.", "없는 항목만 보완합니다. 비밀은 변경하지 않으며 Customer Manager에서 변경할 것은 없습니다.";
    client_id: "Client ID", "클라이언트 ID";
    what_will_be_done: "What will be done", "수행할 작업";
}
