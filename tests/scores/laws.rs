//! What holds for any forecasts.

use proptest::prelude::*;
use summit_ledger::score::corp::{self, Sample, decompose, isotonic, levels};
use summit_ledger::score::murphy::murphy;
use summit_ledger::score::time::{Life, Track, average, versus};
use summit_ledger::score::{Rule, brier, log, overconfidence, pool};

/// Parts of a score sum to it up to this.
const IDENTITY: f64 = 1e-12;

fn pairs(most: usize) -> impl Strategy<Value = Vec<(f64, bool)>> {
    let p = prop_oneof![
        0.0..=1.0_f64,
        (0..=10_u8).prop_map(|tenths| f64::from(tenths) / 10.0)
    ];
    prop::collection::vec((p, any::<bool>()), 1..most)
}

fn samples(most: usize) -> impl Strategy<Value = Vec<Sample>> {
    (pairs(most), prop::collection::vec(0.01..3.0_f64, most)).prop_map(|(pairs, weights)| {
        let mut samples = corp::samples(&pairs);
        for (s, weight) in samples.iter_mut().zip(weights) {
            s.weight = weight;
        }
        samples
    })
}

/// The least loss of any non-decreasing recalibration, by trying every way to cut the levels into
/// runs that share one value; a run's best value is its mean outcome.
fn least(rule: Rule, levels: &[corp::Level]) -> f64 {
    let mut best = f64::INFINITY;
    for cuts in 0..1_u32 << (levels.len() - 1) {
        let (mut total, mut last, mut rising) = (0.0, -1.0, true);
        let mut from = 0;
        for end in 1..=levels.len() {
            if end < levels.len() && cuts >> (end - 1) & 1 == 0 {
                continue;
            }
            let run = &levels[from..end];
            let weight: f64 = run.iter().map(|l| l.weight).sum();
            let yes: f64 = run.iter().map(|l| l.yes).sum();
            let q = yes / weight;
            rising &= q >= last;
            last = q;
            for (part, came) in [(yes, true), (weight - yes, false)] {
                if part > 0.0 {
                    total += part * rule.loss(q, came);
                }
            }
            from = end;
        }
        if rising {
            best = best.min(total);
        }
    }
    best / levels.iter().map(|l| l.weight).sum::<f64>()
}

