//! Why a fill was stopped once it had a plan: the page was another by then, or did something with what it was given. It knows no
//! page, only what the page script says of it.

use super::Part;
use super::refusal::{Refusal, Why};
use super::snapshot::Unreadable;
use crate::handover::Field;
use crate::words::Words;
use crate::words::language::{either, say};

/// What was different when the values were about to be set, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoiled {
    /// The plan is for another look at the page, or the page is gone.
    Stale,
    /// The document's origin is not the plan's.
    OtherOrigin,
    /// The element is no longer in the page.
    Replaced,
    /// The label that the field was known by is not there any more, or another one is.
    Relabelled,
    /// A second field with the same label has come.
    Twin,
    ReadOnly,
    Disabled,
    Hidden,
    OffPage,
    Covered,
    TooSmall,
    NotText,
    ForeignFormAction,
    MaxLengthTooShort,
    /// The page's own check of the field does not allow the value.
    Pattern,
    /// User Look-Up Usage did not stay at Use.
    Usage,
    /// The page changed what was put in.
    Rewritten,
    /// What was put in turned up in another field as well.
    Copied,
    /// A field hides the form that it is in.
    Masked,
    /// The page script failed, or did not answer in its form.
    Broken,
}

/// As the page script says them.
pub(super) const REASONS: [(&str, Spoiled); 19] = [
    ("stale", Spoiled::Stale),
    ("origin", Spoiled::OtherOrigin),
    ("replaced", Spoiled::Replaced),
    ("relabelled", Spoiled::Relabelled),
    ("twin", Spoiled::Twin),
    ("readOnly", Spoiled::ReadOnly),
    ("disabled", Spoiled::Disabled),
    ("hidden", Spoiled::Hidden),
    ("offPage", Spoiled::OffPage),
    ("covered", Spoiled::Covered),
    ("small", Spoiled::TooSmall),
    ("notText", Spoiled::NotText),
    ("action", Spoiled::ForeignFormAction),
    ("short", Spoiled::MaxLengthTooShort),
    ("pattern", Spoiled::Pattern),
    ("usage", Spoiled::Usage),
    ("rewritten", Spoiled::Rewritten),
    ("copied", Spoiled::Copied),
    ("masked", Spoiled::Masked),
];

impl Spoiled {
    pub(super) fn read(reason: &str) -> Self {
        let known = REASONS.iter().find(|(name, _)| *name == reason);
        known.map_or(Self::Broken, |(_, reason)| *reason)
    }

