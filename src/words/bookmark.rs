//! What the bookmarklet's small window says.

use super::Words;
use super::language::{either, say, texts};
use crate::graph::failure::visible;
use crate::handover::bookmarklet::NotAdmitted;

texts! {
    copy: "Or copy the values one by one in Entra Handover.", "또는 Entra Handover에서 값을 하나씩 복사하십시오.";
    /// What is left to the user where the page has no such switch that is known.
    usage_by_hand: "Before Save, set User Look-Up Usage to Use yourself.", "Save를 누르기 전에 User Look-Up Usage를 직접 Use로 설정하십시오.";
}

/// Before anything is filled.
pub fn fill_here() -> Words {
    Words::new(
        either(
            "Is this your Customer Manager?",
            "사용 중인 Customer Manager입니까?",
        ),
        either(
            "Then press the button: it puts the values into Tenant ID, Client ID and Secret Code on that page, and nowhere else. On the way it opens Authority Setting > MS AAD and presses Modify where that is needed, and sets User Look-Up Usage to Use. Save is yours.",
            "그렇다면 버튼을 누르십시오. 그 페이지의 Tenant ID, Client ID, Secret Code에만 값을 입력합니다. 필요한 경우 Authority Setting > MS AAD를 열고 Modify를 누르며 User Look-Up Usage를 Use로 설정합니다. Save는 직접 누르십시오.",
        ),
    )
}

pub fn filling() -> Words {
    Words::new(
        either("The page is being filled in", "페이지에 입력하고 있습니다"),
        either("Leave it as it is for a moment.", "잠시 그대로 두십시오."),
    )
}

pub fn filled() -> Words {
    Words::new(
        either(
            "The three values are in the page",
            "세 가지 값이 페이지에 입력되었습니다",
        ),
        either(
            "Look at them there and press Save, then One-time Sync.: it shows that the secret works.",
            "페이지에서 확인하고 Save를 누른 다음 One-time Sync.를 누르십시오. 비밀이 작동하는지 알 수 있습니다.",
        ),
    )
}

pub fn click(label: &str) -> Words {
    Words::new(
        say!(
            "Click the field {label} on the page",
            "페이지에서 {label} 필드를 클릭하십시오"
        ),
        either(
            "Esc there gives it up.",
            "페이지에서 Esc를 누르면 중단합니다.",
        ),
    )
}

pub fn picked() -> Words {
    Words::new(
        either(
            "The fields are remembered for this site",
            "이 사이트의 필드를 기억했습니다",
        ),
        either(
            "Now press Fill in this page.",
            "이제 이 페이지에 입력을 누르십시오.",
        ),
    )
}

/// The document in which the bookmark was pressed is not there any more.
pub fn page_left() -> Words {
    Words::new(
        either(
            "The page was left or loaded again",
            "페이지를 떠났거나 다시 로드했습니다",
        ),
        either(
            "This window stands for the page as it was.",
            "이 창은 이전 상태의 페이지에만 연결되어 있습니다.",
        ),
    )
    .act(either(
        "Press the bookmark on the page again.",
        "페이지에서 북마크를 다시 누르십시오.",
    ))
}

/// The bookmark was pressed once more.
pub fn superseded() -> Words {
    Words::new(
        either(
            "Another window like this was opened",
            "이와 같은 다른 창이 열렸습니다",
        ),
        either(
            "The bookmark was pressed again, and the last window counts.",
            "북마크를 다시 눌렀으므로 마지막 창만 유효합니다.",
        ),
    )
    .act(either(
        "Close this one, and go on in the other.",
        "이 창을 닫고 다른 창에서 계속하십시오.",
    ))
}

/// While the secret may not leave yet.
pub fn not_yet(why: impl Into<std::borrow::Cow<'static, str>>) -> Words {
    Words::new(either("Not yet", "아직 입력할 수 없습니다"), why)
}

/// The values are gone from Entra Handover's own tab.
pub fn nothing_to_fill() -> Words {
    Words::new(
        either(
            "Entra Handover has no secret any more",
            "Entra Handover에 더 이상 비밀이 없습니다",
        ),
        either(
            "It was finished or removed in its own tab.",
            "Entra Handover 탭에서 마쳤거나 제거했습니다.",
        ),
    )
    .act(either(
        "Go to Entra Handover's tab, and start over if you still need one.",
        "비밀이 아직 필요하면 Entra Handover 탭으로 이동하여 처음부터 다시 시작하십시오.",
    ))
}

