//! The table of attacks: every test that it names exists.

use std::path::Path;

use super::root;

/// The last cell of every row: a file, and the name of a test in it.
fn named(page: &str) -> Vec<(&str, &str)> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
    cells.filter_map(|cell| cell.split_once("::")).collect()
}

/// How a test of that name begins in a file of that kind.
fn begins(file: &str, name: &str) -> String {
    match Path::new(file).extension().and_then(|e| e.to_str()) {
        Some("rs") => format!("fn {name}("),
        Some("mjs") => format!("test(\"{name}\""),
        _ => name.to_owned(),
    }
}

#[test]
fn every_test_that_the_table_of_attacks_names_is_there() {
    let page = std::fs::read_to_string(root().join("docs/security.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let heads = rows.clone().filter(|line| line.starts_with("| attack |"));
    let named = named(&page);
    assert_eq!(
        rows.count() - heads.count(),
        named.len(),
        "a row names no test"
    );
    assert!(named.len() > 30);
    for (file, name) in named {
        let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
        assert!(
            text.contains(&begins(file, name)),
            "{file} has no test {name}"
        );
    }
}
