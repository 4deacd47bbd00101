//! How often what was forecast came, as meaning. Renderers decide how it is drawn.

use super::line::Line;
use super::table::{Column, Table};
use crate::score::calibration::Calibration;

/// A reliability diagram: how often the meeting came against what was forecast, after
/// recalibration by isotonic regression (CORP). On the diagonal forecasts are calibrated.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// What the chart shows.
    pub title: Option<String>,
    /// The recalibration, from the lowest forecast to the highest.
    pub steps: Vec<Step>,
    /// The 90 % band of the recalibration: forecast, lower end, upper end, each 0..=1, by
    /// forecast. Empty where nothing can be said.
    pub band: Vec<(f64, f64, f64)>,
    /// Share of the forecasts in each twentieth of 0..=1.
    pub histogram: Vec<f64>,
    /// Questions behind it.
    pub questions: usize,
}

/// Forecasts that recalibration makes one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The lowest forecast, 0..=1.
    pub from: f64,
    /// The highest.
    pub to: f64,
    /// Their mean.
    pub mean: f64,
    /// How often the meeting came, 0..=1.
    pub came: f64,
    /// Lower and upper end of its 90 % band at the mean, where there is one.
    pub band: Option<(f64, f64)>,
    /// Questions with such a forecast.
    pub questions: usize,
    /// Days of these questions.
    pub days: usize,
    /// Their share, questions counting the same however long they ran.
    pub share: f64,
}

impl Reliability {
    /// The diagram of a calibration.
    #[must_use]
    pub fn new(calibration: &Calibration) -> Self {
        let step = |s: &crate::score::calibration::Step| Step {
            from: s.from,
            to: s.to,
            mean: s.mean,
            came: s.came,
            band: s.band.map(|b| (b.lo, b.hi)),
            questions: s.questions,
            days: s.forecasts,
            share: s.share,
        };
        let curve = calibration.bands.iter().flat_map(|b| &b.curve);
        Self {
            title: None,
            steps: calibration.steps.iter().map(step).collect(),
            band: curve.map(|(p, at)| (*p, at.lo, at.hi)).collect(),
            histogram: calibration.histogram.to_vec(),
            questions: calibration.questions,
        }
    }

    /// The same as a table, for renderers that do not draw it.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new([
            Column::right("forecast, %"),
            Column::right("came, %"),
            Column::right("90 %"),
            Column::right("questions"),
            Column::right("days"),
            Column::right("share, %"),
        ]);
        let percent = |p: f64| format!("{:.1}", p * 100.0);
        for s in &self.steps {
            let (from, to) = (percent(s.from), percent(s.to));
            let forecast = if from == to {
                from
            } else {
                format!("{from}-{to}")
            };
            let band = s.band.map_or_else(String::new, |(lo, hi)| {
                format!("{:.0}-{:.0}", lo * 100.0, hi * 100.0)
            });
            table.push([
                Line::from(forecast),
                Line::new().strong(percent(s.came)),
                Line::new().dim(band),
                Line::from(s.questions.to_string()),
                Line::from(s.days.to_string()),
                Line::from(percent(s.share)),
            ]);
        }
        table
    }
}
