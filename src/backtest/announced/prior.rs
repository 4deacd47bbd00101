//! The prior of a pair as it was on a day, from the list of meetings before it.

use std::collections::BTreeSet;

use crate::backtest::csv::rows;
use crate::model::draws::{gamma, permutation, shuffle};
use crate::model::places::Places;
use crate::model::prior::YEAR;
use crate::record::Invalid;

/// Years of the pair's own meetings that count.
const YEARS: f64 = 6.0;
/// The same in days.
const SPAN: i32 = 2192;
/// A pause of the whole list longer than this is a hole in it.
const HOLE: i32 = 240;

/// Meetings by day, under the names that the program uses for partners.
#[derive(Debug, Clone)]
pub struct Met(Vec<(i32, String)>);

/// What is known of a pair on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Its meetings in those years.
    pub meetings: f64,
    /// The mean of the same over all partners, a year.
    pub pooled: f64,
    /// Years observed.
    pub years: f64,
}

impl Pair {
    /// Draws of the chance of a meeting on a day, as when a question opens.
    pub fn rates(self, draws: usize) -> Result<Vec<f64>, Invalid> {
        let shape = self.meetings + self.pooled;
        let rates = gamma(shape, (self.years + 1.0) * YEAR, draws)?;
        Ok(shuffle(
            &rates,
            &permutation(1, "announcement", "rate", draws),
        ))
    }
}

impl Met {
    /// Reads `date,partner`.
    ///
    /// # Errors
    /// The first line that cannot stand.
    pub fn parse(text: &str, places: &Places) -> Result<Self, Invalid> {
        let read = rows(text, &["date", "partner"])?;
        let mut met = read
            .iter()
            .map(|row| {
                let partner = places.name_of(row.text(1, "partner")?);
                Ok((row.day(0, "date")?, partner.to_owned()))
            })
            .collect::<Result<Vec<_>, Invalid>>()?;
        met.sort_unstable();
        Ok(Self(met))
    }

    /// What was known of a partner before a day.
    pub(super) fn pair(&self, partner: &str, opens: i32) -> Result<Pair, Invalid> {
        let start = opens - SPAN;
        let known = self
            .0
            .get(..self.0.partition_point(|(day, _)| *day < opens));
        let known = known.unwrap_or_default();
        let inside = known.iter().filter(|(day, _)| *day >= start);
        let count = inside.clone().count();
        if count == 0 {
            return Err(Invalid::new(
                "meetings",
                "",
                "the list has no meeting in the six years before a question opens",
                "a list that reaches up to the announcements",
            ));
        }
        let partners: BTreeSet<&str> = known.iter().map(|(_, p)| p.as_str()).collect();
        let years = YEARS - f64::from(holes(known, start, opens)) / f64::from(SPAN) * YEARS;
        Ok(Pair {
            meetings: inside.filter(|(_, p)| p == partner).count() as f64,
            pooled: count as f64 / partners.len() as f64 / years,
            years,
        })
    }
}

/// Days from `start` on within pauses of the whole list.
fn holes(known: &[(i32, String)], start: i32, opens: i32) -> i32 {
    let days: BTreeSet<i32> = known.iter().map(|(day, _)| *day).chain([opens]).collect();
    let next = days.iter().skip(1);
    let pauses = days.iter().zip(next).filter(|(a, b)| *b - *a > HOLE + 1);
    pauses.map(|(a, b)| (b - start.max(a + 1)).max(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::date;

    #[test]
    fn the_reference_counts_the_same() {
        let text = include_str!("../../../tests/vectors/belief-v2/pair-prior.json");
        let reference: serde_json::Value = serde_json::from_str(text).unwrap();
        let day = |v: &serde_json::Value| date::number(date::parse(v.as_str().unwrap()).unwrap());
        let list = reference["meetings"].as_array().unwrap();
        let name = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
        let mut met: Vec<_> = list.iter().map(|m| (day(&m[0]), name(&m[1]))).collect();
        met.sort_unstable();
        let met = Met(met);
        for case in reference["cases"].as_array().unwrap() {
            let pair = met
                .pair(&name(&case["partner"]), day(&case["opens"]))
                .unwrap();
            assert_eq!(pair.meetings, case["n"].as_f64().unwrap());
            assert_eq!(pair.pooled, case["h"].as_f64().unwrap());
            assert_eq!(pair.years, case["y"].as_f64().unwrap());
        }
        assert!(
            met.pair("A", date::number(date::parse("2001-01-01").unwrap()))
                .is_err()
        );
    }
}
