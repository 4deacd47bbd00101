//! A list of meetings with many partners, and what it says of one of them.

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::pair::{Counted, Meeting, count};
use super::places::{Pair, Places};
use super::prior::YEAR;
use super::shipped;
use crate::record::{self, Invalid, date};

/// Where the list that ships with the program comes from.
const SOURCE: &str = "the US president's meetings abroad and at home since 1990, from the State \
                      Department's lists of travels and visits: ledger/calendar/meetings.csv";

/// Meetings by day, partners under the names that the program uses.
#[derive(Debug, Clone)]
pub struct Meetings {
    met: Vec<(Date, String)>,
    sha256: String,
}

/// A reference class and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// What was counted, in words.
    pub what: String,
    /// Meetings.
    pub meetings: u64,
    /// Years over which they were counted; of all partners together, partner-years.
    pub years: f64,
    /// Chance of a meeting within the days asked for.
    pub chance: f64,
}

impl Meetings {
    /// Reads `date,partner`.
    ///
    /// # Errors
    /// The first line that cannot stand.
    pub fn parse(text: &str, places: &Places) -> Result<Self, Invalid> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().cloned().unwrap_or_default();
        let column = |name: &str| columns.iter().position(|c| c.trim() == name);
        let (Some(day), Some(partner)) = (column("date"), column("partner")) else {
            return Err(Invalid::new(
                "meetings",
                columns.iter().collect::<Vec<_>>().join(","),
                "the list has no columns `date` and `partner`",
                "a CSV file whose first line is date,partner",
            ));
        };
        let mut met = Vec::new();
        for (line, row) in (2..).zip(reader.records()) {
            let broken =
                |why: String| Invalid::new(format!("line {line}"), "", why, "date,partner");
            let row = row.map_err(|e| broken(e.to_string()))?;
            let cell = |i| row.get(i).unwrap_or_default().trim();
            let at = date::parse(cell(day)).map_err(|e| e.under(&format!("line {line}")))?;
            if cell(partner).is_empty() {
                return Err(broken("no partner".into()));
            }
            met.push((at, places.name_of(cell(partner)).to_owned()));
        }
        met.sort_unstable();
        let sha256 = hex::encode(Sha256::digest(text));
        Ok(Self { met, sha256 })
    }

    /// The list that ships with the program.
    ///
    /// # Errors
    /// None in a program whose tests pass.
    pub fn shipped(places: &Places) -> Result<Self, Invalid> {
        Self::parse(shipped::MEETINGS, places)
    }

    /// Where the shipped list comes from; `None` of another.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        let own = hex::encode(Sha256::digest(shipped::MEETINGS));
        (own == self.sha256).then_some(SOURCE)
    }

    /// The first and the last day of the list.
    #[must_use]
    pub fn reach(&self) -> Option<(Date, Date)> {
        Some((self.met.first()?.0, self.met.last()?.0))
    }

    /// What was known of a partner before a day.
    ///
    /// # Errors
    /// As [`count`].
    pub fn known(&self, partner: &str, opens: Date) -> Result<Counted, Invalid> {
        let list: Vec<Meeting<'_>> = self
            .met
            .iter()
            .map(|(day, partner)| Meeting { day: *day, partner })
            .collect();
        count(&list, partner, opens)
    }

    /// The prior of a pair as a question holds it.
    ///
    /// # Errors
    /// As [`count`].
    pub fn prior(&self, pair: &Pair, opens: Date) -> Result<record::Pair, Invalid> {
        let counted = self.known(&pair.partner.name, opens)?;
        Ok(record::Pair {
            pair: pair.code.clone(),
            meetings: counted.meetings,
            pooled: counted.pooled,
            years: counted.years,
            list_sha256: self.sha256.clone(),
        })
    }

    /// What the prior of a pair and other reference classes say of so many days after a day: this
    /// pair over the whole list, and all partners of the list in the same years.
    ///
    /// # Errors
    /// As [`count`].
    pub fn classes(&self, pair: &Pair, opens: Date, days: i32) -> Result<Vec<Class>, Invalid> {
        let name = pair.partner.name.as_str();
        let counted = self.known(name, opens)?;
        let before = || self.met.iter().filter(|(day, _)| *day < opens);
        let first = before().next().map_or(opens, |(day, _)| *day);
        let whole = f64::from(date::number(opens) - date::number(first)) / YEAR;
        let all = before().filter(|(_, met)| met == name).count() as u64;
        let class = |what: String, meetings: u64, shape: f64, years: f64| Class {
            what,
            meetings,
            years,
            chance: within(shape, years, days),
        };
        Ok(vec![
            class(
                format!("{} in six years, and a year of the mean partner", pair.code),
                counted.meetings,
                counted.meetings as f64 + counted.pooled,
                counted.years + 1.0,
            ),
            class(
                format!("{} since {}", pair.code, first.year()),
                all,
                all as f64 + 0.5,
                whole,
            ),
            // Very many partner-years: the rate itself is all but certain.
            class(
                "the mean partner of the list".into(),
                0,
                counted.pooled * 1e6,
                1e6,
            ),
        ])
    }
}

/// The probability of a meeting within `days`, where the rate a year is Gamma(`shape`, `years`):
/// `1 - (years / (years + days / 365.25))^shape`, the negative binomial's chance of any.
#[must_use]
pub fn within(shape: f64, years: f64, days: i32) -> f64 {
    let ahead = f64::from(days.max(0)) / YEAR;
    1.0 - libm::pow(years / (years + ahead), shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> (Places, Meetings) {
        let places = Places::shipped().unwrap();
        let meetings = Meetings::shipped(&places).unwrap();
        (places, meetings)
    }

    #[test]
    fn people_write_a_country_as_they_like_and_mean_one_prior() {
        let (places, meetings) = shipped();
        let opens = date::parse("2023-02-01").unwrap();
        for all in [
            ["US-KR", "us-kor", "South Korea/USA", "US-Republic of Korea"],
            ["US-VA", "US-Holy See", "us/vatican", "US-VAT"],
            ["US-GB", "US-UK", "United Kingdom-US", "us-great britain"],
        ] {
            let prior = |text| meetings.prior(&places.pair(text).unwrap(), opens).unwrap();
            for text in all {
                assert_eq!(prior(text), prior(all[0]), "{text}");
            }
            assert!(prior(all[0]).meetings > 0, "{}", all[0]);
        }
    }

    #[test]
    fn a_rate_that_is_certain_gives_the_exponential_and_doubt_gives_less() {
        let sure = within(0.5e6, 1e6, 365);
        let exponential = 1.0 - libm::exp(-0.5 * 365.0 / 365.25);
        assert!((sure - exponential).abs() < 1e-6);
        assert!(within(0.5, 1.0, 365) < sure);
        assert_eq!(within(2.0, 7.0, 0), 0.0);
    }

    #[test]
    fn a_list_without_its_columns_or_days_is_refused_by_line() {
        let places = Places::shipped().unwrap();
        let wrong = |text: &str| Meetings::parse(text, &places).unwrap_err().to_string();
        assert!(wrong("day,who\n").contains("no columns `date` and `partner`"));
        assert!(wrong("date,partner\n2020-01-01,China\nx,China\n").contains("line 3"));
        assert!(wrong("date,partner\n2020-01-01,\n").contains("line 2"));
    }
}
