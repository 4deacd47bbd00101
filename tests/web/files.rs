//! The tables of a page as files, the chart as a picture, and what the address asks of both.

use super::served::Served;
use crate::support::home::Home;

#[test]
fn tables_are_files_and_the_page_finds_signals_and_changes_its_axis() {
    let home = Home::with_question();
    home.add("talks", "senior-talks", "2023-02-10", "B2");
    home.add("threat", "threat", "2023-03-05", "A1");
    home.add("visit", "visit-planned", "2023-05-20", "A2");
    let served = Served::of(&home.ledger());
    let said: serde_json::Value = serde_json::from_str(&served.page("/q/q/signals.json")).unwrap();
    let all = said.as_array().unwrap();
    let ids: Vec<&str> = all.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["talks", "threat", "visit"]);
    assert!(
        all.iter()
            .all(|row| row["author"] == all[0]["author"] && row["author"] != "")
    );
    let csv = served.page("/q/q/signals.csv");
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let then = served.page("/q/q/signals.csv?as_of=2023-03-20");
    assert_eq!(then.lines().count(), 3, "{then}");
    let history = home.ok(&["history", "--format", "csv"]);
    assert_eq!(served.page("/q/q/history.csv"), history);
    for file in [
        "/q/q/moved.csv",
        "/tables/questions.csv",
        "/tables/scores.json",
    ] {
        served.page(file);
    }
    for missing in [
        "/q/q/signals.exe",
        "/q/q/other.csv",
        "/tables/other.csv",
        "/q/none/moved.csv",
    ] {
        assert_eq!(served.get(missing).status, 404, "{missing}");
    }
    let json = served.get("/q/q/moved.json");
    assert_eq!(json.field("content-type"), Some("application/json"));
    let found = served.page("/q/q?find=THREAT");
    assert!(found.contains("1 of 3 signals"), "{found}");
    assert_eq!(found.matches("class=\"switch\"").count(), 1);
    assert!(
        served
            .page("/q/q?axis=log-odds")
            .contains("axis: log-odds, ")
    );
    assert!(
        served
            .page("/q/q?axis=probability")
            .contains("axis: probability")
    );
    assert!(served.page("/q/q/chart.svg").starts_with("<svg "));
    assert!(served.page("/charts").contains("class=\"panel\""));
}

/// A request that fails on an earlier log leaves nothing of it to the next.
#[test]
fn a_request_that_fails_on_an_earlier_log_does_not_hide_what_came_later() {
    let home = Home::with_question();
    home.add("talks", "senior-talks", "2023-02-10", "B2");
    let served = Served::of(&home.ledger());
    let whole = served.page("/q/q/history.csv");
    let today = "2026-11-23";
    for _ in 0..4 {
        let bad = format!("/q/q/chart.svg?recorded_by={today}&as_of=2099-01-01");
        assert_eq!(served.get(&bad).status, 400);
        let early = "/q/q/chart.svg?recorded_by=2022-12-31&as_of=2099-01-01";
        assert!(served.get(early).status >= 400);
        assert_eq!(served.page("/q/q/history.csv"), whole);
        assert!(served.page("/entries").contains("talks"));
    }
}
