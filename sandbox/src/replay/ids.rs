//! Ids and names that differ between the recorded tenant and the sandbox's: a one-to-one map that grows as they appear.
//! It translates texts in both uses, to send and to compare; it does not know what an id stands for.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use uuid::Uuid;

/// Recorded ids and the sandbox's.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    ours: HashMap<String, String>,
    recorded: HashMap<String, String>,
}

/// Two texts do not say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Different;

impl Ids {
    /// Notes that two ids are the same object. Fails when either is already known as another.
    pub fn bind(&mut self, recorded: &str, ours: &str) -> Result<(), Different> {
        let (recorded, ours) = (recorded.to_ascii_lowercase(), ours.to_ascii_lowercase());
        match (self.ours.get(&recorded), self.recorded.get(&ours)) {
            (Some(known), _) if *known == ours => Ok(()),
            (None, None) => {
                self.recorded.insert(ours.clone(), recorded.clone());
                self.ours.insert(recorded, ours);
                Ok(())
            }
            _ => Err(Different),
        }
    }

    /// What the sandbox calls a recorded id.
    pub fn of(&self, recorded: &str) -> Option<&str> {
        self.ours
            .get(&recorded.to_ascii_lowercase())
            .map(String::as_str)
    }

    /// Every GUID of a text that is not known yet means the same in both tenants: the client chose it, or it was there before.
    pub fn keep(&mut self, text: &str) {
        for part in parts(text) {
            if let Part::Guid(guid) = part
                && self.of(guid).is_none()
            {
                // When the sandbox made the same id by itself, a later comparison tells.
                let _ = self.bind(guid, guid);
            }
        }
    }

    /// [`Ids::keep`] for every text of a value.
    pub fn keep_all(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.keep(text),
            Value::Array(items) => items.iter().for_each(|item| self.keep_all(item)),
            Value::Object(members) => members.values().for_each(|member| self.keep_all(member)),
            _ => {}
        }
    }

    /// A recorded text with the sandbox's ids.
    pub fn translate(&self, text: &str) -> String {
        // Whole names (domains, grants' ids) first: they may hold no GUID.
        if let Some(ours) = self
            .ours
            .get(&text.to_ascii_lowercase())
            .filter(|_| text.parse::<Uuid>().is_err())
        {
            // Opaque ids are case-sensitive and kept as they were made.
            return ours.clone();
        }
        let translated = parts(text).into_iter().map(|part| match part {
            Part::Guid(guid) => self.of(guid).unwrap_or(guid),
            Part::Text(text) => text,
        });
        translated.collect()
    }

    /// [`Ids::translate`] for every text of a value.
    pub fn translate_all(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.translate(text).into(),
            Value::Array(items) => items.iter().map(|item| self.translate_all(item)).collect(),
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, member)| (name.clone(), self.translate_all(member)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// Whether a text of the sandbox says what the recorded one says; learns ids that neither knows yet.
    pub fn same(&mut self, recorded: &str, ours: &str) -> Result<(), Different> {
        if let Some(known) = self.of(recorded).filter(|_| !is_guid(recorded)) {
            return if known.eq_ignore_ascii_case(ours) {
                Ok(())
            } else {
                Err(Different)
            };
        }
        let (left, right) = (parts(recorded), parts(ours));
        if left.len() != right.len() {
            return Err(Different);
        }
        let mut learned = self.clone();
        for pair in left.into_iter().zip(right) {
            match pair {
                (Part::Guid(recorded), Part::Guid(ours)) => learned.bind(recorded, ours)?,
                (Part::Text(recorded), Part::Text(ours)) if recorded == ours => {}
                _ => return Err(Different),
            }
        }
        *self = learned;
        Ok(())
    }

    /// Whether two opaque ids are made of the same objects: their first `guids` GUIDs (FACTS sections 3.7 and 3.8).
    pub fn same_opaque(
        &mut self,
        recorded: &str,
        ours: &str,
        guids: usize,
    ) -> Result<(), Different> {
        let (left, right) = (
            decode(recorded).ok_or(Different)?,
            decode(ours).ok_or(Different)?,
        );
        if left.len() != right.len() || left.len() < guids {
            return Err(Different);
        }
        for (recorded, ours) in left.iter().zip(&right).take(guids) {
            self.bind(&recorded.to_string(), &ours.to_string())?;
        }
        self.ours
            .insert(recorded.to_ascii_lowercase(), ours.to_owned());
        Ok(())
    }
}

/// The GUIDs (little-endian fields) that an opaque id consists of.
pub fn decode(id: &str) -> Option<Vec<Uuid>> {
    let bytes = URL_SAFE_NO_PAD.decode(id).ok()?;
    if bytes.is_empty() || !bytes.len().is_multiple_of(16) {
        return None;
    }
    bytes
        .chunks(16)
        .map(|chunk| chunk.try_into().ok().map(Uuid::from_bytes_le))
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Text(&'a str),
    Guid(&'a str),
}

/// Cuts a text into GUIDs and what is between them.
fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut found, mut from, mut at) = (Vec::new(), 0, 0);
    while at + 36 <= text.len() {
        match text.get(at..at + 36).filter(|part| is_guid(part)) {
            Some(guid) => {
                if from < at {
                    found.push(Part::Text(&text[from..at]));
                }
                found.push(Part::Guid(guid));
                at += 36;
                from = at;
            }
            None => at += 1,
        }
    }
    if from < text.len() {
        found.push(Part::Text(&text[from..]));
    }
    found
}

/// The hyphenated form only: other hexadecimal texts are no ids.
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "00000000-0000-0000-0000-00000000000a";
    const B: &str = "00000000-0000-0000-0000-00000000000b";

    #[test]
    fn ids_are_learned_once_and_hold() {
        let mut ids = Ids::default();
        assert_eq!(
            ids.same(&format!("Resource '{A}'"), &format!("Resource '{B}'")),
            Ok(())
        );
        assert_eq!(ids.translate(&format!("/x/{A}/y")), format!("/x/{B}/y"));
        let check = |recorded: &str, ours: &str, expected: Result<(), Different>| {
            assert_eq!(
                ids.clone().same(recorded, ours),
                expected,
                "{recorded} / {ours}"
            );
        };
        check(A, B, Ok(()));
        check(A, A, Err(Different));
        check(B, B, Err(Different));
        check("a b", "a b", Ok(()));
        check("a b", "a c", Err(Different));
        check(&format!("{A} {B}"), B, Err(Different));
    }

    #[test]
    fn ids_that_were_sent_stay_the_same() {
        let mut ids = Ids::default();
        ids.keep(A);
        assert_eq!(ids.same(A, B), Err(Different));
        assert_eq!(ids.same(A, A), Ok(()));
    }

    #[test]
    fn opaque_ids_are_compared_by_what_they_are_made_of() {
        // A recorded grant: 043293df-9b19-46aa-962f-65f957d7bcc8 and a3efc889-f1b7-4532-9e01-91e32d1039f4.
        let grant = "35MyBBmbqkaWL2X5V9e8yInI76O38TJFngGR4y0QOfQ";
        let guids = decode(grant).expect("two GUIDs");
        assert_eq!(guids[0].to_string(), "043293df-9b19-46aa-962f-65f957d7bcc8");
        let mut ids = Ids::default();
        ids.keep(&guids[1].to_string());
        assert_eq!(ids.same_opaque(grant, grant, 2), Ok(()));
        assert_eq!(ids.translate(grant), grant);
    }
}
