//! Rules about the source text that no compiler checks. Each rule reads files and names what breaks it.

use std::{fs, path::Path};

use anyhow::{Result, ensure};

use crate::{fingerprint::files_under, sh::root};

/// Longer files hold more than one concept.
const MOST_LINES: usize = 400;
/// Where a secret is shown: sent to the token endpoint or Graph, handed over, revealed.
const MOST_EXPOSURES: usize = 3;
/// Ways to turn text into markup or code. Leptos sets text only, as long as nobody asks for these.
const TEXT_AS_CODE: &[&str] = &[
    "innerHTML",
    "inner_html",
    "outerHTML",
    "outer_html",
    "insertAdjacentHTML",
    "insert_adjacent_html",
    "document.write",
    "eval(",
    "new Function",
];

pub fn no_long_file() -> Result<()> {
    let lengths = |source: &Source| {
        let lines = source.text.lines().count();
        (lines > MOST_LINES).then(|| format!("{} has {lines} lines", source.name))
    };
    let long: Vec<_> = sources(&["src", "sandbox", "xtask", "tests"], &["rs"])?
        .iter()
        .filter_map(lengths)
        .collect();
    none(&long, &format!("at most {MOST_LINES} lines a file"))
}

pub fn no_text_as_code() -> Result<()> {
    let found = matching_lines(
        &sources(&["src", "public", "page"], &["rs", "js", "html"])?,
        |line| TEXT_AS_CODE.iter().any(|word| has_word(line, word)),
    );
    none(&found, "text from outside never becomes markup or code")
}

pub fn few_exposures() -> Result<()> {
    // The type itself exposes nothing: who calls it does.
    let mut sources = sources(&["src"], &["rs"])?;
    sources.retain(|source| source.name != "src/secret.rs");
    let found = matching_lines(&sources, is_exposure);
    let places = found.join("\n  ");
    ensure!(
        found.len() <= MOST_EXPOSURES,
        "a secret is exposed in at most {MOST_EXPOSURES} places:\n  {places}"
    );
    Ok(())
}

fn is_exposure(line: &str) -> bool {
    let called = line.contains(".expose()") || line.contains("expose_secret(");
    called && !line.trim_start().starts_with("//")
}

/// A message to "*" goes to whatever page the window shows by then.
pub fn exact_message_targets() -> Result<()> {
    let sources = sources(&["src", "public", "page", "sandbox"], &["rs", "js", "html"])?;
    let found: Vec<_> = sources
        .iter()
        .filter(|source| posts_to_anyone(&source.text))
        .map(|source| source.name.clone())
        .collect();
    none(&found, "messages name the exact origin that may read them")
}

fn posts_to_anyone(text: &str) -> bool {
    ["postMessage(", "post_message"].iter().any(|call| {
        text.match_indices(call).any(|(at, _)| {
            let arguments = text[at..].split(';').next().unwrap_or_default();
            ["\"*\"", "'*'", "`*`"]
                .iter()
                .any(|anyone| arguments.contains(anyone))
        })
    })
}

/// A file of the project.
pub struct Source {
    pub name: String,
    pub text: String,
}

pub fn sources(folders: &[&str], extensions: &[&str]) -> Result<Vec<Source>> {
    let wanted = |file: &Path| {
        file.extension()
            .is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
    };
    let mut sources = Vec::new();
    for folder in folders {
        for file in files_under(&root().join(folder))?
            .into_iter()
            .filter(|file| wanted(file))
        {
            sources.push(Source {
                name: file.strip_prefix(root())?.display().to_string(),
                text: fs::read_to_string(&file)?,
            });
        }
    }
    Ok(sources)
}

fn matching_lines(sources: &[Source], matches: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (index, line) in source
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| matches(line))
        {
            found.push(format!("{}:{}: {}", source.name, index + 1, line.trim()));
        }
    }
    found
}

/// Whether the word occurs and is not the end of a longer name, as in `retrieval(`.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

pub fn none(found: &[String], rule: &str) -> Result<()> {
    ensure!(found.is_empty(), "{rule}, but:\n  {}", found.join("\n  "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_but_not_their_longer_relatives() {
        let check = |line, word, expected| assert_eq!(has_word(line, word), expected, "{line}");
        check("element.innerHTML = text", "innerHTML", true);
        check("eval(text)", "eval(", true);
        check("window.eval(text)", "eval(", true);
        check("retrieval(text)", "eval(", false);
    }

    #[test]
    fn exposures_are_found() {
        let check = |line, expected| assert_eq!(is_exposure(line), expected, "{line}");
        check("let text = secret.expose();", true);
        check("SecretString::expose_secret(&secret)", true);
        check("// `secret.expose()` is called once", false);
        check("self.exposed()", false);
    }

    #[test]
    fn messages_to_anyone_are_found() {
        let check = |text, expected| assert_eq!(posts_to_anyone(text), expected, "{text}");
        check("w.postMessage(offer, \"*\");", true);
        check("w.postMessage(offer, {\n  targetOrigin: '*',\n});", true);
        check("w.postMessage(offer, origin); let any = \"*\";", false);
        check(
            "w.post_message_with_transfer(&offer, \"*\", &ports)?;",
            true,
        );
    }
}
