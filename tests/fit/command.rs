//! The whole command on a small invented ledger.

use summit_ledger::model::shipped;

use super::made::Made;
use crate::support::home::Home;
use crate::support::lines;

/// Five questions: whoever says that he intends to meet, meets.
fn home() -> Home {
    let home = Home::with_ledger();
    let days = Some(("2023-03-09", "2023-03-09"));
    let intends = |id: &str| {
        Made::new(id)
            .tell("leader-intent", "2023-01-20", None)
            .tell("criticism", "2023-02-01", None)
            .tell("summit-announced", "2023-02-20", days)
    };
    let silent = |id: &str| Made::new(id).tell("criticism", "2023-01-20", None);
    let off = intends("c").tell("summit-cancelled", "2023-03-01", days);
    let made = [
        intends("a").records(Some("2023-03-09")),
        intends("b").records(Some("2023-03-09")),
        off.records(None),
        silent("d").records(None),
        silent("e").records(None),
    ];
    for (i, records) in made.iter().enumerate() {
        let name = format!("case-{i}.jsonl");
        home.write(&name, &lines(records));
        home.ok(&["import", &name]);
    }
    home
}

#[test]
fn a_small_ledger_moves_the_shipped_source() {
    let home = home();
    let learn = ["learn", "--cases", "--spread", "0.4", "--out", "mine.toml"];
    let said = home.ok(&learn);
    insta::assert_snapshot!("fitted", said);
    assert!(
        said.lines().all(|line| line.chars().count() <= 80),
        "{said}"
    );
    home.ok(&["model", "build", "mine.toml", "-o", "mine.json"]);
    let card = home.ok(&["model", "card", "mine.json"]);
    assert!(card.contains("ended questions"), "{card}");
    let text = || std::fs::read_to_string(home.path().join("mine.toml")).unwrap();
    let first = text();
    let data = home.json(&[&learn[..], &["--force", "--format", "json"]].concat());
    assert_eq!(text(), first, "the same again");
    assert_eq!(data["questions"], 5);
    assert_eq!(data["kinds"]["leader-intent"]["questions"], 3);
    assert_eq!(data["plans"]["firm"]["kept"], 2);
    assert_eq!(data["left_out"]["parts"][0]["part"], "all");
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let home = home();
    let learn = ["learn", "--cases", "--out", "mine.toml"];
    let with = |more: &[&str]| home.fails(2, &[&learn[..], more].concat());
    assert!(with(&["--spread", "0"]).contains("--spread: not a spread"));
    let other = with(&["--spread", "1", "--move", "plans"]);
    assert!(
        other.contains("--move") && other.contains("families"),
        "{other}"
    );
    home.write("one.toml", shipped::VOCABULARY);
    let old = with(&["--library", "--base", "one.toml"]);
    assert!(old.contains("belief version 2"), "{old}");
    home.write("bad.toml", "belief = 2\n");
    assert!(with(&["--base", "bad.toml"]).contains("bad.toml"));
    let none = Home::with_ledger();
    assert!(none.fails(2, &learn).contains("--library"));
}
