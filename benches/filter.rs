//! Filter steps a second, as a ratio measured in one run: `cargo bench --bench filter`.
//!
//! A filter step takes one signal into a bank of 128 draws over 270 days and asks for the outlook.
//! The baseline is the same arithmetic as a plain scalar loop: one draw after the other, a vector of
//! days each, no lanes. Both end in the same bits, which is checked first. They take turns, and each
//! figure is a median.
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
use std::time::Instant;

use summit_ledger::belief::one::{Bank, Belief};
use summit_ledger::belief::{Evidence, Model};
use summit_ledger::model::shipped;

const STEPS: usize = 200;
const ROUNDS: usize = 15;
const OPENS: i32 = 19_000;
const DEADLINE: i32 = OPENS + 90;

fn main() {
    let model = Model::parse(shipped::FEED.built).unwrap();
    let rate: Vec<f64> = (0..model.draws)
        .map(|k| 0.001 + 0.00002 * k as f64)
        .collect();
    let signals = signals();
    let (by_bank, by_loop) = (
        bank(&model, &rate, &signals),
        plain(&model, &rate, &signals),
    );
    assert_eq!(by_bank.to_bits(), by_loop.to_bits(), "the same arithmetic");
    let mut times: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        black_box(bank(&model, &rate, black_box(&signals)));
        times[0].push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        black_box(plain(&model, &rate, black_box(&signals)));
        times[1].push(start.elapsed().as_secs_f64());
    }
    let [bank, plain] = times.map(|mut t| {
        t.sort_by(f64::total_cmp);
        STEPS as f64 / t[ROUNDS / 2]
    });
    println!("filter steps a second: bank {bank:.0}, plain scalar loop {plain:.0}");
    println!("ratio bank / plain loop: {:.2}", bank / plain);
}

fn signals() -> Vec<Evidence> {
    let kinds = [
        "leader-intent",
        "visit-planned",
        "official-visit-made",
        "detainee-transferred",
    ];
    let model = Model::parse(shipped::FEED.built).unwrap();
    let known: Vec<&str> = kinds
        .into_iter()
        .filter(|k| model.kinds.contains_key(*k))
        .collect();
    (0..STEPS)
        .map(|i| Evidence {
            seq: i as u64 + 1,
            id: i.to_string(),
            kind: known[i % known.len()].into(),
            observed: OPENS + (i / 4) as i32,
            known: OPENS + (i / 4) as i32,
            about: None,
            reliability: i % 3,
            credibility: i % 2,
            story: None,
            actor: None,
            likelihood: None,
        })
        .collect()
}

fn bank(model: &Model, rate: &[f64], signals: &[Evidence]) -> f64 {
    let bank = Bank::prior(OPENS, DEADLINE, model.tail_days, rate, &[]);
    let mut belief = Belief::from_bank(bank, DEADLINE, OPENS);
    let mut p = 0.0;
    for e in signals {
        belief.absorb(model, e).unwrap();
        p = belief.outlook().unwrap().p;
    }
    p
}

/// As the specification reads: for each draw, for each day. Weights come from the library.
fn plain(model: &Model, rate: &[f64], signals: &[Evidence]) -> f64 {
    let last = DEADLINE + model.tail_days;
    let mut draws: Vec<(Vec<f64>, f64)> = rate
        .iter()
        .map(|z| {
            let mut s = 1.0;
            let days = (OPENS + 1..=last)
                .map(|_| {
                    let m = s * z;
                    s -= m;
                    m
                })
                .collect();
            (days, s)
        })
        .collect();
    let bank = Bank::prior(OPENS, DEADLINE, 0, &rate[..1], &[]);
    let mut weigher = Belief::from_bank(bank, DEADLINE, OPENS);
    let one = Model {
        draws: 1,
        ..model.clone()
    };
    let mut p = 0.0;
    for e in signals {
        let w = weigher.weigh(model, e).unwrap().total;
        weigher.absorb(&one, e).unwrap();
        let kind = model.kind(&e.kind).unwrap();
        let as_of = weigher.as_of();
        let (mut n_sum, mut z_sum) = (0.0, 0.0);
        for (k, (days, later)) in draws.iter_mut().enumerate() {
            for (i, m) in days.iter_mut().enumerate() {
                let lead = OPENS + 1 + i as i32 - e.observed;
                if lead <= 0 {
                    continue;
                }
                if let Some(b) = model.lead_edges.iter().position(|edge| lead <= *edge) {
                    let r = kind.ratios(b, model.draws)[k];
                    *m *= 1.0 + w * (r - 1.0);
                }
            }
            let (mut n, mut z) = (0.0, 0.0);
            for (i, m) in days.iter().enumerate() {
                let day = OPENS + 1 + i as i32;
                if day > as_of {
                    if day <= DEADLINE {
                        n += m;
                        z = n;
                    } else {
                        z += m;
                    }
                }
            }
            n_sum += n;
            z_sum += z + *later;
        }
        p = n_sum / z_sum;
    }
    p
}
