//! The lists that ship: every country in them is one that the program knows.

use std::collections::BTreeSet;

use summit_ledger::backtest::csv::rows;
use summit_ledger::model::places::Places;
use summit_ledger::model::shipped;

fn codes(text: &str, column: &str) -> BTreeSet<String> {
    let places = Places::shipped().unwrap();
    let rows = rows(text, &[column]).unwrap();
    rows.iter()
        .map(|row| {
            let place = places.find(row.raw(0));
            place.unwrap_or_else(|e| panic!("{e}")).code().to_owned()
        })
        .collect()
}

#[test]
fn meetings_name_known_countries() {
    let met = codes(shipped::MEETINGS, "partner");
    // 211 spellings, of which some are of one country.
    assert_eq!(met.len(), 192);
    assert!(met.contains("KR") && met.contains("VA") && !met.contains("IR"));
}

#[test]
fn announcements_name_known_countries() {
    assert_eq!(codes(shipped::ANNOUNCEMENTS, "partner").len(), 44);
}

/// The names of feeds, and those of the calendar's summits, join like those of meetings.
#[test]
fn joined_names_mean_the_same_country() {
    let places = Places::shipped().unwrap();
    let joined = include_str!("../../ledger/calendar/partners.csv");
    for row in rows(joined, &["name", "partner"]).unwrap() {
        let (name, partner) = (row.raw(0), row.raw(1));
        assert_eq!(places.find(name), places.find(partner), "{name}");
        assert!(places.find(name).is_ok(), "{name}");
    }
    let summits = include_str!("../../ledger/calendar/summits.csv");
    for row in rows(summits, &["partners"]).unwrap() {
        for partner in row.raw(0).split(';') {
            assert!(places.find(partner).is_ok(), "{partner}");
        }
    }
}
