//! What a model's card measures: its scores on the case library and on announced meetings, and how
//! reliable its forecasts are over both.

use std::sync::Arc;

use super::reliability::{Part, of_announcements, of_feed, of_library, parts};
use crate::backtest::announced::{self, Beliefs, Said};
use crate::backtest::announcements::Announcement;
use crate::backtest::trial::Prediction;
use crate::belief::Model;
use crate::belief::model::Version;
use crate::desk::DeskError;
use crate::library::{self, Case, Fitted, Named, ReadAs, fitted};
use crate::model::meetings::Meetings;
use crate::model::shipped;
use crate::record::Invalid;

/// On what a model is tried.
#[derive(Debug, Clone, Copy)]
pub struct On<'a> {
    /// Cases of the library.
    pub cases: &'a [Case],
    /// Announced meetings.
    pub announcements: &'a [Announcement],
    /// Meetings that were held, for the priors of those.
    pub met: &'a Meetings,
    /// Its forecasts of a feed, where there are some.
    pub predictions: &'a [Prediction],
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The model's own name.
    pub model: String,
    /// The version of its arithmetic.
    pub version: Version,
    /// How it came about, where the library knows.
    pub fitted: Option<Fitted>,
    /// Cases left out because they are kept back.
    pub left_out: usize,
    /// The model first, then version 1, the prior alone and a coin.
    pub library: library::Trial,
    /// Both versions on the announcements.
    pub announced: announced::Trial,
    /// Reliability over all, and by phase.
    pub parts: Vec<Part>,
}

/// Tries a built model. `told` hears what is done, how much of it, and of how much.
///
/// # Errors
/// As [`library::trial`] and [`announced::trial`], and when the model cannot be read.
pub fn measure(
    bytes: &[u8],
    on: &On<'_>,
    told: &(dyn Fn(&str, usize, usize) + Sync),
) -> Result<Measured, DeskError> {
    let model = Arc::new(Model::parse(bytes)?);
    let version = model.version();
    let read_as = ReadAs::parse(library::READ_AS)?;
    let folded = |done, of| told("cases folded", done, of);
    let library = library::trial(on.cases, &rivals(&model)?, &read_as, &folded)?;
    told("announcements", 0, on.announcements.len());
    let beliefs = match version {
        Version::Two => Beliefs::read(bytes, shipped::FEED.built)?,
        Version::One => Beliefs::read(shipped::DEFAULT.built, bytes)?,
    };
    let announced = announced::trial(on.announcements, on.met, &beliefs)?;
    let own: fn(&Said) -> f64 = match version {
        Version::Two => |said| said.two,
        Version::One => |said| said.one,
    };
    let mut judged = of_library(&library, 0);
    judged.extend(of_announcements(&announced, on.announcements, own));
    judged.extend(of_feed(on.predictions));
    told("resampling", 0, judged.len());
    Ok(Measured {
        fitted: known(&model.id, bytes)?,
        model: model.id.clone(),
        version,
        left_out: library::KEPT_BACK.len(),
        parts: parts(&judged)?,
        library,
        announced,
    })
}

/// The model, and that of version 1 unless it is this one.
fn rivals(model: &Arc<Model>) -> Result<Vec<Named>, Invalid> {
    let named = |model: Arc<Model>| Named {
        name: model.id.clone(),
        model,
    };
    let first = Arc::new(Model::parse(shipped::FEED.built)?);
    let mut out = vec![named(model.clone())];
    if first.id != model.id {
        out.push(named(first));
    }
    Ok(out)
}

/// How the model came about; of a file that goes by a shipped model's name without being it,
/// nothing is known.
fn known(id: &str, bytes: &[u8]) -> Result<Option<Fitted>, Invalid> {
    if shipped::named(id).is_some_and(|own| own != bytes) {
        return Ok(None);
    }
    fitted(library::FITTED, id)
}