    /// What the user is told, with the field at which it was stopped.
    pub(super) fn words(self, part: Option<Part>) -> Words {
        let label = part.map_or_else(|| either("a field", "해당"), Part::label);
        let nothing = either(
            "Nothing was left in the page.",
            "페이지에 아무것도 남지 않았습니다.",
        );
        let moved = either(
            "Try again: the page is looked at anew.",
            "다시 시도하십시오. 페이지를 새로 살펴봅니다.",
        );
        let why = match self {
            Self::ReadOnly => Why::ReadOnly,
            Self::Disabled => Why::Disabled,
            Self::Hidden => Why::Hidden,
            Self::OffPage => Why::OffPage,
            Self::Covered => Why::Covered,
            Self::TooSmall => Why::TooSmall,
            Self::NotText => Why::NotText,
            Self::ForeignFormAction => Why::ForeignFormAction,
            Self::Stale => {
                return Words::new(
                    either(
                        "The page was left or loaded again meanwhile",
                        "그동안 페이지를 떠났거나 다시 로드했습니다",
                    ),
                    either(
                        "It may have been given values before it went.",
                        "페이지가 사라지기 전에 값을 받았을 수 있습니다.",
                    ),
                )
                .act(moved);
            }
            Self::OtherOrigin => {
                return Refusal::WrongOrigin {
                    found: either("another origin", "다른 원본").to_owned(),
                }
                .words();
            }
            Self::Replaced => {
                return Words::new(
                    say!(
                        "The page replaced {label} meanwhile",
                        "그동안 페이지가 {label} 필드를 교체했습니다"
                    ),
                    nothing,
                )
                .act(moved);
            }
            Self::Relabelled => {
                return Words::new(
                    say!(
                        "The page changed the label of {label} meanwhile",
                        "그동안 페이지가 {label} 필드의 레이블을 변경했습니다"
                    ),
                    nothing,
                )
                .act(either(
                    "Look at the page, then try again.",
                    "페이지를 확인한 다음 다시 시도하십시오.",
                ));
            }
            Self::Twin => {
                return Words::new(
                    say!(
                        "A second field is now called {label}",
                        "{label} 필드와 이름이 같은 필드가 하나 더 생겼습니다"
                    ),
                    nothing,
                )
                .act(either(
                    "Close what else is open on the page, and try again.",
                    "페이지에 열려 있는 다른 항목을 닫고 다시 시도하십시오.",
                ));
            }
            Self::MaxLengthTooShort => {
                return Words::new(
                    say!("{label} does not take a value of this length", "{label} 필드에 이 길이의 값을 입력할 수 없습니다"),
                    nothing,
                )
                .act(
                    either("Ask the portal's support: the field is too short for what Microsoft issues.", "포털 지원에 문의하십시오. Microsoft가 발급하는 값에 비해 필드가 너무 짧습니다."),
                );
            }
            Self::Pattern => {
                return Words::new(
                    say!(
                        "The page does not accept this value as {label}",
                        "페이지가 {label} 필드에 이 값을 받아들이지 않습니다"
                    ),
                    nothing,
                )
                .act(either(
                    "Ask the portal's support, or copy the values one by one.",
                    "포털 지원에 문의하거나 값을 하나씩 복사하십시오.",
                ));
            }
            Self::Usage => {
                return Words::new(
                    either(
                        "User Look-Up Usage could not be set to Use",
                        "User Look-Up Usage를 Use로 설정할 수 없습니다",
                    ),
                    nothing,
                )
                .act(either(
                    "Choose Use on the page yourself, and try again.",
                    "페이지에서 직접 Use를 선택하고 다시 시도하십시오.",
                ));
            }
            Self::Rewritten => {
                return Words::new(
                    say!(
                        "The page changes what is put into {label}",
                        "페이지가 {label} 필드에 입력한 내용을 변경합니다"
                    ),
                    say!(
                        "The value would not have arrived as it is. {nothing}",
                        "값이 그대로 전달되지 않았을 것입니다. {nothing}"
                    ),
                )
                .act(either(
                    "Copy the values one by one, and compare what the page shows.",
                    "값을 하나씩 복사하고 페이지에 표시된 값과 비교하십시오.",
                ));
            }
            Self::Copied => {
                return Words::new(
                    say!(
                        "The page copies {label} to another place",
                        "페이지가 {label} 필드의 값을 다른 곳에 복사합니다"
                    ),
                    nothing,
                )
                .act(either(
                    "Do not enter the secret here before you have asked whoever runs the portal.",
                    "포털 운영자에게 문의하기 전에는 여기에 비밀을 입력하지 마십시오.",
                ));
            }
            Self::Masked => return Refusal::Unreadable(Unreadable::Masked).words(),
            Self::Broken => {
                return Words::new(
                    either(
                        "The page could not be filled",
                        "페이지에 입력할 수 없습니다",
                    ),
                    either(
                        "It did not say why.",
                        "페이지가 이유를 알려 주지 않았습니다.",
                    ),
                )
                .act(either(
                    "Reload the page and try again, or copy the values one by one.",
                    "페이지를 다시 로드하고 다시 시도하거나 값을 하나씩 복사하십시오.",
                ));
            }
        };
        let part = part.unwrap_or(Part::Value(Field::SecretCode));
        Refusal::Field(part, why).words()
    }
}
