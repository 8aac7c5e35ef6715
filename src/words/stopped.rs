//! Why a run stopped, and what can be done: by step, by what the plan was about, and by what Graph answered.

use super::language::{either, say};
use super::{Words, roles};
use crate::graph::{Failure, Kind};
use crate::profile::IPECS_CLOUD;
use crate::setup::plan::{Plan, Target, Work};
use crate::setup::rights::{Right, needed};
use crate::setup::run::{Step, Stop};

/// Why a run stopped.
pub fn stop(stop: &Stop, plan: &Plan) -> Words {
    match stop {
        Stop::Cancelled if !plan.work.brings_a_secret() => {
            Words::new(either("Stopped", "중지됨"), either("You cancelled. What was done so far stays.", "취소했습니다. 지금까지 완료된 작업은 그대로 유지됩니다."))
                .act(either("Try again: the rest is done.", "다시 시도: 나머지 작업을 수행합니다."))
        }
        Stop::Cancelled => Words::new(either("Stopped", "중지됨"), either("You cancelled. Below is what this run has made.", "취소했습니다. 이번 실행에서 만든 항목은 아래와 같습니다."))
            .act(either("Try again: what exists is kept and used.", "다시 시도: 있는 항목은 유지하여 사용합니다."))
            .act(either("Undo: what this run made is removed.", "실행 취소: 이번 실행에서 만든 항목을 제거합니다.")),
        Stop::SignInAgain { .. } => Words::new(
            either("Your sign-in has ended", "로그인이 만료되었습니다"),
            either("Microsoft no longer accepts it. What was made so far is kept.", "Microsoft가 더 이상 로그인을 허용하지 않습니다. 지금까지 만든 항목은 유지됩니다."),
        )
        .act(either("Sign in again: the set-up continues where it stopped.", "다시 로그인하십시오. 중지된 곳에서 설정이 계속됩니다.")),
        Stop::JournalUnwritable => Words::new(
            either("This browser does not let the page remember what it does", "이 브라우저에서는 페이지가 작업 내용을 기억할 수 없습니다"),
            either("Without that, a reply lost on the network could leave an unknown secret behind, so nothing more was sent.", "작업 내용을 기억하지 못하면 네트워크에서 응답이 손실될 때 알 수 없는 비밀이 남을 수 있으므로 더 이상 전송하지 않았습니다."),
        )
        .act(either("Leave private browsing, or allow this page to store data, and try again.", "개인 정보 보호 브라우징을 종료하거나 이 페이지의 데이터 저장을 허용하고 다시 시도하십시오.")),
        Stop::Changed { .. } if plan.work == Work::Delete => Words::new(
            either("The application is used by others", "다른 사람이 애플리케이션을 사용하고 있습니다"),
            either("It holds what this browser's runs of Entra Handover did not make. Whoever put it there loses it with the application, so nothing is deleted before you decide.", "이 브라우저의 Entra Handover가 만들지 않은 항목이 있습니다. 애플리케이션을 삭제하면 그 항목도 사라지므로, 결정하기 전에는 아무것도 삭제하지 않습니다."),
        )
        .act(either("Look at each line below. Tick what you give up, then go on.", "아래 각 항목을 확인하십시오. 포기할 항목을 선택한 다음 계속하십시오.")),
        Stop::Changed { .. } => Words::new(
            either("Somebody else has a hand in this application", "다른 사람이 이 애플리케이션에 관여하고 있습니다"),
            either("It holds what this browser's runs of Entra Handover did not make. Whoever put it there could use the rights and secrets that it gets, so it is given nothing more before you decide.", "이 브라우저의 Entra Handover가 만들지 않은 항목이 있습니다. 그 항목을 추가한 사람이 애플리케이션의 권한과 비밀을 사용할 수 있으므로, 결정하기 전에는 더 이상 아무것도 부여하지 않습니다."),
        )
        .act(either("Look at each line below. Tick what you know and accept, then go on.", "아래 각 항목을 확인하십시오. 알고 있으며 허용할 항목을 선택한 다음 계속하십시오."))
        .act(either("If you do not know where it comes from, ask your other administrators before you go on.", "출처를 모르는 경우 계속하기 전에 다른 관리자에게 문의하십시오.")),
        Stop::Gone => Words::new(
            either("The application is not there any more", "애플리케이션이 더 이상 없습니다"),
            either("Somebody deleted it since this run began.", "이번 실행이 시작된 후 다른 사람이 삭제했습니다."),
        )
        .act(either("Start over: a deleted application is found and can be restored, or a new one is made.", "처음부터 다시 시작하십시오. 삭제된 애플리케이션을 찾아 복원하거나 새로 만들 수 있습니다.")),
        Stop::PrincipalGone => Words::new(
            either(
                "The service principal is not there any more",
                "서비스 주체가 더 이상 없습니다",
            ),
            either(
                "Somebody deleted it since you looked, so this repair is not what is missing now. What was repaired so far stays.",
                "확인한 뒤에 누군가가 삭제하여, 이 복구만으로는 부족합니다. 지금까지 복구된 항목은 그대로 유지됩니다.",
            ),
        )
        .act(either(
            "Look again: the repair then makes it good, with the consent that went with it.",
            "다시 살펴보기: 서비스 주체와 함께 사라진 동의까지 복구할 수 있습니다.",
        )),
        Stop::Failed(step, failure) => failed(*step, plan, failure),
    }
}

