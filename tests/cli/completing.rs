//! What a shell is offered when it asks.

use crate::support::home::Home;

/// The answers to a shell that completes the last of these words.
fn offered(home: &Home, words: &[&str]) -> Vec<String> {
    let args = [&["--", "summit"], words].concat();
    let mut command = home.command(&args);
    command
        .env("SUMMIT_COMPLETE", "bash")
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true");
    let output = command.output().unwrap();
    assert!(output.stderr.is_empty(), "{words:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn questions_kinds_and_signals_are_those_of_the_ledger() {
    let home = Home::with_question();
    home.ok(&["add", "praise", "--on", "2023-03-01", "--id", "kind-words"]);
    home.ok(&["add", "threat", "--on", "2023-03-02", "--id", "kind-of"]);
    home.ok(&["retract", "kind-of", "--because", "x", "--on", "2023-03-03"]);
    assert_eq!(offered(&home, &["history", "q"]), ["q"]);
    assert_eq!(offered(&home, &["add", "praise", "--question", ""]), ["q"]);
    assert_eq!(offered(&home, &["amend", "kin"]), ["kind-words"]);
    assert_eq!(
        offered(&home, &["add", "shutdown-"]),
        ["shutdown-averted", "shutdown-risk"]
    );
}

#[test]
fn without_a_ledger_the_kinds_of_the_shipped_model_are_offered() {
    let home = Home::new();
    assert_eq!(offered(&home, &["add", "visit-m"]), ["visit-made"]);
    assert!(offered(&home, &["retract", "k"]).is_empty());
}
