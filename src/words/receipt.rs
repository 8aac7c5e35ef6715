//! What a receipt says, on the last screen, on paper and when it is opened again: what was done, what was seen of the secret, and
//! how it compares with the tenant. Dates are the screens' to write.

use super::Words;
use super::language::{either, say, texts};
use crate::graph::Failure;
use crate::profile::PermissionKind;
use crate::receipt::compare::{Finding, Life, Place, Principal, Verdict};
use crate::receipt::{NotAReceipt, Work};
use crate::setup::receipt::Way;
use crate::setup::status::Fact;

texts! {
    title: "Receipt", "영수증";
    without_secret: "What was done. It does not hold the secret.", "수행한 작업입니다. 비밀 값은 들어 있지 않습니다.";
    download: "Download receipt", "영수증 다운로드";
    print: "Print", "인쇄";

    run: "Run", "실행";
    started: "Begun", "시작";
    written: "Written", "작성";
    signed_in_as: "Signed in as", "로그인 계정";
    object_id: "Object ID", "개체 ID";
    tenant: "Tenant", "테넌트";
    application: "Application", "애플리케이션";
    client_id: "Client ID", "클라이언트 ID";
    principal: "Service principal", "서비스 주체";
    permissions: "Permissions", "사용 권한";
    granted: "granted", "부여됨";
    not_granted: "not granted by this run", "이번 실행에서 부여되지 않음";
    secret: "Client secret", "클라이언트 비밀";
    secret_id: "Secret ID", "비밀 ID";
    removed: "Removed secrets", "제거한 비밀";
    checks: "Checks", "확인 사항";
    listed: "Microsoft Entra lists it", "Microsoft Entra 목록에서 확인했습니다";
    not_listed: "Not seen in Microsoft Entra by this page", "이 페이지가 Microsoft Entra에서 확인하지 못했습니다";
    tested: "It was tested: the application read a user with it", "테스트했습니다. 애플리케이션이 이 비밀로 사용자를 읽었습니다";
    not_tested:
        "It was not tested here: One-time Sync. in Customer Manager shows that it works",
        "여기서 테스트하지 않았습니다. Customer Manager의 One-time Sync.로 작동을 확인하십시오";
    not_told_how: "How it was handed over is not in this receipt", "전달 방법은 이 영수증에 없습니다";
    in_the_portal: "In the portal", "포털에서 보기";

    open: "Open a receipt", "영수증 열기";
    open_hint:
        "Shows what a receipt of Entra Handover says and, when you are signed in, what has become of it. The file is read in this browser and sent nowhere.",
        "Entra Handover 영수증의 내용을 보여 주고, 로그인하면 현재 상태와 비교합니다. 파일은 이 브라우저에서만 읽으며 어디에도 보내지 않습니다.";
    file: "Receipt file (JSON)", "영수증 파일(JSON)";
    drop: "Choose the file, or drop it on the button.", "파일을 선택하거나 버튼 위에 끌어다 놓으십시오.";
    show_status: "Show the status", "상태 보기";
    what_it_says: "What the receipt says", "영수증의 내용";
    only_a_file:
        "This is what the file says, and anybody can write such a file. Sign in to see whether it is so.",
        "파일에 적힌 내용이며, 이런 파일은 누구나 만들 수 있습니다. 로그인하여 사실인지 확인하십시오.";
    sign_in: "Sign in and compare", "로그인하고 비교";
    comparing: "Comparing the receipt with your tenant…", "영수증을 테넌트와 비교하는 중…";
    now: "How it is now", "현재 상태";
    as_it_says: "The tenant is as the receipt says.", "테넌트가 영수증의 내용과 같습니다.";
    not_as_it_says: "The tenant is not as the receipt says any more.", "테넌트가 영수증의 내용과 달라졌습니다.";
    mostly:
        "What this sign-in may read is as the receipt says.",
        "이 로그인으로 읽을 수 있는 항목은 영수증의 내용과 같습니다.";
}

/// What kind of run it was.
pub fn work(work: Work) -> &'static str {
    match work {
        Work::SetUp => either("A new set-up", "새로 설정"),
        Work::Restored => either("A deleted set-up was restored", "삭제된 설정 복원"),
        Work::NewSecret => either(
            "A new secret for a set-up that stood there",
            "기존 설정에 새 비밀 추가",
        ),
        Work::ReplacedSecrets => either(
            "A new secret in the place of removed ones",
            "제거한 비밀을 새 비밀로 교체",
        ),
        Work::RemovedSecrets => either("Old secrets were removed", "이전 비밀 제거"),
        Work::Repaired => either("A repair", "복구"),
        Work::Deleted => either("The set-up was removed", "설정 제거"),
        Work::Purged => either("The set-up was removed for good", "설정 영구 제거"),
    }
}

