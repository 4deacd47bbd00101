//! Tier 6: what is sound but weak. Each habit is told once, with the entries that have it.

use jiff::civil::Date;

use super::catalogue::{
    PRACTICE_DEADLINE, PRACTICE_DRAWS, PRACTICE_GRADE, PRACTICE_JUDGEMENT, PRACTICE_LIKELIHOOD,
    PRACTICE_SOURCE,
};
use super::finding::Findings;
use super::habits::{Habit, Tally};
use super::history::History;

/// What the derivation of the forecasts showed.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Forecasts with fewer effective draws than a tenth of the model's.
    pub few_draws: Tally,
    /// Last forecasts whose evidence is judgement alone.
    pub judgement: Tally,
}

/// Tells the habits.
pub(super) fn check(history: &History, known: &Known, as_of: Option<Date>, out: &mut Findings) {
    let of = |habit| history.habits.of(habit);
    of(Habit::NoSource).tell(PRACTICE_SOURCE, "a source in each", out);
    let own = "the likelihoods of the kind";
    of(Habit::OwnLikelihood).tell(PRACTICE_LIKELIHOOD, own, out);
    of(Habit::Ungraded).tell(PRACTICE_GRADE, "a grade in each", out);
    let some = "some evidence on counted data";
    known.judgement.tell(PRACTICE_JUDGEMENT, some, out);
    let draws = "at least a tenth of the model's draws";
    known.few_draws.tell(PRACTICE_DRAWS, draws, out);
    let Some(today) = as_of else {
        out.leave("No day was given: whether questions are past their deadline was not checked.");
        return;
    };
    for track in history.tracks.iter().filter(|t| !t.resolved) {
        if track.deadline < today {
            let found = format!("`{}` ended on {}", track.id, track.deadline);
            out.add(PRACTICE_DEADLINE, Some(track.opened), "a resolution", found);
        }
    }
}
