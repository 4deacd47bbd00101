//! Civil dates, `YYYY-MM-DD`.

use jiff::civil::Date;

use super::Invalid;

/// Earliest and latest year that a record may name.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// Parses `YYYY-MM-DD` and nothing else.
///
/// # Errors
/// When the text is not a day of the calendar in that form, or not in the years 1900 to 2199.
pub fn parse(text: &str) -> Result<Date, Invalid> {
    let refuse = |problem: &str| {
        Err(Invalid::new(
            "",
            text,
            problem,
            "a date is written YYYY-MM-DD, for example 2023-09-28",
        ))
    };
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !shape {
        return refuse("not a date");
    }
    match text.parse::<Date>() {
        Ok(date) if YEARS.contains(&date.year()) => Ok(date),
        Ok(_) => refuse("the year is outside 1900 to 2199"),
        Err(_) => refuse("no such day in the calendar"),
    }
}

/// Days since 1970-01-01, negative before: the day number used in arithmetic.
#[must_use]
pub fn number(date: Date) -> i32 {
    (date - jiff::civil::date(1970, 1, 1)).get_days()
}

/// The date of a day number, clamped to what the calendar holds.
#[must_use]
pub fn from_number(day: i32) -> Date {
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_iso_days() {
        assert!(parse("2024-02-29").is_ok());
        for bad in [
            "2023-02-29",
            "2023-2-1",
            "28/09/2023",
            "2023-09-28T00:00",
            "0001-01-01",
            "",
            "２０２３-09-28",
            "+023-09-28",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_round_trip() {
        for text in ["1900-01-01", "1970-01-01", "2024-02-29", "2199-12-31"] {
            let date = parse(text).unwrap();
            assert_eq!(from_number(number(date)), date);
        }
        assert_eq!(number(parse("1970-01-02").unwrap()), 1);
    }
}
