//! The account of a question: what was believed when, and what caused each change.

use super::{Entry, Forecast, Question, Resolution};

/// A question's forecasts as they were recorded.
#[derive(Debug, Clone)]
pub struct Account {
    /// The question.
    pub question: Question,
    /// One row a forecast, in the order of the log.
    pub rows: Vec<Row>,
    /// How the question ended.
    pub resolution: Option<Resolution>,
    /// Ids of signals that a later entry took out of the evidence.
    pub retracted: Vec<String>,
}

/// One recorded forecast.
#[derive(Debug, Clone)]
pub struct Row {
    /// Place of the forecast in the log.
    pub seq: u64,
    /// The forecast.
    pub forecast: Forecast,
    /// The entry that caused it.
    pub cause: Entry,
}
