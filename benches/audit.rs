//! An audit of a long ledger against reading and hashing the same bytes.
//!
//! `cargo bench --bench audit` makes a ledger of 100,000 entries, half of them forecasts, on 200
//! questions, in a temporary folder, and prints times, ratios and entries a second.
//! `SUMMIT_BENCH_ENTRIES` asks for another length.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and may fail loudly"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest, Sha256};
use summit_ledger::audit::{self, Options};
use summit_ledger::desk::{Desk, Fact, Hand};
use summit_ledger::record::{self, Body};
use summit_ledger::store::Ledger;

const QUESTIONS: usize = 200;
const RUNS: usize = 3;

fn main() {
    let entries = std::env::var("SUMMIT_BENCH_ENTRIES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.db");
    let start = Instant::now();
    build(&path, entries);
    let size = Ledger::open_read_only(&path).unwrap().tip().unwrap().size();
    let bytes = std::fs::metadata(&path).unwrap().len();
    println!(
        "ledger: {size} entries, {:.1} MB, made in {:.1} s",
        bytes as f64 / 1e6,
        start.elapsed().as_secs_f64()
    );
    let threads = std::thread::available_parallelism().unwrap().get();
    let hashing = best(|| {
        let bytes = std::fs::read(&path).unwrap();
        assert_ne!(Sha256::digest(&bytes)[..], [0; 32]);
    });
    println!(
        "reading and SHA-256 of the whole file, its cache included: {:.3} s",
        hashing.as_secs_f64()
    );
    // The cache is no part of what is audited: the fair measure is the entries alone.
    let hashing = best(|| {
        let mut hash = Sha256::new();
        let inspector = summit_ledger::store::inspect::Inspector::open(&path).unwrap();
        inspector
            .entries(&mut |row| {
                hash.update(row.bytes.blob().unwrap());
                true
            })
            .unwrap();
        assert_ne!(hash.finalize()[..], [0; 32]);
    });
    println!(
        "reading and SHA-256 of the entries: {:.3} s; ratios are to this",
        hashing.as_secs_f64()
    );
    let (mut before, mut fourth) = (Duration::ZERO, Duration::ZERO);
    for tier in 1..=5 {
        let options = Options {
            tier,
            threads,
            ..Options::default()
        };
        let time = best(|| {
            let report = audit::run(&path, &options, &mut |_| {}).unwrap();
            assert!(report.sound(), "{:?}", report.findings.first());
        });
        println!(
            "tiers 1 to {tier}: {:.3} s, {:.1} times the hashing ({:.3} s more)",
            time.as_secs_f64(),
            time.as_secs_f64() / hashing.as_secs_f64(),
            time.saturating_sub(before).as_secs_f64()
        );
        if tier == 4 {
            fourth = time;
        }
        if tier == 5 {
            let alone = time.saturating_sub(fourth).as_secs_f64();
            println!(
                "tier 5 alone: {:.0} entries a second, {:.0} forecasts a second, {threads} threads",
                size as f64 / alone,
                size as f64 / 2.0 / alone
            );
        }
        before = time;
    }
}

/// The shortest of several runs.
fn best(mut run: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap()
}

fn build(path: &Path, entries: usize) {
    let hand = Hand {
        author: "bench".into(),
        now: record::Instant::parse("2026-11-23T18:22:22.123456Z").unwrap(),
    };
    let mut desk = Desk::create(path, "bench.example/log", &hand).unwrap();
    let body =
        |kind: &str, value: &serde_json::Value| Fact::from(Body::from_value(kind, value).unwrap());
    let questions = (0..QUESTIONS).map(|q| {
        body(
            "question",
            &json!({
                "id": format!("q{q}"), "title": "A meets B", "participants": ["A", "B"],
                "criteria": "in person", "opens": "2023-01-01", "deadline": "2023-12-31",
                "prior": {"meetings": 3, "years": 4.0},
            }),
        )
    });
    desk.append(&hand, questions.collect()).unwrap();
    let kinds: Vec<String> = {
        let models = desk.ledger().models().unwrap();
        let Body::Model(m) = &models[0].body else {
            unreachable!()
        };
        let file = desk.ledger().attachment(&m.sha256).unwrap().unwrap();
        let model = summit_ledger::belief::Model::parse(&file).unwrap();
        model.kinds.keys().cloned().collect()
    };
    let signals = entries.saturating_sub(2 + 2 * QUESTIONS) / 2;
    let rounds = signals.div_ceil(QUESTIONS).max(1);
    let first = jiff::civil::date(2023, 1, 2);
    let mut made = 0;
    while made < signals {
        let batch: Vec<Fact> = (made..signals.min(made + 5000))
            .map(|n| {
                let days = (n / QUESTIONS) * 360 / rounds;
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
