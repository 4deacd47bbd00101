//! What version 2 learned from a feed.

use serde_json::{Value, json};

use super::doc::Doc;
use super::learned::{kinds, kinds_data, spared};
use crate::backtest::second::learned::Learned;
use crate::backtest::second::setting::{Setting, Tried};

/// What was learned, for people, under a heading that stands already.
#[must_use]
pub fn section(doc: Doc, l: &Learned) -> Doc {
    let left_out = l.tried.iter().find(|t| t.setting == l.setting);
    let left_out = left_out.map_or((f64::NAN, f64::NAN), |t| (t.prior, t.loss));
    doc.paragraph(
        "Loss is the log score a question. Left out: on partners that were not learned from, fold \
         by fold, by the setting that is best there. Fitted: on the same ones; it flatters.",
    )
    .fact(
        "questions",
        format!("{} as-of days and partners", l.questions),
    )
    .fact("loss, left out", spared(left_out))
    .fact("loss, fitted", spared(l.fitted))
    .fact("stories", stories(l.setting))
    .fact(
        "leaks",
        format!(
            "{} of the base's, of {} settings tried",
            l.setting.leak,
            l.tried.len()
        ),
    )
    .table(kinds(&l.kinds))
    .paragraph(
        "Ratios by lead time, before weights and the family's channel. Weight 0: adds nothing \
         beyond the others on the counts. Refused: too few days or partners with it, or no such \
         kind in the base.",
    )
}

fn stories(setting: Setting) -> String {
    match setting.window {
        0 => "each day of a kind is one".into(),
        days => format!("a day of a kind joins one that began at most {days} days before"),
    }
}

/// What was learned, for programs.
#[must_use]
pub fn data(l: &Learned) -> Value {
    json!({
        "questions": l.questions,
        "window_days": l.setting.window,
        "leak": l.setting.leak,
        "tried": l.tried.iter().map(tried).collect::<Vec<_>>(),
        "log_loss": {"fitted": {"prior": l.fitted.0, "with_evidence": l.fitted.1}},
        "kinds": kinds_data(&l.kinds),
    })
}

fn tried(t: &Tried) -> Value {
    json!({
        "window_days": t.setting.window,
        "leak": t.setting.leak,
        "log_loss": t.loss,
        "prior": t.prior,
    })
}
