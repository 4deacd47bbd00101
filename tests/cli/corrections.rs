//! Nothing is rewritten: retract, amend, pass, resolve.

use crate::support::home::Home;

fn p(home: &Home) -> f64 {
    home.json(&["forecast", "--format", "json"])["p"]
        .as_f64()
        .unwrap()
}

#[test]
fn adding_says_from_to_the_ratio_and_the_weight() {
    let home = Home::with_question();
    home.add("first", "visit-planned", "2023-03-01", "A1");
    let text = home.ok(&[
        "add",
        "visit-planned",
        "--on",
        "2023-03-05",
        "--id",
        "second",
        "--summary",
        "again",
        "--grade",
        "B2",
        "--source",
        "s",
    ]);
    insta::assert_snapshot!("add-a-repeat", text);
}

#[test]
fn a_retraction_undoes_to_the_bit_and_stays_in_the_history() {
    let home = Home::with_question();
    home.ok(&["pass", "--on", "2023-03-01"]);
    let before = p(&home);
    home.add("wrong", "leader-intent", "2023-03-01", "A1");
    assert_ne!(p(&home).to_bits(), before.to_bits());
    home.ok(&[
        "retract",
        "wrong",
        "--because",
        "denied",
        "--on",
        "2023-03-01",
    ]);
    assert_eq!(p(&home).to_bits(), before.to_bits());
    insta::assert_snapshot!(
        "history-after-a-retraction",
        home.ok(&["history", "--no-chart"])
    );
}

#[test]
fn an_amendment_is_one_row_with_its_reason_and_one_that_changes_nothing_is_none() {
    let home = Home::with_question();
    home.add("visit", "visit-planned", "2023-03-01", "A1");
    let text = home.ok(&[
        "amend",
        "visit",
        "--grade",
        "C3",
        "--why",
        "one source only",
        "--corrected",
        "2023-03-02",
    ]);
    insta::assert_snapshot!("amend", text);
    let history = home.json(&["history", "--format", "json"]);
    let kinds: Vec<&str> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["cause"]["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["question", "signal", "signal"]);
    let row = &history[2];
    assert_eq!(row["cause"]["id"], "visit.2");
    assert_eq!(row["cause"]["corrects"], "visit");
    assert_eq!(row["cause"]["because"], "one source only");
    // Net: no day passed, and the corrected signal is worth what both rows sum to.
    let hundredths = |v: &serde_json::Value| (v.as_f64().unwrap() * 100.0).round() as i64;
    let sum = hundredths(&history[1]["decibans"]) + hundredths(&row["decibans"]);
    assert!(row["time_decibans"].is_null());
    let explained = home.json(&["explain", "--from", "2023-01-01", "--format", "json"]);
    assert_eq!(hundredths(&explained["parts"][1]["own_decibans"]), sum);
    let same = home.ok(&["amend", "visit.2", "--grade", "C3", "--why", "again"]);
    assert!(same.contains("nothing was appended"), "{same}");
    let after = home.json(&["history", "--format", "json"]);
    assert_eq!(after.as_array().unwrap().len(), 3);
}

#[test]
fn a_retraction_of_the_latest_takes_back_its_own_decibans_and_the_days() {
    let home = Home::with_question();
    home.add("visit", "visit-planned", "2023-03-01", "A1");
    home.ok(&["retract", "visit", "--because", "b", "--on", "2023-03-02"]);
    let rows = home.json(&["history", "--format", "json"]);
    let of = |row: usize, part: &str| rows[row][part].as_f64().unwrap();
    for part in ["decibans", "time_decibans"] {
        assert_ne!(of(1, part), 0.0);
        assert_eq!(of(1, part), -of(2, part), "{part}");
    }
}

#[test]
fn rows_are_filtered_and_what_is_left_out_is_counted_and_summed() {
    let home = Home::with_question();
    home.add("visit", "visit-planned", "2023-03-01", "A1");
    home.add("threat", "threat", "2023-03-05", "A1");
    let other = [
        "add",
        "threat",
        "--on",
        "2023-03-09",
        "--id",
        "more",
        "--author",
        "ben",
    ];
    home.ok(&[&other[..], &["--summary", "s", "--grade", "B2"]].concat());
    let ids = |options: &[&str]| -> Vec<String> {
        let rows = home.json(&[&["history", "--format", "json"], options].concat());
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["cause"]["id"].as_str().unwrap().to_owned())
            .collect()
    };
    // What the environment says of the author filters nothing; what is typed does.
    assert_eq!(ids(&[]), ["q", "visit", "threat", "more"]);
    assert_eq!(ids(&["--author", "BEN"]), ["more"]);
    assert_eq!(ids(&["--kind", "threat", "--reverse"]), ["more", "threat"]);
    assert_eq!(ids(&["--since", "2023-03-05", "--last", "1"]), ["more"]);
    let columns = [
        "history",
        "--no-chart",
        "--columns",
        "day,kind,author,recorded,db",
    ];
    insta::assert_snapshot!(
        "history-columns",
        home.ok(&[&columns[..], &["--kind", "threat"]].concat())
    );
    let wrong = home.fails(2, &["history", "--columns", "day,when"]);
    assert!(
        wrong.contains("`when`") && wrong.contains("recorded"),
        "{wrong}"
    );
}

