//! Days that have not come, clocks that are wrong, and resolutions that were.

use serde_json::Value;

use crate::support::home::Home;

/// Runs a command at another moment.
fn at(home: &Home, now: &str, args: &[&str]) -> (i32, String) {
    let output = home.command(args).env("SUMMIT_NOW", now).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

fn size(home: &Home) -> i64 {
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    db.query_row("SELECT count(*) FROM entry", [], |r| r.get(0))
        .unwrap()
}

/// The last entry as it stands in the file.
fn last_entry(home: &Home) -> Value {
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    let sql = "SELECT bytes FROM entry ORDER BY seq DESC LIMIT 1";
    let bytes: Vec<u8> = db.query_row(sql, [], |r| r.get(0)).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// A question that runs over the days around the clock of the tests, 2026-11-23.
fn current() -> Home {
    let home = Home::with_ledger();
    home.ok(&[
        "open",
        "now",
        "--title",
        "They meet by the end of 2027",
        "--who",
        "Ana",
        "--who",
        "Bo",
        "--criteria",
        "In person",
        "--opens",
        "2025-10-01",
        "--deadline",
        "2027-12-31",
        "--meetings",
        "10",
        "--years",
        "20",
    ]);
    home
}

#[test]
fn a_day_that_has_not_come_is_refused_wherever_one_is_typed() {
    let home = current();
    home.add("s", "visit-planned", "2026-11-01", "B2");
    let before = size(&home);
    let file = home.write(
        "later.jsonl",
        "{\"type\":\"passage\",\"question\":\"now\",\"known_on\":\"2026-11-20\"}\n\
         {\"type\":\"passage\",\"question\":\"now\",\"known_on\":\"2027-09-28\"}\n",
    );
    let file = file.to_str().unwrap();
    let refused: [(&[&str], &str); 8] = [
        (
            &["add", "visit-made", "--on", "2026-11-24", "--grade", "A1"],
            "error: --on: ",
        ),
        (
            &[
                "add",
                "visit-made",
                "--on",
                "2026-11-01",
                "--known",
                "2026-11-24",
                "--grade",
                "A1",
            ],
            "error: --on or --known: ",
        ),
        (
            &["amend", "s", "--on", "2026-11-24", "--why", "w"],
            "error: --on: ",
        ),
        (
            &["retract", "s", "--because", "b", "--on", "2026-11-24"],
            "error: --on or --known: ",
        ),
        (&["pass", "--on", "2026-11-24"], "--on or --known: "),
        (
            &["watched", "--through", "2026-11-24", "--sources", "s"],
            "error: --through: ",
        ),
        (
            &["resolve", "yes", "--on", "2026-11-24", "--source", "s"],
            "on",
        ),
        (&["import", file], "later.jsonl line 2: field `known_on`"),
    ];
    for (args, field) in refused {
        let said = home.fails(2, args);
        assert!(said.contains(field), "{args:?}: {said}");
        assert!(said.contains("today is 2026-11-23"), "{args:?}: {said}");
        assert!(
            said.contains("is that the year you meant?"),
            "{args:?}: {said}"
        );
        assert!(said.contains("--as-if-today"), "{args:?}: {said}");
        // The same day a year earlier lies within the question, and is named.
        let earlier = if field.starts_with("later") {
            "2026-09-28"
        } else {
            "2025-11-24"
        };
        assert!(said.contains(earlier), "{args:?}: {said}");
    }
    assert_eq!(size(&home), before, "nothing was written");
    // Today itself is taken, and so are days that something speaks of.
    home.ok(&[
        "add",
        "summit-announced",
        "--on",
        "today",
        "--about",
        "2027-02-01",
        "--grade",
        "A1",
    ]);
}

#[test]
fn a_made_up_world_is_replayed_as_if_it_were_that_day() {
    let home = current();
    let day = ["--as-if-today", "2027-03-01"];
    let with = |args: &[&'static str]| [args, &day].concat();
    home.ok(&with(&[
        "add",
        "visit-made",
        "--on",
        "2027-02-01",
        "--grade",
        "A1",
    ]));
    home.ok(&with(&["pass", "--on", "today"]));
    let said = home.fails(2, &with(&["pass", "--on", "2027-03-02"]));
    assert!(said.contains("today is 2027-03-01"), "{said}");
    let as_of = home.json(&["forecast", "--format", "json"])["as_of"].clone();
    assert_eq!(as_of, "2027-03-01");
    // The clock of the log is the machine's all the same.
    assert_eq!(last_entry(&home)["recorded_at"], crate::support::home::NOW);
    home.ok(&["audit"]);
}

#[test]
fn an_import_that_is_there_already_is_recognised_whatever_its_days() {
    let home = current();
    let line = "{\"type\":\"passage\",\"question\":\"now\",\"known_on\":\"2027-02-28\"}\n";
    let file = home.write("made-up.jsonl", line);
    let file = file.to_str().unwrap();
    home.ok(&["import", file, "--as-if-today", "2027-03-01"]);
    assert!(home.ok(&["import", file]).contains("1 there already"));
}

/// A signal of a day that has not come, as an earlier program took it.
fn mistyped() -> Home {
    let home = current();
    home.add("first", "visit-planned", "2026-11-01", "B2");
    home.ok(&[
        "add",
        "visit-planned",
        "--on",
        "2027-09-28",
        "--id",
        "slip",
        "--grade",
        "B2",
        "--as-if-today",
        "2027-09-28",
    ]);
    home
}

#[test]
fn a_mistyped_day_is_taken_back_and_leaves_no_trace_in_any_later_number() {
    let home = mistyped();
    let never = current();
    never.add("first", "visit-planned", "2026-11-01", "B2");
    home.ok(&["retract", "slip", "--because", "the year was mistyped"]);
    let numbers = |home: &Home, args: &[&str]| {
        let mut said = home.json(&[args, &["--format", "json"]].concat());
        said.as_object_mut().unwrap().remove("parts");
        said
    };
    for args in [
        &["forecast"][..],
        &["forecast", "--as-of", "2026-11-20"],
        &["explain"],
    ] {
        assert_eq!(numbers(&home, args), numbers(&never, args), "{args:?}");
    }
    for home in [&home, &never] {
        home.ok(&["pass", "--on", "2026-11-22"]);
    }
    let last = |home: &Home| {
        let rows = home.json(&["history", "--format", "json"]);
        let row = rows.as_array().unwrap().last().unwrap().clone();
        (
            row["as_of"].clone(),
            row["p"].clone(),
            row["lo"].clone(),
            row["hi"].clone(),
        )
    };
    assert_eq!(last(&home), last(&never));
    home.ok(&["audit"]);
}

#[test]
fn an_amended_year_is_as_if_it_had_been_typed_so() {
    let home = mistyped();
    home.ok(&[
        "amend",
        "slip",
        "--on",
        "2026-09-28",
        "--why",
        "the year was mistyped",
    ]);
    let never = current();
    never.add("first", "visit-planned", "2026-11-01", "B2");
    never.ok(&[
        "add",
        "visit-planned",
        "--on",
        "2026-09-28",
        "--id",
        "slip.2",
        "--grade",
        "B2",
    ]);
    for as_of in [
        None,
        Some("2026-11-20"),
        Some("2026-10-01"),
        Some("2027-10-01"),
    ] {
        let mut args = vec!["forecast", "--format", "json"];
        args.extend(as_of.iter().flat_map(|day| ["--as-of", day]));
        assert_eq!(home.json(&args), never.json(&args), "{as_of:?}");
    }
    home.ok(&["audit"]);
}

#[test]
fn a_clock_behind_the_last_entry_is_told_and_beyond_a_day_refused() {
    let home = current();
    let add = [
        "add",
        "visit-planned",
        "--on",
        "2026-11-01",
        "--grade",
        "B2",
        "--source",
        "s",
    ];
    // Three minutes before the last entry: told, taken, and kept.
    let (code, said) = at(&home, "2026-11-23T18:19:22.000000Z", &add);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("is 3 minutes behind the last entry"),
        "{said}"
    );
    let entry = last_entry(&home);
    assert_eq!(entry["recorded_at"], crate::support::home::NOW);
    assert_eq!(entry["clock"], "2026-11-23T18:19:22.000000Z");
    // Two days before it: refused, and nothing is written.
    let before = size(&home);
    let pass = ["pass", "--on", "2026-11-10"];
    let (code, said) = at(&home, "2026-11-21T18:00:00.000000Z", &pass);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("is 2 days behind the last entry"), "{said}");
    assert!(said.contains("--clock-is-right"), "{said}");
    assert_eq!(size(&home), before);
    // Said to be right, it is taken, in the order of the log, with the clock's time beside it.
    let right = ["pass", "--on", "2026-11-10", "--clock-is-right"];
    let (code, said) = at(&home, "2026-11-21T18:00:00.000000Z", &right);
    assert_eq!(code, 0, "{said}");
    let entry = last_entry(&home);
    assert_eq!(entry["recorded_at"], crate::support::home::NOW);
    assert_eq!(entry["clock"], "2026-11-21T18:00:00.000000Z");
    // From then on the clock is held to what it said itself.
    let (code, said) = at(
        &home,
        "2026-11-21T18:30:00.000000Z",
        &["pass", "--on", "2026-11-11"],
    );
    assert_eq!((code, said.as_str()), (0, ""));
    home.ok(&["audit"]);
}

#[test]
fn a_clock_far_ahead_of_the_last_entry_is_told_and_beyond_ten_years_refused() {
    let home = current();
    let pass = ["pass", "--on", "2026-11-10"];
    let (code, said) = at(&home, "2037-01-01T00:00:00.000000Z", &pass);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("days ahead of the last entry"), "{said}");
    let (code, said) = at(&home, "2028-01-01T00:00:00.000000Z", &pass);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("warning: this machine's clock"), "{said}");
    assert_eq!(last_entry(&home)["clock"], Value::Null);
    // A ledger may rest for months, and nothing is said.
    let (code, said) = at(
        &home,
        "2028-09-01T00:00:00.000000Z",
        &["pass", "--on", "2026-11-11"],
    );
    assert_eq!((code, said.as_str()), (0, ""));
}

