//! What is said about remembering the end of a secret: on the screens, in the calendar's event, and beside the toolbar button.
//! Neither a secret nor a user is named.

use super::language::{say, texts};
use crate::ids::{ClientId, KeyId, TenantId};

texts! {
    title: "Reminder", "미리 알림";
    save: "Save a reminder", "미리 알림 저장";
    /// Outlook imports one alarm of an event ([MS-OXCICAL] 2.1.3.1.1.20.62).
    what_is_saved:
        "A file for your calendar: the end of the secret, with alarms 60, 30 and 7 days before. Outlook keeps only one of the three alarms.",
        "캘린더용 파일입니다. 비밀의 만료 시각과 만료 60일, 30일, 7일 전 알람이 들어 있습니다. Outlook은 세 알람 중 하나만 유지합니다.";
    on_the_button: "Remind me on the toolbar button", "도구 모음 버튼에 표시하여 알림";
    /// What can be promised without a permission for alarms.
    what_is_kept:
        "From 30 days before the end, the button shows how many days are left. The number is brought up to date when the browser starts and when this panel is opened, not in between. Only ids and the end date are stored, in this browser.",
        "만료 30일 전부터 버튼에 남은 일수가 표시됩니다. 이 숫자는 브라우저를 시작할 때와 이 패널을 열 때 갱신되며, 그 사이에는 바뀌지 않습니다. ID와 만료일만 이 브라우저에 저장됩니다.";
    not_kept:
        "The browser did not store it.",
        "브라우저가 저장하지 못했습니다.";
}

/// The secret that a calendar's event is about.
pub struct Event<'e> {
    pub application: &'e str,
    pub client: ClientId,
    pub key: KeyId,
    pub tenant: TenantId,
    /// Empty where it is not known.
    pub tenant_name: &'e str,
}

/// The event's title.
pub fn summary(event: &Event<'_>) -> String {
    let (application, tenant) = (event.application, event.tenant_name);
    match tenant.is_empty() {
        true => say!(
            "Client secret ends: {application}",
            "클라이언트 비밀 만료: {application}"
        ),
        false => say!(
            "Client secret ends: {application} ({tenant})",
            "클라이언트 비밀 만료: {application}({tenant})"
        ),
    }
}

/// What to do, and which secret it is. `link` opens the renewal, where there is an address to open.
pub fn description(event: &Event<'_>, link: Option<&str>) -> String {
    let Event {
        application,
        client,
        key,
        tenant,
        ..
    } = event;
    let how = match link {
        Some(link) => say!(
            "Renew it before: {link}",
            "그 전에 다음 링크에서 갱신하십시오. {link}"
        ),
        None => say!(
            "Renew it before: press the toolbar button of Entra Handover in your browser, sign in to this tenant and press Renew.",
            "그 전에 갱신하십시오. 브라우저 도구 모음에서 Entra Handover 버튼을 누르고 이 테넌트에 로그인한 다음 갱신을 누르십시오."
        ),
    };
    say!(
        "At this time the client secret of {application} ends, and Microsoft log-ins stop.\n{how}\n\nTenant ID: {tenant}\nClient ID: {client}\nSecret ID: {key}",
        "이 시각에 {application}의 클라이언트 비밀이 만료되고 Microsoft 로그인이 중단됩니다.\n{how}\n\n테넌트 ID: {tenant}\n클라이언트 ID: {client}\n비밀 ID: {key}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::language::{Language, speak};

    #[test]
    fn the_event_says_what_to_do_and_where() {
        let event = Event {
            application: "App",
            client: ClientId::from_u128(2),
            key: KeyId::from_u128(3),
            tenant: TenantId::from_u128(1),
            tenant_name: "Contoso",
        };
        for language in [Language::English, Language::Korean] {
            speak(language);
            assert!(summary(&event).contains("Contoso"));
            let text = description(&event, Some("https://handover.example/#renew=x"));
            for part in [
                "https://handover.example/#renew=x",
                "000001",
                "000002",
                "000003",
            ] {
                assert!(text.contains(part), "{text}");
            }
            assert!(description(&event, None).contains("Entra Handover"));
        }
        speak(Language::English);
    }
}
