//! What one more signal costs under belief version 2: `cargo bench --bench belief_two`.
//!
//! A signal is entered and the forecast asked for, with 256 draws, a year to the deadline, signals
//! of all families and three announced days. The figures are medians over the signals round the
//! 50th and the last ones up to the 5,000th, in one run on one question.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time and prints"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use summit_ledger::belief::two::{Effort, Engine, Fact, Model, Question, Report};

const OPENS: i32 = 19_400;
const LENGTH: i32 = 365;
/// Signals of which a median is taken.
const ROUND: usize = 21;

/// The cost of one signal, and of the forecast after it.
struct Cost {
    seconds: f64,
    effort: Effort,
}

fn main() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/vectors/belief-v2/default-model.model.json"
    );
    let model = Arc::new(Model::parse(&std::fs::read(path).unwrap()).unwrap());
    let mut engine = Engine::open(question(model.draws), Arc::clone(&model)).unwrap();
    let reports = reports(&model, 5000);
    let fiftieth = append(&mut engine, &reports[..60]);
    let last = append(&mut engine, &reports[60..]);
    show("50th", &fiftieth);
    show("5,000th", &last);
    println!(
        "ratio 5,000th / 50th: time {:.2}, operations {:.2}",
        last.seconds / fiftieth.seconds,
        operations(&last.effort) / operations(&fiftieth.effort)
    );
    let start = Instant::now();
    let gone = Fact::Retraction {
        id: reports[100].id.clone(),
        known: engine.as_of(),
    };
    engine.enter(gone).unwrap();
    black_box(engine.outlook().unwrap());
    println!("an early signal taken back: {:.1} ms", since(start));
    let start = Instant::now();
    let rows = engine.why().unwrap().unwrap();
    println!("why, {} rows: {:.0} ms", rows.len(), since(start));
}

/// Enters reports, asks for the forecast after each of the last, and takes medians over those.
fn append(engine: &mut Engine, reports: &[Report]) -> Cost {
    let (before, measured) = reports.split_at(reports.len() - ROUND);
    for report in before {
        engine.enter(Fact::Signal(report.clone())).unwrap();
    }
    engine.outlook().unwrap();
    let mut times = Vec::new();
    let mut efforts = Vec::new();
    for report in measured {
        let before = engine.effort();
        let start = Instant::now();
        engine.enter(Fact::Signal(report.clone())).unwrap();
        black_box(engine.outlook().unwrap());
        times.push(start.elapsed().as_secs_f64());
        let after = engine.effort();
        efforts.push(Effort {
            multiplications: after.multiplications - before.multiplications,
            quotients: after.quotients - before.quotients,
        });
    }
    times.sort_by(f64::total_cmp);
    efforts.sort_by(|a, b| operations(a).total_cmp(&operations(b)));
    Cost {
        seconds: times[ROUND / 2],
        effort: efforts[ROUND / 2],
    }
}

fn show(which: &str, cost: &Cost) {
    println!(
        "{which} signal and forecast: {:.2} ms, {:.2} million multiplications, {:.2} million quotients",
        cost.seconds * 1e3,
        cost.effort.multiplications as f64 / 1e6,
        cost.effort.quotients as f64 / 1e6
    );
}

fn operations(effort: &Effort) -> f64 {
    (effort.multiplications + effort.quotients) as f64
}

fn since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn question(draws: usize) -> Question {
    Question {
        opens: OPENS,
        deadline: OPENS + LENGTH,
        rate: (0..draws).map(|k| 0.001 + 0.00001 * k as f64).collect(),
        pace: Vec::new(),
        occasions: Vec::new(),
    }
}

/// Three announcements, then signals of all kinds by hundreds a day, most of them stories of their
/// own: of poor grade, so that no family comes to its limits, where news would cost less.
fn reports(model: &Model, count: i32) -> Vec<Report> {
    let kinds: Vec<&String> = model
        .kinds
        .iter()
        .filter(|(_, kind)| kind.plan.is_none())
        .map(|(name, _)| name)
        .collect();
    let report = |i: i32| {
        let plan = i < 3;
        let known = if plan { OPENS + 1 } else { OPENS + 2 + i / 250 };
        let day = OPENS + 90 + i * 60;
        Report {
            id: format!("s{i:05}"),
            kind: match plan {
                true => "summit-announced".to_owned(),
                false => kinds[i as usize * 11 % kinds.len()].clone(),
            },
            observed: known,
            known,
            about: plan.then_some((day, day)),
            reliability: 4,
            credibility: 4,
            story: None,
            actor: (i % 3 > 0).then(|| format!("actor {}", i / 40)),
            likelihood: None,
        }
    };
    (0..count).map(report).collect()
}