#[test]
fn a_resolution_before_the_deadline_is_taken_back_and_the_question_goes_on() {
    let home = current();
    home.add("s", "visit-planned", "2026-10-01", "B2");
    home.ok(&["resolve", "yes", "--on", "2026-10-20", "--source", "rumour"]);
    let said = home.fails(
        2,
        &["resolve", "no", "--on", "2026-11-01", "--because", "no"],
    );
    assert!(said.contains("on its deadline"), "{said}");
    let said = home.fails(2, &["pass", "--on", "2026-11-01"]);
    assert!(said.contains("summit reopen --because"), "{said}");
    let told = home.ok(&[
        "reopen",
        "--because",
        "the report was withdrawn",
        "--on",
        "2026-10-25",
    ]);
    assert!(told.contains("now is open again"), "{told}");
    // A retry is recognised; a second one has nothing to take back.
    let again = home.ok(&[
        "reopen",
        "--because",
        "the report was withdrawn",
        "--on",
        "2026-10-25",
    ]);
    assert!(again.contains("nothing was appended"), "{again}");
    home.fails(2, &["reopen", "--because", "another reason"]);
    home.add("later", "visit-made", "2026-11-02", "A1");
    let history = home.ok(&["history"]);
    let line = "Resolved yes on 2026-10-20, and reopened on 2026-10-25: the report was withdrawn";
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&history).contains(line), "{history}");
    // It ends again, on the same day as before or another, without a further reason.
    home.ok(&["resolve", "yes", "--on", "2026-10-20", "--source", "rumour"]);
    home.ok(&["reopen", "--because", "denied", "--on", "2026-11-03"]);
    home.ok(&["resolve", "yes", "--on", "2026-11-20", "--source", "both"]);
    assert_eq!(
        home.json(&["score", "--format", "json"])["questions"][0]["end"],
        "2026-11-20"
    );
    home.ok(&["audit"]);
}

