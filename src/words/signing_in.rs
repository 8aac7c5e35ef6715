//! The sign-in's texts: what went wrong and what to do next, with Microsoft's terms. It is one closed
//! table: nothing that the service wrote is part of a text.

use super::language::{either, texts};
use crate::signin::aadsts::SignInProblem;

/// A message to the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    pub title: &'static str,
    pub text: &'static str,
    /// What the user can do next.
    pub act: &'static str,
}

pub(super) fn help(title: &'static str, text: &'static str, act: &'static str) -> Help {
    Help { title, text, act }
}

texts! {
    again: "Sign in again.", "다시 로그인하십시오.";
    later: "Wait a minute, then sign in again.", "1분 기다린 다음 다시 로그인하십시오.";
}

impl SignInProblem {
    pub fn help(self) -> Help {
        match self {
            Self::Declined => help(
                either("Sign-in was cancelled", "로그인이 취소되었습니다"),
                either(
                    "The permissions were not accepted. Nothing was changed.",
                    "사용 권한을 수락하지 않았습니다. 아무것도 변경되지 않았습니다.",
                ),
                either(
                    "Sign in again when you are ready, and choose Accept.",
                    "준비되면 다시 로그인하여 수락을 선택하십시오.",
                ),
            ),
            Self::ConsentNeeded => help(
                either(
                    "The permissions are not accepted yet",
                    "사용 권한이 아직 수락되지 않았습니다",
                ),
                either(
                    "Nobody has accepted them for this account.",
                    "이 계정에 대해 아무도 사용 권한을 수락하지 않았습니다.",
                ),
                either(
                    "Sign in again and choose Accept.",
                    "다시 로그인하여 수락을 선택하십시오.",
                ),
            ),
            Self::AdminApprovalNeeded => help(
                either(
                    "An administrator must approve Entra Handover",
                    "관리자가 Entra Handover를 승인해야 합니다",
                ),
                either(
                    "Your account may not accept the permissions that it asks for.",
                    "계정에 요청된 사용 권한을 수락할 권한이 없습니다.",
                ),
                either(
                    "Sign in with an account that is Global Administrator or Privileged Role Administrator, or ask such a person to sign in here once and accept.",
                    "전역 관리자(Global Administrator) 또는 권한 있는 역할 관리자(Privileged Role Administrator) 계정으로 로그인하거나, 그러한 관리자에게 여기에 한 번 로그인하여 수락하도록 요청하십시오.",
                ),
            ),
            Self::WrongAccount => help(
                either(
                    "This account does not belong to the tenant",
                    "이 계정은 테넌트에 속하지 않습니다",
                ),
                either(
                    "Microsoft does not know the account in the tenant that was asked for.",
                    "요청한 테넌트에서 Microsoft가 계정을 찾을 수 없습니다.",
                ),
                either(
                    "Sign in again and choose an account of that tenant, or leave the tenant field empty.",
                    "다시 로그인하여 그 테넌트의 계정을 선택하거나 테넌트 필드를 비워 두십시오.",
                ),
            ),
            Self::WorkAccountNeeded => help(
                either("A work account is needed", "회사 계정이 필요합니다"),
                either(
                    "A personal Microsoft account cannot set up applications for a company.",
                    "개인 Microsoft 계정으로는 회사의 애플리케이션을 설정할 수 없습니다.",
                ),
                either(
                    "Sign in with a work account of the tenant.",
                    "테넌트의 회사 계정으로 로그인하십시오.",
                ),
            ),
            Self::MfaNeeded => help(
                either(
                    "More proof of identity is needed",
                    "추가 신원 확인이 필요합니다",
                ),
                either(
                    "The tenant asks for multifactor authentication.",
                    "테넌트에서 다단계 인증을 요구합니다.",
                ),
                either(
                    "Sign in again and complete it. If it is not set up yet, Microsoft's page leads you through.",
                    "다시 로그인하여 인증을 완료하십시오. 아직 설정되지 않았다면 Microsoft 페이지의 안내를 따르십시오.",
                ),
            ),
            Self::BlockedByPolicy => help(
                either(
                    "A policy of the tenant blocks this sign-in",
                    "테넌트의 정책이 이 로그인을 차단합니다",
                ),
                either(
                    "It is a Conditional Access policy or the security defaults.",
                    "조건부 액세스 정책 또는 보안 기본값입니다.",
                ),
                either(
                    "Try again from a network that your company allows, or ask the administrator which policy it is: the sign-in logs name it.",
                    "회사에서 허용하는 네트워크에서 다시 시도하거나 어떤 정책인지 관리자에게 문의하십시오. 로그인 로그에 정책 이름이 있습니다.",
                ),
            ),
            Self::DeviceNotAllowed => help(
                either("This device is not allowed", "이 장치는 허용되지 않습니다"),
                either(
                    "A Conditional Access policy asks for a device that your company manages.",
                    "조건부 액세스 정책이 회사에서 관리하는 장치를 요구합니다.",
                ),
                either(
                    "Open this page on such a device and sign in there.",
                    "그러한 장치에서 이 페이지를 열고 로그인하십시오.",
                ),
            ),
            Self::SignInAgain => help(
                either("Your sign-in has ended", "로그인이 만료되었습니다"),
                either(
                    "Microsoft asks for a new one.",
                    "Microsoft가 새 로그인을 요청합니다.",
                ),
                again(),
            ),
            Self::NotAssigned => help(
                either(
                    "Your account is not assigned to Entra Handover",
                    "계정이 Entra Handover에 할당되지 않았습니다",
                ),
                either(
                    "In this tenant only assigned users may use it.",
                    "이 테넌트에서는 할당된 사용자만 사용할 수 있습니다.",
                ),
                either(
                    "Ask an administrator to assign you: Enterprise applications > Entra Handover > Users and groups.",
                    "관리자에게 할당을 요청하십시오: 엔터프라이즈 애플리케이션 > Entra Handover > 사용자 및 그룹.",
                ),
            ),
            Self::AppNotFound => help(
                either(
                    "Entra Handover is not known in this tenant",
                    "이 테넌트에서 Entra Handover를 찾을 수 없습니다",
                ),
                either(
                    "Its client id was not found. Either the tenant or the cloud is not the right one, or the registration was deleted.",
                    "클라이언트 ID를 찾을 수 없습니다. 테넌트나 클라우드가 올바르지 않거나 등록이 삭제되었습니다.",
                ),
                either(
                    "Check tenant and cloud and sign in again. If it was registered just now, wait a minute first.",
                    "테넌트와 클라우드를 확인하고 다시 로그인하십시오. 방금 등록했다면 먼저 1분 기다리십시오.",
                ),
            ),
            Self::AppDisabled => help(
                either(
                    "Entra Handover is disabled",
                    "Entra Handover가 사용 안 함으로 설정되어 있습니다",
                ),
                either(
                    "It was switched off in this tenant, or by Microsoft.",
                    "이 테넌트 또는 Microsoft에서 껐습니다.",
                ),
                either(
                    "Ask an administrator to allow it: Enterprise applications > Entra Handover > Properties > Enabled for users to sign-in.",
                    "관리자에게 허용을 요청하십시오: 엔터프라이즈 애플리케이션 > Entra Handover > 속성 > 사용자가 로그인할 수 있나요?",
                ),
            ),
            Self::RedirectMismatch => help(
                either(
                    "This page's address is not registered",
                    "이 페이지의 주소가 등록되지 않았습니다",
                ),
                either(
                    "Microsoft sends the answer of a sign-in only to registered addresses.",
                    "Microsoft는 등록된 주소로만 로그인 응답을 보냅니다.",
                ),
                either(
                    "Whoever hosts this page must add its exact address as a redirect URI of the platform Single-page application.",
                    "이 페이지의 호스팅 담당자가 정확한 주소를 SPA(단일 페이지 애플리케이션) 플랫폼의 리디렉션 URI로 추가해야 합니다.",
                ),
            ),
            Self::NotSpa => help(
                either(
                    "This page's address is registered for another platform",
                    "이 페이지의 주소가 다른 플랫폼으로 등록되어 있습니다",
                ),
                either(
                    "It must be registered for Single-page application.",
                    "SPA(단일 페이지 애플리케이션)로 등록해야 합니다.",
                ),
                either(
                    "Whoever hosts this page must remove the redirect URI from Web or Mobile and desktop, and add it to Single-page application.",
                    "이 페이지의 호스팅 담당자가 웹 또는 모바일 및 데스크톱에서 리디렉션 URI를 제거하고 SPA(단일 페이지 애플리케이션)에 추가해야 합니다.",
                ),
            ),
            Self::WrongAudience => help(
                either(
                    "Entra Handover's registration does not allow this sign-in",
                    "Entra Handover의 등록이 이 로그인을 허용하지 않습니다",
                ),
                either(
                    "It is made for the accounts of one tenant only.",
                    "한 테넌트의 계정만 사용할 수 있도록 등록되어 있습니다.",
                ),
                either(
                    "Enter that tenant and sign in again, or have the registration changed to Accounts in any organizational directory.",
                    "그 테넌트를 입력하고 다시 로그인하거나, 등록을 모든 조직 디렉터리의 계정으로 변경하도록 하십시오.",
                ),
            ),
            Self::BadRegistration => help(
                either(
                    "Entra Handover's registration is not complete",
                    "Entra Handover의 등록이 완전하지 않습니다",
                ),
                either(
                    "A permission that it asks for is not listed there, or Microsoft does not take the request.",
                    "요청하는 사용 권한이 등록에 없거나 Microsoft가 요청을 받아들이지 않습니다.",
                ),
                either(
                    "Whoever hosts this page must compare its API permissions with the README.",
                    "이 페이지의 호스팅 담당자가 API 사용 권한을 README와 비교해야 합니다.",
                ),
            ),
            Self::ServiceMissing => help(
                either(
                    "Microsoft Graph is not present in this tenant",
                    "이 테넌트에 Microsoft Graph가 없습니다",
                ),
                either(
                    "Its service principal is missing.",
                    "서비스 주체가 없습니다.",
                ),
                either(
                    "Check tenant and cloud and sign in again, or ask Microsoft's support.",
                    "테넌트와 클라우드를 확인하고 다시 로그인하거나 Microsoft 지원에 문의하십시오.",
                ),
            ),
            Self::TenantUnknown => help(
                either("There is no such tenant", "그러한 테넌트가 없습니다"),
                either(
                    "Microsoft does not know it in this cloud.",
                    "이 클라우드에서 Microsoft가 테넌트를 찾을 수 없습니다.",
                ),
                either(
                    "Check the tenant's name or id, and the cloud, and sign in again.",
                    "테넌트의 이름 또는 ID와 클라우드를 확인하고 다시 로그인하십시오.",
                ),
            ),
            Self::WrongCloud => help(
                either(
                    "The tenant is in another cloud",
                    "테넌트가 다른 클라우드에 있습니다",
                ),
                either(
                    "Microsoft's national clouds know only their own tenants.",
                    "Microsoft의 국가별 클라우드는 자체 테넌트만 인식합니다.",
                ),
                either(
                    "Choose the tenant's cloud and sign in again.",
                    "테넌트의 클라우드를 선택하고 다시 로그인하십시오.",
                ),
            ),
            Self::CodeReused => help(
                either(
                    "This sign-in cannot be used",
                    "이 로그인은 사용할 수 없습니다",
                ),
                either(
                    "Its answer was used before or has ended. A reload or a second tab does that.",
                    "응답이 이미 사용되었거나 만료되었습니다. 다시 로드하거나 두 번째 탭을 열면 그렇게 됩니다.",
                ),
                again(),
            ),
            Self::Loop => help(
                either("Too many sign-ins in a row", "연속 로그인이 너무 많습니다"),
                either(
                    "Microsoft stopped them for a while.",
                    "Microsoft가 잠시 로그인을 중지했습니다.",
                ),
                either(
                    "Wait five minutes, then sign in once.",
                    "5분 기다린 다음 한 번만 로그인하십시오.",
                ),
            ),
            Self::Throttled => help(
                either(
                    "Microsoft's sign-in service is busy",
                    "Microsoft 로그인 서비스가 혼잡합니다",
                ),
                either(
                    "It asks to come back later. Nothing was changed.",
                    "나중에 다시 시도하도록 요청합니다. 아무것도 변경되지 않았습니다.",
                ),
                later(),
            ),
            Self::Unknown => help(
                either(
                    "Microsoft refused the sign-in",
                    "Microsoft가 로그인을 거부했습니다",
                ),
                either(
                    "The details below say more.",
                    "자세한 내용은 아래 세부 정보에 있습니다.",
                ),
                either(
                    "Sign in again. If it is refused again, send the details to your administrator.",
                    "다시 로그인하십시오. 또 거부되면 세부 정보를 관리자에게 보내십시오.",
                ),
            ),
        }
    }
}
