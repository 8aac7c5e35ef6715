//! Why a page is not filled, and what the user can do about it. Every reason has words of its own that name the next act.

use super::Part;
use super::labels::Menu;
use super::plan::UsagePlan;
use super::rule::Unlearnable;
use super::snapshot::Unreadable;
use crate::graph::failure::visible;
use crate::words::Words;
use crate::words::language::{either, say, texts};

/// Nothing was put into the page. `OpenMenu`, `PressModify` and `ChooseUse` mean "not yet".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The page belongs to another origin than the one that the user named, whatever it looks like.
    WrongOrigin {
        found: String,
    },
    /// The document stands in a frame: another page may decide what is around it.
    NotTopFrame,
    /// The document has no origin of its own (sandboxed, `blob:`, `about:`).
    Sandboxed,
    /// The document is not there any more: the page was left or closed, or access to it has ended.
    Gone,
    /// The page's description could not be read.
    Unreadable(Unreadable),
    /// More fields than are looked at, so none can be called the only one.
    TooMuch,
    /// None of the labels is on the page. With frames, the form may be in one of them.
    NoForm {
        frames: usize,
    },
    /// None of the labels is on the page; this button of its menu leads there.
    OpenMenu {
        button: usize,
        step: Menu,
    },
    /// The form is there, closed to changes; this button of the page opens it.
    PressModify {
        button: usize,
    },
    /// The fields open once User Look-Up Usage is Use.
    ChooseUse(UsagePlan),
    /// The three fields do not belong to one form.
    NotTogether,
    /// The remembered rule does not fit this page any more, and the labels are not known.
    RuleOutdated(Part),
    Field(Part, Why),
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The others are there, this one is not.
    Missing,
    /// Several fields have this label.
    Ambiguous {
        candidates: Vec<usize>,
    },
    /// A label only looks like the right one, or says more.
    LookAlike {
        label: String,
    },
    /// Its label says one thing, and its other label, placeholder or name another.
    Contradictory,
    ReadOnly,
    Disabled,
    /// Not drawn, or drawn so that nobody sees it.
    Hidden,
    OffPage,
    Covered,
    TooSmall,
    /// The field would cut the value.
    MaxLengthTooShort {
        allows: usize,
        needs: usize,
    },
    /// It is no plain text field.
    NotText,
    /// User Look-Up Usage has no option that says Use.
    NoUse,
    /// The form would be sent to another origin.
    ForeignFormAction,
}

texts! {
    pick: "Or choose the fields yourself: \u{201c}Pick the fields\u{201d}.", "또는 필드를 직접 선택하십시오: \u{201c}필드 선택\u{201d}.";
    copy: "Or copy the values one by one.", "또는 값을 하나씩 복사하십시오.";
    support: "If you did not expect this, ask whoever runs the portal before you enter the secret there.", "예상하지 못한 일이라면 비밀을 입력하기 전에 포털 운영자에게 문의하십시오.";
}

