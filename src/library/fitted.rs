//! Whether a model was made with the cases in sight.

use crate::backtest::csv::rows;
use crate::record::Invalid;

/// What is known of how a model came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// Whether any of its numbers was fitted on the cases of the library: then its scores on them
    /// flatter.
    pub on_cases: bool,
    /// Why that is said.
    pub because: String,
    /// Where scores stand on cases that the model had no part in; only of one that was fitted.
    pub out_of_sample: Option<String>,
}

/// What a table `model,fitted,because,out_of_sample` says of the model of that id; `None` where it
/// says nothing.
///
/// # Errors
/// The first line that cannot stand.
pub fn fitted(text: &str, id: &str) -> Result<Option<Fitted>, Invalid> {
    let mut found = None;
    for row in rows(text, &["model", "fitted", "because", "out_of_sample"])? {
        let on_cases = match row.raw(1) {
            "yes" => true,
            "no" => false,
            other => return Err(row.bad("fitted", other, "neither yes nor no", "yes or no")),
        };
        let because = row.text(2, "because")?.to_owned();
        let out_of_sample = match on_cases {
            true => Some(row.text(3, "out_of_sample")?.to_owned()),
            false => None,
        };
        if row.text(0, "model")? != id {
            continue;
        }
        let fitted = Fitted {
            on_cases,
            because,
            out_of_sample,
        };
        if found.replace(fitted).is_some() {
            return Err(row.bad("model", id, "it stands twice", "one line a model"));
        }
    }
    Ok(found)
}
