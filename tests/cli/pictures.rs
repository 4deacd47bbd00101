//! Pictures of a question, and documents in other forms.

use crate::support::home::Home;

fn home() -> Home {
    let home = Home::with_question();
    home.add("intends", "leader-intent", "2023-03-01", "B2");
    home.add("planned", "visit-planned", "2023-05-10", "A1");
    home.add("hostile", "hostile-incident", "2023-06-01", "C3");
    home
}

/// Width and height, from a PNG file's header.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn a_history_is_drawn_as_svg_and_png() {
    let home = home();
    let said = home.ok(&[
        "history", "--svg", "a.svg", "--png", "a.png", "--width", "600",
    ]);
    assert!(said.is_empty(), "a picture is all that is asked for");
    let svg = std::fs::read_to_string(home.path().join("a.svg")).unwrap();
    assert!(
        svg.starts_with("<svg ") && svg.contains("viewBox=\"0 0 600 "),
        "{svg}"
    );
    assert!(svg.contains("Ana and Bo meet in person in 2023"));
    assert_eq!(
        svg.matches("class=\"mark\"").count(),
        3,
        "one for each signal"
    );
    let png = std::fs::read(home.path().join("a.png")).unwrap();
    let (width, height) = size(&png);
    assert_eq!(width, 1200);
    assert!((600..1200).contains(&height), "{height}");
    assert_eq!(home.ok(&["history", "--svg", "-", "--width", "600"]), svg);
    assert_ne!(
        home.ok(&["history", "--svg", "-", "--dark", "--width", "600"]),
        svg
    );
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let home = home();
    home.write("a.svg", "mine");
    let said = home.fails(2, &["history", "--svg", "a.svg"]);
    assert!(
        said.contains("a.svg is there already") && said.contains("--force"),
        "{said}"
    );
    assert_eq!(std::fs::read(home.path().join("a.svg")).unwrap(), b"mine");
    home.ok(&["history", "--svg", "a.svg", "--force"]);
    assert!(
        std::fs::read(home.path().join("a.svg"))
            .unwrap()
            .starts_with(b"<svg")
    );
    let said = home.fails(3, &["history", "--png", "none/a.png"]);
    assert!(said.contains("none"), "{said}");
    assert!(
        home.fails(2, &["history", "--svg", "b.svg", "--width", "9"])
            .contains("280")
    );
}

#[test]
fn options_of_a_picture_need_one() {
    let home = home();
    let said = home.fails(2, &["history", "--dark"]);
    assert!(said.contains("--svg"), "{said}");
    home.fails(2, &["explain", "--width", "500"]);
}

#[test]
fn an_explanation_is_drawn_where_there_is_one() {
    let home = home();
    let svg = home.ok(&["explain", "--svg", "-"]);
    assert!(
        svg.contains("in all") && svg.contains("Ana and Bo"),
        "{svg}"
    );
    home.ok(&["pass", "--on", "2023-12-31"]);
    let said = home.fails(2, &["explain", "--svg", "-"]);
    assert!(
        said.contains("no log-odds") && said.contains("--as-of"),
        "{said}"
    );
    assert!(home.ok(&["history", "--svg", "-"]).starts_with("<svg"));
}

#[test]
fn a_reliability_diagram_takes_questions_that_ended_both_ways() {
    let home = home();
    home.ok(&["resolve", "yes", "--on", "2023-07-01", "--source", "both"]);
    let said = home.fails(2, &["score", "--svg", "-"]);
    assert!(said.contains("too few questions"), "{said}");
}

#[test]
fn letters_that_the_font_lacks_are_named() {
    let home = Home::with_question();
    home.ok(&[
        "add",
        "leader-intent",
        "--on",
        "2023-03-01",
        "--grade",
        "A1",
        "--source",
        "s",
        "--summary",
        "\u{4e60}\u{8fd1}\u{5e73} will come",
    ]);
    let output = home
        .command(&["history", "--png", "a.png"])
        .output()
        .unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("the PNG has no") && said.contains('\u{4e60}'),
        "{said}"
    );
}

#[test]
fn what_is_printed_is_also_had_as_markdown_and_as_a_page() {
    let home = home();
    let commands: [&[&str]; 9] = [
        &["history"],
        &["explain"],
        &["forecast"],
        &["questions"],
        &["kinds"],
        &["kinds", "leader-intent"],
        &["model", "list"],
        &["audit"],
        &["what-if", "leader-intent", "--on", "2023-06-02"],
    ];
    for command in commands {
        let form = |form| home.ok(&[command, &["--format", form]].concat());
        let (text, page) = (form("markdown"), form("html"));
        assert!(text.starts_with(['#', '|']), "{command:?}\n{text}");
        assert!(page.starts_with("<!doctype html>"), "{command:?}\n{page}");
        assert!(page.contains("Content-Security-Policy") && page.contains("</main>"));
    }
    let history = home.ok(&["history", "--format", "markdown"]);
    assert!(
        history.contains("| --: |") && history.contains("```text\n100 % "),
        "{history}"
    );
}
