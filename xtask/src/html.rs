//! The little that xtask reads and changes in the page's HTML: tags, their attributes, integrity.
//! It reads Trunk's minified output and our own files, not HTML at large.

use anyhow::Result;

/// The opening tags of one element, in order.
pub fn tags<'a>(html: &'a str, element: &'a str) -> impl Iterator<Item = &'a str> {
    html.match_indices('<')
        .map(|(start, _)| &html[start..])
        .filter(move |rest| {
            rest[1..]
                .strip_prefix(element)
                .is_some_and(|after| after.starts_with([' ', '\n', '\t', '>']))
        })
        .map(|rest| &rest[..tag_length(rest)])
}

/// The value of an attribute in a tag, quoted or not.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let equals = format!("{name}=");
    let (start, _) = tag
        .match_indices(&equals)
        .find(|(at, _)| tag[..*at].ends_with(char::is_whitespace))?;
    let value = &tag[start + equals.len()..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split([' ', '\n', '\t', '>']).next(),
    }
}

/// The page's own files that it names: scripts, styles, preloads, icons, pictures.
pub fn local_files(html: &str) -> Vec<String> {
    let links = tags(html, "link").filter_map(|tag| attribute(tag, "href"));
    let sources = ["script", "img"]
        .into_iter()
        .flat_map(|element| tags(html, element).filter_map(|tag| attribute(tag, "src")));
    let mut files: Vec<_> = links.chain(sources).filter_map(local_file).collect();
    files.sort();
    files.dedup();
    files
}

/// Adds an integrity attribute to every script, stylesheet and module preload of the page's own that has none.
pub fn with_integrity(html: &str, digest: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut page = html.to_owned();
    let scripts = tags(html, "script").filter_map(|tag| Some((tag, attribute(tag, "src")?)));
    let links = tags(html, "link")
        .filter(|tag| matches!(attribute(tag, "rel"), Some("stylesheet" | "modulepreload")))
        .filter_map(|tag| Some((tag, attribute(tag, "href")?)));
    for (tag, address) in scripts.chain(links) {
        if let (Some(file), None) = (local_file(address), attribute(tag, "integrity")) {
            let body = tag.trim_end_matches(['>', '/']).trim_end();
            let checked = format!("{body} integrity=\"{}\">", digest(&file)?);
            page = page.replace(tag, &checked);
        }
    }
    Ok(page)
}

fn local_file(address: &str) -> Option<String> {
    let foreign =
        address.contains("://") || address.starts_with("//") || address.starts_with("data:");
    (!foreign).then(|| address.trim_start_matches("./").to_owned())
}

/// Up to and with the `>` that is not in a quoted value.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let check = |tag, name, expected| assert_eq!(attribute(tag, name), expected, "{tag}");
        check(
            r#"<link rel="stylesheet" href="a.css">"#,
            "href",
            Some("a.css"),
        );
        check(
            "<link rel=stylesheet href=./a.css>",
            "href",
            Some("./a.css"),
        );
        check(
            r#"<link data-href="x" href="a.css">"#,
            "href",
            Some("a.css"),
        );
        check(
            r#"<meta content="script-src 'self'">"#,
            "content",
            Some("script-src 'self'"),
        );
        check("<script>", "src", None);
    }

    #[test]
    fn only_own_scripts_and_styles_get_an_integrity() -> Result<()> {
        let digest = |file: &str| Ok(format!("sha384-{file}"));
        let check = |html, expected| -> Result<()> {
            assert_eq!(with_integrity(html, digest)?, expected);
            Ok(())
        };
        check(
            "<script src=boot.js></script>",
            r#"<script src=boot.js integrity="sha384-boot.js"></script>"#,
        )?;
        check(
            "<link rel=modulepreload href=./app.js>",
            r#"<link rel=modulepreload href=./app.js integrity="sha384-app.js">"#,
        )?;
        check(
            r#"<link rel="stylesheet" href="a.css" integrity="sha384-trunk"/>"#,
            r#"<link rel="stylesheet" href="a.css" integrity="sha384-trunk"/>"#,
        )?;
        check(
            "<link rel=icon href=icon.svg>",
            "<link rel=icon href=icon.svg>",
        )?;
        check("<script>let a</script>", "<script>let a</script>")
    }

    #[test]
    fn named_files_are_listed_once() {
        let html = r#"<link rel=icon href="icons/i.svg"><script src="./b.js"></script><img alt="" src=icons/i.svg><a href="x">"#;
        assert_eq!(local_files(html), ["b.js", "icons/i.svg"]);
    }
}
