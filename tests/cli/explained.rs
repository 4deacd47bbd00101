//! Where a probability of version 2 comes from: rows that sum exactly wherever they are shown.

use serde_json::Value;

use crate::support::home::Home;
use crate::support::story::told;

/// A step as it is shown, with its sign unless it is 0, as hundredths.
fn hundredths(word: &str) -> Option<i64> {
    if word == "0.00" {
        return Some(0);
    }
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (whole, part) = digits.split_once('.')?;
    let digits_only = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if part.len() != 2 || whole.is_empty() || !digits_only(whole) || !digits_only(part) {
        return None;
    }
    Some(sign * format!("{whole}{part}").parse::<i64>().unwrap())
}

/// The first such number of each line that has one.
fn of_lines<'t>(lines: impl IntoIterator<Item = &'t str>) -> Vec<i64> {
    let number = |line: &'t str| line.split_whitespace().find_map(hundredths);
    lines.into_iter().filter_map(number).collect()
}

/// Checks that all but the last sum to the last, which it gives.
fn summed(numbers: &[i64]) -> i64 {
    let (total, rows) = numbers.split_last().unwrap();
    assert!(rows.len() > 3, "{numbers:?}");
    assert_eq!(rows.iter().sum::<i64>(), *total, "{numbers:?}");
    *total
}

/// Hundredths in front of each ` dB`.
fn decibans(text: &str) -> Vec<i64> {
    let before = text.split(" dB").filter_map(|part| {
        let word = part.rsplit([' ', '(', '>']).next()?;
        hundredths(word)
    });
    before.collect()
}

fn home() -> Home {
    let home = Home::with_question();
    told(&home);
    home
}

#[test]
fn rows_as_people_see_them() {
    let home = home();
    let text = home.ok(&["explain"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!("explain-rows", text);
    insta::assert_snapshot!(
        "explain-rows-json",
        home.ok(&["explain", "--as-of", "2023-10-05", "--format", "json"])
    );
}

#[test]
fn rows_sum_exactly_on_table_waterfall_basis_and_as_data() {
    let home = home();
    for day in ["2023-09-03", "2023-10-05", "2023-10-21", "2023-11-01"] {
        let data = home.json(&["explain", "--as-of", day, "--format", "json"]);
        let of = |row: &Value| row["hundredths"].as_i64().unwrap();
        let mut numbers: Vec<i64> = data["parts"].as_array().unwrap().iter().map(of).collect();
        numbers.push(data["total_hundredths"].as_i64().unwrap());
        let total = summed(&numbers);
        let p = data["end"]["p"].as_f64().unwrap();
        let whole = (1000.0 * (p / (1.0 - p)).log10()).round() as i64;
        assert_eq!(total, whole, "{day}: the log-odds themselves");

        let text = home.ok(&["explain", "--as-of", day]);
        let (table, rest) = text.split_once("  dB      ").unwrap();
        let (fall, basis) = rest.split_once("What it rests on").unwrap();
        for part in [table, fall, basis] {
            assert_eq!(summed(&of_lines(part.lines())), total, "{day}: {part}");
        }

        home.ok(&["explain", "--as-of", day, "--svg", "why.svg", "--force"]);
        let svg = std::fs::read_to_string(home.path().join("why.svg")).unwrap();
        let said = svg.split("<desc").nth(1).unwrap();
        let mut said = decibans(said.split("</desc>").next().unwrap());
        // The prior, the whole, then each bar.
        let whole = said.remove(1);
        said.push(whole);
        assert_eq!(summed(&said), total, "{day}: {svg}");
    }
}

#[test]
fn each_row_says_what_it_is() {
    let home = home();
    let data = home.json(&["explain", "--format", "json"]);
    let parts = data["parts"].as_array().unwrap();
    let one = |kind: &str, name: &str, of: &str| {
        let mut found = parts.iter().filter(|p| p["type"] == kind && p[name] == of);
        let row = found.next().unwrap().clone();
        assert!(found.next().is_none(), "{kind} {of}");
        row
    };
    let trip = one("story", "name", "trip");
    assert_eq!(
        (&trip["told"], &trip["family"]),
        (&3.into(), &"visits".into())
    );
    let ids: Vec<_> = trip["signals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["id"])
        .collect();
    assert_eq!(ids, ["trip-1", "trip-2", "trip-3"]);
    assert_eq!(one("channel", "family", "visits")["at_most"], 4.0);
    let plan = one("plan", "id", "plan-1");
    assert_eq!(
        (&plan["told"], &plan["call"]),
        (&3.into(), &"announce".into())
    );
    assert_eq!(one("plan", "id", "off")["call"], "cancel");
    let over: Vec<_> = data["over"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["id"])
        .collect();
    assert_eq!(over, ["late"]);
}

#[test]
fn a_change_from_a_day_on_goes_signal_by_signal() {
    let home = home();
    let data = home.json(&["explain", "--from", "2023-09-01", "--format", "json"]);
    assert!(data["belief"].is_null());
    let parts = data["parts"].as_array().unwrap();
    assert!(
        parts
            .iter()
            .all(|p| p["type"] == "signal" || p["type"] == "passage")
    );
    assert_eq!(parts.iter().filter(|p| p["id"] == "trip-2").count(), 1);
}

#[test]
fn a_report_links_each_signal_to_its_row() {
    let home = home();
    home.ok(&["report", "--output", "report.html"]);
    let page = std::fs::read_to_string(home.path().join("report.html")).unwrap();
    assert!(page.contains("<tr id=\"row-trip-1\""));
    let rows = page
        .matches("<a href=\"#row-trip-1\">a story told 3 times</a>")
        .count();
    assert_eq!(rows, 3, "one for each signal of the story");
    assert_eq!(
        page.matches("<a href=\"#row-plan-1\">a plan told 3 times</a>")
            .count(),
        3
    );
    for (at, _) in page.match_indices("href=\"#row-") {
        let anchor = page[at + 7..].split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    assert!(page.contains("nothing: its days were over"));
    assert!(!page.contains("Taken back"), "what is over still stands");
}
