//! Small faults of every day that were found and mended; each of these failed before.

use crate::support::home::{Home, OPEN};

/// A home with the questions `q` and `r`, and a signal on both.
fn both() -> Home {
    let home = Home::with_question();
    let mut other = OPEN.to_vec();
    other[1] = "r";
    home.ok(&other);
    home.ok(&["use", "q"]);
    let told = ["add", "visit-planned", "--on", "2023-03-01", "--id", "both"];
    let said = [
        "-m", "to visit", "-g", "B2", "-s", "s", "-q", "q", "-q", "r",
    ];
    home.ok(&[&told[..], &said].concat());
    home
}

#[test]
fn what_was_taken_out_of_one_question_is_named_and_can_be_amended_on_the_other() {
    let home = both();
    home.ok(&["retract", "both", "-q", "q", "--because", "not of q"]);
    let shown = home.ok(&["show", "both"]);
    assert!(shown.contains("it stands on r"), "{shown}");
    assert!(shown.contains("taken out of q on"), "{shown}");
    let again = home.json(&["show", "both", "--format", "json"]);
    assert_eq!(again["stands"], true);
    home.ok(&["amend", "both", "-g", "A1", "--because", "seen", "-q", "r"]);
    let shown = home.json(&["show", "both.2", "--format", "json"]);
    assert_eq!(shown["body"]["question"], "r", "{shown}");
    let said = home.fails(2, &["amend", "both", "-g", "C3", "--because", "no"]);
    assert!(said.contains("was taken out already"), "{said}");
}

#[test]
fn other_words_and_beginnings_are_taken_where_names_are() {
    let home = Home::with_question();
    home.add("met", "visit-made", "2023-03-01", "A1");
    home.add("seen", "preparations-seen", "2023-03-02", "A1");
    let rows = home.json(&["history", "--kind", "security-sweep", "--format", "json"]);
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows}");
    for (word, kind) in [
        ("agreed", "summit-agreed-in-principle"),
        ("tensions", "hostile-incident"),
    ] {
        let said = home.fails(2, &["add", word, "-m", "x"]);
        assert!(
            said.contains("may mean several kinds") && said.contains(kind),
            "{said}"
        );
    }
    let whole = home.ok(&["cases", "show", "biden-xi-2023"]);
    assert_eq!(home.ok(&["cases", "show", "biden-xi-20"]), whole);
    let said = home.fails(2, &["cases", "show", "biden-xi"]);
    assert!(
        said.contains("biden-xi-2023, biden-xi-bali-2022")
            || said.contains("biden-xi-bali-2022, biden-xi-2023"),
        "{said}"
    );
}

#[test]
fn refusals_name_what_was_typed_and_what_to_type() {
    let home = Home::with_question();
    let mut late = OPEN.to_vec();
    (late[1], late[13]) = ("late", "2022-12-31");
    let said = home.fails(2, &late);
    assert!(said.starts_with("error: --deadline: "), "{said}");
    let before = ["add", "threat", "--on", "2022-12-01", "-m", "x"];
    let said = home.fails(2, &before);
    assert!(
        said.contains("error: --on or --known: known before"),
        "{said}"
    );
    for (lacks, example) in [
        (&["retract", "1"][..], "summit retract 7 --because"),
        (&["pass"], "summit pass --on today"),
        (&["resolve", "yes"], "summit resolve yes --on"),
        (&["watched"], "summit watched --sources"),
    ] {
        let said = home.fails(2, lacks);
        assert!(
            said.contains(&format!("hint: for example: {example}")),
            "{said}"
        );
    }
    let said = home.ok(&["add", "threat", "--on", "2023-03-01", "-m", "x"]);
    let output = home
        .command(&["add", "threat", "--on", "2023-03-09", "-m", "y"])
        .output();
    let hint = String::from_utf8(output.unwrap().stderr).unwrap();
    assert!(hint.contains("summit amend 2 --grade"), "{said} {hint}");
}

#[cfg(unix)]
#[test]
fn a_new_signal_that_is_refused_is_kept_as_it_was_written() {
    let home = Home::with_question();
    let mut command = home.command(&["add", "threat", "--edit", "--yes"]);
    let edit = "sed -i -e 's/^grade:.*/grade: Z9/' -e 's/^summary:.*/summary: long words/'";
    command.env("PATH", "/usr/bin:/bin").env("EDITOR", edit);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    let path = home.state().join("edits/add.txt");
    assert!(
        said.contains(&format!("kept in {}", path.display())),
        "{said}"
    );
    assert!(
        std::fs::read_to_string(path)
            .unwrap()
            .contains("summary: long words")
    );
}

#[test]
fn what_came_back_is_told_so_and_what_is_out_is_no_bad_habit() {
    let home = Home::with_question();
    home.ok(&["add", "threat", "--on", "2023-03-01", "-m", "weak one"]);
    let weak = || {
        let report = home.json(&["audit", "--format", "json"]).to_string();
        report.contains("practice-grade")
    };
    assert!(weak());
    home.ok(&[
        "retract",
        "1",
        "--because",
        "withdrawn",
        "--on",
        "2023-03-20",
    ]);
    assert!(!weak());
    let history = home.ok(&["history"]);
    assert!(history.contains("As of 2023-03-20: "), "{history}");
    assert!(history.contains(" on 2023-03-20"), "{history}");
    home.ok(&["undo"]);
    let wide = home
        .command(&["history", "--no-chart"])
        .env("COLUMNS", "140")
        .output();
    let history = String::from_utf8(wide.unwrap().stdout).unwrap();
    assert!(history.contains("brought back ("), "{history}");
    assert!(!history.contains("corrected"), "{history}");
}
