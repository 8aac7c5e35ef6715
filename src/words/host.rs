//! What is said when a hosted copy is not set up right.

use super::language::{either, say};
use super::{Words, sending};
use crate::cloud::CloudError;
use crate::config::ConfigError;
use std::borrow::Cow;

/// What is wrong with the hosted copy.
pub fn config(error: &ConfigError) -> Words {
    let title = either(
        "This copy of Entra Handover is not set up right",
        "이 Entra Handover 사본이 올바르게 설정되지 않았습니다",
    );
    let fix = either(
        "Whoever hosts this page must correct config.json beside it.",
        "이 페이지의 호스팅 담당자가 함께 있는 config.json을 수정해야 합니다.",
    );
    match error {
        ConfigError::OtherHost(host) => Words::new(
            title,
            either(
                "It was opened at another address than the one it is registered for.",
                "등록된 주소와 다른 주소에서 열렸습니다.",
            ),
        )
        .act(say!(
            "Open it at https://{host}/ instead.",
            "https://{host}/ 주소에서 여십시오."
        )),
        other => Words::new(title, misconfigured(other)).act(fix),
    }
}

/// What is wrong with `config.json`.
fn misconfigured(error: &ConfigError) -> Cow<'static, str> {
    match error {
        ConfigError::Unreadable => either(
            "config.json is missing or is not JSON",
            "config.json이 없거나 JSON이 아닙니다",
        )
        .into(),
        ConfigError::ClientId => {
            either("client_id is not a GUID", "client_id가 GUID가 아닙니다").into()
        }
        ConfigError::Web => {
            either("web is not an https address", "web이 https 주소가 아닙니다").into()
        }
        ConfigError::Tenant => either(
            "tenant is neither a tenant id nor a domain name",
            "tenant가 테넌트 ID도 도메인 이름도 아닙니다",
        )
        .into(),
        ConfigError::Cloud(CloudError::Unknown) => {
            either("cloud: unknown cloud", "cloud: 알 수 없는 클라우드입니다").into()
        }
        ConfigError::Cloud(CloudError::OtherOrigin) => either(
            "cloud: a cloud that is not Microsoft's must have the page's own origin",
            "cloud: Microsoft의 클라우드가 아니면 페이지와 같은 원본이어야 합니다",
        )
        .into(),
        ConfigError::Portal(error) => format!("portal: {}", sending::address_error(*error)).into(),
        ConfigError::OtherHost(host) => say!(
            "this copy belongs at {host}",
            "이 사본의 주소는 {host}입니다"
        )
        .into(),
    }
}
