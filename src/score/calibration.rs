//! Whether what was called 70 % came seven times in ten.

use super::band::{Bands, Interval, bands};
use super::corp::{Corp, Sample, decompose, isotonic, levels};
use super::murphy::{Murphy, murphy};
use super::overconfidence;
use super::rule::Rule;
use crate::record::Invalid;

/// Resamples behind every band.
pub const RESAMPLES: usize = 1000;
/// The seed of the resampling; another one moves the bands by what chance moves.
pub const SEED: u64 = 1;
/// Bars of the histogram of forecasts, each 5 % wide.
pub const BARS: usize = 20;

/// The calibration of many forecasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Questions (clusters).
    pub questions: usize,
    /// Questions that ended yes; where one stands for several outcomes, those of which any came.
    pub yes: usize,
    /// Forecasts: days of questions.
    pub forecasts: usize,
    /// The parts of the mean Brier score, 0..=1.
    pub brier: Corp,
    /// The parts of the mean log score, in nats.
    pub log: Corp,
    /// Murphy's parts of the mean Brier score.
    pub murphy: Murphy,
    /// Sum of p over the number that came.
    pub overconfidence: Option<f64>,
    /// What resampling whole questions says of the Brier score's parts; `None` below two.
    pub bands: Option<Bands>,
    /// The recalibration, as steps.
    pub steps: Vec<Step>,
    /// Share of the weight in each twentieth of 0..=1; exactly 1 is in the last.
    pub histogram: [f64; BARS],
}

/// Forecasts from `from` to `to` that recalibration makes one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The lowest of them.
    pub from: f64,
    /// The highest.
    pub to: f64,
    /// Their mean.
    pub mean: f64,
    /// How often they came: the conditional event probability.
    pub came: f64,
    /// Where that could lie by chance, at the forecast nearest to the mean.
    pub band: Option<Interval>,
    /// Questions with such a forecast; one question may stand in several steps.
    pub questions: usize,
    /// Forecasts.
    pub forecasts: usize,
    /// Their share of the weight.
    pub share: f64,
}

/// Looks at the calibration of forecasts; each cluster is a question.
///
/// # Errors
/// When there are none, or one is not a probability.
pub fn calibration(samples: &[Sample]) -> Result<Calibration, Invalid> {
    let all = levels(samples)?;
    let questions = clusters(samples.iter());
    let total = super::sum::sum(all.iter().map(|l| l.weight));
    let bands = if questions > 1 {
        Some(bands(Rule::Brier, samples, SEED, RESAMPLES)?)
    } else {
        None
    };
    let mut steps: Vec<Step> = Vec::new();
    for (level, came) in all.iter().zip(isotonic(&all)) {
        let share = level.weight / total;
        match steps.last_mut() {
            Some(step) if step.came == came => {
                step.mean = (step.mean * step.share + level.p * share) / (step.share + share);
                step.to = level.p;
                step.forecasts += level.count;
                step.share += share;
            }
            _ => steps.push(Step {
                from: level.p,
                to: level.p,
                mean: level.p,
                came,
                band: None,
                questions: 0,
                forecasts: level.count,
                share,
            }),
        }
    }
    for step in &mut steps {
        let within = |s: &&Sample| (step.from..=step.to).contains(&s.p);
        step.questions = clusters(samples.iter().filter(within));
        step.band = bands.as_ref().and_then(|b| nearest(b, step.mean));
    }
    let mut histogram = [0.0; BARS];
    for level in &all {
        let bar = ((level.p * BARS as f64) as usize).min(BARS - 1);
        if let Some(bar) = histogram.get_mut(bar) {
            *bar += level.weight / total;
        }
    }
    Ok(Calibration {
        questions,
        yes: clusters(samples.iter().filter(|s| s.yes)),
        forecasts: samples.len(),
        brier: decompose(Rule::Brier, &all)?,
        log: decompose(Rule::Log, &all)?,
        murphy: murphy(&all).ok_or_else(|| Invalid::new("", "", "nothing has weight", ""))?,
        overconfidence: overconfidence(&all),
        bands,
        steps,
        histogram,
    })
}

/// How many questions the samples are of.
fn clusters<'s>(samples: impl Iterator<Item = &'s Sample>) -> usize {
    let mut seen: Vec<usize> = samples.map(|s| s.cluster).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}

/// The band at the place nearest to a forecast.
fn nearest(bands: &Bands, p: f64) -> Option<Interval> {
    let far = |at: &&(f64, Interval)| (at.0 - p).abs();
    let near = bands.curve.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
    near.map(|(_, at)| *at)
}
