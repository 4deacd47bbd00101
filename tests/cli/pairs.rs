//! The prior of a pair as people type it, and watches as they enter and take them back.

use crate::support::home::Home;

/// Opens a question on a pair; standard output and standard error.
fn open(home: &Home, pair: &[&str]) -> String {
    let question = ["open", "q", "--title", "Will they meet?", "--who", "A"];
    let days = ["--who", "B", "--criteria", "in person", "--opens"];
    let args = [
        &question[..],
        &days,
        &["2023-02-01", "--deadline", "2023-11-30"],
        pair,
    ];
    let output = home.command(&args.concat()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    format!(
        "{}--- stderr\n{}",
        text(&output.stdout),
        text(&output.stderr)
    )
}

#[test]
fn a_pair_opens_at_what_was_counted_and_says_it_in_words() {
    let home = Home::with_ledger();
    insta::assert_snapshot!("open-pair", open(&home, &["--pair", "US-CN"]));
    let exported = home.json(&["history", "--format", "json"]);
    let first = exported[0]["p"].as_f64().unwrap();
    // The draws of the daily rate give what the words say, within rounding.
    let said = open(&Home::with_ledger(), &["--pair", "china/usa"]);
    let percent = format!("{:.0} %", first * 100.0);
    assert!(said.contains(&percent), "{percent} in {said}");
}

#[test]
fn however_a_country_is_written_the_question_is_the_same() {
    let home = Home::with_ledger();
    open(&home, &["--pair", "US-Holy See"]);
    let again = open(&home, &["--pair", "vatican/usa"]);
    assert!(again.contains("says that already"), "{again}");
}

#[test]
fn another_list_is_counted_and_named_by_its_hash() {
    let home = Home::with_ledger();
    let mut list = String::from("partner,date\n");
    for year in 2017..2023 {
        list += &format!("China,{year}-03-01\nFrance,{year}-09-01\n");
    }
    home.write("list.csv", &list);
    let said = open(&home, &["--pair", "US-CN", "--list", "list.csv"]);
    assert!(said.contains("US-CN: 6 meetings in six years"), "{said}");
    insta::assert_snapshot!("open-pair-other-list", said);
}

#[test]
fn what_cannot_be_a_pair_is_refused_and_nothing_is_written() {
    let home = Home::with_ledger();
    let refused = |pair: &[&str]| {
        let question = ["open", "q", "--title", "t", "--who", "A", "--who", "B"];
        let rest = ["--criteria", "c", "--deadline", "2026-12-31"];
        home.fails(2, &[&question[..], &rest, pair].concat())
    };
    let said = refused(&["--pair", "US-Chna"]);
    assert!(said.contains("did you mean China"), "{said}");
    let said = refused(&["--pair", "FR-DE"]);
    assert!(said.contains("not a pair with the United States"), "{said}");
    refused(&["--pair", "US-CN", "--meetings", "2", "--years", "6"]);
    refused(&["--meetings", "2"]);
    refused(&[]);
    home.write("list.csv", "day,who\n");
    let said = refused(&["--pair", "US-CN", "--list", "list.csv"]);
    assert!(
        said.contains("list.csv") && said.contains("`date` and `partner`"),
        "{said}"
    );
    // Nobody on the list, six years before the opening: after its end.
    home.write("list.csv", "date,partner\n2001-01-01,China\n");
    let said = refused(&["--pair", "US-CN", "--list", "list.csv"]);
    assert!(said.contains("no meeting in the 6"), "{said}");
    assert_eq!(
        home.json(&["questions", "--format", "json"])
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn a_watch_lowers_what_was_not_announced_steadies_what_was_and_can_be_taken_back() {
    let home = Home::with_question();
    let p = || {
        home.json(&["forecast", "--format", "json"])["p"]
            .as_f64()
            .unwrap()
    };
    home.ok(&["pass", "--on", "2023-12-01"]);
    let before = p();
    let look = [
        "watched",
        "--through",
        "2023-12-01",
        "--sources",
        "both ministries",
    ];
    insta::assert_snapshot!("watched", home.ok(&[&look[..], &["--id", "w1"]].concat()));
    let watched = p();
    assert!(watched < before);
    let again = home.ok(&[&look[..], &["--id", "w1"]].concat());
    assert!(again.contains("says that already"), "{again}");
    let said = home.ok(&["explain"]);
    assert!(said.contains("2023-12-01"), "{said}");
    home.ok(&[
        "retract",
        "w1",
        "--on",
        "2023-12-01",
        "--because",
        "the wrong page",
    ]);
    assert_eq!(p().to_bits(), before.to_bits());
    home.ok(&["audit"]);
}

#[test]
fn a_question_on_version_1_takes_no_watch() {
    let home = Home::with_ledger();
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-2.json");
    home.ok(&["model", "adopt", model]);
    home.ok(&crate::support::home::OPEN);
    let size = home.json(&["history", "--format", "json"]);
    let said = home.fails(2, &["watched", "--through", "2023-03-01", "--sources", "x"]);
    assert!(said.contains("version 2"), "{said}");
    assert_eq!(home.json(&["history", "--format", "json"]), size);
}
