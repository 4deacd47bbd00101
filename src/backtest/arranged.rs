//! The questions of a trial as everybody sees them, and everybody's table.

use std::collections::BTreeMap;

use super::at_work::Forecast;
use super::compare::{Table, compare};
use super::folds::fold;
use super::held::FOLDS;
use super::rivals::{ALL, LOOK_BACK, Seen, forecast};
use super::rows::{Grid, Panel};
use crate::record::Invalid;

/// Names in tables: ours, and ours without signals.
pub const OURS: &str = "this model";
/// The same without any signal.
pub const PRIOR: &str = "its prior alone";

/// One forecast that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// With whom.
    pub partner: String,
    /// As of which day.
    pub as_of: i32,
    /// How many days ahead.
    pub horizon: i32,
    /// Probability of a meeting within them.
    pub p: f64,
    /// Whether there was one.
    pub yes: bool,
}

/// One question as everybody sees it.
pub(super) struct Arranged<'a> {
    /// Place of its horizon.
    pub horizon: usize,
    as_of: i32,
    feed: usize,
    partner: usize,
    /// Our forecast.
    pub p: f64,
    pub seen: Seen<'a>,
}

pub(super) fn arranged<'a>(
    panels: &'a [Panel<'a>],
    ours: &[Vec<Option<&Forecast>>],
    grid: &Grid,
    index: &BTreeMap<&str, usize>,
) -> Vec<Arranged<'a>> {
    let mut kinds: Vec<&str> = panels.iter().flat_map(|p| p.feed.kinds()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut out = Vec::new();
    for (feed, (panel, forecasts)) in panels.iter().zip(ours).enumerate() {
        for (row, made) in panel.rows.iter().zip(forecasts) {
            let Some(made) = made else { continue };
            let partner = panel.partners[row.partner];
            let as_of = panel.as_of(row);
            let counts: Vec<u32> = kinds
                .iter()
                .map(|kind| {
                    let days = panel.feed.days(partner, kind);
                    let upto = |d: i32| days.partition_point(|x| *x <= d);
                    (upto(as_of) - upto(as_of - LOOK_BACK)) as u32
                })
                .collect();
            for (h, horizon) in grid.horizons.iter().enumerate() {
                let Some(yes) = row.yes[h] else { continue };
                out.push(Arranged {
                    horizon: h,
                    as_of,
                    feed,
                    partner: index.get(partner).copied().unwrap_or_default(),
                    p: made.with[h],
                    seen: Seen {
                        partner,
                        hazard: -libm::expm1(-row.bare * f64::from(*horizon)),
                        prior: made.prior[h],
                        counts: counts.clone(),
                        yes,
                    },
                });
            }
        }
    }
    out
}

impl Arranged<'_> {
    /// The forecast as it is written.
    pub fn prediction(&self, horizon: i32) -> Prediction {
        Prediction {
            partner: self.seen.partner.to_owned(),
            as_of: self.as_of,
            horizon,
            p: self.p,
            yes: self.seen.yes,
        }
    }

    /// The part that it is judged in.
    fn part(&self, by_feed: bool) -> usize {
        if by_feed {
            self.feed
        } else {
            fold(self.seen.partner, FOLDS) as usize
        }
    }
}

/// Forecasts of every row by somebody who learns on the rows of the other parts.
pub(super) fn elsewhere<'r, 'a>(
    rows: &[&'r Arranged<'a>],
    by_feed: bool,
    forecast: impl Fn(&[&'r Arranged<'a>], &[&'r Arranged<'a>]) -> Result<Vec<f64>, Invalid>,
) -> Result<Vec<f64>, Invalid> {
    let mut names: Vec<usize> = rows.iter().map(|r| r.part(by_feed)).collect();
    names.sort_unstable();
    names.dedup();
    let mut p = vec![0.0; rows.len()];
    for part in names {
        let (judge, train): (Vec<_>, Vec<_>) = rows.iter().partition(|r| r.part(by_feed) == part);
        let places = (0..rows.len()).filter(|i| rows[*i].part(by_feed) == part);
        for (i, x) in places.zip(forecast(&train, &judge)?) {
            p[i] = x;
        }
    }
    Ok(p)
}

fn seen<'r, 'a>(rows: &[&'r Arranged<'a>]) -> Vec<&'r Seen<'a>> {
    rows.iter().map(|r| &r.seen).collect()
}

/// Everybody on the rows of one horizon; `more` are forecasters beside the usual ones.
pub(super) fn table(
    horizon: i32,
    rows: &[&Arranged<'_>],
    by_feed: bool,
    more: Vec<(&'static str, Vec<f64>)>,
) -> Result<Table, Invalid> {
    let mut forecasters: Vec<(&'static str, Vec<f64>)> = vec![
        (OURS, rows.iter().map(|r| r.p).collect()),
        (PRIOR, rows.iter().map(|r| r.seen.prior).collect()),
    ];
    for rival in ALL {
        let p = elsewhere(rows, by_feed, |train, judge| {
            forecast(rival, &seen(train), &seen(judge))
        })?;
        forecasters.push((rival.as_str(), p));
    }
    forecasters.extend(more);
    let yes: Vec<bool> = rows.iter().map(|r| r.seen.yes).collect();
    let partner: Vec<usize> = rows.iter().map(|r| r.partner).collect();
    compare(horizon, &forecasters, &yes, &partner)
}