/// On the button that reads the tenant anew.
pub fn look_again() -> &'static str {
    either("Look again", "다시 살펴보기")
}

fn failed(step: Step, plan: &Plan, failure: &Failure) -> Words {
    let title = match (step, &plan.work) {
        (Step::Application, Work::Delete) => either(
            "The application could not be deleted",
            "애플리케이션을 삭제할 수 없습니다",
        ),
        (Step::ServicePrincipal, Work::Delete) => either(
            "The service principal could not be deleted",
            "서비스 주체를 삭제할 수 없습니다",
        ),
        (Step::Application, Work::Purge) => either(
            "The application could not be removed for good",
            "애플리케이션을 영구적으로 제거할 수 없습니다",
        ),
        (Step::Application, Work::Repair(_)) => either(
            "The permissions could not be declared",
            "사용 권한을 선언할 수 없습니다",
        ),
        (Step::ServicePrincipal, Work::Repair(_)) => either(
            "The service principal could not be mended",
            "서비스 주체를 복구할 수 없습니다",
        ),
        (Step::Application, _) => match plan.target {
            Target::Deleted { .. } => either(
                "The application could not be restored",
                "애플리케이션을 복원할 수 없습니다",
            ),
            _ => either(
                "The application could not be created",
                "애플리케이션을 만들 수 없습니다",
            ),
        },
        (Step::ServicePrincipal, _) => match plan.target {
            Target::Deleted { .. } => either(
                "The service principal could not be restored",
                "서비스 주체를 복원할 수 없습니다",
            ),
            _ => either(
                "The service principal could not be created",
                "서비스 주체를 만들 수 없습니다",
            ),
        },
        (Step::Consent(..), _) => either(
            "Admin consent could not be granted",
            "관리자 동의를 부여할 수 없습니다",
        ),
        (Step::OldSecrets, _) => either(
            "An old client secret could not be removed",
            "이전 클라이언트 비밀을 제거할 수 없습니다",
        ),
        (Step::Secret, _) => either(
            "The client secret could not be created",
            "클라이언트 비밀을 만들 수 없습니다",
        ),
    };
    let right = match step {
        Step::Consent(..) => Right::ConsentToApplicationPermissions,
        Step::OldSecrets => Right::RemoveSecret,
        Step::Secret => Right::AddSecret,
        Step::Application | Step::ServicePrincipal => needed(plan)
            .first()
            .copied()
            .unwrap_or(Right::ChangeApplication),
    };
    let words = match &failure.kind {
        Kind::Forbidden => Words::new(title, either("Your account does not have the right to do this in this tenant.", "계정에 이 테넌트에서 이 작업을 수행할 권한이 없습니다."))
            .act(say!("Sign in with an account that is {}.", "다음 역할의 계정으로 로그인하십시오: {}", roles(right)))
            .act(either("If your role must be activated first (Privileged Identity Management), activate it and try again.", "역할을 먼저 활성화해야 하는 경우(Privileged Identity Management) 활성화한 다음 다시 시도하십시오.")),
        Kind::QuotaExceeded => Words::new(title, either("Your account owns as many objects as the tenant lets it.", "계정이 소유할 수 있는 개체 수가 테넌트의 한도에 도달했습니다."))
            .act(either("Delete applications that you no longer need, also from Deleted applications, and try again.", "더 이상 필요하지 않은 애플리케이션을 삭제하고(삭제된 애플리케이션에서도 삭제) 다시 시도하십시오."))
            .act(say!("Or sign in with an account that is {}.", "또는 다음 역할의 계정으로 로그인하십시오: {}", roles(right))),
        Kind::SecretsForbidden => Words::new(title, either("The tenant's app management policy forbids client secrets.", "테넌트의 앱 관리 정책이 클라이언트 비밀을 금지합니다."))
            .act(either("Ask a Security Administrator or Global Administrator for an exception for this application, then try again.", "보안 관리자(Security Administrator) 또는 전역 관리자(Global Administrator)에게 이 애플리케이션의 예외를 요청한 다음 다시 시도하십시오.")),
        Kind::LifetimeTooLong => Words::new(title, either("The tenant's app management policy allows only a shorter life for a secret.", "테넌트의 앱 관리 정책은 더 짧은 비밀 수명만 허용합니다."))
            .act(either("Choose a shorter life and try again.", "더 짧은 수명을 선택하고 다시 시도하십시오.")),
        Kind::Throttled | Kind::Busy => Words::new(title, either("Microsoft Graph is busy and asked to wait longer than five minutes.", "Microsoft Graph가 혼잡하여 5분 넘게 기다리도록 요청했습니다."))
            .act(either("Wait a while, then try again: what exists is kept and used.", "잠시 기다린 다음 다시 시도하십시오. 있는 항목은 유지하여 사용합니다.")),
        Kind::NotFound | Kind::NotReplicated => Words::new(
            title,
            either("What was just made is still not known everywhere in Microsoft Entra. That can take some minutes.", "방금 만든 항목이 아직 Microsoft Entra의 모든 곳에 반영되지 않았습니다. 몇 분이 걸릴 수 있습니다."),
        )
        .act(either("Wait a few minutes, then try again: what exists is kept and used.", "몇 분 기다린 다음 다시 시도하십시오. 있는 항목은 유지하여 사용합니다.")),
        Kind::Unreachable(_) => Words::new(title, either("Microsoft Graph could not be reached.", "Microsoft Graph에 연결할 수 없습니다."))
            .act(either("Check your network connection, then try again: what exists is kept and used.", "네트워크 연결을 확인한 다음 다시 시도하십시오. 있는 항목은 유지하여 사용합니다.")),
        Kind::Unavailable | Kind::Garbled => Words::new(title, either("Microsoft Graph did not answer as it should.", "Microsoft Graph가 올바르게 응답하지 않았습니다."))
            .act(either("Try again in a while: what exists is kept and used.", "잠시 후 다시 시도하십시오. 있는 항목은 유지하여 사용합니다.")),
        Kind::TokenRejected { .. } => Words::new(title, either("Microsoft no longer accepts your sign-in.", "Microsoft가 더 이상 로그인을 허용하지 않습니다.")).act(either("Sign in again.", "다시 로그인하십시오.")),
        Kind::AlreadyExists | Kind::Refused => Words::new(title, either("Microsoft Graph refused the call.", "Microsoft Graph가 호출을 거부했습니다."))
            .act(either("Try again. If it is refused again, send the details below to whoever hosts this page.", "다시 시도하십시오. 또 거부되면 아래 세부 정보를 이 페이지의 호스팅 담당자에게 보내십시오.")),
    };
    words.of_failure(failure)
}

