//! Log-odds in decibans, for showing. Nothing that is stored or hashed goes through here.

/// The log-odds of `p` in decibans, `10 log10(p / (1 - p))`; 0 is even odds, +10 is ten to one.
///
/// `None` where there is no such number: at exactly 0 and 1, and outside.
pub fn log_odds_decibans(p: f64) -> Option<f64> {
    (p > 0.0 && p < 1.0).then(|| 10.0 * libm::log10(p / (1.0 - p)))
}

/// Decibans from one probability to another; `None` where one of them is 0 or 1.
#[must_use]
pub fn step(from: f64, to: f64) -> Option<f64> {
    Some(log_odds_decibans(to)? - log_odds_decibans(from)?)
}

/// Decibans with an explicit sign and two decimals: `+1.32`, `0.00`. The minus is ASCII, so that it
/// can be searched for and pasted.
#[must_use]
pub fn hundredths(x: f64) -> String {
    if x.is_finite() {
        Precision::Hundredths.show((x * 100.0).round() as i64)
    } else {
        "n/a".to_owned()
    }
}

/// How finely decibans are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// One decimal: 0.1 is 2.3 % of the odds, at even odds half a percentage point.
    Tenths,
    /// Two decimals, for paths with many small steps.
    Hundredths,
}

impl Precision {
    /// A whole number of these units in decibans: `13` tenths as `+1.3`.
    pub fn show(self, units: i64) -> String {
        let sign = match units {
            0 => "",
            1.. => "+",
            _ => "-",
        };
        let size = units.unsigned_abs();
        match self {
            Self::Tenths => format!("{sign}{}.{}", size / 10, size % 10),
            Self::Hundredths => format!("{sign}{}.{:02}", size / 100, size % 100),
        }
    }

    fn units(self) -> f64 {
        match self {
            Self::Tenths => 10.0,
            Self::Hundredths => 100.0,
        }
    }
}

/// A path of probabilities as log-odds whose shown steps sum exactly to the shown total.
///
/// The levels are rounded and the steps are differences of rounded levels. Rounding each step by
/// itself would leave a remainder that no reader could explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    precision: Precision,
    levels: Vec<i64>,
}

impl Ladder {
    /// The ladder of the probabilities `path`, from the first to the last. `None` where the path
    /// is empty or touches 0 or 1.
    pub fn of(path: &[f64], precision: Precision) -> Option<Self> {
        let levels = path
            .iter()
            .map(|&p| Some((log_odds_decibans(p)? * precision.units()).round() as i64))
            .collect::<Option<Vec<_>>>()?;
        (!levels.is_empty()).then_some(Self { precision, levels })
    }

    /// The ladder of levels that are whole hundredths already.
    #[must_use]
    pub fn at(levels: Vec<i64>) -> Self {
        Self {
            precision: Precision::Hundredths,
            levels,
        }
    }

    /// The log-odds of each probability, in units of the precision.
    pub fn levels(&self) -> &[i64] {
        &self.levels
    }

    /// The steps between neighbours, in units of the precision; one fewer than the levels.
    pub fn steps(&self) -> Vec<i64> {
        self.levels
            .iter()
            .zip(self.levels.iter().skip(1))
            .map(|(from, to)| to - from)
            .collect()
    }

    /// The last level less the first: exactly the sum of the steps.
    pub fn total(&self) -> i64 {
        match (self.levels.first(), self.levels.last()) {
            (Some(first), Some(last)) => last - first,
            _ => 0,
        }
    }

    /// Units of this ladder in decibans, with a sign.
    pub fn show(&self, units: i64) -> String {
        self.precision.show(units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn log_odds_are_what_they_say() {
        assert_eq!(log_odds_decibans(0.5), Some(0.0));
        assert!((log_odds_decibans(10.0 / 11.0).unwrap() - 10.0).abs() < 1e-12);
        assert_eq!(log_odds_decibans(0.0), None);
        assert_eq!(log_odds_decibans(1.0), None);
        assert_eq!(log_odds_decibans(f64::NAN), None);
    }

    #[test]
    fn signs_are_explicit_and_zero_has_none() {
        assert_eq!(
            [1.3, -0.44, 0.004, -0.004, 12.0].map(hundredths),
            ["+1.30", "-0.44", "0.00", "0.00", "+12.00"]
        );
        assert_eq!(Precision::Hundredths.show(-7), "-0.07");
        assert_eq!(hundredths(f64::NAN), "n/a");
    }

    #[test]
    fn a_ladder_needs_every_rung() {
        assert_eq!(Ladder::of(&[0.5, 1.0], Precision::Tenths), None);
        assert_eq!(Ladder::of(&[], Precision::Tenths), None);
        let ladder = Ladder::of(&[0.5, 0.6, 0.9], Precision::Tenths).unwrap();
        assert_eq!(ladder.levels(), [0, 18, 95]);
        assert_eq!(ladder.steps(), [18, 77]);
        assert_eq!(ladder.show(ladder.total()), "+9.5");
    }

    proptest! {
        #[test]
        fn steps_sum_to_the_total(path in prop::collection::vec(1e-9..0.999_999_f64, 1..50)) {
            for precision in [Precision::Tenths, Precision::Hundredths] {
                let ladder = Ladder::of(&path, precision).unwrap();
                prop_assert_eq!(ladder.steps().iter().sum::<i64>(), ladder.total());
            }
        }
    }
}
