//! The part of OData's `$filter` that the directory supports: eq, ne, in, not, and, or, startswith, endswith and any.
//! It evaluates expressions over properties and knows no resource.

use serde_json::Value;

use super::errors::GraphError;

/// A parsed filter.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    Or(Box<Filter>, Box<Filter>),
    And(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    Equal(String, Value),
    NotEqual(String, Value),
    In(String, Vec<Value>),
    StartsWith(String, String),
    EndsWith(String, String),
    /// A list holds a value: `tags/any(t:t eq 'x')`.
    Any(String, Value),
}

impl Filter {
    /// Parses the text of `$filter`.
    pub fn parse(text: &str) -> Result<Self, GraphError> {
        let mut parser = Parser { rest: text.trim() };
        let filter = parser.or()?;
        if parser.rest.is_empty() {
            Ok(filter)
        } else {
            Err(invalid(parser.rest))
        }
    }

    /// Whether it needs `ConsistencyLevel: eventual` and `$count=true` (FACTS section 3.4); names the operator.
    pub fn advanced_operator(&self) -> Option<&'static str> {
        match self {
            Self::Or(a, b) | Self::And(a, b) => {
                a.advanced_operator().or_else(|| b.advanced_operator())
            }
            Self::Not(_) => Some("not"),
            Self::NotEqual(..) => Some("ne"),
            Self::EndsWith(..) => Some("endsWith"),
            Self::Equal(..) | Self::In(..) | Self::StartsWith(..) | Self::Any(..) => None,
        }
    }

    /// The properties that it names.
    pub fn properties(&self) -> Vec<&str> {
        match self {
            Self::Or(a, b) | Self::And(a, b) => [a.properties(), b.properties()].concat(),
            Self::Not(a) => a.properties(),
            Self::Equal(path, _)
            | Self::NotEqual(path, _)
            | Self::In(path, _)
            | Self::StartsWith(path, _)
            | Self::EndsWith(path, _)
            | Self::Any(path, _) => vec![path.split('/').next().unwrap_or_default()],
        }
    }

    /// Whether an object fits; `get` reads a property. Texts are compared without case, as the directory does.
    pub fn fits<'a>(&self, get: &impl Fn(&str) -> Option<&'a Value>) -> bool {
        let text = |path: &str| get(path).and_then(Value::as_str).unwrap_or_default();
        match self {
            Self::Or(a, b) => a.fits(get) || b.fits(get),
            Self::And(a, b) => a.fits(get) && b.fits(get),
            Self::Not(a) => !a.fits(get),
            Self::Equal(path, value) => same(get(path), value),
            Self::NotEqual(path, value) => !same(get(path), value),
            Self::In(path, values) => values.iter().any(|value| same(get(path), value)),
            Self::StartsWith(path, start) => starts_with(text(path), start),
            Self::EndsWith(path, end) => text(path).to_lowercase().ends_with(&end.to_lowercase()),
            Self::Any(path, value) => get(path)
                .and_then(Value::as_array)
                .is_some_and(|list| list.iter().any(|item| same(Some(item), value))),
        }
    }
}

fn same(held: Option<&Value>, wanted: &Value) -> bool {
    match (held, wanted) {
        (Some(Value::String(held)), Value::String(wanted)) => equal(held, wanted),
        (None, wanted) => wanted.is_null(),
        (Some(held), wanted) => held == wanted,
    }
}

/// Without case. Plain ASCII, the usual, is compared in place: a list of ten thousand is looked through for each answer.
fn equal(held: &str, wanted: &str) -> bool {
    held.eq_ignore_ascii_case(wanted)
        || !(held.is_ascii() && wanted.is_ascii()) && held.to_lowercase() == wanted.to_lowercase()
}

fn starts_with(held: &str, start: &str) -> bool {
    match held.get(..start.len()) {
        Some(same) if start.is_ascii() && same.is_ascii() => same.eq_ignore_ascii_case(start),
        _ => held.to_lowercase().starts_with(&start.to_lowercase()),
    }
}

