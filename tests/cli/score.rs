//! Looking back: scores of questions that ended.

use serde_json::{Value, json};

use crate::support::home::{Home, OPEN};
use crate::support::{self, model, signal};

/// A ledger on the small model, whose numbers no learned weight changes.
fn small() -> Home {
    let home = Home::with_ledger();
    std::fs::write(home.path().join("small.json"), model(4)).unwrap();
    home.ok(&["model", "adopt", "small.json"]);
    home
}

fn question(id: &str) -> Value {
    let mut q = support::question(id);
    q["title"] = json!(format!("Do they meet ({id})?"));
    q
}

fn resolution(question: &str, outcome: &str, on: &str) -> Value {
    json!({"type": "resolution", "question": question, "outcome": outcome, "on": on})
}

fn import(home: &Home, records: &[Value]) {
    home.write("case.jsonl", &support::lines(records));
    home.ok(&["import", "case.jsonl"]);
}

/// Two questions that ended, one each way, told afterwards.
fn two() -> Home {
    let home = small();
    import(
        &home,
        &[
            question("came"),
            question("failed"),
            signal("s1", "came", "toward", "2023-02-20"),
            signal("s2", "failed", "away", "2023-03-01"),
            signal("s3", "came", "toward", "2023-03-15"),
            signal("s4", "came", "flat", "2023-03-15"),
            resolution("came", "yes", "2023-03-22"),
            resolution("failed", "no", "2023-05-03"),
        ],
    );
    home
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn a_time_average_is_what_a_reader_would_compute_from_the_history() {
    let home = two();
    let report = home.json(&["score", "came", "--format", "json"]);
    let q = &report["questions"][0];
    let history = home.json(&["history", "came", "--format", "json"]);
    let rows = history.as_array().unwrap();
    let (mut brier, mut log, mut days) = (0.0, 0.0, 0);
    for day in 0..49 {
        let on = support::day(day);
        let standing = rows
            .iter()
            .rfind(|r| r["as_of"].as_str().unwrap() <= on.as_str());
        let p = number(&standing.unwrap()["p"]);
        brier += (1.0 - p) * (1.0 - p);
        log -= p.ln();
        days += 1;
    }
    assert_eq!(support::day(49), "2023-03-22", "the end day is not scored");
    assert_eq!(q["days"], days);
    assert_eq!(q["life"], 49);
    assert!((number(&q["brier"]) - brier / 49.0).abs() < 1e-12);
    assert!((number(&q["log"]) - log / 49.0).abs() < 1e-12);
    // The day before the meeting, and the prior then as `forecast` gives it without evidence.
    let last = q["leads"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (last["lead"].as_u64(), last["day"].as_str()),
        (Some(1), Some("2023-03-21"))
    );
    assert_eq!(last["p"], rows.last().unwrap()["p"]);
    let alone = small();
    import(&alone, &[question("came")]);
    let prior = alone.json(&["forecast", "--as-of", "2023-03-21", "--format", "json"]);
    assert_eq!(last["prior"], prior["p"]);
}

#[test]
fn a_question_without_signals_has_no_skill_and_no_harm() {
    let home = small();
    let mut records = vec![question("q")];
    records.extend(
        (1..89).map(|n| json!({"type": "passage", "question": "q", "known_on": support::day(n)})),
    );
    records.push(resolution("q", "no", "2023-05-01"));
    import(&home, &records);
    let q = home.json(&["score", "--format", "json"])["questions"][0].take();
    assert_eq!(q["days"], 89);
    assert_eq!(q["brier"], q["prior"]["brier"]);
    assert_eq!(q["skill"]["log"], 0.0);
    assert_eq!(q["prior_held"], q["prior"]);
}

#[test]
fn a_void_question_changes_nothing() {
    let home = two();
    let before = home.json(&["score", "--format", "json"]);
    import(
        &home,
        &[
            question("moot"),
            question("still-open"),
            signal("s9", "moot", "toward", "2023-02-20"),
            resolution("moot", "void", "2023-03-22"),
        ],
    );
    let after = home.json(&["score", "--format", "json"]);
    assert_eq!(before["overall"], after["overall"]);
    assert_eq!(before["questions"], after["questions"]);
    assert_eq!(after["void"], json!(["moot"]));
    assert_eq!(after["open"], json!(["still-open"]));
}

/// A question that was asked and watched as it went, and ended on 1 March; with entries made after
/// that day, or without.
fn watched(hindsight: bool) -> Home {
    let home = Home::new();
    let at = |moment: &str, args: &[&str]| {
        let moment = format!("2023-{moment}T08:00:00.000000Z");
        let output = home
            .command(args)
            .env("SUMMIT_NOW", moment)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
    };
    let add = |moment: &str, id: &str, on: &str| {
        let kind = "leader-intent";
        let args = [
            "add", kind, "--on", on, "--id", id, "-m", id, "--grade", "B2",
        ];
        at(moment, &args);
    };
    at("01-05", &["init"]);
    at("01-05", &OPEN);
    // Known on the 1st, typed in on the 10th.
    add("02-10", "late", "2023-02-01");
    if hindsight {
        at("03-02", &["retract", "late", "--because", "it was wrong"]);
        add("03-03", "hindsight", "2023-02-20");
    }
    at(
        "03-04",
        &["resolve", "yes", "--on", "2023-03-01", "--source", "s"],
    );
    home
}

#[test]
fn what_was_believed_counts_from_when_it_stood_in_the_log() {
    let home = watched(false);
    let score = |home: &Home, args: &[&str]| {
        let args = [&["score", "--format", "json"], args].concat();
        home.json(&args)["questions"][0].take()
    };
    let q = score(&home, &[]);
    assert_eq!(q["clock"], "recorded");
    // From the 5th of January, when it was asked, to the day before the meeting.
    assert_eq!(
        (q["days"].as_u64(), q["life"].as_u64()),
        (Some(55), Some(59))
    );
    let p = |q: &Value, day: &str| {
        let daily = q["daily"].as_array().unwrap();
        daily.iter().find(|d| d["day"] == day).unwrap()["p"].clone()
    };
    assert_eq!(p(&q, "2023-01-04"), Value::Null);
    assert_eq!(p(&q, "2023-02-09"), p(&q, "2023-01-05"));
    assert_ne!(p(&q, "2023-02-10"), p(&q, "2023-02-09"));
    let told = score(&home, &["--clock", "known"]);
    assert_eq!(told["days"], 59);
    assert_eq!(p(&told, "2023-02-01"), p(&q, "2023-02-10"));
    let warned = |args: &[&str]| home.ok(args).contains("warning: q: dated by");
    assert!(!warned(&["score"]) && warned(&["score", "--clock", "known"]));

    // What is entered or corrected after the end changes nothing that was believed before it.
    let later = score(&watched(true), &[]);
    assert_eq!(later["forecasts_too_late"], 2);
    for same in [
        "daily",
        "brier",
        "log",
        "leads",
        "days",
        "forecasts",
        "prior",
    ] {
        assert_eq!(q[same], later[same], "{same}");
    }
}

#[test]
fn against_oneself_nothing_is_won_or_lost() {
    let home = two();
    let history = home.json(&["history", "came", "--format", "json"]);
    let mut days: Vec<(String, String)> = Vec::new();
    for row in history.as_array().unwrap() {
        let day = row["as_of"].as_str().unwrap().to_owned();
        days.retain(|(d, _)| *d != day);
        days.push((day, row["p"].to_string()));
    }
    let rows: String = days
        .iter()
        .map(|(d, p)| format!("{d},came,{p}\n"))
        .collect();
    home.write("own.csv", &format!("day,question,probability\n{rows}"));
    let report = home.json(&["score", "--against", "own.csv", "--format", "json"]);
    let against = &report["questions"][0]["against"];
    assert_eq!(against["days"], 49);
    assert_eq!(against["relative"], json!({"brier": 0.0, "log": 0.0}));
    assert_eq!(against["skill"], json!({"brier": 0.0, "log": 0.0}));
    assert_eq!(report["questions"][1]["against"], Value::Null);
    assert_eq!(report["overall"]["against"]["questions"], 1);
    // A market that starts later is compared from then on.
    home.write("market.csv", "day,probability\n2023-03-13,0.5\n");
    let report = home.json(&[
        "score",
        "came",
        "--against",
        "market.csv",
        "--format",
        "json",
    ]);
    let against = &report["questions"][0]["against"];
    assert_eq!(
        (against["days"].as_u64(), &against["theirs"]["brier"]),
        (Some(9), &json!(0.25))
    );
    let text = home.ok(&["score", "--against", "own.csv"]);
    assert!(
        text.contains("failed: no day in common with own.csv"),
        "{text}"
    );
}

#[test]
fn as_people_and_spreadsheets_see_it() {
    let home = two();
    insta::assert_snapshot!("score", home.ok(&["score", "--lead", "7,30"]));
    insta::assert_snapshot!("score-one", home.ok(&["score", "came"]));
    let csv = home.ok(&["score", "--format", "csv", "--lead", "7,30,7"]);
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows.len(), 3);
    assert!(
        rows[0].ends_with("p_30,brier_30,log_30,p_7,brier_7,log_7"),
        "{csv}"
    );
    assert!(
        rows[2].starts_with("failed,no,2023-02-01,2023-05-01,known,"),
        "{csv}"
    );
}

