//! What an extension says of the portal beside it.

use super::language::{either, texts};
use crate::azure_portal::Page;

texts! {
    own_tenant: "Use my account's own tenant", "내 계정의 테넌트 사용";
    portals_tenant: "Use the portal's tenant", "포털의 테넌트 사용";
    in_the_portal: "In the portal", "포털에서 보기";
    opens_beside: "Opens in the portal's tab beside this panel.", "이 패널 옆의 포털 탭에서 열립니다.";
    opens_new: "Opens in a new tab.", "새 탭에서 열립니다.";
}

/// Around the tenant that is signed in to.
pub fn portals() -> (&'static str, &'static str) {
    (
        either(
            "The portal beside this panel is open in ",
            "이 패널 옆의 포털이 ",
        ),
        either(
            ". You sign in to that tenant.",
            " 테넌트에서 열려 있습니다. 그 테넌트에 로그인합니다.",
        ),
    )
}

/// Around the tenant that is not signed in to.
pub fn own() -> (&'static str, &'static str) {
    (
        either(
            "You sign in to your account's own tenant, not to ",
            "계정의 테넌트에 로그인하며, 다음 테넌트에는 로그인하지 않습니다: ",
        ),
        ".",
    )
}

/// What a page of the portal is called.
pub fn page(page: Page) -> &'static str {
    match page {
        Page::Application => either(page.title(), "애플리케이션"),
        Page::Secrets => either(page.title(), "인증서 및 비밀"),
        Page::Permissions => either(page.title(), "API 사용 권한"),
        Page::EnterpriseApplication(_) => either(page.title(), "엔터프라이즈 애플리케이션"),
    }
}