#[test]
fn a_resolution_after_the_deadline_is_corrected_by_another_outcome() {
    let home = Home::with_question();
    home.add("s", "visit-planned", "2023-10-01", "B2");
    home.ok(&["resolve", "yes", "--on", "2023-11-15", "--source", "rumour"]);
    home.fails(2, &["resolve", "no", "--on", "2023-12-31"]);
    home.ok(&[
        "resolve",
        "no",
        "--on",
        "2023-12-31",
        "--because",
        "the report was false",
    ]);
    assert_eq!(
        home.json(&["score", "--format", "json"])["questions"][0]["outcome"],
        "no"
    );
    // Back to what was said first is a correction too, and needs its reason.
    home.fails(
        2,
        &["resolve", "yes", "--on", "2023-11-15", "--source", "rumour"],
    );
    home.ok(&["reopen", "--because", "what counts was read again"]);
    home.ok(&["resolve", "void", "--on", "2023-12-31"]);
    assert_eq!(home.json(&["score", "--format", "json"])["void"][0], "q");
    home.ok(&["audit"]);
}

#[test]
fn a_case_file_with_a_reopening_is_taken_once() {
    let home = Home::with_question();
    let lines = [
        r#"{"type":"passage","question":"q","known_on":"2023-05-01"}"#,
        r#"{"type":"resolution","question":"q","outcome":"yes","on":"2023-06-01"}"#,
        r#"{"type":"reopening","question":"q","on":"2023-06-05","because":"withdrawn"}"#,
        r#"{"type":"resolution","question":"q","outcome":"no","on":"2023-12-31"}"#,
    ];
    let file = home.write("case.jsonl", &lines.join("\n"));
    let file = file.to_str().unwrap();
    let told = home.ok(&["import", file]);
    assert!(told.contains("4 records appended"), "{told}");
    let told = home.ok(&["import", file]);
    assert!(
        told.contains("0 records appended with 0 forecasts, 4 there already"),
        "{told}"
    );
    assert_eq!(
        home.json(&["score", "--format", "json"])["questions"][0]["outcome"],
        "no"
    );
    home.ok(&["audit"]);
}
