//! What the page script says when it has filled, or why it did not: yes or no for each field, and one reason out of a fixed list.
//! It cannot carry a value.

use super::Part;
use super::plan::FillPlan;
use super::spoiled::Spoiled;
use crate::handover::Field;
use crate::words::Words;
use crate::words::language::say;
use serde_json::Value;

/// The end of a fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Every field held its value, byte for byte, when the page had come to rest. Saving is the user's act.
    Filled,
    /// The page holds nothing of the values, unless `left` says so.
    Refused {
        /// The field at which it was stopped, if it was at one.
        part: Option<Part>,
        reason: Spoiled,
        /// Fields that could not be put back as they were.
        left: Vec<Field>,
    },
}

impl Answer {
    /// Reads what `fill` returned; nothing at all when the document went away meanwhile.
    pub fn parse(json: Option<&str>) -> Self {
        let broken = || Self::Refused {
            part: None,
            reason: Spoiled::Broken,
            left: Vec::new(),
        };
        let Some(json) = json else {
            return Self::Refused {
                part: None,
                reason: Spoiled::Stale,
                left: Vec::new(),
            };
        };
        let Ok(answer) = serde_json::from_slice::<Value>(json.as_bytes()) else {
            return broken();
        };
        let yes = |list: &str, key: &str| {
            answer
                .get(list)
                .and_then(|it| it.get(key))
                .and_then(Value::as_bool)
                == Some(true)
        };
        let text = |name| answer.get(name).and_then(Value::as_str);
        match text("reason") {
            None if Field::ALL.iter().all(|it| yes("fields", it.key())) => Self::Filled,
            None => broken(),
            Some(reason) => Self::Refused {
                part: Part::ALL
                    .into_iter()
                    .find(|it| text("part") == Some(it.key())),
                reason: Spoiled::read(reason),
                left: Field::ALL
                    .into_iter()
                    .filter(|it| yes("left", it.key()))
                    .collect(),
            },
        }
    }

    /// Whether the page may have the values, though it is not filled: it kept one, or went away before it answered.
    pub fn may_hold_values(&self) -> bool {
        match self {
            Self::Filled => true,
            Self::Refused { reason, left, .. } => {
                !left.is_empty() || matches!(reason, Spoiled::Stale | Spoiled::Broken)
            }
        }
    }

    /// Whether it is worth looking again: the page drew its form anew because Use was chosen, or its former values came late.
    pub fn may_pass(&self, plan: &FillPlan) -> bool {
        let chosen = plan.usage.as_ref().is_some_and(|usage| !usage.done);
        match self {
            Self::Refused { left, .. } if !left.is_empty() => false,
            Self::Refused { reason, .. } => {
                *reason == Spoiled::Rewritten || (chosen && *reason == Spoiled::Replaced)
            }
            Self::Filled => false,
        }
    }

    /// What the user is told when it was not filled.
    pub fn words(&self) -> Option<Words> {
        let Self::Refused { part, reason, left } = self else {
            return None;
        };
        let mut words = reason.words(*part);
        if !left.is_empty() {
            let labels: Vec<&str> = left.iter().map(|it| it.label()).collect();
            words = words.act(say!("Empty {} on the page yourself: the page did not let it be done from here.", "페이지에서 다음 필드를 직접 비우십시오: {}. 페이지에서 허용하지 않아 여기서 비울 수 없었습니다.",
                labels.join(", ")
            ));
        }
        Some(words)
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::{Planned, UsagePlan};
    use super::super::snapshot::How;
    use super::super::spoiled::REASONS;
    use super::*;

    #[test]
    fn an_answer_is_filled_only_when_every_field_says_so() {
        let check = |json: Option<&str>, expected: Option<Spoiled>| {
            let answer = Answer::parse(json);
            let reason = match &answer {
                Answer::Filled => None,
                Answer::Refused { reason, .. } => Some(*reason),
            };
            assert_eq!(reason, expected, "{json:?}");
            assert_eq!(answer.words().is_some(), expected.is_some());
        };
        check(
            Some(r#"{"fields":{"tenantId":true,"clientId":true,"secretCode":true},"reason":null}"#),
            None,
        );
        check(
            Some(
                r#"{"fields":{"tenantId":true,"clientId":true,"secretCode":false},"reason":null}"#,
            ),
            Some(Spoiled::Broken),
        );
        check(
            Some(r#"{"fields":{"tenantId":true,"clientId":true,"secretCode":1}}"#),
            Some(Spoiled::Broken),
        );
        check(
            Some(r#"{"fields":{},"reason":"rewritten","part":"secretCode"}"#),
            Some(Spoiled::Rewritten),
        );
        check(Some(r#"{"reason":"something new"}"#), Some(Spoiled::Broken));
        check(Some("{}"), Some(Spoiled::Broken));
        check(Some("null"), Some(Spoiled::Broken));
        check(Some(""), Some(Spoiled::Broken));
        check(None, Some(Spoiled::Stale));
    }

    #[test]
    fn it_is_worth_looking_again_when_the_page_was_not_complete() {
        let check = |reason: &str, left: &str, done, expected| {
            let answer = format!(r#"{{"reason":"{reason}","left":{{{left}}}}}"#);
            let usage = UsagePlan {
                index: 0,
                option: 1,
                text: "Use".to_owned(),
                done,
            };
            let plan = FillPlan {
                origin: String::new(),
                document: String::new(),
                usage: Some(usage),
                values: Field::ALL.map(|field| Planned {
                    field,
                    index: 0,
                    how: How::For,
                    label: String::new(),
                }),
            };
            assert_eq!(
                Answer::parse(Some(&answer)).may_pass(&plan),
                expected,
                "{answer}"
            );
        };
        check("replaced", "", false, true);
        check("replaced", "", true, false);
        check("replaced", r#""secretCode":true"#, false, false);
        check("rewritten", "", true, true);
        check("rewritten", r#""secretCode":true"#, true, false);
        check("copied", "", false, false);
    }

    #[test]
    fn every_reason_names_the_next_act() {
        for (name, reason) in REASONS {
            for part in [
                None,
                Some(Part::Usage),
                Some(Part::Value(Field::SecretCode)),
            ] {
                let words = reason.words(part);
                assert!(!words.acts.is_empty() && !words.title.is_empty(), "{name}");
            }
        }
        let left = Answer::parse(Some(r#"{"reason":"rewritten","left":{"secretCode":true}}"#));
        assert!(left.may_hold_values());
        assert!(Answer::parse(None).may_hold_values());
        assert!(!Answer::parse(Some(r#"{"reason":"rewritten"}"#)).may_hold_values());
        let acts = left.words().map(|words| words.acts.len());
        assert_eq!(acts, Some(2), "the user is told to empty the field");
    }
}
