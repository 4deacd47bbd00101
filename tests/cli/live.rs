//! A question on a terminal that stays open.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use crate::support::home::{Home, OPEN};
use crate::support::tools::has;

const BRIDGE: &str = include_str!("../support/terminal.py");

/// The program on a terminal of its own.
struct Terminal {
    child: Child,
    seen: String,
}

impl Terminal {
    fn open(home: &Home, args: &[&str]) -> Self {
        let child = Command::new("python3")
            .args(["-c", BRIDGE, "/usr/bin/env", "-i"])
            .arg(format!("HOME={}", home.path().display()))
            .args(["TERM=xterm", "LC_ALL=C.UTF-8"])
            .arg(assert_cmd::cargo::cargo_bin("summit"))
            .args(args)
            .current_dir(home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            child,
            seen: String::new(),
        }
    }

    fn types(&mut self, keys: &str) {
        let input = self.child.stdin.as_mut().unwrap();
        input.write_all(keys.as_bytes()).unwrap();
    }

    /// Reads on until something is on the terminal.
    fn shows(&mut self, text: &str) {
        let mut some = [0; 4096];
        while !self.seen.contains(text) {
            let read = self.child.stdout.as_mut().unwrap().read(&mut some).unwrap();
            assert!(read > 0, "it ended without {text:?}: {:?}", self.seen);
            self.seen.push_str(&String::from_utf8_lossy(&some[..read]));
        }
    }

    /// The terminal goes away.
    fn closes(&mut self) {
        drop(self.child.stdin.take());
    }

    fn process(&self) -> &str {
        self.seen.lines().next().unwrap().trim()
    }
}

/// How a terminal is told to show what was there before.
const LEFT: &str = "\u{1b}[?1049l";

#[test]
fn a_row_that_another_appends_shows_and_q_leaves_the_terminal_as_it_was() {
    if !has("python3") {
        return;
    }
    let home = Home::with_question();
    home.add("first-told", "threat", "2023-03-01", "B2");
    let mut terminal = Terminal::open(&home, &["live"]);
    terminal.shows("first-told");
    home.add("second-told", "threat", "2023-03-09", "B2");
    terminal.shows("second-told");
    // What cannot be read any more is said, and leaves what was.
    std::fs::rename(home.ledger(), home.path().join("away.db")).unwrap();
    terminal.shows("warning:");
    std::fs::rename(home.path().join("away.db"), home.ledger()).unwrap();
    terminal.types("q");
    terminal.shows("ended 0, as it was");
    assert!(terminal.seen.contains(LEFT));
}

#[test]
fn the_terminal_is_given_back_where_the_system_wants_an_end() {
    if !has("python3") {
        return;
    }
    let home = Home::with_question();
    let mut terminal = Terminal::open(&home, &["live"]);
    terminal.shows("leave");
    let told = Command::new("kill").arg(terminal.process()).status();
    assert!(told.unwrap().success());
    terminal.shows("ended 0, as it was");
    assert!(terminal.seen.contains(LEFT));
}

#[test]
fn it_ends_at_once_where_the_terminal_is_gone() {
    if !has("python3") {
        return;
    }
    let home = Home::with_question();
    let mut terminal = Terminal::open(&home, &["live"]);
    terminal.shows("leave");
    terminal.closes();
    terminal.shows("ended 0, without a terminal");
}

#[test]
fn without_a_terminal_and_on_a_bad_ledger_it_says_what_to_type() {
    let home = Home::with_question();
    let said = home.fails(2, &["live"]);
    assert!(said.contains("summit history"), "{said}");
    assert!(home.fails(2, &["live", "nobody"]).contains("terminal"));
}

#[test]
fn another_ledger_in_its_place_is_said_and_blind_questions_are_passed_over() {
    if !has("python3") {
        return;
    }
    let home = Home::with_question();
    let id = OPEN.iter().position(|word| *word == "q").unwrap();
    let mut open = OPEN.to_vec();
    open[id] = "hidden-one";
    home.ok(&[&open[..], &["--blind"]].concat());
    let mut terminal = Terminal::open(&home, &["live", "q"]);
    terminal.shows("leave");
    terminal.types("\t");
    std::fs::rename(home.ledger(), home.path().join("away.db")).unwrap();
    home.ok(&["init"]);
    home.ok(&OPEN);
    terminal.shows("another ledger now");
    terminal.types("q");
    terminal.shows("ended 0, as it was");
    assert!(!terminal.seen.contains("hidden-one"));
}
