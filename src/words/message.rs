//! What stands around every message.

use super::language::texts;

texts! {
    what_you_can_do: "What you can do", "할 수 있는 조치";
    details: "Details", "세부 정보";
}