impl Refusal {
    pub fn words(&self) -> Words {
        match self {
            Self::WrongOrigin { found } => Words::new(
                either("This is not the portal that you named", "지정한 포털이 아닙니다"),
                say!("The page belongs to {}. It was given nothing.", "페이지의 주소는 {}입니다. 아무것도 전달하지 않았습니다.",
                    visible(found)
                ),
            )
            .act(either("Go to the tab of Customer Manager and try again.", "Customer Manager 탭으로 이동하여 다시 시도하십시오."))
            .act(either("If the portal has moved, change its address here first.", "포털의 주소가 바뀌었으면 먼저 여기서 주소를 변경하십시오.")),
            Self::NotTopFrame => Words::new(
                either("The form stands in a frame of another page", "양식이 다른 페이지의 프레임 안에 있습니다"),
                either("That page could cover it or look in. Nothing was filled.", "그 페이지가 양식을 가리거나 들여다볼 수 있습니다. 아무것도 입력되지 않았습니다."),
            )
            .act(either("Open the frame in a tab of its own and try again.", "프레임을 별도의 탭에서 열고 다시 시도하십시오."))
            .act(copy()),
            Self::Sandboxed => Words::new(
                either("This page has no address of its own", "이 페이지에는 자체 주소가 없습니다"),
                either("So nobody can tell whose it is. Nothing was filled.", "따라서 누구의 페이지인지 알 수 없습니다. 아무것도 입력되지 않았습니다."),
            )
            .act(either("Open Customer Manager by its address and try again.", "Customer Manager를 주소로 열고 다시 시도하십시오.")),
            Self::Gone => Words::new(
                either("The page was left meanwhile", "그동안 페이지를 떠났습니다"),
                either("It is not the one any more that you pressed the button on. Nothing was filled.", "버튼을 누른 페이지가 아닙니다. 아무것도 입력되지 않았습니다."),
            )
            .act(either("Open Authority Setting > MS AAD, and press the Entra Handover button in the toolbar on that tab.", "Authority Setting > MS AAD를 열고 그 탭에서 도구 모음의 Entra Handover 버튼을 누르십시오."))
            .act(copy()),
            Self::Unreadable(why) => Words::new(either("The page could not be looked at", "페이지를 살펴볼 수 없습니다"), match why {
                Unreadable::TooLarge => either("the description of the page is too long", "페이지의 설명이 너무 깁니다."),
                Unreadable::Masked => either("A field has a name that hides the form it is in, so nobody can say where its values go.", "필드의 이름이 양식을 가려 값이 어디로 가는지 알 수 없습니다."),
                Unreadable::Garbled => either("the description of the page is not in its form", "페이지의 설명이 올바른 형식이 아닙니다."),
            })
                .act(either("Reload the page and try again.", "페이지를 다시 로드하고 다시 시도하십시오."))
                .act(copy()),
            Self::TooMuch => Words::new(
                either("There are too many fields on this page", "이 페이지에 필드가 너무 많습니다"),
                either("So it is not certain which ones are meant. Nothing was filled.", "따라서 어떤 필드인지 확실하지 않습니다. 아무것도 입력되지 않았습니다."),
            )
            .act(either("Open Authority Setting > MS AAD alone, and try again.", "Authority Setting > MS AAD만 열고 다시 시도하십시오."))
            .act(copy()),
            Self::OpenMenu { .. } => Self::NoForm { frames: 0 }.words(),
            Self::NoForm { frames } => {
                let words = Words::new(
                    either("The form is not on this page", "이 페이지에 양식이 없습니다"),
                    either("No field is labelled Tenant ID, Client ID or Secret Code.", "레이블이 Tenant ID, Client ID, Secret Code인 필드가 없습니다."),
                )
                .act(either("Open Authority Setting > MS AAD in Customer Manager, and try again.", "Customer Manager에서 Authority Setting > MS AAD를 열고 다시 시도하십시오."));
                let words = match frames {
                    0 => words,
                    _ => words.act(
                        either("If it stands in a frame of the page, open that frame in a tab of its own.", "양식이 페이지의 프레임 안에 있으면 그 프레임을 별도의 탭에서 여십시오."),
                    ),
                };
                words.act(pick()).act(copy())
            }
            Self::PressModify { .. } => Words::new(
                either("The form is closed to changes", "양식을 변경할 수 없는 상태입니다"),
                either("Its fields are read-only until Modify.", "Modify를 누르기 전에는 필드가 읽기 전용입니다."),
            )
            .act(either("Press Modify on the page, or let it be pressed from here.", "페이지에서 Modify를 누르거나 여기서 누르도록 하십시오.")),
            Self::ChooseUse(_) => Words::new(
                either("User Look-Up Usage is not Use", "User Look-Up Usage가 Use가 아닙니다"),
                either("The fields open when it is.", "Use로 설정하면 필드가 열립니다."),
            )
            .act(either("Choose Use on the page, or let it be chosen from here.", "페이지에서 Use를 선택하거나 여기서 선택하도록 하십시오.")),
            Self::NotTogether => Words::new(
                either("The fields do not belong together", "필드가 하나의 양식에 속하지 않습니다"),
                either("They are parts of different forms. Nothing was filled.", "서로 다른 양식에 속해 있습니다. 아무것도 입력되지 않았습니다."),
            )
            .act(pick())
            .act(copy()),
            Self::RuleOutdated(part) => Words::new(
                either("The page has changed since you picked its fields", "필드를 선택한 후 페이지가 변경되었습니다"),
                say!("The field for {} is not where it was. Nothing was filled.", "{} 필드가 원래 위치에 없습니다. 아무것도 입력되지 않았습니다.",
                    part.label()
                ),
            )
            .act(either("Pick the fields again.", "필드를 다시 선택하십시오."))
            .act(copy()),
            Self::Field(part, why) => why.words(*part),
        }
    }
}

