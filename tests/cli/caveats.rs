//! What an interval and the day of a number ask to be taken with.

use crate::support::home::Home;

#[test]
fn the_caveat_of_an_interval_stands_wherever_it_is_read() {
    let home = Home::with_question();
    home.add("graded", "visit-planned", "2023-03-01", "A1");
    let added = home.add("rumour", "leader-intent", "2023-03-05", "F3");
    let said = "1 of 2 signals has an ungraded source; the prior's count names no source.";
    let caveat = home.json(&["forecast", "--format", "json"])["caveat"].clone();
    assert_eq!(caveat, said);
    let read = |command: &[&str]| home.ok(command);
    for text in [
        added,
        read(&["forecast"]),
        read(&["history", "--no-chart"]),
        read(&["explain"]),
        read(&["explain", "--from", "2023-01-01"]),
        read(&["report", "--format", "markdown", "--no-audit", "-o", "-"]),
    ] {
        let text = text.replace('\n', " ");
        assert!(text.contains(said), "{text}");
    }
    let served = crate::web::served::Served::of(&home.ledger());
    let page = served.page("/q/q");
    assert!(
        page.contains("1 of 2 signals has an ungraded source"),
        "{page}"
    );
}

#[test]
fn a_number_of_an_earlier_day_is_marked_and_how_to_bring_it_to_today_is_said() {
    let home = Home::with_question();
    home.add("visit", "visit-planned", "2023-03-01", "A1");
    let on = |day: &str, command: &[&str]| home.ok(&[&["--as-if-today", day], command].concat());
    let stale = on("2023-04-01", &["questions"]);
    assert!(stale.contains("2023-03-01 stale"), "{stale}");
    assert!(stale.contains("summit pass --on today -q q"), "{stale}");
    assert!(
        stale.contains("summit watched --known today --sources TEXT -q q"),
        "{stale}"
    );
    let watched = [
        "watched",
        "--known",
        "today",
        "--sources",
        "both pages",
        "-q",
        "q",
    ];
    on("2023-04-01", &watched);
    assert!(!on("2023-04-01", &["questions"]).contains("stale"));
    let late = on("2024-01-01", &["questions"]);
    assert!(
        late.contains("overdue") && late.contains("summit resolve"),
        "{late}"
    );
}