pub fn not_admitted(why: &NotAdmitted) -> Words {
    match why {
        NotAdmitted::Unnamed => Words::new(
            either("Entra Handover does not know your Customer Manager's address yet", "Entra Handover가 아직 Customer Manager 주소를 알지 못합니다"),
            either("So this page was given nothing.", "그래서 이 페이지에 아무것도 전달하지 않았습니다."),
        )
        .act(either("Type the address in Entra Handover's own tab, under Customer Manager address. This window goes on by itself.", "Entra Handover 탭의 Customer Manager 주소에 주소를 입력하십시오. 이 창은 자동으로 계속됩니다."))
        .act(either("If you do not know how you came to this page, close it.", "이 페이지에 어떻게 왔는지 모르는 경우 닫으십시오.")),
        NotAdmitted::OtherOrigin { found, named } => Words::new(
            either("This is not the portal that you named", "지정한 포털이 아닙니다"),
            say!("The page belongs to {}, and your Customer Manager is {named}. It was given nothing.", "페이지의 주소는 {}이며 Customer Manager의 주소는 {named}입니다. 아무것도 전달하지 않았습니다.",
                visible(found)
            ),
        )
        .act(either("Go to Customer Manager at that address, and press the bookmark there.", "그 주소의 Customer Manager로 이동하여 북마크를 누르십시오."))
        .act(copy()),
        NotAdmitted::OtherVersion => Words::new(
            either("The bookmark is of another version of Entra Handover", "북마크가 다른 버전의 Entra Handover에서 만들어졌습니다"),
            either("So the page was given nothing.", "그래서 페이지에 아무것도 전달하지 않았습니다."),
        )
        .act(either("Remove the bookmark, and drag it anew from Entra Handover to the bookmarks bar.", "북마크를 제거하고 Entra Handover에서 북마크바로 다시 끌어 놓으십시오."))
        .act(copy()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_names_the_next_act() {
        let other = NotAdmitted::OtherOrigin {
            found: "https://evil.example\u{202e}".to_owned(),
            named: "https://portal.example".to_owned(),
        };
        for why in [NotAdmitted::Unnamed, other, NotAdmitted::OtherVersion] {
            let words = not_admitted(&why);
            assert!(!words.acts.is_empty() && !words.title.is_empty());
            assert!(
                !words.text.contains('\u{202e}'),
                "text from outside is text"
            );
        }
    }
}

texts! {
    copy_address: "Copy its address", "북마크 주소 복사";
    address: "The bookmark's address", "북마크 주소";
    fill: "Fill Customer Manager", "Customer Manager에 입력";
    not_here: "Not here: drag it to the bookmarks bar, and press it there when Customer Manager is in front.", "여기서 누르지 마십시오. 북마크바로 끌어 놓고, Customer Manager가 앞에 있을 때 북마크바에서 누르십시오.";
    drag: "Once: drag this link to the bookmarks bar. Ctrl+Shift+B (Cmd+Shift+B) shows the bar.", "한 번만: 이 링크를 북마크바로 끌어 놓으십시오. Ctrl+Shift+B(Cmd+Shift+B)를 누르면 북마크바가 표시됩니다.";
    no_mouse: "Without a mouse: copy its address, and make a bookmark of it by hand.", "마우스를 사용하지 않는 경우: 주소를 복사하여 직접 북마크를 만드십시오.";
    press_it: "In Customer Manager, in any tab of this browser, open Authority Setting > MS AAD and press the bookmark.", "이 브라우저의 탭에서 Customer Manager의 Authority Setting > MS AAD를 열고 북마크를 누르십시오.";
    fill_button: "Fill in this page", "이 페이지에 입력";
    blocked: "If nothing happens, or the small window does not find the page, the portal's own policy blocks it: copy the values one by one.", "아무 일도 일어나지 않거나 작은 창이 페이지를 찾지 못하면 포털의 정책이 차단하는 것입니다. 값을 하나씩 복사하십시오.";
    title: "Customer Manager does not take the values? Fill it with a bookmark", "Customer Manager가 값을 받지 못합니까? 북마크로 입력";
}

/// Around the button of the small window.
pub fn small_window() -> (&'static str, &'static str) {
    (
        either(
            "A small window names that page. Press ",
            "작은 창에 그 페이지의 주소가 표시됩니다. 거기에서 ",
        ),
        either(
            " there. Leave this tab open meanwhile.",
            "을 누르십시오. 그동안 이 탭을 열어 두십시오.",
        ),
    )
}
