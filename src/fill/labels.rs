//! The words by which a portal names the fields, and when a label says one of them. Equal means equal up to case, spaces and
//! punctuation; a label that only looks equal is told apart, because on an honest page there is none.

use super::Part;
use super::look_alike::skeleton;
use crate::handover::Field;

/// Longer texts are no labels.
const LONGEST: usize = 120;

/// Known names, squeezed. First the portal's own, then Microsoft's and the Korean ones. 'Secret ID' must never be among them:
/// it is Microsoft's name for another value.
const KNOWN: [(Part, &[&str]); 4] = [
    (
        Part::Usage,
        &[
            "userlookupusage",
            "userlookup",
            "사용자조회사용",
            "사용자조회사용여부",
            "사용자조회",
        ],
    ),
    (
        Part::Value(Field::TenantId),
        &[
            "tenantid",
            "directorytenantid",
            "tenantiddirectoryid",
            "테넌트id",
            "테넌트아이디",
            "디렉터리테넌트id",
        ],
    ),
    (
        Part::Value(Field::ClientId),
        &[
            "clientid",
            "applicationclientid",
            "clientidapplicationid",
            "클라이언트id",
            "클라이언트아이디",
            "애플리케이션클라이언트id",
        ],
    ),
    (
        Part::Value(Field::SecretCode),
        &[
            "secretcode",
            "clientsecret",
            "clientsecretvalue",
            "시크릿코드",
            "비밀코드",
            "보안코드",
            "클라이언트암호",
            "클라이언트비밀",
        ],
    ),
];

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Nothing,
    Names(Part),
    /// The same to the eye and other characters.
    LooksLike(Part),
    /// The name and more, such as `Tenant ID (old)`.
    Mentions(Part),
}

pub fn says(text: &str) -> Says {
    if text.len() > LONGEST * 4 {
        return Says::Nothing;
    }
    let squeezed = squeeze(text);
    if squeezed.is_empty() || squeezed.chars().count() > LONGEST {
        return Says::Nothing;
    }
    if let Some(part) = named(&squeezed).or_else(|| named_twice(text)) {
        return Says::Names(part);
    }
    // Its options are written behind it: `User Look-Up Usage (Use / Not use)`.
    let name = text.split('(').next().unwrap_or_default();
    if named(&squeeze(name)) == Some(Part::Usage) {
        return Says::Names(Part::Usage);
    }
    if let Some(part) = find(|known| skeleton(known).eq(skeleton(&squeezed))) {
        return Says::LooksLike(part);
    }
    match find(|known| holds(&squeezed, known)) {
        Some(part) => Says::Mentions(part),
        None => Says::Nothing,
    }
}

fn named(squeezed: &str) -> Option<Part> {
    let name = plain(squeezed);
    find(|known| known == name)
}

/// The name in two languages, or in the portal's words and in Microsoft's: `Tenant ID (테넌트 ID)`.
fn named_twice(text: &str) -> Option<Part> {
    let names = text.split(['(', ')', '/', '|']).map(squeeze);
    let mut names = names.filter(|name| !name.is_empty());
    let first = named(&names.next()?)?;
    names
        .all(|name| named(&name) == Some(first))
        .then_some(first)
}

/// What may stand before a name and changes nothing: a number, whose directory it is, and that it is to be entered.
const WHOSE: [&str; 13] = [
    "please",
    "enter",
    "your",
    "the",
    "microsoft",
    "azure",
    "msaad",
    "aad",
    "activedirectory",
    "ad",
    "entra",
    "id",
    "ms",
];

/// The name without what may stand before it.
fn plain(squeezed: &str) -> &str {
    let mut name = squeezed.trim_start_matches(|c: char| c.is_ascii_digit());
    while let Some(rest) = WHOSE.iter().find_map(|word| name.strip_prefix(word)) {
        name = rest;
    }
    name
}

/// As `contains`, without the preparations that pay only for long texts: every label is asked for every known name.
fn holds(text: &str, known: &str) -> bool {
    let known = known.as_bytes();
    text.as_bytes().windows(known.len()).any(|it| it == known)
}

