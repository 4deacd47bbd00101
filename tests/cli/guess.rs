//! People's own numbers beside the model's: given, hidden, taken back, scored.

use serde_json::{Value, json};

use crate::support::home::{Home, OPEN};

/// What somebody types on a day of 2023.
fn types(home: &Home, (who, day): (&str, &str), args: &[&str]) -> (i32, String, String) {
    let moment = format!("2023-{day}T08:00:00.000000Z");
    let mut command = home.command(args);
    let command = command.env("SUMMIT_NOW", moment).env("SUMMIT_AUTHOR", who);
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let code = output.status.code().unwrap();
    (code, text(&output.stdout), text(&output.stderr))
}

fn ok(home: &Home, who: (&str, &str), args: &[&str]) -> String {
    let (code, out, error) = types(home, who, args);
    assert_eq!(code, 0, "{args:?}: {error}");
    out
}

fn refused(home: &Home, who: (&str, &str), args: &[&str]) -> String {
    let (code, _, error) = types(home, who, args);
    assert_eq!(code, 2, "{args:?}: {error}");
    error
}

fn opened(blind: &[&str]) -> Home {
    let home = Home::new();
    ok(&home, ("ana", "01-05"), &["init"]);
    ok(&home, ("ana", "01-05"), &[&OPEN[..], blind].concat());
    home
}

