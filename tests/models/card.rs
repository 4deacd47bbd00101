//! The model card is what the program says of the model.

use crate::support::home::Home;

const MARK: &str = "<!-- summit model card -->\n\n";
/// What follows is measured on the whole library, too long for a test: docs/outputs.py prints it.
const MEASURED: &str = "\n<!-- summit card --measured -->\n";

#[test]
fn the_page_is_what_the_command_prints() {
    let page = include_str!("../../docs/model-card.md");
    let (_, printed) = page.split_once(MARK).unwrap();
    let (printed, _) = printed.split_once(MEASURED).unwrap();
    let now = Home::new().ok(&["model", "card", "--format", "markdown"]);
    assert!(
        now == printed.replacen("## What", "# What", 1),
        "print it again"
    );
}

#[test]
fn every_kind_says_why() {
    let home = Home::new();
    let text = home.ok(&["model", "card", "--format", "json"]);
    let data: serde_json::Value = serde_json::from_str(&text).unwrap();
    let kinds = data["kinds"].as_array().unwrap();
    assert_eq!(kinds.len(), 52);
    for kind in kinds {
        assert!(kind["why"].as_str().unwrap().len() > 40, "{kind}");
    }
    let text = home.ok(&["model", "card"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn a_model_of_the_first_version_has_no_such_card() {
    let home = Home::new();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-2.toml");
    let out = home.command(&["model", "card", source]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
}
