//! How a renewal's sisters ended: a repair, a removal, and the end of Entra Handover itself in a tenant.

use super::language::{either, say};
use super::{Words, roles};
use crate::graph::{Failure, Kind};
use crate::setup::leave::Left;
use crate::setup::plan::Work;
use crate::setup::rights::Right;

/// How a work ended that brought no secret.
pub fn kept_up(work: &Work) -> (&'static str, &'static str) {
    match work {
        Work::Repair(_) => (
            either("Repaired", "복구됨"),
            either(
                "What was missing is made good. Secrets were not touched.",
                "없던 항목을 보완했습니다. 비밀은 변경하지 않았습니다.",
            ),
        ),
        Work::RemoveSecrets(_) => (
            either("Old secrets removed", "이전 비밀 제거됨"),
            either(
                "Whatever still used them is refused from now on; Microsoft may accept them for some minutes more.",
                "이전 비밀을 아직 사용하던 항목은 이제 거부됩니다. Microsoft가 몇 분 더 허용할 수 있습니다.",
            ),
        ),
        Work::Delete => (
            either("Removed", "제거됨"),
            either(
                "The application and its service principal are deleted, with all secrets and consent. Microsoft keeps them under Deleted applications for 30 days.",
                "애플리케이션과 서비스 주체가 모든 비밀 및 동의와 함께 삭제되었습니다. Microsoft는 30일 동안 삭제된 애플리케이션에 보관합니다.",
            ),
        ),
        Work::Purge => (
            either("Removed for good", "영구적으로 제거됨"),
            either(
                "The application and its service principal cannot be restored any more.",
                "애플리케이션과 서비스 주체를 더 이상 복원할 수 없습니다.",
            ),
        ),
        Work::AddSecret | Work::ReplaceSecrets(_) => (
            either("Done", "완료"),
            either("The secret is made.", "비밀을 만들었습니다."),
        ),
    }
}

/// Consent that a repair could not give.
pub fn consent_is_open(names: &str, failure: &Failure, right: Right) -> Words {
    let who = roles(right);
    Words::new(
        either("Admin consent is missing", "관리자 동의가 없습니다"),
        say!("{names} could not be granted, so Customer Manager cannot read users. Everything else is done.", "다음 사용 권한을 부여할 수 없어 Customer Manager가 사용자를 읽을 수 없습니다: {names}. 나머지는 모두 완료되었습니다."),
    )
    .act(say!("Let a {who} sign in here and repair it.", "다음 역할의 관리자가 여기에 로그인하여 복구하도록 하십시오: {who}"))
    .act(either("Or let them grant it in the Azure portal, under API permissions of this application.", "또는 Azure Portal에서 이 애플리케이션의 API 사용 권한에서 부여하도록 하십시오."))
    .of_failure(failure)
}

/// How Entra Handover itself was removed from the tenant.
pub fn left_tenant(left: Left) -> &'static str {
    match left {
        Left::Removed => either(
            "Its consent and its service principal are gone from this tenant. Whoever signs in here next is asked for consent again.",
            "이 테넌트에서 동의와 서비스 주체가 제거되었습니다. 다음에 로그인하는 사람에게 동의를 다시 요청합니다.",
        ),
        Left::NotThere => either(
            "It has no service principal in this tenant: there was nothing to remove.",
            "이 테넌트에 서비스 주체가 없습니다. 제거할 항목이 없었습니다.",
        ),
    }
}

/// Why Entra Handover itself could not be removed.
pub fn not_left(failure: &Failure) -> Words {
    let words = Words::new(
        either(
            "Entra Handover could not be removed",
            "Entra Handover를 제거할 수 없습니다",
        ),
        either(
            "What was removed so far stays removed; trying again does the rest.",
            "지금까지 제거된 항목은 제거된 상태로 유지되며, 다시 시도하면 나머지를 처리합니다.",
        ),
    );
    let words = match failure.kind {
        Kind::Forbidden => words.act(say!(
            "Sign in with an account that is {}.",
            "다음 역할의 계정으로 로그인하십시오: {}",
            roles(Right::DeleteApplication)
        )),
        Kind::TokenRejected { .. } => words.act(either(
            "Start over and sign in again.",
            "처음부터 다시 시작하여 다시 로그인하십시오.",
        )),
        _ => words.act(either(
            "Try again, or delete it in the Azure portal, under Enterprise applications.",
            "다시 시도하거나 Azure Portal의 엔터프라이즈 애플리케이션에서 삭제하십시오.",
        )),
    };
    words.of_failure(failure)
}
