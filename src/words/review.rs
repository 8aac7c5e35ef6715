//! What the review screen says: the tenant, what will be made, what the user's roles allow.

use super::language::{say, texts};

texts! {
    create: "Create", "만들기";
    title: "Review", "검토";
    intro: "Look at what will be made. It is made when you press Create.", "만들 항목을 확인하십시오. 만들기를 누르면 만들어집니다.";
    cancel: "Cancel", "취소";
    no_changes: "No changes made yet.", "아직 변경된 내용이 없습니다.";
    only_read: " So far this page has only read from your tenant.", " 지금까지 이 페이지는 테넌트를 읽기만 했습니다.";
    roles_not_told: "Microsoft Graph did not tell", "Microsoft Graph가 알려 주지 않음";
    no_active_role: "None that is active", "활성 역할 없음";
    your_tenant: "Your tenant", "테넌트";
    tenant_name: "Tenant name", "테넌트 이름";
    tenant_id: "Tenant ID", "테넌트 ID";
    signed_in_as: "Signed in as", "로그인 계정";
    your_roles: "Your roles", "내 역할";
    ask_for_exception: "Ask a Security Administrator or Global Administrator for an exception for this application, then check again.", "보안 관리자(Security Administrator) 또는 전역 관리자(Global Administrator)에게 이 애플리케이션의 예외를 요청한 다음 다시 확인하십시오.";
    forbidden: "Your tenant's policy forbids client secrets", "테넌트의 정책이 클라이언트 비밀을 금지합니다";
    forbidden_why: "Its app management policy blocks new password credentials, so the secret that Customer Manager needs cannot be made.", "앱 관리 정책이 새 암호 자격 증명을 차단하므로 Customer Manager에 필요한 비밀을 만들 수 없습니다.";
    what_you_can_do: "What you can do", "할 수 있는 조치";
    check_again: "Check again", "다시 확인";
    will_be_restored: "What will be restored", "복원할 항목";
    will_be_created: "What will be created", "만들 항목";
    account_type: "Account type", "계정 유형";
    single_tenant: "Single tenant (this directory only)", "단일 테넌트(이 디렉터리만)";
    redirect_uri: "Redirect URI", "리디렉션 URI";
    none: "None", "없음";
    application: "Application", "애플리케이션";
    service_principal: "Service principal", "서비스 주체";
    one_principal: "One, for this application", "이 애플리케이션용 1개";
    client_secret: "Client secret", "클라이언트 비밀";
    not_known: "Not known beforehand.", "미리 알 수 없습니다.";
    you_can: "You can.", "가능합니다.";
    roles_allow: "What your roles allow", "내 역할로 할 수 있는 작업";
}

/// The name of an application that comes back.
pub fn restored(name: &str) -> String {
    say!("{name}, restored", "{name}(복원)")
}

pub fn needs(roles: &str) -> String {
    say!(
        "Needs {roles}. You can go on; what is refused is shown, with who can finish it.",
        "필요한 역할: {roles}. 계속할 수 있으며, 거부된 작업과 이를 완료할 수 있는 사람이 표시됩니다."
    )
}

pub fn selected(count: usize) -> String {
    say!("{count} selected", "{count}개 선택됨")
}
