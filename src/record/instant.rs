//! Moments of the ledger's own clock, in UTC to the microsecond: `2026-11-23T18:22:22.123456Z`.

use std::fmt;

use jiff::Timestamp;

use super::Invalid;

/// A moment in UTC, to the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Timestamp);

impl Instant {
    /// The moment of a timestamp, cut to the microsecond.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self(Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at))
    }

    /// Parses the one form that entries carry.
    ///
    /// # Errors
    /// When the text is not a moment in exactly that form.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let parsed = text.parse::<Timestamp>().ok().map(Self::new);
        parsed.filter(|i| i.to_string() == text).ok_or_else(|| {
            Invalid::new(
                "",
                text,
                "not a moment in UTC to the microsecond",
                "written like 2026-11-23T18:22:22.123456Z",
            )
        })
    }

    /// The civil date in UTC.
    #[must_use]
    pub fn date(self) -> jiff::civil::Date {
        jiff::tz::Offset::UTC.to_datetime(self.0).date()
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_only() {
        let text = "2026-11-23T18:22:22.123456Z";
        assert_eq!(Instant::parse(text).unwrap().to_string(), text);
        assert_eq!(
            Instant::parse("2026-11-23T18:22:22.000000Z")
                .unwrap()
                .to_string(),
            "2026-11-23T18:22:22.000000Z"
        );
        for bad in [
            "2026-11-23T18:22:22Z",
            "2026-11-23T18:22:22.1234567Z",
            "2026-11-23T18:22:22.123456+00:00",
            "",
        ] {
            assert!(Instant::parse(bad).is_err(), "{bad}");
        }
    }
}