/// The two kinds of permission.
pub fn kind(kind: PermissionKind) -> &'static str {
    match kind {
        PermissionKind::Application => either("application", "애플리케이션"),
        PermissionKind::Delegated => either("delegated", "위임됨"),
    }
}

/// How the secret was handed over.
pub fn way(way: Way) -> &'static str {
    match way {
        Way::Copied => either("Copied by the user", "사용자가 복사함"),
        Way::Sealed => either(
            "Sealed for another browser; nobody has confirmed that it arrived",
            "다른 브라우저용으로 봉인함. 도착은 확인되지 않음",
        ),
        Way::Filled => either(
            "Filled into Customer Manager's page, and read back there",
            "Customer Manager 페이지에 입력하고 다시 읽어 확인함",
        ),
        Way::Confirmed => either(
            "Customer Manager confirmed that it has the three values",
            "Customer Manager가 세 가지 값을 받았다고 확인함",
        ),
        Way::Saved => either(
            "Customer Manager confirmed that it has saved the three values",
            "Customer Manager가 세 가지 값을 저장했다고 확인함",
        ),
    }
}

/// A time of the service's, such as 2028-11-24T10:00:00Z, as it is read.
pub fn utc(stamp: &str) -> String {
    stamp.replace('T', " ").replace('Z', " UTC")
}

/// When a secret ends.
pub fn ends_on(day: &str) -> String {
    say!("Ends on {day}", "{day}에 만료")
}

/// Why a file was not opened.
pub fn not_a_receipt(why: NotAReceipt) -> Words {
    let again = either(
        "Choose the file that “Download receipt” saved, as it was saved.",
        "“영수증 다운로드”로 저장한 파일을 바꾸지 말고 선택하십시오.",
    );
    let (title, text) = match why {
        NotAReceipt::TooLong | NotAReceipt::AnotherFile => (
            either("This is not a receipt", "영수증이 아닙니다"),
            either(
                "The file is not a receipt of Entra Handover.",
                "Entra Handover의 영수증 파일이 아닙니다.",
            ),
        ),
        NotAReceipt::OtherVersion => (
            either("A receipt of another version", "다른 버전의 영수증"),
            either(
                "This copy of Entra Handover cannot read it.",
                "이 Entra Handover 사본에서는 읽을 수 없습니다.",
            ),
        ),
        NotAReceipt::OtherCloud => (
            either("A receipt of another cloud", "다른 클라우드의 영수증"),
            either(
                "It names a cloud that this copy of Entra Handover does not reach.",
                "이 Entra Handover 사본에서 연결할 수 없는 클라우드가 적혀 있습니다.",
            ),
        ),
        NotAReceipt::Damaged => (
            either(
                "This receipt was changed or damaged",
                "변경되었거나 손상된 영수증",
            ),
            either(
                "It is not what Entra Handover writes, so nothing of it is shown.",
                "Entra Handover가 작성한 내용이 아니므로 표시하지 않습니다.",
            ),
        ),
    };
    Words::new(title, text).act(again)
}

/// Somebody is signed in to another tenant than the receipt's.
pub fn other_tenant() -> Words {
    Words::new(
        either("The receipt is of another tenant", "다른 테넌트의 영수증"),
        either(
            "It cannot be compared with the tenant that you are signed in to.",
            "현재 로그인한 테넌트와 비교할 수 없습니다.",
        ),
    )
    .act(either(
        "Start over, and sign in to the tenant of the receipt.",
        "처음부터 다시 시작하여 영수증의 테넌트에 로그인하십시오.",
    ))
}

/// The tenant could not be read.
pub fn not_compared(failure: &Failure) -> Words {
    Words::new(
        either(
            "The receipt could not be compared",
            "영수증을 비교하지 못했습니다",
        ),
        either(
            "Microsoft Graph did not answer as it should.",
            "Microsoft Graph가 올바르게 응답하지 않았습니다.",
        ),
    )
    .act(either(
        "Open the receipt again in a while.",
        "잠시 후 영수증을 다시 여십시오.",
    ))
    .of_failure(failure)
}

