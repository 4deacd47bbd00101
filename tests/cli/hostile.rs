//! Text from outside: it is shown, and never obeyed.

use crate::support::home::Home;

const NASTY: [&str; 6] = [
    "\u{1b}[31mred\u{1b}]0;title\u{7}\u{1b}[2J",
    "\u{202e}moc.live\u{2066}",
    "=HYPERLINK(\"https://example.org\")",
    "+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "line one\nline two\r\u{8}\u{9b}31m",
];

#[test]
fn no_text_of_a_record_moves_the_cursor_or_runs_in_a_spreadsheet() {
    let home = Home::with_question();
    let mut file = String::new();
    for (i, text) in NASTY.iter().enumerate() {
        let record = serde_json::json!({
            "type": "signal", "question": "q", "id": format!("s{i}"), "kind": "threat",
            "observed_on": "2023-03-01", "known_on": "2023-03-01", "summary": text, "story": text,
            "grade": "B2", "source": {"name": text, "url": text, "quote": text},
        });
        file.push_str(&format!("{record}\n"));
    }
    home.write("nasty.jsonl", &file);
    home.ok(&["import", "nasty.jsonl"]);
    let views: [&[&str]; 4] = [
        &["history"],
        &["explain"],
        &["forecast"],
        &[
            "add",
            "threat",
            "--on",
            "2023-03-02",
            "--summary",
            "\u{1b}[2J",
            "--story",
            NASTY[0],
        ],
    ];
    for args in views {
        let text = home.ok(args);
        let bad = text.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(bad, None, "{args:?}\n{text}");
    }
    let csv = home.ok(&["history", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for row in reader.records() {
        for cell in row.unwrap().iter() {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{cell}");
            assert!(
                !cell.contains('\u{1b}') && !cell.contains('\u{202e}'),
                "{cell}"
            );
        }
    }
}

#[test]
fn an_error_neutralises_what_it_quotes() {
    let home = Home::with_question();
    let said = home.fails(2, &["add", "\u{1b}[31mx", "--on", "2023-03-01"]);
    assert!(!said.contains('\u{1b}'), "{said}");
}
