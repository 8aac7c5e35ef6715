//! What is said of sending the values to the portal, and what became of it.

use super::language::{either, say, texts};
use crate::handover::address::AddressError;

texts! {
    send: "Send to Customer Manager", "Customer Manager로 보내기";
    address_hint: "As in the address bar of your Customer Manager. The values go to this address only.", "Customer Manager의 주소 표시줄에 있는 그대로 입력하십시오. 값은 이 주소로만 전송됩니다.";
    address: "Customer Manager address", "Customer Manager 주소";
    cancel: "Cancel", "취소";
    copy_instead: "Or copy the values one by one and paste them there.", "또는 값을 하나씩 복사하여 붙여 넣으십시오.";
    bookmark_instead: "Or fill it with a bookmark: below, under the values.", "또는 아래 값 밑에 있는 북마크로 입력하십시오.";
    received: "Customer Manager has the three values", "Customer Manager에 세 가지 값이 전달되었습니다";
    now_save: "Now press Save there, then One-time Sync.", "이제 Customer Manager에서 Save를 누른 다음 One-time Sync.를 누르십시오.";
    saved: "Customer Manager has saved the three values", "Customer Manager가 세 가지 값을 저장했습니다";
    now_sync: "Now press One-time Sync. there: it shows that the secret works.", "이제 Customer Manager에서 One-time Sync.를 누르십시오. 비밀이 작동하는지 알 수 있습니다.";
    not_shown: "Customer Manager does not show what it was sent.", "Customer Manager에 전송된 값이 표시되지 않습니다.";
    send_again: "Or send all three again.", "또는 세 가지 값을 모두 다시 보내십시오.";
    blocked: "The browser blocked the window", "브라우저가 창을 차단했습니다";
    own_window: "Customer Manager opens in a window of its own.", "Customer Manager는 별도의 창에서 열립니다.";
    allow_windows: "Allow pop-up windows for this page, then press Send to Customer Manager again.", "이 페이지의 팝업 창을 허용한 다음 Customer Manager로 보내기를 다시 누르십시오.";
    no_relay: "A part of this page could not be loaded", "이 페이지의 일부를 로드할 수 없습니다";
    relay_missing: "handover.html is missing beside it, or is blocked.", "함께 있어야 할 handover.html이 없거나 차단되었습니다.";
    tell_host: "Tell whoever hosts this page.", "이 페이지의 호스팅 담당자에게 알리십시오.";
    unconfirmed: "Customer Manager did not confirm", "Customer Manager가 확인하지 않았습니다";
    may_have_arrived: "The values were sent, and no answer came. They may have arrived.", "값을 보냈으나 응답이 없습니다. 값이 도착했을 수 있습니다.";
    look_there: "Look whether the fields are filled there. If not, press Send to Customer Manager again.", "Customer Manager의 필드에 값이 있는지 확인하십시오. 없으면 Customer Manager로 보내기를 다시 누르십시오.";
    closed: "The window was closed, or cut off from this page", "창이 닫혔거나 이 페이지와의 연결이 끊어졌습니다";
    nothing_sent: "Nothing was sent. Some portals do not let another page talk to them.", "아무것도 전송되지 않았습니다. 일부 포털은 다른 페이지와의 통신을 허용하지 않습니다.";
    leave_open: "Press Send to Customer Manager again and leave the window open.", "Customer Manager로 보내기를 다시 누르고 창을 열어 두십시오.";
    no_answer: "Customer Manager did not answer", "Customer Manager가 응답하지 않았습니다";
    may_not_know: "Nothing was sent. It may not know this way of handing over, or may not list this page as allowed.", "아무것도 전송되지 않았습니다. Customer Manager가 이 전달 방법을 지원하지 않거나 이 페이지를 허용하지 않을 수 있습니다.";
    sign_in_there: "Sign in there, then press Send to Customer Manager again.", "Customer Manager에 로그인한 다음 Customer Manager로 보내기를 다시 누르십시오.";
}

pub fn unusable(error: AddressError) -> String {
    let error = address_error(error);
    say!(
        "This address cannot be used: {error}.",
        "이 주소는 사용할 수 없습니다: {error}."
    )
}

/// What is wrong with an address of the portal.
pub fn address_error(error: AddressError) -> &'static str {
    match error {
        AddressError::NotAnAddress => either("not a complete web address", "완전한 웹 주소가 아님"),
        AddressError::NotHttps => either(
            "the address must begin with https://",
            "주소는 https://로 시작해야 함",
        ),
        AddressError::UserInfo => either(
            "the address must not contain a user name",
            "주소에 사용자 이름이 있으면 안 됨",
        ),
        AddressError::TrailingDot => either(
            "the host name must not end with a dot",
            "호스트 이름이 점으로 끝나면 안 됨",
        ),
        AddressError::OwnPage => either(
            "this is the address of Entra Handover itself",
            "Entra Handover 자체의 주소임",
        ),
    }
}

/// Around the address that the values go to.
pub fn opens() -> (&'static str, &'static str) {
    (
        either("Opens ", ""),
        either(
            " in a new window and sends the three values to it, and to no other page.",
            " 주소를 새 창에서 열고 그 페이지로만 세 가지 값을 보냅니다.",
        ),
    )
}

/// Around the address that is waited for.
pub fn waits() -> (&'static str, &'static str) {
    (
        either(
            "Waiting for Customer Manager at ",
            "다음 주소의 Customer Manager를 기다리고 있습니다: ",
        ),
        either(
            ". Sign in there if it asks.",
            ". 로그인을 요청하면 로그인하십시오.",
        ),
    )
}

pub fn did_not_arrive(names: &str) -> String {
    say!("{names} did not arrive", "도착하지 않은 값: {names}")
}

pub fn copy_them(names: &str) -> String {
    say!(
        "Press Copy at {names} and paste it there.",
        "다음 값의 복사를 눌러 Customer Manager에 붙여 넣으십시오: {names}."
    )
}