/// One line of the comparison: the state of its row, its name and what it says.
pub fn finding(finding: &Finding, work: Work) -> (&'static str, String, String) {
    let state = match finding.verdict(work) {
        Verdict::AsItSays => "ok",
        Verdict::Different => "failed",
        Verdict::NotKnown => "",
    };
    let (name, line) = match finding {
        Finding::Application(place) => (application().to_owned(), place_line(*place).to_owned()),
        Finding::Principal(found) => (principal().to_owned(), principal_line(*found).to_owned()),
        Finding::Permission {
            name,
            was_granted,
            granted,
            declared,
        } => (
            name.clone(),
            permission_line(*was_granted, *granted, *declared).to_owned(),
        ),
        Finding::Secret { key, life } => (format!("{} {key}", secret_id()), life_line(*life)),
        Finding::Newer => (
            either("Another secret", "다른 비밀").to_owned(),
            either(
                "One that was made later stands beside it. This receipt does not tell by whom.",
                "나중에 만든 비밀이 함께 있습니다. 누가 만들었는지는 이 영수증에 없습니다.",
            )
            .to_owned(),
        ),
        Finding::Listed(key) => (
            format!("{} {key}", secret_id()),
            either(
                "Was removed, and is listed.",
                "제거되었으나 목록에 있습니다.",
            )
            .to_owned(),
        ),
    };
    (state, name, line)
}

fn place_line(place: Place) -> &'static str {
    match place {
        Place::There => either("It is there.", "있습니다."),
        Place::Deleted => either(
            "Deleted. It can be restored for 30 days after that.",
            "삭제되었습니다. 삭제 후 30일 동안 복원할 수 있습니다.",
        ),
        Place::Gone => either(
            "It is not there, and with it its secrets and consent are gone.",
            "없습니다. 비밀과 동의도 함께 사라졌습니다.",
        ),
    }
}

fn principal_line(found: Principal) -> &'static str {
    match found {
        Principal::AsItWas => either(
            "It is there, and enabled.",
            "있으며 사용하도록 설정되어 있습니다.",
        ),
        Principal::Disabled => either(
            "Disabled: Microsoft does not let the application sign in.",
            "사용 안 함: Microsoft가 애플리케이션의 로그인을 허용하지 않습니다.",
        ),
        Principal::Another => either(
            "The one of the receipt is gone, and another one is in its place.",
            "영수증의 서비스 주체는 없고 다른 서비스 주체가 있습니다.",
        ),
        Principal::Missing => either(
            "Missing: without it the application cannot sign in.",
            "없습니다. 서비스 주체가 없으면 애플리케이션이 로그인할 수 없습니다.",
        ),
    }
}

fn permission_line(was_granted: bool, granted: Fact, declared: Fact) -> &'static str {
    match (was_granted, granted, declared) {
        (_, Fact::NotReadable, _) => either(
            "This sign-in may not read whether it is granted.",
            "이 로그인으로는 부여 여부를 읽을 수 없습니다.",
        ),
        (true, Fact::No, _) => either(
            "Admin consent was revoked.",
            "관리자 동의가 취소되었습니다.",
        ),
        (_, _, Fact::No) => either("Not declared any more.", "더 이상 선언되어 있지 않습니다."),
        (true, Fact::Yes, _) => either("Granted, as it was.", "이전과 같이 부여되어 있습니다."),
        (false, Fact::Yes, _) => either("Granted since.", "그 후 부여되었습니다."),
        (false, Fact::No, _) => either(
            "Not granted, as it was.",
            "이전과 같이 부여되지 않은 상태입니다.",
        ),
    }
}

fn life_line(life: Life) -> String {
    match life {
        Life::Lives(None) => say!(
            "It is there, without an end date.",
            "있으며 만료일이 없습니다."
        ),
        Life::Lives(Some(1)) => say!(
            "It is there, and ends in 1 day.",
            "있으며 1일 후에 만료됩니다."
        ),
        Life::Lives(Some(days)) => say!(
            "It is there, and ends in {days} days.",
            "있으며 {days}일 후에 만료됩니다."
        ),
        Life::Ended(1) => say!(
            "It has ended, a day ago or less.",
            "만료되었으며, 만료된 지 1일 이내입니다."
        ),
        Life::Ended(days) => say!("It ended {days} days ago.", "{days}일 전에 만료되었습니다."),
        Life::Gone => say!("It was removed.", "제거되었습니다."),
    }
}
