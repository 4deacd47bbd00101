//! Kinds' ratios, families' leaks and what became of plans, fitted on questions that ended.
//!
//! A base source of belief version 2 is where the fit starts and what it is drawn back to. Plans are
//! counted; kinds' ratios and families' leaks are moved by a penalised regression on the log-odds of
//! each day, whose slopes come from the real engine by finite differences. Whole questions are left
//! out to choose how far amounts may go, and others to say what that is worth. A kind seen in fewer
//! than [`MIN_QUESTIONS`] questions is left as it is.

mod bench;
mod chains;
mod classes;
mod counts;
mod ended;
mod folds;
mod moves;
mod penalised;
mod report;
mod study;
mod tree;
mod trial;

pub use classes::{Setting, settings};
pub use counts::{Counted, Plan, PlanCounts, Tally, count};
pub use ended::ended;
pub use report::{Fitted, KindRow, LeakRow, Refused, Start, fit};
pub use study::Work;
pub use tree::Loose;
pub use trial::{Tried, Validated};

/// Fewer questions with a kind than this, and nothing is claimed of it.
pub const MIN_QUESTIONS: usize = 3;

/// Called-off meetings that the shipped models count already: `case,day,because`.
pub const COUNTED: &str = include_str!("../../../ledger/cases/counted.csv");
