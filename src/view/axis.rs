//! How probabilities are laid out from the bottom of a chart to its top.

use super::chart::ProbabilityChart;
use super::decibans::log_odds_decibans;
use super::scale::Scale;
use super::waterfall::MARKS;
use super::words::level;

/// The axis of a chart: its scale and where it begins and ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// What is equally tall.
    pub scale: Scale,
    /// The probability at the bottom.
    pub low: f64,
    /// The probability at the top.
    pub high: f64,
}

/// Beyond these two a probability axis has little room left for what a signal does.
const EDGES: (f64, f64) = (0.1, 0.9);

/// Decibans by which the band may take a log-odds axis beyond the forecasts.
const BAND: f64 = 6.0;

/// The fewest decibans that a log-odds axis spans.
const LEAST: f64 = 10.0;

/// Where a log-odds axis may begin, and by symmetry end.
const ENDS: [f64; 13] = [
    1e-6, 1e-5, 1e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5,
];

impl Axis {
    /// The axis of a chart: the scale that was asked for or, where none was, [`fitting`].
    #[must_use]
    pub fn of(chart: &ProbabilityChart) -> Self {
        let scale = chart.scale.unwrap_or_else(|| fitting(chart));
        let log_odds = match scale {
            Scale::LogOdds => log_odds_ends(chart),
            Scale::Probability => None,
        };
        match log_odds {
            Some((low, high)) => Self { scale, low, high },
            None => Self {
                scale: Scale::Probability,
                low: 0.0,
                high: chart.top(),
            },
        }
    }

    /// Where a probability stands: 0 at the bottom, 1 at the top; what lies beyond stands there.
    #[must_use]
    pub fn share(&self, p: f64) -> f64 {
        let p = p.clamp(self.low, self.high);
        let (at, low, high) = (self.place(p), self.place(self.low), self.place(self.high));
        ((at - low) / (high - low)).clamp(0.0, 1.0)
    }

    fn place(&self, p: f64) -> f64 {
        match self.scale {
            Scale::Probability => p,
            Scale::LogOdds => log_odds_decibans(p).unwrap_or_default(),
        }
    }

    /// The probabilities to label, from the bottom up, at most about so many: both ends, and round
    /// ones between them that stand far enough apart.
    #[must_use]
    pub fn levels(&self, most: usize) -> Vec<f64> {
        if self.scale == Scale::Probability {
            return (0..=4).map(|n| self.high * f64::from(n) / 4.0).collect();
        }
        let apart = 1.0 / most.max(2) as f64;
        let mut out = vec![self.low, self.high];
        for p in MARKS
            .into_iter()
            .filter(|p| (self.low..=self.high).contains(p))
        {
            let near = |other: &f64| (self.share(*other) - self.share(p)).abs() < apart;
            if !out.iter().any(near) {
                out.push(p);
            }
        }
        out.sort_by(f64::total_cmp);
        out
    }

    /// Which axis it is, in a few words for the chart.
    #[must_use]
    pub fn words(&self) -> String {
        match self.scale {
            Scale::Probability if self.high < 1.0 => {
                format!("axis: probability, to {}", level(self.high))
            }
            Scale::Probability => "axis: probability".to_owned(),
            Scale::LogOdds => {
                format!(
                    "axis: log-odds, {} to {}",
                    level(self.low),
                    level(self.high)
                )
            }
        }
    }
}

/// The scale that shows a story best: log-odds where at least half of the way that it moved, in
/// decibans from day to day, lies above 90 % or below 10 %; of one that never moved, where it
/// stands. Forecasts of exactly 0 or 1 have no log-odds and do not count.
#[must_use]
pub fn fitting(chart: &ProbabilityChart) -> Scale {
    let days = chart.daily();
    let path: Vec<f64> = days
        .iter()
        .filter_map(|at| log_odds_decibans(at.p))
        .collect();
    let Some(last) = path.last() else {
        return Scale::Probability;
    };
    let edge = |p| log_odds_decibans(p).unwrap_or_default();
    let (below, above) = (edge(EDGES.0), edge(EDGES.1));
    let (mut within, mut beyond) = (0.0, 0.0);
    for (from, to) in path.iter().zip(path.iter().skip(1)) {
        let whole = (to - from).abs();
        let inside = (to.clamp(below, above) - from.clamp(below, above)).abs();
        within += inside;
        beyond += whole - inside;
    }
    let still = within + beyond < 0.01;
    match still {
        true if !(below..=above).contains(last) => Scale::LogOdds,
        false if beyond >= within => Scale::LogOdds,
        _ => Scale::Probability,
    }
}

