//! What it costs to check a long ledger before it is used: `cargo bench --bench checks`.
//!
//! `history` and `add` on a ledger of 100,000 entries (`SUMMIT_BENCH_ENTRIES` asks for another
//! length), from opening the file to closing it, against the same with checks off: once with the
//! state remembered, once at first sight. The alternatives take turns on copies of one file, and
//! each figure is a median.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time and prints"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant as Clocked};

use serde_json::json;
use summit_ledger::desk::{Desk, Fact, Hand};
use summit_ledger::record::{Body, Instant, Name};
use summit_ledger::store::{Clock, Ledger, Memory, Secret};

const QUESTIONS: usize = 200;
const RUNS: usize = 15;
const KINDS: [&str; 4] = ["senior-talks", "threat", "visit-planned", "visit-made"];

/// How a ledger is opened.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Unchecked,
    Remembered,
    FirstSight,
}

fn main() {
    let entries = std::env::var("SUMMIT_BENCH_ENTRIES").ok();
    let entries = entries.and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let ways = [Way::Unchecked, Way::Remembered, Way::FirstSight];
    let path = |way: Way| folder.path().join(format!("{}.db", way as u8));
    build(&path(Way::Unchecked), entries);
    for way in &ways[1..] {
        std::fs::copy(path(Way::Unchecked), path(*way)).unwrap();
    }
    drop(open(&path(Way::Remembered), Way::Remembered, true));
    let size = Ledger::open_read_only(&path(ways[0]))
        .unwrap()
        .size()
        .unwrap();
    println!("ledger: {size} entries on {QUESTIONS} questions");
    for (name, run) in [("history", history as fn(&Path, Way, usize)), ("add", add)] {
        let mut times = [const { Vec::new() }; 3];
        for n in 0..=RUNS {
            for (way, times) in ways.iter().zip(&mut times) {
                let start = Clocked::now();
                run(&path(*way), *way, n);
                // The first round warms up.
                times.extend((n > 0).then(|| start.elapsed()));
            }
        }
        let [off, remembered, first] = times.map(median);
        let ratio = |time: Duration| time.as_secs_f64() / off.as_secs_f64();
        println!(
            "{name}: {off:.1?} unchecked; {remembered:.1?} remembered, {:.2} times (aim: at most \
             1.3); {first:.1?} at first sight, {:.2} times",
            ratio(remembered),
            ratio(first)
        );
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn open(path: &Path, way: Way, writes: bool) -> Desk {
    let folder: PathBuf = path.with_extension("state");
    if way == Way::FirstSight {
        let _ = std::fs::remove_dir_all(&folder);
    }
    let clock = Clock {
        now: std::time::SystemTime::now,
        wait: std::thread::sleep,
    };
    let memory = Arc::new(Memory::new(Some(folder), Secret::new([1; 32]), clock));
    let ledger = match writes {
        true => Ledger::open(path).unwrap(),
        false => Ledger::open_read_only(path).unwrap(),
    };
    let ledger = ledger.remembering(&memory);
    let ledger = if way == Way::Unchecked {
        ledger.unchecked()
    } else {
        ledger
    };
    ledger.hold().unwrap();
    Desk::new(ledger)
}

fn history(path: &Path, way: Way, n: usize) {
    let desk = open(path, way, false);
    let id = Name::parse(&format!("q{}", n % 2)).unwrap();
    assert!(desk.history(&id, None).unwrap().rows.len() > 1);
}

fn add(path: &Path, way: Way, n: usize) {
    let mut desk = open(path, way, true);
    let id = Name::parse(&format!("q{}", n % 2)).unwrap();
    let fact = signal(&format!("new{n}"), id.as_str(), "2023-12-30", n);
    desk.append(&hand(), vec![fact]).unwrap();
    // What `add` prints of the days before.
    desk.standing(&id, None).unwrap();
}

fn hand() -> Hand {
    Hand {
        author: "bench".into(),
        now: Instant::parse("2026-11-23T18:22:22.123456Z").unwrap(),
    }
}

fn signal(id: &str, question: &str, day: &str, n: usize) -> Fact {
    let value = json!({
        "id": id, "question": question, "kind": KINDS[n % KINDS.len()], "observed_on": day,
        "known_on": day, "grade": "B2",
        "summary": "What an analyst writes about a signal in a sentence or two",
        "source": {"name": "A newspaper", "url": "https://example.org/story"},
    });
    Fact::from(Body::from_value("signal", &value).unwrap())
}

fn build(path: &Path, entries: usize) {
    let mut desk = Desk::create(path, "bench.example/log", &hand()).unwrap();
    let question = |q| {
        let value = json!({
            "id": format!("q{q}"), "title": "A meets B", "participants": ["A", "B"],
            "criteria": "in person", "opens": "2023-01-01", "deadline": "2023-12-31",
            "prior": {"meetings": 3, "years": 4.0},
        });
        Fact::from(Body::from_value("question", &value).unwrap())
    };
    desk.append(&hand(), (0..QUESTIONS).map(question).collect())
        .unwrap();
    let signals = entries.saturating_sub(2 + 2 * QUESTIONS) / 2;
    let rounds = signals.div_ceil(QUESTIONS).max(1);
    let first = jiff::civil::date(2023, 1, 2);
    let all: Vec<usize> = (0..signals).collect();
    for part in all.chunks(5000) {
        let facts = part.iter().map(|n| {
            let days = (n / QUESTIONS) * 360 / rounds;
            let day = first.saturating_add(jiff::Span::new().days(days as i64));
            let question = format!("q{}", n % QUESTIONS);
            signal(&format!("s{n}"), &question, &day.to_string(), n / QUESTIONS)
        });
        desk.append(&hand(), facts.collect()).unwrap();
    }
}
