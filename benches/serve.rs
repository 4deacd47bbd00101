//! The dashboard of a long ledger, against reading the same rows.
//!
//! `cargo bench --bench serve` makes a ledger of 100,000 entries, half of them forecasts, on 200
//! questions, in a temporary folder, serves it on this machine and asks for its pages over one
//! connection after another. A page's time is from the first byte sent to the last received, the
//! median of several, each asked for with another day or text so that no page is taken from
//! memory; beside it stands the ratio to reading from the file the rows that it speaks of.
//! `SUMMIT_BENCH_ENTRIES` asks for another length.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and may fail loudly"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use summit_ledger::audit::Options;
use summit_ledger::belief::Model;
use summit_ledger::desk::{Desk, Fact, Hand};
use summit_ledger::model::shipped;
use summit_ledger::record::{self, Body, date};
use summit_ledger::store::Ledger;
use summit_ledger::web::{Limits, Server, Settings};

const QUESTIONS: usize = 200;
const RUNS: usize = 15;

fn main() {
    let entries = std::env::var("SUMMIT_BENCH_ENTRIES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.db");
    build(&path, entries);
    let Base {
        size,
        all,
        few,
        page,
    } = baselines(&path);

    let empty = resident();
    let (opening, server) = timed(|| {
        Server::bind(Settings {
            ledger: path.clone(),
            address: "127.0.0.1:0".parse().unwrap(),
            hosts: Vec::new(),
            write: None,
            embed: Vec::new(),
            token: None,
            memory: None,
            audit: Options::default(),
            today: Box::new(|| date::parse("2023-06-01").unwrap()),
            limits: Limits::default(),
        })
        .unwrap()
    });
    told("start, until it listens", opening, "reading all rows", all);
    let (address, stopper) = (server.address(), server.stopper());
    let serving = std::thread::spawn(move || server.run(false).unwrap());

    let (first, length) = timed(|| get(address, "/"));
    told("first page, the first time", first, "reading all rows", all);
    println!("  ({} KB)", length / 1000);
    let list = median((0..RUNS).map(|_| timed(|| get(address, "/")).0));
    told("first page, after that", list, "reading all rows", all);
    let (cold, length) = timed(|| get(address, "/q/q7"));
    told("one question, the first time", cold, "its entries", few);
    println!("  ({} KB)", length / 1000);
    let ask = |name: &str, path: &dyn Fn(usize) -> String, base: &str, against: Duration| {
        let time = median((0..RUNS).map(|i| timed(|| get(address, &path(i))).0));
        told(name, time, base, against);
    };
    ask(
        "one question after another",
        &|i| format!("/q/q{}", i * 13 % QUESTIONS),
        "its entries",
        few,
    );
    ask(
        "one question, day by day (the slider)",
        &|i| format!("/q/q7?as_of=2023-1{}-{:02}", i % 3, i % 28 + 1),
        "its entries",
        few,
    );
    ask(
        "one question, a supposition",
        &|i| {
            format!(
                "/q/q7?add=visit-made@2023-12-{:02}@A1&without=s{}",
                i + 1,
                i * 200 + 7
            )
        },
        "its entries",
        few,
    );
    let kept = median((0..RUNS).map(|_| timed(|| get(address, "/q/q7")).0));
    told("one question, asked for again", kept, "its entries", few);
    ask(
        "50 entries",
        &|i| format!("/entries?before={}", size - i as u64 * 50),
        "50 rows",
        page,
    );
    ask(
        "one entry with its proof",
        &|i| format!("/entries/{}", i * 5000 % size as usize),
        "50 rows",
        page,
    );
    ask(
        "a text that no entry holds",
        &|i| format!("/entries?find=nothing+{i}"),
        "reading all rows",
        all,
    );
    println!(
        "resident memory: {:.0} MB, {:.0} MB of it the dashboard's",
        resident() as f64 / 1024.0,
        resident().saturating_sub(empty) as f64 / 1024.0
    );
    stopper.stop();
    serving.join().unwrap();
}

/// What reading the rows takes that the pages speak of.
struct Base {
    /// Entries in the ledger.
    size: u64,
    /// All rows.
    all: Duration,
    /// One question's entries.
    few: Duration,
    /// 50 rows.
    page: Duration,
}