impl Why {
    fn words(&self, part: Part) -> Words {
        let label = part.label();
        let nothing = either("Nothing was filled.", "아무것도 입력되지 않았습니다.");
        match self {
            Self::Missing => Words::new(say!("The page has no field {label}", "페이지에 {label} 필드가 없습니다"), say!("The other fields are there. {nothing}", "다른 필드는 있습니다. {nothing}"))
                .act(either("Wait until the page is complete, and try again.", "페이지가 모두 로드될 때까지 기다린 다음 다시 시도하십시오."))
                .act(pick()),
            Self::Ambiguous { candidates } => Words::new(
                say!("{} fields are called {label}", "이름이 같은 필드가 {}개 있습니다: {label}", candidates.len()),
                say!("It is not certain which one is meant. {nothing}", "어떤 필드인지 확실하지 않습니다. {nothing}"),
            )
            .act(either("Close what else is open on the page, and try again.", "페이지에 열려 있는 다른 항목을 닫고 다시 시도하십시오."))
            .act(pick()),
            Self::LookAlike { label: found } => Words::new(
                say!("A field only looks like {label}", "비슷해 보이기만 하는 필드가 있습니다: {label}"),
                say!("Its label is \u{201c}{}\u{201d}. {nothing}", "필드의 레이블은 \u{201c}{}\u{201d}입니다. {nothing}", visible(found)),
            )
            .act(support())
            .act(pick()),
            Self::Contradictory => Words::new(say!("The page contradicts itself about {label}", "{label} 필드에 대한 페이지의 정보가 서로 다릅니다"), say!("The field is called one thing to the eye and another in the page's code. {nothing}", "화면에 표시된 이름과 페이지 코드의 이름이 다릅니다. {nothing}"))
                .act(support())
                .act(pick()),
            Self::ReadOnly => Words::new(say!("{label} is read-only", "{label} 필드가 읽기 전용입니다"), nothing).act(either("Open the form for changes on the page (Modify), and try again.", "페이지에서 양식을 변경할 수 있게 열고(Modify) 다시 시도하십시오.")),
            Self::Disabled => Words::new(say!("{label} is disabled", "{label} 필드가 사용 안 함 상태입니다"), nothing).act(either("Enable it on the page (Modify, or User Look-Up Usage: Use), and try again.", "페이지에서 사용할 수 있게 하고(Modify 또는 User Look-Up Usage: Use) 다시 시도하십시오.")),
            Self::Hidden => Words::new(say!("{label} cannot be seen", "{label} 필드가 보이지 않습니다"), say!("The page has it, but hides it. {nothing}", "페이지에 있지만 숨겨져 있습니다. {nothing}"))
                .act(either("Open the part of the page where it stands, and try again.", "필드가 있는 부분을 열고 다시 시도하십시오."))
                .act(support()),
            Self::OffPage => Words::new(say!("{label} stands outside of the page", "{label} 필드가 페이지 밖에 있습니다"), say!("No scrolling leads there. {nothing}", "스크롤해도 도달할 수 없습니다. {nothing}"))
                .act(either("Make the window larger and try again.", "창을 크게 하고 다시 시도하십시오."))
                .act(support()),
            Self::Covered => Words::new(say!("Something covers {label}", "{label} 필드가 가려져 있습니다"), nothing)
                .act(either("Close messages and menus that lie over the form, and try again.", "양식을 가리는 메시지와 메뉴를 닫고 다시 시도하십시오."))
                .act(support()),
            Self::TooSmall => Words::new(say!("{label} is too small to be seen", "{label} 필드가 너무 작아 보이지 않습니다"), nothing)
                .act(either("Make the window larger or zoom to 100 %, and try again.", "창을 크게 하거나 배율을 100 %로 하고 다시 시도하십시오."))
                .act(support()),
            Self::MaxLengthTooShort { allows, needs } => Words::new(
                say!("{label} takes only {allows} characters", "{label} 필드에는 {allows}자까지만 입력할 수 있습니다"),
                say!("The value has {needs}, and the page would cut it. {nothing}", "값은 {needs}자이므로 페이지에서 잘립니다. {nothing}"),
            )
            .act(either("Ask the portal's support: the field is too short for what Microsoft issues.", "포털 지원에 문의하십시오. Microsoft가 발급하는 값에 비해 필드가 너무 짧습니다.")),
            Self::NotText => Words::new(say!("{label} is not a plain text field", "{label} 필드가 일반 텍스트 필드가 아닙니다"), say!("What it does with a text is not known. {nothing}", "텍스트를 어떻게 처리하는지 알 수 없습니다. {nothing}")).act(pick()).act(copy()),
            Self::NoUse => Words::new(say!("{label} has no option \u{201c}Use\u{201d}", "{label} 필드에 \u{201c}Use\u{201d} 옵션이 없습니다"), nothing)
                .act(either("Choose the option on the page, and pick the fields yourself.", "페이지에서 옵션을 선택하고 필드를 직접 선택하십시오."))
                .act(copy()),
            Self::ForeignFormAction => Words::new(either("The form would be sent to another place", "양식이 다른 곳으로 전송됩니다"), say!("Its address is not the portal's. {nothing}", "전송 주소가 포털의 주소가 아닙니다. {nothing}"))
                .act(either("Do not enter the secret here. Ask whoever runs the portal.", "여기에 비밀을 입력하지 마십시오. 포털 운영자에게 문의하십시오.")),
        }
    }
}

impl Unlearnable {
    /// The same, within a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Twice(_) => either(
                "this field was picked already: pick another one",
                "이미 선택한 필드이므로 다른 필드를 선택하십시오",
            ),
            Self::NotText(_) => either(
                "this is not a text field: pick the box that the value is typed into",
                "텍스트 필드가 아니므로 값을 입력하는 상자를 선택하십시오",
            ),
            Self::IsOther(_) => either(
                "the page calls this field by another name: pick the right one",
                "페이지에서 이 필드의 이름이 다르므로 올바른 필드를 선택하십시오",
            ),
            Self::Nameless(_) => either(
                "this field has no label and no name, so it could not be found again: copy the value instead",
                "이 필드에는 레이블과 이름이 없어 다시 찾을 수 없으므로 값을 복사하십시오",
            ),
            Self::NoSuchOption => either(
                "this switch has no such option: pick it again",
                "이 스위치에 그러한 옵션이 없으므로 다시 선택하십시오",
            ),
        }
    }
}
