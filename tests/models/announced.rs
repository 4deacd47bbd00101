//! The announcements that ship, and the numbers of kernel-3 that rest on them.

use summit_ledger::backtest::announcements::{Announcement, by_lead, parse, record};
use summit_ledger::model::shipped;
use summit_ledger::model::two::source::Source;

use crate::support::home::Home;

fn list() -> Vec<Announcement> {
    parse(shipped::ANNOUNCEMENTS).unwrap()
}

fn source() -> Source {
    Source::parse(shipped::DEFAULT.source).unwrap()
}

#[test]
fn the_list_counts_to_what_kernel_three_says_it_does() {
    let plans = source().plans;
    assert_eq!(Some(record(&list(), plans.last_days)), plans.listed);
}

/// Nine plans are kept back, all held: no loss of kernel-3 is outside the list.
#[test]
fn what_is_kept_back_was_held() {
    let plans = source().plans;
    let (all, listed) = (plans.counted, plans.listed.unwrap());
    assert_eq!((all.lost_late, all.lost_early, all.near), (4, 1, 2));
    assert_eq!(
        (listed.lost_late, listed.lost_early, listed.near),
        (4, 1, 2)
    );
    assert_eq!(all.plans - listed.plans, 9);
    assert_eq!(all.reached - listed.reached, 9);
    assert_eq!(all.days_before - listed.days_before, 90);
    assert_eq!(all.kept(), (80.5, 4.5));
    assert_eq!(all.loss(), (1.5, 1044.0));
}

#[test]
fn shares_by_lead_add_up() {
    let shares = by_lead(&list());
    assert_eq!(shares.iter().map(|s| s.of).sum::<u64>(), 81);
    assert_eq!(shares.iter().map(|s| s.held).sum::<u64>(), 76);
}

#[test]
fn the_command_prints_both_counts() {
    let home = Home::new();
    let text = home.ok(&["model", "plans"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!("model-plans", text);
    let data: serde_json::Value =
        serde_json::from_str(&home.ok(&["model", "plans", "--format", "json"])).unwrap();
    assert_eq!(data["listed"]["kept_beta"], serde_json::json!([71.5, 4.5]));
    assert_eq!(
        data["model"]["loss_gamma"],
        serde_json::json!([1.5, 1044.0])
    );
}

#[test]
fn a_list_of_ones_own_is_counted() {
    let home = Home::new();
    let header = "partner,announced_on,first,last,outcome,held_on,lost_on,plan,note";
    let row = "France,2020-01-01,2020-01-21,2020-01-21,lost,,2020-01-06,Paris,";
    let file = home.write("mine.csv", &format!("{header}\n{row}\n"));
    let path = file.to_str().unwrap();
    let args = [
        "model",
        "plans",
        "--announcements",
        path,
        "--format",
        "json",
    ];
    let data: serde_json::Value = serde_json::from_str(&home.ok(&args)).unwrap();
    assert_eq!(data["listed"]["lost_early"], 1);
    assert_eq!(data["listed"]["days_before"], 5);
    let file = home.write(
        "wrong.csv",
        &format!("{header}\n{}\n", row.replace("lost", "off")),
    );
    let args = ["model", "plans", "--announcements", file.to_str().unwrap()];
    let out = home.command(&args).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("line 2, outcome"), "{said}");
}

#[test]
fn a_trial_on_the_shipped_list() {
    let home = Home::new();
    let text = home.ok(&["backtest", "--announcements"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!("backtest-announcements", text);
}

/// The log score of a forecaster in a table.
fn log(table: &serde_json::Value, name: &str) -> f64 {
    let lines = table["forecasters"].as_array().unwrap();
    let line = lines.iter().find(|line| line["name"] == name).unwrap();
    line["log"].as_f64().unwrap()
}

#[test]
fn version_two_knows_what_an_announcement_is_worth() {
    let home = Home::new();
    let text = home.ok(&["backtest", "--announcements", "--format", "json"]);
    let data: serde_json::Value = serde_json::from_str(&text).unwrap();
    let announced = &data["announced"];
    assert!(log(announced, "version 2") < 0.25);
    assert!(log(announced, "version 2, counted without it") < 0.25);
    assert!(log(announced, "version 1") > 1.0);
    // From the lead, the watches and the cancellations it knows more than the share held.
    for reading in &data["nearer"].as_array().unwrap()[1..] {
        let table = &reading["table"];
        assert!(
            log(table, "version 2") < log(table, "share held"),
            "{reading}"
        );
    }
    // 81 on their day, and 24, 44, 67 and 77 that stood that long before.
    assert_eq!(data["forecasts"].as_array().unwrap().len(), 293);
}

#[test]
fn a_trial_needs_its_lists_and_a_model_of_version_two() {
    let home = Home::new();
    let header = "partner,announced_on,first,last,outcome,held_on,lost_on,plan,note";
    let row = "Atlantis,2020-01-01,2020-01-21,2020-01-21,held,2020-01-21,,Atlantis,";
    let file = home.write("mine.csv", &format!("{header}\n{row}\n"));
    let path = file.to_str().unwrap();
    let fails = |args: &[&str], what: &str| {
        let out = home.command(args).output().unwrap();
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(said.contains(what), "{said}");
    };
    fails(
        &["backtest", "--announcements", path],
        "no such country is known",
    );
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-2.toml");
    fails(
        &["backtest", "--announcements", "--model", source],
        "belief",
    );
    let meetings = home.write("meetings.csv", "date,partner\n1991-01-01,Peru\n");
    let path = meetings.to_str().unwrap();
    fails(
        &["backtest", "--announcements", "--meetings", path],
        "no meeting in the 6 years",
    );
    fails(
        &["backtest", "--announcements", "--horizon", "30"],
        "cannot be used with",
    );
}