#[test]
fn a_retry_appends_nothing_and_other_content_under_an_id_is_refused() {
    let home = Home::with_question();
    home.add("visit", "visit-planned", "2023-03-01", "A1");
    let again = home.add("visit", "visit-planned", "2023-03-01", "A1");
    assert!(again.contains("says that already"), "{again}");
    let refused = home.fails(
        2,
        &[
            "add",
            "visit-planned",
            "--on",
            "2023-03-02",
            "--id",
            "visit",
            "--summary",
            "visit",
        ],
    );
    insta::assert_snapshot!("same-id-other-content", refused);
    assert_eq!(
        home.json(&["history", "--format", "json"])
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn a_resolution_closes_the_question_and_is_corrected_by_another() {
    let home = Home::with_question();
    let early = home.fails(2, &["resolve", "no", "--on", "2023-06-01", "--source", "s"]);
    assert!(early.contains("cannot end no on that day"), "{early}");
    home.ok(&["resolve", "yes", "--on", "2023-06-01", "--source", "s"]);
    let closed = home.fails(2, &["pass", "--on", "2023-06-02"]);
    assert!(
        closed.contains("was resolved yes on 2023-06-01"),
        "{closed}"
    );
    let twice = home.fails(
        2,
        &["resolve", "void", "--on", "2023-06-01", "--source", "s"],
    );
    assert!(twice.contains("--because"), "{twice}");
    let because = "the second leader sent a deputy";
    home.ok(&[
        "resolve",
        "void",
        "--on",
        "2023-06-02",
        "--source",
        "s",
        "--because",
        because,
    ]);
    let history = home.ok(&["history", "--no-chart"]);
    assert!(
        history
            .replace("\n", " ")
            .contains("Resolved void on 2023-06-02"),
        "{history}"
    );
}

#[test]
fn one_fact_on_several_questions_is_one_entry_with_a_forecast_each() {
    let home = Home::with_question();
    let mut open: Vec<&str> = crate::support::home::OPEN.to_vec();
    open[1] = "r";
    home.ok(&open);
    let done = home.json(&[
        "add",
        "leader-call",
        "--on",
        "2023-02-01",
        "--summary",
        "a call",
        "-q",
        "q",
        "-q",
        "r",
        "--format",
        "json",
    ]);
    assert_eq!(done[0]["moves"].as_array().unwrap().len(), 2);
    let unnamed = home.fails(2, &["history"]);
    assert!(
        unnamed.contains("has 2 questions") && unnamed.contains("q, r"),
        "{unnamed}"
    );
}

#[test]
fn supposing_writes_nothing() {
    let home = Home::with_question();
    home.add("visit", "visit-planned", "2023-03-01", "A1");
    let before = std::fs::read(home.ledger()).unwrap();
    let text = home.ok(&[
        "what-if",
        "summit-announced",
        "--on",
        "2023-10-20",
        "--about",
        "2023-11-14",
        "--grade",
        "A1",
        "--also",
        "shutdown-risk@2023-10-25",
    ]);
    insta::assert_snapshot!("what-if", text);
    home.ok(&["what-if", "--without", "visit"]);
    assert_eq!(std::fs::read(home.ledger()).unwrap(), before);
    assert_eq!(
        home.json(&["history", "--format", "json"])
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn a_chart_draws_an_amended_signal_once_and_a_retracted_one_with_its_end() {
    let home = Home::with_question();
    home.add("kept", "senior-talks", "2023-03-01", "B2");
    home.add("wrong", "leader-intent", "2023-03-10", "A1");
    let why = ["--why", "confirmed", "--corrected", "2023-03-20"];
    home.ok(&[&["amend", "kept", "--grade", "A1"][..], &why[..]].concat());
    let why = ["--because", "withdrawn", "--on", "2023-04-02"];
    home.ok(&[&["retract", "wrong"][..], &why[..]].concat());
    let drawn = home.ok(&["history", "--svg", "-"]);
    let titles: Vec<&str> = drawn.split("<g class=\"mark\">\n<title>").skip(1).collect();
    let begin = |at: usize, text: &str| titles[at].starts_with(text);
    assert_eq!(titles.len(), 3, "{drawn}");
    assert!(
        begin(0, "1 March 2023: ") && begin(1, "10 March 2023: "),
        "{titles:?}"
    );
    assert!(
        titles[1].contains("retracted on 2 April 2023</title>"),
        "{titles:?}"
    );
    assert!(begin(2, "2 April 2023: "), "{titles:?}");
}
