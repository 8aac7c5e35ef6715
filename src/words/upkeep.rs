//! What is said at the second visit: how a set-up stands, what to do next, and how its renewal, repair or removal ended. Dates are
//! the screens' to write.

use super::Words;
use super::language::{either, say};
use crate::graph::holdings::Account;
use crate::profile::Permission;
use crate::setup::plan::{Fix, Work};
use crate::setup::status::{Act, Advice, Fact, Holder, Origin};

/// The one line on top: what kind of notice it is, and what it says.
pub fn advice(advice: Advice) -> (&'static str, String) {
    match advice {
        Advice::SetUp => (
            "",
            either("There is no set-up yet.", "아직 설정이 없습니다.").to_owned(),
        ),
        Advice::Only(act) => next(act),
        Advice::Compare { count } => {
            let words = say!(
                "{count} set-ups stand here, and Customer Manager uses one of them. Compare the Client ID there with those below, and remove what is not used.",
                "설정이 {count}개 있으며 Customer Manager는 그중 하나를 사용합니다. Customer Manager의 Client ID를 아래와 비교하고 사용하지 않는 설정을 제거하십시오."
            );
            ("warn", words)
        }
    }
}

/// What to do next about one set-up.
pub fn next(act: Act) -> (&'static str, String) {
    let told = |kind, words: &str| (kind, words.to_owned());
    match act {
        Act::Repair => told(
            "bad",
            either(
                "Repair it: something that it needs is missing, so Microsoft log-ins or the user look-up do not work.",
                "복구하십시오. 필요한 항목이 없어 Microsoft 로그인 또는 사용자 조회가 작동하지 않습니다.",
            ),
        ),
        Act::RenewNow => told(
            "bad",
            either(
                "Renew it now: no secret of it is valid any more, so Microsoft log-ins have stopped.",
                "지금 갱신하십시오. 유효한 비밀이 없어 Microsoft 로그인이 중지되었습니다.",
            ),
        ),
        Act::RenewSoon { days } => (
            "warn",
            say!(
                "Renew it: {}. Then Microsoft log-ins stop.",
                "갱신하십시오: {}. 만료되면 Microsoft 로그인이 중지됩니다.",
                days_left(Some(days))
            ),
        ),
        Act::Declare => told(
            "warn",
            either(
                "Repair it: it works, but a permission is not declared any more, and the next admin consent in the portal would take it away.",
                "복구하십시오. 작동하고 있으나 사용 권한 하나가 더 이상 선언되어 있지 않아 다음에 포털에서 관리자 동의를 부여하면 사라집니다.",
            ),
        ),
        Act::RemoveLost => told(
            "warn",
            either(
                "Remove the secret that nobody has: it was made and never handed over.",
                "아무도 가지고 있지 않은 비밀을 제거하십시오. 만들어졌으나 전달되지 않았습니다.",
            ),
        ),
        Act::RemoveOld => told(
            "",
            either(
                "It works. Older secrets stand beside the newest one: remove them once Customer Manager has the newest.",
                "작동하고 있습니다. 최신 비밀 외에 이전 비밀이 있습니다. Customer Manager에 최신 비밀이 적용되면 제거하십시오.",
            ),
        ),
        Act::Nothing { days } => (
            "good",
            say!(
                "Nothing to do: it works as planned. {}.",
                "할 일이 없습니다. 계획대로 작동하고 있습니다. {}.",
                capital(&days_left(days))
            ),
        ),
    }
}

/// When a secret ends, counted in days.
pub fn days_left(days: Option<i64>) -> String {
    match days {
        None => either("its secret has no end date", "비밀에 만료일이 없습니다").to_owned(),
        Some(..=-2) => say!(
            "its secret ended {} days ago",
            "비밀이 {}일 전에 만료되었습니다",
            -days.unwrap_or_default()
        ),
        Some(-1) => either("its secret has ended", "비밀이 만료되었습니다").to_owned(),
        Some(0) => either(
            "its secret ends within a day",
            "비밀이 하루 안에 만료됩니다",
        )
        .to_owned(),
        Some(1) => either("its secret ends in 1 day", "비밀이 1일 후에 만료됩니다").to_owned(),
        Some(days) => say!(
            "its secret ends in {days} days",
            "비밀이 {days}일 후에 만료됩니다"
        ),
    }
}

fn capital(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}

/// Who made it.
pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Ours => either("Made by Entra Handover", "Entra Handover에서 만듦"),
        Origin::Marked => either(
            "Carries the mark of Entra Handover. This browser has no record of all that it holds: another browser or administrator may have made it.",
            "Entra Handover 표시가 있습니다. 이 브라우저에는 모든 항목에 대한 기록이 없습니다. 다른 브라우저나 관리자가 만들었을 수 있습니다.",
        ),
        Origin::ByHand => either(
            "Made by hand, as its name and permissions say. It is not touched unless you ask for it.",
            "이름과 사용 권한으로 보아 수동으로 만든 설정입니다. 요청하지 않으면 변경하지 않습니다.",
        ),
    }
}

/// Who has a secret.
pub fn holder(holder: Holder) -> &'static str {
    match holder {
        Holder::HandedOver => either(
            "Handed over by Entra Handover.",
            "Entra Handover에서 전달했습니다.",
        ),
        Holder::Sealed => either(
            "Sealed for whoever asked for it: whether it arrived is not known here.",
            "요청한 사람을 위해 봉인했습니다. 도착 여부는 여기서 알 수 없습니다.",
        ),
        Holder::NeverHandedOver => either(
            "Made and never handed over: nobody has it.",
            "만들어졌으나 전달되지 않았습니다. 아무도 가지고 있지 않습니다.",
        ),
        Holder::Lost => either(
            "Its reply was lost on the network: nobody has it.",
            "네트워크에서 응답이 손실되었습니다. 아무도 가지고 있지 않습니다.",
        ),
        Holder::Unknown => either(
            "This browser does not know who has it.",
            "누가 가지고 있는지 이 브라우저는 알지 못합니다.",
        ),
    }
}

