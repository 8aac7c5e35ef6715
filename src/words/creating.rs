//! What a run says while it works, and when it has stopped: its steps, and what exists.

use super::language::{either, say, texts};
use crate::setup::journal::Record;
use crate::setup::plan::Work;
use crate::setup::run::Step;

texts! {
    cancel: "Cancel", "취소";
    stopping: "Stops after the step that is under way…", "진행 중인 단계가 끝나면 중지합니다…";
    would_stop: "Stops after the step that is under way.", "진행 중인 단계가 끝나면 중지합니다.";
    waits: "Waits its turn.", "대기 중입니다.";
    under_way: "Under way…", "진행 중…";
    done: "Done.", "완료되었습니다.";
    somebody_else: "Somebody else must grant it.", "다른 사람이 부여해야 합니다.";
    not_done: "Not done.", "완료되지 않았습니다.";
    sign_in_again: "Sign in again", "다시 로그인";
    try_again: "Try again", "다시 시도";
    holds_besides: "What it holds besides", "그 밖에 있는 항목";
    go_on: "Go on", "계속";
    leave: "Leave it as it is", "그대로 두기";
    half_way: "Stopped half-way", "도중에 중지됨";
    nothing_created: "Nothing was created", "아무것도 만들어지지 않음";
    nothing_changed: "Nothing was changed", "아무것도 변경되지 않음";
    exists_now: "What exists now", "현재 있는 항목";
    undo: "Undo", "실행 취소";
    start_over: "Start over", "처음부터 다시";
    expires_after: "Secret expires after", "비밀 만료 기간";
    may_exist: "May exist: the reply was lost. Try again or Undo looks for it.", "있을 수 있음: 응답이 손실되었습니다. 다시 시도 또는 실행 취소를 누르면 찾습니다.";
    deleted: "Deleted. Microsoft keeps it under Deleted applications for 30 days.", "삭제되었습니다. Microsoft는 30일 동안 삭제된 애플리케이션에 보관합니다.";
    created: "Created", "만들어짐";
    restored: "Restored", "복원됨";
    none: "None", "없음";
    removed_for_good: "Removed for good.", "영구적으로 제거되었습니다.";
    application: "Application", "애플리케이션";
    service_principal: "Service principal", "서비스 주체";
    admin_consent: "Admin consent", "관리자 동의";
    client_secret: "Client secret", "클라이언트 비밀";
    one_more: "One more may exist: its reply was lost. Undo, or the Azure portal, finds it by this name.", "하나 더 있을 수 있음: 응답이 손실되었습니다. 실행 취소 또는 Azure Portal에서 이 이름으로 찾을 수 있습니다.";
    secret_id: "Secret ID ", "비밀 ID ";
    secret_may_exist: "May exist: the reply was lost. Try again or Undo removes it.", "있을 수 있음: 응답이 손실되었습니다. 다시 시도 또는 실행 취소를 누르면 제거합니다.";
}

pub fn so_far(done: usize, all: usize) -> String {
    say!(
        "{done} of {all} steps done. Keep this page open.",
        "{all}단계 중 {done}단계를 완료했습니다. 이 페이지를 열어 두십시오."
    )
}

pub fn next_try(why: &str, seconds: i64) -> String {
    say!(
        "{why}. Next try in {seconds} s.",
        "{why}. {seconds}초 후 다시 시도합니다."
    )
}

pub fn unchanged(name: &str) -> String {
    say!("{name}, unchanged", "{name}(변경 없음)")
}

pub fn ends(name: &str, day: &str) -> String {
    say!("{name}, ends on {day}", "{name}, 만료일: {day}")
}

/// What a step of a run is called.
pub fn step(step: Step, record: &Record) -> String {
    match step {
        Step::Application if matches!(record.plan.work, Work::Repair(_)) => {
            either("Declared permissions", "사용 권한 선언").to_owned()
        }
        Step::Application => application().to_owned(),
        Step::OldSecrets => either("Old secrets", "이전 비밀").to_owned(),
        Step::ServicePrincipal => service_principal().to_owned(),
        Step::Consent(_, id) => {
            let mut permissions = record.plan.permissions.iter();
            let permission = permissions.find(|permission| permission.id == id);
            let name = permission.map_or("", |permission| permission.name.as_str());
            say!("Consent: {name}", "동의: {name}")
        }
        Step::Secret => client_secret().to_owned(),
    }
}