/// The ends of a log-odds axis; `None` where no forecast has log-odds.
fn log_odds_ends(chart: &ProbabilityChart) -> Option<(f64, f64)> {
    let days = chart.daily();
    let path = days.iter().map(|at| at.p).chain(chart.people_numbers());
    let path = path.filter_map(log_odds_decibans);
    let (low, high) = path.fold((f64::MAX, f64::MIN), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    if low > high {
        return None;
    }
    let bands = days.iter().flat_map(|at| [at.lo, at.hi]);
    let (from, to) = bands
        .map(|p| log_odds_decibans(p.clamp(1e-9, 1.0 - 1e-9)).unwrap_or_default())
        .fold((low, high), |(from, to), x| (from.min(x), to.max(x)));
    let missing = (LEAST - (high - low)).max(0.0) / 2.0;
    let low = from.max(low - BAND).min(low - missing);
    let high = to.min(high + BAND).max(high + missing);
    let ends = || {
        ENDS.into_iter()
            .chain(ENDS.into_iter().rev().map(|p| 1.0 - p))
    };
    let at = |p: &f64| log_odds_decibans(*p).unwrap_or_default();
    let first = ends().rfind(|p| at(p) <= low);
    let last = ends().find(|p| at(p) >= high);
    Some((first.unwrap_or(1e-6), last.unwrap_or(1.0 - 1e-6)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::chart::Point;
    use jiff::civil::date;

    fn story(path: &[f64]) -> ProbabilityChart {
        let points = path.iter().zip(1..).map(|(p, day)| Point {
            day: date(2023, 3, day),
            p: *p,
            lo: p / 2.0,
            hi: (1.0 + p) / 2.0,
        });
        ProbabilityChart::new(date(2023, 3, 1), date(2023, 3, 31)).points(points)
    }

    #[test]
    fn a_story_is_shown_on_the_scale_on_which_it_moves() {
        let scale = |path: &[f64]| fitting(&story(path));
        for lives_at_the_edge in [
            &[0.9, 0.97, 0.92, 0.86, 0.93, 0.994][..],
            &[0.08, 0.02, 0.05],
            &[0.95],
            &[0.95, 0.95],
        ] {
            assert_eq!(
                scale(lives_at_the_edge),
                Scale::LogOdds,
                "{lives_at_the_edge:?}"
            );
        }
        for in_the_middle in [
            &[0.2, 0.6, 0.4, 0.7][..],
            &[0.4, 0.3, 0.05],
            &[0.5, 1.0, 0.0],
            &[0.5],
            &[],
        ] {
            assert_eq!(
                scale(in_the_middle),
                Scale::Probability,
                "{in_the_middle:?}"
            );
        }
    }

    #[test]
    fn what_is_asked_for_goes_before_what_fits() {
        let mut chart = story(&[0.95, 0.99]);
        chart.scale = Some(Scale::Probability);
        assert_eq!(Axis::of(&chart).scale, Scale::Probability);
        // Without a forecast that has log-odds there is nothing to lay out.
        let mut empty = story(&[0.0, 1.0]);
        empty.scale = Some(Scale::LogOdds);
        assert_eq!(Axis::of(&empty).scale, Scale::Probability);
    }

    #[test]
    fn equal_evidence_is_equally_tall_and_the_ends_are_round() {
        let axis = Axis::of(&story(&[0.9, 0.99]));
        assert_eq!(axis.scale, Scale::LogOdds);
        let step = axis.share(0.99) - axis.share(0.9);
        let other = axis.share(0.917_431_192_7) - axis.share(0.502_512_562_8);
        assert!((step - other).abs() < 1e-6, "{step} {other}");
        assert_eq!((axis.share(0.0), axis.share(1.0)), (0.0, 1.0));
        let levels = axis.levels(8);
        assert_eq!((levels[0], *levels.last().unwrap()), (axis.low, axis.high));
        assert!(
            levels.contains(&0.9) && levels.contains(&0.99),
            "{levels:?}"
        );
        assert!(
            axis.words().starts_with("axis: log-odds, "),
            "{}",
            axis.words()
        );
    }
}
