//! Probabilities and days as people say and write them.

use jiff::civil::Date;

/// What a number outside 0..=1, or no number at all, is called.
const NONE: &str = "n/a";

/// The word of estimative probability for `p`, after Intelligence Community Directive 203,
/// *Analytic Standards* (Office of the Director of National Intelligence, 2 January 2015), D.6.e(2)(a).
///
/// | word | probability |
/// |---|---|
/// | almost no chance | below 5 % |
/// | very unlikely | 5 % to below 20 % |
/// | unlikely | 20 % to below 45 % |
/// | roughly even chance | 45 % to 55 %, both included |
/// | likely | above 55 % to 80 % |
/// | very likely | above 80 % to 95 % |
/// | almost certain | above 95 % |
///
/// The directive's ranges share their ends. Here an end belongs to the range nearer to even, the
/// more cautious word, so that the words for `p` and `1 - p` mirror each other. The directive stops
/// at 1 % and 99 %; beyond them the outer words stay. A number outside 0..=1 gives `"n/a"`.
pub fn word(p: f64) -> &'static str {
    match p {
        _ if !is_probability(p) => NONE,
        _ if p < 0.05 => "almost no chance",
        _ if p < 0.20 => "very unlikely",
        _ if p < 0.45 => "unlikely",
        _ if p <= 0.55 => "roughly even chance",
        _ if p <= 0.80 => "likely",
        _ if p <= 0.95 => "very likely",
        _ => "almost certain",
    }
}

/// A probability in percent: `7.2 %`, `63 %`, `97.5 %`.
///
/// Whole percents from 10 % to 90 %, one decimal outside, where a step of one percent is a large
/// one. `0 %` and `100 %` stand only for exactly 0 and 1; near them it is `<0.1 %` and `>99.9 %`.
/// A number outside 0..=1 gives `"n/a"`.
pub fn percent(p: f64) -> String {
    if !is_probability(p) {
        return NONE.to_owned();
    }
    if p == 0.0 || p == 1.0 {
        return format!("{:.0} %", p * 100.0);
    }
    let tenths = (p * 1000.0).round();
    if tenths < 1.0 {
        "<0.1 %".to_owned()
    } else if tenths > 999.0 {
        ">99.9 %".to_owned()
    } else if (100.0..=900.0).contains(&tenths) {
        format!("{:.0} %", (p * 100.0).round())
    } else {
        format!("{:.1} %", tenths / 10.0)
    }
}

/// The same with two significant digits below one percent, where the axis ends there: `0.13 %`.
pub fn fine(p: f64) -> String {
    if !(p > 0.0 && p < 0.01) {
        return percent(p);
    }
    let percent = p * 100.0;
    if percent < 0.0001 {
        return "<0.0001 %".to_owned();
    }
    // The place of the first digit that is not 0.
    let mut decimals = 1;
    let mut first = percent * 10.0;
    while first < 1.0 {
        decimals += 1;
        first *= 10.0;
    }
    format!("{percent:.*} %", decimals + 1)
}

/// A range of probabilities: `41 % to 78 %`.
pub fn range(lo: f64, hi: f64) -> String {
    format!("{} to {}", percent(lo), percent(hi))
}

fn is_probability(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

/// The percentage to a tenth everywhere, for columns and for small changes: `68.0 %`, `>99.9 %`.
pub fn tenths(p: f64) -> String {
    let percent = p * 100.0;
    if p > 0.0 && percent < 0.05 {
        "<0.1 %".into()
    } else if p < 1.0 && percent >= 99.95 {
        ">99.9 %".into()
    } else {
        format!("{percent:.1} %")
    }
}

/// A level of a probability axis: `100 %`, `2.5 %`, `0.05 %`, without needless zeros.
pub fn level(p: f64) -> String {
    let percent = p * 100.0;
    let text = format!("{percent:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text} %")
}

/// A day in full: `15 November 2023`.
pub fn long_day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// Some days in full: `15 November 2023`, `11-17 November 2023`, `30 October to 2 November 2023`.
pub fn stretch((first, last): (Date, Date)) -> String {
    if first == last {
        long_day(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}-{}", first.day(), long_day(last))
    } else if first.year() == last.year() {
        format!("{} to {}", first.strftime("%-d %B"), long_day(last))
    } else {
        format!("{} to {}", long_day(first), long_day(last))
    }
}

/// A place in a row: `1st`, `2nd`, `3rd`, `11th`.
pub fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (1..=3, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// A factor or weight in three significant digits at most.
#[must_use]
pub fn short(x: f64) -> String {
    let digits = match x.abs() {
        x if x >= 99.5 => 0,
        x if x >= 9.95 => 1,
        x if x >= 0.0995 || x == 0.0 => 2,
        x if x >= 0.001 => 4,
        _ => return format!("{x:.1e}"),
    };
    let text = format!("{x:.digits$}");
    match text.strip_suffix('0') {
        Some(shorter) if digits == 2 => shorter.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_probabilities_keep_two_digits() {
        assert_eq!(
            [0.0, 0.0013, 0.000_02, 0.0079, 1e-9, 0.2, 0.01].map(fine),
            [
                "0 %",
                "0.13 %",
                "0.0020 %",
                "0.79 %",
                "<0.0001 %",
                "20 %",
                "1.0 %"
            ]
        );
        assert_eq!(
            [1.0, 0.25, 0.005, 0.000_05].map(level),
            ["100 %", "25 %", "0.5 %", "0.005 %"]
        );
    }

    #[test]
    fn days_say_month_and_year_once() {
        let said =
            |first: &str, last: &str| stretch((first.parse().unwrap(), last.parse().unwrap()));
        assert_eq!(said("2023-11-15", "2023-11-15"), "15 November 2023");
        assert_eq!(said("2023-11-11", "2023-11-17"), "11-17 November 2023");
        assert_eq!(
            said("2023-10-30", "2023-11-02"),
            "30 October to 2 November 2023"
        );
        assert_eq!(
            said("2023-12-30", "2024-01-02"),
            "30 December 2023 to 2 January 2024"
        );
        let places = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal);
        assert_eq!(
            places,
            [
                "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"
            ]
        );
    }

    #[test]
    fn an_end_belongs_to_the_word_nearer_to_even() {
        let said = [
            0.0, 0.005, 0.05, 0.20, 0.45, 0.5, 0.55, 0.80, 0.95, 0.951, 1.0,
        ]
        .map(word);
        assert_eq!(
            said,
            [
                "almost no chance",
                "almost no chance",
                "very unlikely",
                "unlikely",
                "roughly even chance",
                "roughly even chance",
                "roughly even chance",
                "likely",
                "very likely",
                "almost certain",
                "almost certain",
            ]
        );
        assert_eq!(word(f64::NAN), "n/a");
        assert_eq!(word(1.01), "n/a");
    }

    #[test]
    fn percents_never_claim_certainty() {
        let cases = [
            (0.0, "0 %"),
            (1e-9, "<0.1 %"),
            (0.000_49, "<0.1 %"),
            (0.000_51, "0.1 %"),
            (0.072, "7.2 %"),
            (0.0999, "10 %"),
            (0.634, "63 %"),
            (0.9, "90 %"),
            (0.904, "90.4 %"),
            (0.975, "97.5 %"),
            (0.9994, "99.9 %"),
            (0.999_6, ">99.9 %"),
            (1.0, "100 %"),
            (-0.1, "n/a"),
            (f64::NAN, "n/a"),
        ];
        for (p, shown) in cases {
            assert_eq!(percent(p), shown, "{p}");
        }
    }
}
