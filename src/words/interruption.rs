//! What is said when a set-up is cut short: by a crash, by another tab, by an end of patience or of the sign-in.
//! It knows no screen; each text names the next act.

use super::language::either;
use super::{Words, upkeep_interrupted};
use crate::setup::plan::Work;

/// An undelivered secret was removed.
pub fn secret_removed() -> Words {
    Words::new(
        either("The secret was removed", "비밀이 제거되었습니다"),
        either(
            "It had not been handed over. Everything else that was made stays.",
            "전달되지 않은 비밀이었습니다. 만들어진 다른 항목은 모두 그대로 있습니다.",
        ),
    )
    .act(either(
        "Try again: a new secret is made for the same application.",
        "다시 시도: 같은 애플리케이션에 새 비밀을 만듭니다.",
    ))
    .act(either(
        "Undo: everything that this run made is removed.",
        "실행 취소: 이번 실행에서 만든 모든 항목을 제거합니다.",
    ))
}

/// This browser began a run that has not come to its end.
pub fn interrupted(work: &Work) -> Words {
    if !work.brings_a_secret() {
        return upkeep_interrupted(work);
    }
    Words::new(
        either("A set-up was interrupted", "설정이 중단되었습니다"),
        either("This browser began it and did not bring it to its end. Below is what it has made. A secret that was not handed over is lost: it is removed, and a new one made.", "이 브라우저에서 시작했으나 끝내지 못했습니다. 만들어진 항목은 아래와 같습니다. 전달되지 않은 비밀은 되찾을 수 없으므로 제거하고 새로 만듭니다."),
    )
    .act(either("Try again: what exists is kept and used.", "다시 시도: 있는 항목은 유지하여 사용합니다."))
    .act(either("Undo: what that run made is removed.", "실행 취소: 그 실행에서 만든 항목을 제거합니다."))
    .act(either("Leave it as it is: nothing is removed, and you see the plan for a new run.", "그대로 두기: 아무것도 제거하지 않고 새 실행의 계획을 표시합니다."))
}

/// The same, met before anybody has signed in.
pub fn interrupted_before_sign_in(work: &Work) -> Words {
    if !work.brings_a_secret() {
        return upkeep_interrupted(work);
    }
    Words::new(
        either("It is not known whether it was handed over", "전달되었는지 알 수 없습니다"),
        either("This browser began a set-up and did not bring it to its end. A secret that was not handed over is lost: it is removed, and a new one made.", "이 브라우저에서 설정을 시작했으나 끝내지 못했습니다. 전달되지 않은 비밀은 되찾을 수 없으므로 제거하고 새로 만듭니다."),
    )
    .act(either("Continue: what exists is kept and used.", "계속: 있는 항목은 유지하여 사용합니다."))
    .act(either("Undo: what that set-up made is removed.", "실행 취소: 그 설정에서 만든 항목을 제거합니다."))
    .act(either("Show what exists: looks at your tenant, and changes nothing.", "있는 항목 보기: 테넌트를 살펴보기만 하고 아무것도 변경하지 않습니다."))
}

/// The token was wiped because nobody used the page.
pub fn idle() -> Words {
    Words::new(
        either("You were signed out", "로그아웃되었습니다"),
        either("Nobody used this page for ten minutes, so it forgot your sign-in. Nothing was changed.", "10분 동안 이 페이지를 사용하지 않아 로그인을 지웠습니다. 아무것도 변경되지 않았습니다."),
    )
    .act(either("Sign in again: you see the plan anew.", "다시 로그인하십시오. 계획이 다시 표시됩니다."))
}

/// Another tab of this browser is writing.
pub fn under_way_elsewhere() -> Words {
    Words::new(
        either("A set-up is under way in another tab", "다른 탭에서 설정이 진행 중입니다"),
        either("Two at once could undo each other's work, so this tab waits and changes nothing.", "동시에 진행하면 서로의 작업을 취소할 수 있으므로 이 탭은 아무것도 변경하지 않고 기다립니다."),
    )
    .act(either("Finish it in the other tab, or close that tab. This one then goes on by itself.", "다른 탭에서 완료하거나 그 탭을 닫으십시오. 그러면 이 탭이 자동으로 계속됩니다."))
}

/// Another tab has written since this one looked.
pub fn changed_elsewhere() -> Words {
    Words::new(
        either(
            "Another tab has changed something meanwhile",
            "그동안 다른 탭에서 변경한 내용이 있습니다",
        ),
        either(
            "What this tab knows is out of date, so it has changed nothing.",
            "이 탭의 정보가 최신이 아니므로 아무것도 변경하지 않았습니다.",
        ),
    )
    .act(either(
        "Look again: you see what exists now.",
        "다시 살펴보기: 현재 있는 항목을 표시합니다.",
    ))
}

/// Tabs cannot be kept apart.
pub fn no_locks() -> Words {
    Words::new(
        either("This browser cannot keep two tabs apart", "이 브라우저는 두 탭을 구분할 수 없습니다"),
        either("Entra Handover writes only where it is sure to be the only one. Nothing was changed.", "Entra Handover는 다른 탭이 동시에 쓰지 않는 것이 확실할 때만 씁니다. 아무것도 변경되지 않았습니다."),
    )
    .act(either("Update the browser, or use a current Edge, Chrome, Firefox or Safari.", "브라우저를 업데이트하거나 최신 Edge, Chrome, Firefox, Safari를 사용하십시오."))
}