fn invalid(at: &str) -> GraphError {
    GraphError::malformed(format!("Invalid filter clause: Syntax error at '{at}'."))
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn or(&mut self) -> Result<Filter, GraphError> {
        let mut left = self.and()?;
        while self.word("or") {
            left = Filter::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Filter, GraphError> {
        let mut left = self.term()?;
        while self.word("and") {
            left = Filter::And(Box::new(left), Box::new(self.term()?));
        }
        Ok(left)
    }

    fn term(&mut self) -> Result<Filter, GraphError> {
        if self.word("not") {
            return Ok(Filter::Not(Box::new(self.term()?)));
        }
        if self.symbol("(") {
            let inner = self.or()?;
            return self.expect(")").map(|()| inner);
        }
        let path = self.name()?;
        let function = path.to_ascii_lowercase();
        if function == "startswith" || function == "endswith" {
            self.expect("(")?;
            let property = self.name()?.to_owned();
            self.expect(",")?;
            let Value::String(text) = self.literal()? else {
                return Err(invalid(self.rest));
            };
            self.expect(")")?;
            // `startswith(a,'b') eq true` says the same.
            if self.word("eq") && self.literal()? != Value::Bool(true) {
                return Err(invalid(self.rest));
            }
            let starts = function == "startswith";
            return Ok(if starts {
                Filter::StartsWith(property, text)
            } else {
                Filter::EndsWith(property, text)
            });
        }
        if let Some(list) = path.strip_suffix("/any") {
            return self.any(list);
        }
        self.comparison(path)
    }

    fn any(&mut self, list: &str) -> Result<Filter, GraphError> {
        self.expect("(")?;
        let variable = self.name()?;
        self.expect(":")?;
        if self.name()? != variable || !self.word("eq") {
            return Err(invalid(self.rest));
        }
        let value = self.literal()?;
        self.expect(")")
            .map(|()| Filter::Any(list.to_owned(), value))
    }

    fn comparison(&mut self, path: &str) -> Result<Filter, GraphError> {
        let path = path.to_owned();
        if self.word("eq") {
            return Ok(Filter::Equal(path, self.literal()?));
        }
        if self.word("ne") {
            return Ok(Filter::NotEqual(path, self.literal()?));
        }
        if !self.word("in") {
            return Err(invalid(self.rest));
        }
        self.expect("(")?;
        let mut values = vec![self.literal()?];
        while self.symbol(",") {
            values.push(self.literal()?);
        }
        self.expect(")").map(|()| Filter::In(path, values))
    }

    fn literal(&mut self) -> Result<Value, GraphError> {
        if let Some(mut text) = self.rest.strip_prefix('\'') {
            let mut value = String::new();
            loop {
                let end = text.find('\'').ok_or_else(|| invalid(self.rest))?;
                value.push_str(&text[..end]);
                text = &text[end + 1..];
                // A doubled quote stands for one quote.
                let Some(more) = text.strip_prefix('\'') else {
                    break;
                };
                value.push('\'');
                text = more;
            }
            self.rest = text.trim_start();
            return Ok(value.into());
        }
        let word = self.name()?;
        match word.to_ascii_lowercase().as_str() {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            "null" => Ok(Value::Null),
            // Unquoted ids and dates.
            _ => Ok(word.into()),
        }
    }

    fn name(&mut self) -> Result<&'a str, GraphError> {
        let is_name = |c: char| c.is_alphanumeric() || "/_-.@".contains(c);
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        if end == 0 {
            return Err(invalid(self.rest));
        }
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        Ok(name)
    }

    /// Consumes a keyword, which must not run on into a longer name.
    fn word(&mut self, word: &str) -> bool {
        let Some(head) = self.rest.get(..word.len()) else {
            return false;
        };
        let rest = &self.rest[word.len()..];
        let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        let found = head.eq_ignore_ascii_case(word) && ends;
        if found {
            self.rest = rest.trim_start();
        }
        found
    }

    fn symbol(&mut self, symbol: &str) -> bool {
        let rest = self.rest.strip_prefix(symbol);
        self.rest = rest.unwrap_or(self.rest).trim_start();
        rest.is_some()
    }

    fn expect(&mut self, symbol: &str) -> Result<(), GraphError> {
        if self.symbol(symbol) {
            Ok(())
        } else {
            Err(invalid(self.rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn filters() {
        let object = json!({"displayName": "O'Neil & Co", "appId": "1-2", "tags": ["run-7", "x"], "enabled": true, "none": null});
        let check = |filter: &str, expected: bool| {
            let parsed = Filter::parse(filter).expect(filter);
            assert_eq!(
                parsed.fits(&|name: &str| object.get(name)),
                expected,
                "{filter}"
            );
        };
        check("displayName eq 'O''Neil & Co'", true);
        check("displayName eq 'o''neil & co'", true);
        check("startswith(displayName,'o''n')", true);
        check("startsWith(displayName, 'x') or appId eq '1-2'", true);
        check("tags/any(t:t eq 'run-7')", true);
        check("tags/any(t:t eq 'run-8') and appId eq '1-2'", false);
        check(
            "appId eq 'z' or tags/any(t:t eq 'x') and enabled eq true",
            true,
        );
        check(
            "(appId eq 'z' or tags/any(t:t eq 'x')) and enabled eq false",
            false,
        );
        check("none eq null and not (appId in ('3', '4'))", true);
        for wrong in [
            "",
            "displayName",
            "displayName eq",
            "displayName eq 'x",
            "a eq 'b' c",
            "tags/any(t:u eq 'x')",
        ] {
            assert!(Filter::parse(wrong).is_err(), "{wrong}");
        }
    }
}
