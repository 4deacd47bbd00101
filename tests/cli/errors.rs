//! Bad input: the place, the value and the remedy; nothing is written.

use std::fmt::Write as _;

use crate::support::home::Home;

#[test]
fn each_likely_mistake_gets_a_clear_answer() {
    let home = Home::with_question();
    let mistakes: &[&[&str]] = &[
        &[
            "add",
            "visit-plannd",
            "--on",
            "2023-03-01",
            "--summary",
            "x",
        ],
        &["add", "visit-planned", "--summary", "x"],
        &[
            "add",
            "visit-planned",
            "--on",
            "01/03/2023",
            "--summary",
            "x",
        ],
        &[
            "add",
            "visit-planned",
            "--on",
            "2023-02-30",
            "--summary",
            "x",
        ],
        &[
            "add",
            "visit-planned",
            "--on",
            "2023-03-02",
            "--known",
            "2023-03-01",
            "--summary",
            "x",
        ],
        &[
            "add",
            "visit-planned",
            "--on",
            "2022-12-31",
            "--summary",
            "x",
        ],
        &[
            "add",
            "visit-planned",
            "--on",
            "2024-01-01",
            "--summary",
            "x",
        ],
        &[
            "add",
            "visit-planned",
            "--on",
            "2023-03-01",
            "--grade",
            "Z9",
        ],
        &[
            "add",
            "visit-planned",
            "--on",
            "2023-03-01",
            "--url",
            "https://example.org",
        ],
        &[
            "add",
            "threat",
            "--on",
            "2023-03-01",
            "--if-meeting",
            "1",
            "--if-none",
            "0.5",
            "--because",
            "x",
        ],
        &[
            "add",
            "threat",
            "--on",
            "2023-03-01",
            "--if-meeting",
            "NaN",
            "--if-none",
            "0.5",
            "--because",
            "x",
        ],
        &[
            "add",
            "threat",
            "--on",
            "2023-03-01",
            "--if-meeting",
            "0.2",
            "--if-none",
            "0.5",
        ],
        &["add", "threat", "--on", "2023-03-01", "--id", "a:b"],
        &[
            "add",
            "threat",
            "--on",
            "2023-03-01",
            "--about",
            "2023-05-02..2023-05-01",
        ],
        &["add", "threat", "--on", "2023-03-01", "--question", "p"],
        &["retract", "nothing", "--because", "x"],
        &["retract", "q", "--because", "x"],
        &["amend", "nothing", "--why", "x"],
        &["history", "p"],
        &["forecast", "--as-of", "2022-01-01"],
        &["explain", "--from", "2023-06-01", "--as-of", "2023-05-01"],
        &["kinds", "leader-itnent"],
        &["what-if", "--without", "nothing"],
        &["model", "adopt", "absent.json"],
        &["model", "show", "absent"],
        &["import", "absent.jsonl"],
        &["resolve", "maybe", "--on", "2023-06-01"],
        &["init"],
        &["history", "--ledger", "absent.db"],
    ];
    let size = std::fs::read(home.ledger()).unwrap();
    let mut text = String::new();
    for args in mistakes {
        let output = home.command(args).output().unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(2 | 3)), "{args:?}: {code:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("hint: "), "{args:?}: {said}");
        assert!(output.stdout.is_empty(), "{args:?}");
        writeln!(text, "$ summit {}\n{said}", args.join(" ")).unwrap();
    }
    assert_eq!(std::fs::read(home.ledger()).unwrap(), size);
    insta::assert_snapshot!("mistakes", text);
}

#[test]
fn each_bad_line_of_a_case_file_is_named() {
    let home = Home::with_question();
    let signal = |change: &str| {
        let base = r#"{"type":"signal","question":"q","id":"s","kind":"threat","observed_on":"2023-03-01","known_on":"2023-03-01","summary":"x","grade":"B2""#;
        format!("{base}{change}}}")
    };
    let lines = [
        signal(r#","likelihood":{"if_meeting":1.5,"if_none":0.5,"because":"x"}"#),
        signal(r#","likelihood":{"if_meeting":NaN,"if_none":0.5,"because":"x"}"#),
        signal(r#","likelihood":{"if_meeting":0.5,"if_none":"0.5","because":"x"}"#),
        signal(r#","grade":"B2""#),
        signal(r#","sumary":"y""#),
        signal(r#","source":{"nam":"x"}"#),
        signal(r#","about":{"first":"2023-05-02","last":"2023-05-01"}"#),
        signal("").replace("2023-03-01\",\"summary", "2023-02-01\",\"summary"),
        signal("").replace("threat", "treat"),
        signal("").replace("\"q\"", "\"p\""),
        signal("").replace("\"x\"", "\"\""),
        signal("").replace("\"x\"", "7"),
        r#"{"type":"signal""#.into(),
        r#"{"type":"signals"}"#.into(),
        r#"{"id":"s"}"#.into(),
        "[]".into(),
        r#"{"type":"model","file":"absent.json"}"#.into(),
        r#"{"type":"forecast","question":"q"}"#.into(),
        r#"{"type":"retraction","question":"q","signal":"none","known_on":"2023-03-01","because":"x"}"#
            .into(),
        r#"{"type":"passage","question":"q","known_on":"2022-03-01"}"#.into(),
    ];
    let good = signal("").replace("\"s\"", "\"good\"");
    let mut text = String::new();
    for line in lines {
        home.write("bad.jsonl", &format!("{good}\n\n{line}\n"));
        let said = home.fails(2, &["import", "bad.jsonl"]);
        assert!(said.contains("bad.jsonl line 3"), "{line}: {said}");
        writeln!(text, "{line}\n{said}").unwrap();
    }
    assert_eq!(
        home.json(&["history", "--format", "json"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    insta::assert_snapshot!("bad-lines", text);
}

#[test]
fn a_file_that_is_no_ledger_is_refused_with_its_own_message() {
    let home = Home::new();
    home.write(
        "text.db",
        "not a database, but long enough to be looked at as one............",
    );
    home.write("empty.db", "");
    std::fs::create_dir(home.path().join("folder.db")).unwrap();
    let other = rusqlite::Connection::open(home.path().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t(x)").unwrap();
    home.ok(&["init", "--ledger", "newer.db"]);
    let newer = rusqlite::Connection::open(home.path().join("newer.db")).unwrap();
    newer.execute_batch("PRAGMA user_version=9").unwrap();
    drop((other, newer));
    let mut text = String::new();
    for file in ["text.db", "empty.db", "folder.db", "other.db", "newer.db"] {
        let output = home
            .command(&["history", "--ledger", file])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3), "{file}");
        writeln!(text, "{}", String::from_utf8(output.stderr).unwrap()).unwrap();
    }
    insta::assert_snapshot!("no-ledger", text);
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_not_read_into_memory() {
    let home = Home::with_question();
    let open = ["open", "p", "--title", "t", "--who", "A", "--who", "B"];
    let rest = ["--criteria", "c", "--deadline", "2026-12-31"];
    let pair = ["--pair", "US-CN", "--list", "/dev/zero"];
    let add = ["add", "visit-made", "--on", "2023-03-01"];
    let commands: [(i32, &[&str]); 4] = [
        (3, &[&open[..], &rest, &pair].concat()),
        (2, &[&add[..], &["--attach", "/dev/zero"]].concat()),
        (3, &["model", "build", "/dev/zero"]),
        (3, &["checkpoint", "--cosigned", "/dev/zero"]),
    ];
    for (code, command) in commands {
        let said = home.fails(code, command);
        assert!(
            said.contains("/dev/zero") && said.contains("bytes"),
            "{said}"
        );
    }
}