fn find(is: impl Fn(&str) -> bool) -> Option<Part> {
    let named = KNOWN
        .iter()
        .find(|(_, names)| names.iter().any(|it| is(it)));
    named.map(|(part, _)| *part)
}

/// Lower case, without spaces, punctuation and the mark of a required field. Characters that cannot be seen stay, so that a
/// label with one of them is not equal to the same label without.
pub fn squeeze(text: &str) -> String {
    let mut after_sign = false;
    let kept = text.chars().filter(|c| {
        // What makes a picture of the sign before it.
        let dropped = is_sign(*c) || (after_sign && *c == '\u{fe0f}');
        after_sign = dropped;
        !dropped
    });
    let mut squeezed: String = kept.flat_map(char::to_lowercase).collect();
    for mark in ["required", "optional", "필수", "선택"] {
        let rest = squeezed.strip_suffix(mark).or(squeezed.strip_prefix(mark));
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            squeezed = rest.to_owned();
        }
    }
    squeezed
}

/// Spaces, punctuation, and pictures: a letter in a circle, an arrow, a letter of an icon font.
fn is_sign(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || "：＊※·’ℹ".contains(c)
        || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2020}'..='\u{2027}' | '\u{2190}'..='\u{2bff}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{1f300}'..='\u{1faff}')
}

/// Which value a name or id in the page's code speaks of; nothing when it speaks of two.
pub fn code_name(name: &str) -> Option<Field> {
    if name.len() > LONGEST {
        return None;
    }
    // Of `settings.tenant.id` and `aad[clientId]` the last part: what is around it names a group.
    let name = name.to_ascii_lowercase();
    let mut parts = name.rsplit(['.', '[', ']', '/', ':', '$']);
    let name = parts.find(|part| !part.is_empty())?;
    let has = |word| name.contains(word);
    match (has("tenant"), has("client"), has("secret")) {
        (false, _, true) => Some(Field::SecretCode),
        (true, false, false) => Some(Field::TenantId),
        // A `clientKey` is the client's secret, and `clientForm_7` is nothing.
        (false, true, false) if has("id") || name.ends_with("client") => Some(Field::ClientId),
        _ => None,
    }
}

/// Whether a label that is no known name speaks of this part at least.
pub fn is_about(part: Part, text: &str) -> bool {
    let words: &[&str] = match part {
        Part::Usage => &["user", "사용자"],
        Part::Value(Field::TenantId) => &["tenant", "directory", "테넌트", "디렉터리"],
        Part::Value(Field::ClientId) => &["client", "app", "클라이언트", "앱", "애플리케이션"],
        Part::Value(Field::SecretCode) => &[
            "secret",
            "code",
            "key",
            "password",
            "시크릿",
            "비밀",
            "코드",
            "암호",
        ],
    };
    let squeezed = squeeze(text);
    words.iter().any(|word| squeezed.contains(word))
}

/// Whether a heading is that of the block about Microsoft's directory.
pub fn is_heading(text: &str) -> bool {
    text.len() <= LONGEST * 4 && {
        let squeezed = squeeze(text);
        [
            "msaad",
            "azuread",
            "azureactivedirectory",
            "entra",
            "microsoft",
        ]
        .iter()
        .any(|known| squeezed.contains(known))
    }
}

/// The way to the form, as the vendor's article has it: Authority Setting > MS AAD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    AuthoritySetting,
    MsAad,
}

/// Whether a button is a step on the way to the form.
pub fn menu(text: &str) -> Option<Menu> {
    match squeeze(text).as_str() {
        "msaad" => Some(Menu::MsAad),
        "authoritysetting" | "authoritysettings" => Some(Menu::AuthoritySetting),
        _ => None,
    }
}