fn baselines(path: &Path) -> Base {
    let ledger = Ledger::open_read_only(path).unwrap();
    let size = ledger.size().unwrap();
    println!(
        "ledger: {size} entries on {QUESTIONS} questions, {:.0} MB",
        std::fs::metadata(path).unwrap().len() as f64 / 1e6
    );
    let all = median((0..5).map(|_| timed(|| read_all(&ledger)).0));
    println!("baseline: reading all rows {}", ms(all));
    let few = median((0..RUNS).map(|i| {
        let question = format!("q{}", i * 13 % QUESTIONS);
        timed(|| ledger.entries_about(&question, None).unwrap().len()).0
    }));
    println!("baseline: reading one question's entries {}", ms(few));
    let page = median((0..RUNS).map(|i| {
        let from = size - 50 * (i as u64 + 1);
        timed(|| ledger.rows(from, 50).unwrap().len()).0
    }));
    println!("baseline: reading 50 rows {}", ms(page));
    Base {
        size,
        all,
        few,
        page,
    }
}

fn told(what: &str, time: Duration, base: &str, against: Duration) {
    println!(
        "{what}: {}, {:.2} times {base}",
        ms(time),
        time.as_secs_f64() / against.as_secs_f64()
    );
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let out = run();
    (start.elapsed(), out)
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

fn read_all(ledger: &Ledger) -> usize {
    let (mut from, mut bytes) = (0, 0);
    loop {
        let rows = ledger.rows(from, 2048).unwrap();
        let Some(last) = rows.last() else {
            return bytes;
        };
        from = last.seq + 1;
        bytes += rows.iter().map(|row| row.bytes.len()).sum::<usize>();
    }
}

fn get(address: SocketAddr, path: &str) -> usize {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let head = String::from_utf8_lossy(&answer[..answer.len().min(200)]).into_owned();
    assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
    answer.len()
}

/// Resident memory of this process in KiB; 0 where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

fn build(path: &Path, entries: usize) {
    let hand = Hand {
        author: "bench".into(),
        now: record::Instant::parse("2026-11-23T18:22:22.123456Z").unwrap(),
    };
    let mut desk = Desk::create(path, "bench.example/log", &hand).unwrap();
    let body = |kind: &str, value: &Value| Fact::from(Body::from_value(kind, value).unwrap());
    let questions = (0..QUESTIONS).map(|q| {
        body(
            "question",
            &json!({
                "id": format!("q{q}"), "title": format!("Will leader {q} and the other one meet?"),
                "participants": ["A", "B"], "criteria": "in person", "opens": "2023-01-01",
                "deadline": "2023-12-31", "prior": {"meetings": 3, "years": 4.0},
                "occasions": [{"id": "forum", "name": "The forum", "first": "2023-11-11",
                               "last": "2023-11-17", "held": 2, "of": 4}],
            }),
        )
    });
    desk.append(&hand, questions.collect()).unwrap();
    let kinds: Vec<String> = Model::parse(shipped::FEED.built)
        .unwrap()
        .kinds
        .into_keys()
        .collect();
    let signals = entries.saturating_sub(2 + 2 * QUESTIONS) / 2;
    let rounds = signals.div_ceil(QUESTIONS).max(1);
    let first = jiff::civil::date(2023, 1, 2);
    let mut made = 0;
    while made < signals {
        let batch: Vec<Fact> = (made..signals.min(made + 5000))
            .map(|n| {
                let days = (n / QUESTIONS) * 330 / rounds;
                let day = first.saturating_add(jiff::Span::new().days(days as i64));
                body(
                    "signal",
                    &json!({
                        "id": format!("s{n}"), "question": format!("q{}", n % QUESTIONS),
                        "kind": kinds[n % kinds.len()], "observed_on": day.to_string(),
                        "known_on": day.to_string(), "grade": "B2",
                        "summary": "What an analyst writes about a signal in a sentence or two",
                        "source": {"name": "A newspaper", "url": "https://example.org/story"},
                    }),
                )
            })
            .collect();
        made += batch.len();
        desk.append(&hand, batch).unwrap();
    }
}