/// How the service principal stands, with the state of its row.
pub fn principal(account: Option<Account>) -> (&'static str, &'static str) {
    match account {
        Some(Account::Enabled) => (
            "ok",
            either(
                "There, and enabled.",
                "있으며 사용하도록 설정되어 있습니다.",
            ),
        ),
        Some(Account::Disabled) => (
            "failed",
            either(
                "Disabled: Microsoft does not let the application sign in.",
                "사용 안 함: Microsoft가 애플리케이션의 로그인을 허용하지 않습니다.",
            ),
        ),
        None => (
            "failed",
            either(
                "Missing: without it Microsoft does not let the application sign in.",
                "없음: 서비스 주체가 없으면 Microsoft가 애플리케이션의 로그인을 허용하지 않습니다.",
            ),
        ),
    }
}

/// How a permission stands, with the state of its row.
pub fn permission(declared: Fact, granted: Fact) -> (&'static str, &'static str) {
    match (declared, granted) {
        (Fact::No, Fact::No) => (
            "failed",
            either(
                "Neither declared nor granted.",
                "선언되지도 부여되지도 않았습니다.",
            ),
        ),
        (_, Fact::No) => (
            "failed",
            either(
                "Declared. Admin consent is missing or was revoked.",
                "선언되었습니다. 관리자 동의가 없거나 취소되었습니다.",
            ),
        ),
        (Fact::No, _) => (
            "missing",
            either(
                "Not declared any more: the next admin consent in the portal would take it away.",
                "더 이상 선언되어 있지 않습니다. 다음에 포털에서 관리자 동의를 부여하면 사라집니다.",
            ),
        ),
        (_, Fact::NotReadable) => (
            "",
            either(
                "Declared. This sign-in may not read whether it is granted.",
                "선언되었습니다. 이 로그인으로는 부여 여부를 읽을 수 없습니다.",
            ),
        ),
        (_, Fact::Yes) => (
            "ok",
            either("Declared and granted.", "선언되고 부여되었습니다."),
        ),
    }
}

/// What a repair does.
pub fn fix(fix: &Fix) -> String {
    match fix {
        Fix::Declare(permission) => say!(
            "Declare the permission {}",
            "사용 권한 선언: {}",
            permission.name
        ),
        Fix::MakeServicePrincipal => either(
            "Bring back the service principal, or make a new one",
            "서비스 주체를 복원하거나 새로 만들기",
        )
        .to_owned(),
        Fix::EnableServicePrincipal => either(
            "Enable the service principal",
            "서비스 주체를 사용하도록 설정",
        )
        .to_owned(),
    }
}

/// The consent that a repair gives.
pub fn grant(permission: &Permission) -> String {
    say!(
        "Grant admin consent to {}",
        "관리자 동의 부여: {}",
        permission.name
    )
}

/// What is going on while a run works.
pub fn working(work: &Work) -> &'static str {
    match work {
        Work::AddSecret | Work::ReplaceSecrets(_) => either("Creating", "만드는 중"),
        Work::Repair(_) => either("Repairing", "복구하는 중"),
        Work::RemoveSecrets(_) | Work::Delete | Work::Purge => either("Removing", "제거하는 중"),
    }
}

/// A work that brings no secret was cut short.
pub fn upkeep_interrupted(work: &Work) -> Words {
    let title = match work {
        Work::Repair(_) => either("A repair was interrupted", "복구가 중단되었습니다"),
        Work::Delete | Work::Purge => either("A removal was interrupted", "제거가 중단되었습니다"),
        _ => either(
            "The removal of old secrets was interrupted",
            "이전 비밀 제거가 중단되었습니다",
        ),
    };
    Words::new(
        title,
        either(
            "This browser began it and did not bring it to its end.",
            "이 브라우저에서 시작했으나 끝내지 못했습니다.",
        ),
    )
    .act(either(
        "Continue: what is done is kept, and the rest is done.",
        "계속: 완료된 작업은 유지하고 나머지를 수행합니다.",
    ))
    .act(either(
        "Or leave it as it is, and look at how it stands.",
        "또는 그대로 두고 현재 상태를 확인하십시오.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_in_words() {
        let check = |days: Option<i64>, expected: &str| assert_eq!(days_left(days), expected);
        check(None, "its secret has no end date");
        check(Some(-31), "its secret ended 31 days ago");
        check(Some(-1), "its secret has ended");
        check(Some(0), "its secret ends within a day");
        check(Some(1), "its secret ends in 1 day");
        check(Some(731), "its secret ends in 731 days");
    }

    #[test]
    fn the_line_says_what_to_do_and_why() {
        let check = |act: Act, kind: &str, words: &str| {
            let (found, line) = next(act);
            assert!(found == kind && line.contains(words), "{found} {line}");
        };
        check(Act::Repair, "bad", "Repair it");
        check(Act::RenewNow, "bad", "log-ins have stopped");
        check(Act::RenewSoon { days: 3 }, "warn", "ends in 3 days");
        check(
            Act::Nothing { days: Some(31) },
            "good",
            "Its secret ends in 31 days.",
        );
    }
}
