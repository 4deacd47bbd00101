//! What was believed on a day, and what is known of that day now.

use serde_json::Value;

use crate::support::home::{Home, OPEN};

/// A ledger in which one signal of the spring was entered in the spring, another in the autumn.
fn told_late() -> Home {
    let home = Home::new();
    let at = |now: &str, args: &[&str]| {
        let done = home.command(args).env("SUMMIT_NOW", now).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{args:?}: {said}");
    };
    at(
        "2023-01-01T09:00:00.000000Z",
        &["init", "--origin", "test.example/log"],
    );
    at("2023-01-01T09:00:00.000000Z", &OPEN);
    let add = |id: &'static str, on: &'static str| {
        [
            "add",
            "visit-planned",
            "--on",
            on,
            "--id",
            id,
            "--grade",
            "B2",
            "--source",
            "s",
        ]
    };
    at("2023-03-01T23:59:59.999999Z", &add("spring", "2023-03-01"));
    at("2023-10-05T09:00:00.000000Z", &add("late", "2023-03-10"));
    at(
        "2023-12-01T09:00:00.000000Z",
        &["resolve", "yes", "--on", "2023-11-12", "--source", "s"],
    );
    home
}

fn both(home: &Home, args: &[&str]) -> (String, String) {
    let output = home.command(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (said, told) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{args:?}: {told}");
    (said, told)
}

#[test]
fn a_forecast_says_which_knowledge_it_rests_on_and_what_the_other_says() {
    let home = told_late();
    let known = home.json(&["forecast", "--as-of", "2023-04-01", "--format", "json"]);
    let recorded = home.json(&[
        "forecast",
        "--as-of",
        "2023-04-01",
        "--recorded-by",
        "2023-04-01",
        "--format",
        "json",
    ]);
    assert_eq!(
        (&known["signals"], &recorded["signals"]),
        (&Value::from(2), &Value::from(1))
    );
    assert_ne!(known["p"], recorded["p"]);
    assert_eq!(known["recorded_by"], Value::Null);
    assert_eq!(recorded["recorded_by"], "2023-04-01");
    let (said, told) = both(&home, &["forecast", "--as-of", "2023-04-01"]);
    assert!(
        said.contains("As of 2023-04-01, with everything entered since."),
        "{said}"
    );
    let p = format!("{:.1} %", recorded["p"].as_f64().unwrap() * 100.0);
    assert!(
        told.contains(&format!("hint: as recorded by then it stood at {p}")),
        "{told}"
    );
    let asked = [
        "forecast",
        "--as-of",
        "2023-04-01",
        "--recorded-by",
        "2023-04-01",
    ];
    let (said, told) = both(&home, &asked);
    assert!(
        said.contains("As of 2023-04-01, as recorded by 2023-04-01."),
        "{said}"
    );
    let p = format!("{:.1} %", known["p"].as_f64().unwrap() * 100.0);
    assert!(
        told.contains(&format!("with everything entered since it stands at {p}")),
        "{told}"
    );
    // Where they are the same, nothing is hinted at; nor is anything said where no day is asked for.
    let (_, told) = both(&home, &["forecast", "--as-of", "2023-03-05"]);
    assert!(!told.contains("recorded by"), "{told}");
    let (said, told) = both(&home, &["forecast"]);
    assert!(
        !said.contains("ecorded by") && !told.contains("ecorded by"),
        "{said}{told}"
    );
}

#[test]
fn the_day_ends_at_midnight_in_utc() {
    let home = told_late();
    let signals = |day: &str| {
        home.json(&["forecast", "--recorded-by", day, "--format", "json"])["signals"].clone()
    };
    assert_eq!(signals("2023-02-28"), 0);
    assert_eq!(signals("2023-03-01"), 1);
    assert_eq!(signals("2023-10-04"), 1);
    assert_eq!(signals("2023-10-05"), 2);
    let said = home.fails(2, &["forecast", "--recorded-by", "2022-12-31"]);
    assert!(
        said.contains("question q was recorded on 2023-01-01"),
        "{said}"
    );
}

#[test]
fn history_explain_and_score_speak_of_the_same_log() {
    let home = told_late();
    let by = ["--recorded-by", "2023-04-01"];
    let rows = |args: &[&str]| {
        let all = home.json(&[args, &["--format", "json"]].concat());
        all.as_array().unwrap().clone()
    };
    let all = rows(&["history"]);
    let then = rows(&["history", by[0], by[1]]);
    assert_eq!((all.len(), then.len()), (3, 2));
    assert!(then.iter().all(|row| row["recorded_by"] == "2023-04-01"));
    assert_eq!(then[1]["p"], all[1]["p"]);
    let (said, told) = both(&home, &["history", by[0], by[1]]);
    assert!(said.contains("As recorded by 2023-04-01."), "{said}");
    assert!(!said.contains("Resolved"), "{said}");
    assert!(
        !told.contains("hint"),
        "as of the last row's day both are the same: {told}"
    );
    let explained = home.json(&["explain", by[0], by[1], "--format", "json"]);
    assert_eq!(explained["recorded_by"], "2023-04-01");
    assert_eq!(explained["end"]["p"], then[1]["p"]);
    let (said, _) = both(&home, &["explain", by[0], by[1]]);
    assert!(said.contains("As recorded by 2023-04-01."), "{said}");
    let scored = |day: &str| home.json(&["score", "--recorded-by", day, "--format", "json"]);
    assert_eq!(scored("2023-11-30")["open"][0], "q");
    assert_eq!(scored("2023-12-01")["questions"][0]["question"], "q");
    assert_eq!(scored("2023-12-01")["recorded_by"], "2023-12-01");
    let (said, _) = both(&home, &["score", "--recorded-by", "2023-11-30"]);
    assert!(said.contains("As recorded by 2023-11-30."), "{said}");
}
