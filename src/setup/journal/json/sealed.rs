//! The written form of for whom a secret was sealed, within that of its record. It knows no storage.

use super::{text, time};
use crate::setup::journal::SealedFor;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// Null stands for a secret that was not sealed.
pub(super) fn read_sealed(sealed: &Value) -> Option<Option<SealedFor>> {
    if sealed.is_null() {
        return Some(None);
    }
    Some(Some(SealedFor {
        name: text(sealed, "name")?,
        fingerprint: text(sealed, "fingerprint")?,
        until: time(sealed, "until")?,
    }))
}

impl Serialize for SealedFor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sealed = serializer.serialize_map(None)?;
        sealed.serialize_entry("name", &self.name)?;
        sealed.serialize_entry("fingerprint", &self.fingerprint)?;
        sealed.serialize_entry("until", &self.until.timestamp_millis())?;
        sealed.end()
    }
}
