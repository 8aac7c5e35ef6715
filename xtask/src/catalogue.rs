//! Rules about what the app says: its texts stand in the catalogue, in English and Korean, and nowhere else. It reads the source
//! text; that a text has both languages, the compiler checks.

use anyhow::Result;

use crate::tidy::{Source, none, sources};

/// Where Korean may stand: the catalogue; what is said above its layer, and the labels that are looked for on portals; the pages
/// before the app is there.
const KOREAN: [&str; 7] = [
    "src/words",
    "src/fill",
    "public/boot.js",
    "public/bookmarklet.js",
    "public/fill.html",
    "public/fill.js",
    "public/handover.html",
];
/// Literals of the screens that look like words and are none: a key, classes, a command, a selector, a drawing; and our name.
const NO_WORDS: [&str; 7] = [
    "Enter",
    "actions bar",
    "az ",
    "main input, ",
    "M1 ",
    "M11 ",
    " Entra Handover",
];
/// The same in both languages.
const NAMES: [&str; 3] = ["English", ".", ""];

/// Text that a user reads does not stand in the screens.
pub fn no_words_in_the_screens() -> Result<()> {
    let mut found = Vec::new();
    for source in sources(&["src/ui"], &["rs"])? {
        for literal in literals(&source.text).iter().filter(|one| is_said(one)) {
            found.push(place(&source, literal));
        }
    }
    none(&found, "what the screens say stands in src/words")
}

/// Korean stands where it is looked for when a text changes.
pub fn korean_in_the_catalogue_only() -> Result<()> {
    let mut found = Vec::new();
    for source in sources(&["src", "public"], &["rs", "js", "html", "css"])? {
        let may = KOREAN.iter().any(|place| source.name.starts_with(place));
        let text = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = text.lines().enumerate();
        for (index, line) in lines.filter(|(_, line)| !may && has_hangul(line)) {
            found.push(format!("{}:{}: {}", source.name, index + 1, line.trim()));
        }
    }
    none(&found, "Korean stands in the catalogue")
}

/// Each Korean text is Korean, and has the values, numbers and addresses of the English one.
pub fn both_languages_say_the_same() -> Result<()> {
    let mut found = Vec::new();
    let mut count = 0;
    for source in sources(&["src/words", "src/fill"], &["rs"])? {
        let literals = literals(&source.text);
        for (english, korean) in pairs(&literals) {
            count += 1;
            if let Some(why) = differs(&english.text, &korean.text) {
                found.push(format!("{}: {why}", place(&source, korean)));
            }
        }
    }
    anyhow::ensure!(count > 300, "only {count} texts were found");
    none(&found, "both languages say the same")
}

fn place(source: &Source, literal: &Literal) -> String {
    format!("{}:{}: {}", source.name, literal.line, literal.text)
}

/// A text in quotation marks, and what stands before it since the last one.
struct Literal {
    before: String,
    text: String,
    line: usize,
}

/// The literals of Rust source before its tests, without those in comments. A quotation mark as a character is not one.
fn literals(source: &str) -> Vec<Literal> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    let (mut before, mut line) = (String::new(), 1);
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '\'' if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") => {
                rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
            }
            '"' => {
                let end = end_of_text(&rest[1..]);
                found.push(Literal {
                    before: std::mem::take(&mut before),
                    text: rest[1..1 + end].to_owned(),
                    line,
                });
                (end + 2).min(rest.len())
            }
            _ => {
                before.push(c);
                c.len_utf8()
            }
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    found
}

fn end_of_text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            '"' if !escaped => return at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// Whether a user reads this literal of a screen: it begins with a capital, or has two words.
fn is_said(literal: &Literal) -> bool {
    let text = literal.text.as_str();
    let for_maintainers = ["expect(", "reason = ", "r#"].iter();
    if for_maintainers
        .clone()
        .any(|call| literal.before.ends_with(call))
        || NO_WORDS.iter().any(|none| text.starts_with(none))
    {
        return false;
    }
    let is_word =
        |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_alphabetic() || c == '\'');
    let words = text
        .split(' ')
        .map(|word| word.trim_matches(['.', ',', ':', '…', '?']));
    let capital = text.trim_start().starts_with(char::is_uppercase) && text.len() > 1;
    capital || words.filter(is_word).count() > 1 || has_hangul(text)
}

