//! How a feed is used, beside the kinds' ratios and weights: kept in the model under `feed`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::belief::Model;
use crate::record::Invalid;

/// The numbers that turn a list of meetings and a feed into a prior and evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// A past meeting counts half after so many years.
    pub half_life_years: f64,
    /// Years of the pool's average that a partner's own record is joined by.
    pub pool_years: f64,
    /// The recent pace of all meetings counts half after so many years.
    pub pace_half_life_years: f64,
    /// Meetings at the usual pace that the recent pace is joined by.
    pub pace_meetings: f64,
    /// Meetings at an even spread that each month's share is joined by.
    pub season_meetings: f64,
    /// How much of the absence of signals counts, in [0, 1].
    pub silence: f64,
    /// Days of the pool's rate of a kind that a partner's own rate of it is joined by.
    pub background_days: f64,
    /// Signals older than this say nothing.
    pub lookback_days: u32,
    /// The feed's kinds that go by another name in the model.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
}

impl Default for Settings {
    /// Chosen on the years outside of 2014, 2015 and 2018: `docs/backtest.md`.
    fn default() -> Self {
        Self {
            half_life_years: 8.0,
            pool_years: 1.0,
            pace_half_life_years: 1.0,
            pace_meetings: 10.0,
            season_meetings: 20.0,
            silence: 1.0,
            background_days: 90.0,
            lookback_days: 180,
            names: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// The settings that a model carries, or the default ones.
    ///
    /// # Errors
    /// A field that cannot stand.
    pub fn of(model: &Model) -> Result<Self, Invalid> {
        match &model.feed {
            None => Ok(Self::default()),
            Some(value) => Self::parse(value),
        }
    }

    fn parse(value: &Value) -> Result<Self, Invalid> {
        let read: Self = serde_path_to_error::deserialize(value).map_err(|e| {
            let at = format!("feed.{}", e.path());
            Invalid::new(
                at,
                "",
                e.inner().to_string(),
                "ledger/models/README.md has the fields",
            )
        })?;
        read.check()?;
        Ok(read)
    }

    /// Refuses what the arithmetic cannot use.
    ///
    /// # Errors
    /// The first number out of its range.
    pub fn check(&self) -> Result<(), Invalid> {
        let ranges = [
            ("half_life_years", self.half_life_years, 0.1, 1000.0),
            ("pool_years", self.pool_years, 0.01, 1000.0),
            (
                "pace_half_life_years",
                self.pace_half_life_years,
                0.1,
                1000.0,
            ),
            ("pace_meetings", self.pace_meetings, 0.1, 1e6),
            ("season_meetings", self.season_meetings, 0.1, 1e6),
            ("silence", self.silence, 0.0, 1.0),
            ("background_days", self.background_days, 1.0, 1e5),
            ("lookback_days", f64::from(self.lookback_days), 1.0, 3660.0),
        ];
        for (name, x, low, high) in ranges {
            if !(low..=high).contains(&x) {
                return Err(Invalid::new(
                    format!("feed.{name}"),
                    x.to_string(),
                    "out of range",
                    format!("a number from {low} to {high}"),
                ));
            }
        }
        Ok(())
    }

    /// The model's name of one of the feed's kinds.
    #[must_use]
    pub fn name<'n>(&'n self, kind: &'n str) -> &'n str {
        self.names.get(kind).map_or(kind, String::as_str)
    }
}
