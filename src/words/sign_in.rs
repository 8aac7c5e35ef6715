//! What the sign-in screen says, in the same words as the static page that it replaces (index.html).

use super::language::{either, texts};

texts! {
    title: "Sign in", "로그인";
    button: " Sign in with Microsoft", " Microsoft 계정으로 로그인";
    purpose: "Registers iPECS Cloud User Lookup in your Microsoft Entra tenant and hands its three values to Customer Manager. Nothing is changed before you have seen the plan and pressed Create.", "Microsoft Entra 테넌트에 iPECS Cloud User Lookup을 등록하고 세 가지 값을 Customer Manager에 전달합니다. 계획을 확인하고 만들기를 누르기 전에는 아무것도 변경되지 않습니다.";
    options: "Options", "옵션";
    token_instead: "Use an access token instead", "액세스 토큰 사용";
    tenant: "Tenant (name or ID)", "테넌트(이름 또는 ID)";
    tenant_hint: "For example contoso.onmicrosoft.com. Leave it empty to use the tenant of your account.", "예: contoso.onmicrosoft.com. 비워 두면 계정의 테넌트를 사용합니다.";
    cloud: "Cloud", "클라우드";
    token: "Microsoft Graph access token", "Microsoft Graph 액세스 토큰";
    continue_with_token: "Continue with token", "토큰으로 계속";
}

/// What a link for renewing is about, around the tenant's name; without one if the link names none.
pub fn renewal(named: bool) -> (&'static str, &'static str) {
    match named {
        true => (
            either("Renews the client secret in tenant ", "테넌트 "),
            either(
                ". Sign in to see how it stands.",
                "의 클라이언트 비밀을 갱신합니다. 현재 상태를 보려면 로그인하십시오.",
            ),
        ),
        false => (
            either(
                "Renews the client secret. Sign in to see how it stands.",
                "클라이언트 비밀을 갱신합니다. 현재 상태를 보려면 로그인하십시오.",
            ),
            "",
        ),
    }
}

/// Around the command that prints a token.
pub fn token_hint() -> (&'static str, &'static str) {
    (
        either("The accessToken printed by ", ""),
        either(
            ". It is kept in memory only and never stored.",
            " 명령이 출력하는 accessToken입니다. 메모리에만 보관하며 저장하지 않습니다.",
        ),
    )
}

/// What one of Microsoft's clouds is called.
pub fn cloud_name(title: &'static str) -> &'static str {
    match title {
        "Global" => either(title, "글로벌"),
        "US Government" => either(title, "미국 정부"),
        "US Government (DoD)" => either(title, "미국 정부(DoD)"),
        "China (21Vianet)" => either(title, "중국(21Vianet)"),
        other => other,
    }
}
