//! What stands behind the measured figures, in words.

use crate::belief::model::Version;
use crate::library::measured::Measured;
use crate::library::reliability::{Count, Origin, Part};
use crate::library::{Fitted, Part as Days, Phase};
use crate::view::cases::told::{many, part};

/// A phase as a section's name.
pub fn phase(phase: Option<Phase>) -> String {
    phase.map_or_else(|| "all together".into(), |phase| part(Days::In(phase)))
}

/// A phase as data.
pub fn key(phase: Option<Phase>) -> &'static str {
    phase.map_or("all", Phase::as_str)
}

/// Whether outcomes of both kinds stand behind a part.
pub fn says_something(part: &Part) -> bool {
    part.calibration.brier.unc > 0.0
}

/// On which cases it was tried.
pub fn taken(m: &Measured) -> String {
    format!(
        "{} of the case library, docs/cases.md; the {} that are kept back for judging a finished \
         model are not among them.",
        many(m.library.cases.len(), "question", "questions"),
        m.left_out
    )
}

/// How the model came about.
pub fn fitted(fitted: &Fitted) -> String {
    let stand = fitted.out_of_sample.as_deref().unwrap_or_default();
    match fitted.on_cases {
        true => format!(
            "this model was fitted on the library, so that its figures on it flatter. {} Figures \
             out of sample: {stand}",
            fitted.because
        ),
        false => format!(
            "This model was not fitted on the library. {}",
            fitted.because
        ),
    }
}

/// What to think of a model of which nothing is known.
pub fn unknown() -> &'static str {
    "whether this model was fitted on the library is not known: if it was, its figures on it \
     flatter, and only cases that it had no part in can judge it"
}

/// Who is who in the tables of announcements.
pub fn versions(m: &Measured) -> String {
    let who = match m.version {
        Version::Two => "Version 2 is this model, version 1 the one that ships for feeds.",
        Version::One => "Version 1 is this model, version 2 the default one.",
    };
    format!(
        "{who} A model whose plans are counted on the same list is flattered by it: `counted \
         without it` is out of sample."
    )
}

/// `34 questions of the library (15 ended yes; 4012 days), 81 announced plans (76 held; ...)`
pub fn counted(part: &Part) -> String {
    let each: Vec<String> = part.counts.iter().map(count).collect();
    let feed = match part.counts.iter().any(|c| c.origin == Origin::Feed) {
        true => " Forecasts of a feed do not tell their phase, and are in no other part.",
        false => "",
    };
    format!("Behind it stand {}.{feed}", each.join(", and "))
}

fn count(c: &Count) -> String {
    let questions = |one, more| many(c.questions, one, more);
    let forecasts = |one, more| many(c.forecasts, one, more);
    match c.origin {
        Origin::Library => format!(
            "{} of the library ({} ended yes; {})",
            questions("question", "questions"),
            c.yes,
            forecasts("day", "days")
        ),
        Origin::Announcements => format!(
            "{} ({} held; {})",
            questions("announced plan", "announced plans"),
            c.yes,
            forecasts("reading", "readings")
        ),
        Origin::Feed => format!(
            "{} of a feed ({}, {} came)",
            questions("partner", "partners"),
            forecasts("forecast", "forecasts"),
            c.came
        ),
    }
}
