//! A day of work, typed line by line, and the keys that it takes.

mod typed;

use std::collections::BTreeMap;

use crate::support::home::Home;
use typed::{Typed, counts, lines, mean};

const WORK: &str = include_str!("work.txt");
/// The same appends with nothing left out.
const BEFORE: &str = include_str!("before.txt");
const HOW_TO: &str = include_str!("../../docs/how-to.md");

/// A desk with a clock: a minute passes before each command.
struct Day {
    home: Home,
    day: String,
    minutes: u32,
}

impl Day {
    /// Runs a line; what it prints as data.
    fn run(&self, line: &Typed, more: &[&str]) -> String {
        let now = format!("{}T08:{:02}:00.000000Z", self.day, 30 + self.minutes);
        let mut args = line.arguments();
        args.extend(more);
        let mut command = self.home.command(&args);
        let output = command.env("SUMMIT_NOW", now).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", line.text);
        String::from_utf8(output.stdout).unwrap()
    }

    /// A line of the script that sets the clock or is run; what it prints.
    fn next(&mut self, text: &str) -> Option<(Typed, String)> {
        if let Some(day) = text.strip_prefix("## ") {
            (self.day, self.minutes) = (day.to_owned(), 0);
            return None;
        }
        let line = Typed::read(text)?;
        self.minutes += 1;
        let printed = self.run(&line, &[]);
        Some((line, printed))
    }
}

/// How many entries of each type a person made.
fn entries(home: &Home) -> BTreeMap<String, usize> {
    let log = home.json(&["log", "--facts", "--format", "json"]);
    let mut tally = BTreeMap::new();
    for entry in log.as_array().unwrap() {
        let of = entry["type"].as_str().unwrap().to_owned();
        *tally.entry(of).or_default() += 1;
    }
    tally
}

#[test]
fn a_day_of_work_takes_few_keys() {
    let mut day = Day {
        home: Home::new(),
        day: String::new(),
        minutes: 0,
    };
    let mut before = lines(BEFORE).into_iter();
    let mut appends = Vec::new();
    let mut last = String::new();
    for text in WORK.lines() {
        let Some((line, printed)) = day.next(text) else {
            continue;
        };
        if line.is_append() {
            let whole = before.next().unwrap();
            // The same signal: nothing new is to be written.
            let again = day.run(&whole, &["--format", "json"]);
            assert!(again.contains("\"already\": true"), "{}", whole.text);
            appends.push((line, whole));
        } else if line.text == "summit score" {
            last = printed;
        }
    }
    assert!(before.next().is_none());
    assert!(last.contains("ruiz-lind"), "{last}");
    let tally = entries(&day.home);
    let of = |name: &str| tally.get(name).copied();
    let told = ["question", "signal", "retraction", "resolution"].map(of);
    // Fifteen signals and one amended; the undo, the amendment and the cancellation take out.
    assert_eq!(told, [Some(2), Some(16), Some(3), Some(1)], "{tally:?}");
    assert!(mean(appends.iter().map(|(now, _)| now.keys())) < 45.0);
    insta::assert_snapshot!("counts", counts(&appends));
}

#[test]
fn the_how_to_shows_the_day_as_it_is() {
    let (_, told) = WORK.split_once("\n\n## 2026-11-23\n\n").unwrap();
    assert!(HOW_TO.contains(&format!("```sh\n{told}```\n")));
    for (text, row) in [(WORK, "as typed above"), (BEFORE, "before.txt)")] {
        let appends: Vec<Typed> = lines(text).into_iter().filter(Typed::is_append).collect();
        let keys = mean(appends.iter().map(Typed::keys));
        let all = mean(appends.iter().map(Typed::all_keys));
        let shown = format!("{row} | {keys:.1} | {all:.1} |");
        assert!(HOW_TO.contains(&shown), "{shown}");
    }
}