/// Why Entra Handover itself could not be registered.
pub fn registering(failure: &Failure) -> Words {
    failed(Step::Application, &Plan::suggested(&IPECS_CLOUD), failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Unreachable;
    use crate::setup::find::FindError;
    use crate::words::find;

    #[test]
    fn every_stop_names_the_next_act() {
        let plan = Plan::suggested(&IPECS_CLOUD);
        let kinds = [
            Kind::Unreachable(Unreachable::Network),
            Kind::Unavailable,
            Kind::Garbled,
            Kind::Throttled,
            Kind::Busy,
            Kind::NotReplicated,
            Kind::NotFound,
            Kind::AlreadyExists,
            Kind::Forbidden,
            Kind::TokenRejected { claims: None },
            Kind::SecretsForbidden,
            Kind::LifetimeTooLong,
            Kind::QuotaExceeded,
            Kind::Refused,
        ];
        for kind in kinds {
            for step in [
                Step::Application,
                Step::ServicePrincipal,
                Step::OldSecrets,
                Step::Secret,
            ] {
                let words = stop(
                    &Stop::Failed(step, Box::new(Failure::of(kind.clone()))),
                    &plan,
                );
                assert!(
                    !words.acts.is_empty() && !words.text.is_empty(),
                    "{step:?} {kind:?}"
                );
            }
            assert!(
                !find(&FindError::Graph(Failure::of(kind.clone())))
                    .acts
                    .is_empty(),
                "{kind:?}"
            );
        }
        for other in [
            Stop::Gone,
            Stop::PrincipalGone,
            Stop::Changed {
                differences: Vec::new(),
            },
            Stop::Cancelled,
            Stop::JournalUnwritable,
            Stop::SignInAgain { claims: None },
        ] {
            assert!(!stop(&other, &plan).acts.is_empty());
        }
    }
}