fn has_hangul(text: &str) -> bool {
    text.chars().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c))
}

/// Two literals that are one text: after `either(`, `say!(` or a name in `texts!`, with nothing but a comma between.
fn pairs(literals: &[Literal]) -> impl Iterator<Item = (&Literal, &Literal)> {
    literals.windows(2).filter_map(|two| {
        let [english, korean] = two else { return None };
        let before = english.before.trim_end();
        let begins = before.ends_with("either(") || before.ends_with("say!(") || is_name(before);
        (begins && korean.before.trim() == ",").then_some((english, korean))
    })
}

/// `name:` at the beginning of a line of `texts!`.
fn is_name(before: &str) -> bool {
    let line = before.lines().last().unwrap_or_default().trim();
    line.strip_suffix(':').is_some_and(|name| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
    })
}

fn differs(english: &str, korean: &str) -> Option<&'static str> {
    let names_only = |text: &str| {
        let values = placeholders(text).concat();
        let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count();
        letters(text) == letters(&values)
    };
    if !has_hangul(korean) && !names_only(korean) && !NAMES.contains(&korean) {
        return Some("no Korean");
    }
    if sorted(placeholders(english)) != sorted(placeholders(korean)) {
        return Some("other values");
    }
    let parts = |text: &str| -> Vec<String> {
        let part =
            |c: char| c.is_whitespace() || "(),;\"“”".contains(c) || has_hangul(&c.to_string());
        text.split(part)
            .map(|part| part.trim_matches(['.', ':', '?']).to_owned())
            .collect()
    };
    let told = parts(korean);
    let kept = |part: &String| part.contains("://") || part.parse::<u64>().is_ok();
    let lacks = |part: &String| kept(part) && !told.contains(part);
    parts(english)
        .iter()
        .any(lacks)
        .then_some("lacks a number or an address")
}

/// What stands in braces, but for `\u{…}`.
fn placeholders(text: &str) -> Vec<&str> {
    let open = text
        .match_indices('{')
        .filter(|(at, _)| !text[..*at].ends_with("\\u"));
    open.filter_map(|(at, _)| text[at..].split('}').next())
        .collect()
}

fn sorted(mut all: Vec<&str>) -> Vec<&str> {
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Literal {
        literals(text).pop().expect("there is a literal")
    }

    #[test]
    fn what_a_user_reads_is_found() {
        let check = |source, expected| assert_eq!(is_said(&literal(source)), expected, "{source}");
        check(r#"heading("Status")"#, true);
        check(r#".text(" in a new window")"#, true);
        check(r#"button("다시", "")"#, false);
        check(r#"p("다시")"#, true);
        check(r#"attr("type", "button")"#, false);
        check(r#"class("actions bar")"#, false);
        check(r#"root.expect("index.html has both roots")"#, false);
    }

    #[test]
    fn literals_are_read_as_rust_reads_them() {
        let source = "// \"no\"\nlet a = (\"x\\\"y\", '\"', \"z\");\n#[cfg(test)]\nlet b = \"no\";";
        let found: Vec<_> = literals(source)
            .iter()
            .map(|one| (one.line, one.text.clone()))
            .collect();
        assert_eq!(found, [(2, "x\\\"y".to_owned()), (2, "z".to_owned())]);
    }

    #[test]
    fn pairs_are_found_and_compared() {
        let check = |source: &str, expected: &[Option<&str>]| {
            let literals = literals(source);
            let found: Vec<_> = pairs(&literals)
                .map(|(a, b)| differs(&a.text, &b.text))
                .collect();
            assert_eq!(found, expected, "{source}");
        };
        check(
            "texts! {\n    again: \"Again\", \"다시\";\n    off: \"Off\", \"Off\";\n}",
            &[None, Some("no Korean")],
        );
        check(
            "say!(\"{days} days\", \"{day}일\")",
            &[Some("other values")],
        );
        check("say!(\n    \"{days} days\",\n    \"{days}일\"\n)", &[None]);
        check(
            "either(\"30 days\", \"3일\")",
            &[Some("lacks a number or an address")],
        );
        check(
            "either(\"at https://x.example/ now\", \"지금 https://y.example/ 에서\")",
            &[Some("lacks a number or an address")],
        );
        check("attr(\"type\", \"button\")", &[]);
    }
}
