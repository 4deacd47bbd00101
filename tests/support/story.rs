//! A small ledger with all that version 2 tells apart: stories, families, plans.

use super::home::Home;

/// Signals by id, kind, day, grade and more.
const SIGNALS: [(&str, &str, &str, &str, &[&str]); 11] = [
    ("words", "leader-intent", "2023-08-20", "B2", &[]),
    ("words-again", "leader-intent", "2023-08-22", "B3", &[]),
    ("ships", "hostile-incident", "2023-09-01", "C3", &[]),
    (
        "trip-1",
        "visit-planned",
        "2023-10-01",
        "A1",
        &["--story", "trip"],
    ),
    (
        "trip-2",
        "visit-planned",
        "2023-10-02",
        "A2",
        &["--story", "trip"],
    ),
    (
        "trip-3",
        "visit-planned",
        "2023-10-03",
        "B2",
        &["--story", "trip"],
    ),
    (
        "plan-1",
        "summit-announced",
        "2023-10-20",
        "A1",
        &["--about", "2023-11-11..2023-11-17"],
    ),
    (
        "plan-2",
        "summit-announced",
        "2023-10-24",
        "A1",
        &["--about", "2023-11-11..2023-11-17"],
    ),
    (
        "plan-3",
        "summit-announced",
        "2023-10-27",
        "B1",
        &["--about", "2023-11-11..2023-11-17"],
    ),
    (
        "late",
        "summit-announced",
        "2023-10-28",
        "A1",
        &["--about", "2023-10-02..2023-10-03"],
    ),
    (
        "off",
        "summit-cancelled",
        "2023-11-01",
        "B2",
        &["--about", "2023-12-05..2023-12-05"],
    ),
];

/// What each says.
const SUMMARIES: [(&str, &str); 11] = [
    (
        "words",
        "The president says that he will see Bo this autumn",
    ),
    ("words-again", "A second outlet has the president's words"),
    ("ships", "Two ships collide in the strait"),
    ("trip-1", "A minister is to travel to Bo's capital"),
    ("trip-2", "The ministry confirms the minister's trip"),
    ("trip-3", "The hosts confirm the minister's trip"),
    ("plan-1", "Both sides announce a meeting at the forum"),
    ("plan-2", "The hosts name the meeting in their programme"),
    ("plan-3", "A spokesman repeats the announcement"),
    ("late", "A paper finds an old announcement"),
    ("off", "A December visit that nobody had announced is off"),
];

/// Tells all of it about the small question, `q`.
pub fn told(home: &Home) {
    for ((id, kind, on, grade, more), (_, summary)) in SIGNALS.iter().zip(SUMMARIES) {
        let mut args = vec!["add", kind, "--on", on, "--id", id, "--grade", grade];
        args.extend(["--summary", summary, "--source", "s"]);
        args.extend(*more);
        home.ok(&args);
    }
}
