//! `learn` and `backtest` as commands.

use super::made::made;
use crate::support::home::Home;

fn home() -> Home {
    let home = Home::new();
    let made = made();
    for (name, text) in &made.events {
        home.write(&format!("{name}.csv"), text);
    }
    home.write("meetings.csv", &made.meetings);
    home
}

const FEED: [&str; 5] = [
    "--events",
    "one.csv",
    "two.csv",
    "--meetings",
    "meetings.csv",
];

fn with<'a>(head: &[&'a str], tail: &[&'a str]) -> Vec<&'a str> {
    [head, &FEED, tail].concat()
}

#[test]
fn learn_then_backtest() {
    let home = home();
    let said = home.ok(&with(&["learn", "--out", "mine.toml"], &[]));
    assert!(
        said.contains("herald") && said.contains("refused"),
        "{said}"
    );
    home.ok(&["model", "build", "mine.toml", "-o", "mine.json"]);
    let tail = ["--horizon", "30", "--every", "56", "--predictions", "p.csv"];
    let by_source = home.ok(&with(&["backtest", "--model", "mine.toml"], &tail));
    let first = std::fs::read_to_string(home.path().join("p.csv")).unwrap();
    let again = with(&["backtest", "--model", "mine.json"], &tail);
    assert!(home.fails(2, &again).contains("there already"));
    let by_built = home.ok(&[again.as_slice(), &["--force"]].concat());
    assert_eq!(by_source, by_built);
    for name in [
        "this model",
        "its prior alone",
        "base rate",
        "hazard",
        "one best ratio",
        "naive Bayes",
        "ridge logistic",
        "ridge on our prior",
    ] {
        assert!(by_source.contains(name), "{name}: {by_source}");
    }
    assert!(
        by_source.lines().all(|l| l.chars().count() <= 80),
        "{by_source}"
    );
    let mut rows = csv::Reader::from_reader(first.as_bytes());
    assert_eq!(
        rows.headers().unwrap(),
        vec!["partner", "as_of", "horizon", "p", "outcome"]
    );
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert!(rows.len() > 200);
    for row in &rows {
        let p: f64 = row[3].parse().unwrap();
        assert!(
            (0.0..=1.0).contains(&p) && matches!(&row[4], "0" | "1"),
            "{row:?}"
        );
    }
    // The table's score is that of the rows.
    let brier = rows
        .iter()
        .map(|r| (r[3].parse::<f64>().unwrap() - r[4].parse::<f64>().unwrap()).powi(2))
        .sum::<f64>()
        / rows.len() as f64;
    assert!(
        by_source.contains(&format!("{brier:.4}")),
        "{brier} {by_source}"
    );
}

#[test]
fn bad_input_names_the_place_and_the_remedy() {
    let home = home();
    let cases: [(&str, &str, &str); 6] = [
        ("e.csv", "date,partner,kind\n", "there is no column `count`"),
        (
            "e.csv",
            "date,partner,kind,count\n2004-02-30,A,x,1\n",
            "line 2, date",
        ),
        (
            "e.csv",
            "date,partner,kind,count\n2004-02-03,A,x,-1\n",
            "not a count",
        ),
        ("e.csv", "date,partner,kind,count\n", "no events in it"),
        (
            "e.csv",
            "date,partner,kind,count\n2004-02-03,,x,1\n",
            "partner",
        ),
        (
            "e.csv",
            "date,partner,kind,count\n2004-02-03,A,x\n",
            "line 2",
        ),
    ];
    for (file, text, want) in cases {
        home.write(file, text);
        let args = [
            "learn",
            "--events",
            file,
            "--meetings",
            "meetings.csv",
            "--out",
            "x.toml",
        ];
        let said = home.fails(2, &args);
        assert!(
            said.contains(want) && said.contains("e.csv"),
            "{want}: {said}"
        );
        assert!(!home.path().join("x.toml").exists());
    }
    home.write("m.csv", "partner,date\nA,soon\n");
    let args = ["backtest", "--events", "one.csv", "--meetings", "m.csv"];
    assert!(home.fails(2, &args).contains("line 2, date"));
    let over = [
        "learn",
        "--events",
        "one.csv",
        "--meetings",
        "meetings.csv",
        "--out",
        "one.csv",
    ];
    assert!(home.fails(2, &over).contains("read by the same command"));
    assert!(
        home.fails(2, &["backtest", "--meetings", "meetings.csv"])
            .contains("--events FILE")
    );
    let twice = [
        "learn",
        "--events",
        "one.csv",
        "one.csv",
        "--meetings",
        "meetings.csv",
        "--out",
        "x",
    ];
    assert!(home.fails(2, &twice).contains("same days"));
    let short = with(&["backtest"], &["--horizon", "3000"]);
    assert!(home.fails(2, &short).contains("known outcome"));
    assert!(
        home.fails(
            3,
            &["backtest", "--events", "none.csv", "--meetings", "m.csv"]
        )
        .contains("none.csv")
    );
}

#[test]
fn too_few_cases_teach_nothing_and_say_so() {
    let home = Home::with_question();
    home.add("said", "summit-announced", "2023-03-01", "A1");
    home.ok(&["resolve", "yes", "--on", "2023-03-10", "--source", "x"]);
    let out = home
        .command(&["learn", "--cases", "--out", "mine.toml"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(
        said.contains("summit-announced") && said.contains("refused"),
        "{said}"
    );
    assert!(String::from_utf8_lossy(&out.stderr).contains("nothing was learned"));
    assert!(!home.path().join("mine.toml").exists());
}

#[test]
fn onto_a_source_of_version_1_cases_are_counted_as_before() {
    let home = Home::with_question();
    home.add("said", "summit-announced", "2023-03-01", "A1");
    home.ok(&["resolve", "yes", "--on", "2023-03-10", "--source", "x"]);
    home.write("base.toml", summit_ledger::model::shipped::VOCABULARY);
    let learn = ["learn", "--cases", "--base", "base.toml", "--out", "m.toml"];
    let out = home.command(&learn).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(said.contains("1 signals, 5 are needed"), "{said}");
}
