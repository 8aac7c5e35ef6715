//! What is said of removing Entra Handover itself.

use super::language::texts;

texts! {
    button: "Remove Entra Handover itself", "Entra Handover 자체 제거";
    title: "Remove Entra Handover itself?", "Entra Handover 자체를 제거하시겠습니까?";
    what_it_does: "This takes back what was consented to for Entra Handover's own sign-in, and deletes its service principal (Enterprise application) in this tenant. The set-ups that it made stay as they are and keep working.", "Entra Handover 로그인에 대한 동의를 취소하고 이 테넌트의 서비스 주체(엔터프라이즈 애플리케이션)를 삭제합니다. Entra Handover로 만든 설정은 그대로 유지되며 계속 작동합니다.";
    afterwards: "To use Entra Handover here again, an administrator has to consent at the sign-in once more. Microsoft keeps the deleted service principal for 30 days. If Entra Handover is registered in this very tenant, the registration stays under App registrations until you delete it there.", "여기서 Entra Handover를 다시 사용하려면 관리자가 로그인할 때 다시 동의해야 합니다. Microsoft는 삭제된 서비스 주체를 30일 동안 보관합니다. Entra Handover가 이 테넌트에 등록되어 있으면 앱 등록에서 삭제할 때까지 등록이 남아 있습니다.";
    remove: "Remove Entra Handover", "Entra Handover 제거";
    keep: "Keep it", "유지";
    start_over: "Start over", "처음부터 다시";
    removed: "Entra Handover is removed", "Entra Handover가 제거되었습니다";
    not_removed: "Entra Handover is not removed", "Entra Handover가 제거되지 않았습니다";
    try_again: "Try again", "다시 시도";
}