/// Whether a button opens the form for changes.
pub fn is_modify(text: &str) -> bool {
    // The key that presses it: `Modify(M)`.
    let name = text.trim_end().strip_suffix(')');
    let name = name.and_then(|it| it.rsplit_once('('));
    let text = match name {
        Some((name, key)) if key.chars().count() == 1 => name,
        _ => text,
    };
    ["modify", "edit", "수정", "편집", "변경"].contains(&squeeze(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: Part = Part::Value(Field::TenantId);
    const CLIENT: Part = Part::Value(Field::ClientId);
    const SECRET: Part = Part::Value(Field::SecretCode);

    #[test]
    fn a_label_names_looks_like_or_mentions() {
        let check = |text: &str, expected| assert_eq!(says(text), expected, "{text:?}");
        for text in [
            "Tenant ID",
            " tenant  id: ",
            "TENANT ID *",
            "Tenant-ID",
            "Tenant\u{a0}ID",
            "* Tenant ID (required)",
            "Directory (tenant) ID",
            "테넌트 ID",
            "테넌트 ID (필수)",
            "Tenant ID (테넌트 ID)",
            "테넌트 ID / Tenant ID *",
            "Tenant ID (Directory ID)",
        ] {
            check(text, Says::Names(TENANT));
        }
        for text in [
            "2. Tenant ID",
            "Azure Tenant ID",
            "Microsoft Entra ID Tenant ID",
            "Please enter your Tenant ID",
            "Tenant ID (optional)",
            "Tenant ID \u{24d8}",
            "\u{25b8} Tenant ID \u{2139}\u{fe0f}",
            "(1) Azure AD: Tenant ID *",
        ] {
            check(text, Says::Names(TENANT));
        }
        for text in ["Client ID", "Application (client) ID", "클라이언트 ID："] {
            check(text, Says::Names(CLIENT));
        }
        for text in ["Secret Code", "Client Secret", "시크릿 코드"] {
            check(text, Says::Names(SECRET));
        }
        for text in [
            "User Look-Up Usage",
            "User Lookup Usage",
            "User Look Up Usage",
            "User Look-Up Usage (Use / Not use)",
        ] {
            check(text, Says::Names(Part::Usage));
        }
        for text in [
            "Tеnant ID",
            "Tenant\u{200b} ID",
            "Tenant lD",
            "Ｔenant ID",
            "Ten\u{ad}ant ID",
            "Tenant\u{fe0f} ID",
            "\u{202e}Tenant ID",
            "Ténant ID",
            "Tenaոt ID",
        ] {
            check(text, Says::LooksLike(TENANT));
        }
        check("C1ient ID", Says::LooksLike(CLIENT));
        check("Secret C0de", Says::LooksLike(SECRET));
        check("Secret Cοde", Says::LooksLike(SECRET));
        check("Tenant ID (old)", Says::Mentions(TENANT));
        check("Tenant ID / Client ID", Says::Mentions(TENANT));
        check("Tenant ID (Tеnant ID)", Says::Mentions(TENANT));
        check("Confirm Secret Code", Says::Mentions(SECRET));
        check("Google Client ID", Says::Mentions(CLIENT));
        check("Azure AD", Says::Nothing);
        for text in [
            "",
            "***",
            "Secret ID",
            "Tenant",
            "ID",
            "Password",
            "Period",
            &"Tenant ID ".repeat(100),
        ] {
            check(text, Says::Nothing);
        }
    }

    #[test]
    fn code_names_speak_of_one_value_or_of_none() {
        let check = |name: &str, expected| assert_eq!(code_name(name), expected, "{name}");
        check("tenant-id", Some(Field::TenantId));
        check("aadClientId", Some(Field::ClientId));
        check("clientSecret", Some(Field::SecretCode));
        check("SECRET_CODE", Some(Field::SecretCode));
        check("tenantSettings.aad.clientId", Some(Field::ClientId));
        check("tenant[secretCode]", Some(Field::SecretCode));
        check("tenantSettings.id", None);
        check("clientKey", None);
        check("tenantClient", None);
        check("f3", None);
        check("", None);
    }
}