proptest! {
    #[test]
    fn parts_sum_to_the_score(samples in samples(60)) {
        let levels = levels(&samples).unwrap();
        for rule in [Rule::Brier, Rule::Log] {
            let parts = decompose(rule, &levels).unwrap();
            prop_assert!((parts.mcb - parts.dsc + parts.unc - parts.score).abs() < IDENTITY);
            prop_assert!(parts.mcb > -IDENTITY && parts.dsc > -IDENTITY);
            let weight: f64 = samples.iter().map(|s| s.weight).sum();
            let mean = samples.iter().map(|s| s.weight * rule.loss(s.p, s.yes)).sum::<f64>() / weight;
            prop_assert!((mean - parts.score).abs() < IDENTITY * 20.0);
        }
        let parts = murphy(&levels).unwrap();
        let brier = decompose(Rule::Brier, &levels).unwrap().score;
        prop_assert!((parts.brier() - brier).abs() < IDENTITY);
    }

    #[test]
    fn recalibration_is_monotone_and_the_best_there_is(samples in samples(9)) {
        let levels = levels(&samples).unwrap();
        let fit = isotonic(&levels);
        prop_assert_eq!(fit.len(), levels.len());
        prop_assert!(fit.windows(2).all(|w| w[0] <= w[1]));
        prop_assert!(fit.iter().all(|q| (0.0..=1.0).contains(q)));
        for rule in [Rule::Brier, Rule::Log] {
            let parts = decompose(rule, &levels).unwrap();
            prop_assert!((parts.score - parts.mcb - least(rule, &levels)).abs() < 1e-9);
        }
    }

    #[test]
    fn weight_is_repetition(pairs in pairs(20), times in prop::collection::vec(1..4_usize, 20)) {
        let mut weighted = corp::samples(&pairs);
        let mut repeated = Vec::new();
        for ((s, pair), n) in weighted.iter_mut().zip(&pairs).zip(&times) {
            s.weight = *n as f64;
            repeated.extend(std::iter::repeat_n(*pair, *n));
        }
        let (a, b) = (levels(&weighted).unwrap(), levels(&corp::samples(&repeated)).unwrap());
        prop_assert_eq!(isotonic(&a), isotonic(&b));
        prop_assert_eq!(overconfidence(&a), overconfidence(&b));
    }

    #[test]
    fn a_constant_forecast_scores_as_itself(p in 0.0..=1.0_f64, days in 1..400, yes: bool) {
        let life = Life::new(100, 100 + days).unwrap();
        let daily = Track::new([(100, p)]).unwrap().daily(&life);
        for rule in [Rule::Brier, Rule::Log] {
            let mean = average(&daily, |q| rule.loss(q, yes)).unwrap();
            prop_assert_eq!(mean.days, mean.of);
            prop_assert!((mean.value - rule.loss(p, yes)).abs() < 1e-12);
            let nothing = versus(rule, yes, &daily, &daily).unwrap();
            prop_assert_eq!(nothing.relative(), 0.0);
        }
    }

    #[test]
    fn saying_it_again_changes_nothing(p in 0.0..=1.0_f64, q in 0.0..=1.0_f64, at in 1..30, again in 0..30) {
        let life = Life::new(0, 30).unwrap();
        let once = Track::new([(0, p), (at, q)]).unwrap();
        let repeated = (again, once.on(again).unwrap());
        let twice = Track::new([(0, p), (at, q), repeated]).unwrap();
        prop_assert_eq!(once.daily(&life), twice.daily(&life));
    }

    #[test]
    fn nothing_beats_honesty(belief in 0.001..=0.999_f64, said in 0.0..=1.0_f64) {
        let expected = |score: fn(f64, bool) -> Result<f64, _>, p| {
            belief * score(p, true).unwrap() + (1.0 - belief) * score(p, false).unwrap()
        };
        prop_assert!(expected(brier, belief) <= expected(brier, said) + 1e-15);
        prop_assert!(expected(log, belief) <= expected(log, said) + 1e-12);
    }

    #[test]
    fn a_pool_lies_among_those_it_pools(ps in prop::collection::vec(0.01..0.99_f64, 1..8)) {
        let pooled = pool::log_odds(&ps).unwrap();
        let lo = ps.iter().copied().fold(1.0, f64::min);
        let hi = ps.iter().copied().fold(0.0, f64::max);
        prop_assert!(lo - 1e-12 <= pooled && pooled <= hi + 1e-12);
        let pushed = pool::extremised(&ps, 0.5).unwrap();
        prop_assert!((pushed - 0.5).abs() >= (pooled - 0.5).abs() - 1e-12);
    }

    /// The logarithmic pool: equal numbers are left as they are, none is left behind, and who speaks
    /// first makes no difference.
    #[test]
    fn a_weighted_pool_keeps_what_all_say_and_knows_no_order(
        said in prop::collection::vec((0.001..0.999_f64, 0.01..3.0_f64), 1..7),
        turn in 0..7_usize,
        equal in 0.001..0.999_f64,
    ) {
        let pooled = pool::weighted(&said).unwrap();
        let lo = said.iter().map(|(p, _)| *p).fold(1.0, f64::min);
        let hi = said.iter().map(|(p, _)| *p).fold(0.0, f64::max);
        prop_assert!(lo <= pooled && pooled <= hi);
        let mut turned = said.clone();
        turned.rotate_left(turn % said.len());
        turned.reverse();
        prop_assert_eq!(pool::weighted(&turned).unwrap().to_bits(), pooled.to_bits());
        let alike: Vec<(f64, f64)> = said.iter().map(|(_, w)| (equal, *w)).collect();
        prop_assert_eq!(pool::weighted(&alike).unwrap().to_bits(), equal.to_bits());
        let even: Vec<(f64, f64)> = said.iter().map(|(p, _)| (*p, 0.7)).collect();
        let ps: Vec<f64> = said.iter().map(|(p, _)| *p).collect();
        let plain = pool::log_odds(&ps).unwrap();
        prop_assert!((pool::weighted(&even).unwrap() - plain).abs() < 1e-12);
    }
}
