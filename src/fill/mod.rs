//! The portal's form in a page that does not know us: a description of the page comes in, a plan which field gets which value
//! goes out, or a refusal with its reason. It knows no browser and never sees a value; `page/` describes and acts.

pub mod answer;
mod fillable;
pub mod find;
pub mod labels;
mod look_alike;
pub mod matching;
pub mod plan;
mod read;
pub mod refusal;
pub mod rule;
pub mod snapshot;
mod spoiled;
pub mod usage;

#[cfg(test)]
mod fuzz_tests;
#[cfg(test)]
mod matching_tests;
#[cfg(test)]
mod origin_tests;
#[cfg(test)]
mod robust_tests;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod samples;

pub use answer::Answer;
pub use matching::{Wanted, match_page, usage_by_label};
pub use plan::FillPlan;
pub use refusal::{Refusal, Why};
pub use rule::Rule;
pub use snapshot::Snapshot;
pub use spoiled::Spoiled;

use crate::handover::Field;

/// What has to be found on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// User Look-Up Usage, which has to be Use.
    Usage,
    Value(Field),
}

impl Part {
    pub const ALL: [Self; 4] = [
        Self::Usage,
        Self::Value(Field::TenantId),
        Self::Value(Field::ClientId),
        Self::Value(Field::SecretCode),
    ];

    /// The portal's own label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Usage => "User Look-Up Usage",
            Self::Value(field) => field.label(),
        }
    }

    /// The part's name in messages to and from the page script, and in a remembered rule.
    pub fn key(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Value(field) => field.key(),
        }
    }
}
