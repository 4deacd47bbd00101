//! The meetings that happened: what is forecast, and what the prior is counted from.

use std::collections::BTreeMap;

use super::csv::rows;
use super::names::Names;
use crate::record::{Invalid, date};

/// A pause of all meetings longer than this is taken for a hole in the list. The longest real one
/// in the State Department's list since 1990, during the pandemic of 2020, is 210 days.
pub const HOLE: i32 = 240;

/// Meetings by partner, several of one day being one.
#[derive(Debug, Clone, PartialEq)]
pub struct Meetings {
    by_partner: BTreeMap<String, Vec<i32>>,
    crowd: BTreeMap<i32, u32>,
    holes: Vec<(i32, i32)>,
    first: i32,
    last: i32,
}

impl Meetings {
    /// Reads `partner,date`.
    ///
    /// # Errors
    /// The first line that cannot stand, or a file without meetings.
    pub fn parse(text: &str, names: &Names) -> Result<Self, Invalid> {
        let mut by_partner: BTreeMap<String, Vec<i32>> = BTreeMap::new();
        for row in rows(text, &["partner", "date"])? {
            let day = row.day(1, "date")?;
            let partner = names.of(row.text(0, "partner")?);
            by_partner.entry(partner.to_owned()).or_default().push(day);
        }
        Self::new(by_partner)
    }

    fn new(mut by_partner: BTreeMap<String, Vec<i32>>) -> Result<Self, Invalid> {
        let mut crowd: BTreeMap<i32, u32> = BTreeMap::new();
        for days in by_partner.values_mut() {
            days.sort_unstable();
            days.dedup();
            for day in days {
                *crowd.entry(*day).or_default() += 1;
            }
        }
        let (Some((&first, _)), Some((&last, _))) =
            (crowd.first_key_value(), crowd.last_key_value())
        else {
            return Err(Invalid::new(
                "",
                "",
                "no meetings in it",
                "rows of partner,date",
            ));
        };
        let days: Vec<i32> = crowd.keys().copied().collect();
        let holes = days
            .iter()
            .zip(days.iter().skip(1))
            .filter(|(a, b)| **b - **a > HOLE)
            .map(|(a, b)| (*a + 1, *b - 1))
            // A year's end closes a list, not the last meeting before it.
            .map(|(a, b)| (after_year(a).min(b), b))
            .collect();
        Ok(Self {
            by_partner,
            crowd,
            holes,
            first,
            last,
        })
    }

    /// Meetings of a list that is known to be whole from `first` to `last`.
    #[must_use]
    pub fn known(met: Vec<(String, i32)>, first: i32, last: i32) -> Self {
        let mut by_partner: BTreeMap<String, Vec<i32>> = BTreeMap::new();
        let mut crowd: BTreeMap<i32, u32> = BTreeMap::new();
        for (partner, day) in met {
            by_partner.entry(partner).or_default().push(day);
            *crowd.entry(day).or_default() += 1;
        }
        by_partner
            .values_mut()
            .for_each(|days| days.sort_unstable());
        Self {
            by_partner,
            crowd,
            holes: Vec::new(),
            first,
            last,
        }
    }

    /// The partner's meetings, ascending.
    #[must_use]
    pub fn of(&self, partner: &str) -> &[i32] {
        self.by_partner.get(partner).map_or(&[], Vec::as_slice)
    }

    /// How many partners were met on a day.
    #[must_use]
    pub fn crowd(&self, day: i32) -> u32 {
        self.crowd.get(&day).copied().unwrap_or(0)
    }

    /// First day of the list.
    #[must_use]
    pub fn first(&self) -> i32 {
        self.first
    }

    /// Last day of the list.
    #[must_use]
    pub fn last(&self) -> i32 {
        self.last
    }

    /// Stretches that the list leaves out, first and last day of each.
    #[must_use]
    pub fn holes(&self) -> &[(i32, i32)] {
        &self.holes
    }

    /// Whether the whole of `first..=last` is in the list.
    #[must_use]
    pub fn covers(&self, first: i32, last: i32) -> bool {
        first >= self.first
            && last <= self.last
            && !self.holes.iter().any(|(a, b)| first <= *b && last >= *a)
    }

    /// Whether a meeting fell into `first..=last`.
    #[must_use]
    pub fn any(&self, partner: &str, first: i32, last: i32) -> bool {
        let days = self.of(partner);
        let at = days.partition_point(|d| *d < first);
        days.get(at).is_some_and(|d| *d <= last)
    }
}

/// The first day of the year after `day`'s, where that is near; else the day itself.
fn after_year(day: i32) -> i32 {
    let year = date::from_number(day).year();
    let next = date::number(jiff::civil::date(year.saturating_add(1), 1, 1));
    if next - day <= 31 { next } else { day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_pause_is_a_hole() {
        let text = "partner,date\nA,2014-12-24\nB,2014-06-01\nA,2016-04-20\nA,2016-05-01\n";
        let m = Meetings::parse(text, &Names::default()).unwrap();
        let day = |s: &str| date::number(date::parse(s).unwrap());
        assert_eq!(m.holes(), [(day("2015-01-01"), day("2016-04-19"))]);
        assert!(m.covers(day("2014-12-01"), day("2014-12-31")));
        assert!(!m.covers(day("2014-12-01"), day("2015-01-01")));
        assert!(m.any("A", day("2016-04-20"), day("2016-04-20")));
        assert!(!m.any("B", day("2016-04-20"), day("2016-04-20")));
    }
}
