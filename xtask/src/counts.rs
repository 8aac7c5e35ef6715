//! How many tests passed and failed, read from what the test runners print.

use std::ops::AddAssign;

use anyhow::{Context, Result};
use serde_json::Value;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl Counts {
    pub const PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    pub const FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// The sum of the `test result:` lines of cargo test and of wasm-bindgen's runner.
    pub fn from_cargo(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output
            .lines()
            .filter(|line| line.starts_with("test result:"))
        {
            counts += Self {
                passed: number_before(line, " passed"),
                failed: number_before(line, " failed"),
            };
        }
        counts
    }

    /// The summary that Node.js's test runner ends its TAP report with. A cancelled test is none that passed.
    pub fn from_node(output: &str) -> Self {
        let after = |word: &str| {
            let mut lines = output.lines().filter_map(|line| line.strip_prefix(word));
            lines
                .next_back()
                .and_then(|number| number.parse().ok())
                .unwrap_or(0)
        };
        Self {
            passed: after("# pass "),
            failed: after("# fail ") + after("# cancelled "),
        }
    }

    /// Playwright's JSON report. A test that passed only at a second try has failed: nothing here may be a matter of luck.
    pub fn from_playwright(report: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(report)?;
        let stat = |name: &str| {
            report["stats"][name]
                .as_u64()
                .with_context(|| format!("no count of {name}"))
        };
        Ok(Self {
            passed: stat("expected")?,
            failed: stat("unexpected")? + stat("flaky")?,
        })
    }

    /// A runner that did not end well, or ran nothing, has failed even when it counted no failure.
    pub fn unless_broken(self, success: bool) -> Self {
        let counted = self.failed > 0 || (success && self.passed > 0);
        if counted {
            self
        } else {
            Self { failed: 1, ..self }
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

fn number_before(line: &str, word: &str) -> u64 {
    let before = line
        .split(word)
        .next()
        .filter(|before| before.len() < line.len());
    before
        .and_then(|before| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn cargo_results_are_summed() {
        let check = |output, expected| assert_eq!(Counts::from_cargo(output), expected, "{output}");
        check("", counts(0, 0));
        check(
            "running 2 tests\ntest a ... ok\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured",
            counts(2, 0),
        );
        check(
            "test result: ok. 2 passed; 0 failed;\ntest result: FAILED. 10 passed; 3 failed;",
            counts(12, 3),
        );
        check("said: test result: ok. 2 passed; 0 failed;", counts(0, 0));
    }

    #[test]
    fn nodes_summary_counts() {
        let check = |output, expected| assert_eq!(Counts::from_node(output), expected, "{output}");
        check("", counts(0, 0));
        check(
            "TAP version 13\nok 1 - a\n1..3\n# tests 3\n# pass 1\n# fail 1\n# cancelled 1\n# skipped 0\n",
            counts(1, 2),
        );
        check("    # pass 7\n# pass 2\n# fail 0\n", counts(2, 0));
    }

    #[test]
    fn playwright_counts_flaky_as_failed() -> Result<()> {
        let report = r#"{"stats":{"expected":5,"unexpected":1,"flaky":2,"skipped":3}}"#;
        assert_eq!(Counts::from_playwright(report)?, counts(5, 3));
        assert!(Counts::from_playwright("{}").is_err());
        Ok(())
    }

    #[test]
    fn silence_and_crashes_are_failures() {
        let check =
            |found: Counts, success, expected| assert_eq!(found.unless_broken(success), expected);
        check(counts(2, 0), true, counts(2, 0));
        check(counts(0, 0), true, counts(0, 1));
        check(counts(2, 0), false, counts(2, 1));
        check(counts(2, 3), false, counts(2, 3));
    }
}
