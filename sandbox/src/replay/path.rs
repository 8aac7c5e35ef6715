//! The path of a recorded request, taken apart.
//! It knows the syntax of addresses only.

use super::ids::{decode, is_guid};

/// The segments after the version; a key in parentheses is one of its own, and names of actions are in lower case.
pub fn segments(path: &str) -> Vec<String> {
    let path = path.split('?').next().unwrap_or_default();
    let path = percent_encoding::percent_decode_str(path)
        .decode_utf8_lossy()
        .into_owned();
    let mut found = Vec::new();
    for (index, segment) in path
        .trim_start_matches("/v1.0")
        .split('/')
        .filter(|s| !s.is_empty())
        .enumerate()
    {
        match segment
            .strip_suffix(')')
            .and_then(|rest| rest.split_once('('))
        {
            Some((name, key)) => found.extend([name.to_owned(), key.to_owned()]),
            None if index >= 2 && decode(segment).is_none() && !is_guid(segment) => {
                found.push(segment.to_ascii_lowercase())
            }
            None => found.push(segment.to_owned()),
        }
    }
    found
}

/// The name and value of a key such as `appId='…'`.
pub fn alternate_key(key: &str) -> Option<(&str, &str)> {
    let (name, value) = key.split_once("='")?;
    Some((name, value.strip_suffix('\'')?))
}
