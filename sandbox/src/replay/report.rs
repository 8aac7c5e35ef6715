//! The result of a replay: a line for each mismatch, counts by operation, and what was left out and why.

use std::collections::BTreeMap;
use std::fmt;

use super::recording::Exchange;

/// What became of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The sandbox answered as recorded.
    Matched,
    /// It did not; what differs.
    Mismatched(Vec<String>),
    /// The product never asks this; the reason.
    OutOfScope(&'static str),
}

/// Counts of one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answered as recorded.
    pub matched: usize,
    /// Answered otherwise.
    pub mismatched: usize,
    /// Left out.
    pub out_of_scope: usize,
}

/// A replay's result; its text is what the program prints.
#[derive(Debug, Clone, Default)]
pub struct Report {
    lines: Vec<String>,
    operations: BTreeMap<String, Counts>,
    left_out: BTreeMap<&'static str, usize>,
}

impl Report {
    /// Adds an exchange of a file.
    pub fn add(&mut self, file: &str, exchange: &Exchange, outcome: Outcome) {
        let counts = self.operations.entry(exchange.op.clone()).or_default();
        match outcome {
            Outcome::Matched => counts.matched += 1,
            Outcome::Mismatched(what) => {
                counts.mismatched += 1;
                self.lines.extend(
                    what.into_iter()
                        .map(|what| format!("{file} #{} {}: {what}", exchange.index, exchange.op)),
                );
            }
            Outcome::OutOfScope(reason) => {
                counts.out_of_scope += 1;
                *self.left_out.entry(reason).or_default() += 1;
            }
        }
    }

    /// Counts over all operations.
    pub fn total(&self) -> Counts {
        self.operations
            .values()
            .fold(Counts::default(), |sum, counts| Counts {
                matched: sum.matched + counts.matched,
                mismatched: sum.mismatched + counts.mismatched,
                out_of_scope: sum.out_of_scope + counts.out_of_scope,
            })
    }

    /// The mismatches.
    pub fn mismatches(&self) -> &[String] {
        &self.lines
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} matched, {} mismatched, {} out of scope",
            self.matched, self.mismatched, self.out_of_scope
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        for (op, counts) in &self.operations {
            writeln!(f, "{op}: {counts}")?;
        }
        for (reason, count) in &self.left_out {
            writeln!(f, "out of scope, {count}: {reason}")?;
        }
        write!(f, "{}", self.total())
    }
}