#[test]
fn nothing_to_score_is_said_and_mistakes_name_their_place() {
    let home = Home::with_question();
    let text = home.ok(&["score"]);
    assert!(text.contains("summit resolve"), "{text}");
    let data = home.json(&["score", "--format", "json"]);
    assert_eq!(
        (&data["questions"], &data["overall"]),
        (&json!([]), &Value::Null)
    );
    assert_eq!(home.ok(&["score", "--format", "csv"]).lines().count(), 1);
    let error = home.fails(2, &["score", "q"]);
    assert!(
        error.contains("has not ended") && error.contains("summit resolve"),
        "{error}"
    );
    let error = home.fails(2, &["score", "qq"]);
    assert!(error.contains("the ledger has: q"), "{error}");
    home.fails(2, &["score", "--lead", "0"]);
    home.fails(2, &["score", "--lead", "seven"]);
    home.fails(3, &["score", "--against", "nowhere.csv"]);

    let home = two();
    home.write(
        "bad.csv",
        "day,probability,question\n2023-02-01,0.5,came\n2023-02-02,85%,came\n",
    );
    let error = home.fails(2, &["score", "--against", "bad.csv"]);
    assert!(
        error.contains("bad.csv line 3") && error.contains("85%"),
        "{error}"
    );
    home.write("bad.csv", "day,probability\n2023-02-01,0.5\n");
    let error = home.fails(2, &["score", "--against", "bad.csv"]);
    assert!(error.contains("which question"), "{error}");
    home.ok(&["score", "came", "--against", "bad.csv"]);
    home.write(
        "bad.csv",
        "day,probability,question\n2023-02-01,0.5,\u{1b}[31mred\n",
    );
    let error = home.fails(2, &["score", "--against", "bad.csv"]);
    assert!(
        error.contains("line 2") && !error.contains('\u{1b}'),
        "{error}"
    );
}
