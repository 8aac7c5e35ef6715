//! What the extension's panel says of filling in the page beside it.

use super::Words;
use super::language::{either, say, texts};
use super::sending::address_error;
use crate::handover::address::AddressError;

texts! {
    busy: "Customer Manager's page is being filled in. Leave it in front.", "Customer Manager의 페이지에 입력하고 있습니다. 페이지를 앞에 두십시오.";
    remembered: "The fields are remembered for this site. Now press Fill Customer Manager.", "이 사이트의 필드를 기억했습니다. 이제 Customer Manager에 입력을 누르십시오.";
    fill: "Fill Customer Manager", "Customer Manager에 입력";
    pressed_soon: "It can be pressed as soon as Microsoft Entra shows the new secret everywhere.", "Microsoft Entra의 모든 곳에 새 비밀이 표시되면 누를 수 있습니다.";
    decide_first: "Nothing is filled in before you decide about the message above.", "위의 메시지에 대해 결정하기 전에는 아무것도 입력되지 않습니다.";
    pick: "Pick the fields", "필드 선택";
}

/// What is to be clicked on the page.
pub fn click_field(label: &str) -> String {
    say!(
        "Click the field {label} on the page. Esc gives it up.",
        "페이지에서 {label} 필드를 클릭하십시오. Esc를 누르면 중단합니다."
    )
}

pub fn click_switch(label: &str) -> String {
    say!(
        "Click {label} on the page. Esc if there is none.",
        "페이지에서 {label} 항목을 클릭하십시오. 없으면 Esc를 누르십시오."
    )
}

fn go() -> &'static str {
    either(
        "go to its tab and press the Entra Handover button in the toolbar there: that gives access to the page",
        "그 탭으로 이동하여 도구 모음의 Entra Handover 버튼을 누르십시오. 그러면 페이지에 접근할 수 있습니다",
    )
}

/// No page beside the panel is known that could be Customer Manager.
pub fn no_page() -> String {
    say!(
        "To fill in Customer Manager from here, {go}.",
        "여기서 Customer Manager에 입력하려면 {go}.",
        go = go()
    )
}

/// The page beside has an address that is not filled in.
pub fn unusable(error: AddressError) -> String {
    let error = address_error(error);
    say!(
        "The page beside this panel cannot be filled in: {error}. For Customer Manager, {go}.",
        "이 패널 옆의 페이지에는 입력할 수 없습니다: {error}. Customer Manager에 입력하려면 {go}.",
        go = go()
    )
}

/// The page beside is another one than the portal that the host names.
pub fn other_page(found: &str, named: &str) -> String {
    say!(
        "The page beside this panel is of {found}, and your Customer Manager is {named}. To fill that in, {go}.",
        "이 패널 옆에 있는 페이지의 주소는 {found}이며 Customer Manager의 주소는 {named}입니다. 그곳에 입력하려면 {go}.",
        go = go()
    )
}

/// Around the origin that is filled in.
pub fn puts() -> (&'static str, &'static str) {
    (
        either(
            "Puts the values into Tenant ID, Client ID and Secret Code on ",
            "",
        ),
        either(
            ", and nowhere else. On the way it opens Authority Setting > MS AAD and presses Modify where that is needed, and sets User Look-Up Usage to Use. Save is yours.",
            " 페이지의 Tenant ID, Client ID, Secret Code에만 값을 입력합니다. 필요한 경우 Authority Setting > MS AAD를 열고 Modify를 누르며 User Look-Up Usage를 Use로 설정합니다. Save는 직접 누르십시오.",
        ),
    )
}

/// The browser gives no access to the page.
pub fn out_of_reach() -> Words {
    Words::new(
        either("The page may not be read", "페이지를 읽을 수 없습니다"),
        either(
            "The browser gives access to a page when you press the Entra Handover button in the toolbar on it, until the tab goes to another site. Nothing was filled.",
            "페이지에서 도구 모음의 Entra Handover 버튼을 누르면 탭이 다른 사이트로 이동할 때까지 브라우저가 페이지 접근을 허용합니다. 아무것도 입력되지 않았습니다.",
        ),
    )
    .act(either(
        "Press the Entra Handover button in the toolbar on the tab of Customer Manager, and try again.",
        "Customer Manager 탭에서 도구 모음의 Entra Handover 버튼을 누르고 다시 시도하십시오.",
    ))
    .act(copy_instead())
}

/// The last way that there is.
pub fn copy_instead() -> &'static str {
    either(
        "Or copy the values one by one.",
        "또는 값을 하나씩 복사하십시오.",
    )
}