fn data(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn two_people_beside_the_model_to_the_end() {
    let home = opened(&[]);
    let because = |p: &'static str, why: &'static str| ["guess", p, "--because", why];
    let (ana, ben) = (("ana", "01-10"), ("ben", "01-20"));
    ok(&home, ana, &because("0.6", "talks go well"));
    ok(&home, ben, &because("20", "too early"));
    let before = data(&ok(&home, ben, &["history", "--format", "json"]));
    assert_eq!(
        before.as_array().unwrap().len(),
        1,
        "no forecast follows a guess"
    );

    // Mistyped and taken back: the number before stands again. Said again, it is there.
    ok(&home, ("ana", "01-25"), &because("0.06", "talks go well"));
    ok(&home, ("ana", "01-25"), &["undo"]);
    let table = ok(&home, ("ana", "01-26"), &because("60%", "still"));
    insta::assert_snapshot!("guesses", table);
    let now = data(&ok(&home, ("ana", "01-26"), &["guess", "--format", "json"]));
    let step = |day: &str, p| json!({"day": format!("2023-{day}"), "p": p});
    let ana = [("01-10", 0.6), ("01-25", 0.6), ("01-26", 0.6)].map(|(day, p)| step(day, p));
    let course =
        json!([{"who": "ana", "steps": ana}, {"who": "ben", "steps": [step("01-20", 0.2)]}]);
    assert_eq!(now["people"], course);
    let (_, _, again) = types(&home, ("ana", "01-26"), &because("60%", "still"));
    assert!(again.contains("says that already"), "{again}");
    let ana = ("ana", "01-27");
    assert!(refused(&home, ana, &because("1", "sure")).contains("strictly between 0 and 1"));
    let early = ["guess", "0.5", "--because", "x", "--on", "2022-12-01"];
    assert!(refused(&home, ana, &early).contains("before the question opened"));
    assert!(refused(&home, ana, &["guess", "0.5"]).contains("--because"));

    let resolve = ["resolve", "yes", "--on", "2023-03-01", "--source", "s"];
    ok(&home, ("ana", "03-04"), &resolve);
    let late = refused(&home, ("ben", "03-05"), &because("0.9", "I knew it"));
    assert!(late.contains("was resolved"), "{late}");
    let report = data(&ok(&home, ("ana", "03-05"), &["score", "--format", "json"]));
    let q = &report["questions"][0];
    let rows = q["people"]["rows"].as_array().unwrap();
    let of = |who: &str| rows.iter().find(|row| row["who"] == who).unwrap();
    // From the 10th and the 20th of January to the last of February; ana's slip never counted a day.
    assert_eq!(
        (&of("ana")["days"], &of("ben")["days"]),
        (&json!(50), &json!(40))
    );
    let near = |found: &Value, expected: f64| {
        let found = found.as_f64().unwrap();
        assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
    };
    near(&of("ana")["scores"]["brier"], 0.16);
    near(&of("ben")["scores"]["log"], 0.0 - 0.2_f64.ln());
    let model = q["daily"].as_array().unwrap().last().unwrap()["p"]
        .as_f64()
        .unwrap();
    near(&of("ben")["model"]["brier"], (1.0 - model) * (1.0 - model));
    // Alone with the model, then both with it: means of log-odds, all alike.
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let loss = |mean: f64| (1.0 + (0.0 - mean).exp()).ln();
    let (one, two) = (
        loss((logit(model) + logit(0.6)) / 2.0 * 1.0),
        loss((logit(model) + logit(0.6) + logit(0.2)) / 3.0),
    );
    near(
        &of("the pool")["scores"]["log"],
        (10.0 * one + 40.0 * two) / 50.0,
    );
    near(
        &of("the crowd")["scores"]["brier"],
        (10.0 * 0.16 + 40.0 * 0.36) / 50.0,
    );
    near(&q["people"]["weights"]["model"], 1.0 / 3.0);
    insta::assert_snapshot!(
        "guesses-scored",
        ok(&home, ("ana", "03-05"), &["score", "--lead", "7"])
    );
    let chart = ok(&home, ("ana", "03-05"), &["history"]);
    insta::assert_snapshot!("guesses-history", chart);
    home.ok(&["audit"]);
}

#[test]
fn a_blind_question_hides_the_numbers_until_ones_own_stands() {
    let home = opened(&["--blind"]);
    let (ana, ben) = (("ana", "01-10"), ("ben", "01-20"));
    for command in ["history", "explain", "forecast", "worth"] {
        let error = refused(&home, ben, &[command]);
        assert!(
            error.contains("summit guess 0.7") && error.contains("--unblind"),
            "{error}"
        );
    }
    ok(&home, ana, &["guess", "0.61", "--because", "talks"]);
    let kind = [
        "add",
        "leader-intent",
        "--on",
        "2023-01-19",
        "-m",
        "s",
        "--grade",
        "B2",
    ];
    let shown = [
        ok(&home, ben, &["guess"]),
        ok(&home, ben, &["guess", "--format", "json"]),
        ok(&home, ben, &["questions"]),
        ok(&home, ben, &["status"]),
        ok(&home, ben, &kind),
    ];
    for text in shown {
        assert!(!text.contains('%') && !text.contains("0.61"), "{text}");
    }
    assert!(ok(&home, ben, &["guess"]).contains("So far guessed: ana"));
    assert!(ok(&home, ana, &["history"]).contains("61"));
    assert!(ok(&home, ben, &["history", "--unblind"]).contains("61"));
    let after = ok(&home, ben, &["guess", "0.3", "--because", "no"]);
    assert!(after.contains("61.0 %"), "{after}");
    // Taken back, it is blind again; once it ended, nothing is.
    ok(&home, ben, &["undo"]);
    refused(&home, ben, &["history"]);
    let resolve = ["resolve", "yes", "--on", "2023-03-01", "--source", "s"];
    ok(&home, ("ana", "03-04"), &resolve);
    assert!(ok(&home, ("ben", "03-05"), &["history"]).contains("61"));
}

#[test]
fn a_guess_that_is_brought_back_stays_whose_it_was() {
    let home = opened(&[]);
    ok(
        &home,
        ("ana", "01-10"),
        &["guess", "0.6", "--because", "talks", "--id", "g"],
    );
    let taken = ["retract", "g", "--because", "mine?"];
    assert!(refused(&home, ("ben", "01-11"), &taken).contains("--theirs"));
    ok(
        &home,
        ("ben", "01-11"),
        &[&taken[..], &["--theirs"]].concat(),
    );
    ok(&home, ("ben", "01-11"), &["undo"]);
    let now = data(&ok(&home, ("ben", "01-12"), &["guess", "--format", "json"]));
    assert_eq!(now["people"][0]["who"], "ana");
    let taken = ["guess", "0.5", "--because", "x", "--by", "The Model"];
    assert!(refused(&home, ("ben", "01-12"), &taken).contains("not a person"));
}

#[test]
fn anothers_number_opens_no_blind_question() {
    let home = opened(&["--blind"]);
    ok(
        &home,
        ("ana", "01-10"),
        &["guess", "0.61", "--because", "talks"],
    );
    let zoe = ["guess", "0.5", "--by", "Zoe", "--because", "x"];
    let said = ok(&home, ("ben", "01-11"), &zoe);
    assert!(!said.contains("61"), "{said}");
}
