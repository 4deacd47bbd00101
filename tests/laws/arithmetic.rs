//! What the update does to the odds, that its parts sum, and that hostile models cannot break it.

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::belief::one::Belief;
use summit_ledger::belief::{Cause, Evidence, Model, Outlook, Refusal};
use summit_ledger::record::{Name, Question, date};

use crate::support::{self, Bits};

/// Bayes by multiplying odds and by moving masses round differently; over a few dozen signals
/// they stay this close, in odds relative to their size and in probability.
const BAYES_TOLERANCE: f64 = 1e-9;
/// Differences of logarithms sum to the logarithm of the ratio up to this.
const LOG_ODDS_TOLERANCE: f64 = 1e-9;

fn question(rates: &[f64], chances: Option<&[f64]>) -> Question {
    let mut value = support::question("q");
    let map = value.as_object_mut().unwrap();
    map.remove("type");
    map["prior"]["daily_rate_draws"] = json!(rates);
    match chances {
        Some(chances) => map["occasions"][0]["chance_draws"] = json!(chances),
        None => map["occasions"] = json!([]),
    }
    Question::from_value(&value).unwrap()
}

fn opens() -> i32 {
    date::number(date::parse("2023-02-01").unwrap())
}

fn model(draws: usize, change: impl FnOnce(&mut Value)) -> Model {
    let mut value: Value = serde_json::from_slice(&support::model(draws)).unwrap();
    change(&mut value);
    Model::parse(value.to_string().as_bytes()).unwrap()
}

fn evidence(seq: u64, kind: &str, observed: i32, known: i32) -> Evidence {
    Evidence {
        seq,
        id: format!("s{seq}"),
        kind: kind.into(),
        observed: opens() + observed,
        known: opens() + known,
        about: None,
        reliability: 0,
        credibility: 0,
        story: None,
        actor: None,
        likelihood: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn with_one_draw_and_constant_ratios_it_is_bayes_rule_in_odds_form(
        rate in 1e-5..0.05_f64,
        weight in 0.0..=1.0_f64,
        signals in prop::collection::vec((0..60_i32, 0..5_i32, 0.01..0.99_f64, 0.01..0.99_f64), 1..20),
    ) {
        let model = model(1, |m| {
            m["tail_days"] = json!(0);
            m["repeat_discount"] = json!(1.0);
            m["kinds"]["toward"]["weight"] = json!(weight);
        });
        let question = question(&[rate], None);
        let mut signals = signals;
        signals.sort_by_key(|s| s.0);
        let mut belief = Belief::open(&question, &model).unwrap();
        let prior = belief.clone();
        let mut ratio = 1.0;
        for (seq, (known, delay, if_meeting, if_none)) in (0..).zip(signals) {
            let mut e = evidence(seq, "toward", known - delay, known);
            e.likelihood = Some((if_meeting, if_none));
            belief.take(&model, &e).unwrap();
            ratio *= 1.0 + weight * (if_meeting / if_none - 1.0);
            let before = prior.outlook_on(belief.as_of()).unwrap().p;
            let odds = before / (1.0 - before) * ratio;
            let got = belief.outlook().unwrap().p;
            let got_odds = got / (1.0 - got);
            prop_assert!((got - odds / (1.0 + odds)).abs() < BAYES_TOLERANCE, "{got} {odds}");
            // Near certainty 1 - p itself has few digits left: compare odds where they have.
            if got < 0.999_999 {
                prop_assert!((got_odds / odds - 1.0).abs() < BAYES_TOLERANCE, "{got_odds} {odds}");
            }
        }
    }

    #[test]
    fn an_explanation_sums_to_the_change_and_ends_at_the_recorded_forecast(
        records in super::order::records(),
        from in 0..40_i32,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = support::create(dir.path(), "l.db");
        support::append(&mut desk, &super::order::file(&records));
        let model = Model::parse(&support::model(4)).unwrap();
        for id in ["q1", "q2"] {
            let standing = desk.standing(&Name::parse(id).unwrap(), None).unwrap();
            let from = date::parse(&support::day(from)).unwrap();
            for from in [None, Some(from.min(standing.as_of))] {
                let told = standing.explain(from).unwrap();
                let logit = |o: &Outlook| (o.p / (1.0 - o.p)).ln();
                let mut at = told.start;
                let mut sum = 0.0;
                let mut belief = Belief::open(&standing.question, &model).unwrap();
                for part in &told.parts {
                    let day = date::number(part.day);
                    prop_assert_eq!(part.after.as_of, day.max(at.as_of));
                    if let Cause::Passage(days) = &part.what {
                        prop_assert_eq!(day - at.as_of, *days);
                    }
                    sum += logit(&part.after) - logit(&at);
                    at = part.after;
                }
                prop_assert_eq!(Bits::computed(&at), Bits::computed(&told.end));
                prop_assert_eq!(Bits::computed(&told.end), support::last(&desk, id));
                let total = logit(&told.end) - logit(&told.start);
                prop_assert!((sum - total).abs() < LOG_ODDS_TOLERANCE, "{} {}", sum, total);
                // Walk it again by hand.
                let begin = date::number(told.from);
                let evidence = standing.evidence();
                let known_before = |e: &&Evidence| {
                    told.from != standing.question.opens && e.known <= begin
                };
                let before = evidence.iter().take_while(known_before).count();
                for e in &evidence[..before] {
                    belief.take(&model, e).unwrap();
                }
                belief.pass(begin);
                prop_assert_eq!(Bits::computed(&belief.outlook().unwrap()), Bits::computed(&told.start));
                let mut rest = evidence[before..].iter();
                for part in &told.parts {
                    if matches!(part.what, Cause::Signal(_)) {
                        belief.take(&model, rest.next().unwrap()).unwrap();
                    } else {
                        belief.pass(date::number(part.day));
                    }
                    prop_assert_eq!(Bits::computed(&belief.outlook().unwrap()), Bits::computed(&part.after));
                }
                prop_assert!(rest.next().is_none());
            }
        }
    }
}

/// Ratios from the whole range that a model may carry, its ends among them.
fn ratio() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(1.0),
        Just(1e9),
        Just(1e-300),
        0.0..1e9_f64,
        0.0..3.0_f64,
        (-300.0..9.0_f64).prop_map(|e| 10.0_f64.powf(e)),
    ]
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0_f64]
}

#[derive(Debug)]
struct Hostile {
    model: Model,
    question: Question,
    signals: Vec<Evidence>,
}

fn hostile(signals: std::ops::Range<usize>) -> impl Strategy<Value = Hostile> {
    (1..=16_usize).prop_flat_map(move |draws| {
        let rows = || prop::collection::vec(prop::collection::vec(ratio(), 4), draws);
        let rates = prop::collection::vec(
            prop_oneof![
                Just(0.0),
                Just(0.999_999_999_999),
                0.0..1.0_f64,
                0.0..0.01_f64
            ],
            draws,
        );
        let chances =
            prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0_f64], draws);
        let kinds = prop::sample::select(vec!["toward", "away", "flat"]);
        let signal = (
            (kinds, 0..95_i32, 0..40_i32, 0..6_usize, 0..6_usize),
            prop::option::of(0..3_u8),
            prop::option::of((0..120_i32, 0..30_i32)),
            prop::option::of((1e-6..0.999_f64, 1e-6..0.999_f64)),
        );
        (
            (rows(), rows(), rows(), weight(), weight(), weight()),
            (0..30_i32, 0..10_i32),
            rates,
            chances,
            prop::collection::vec(signal, signals.clone()),
        )
            .prop_map(move |(ratios, (tail, window), rates, chances, signals)| {
                let (toward, away, flat, kind, grade, discount) = ratios;
                let model = model(draws, |m| {
                    m["tail_days"] = json!(tail);
                    m["repeat_window_days"] = json!(window);
                    m["repeat_discount"] = json!(discount);
                    m["source_reliability"]["A"] = json!(1.0);
                    m["source_reliability"]["B"] = json!(grade);
                    for (name, rows) in [("toward", &toward), ("away", &away), ("flat", &flat)] {
                        m["kinds"][name]["intensity_draws"] = json!(rows);
                        m["kinds"][name]["weight"] = json!(kind);
                    }
                });
                let mut signals: Vec<Evidence> = signals
                    .into_iter()
                    .map(
                        |((kind, known, delay, source, information), story, about, own)| {
                            let mut e = evidence(0, kind, known - delay, known);
                            e.reliability = source;
                            e.credibility = information;
                            e.story = story.map(|s| s.to_string());
                            e.about =
                                about.map(|(first, n)| (opens() + first, opens() + first + n));
                            e.likelihood = own;
                            e
                        },
                    )
                    .collect();
                signals.sort_by_key(|e| e.known);
                for (seq, e) in (0..).zip(&mut signals) {
                    e.seq = seq;
                    e.id = format!("s{seq}");
                }
                Hostile {
                    model,
                    question: question(&rates, Some(&chances)),
                    signals,
                }
            })
    })
}

fn in_range(o: &Outlook, draws: usize) -> Result<(), TestCaseError> {
    let unit = 0.0..=1.0;
    prop_assert!(unit.contains(&o.p), "p {}", o.p);
    prop_assert!(
        unit.contains(&o.lo) && unit.contains(&o.hi),
        "{} {}",
        o.lo,
        o.hi
    );
    prop_assert!(o.lo <= o.hi, "{} {}", o.lo, o.hi);
    let most = draws as f64 * (1.0 + 1e-12);
    prop_assert!(
        (1.0 - 1e-12..=most).contains(&o.effective_draws),
        "{}",
        o.effective_draws
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn hostile_models_give_probabilities_or_an_error_that_names_draw_and_signal(
        case in hostile(1..60),
    ) {
        let draws = case.model.draws;
        let mut belief = Belief::open(&case.question, &case.model).unwrap();
        in_range(&belief.outlook().unwrap(), draws)?;
        for e in &case.signals {
            match belief.step(&case.model, e) {
                Ok(step) => {
                    in_range(&step.before, draws)?;
                    in_range(&step.after, draws)?;
                    prop_assert!((0.0..=1.0).contains(&step.weight.total));
                    let all = belief.within(i32::MIN, i32::MAX).unwrap();
                    prop_assert!((0.0..=1.0 + BAYES_TOLERANCE).contains(&all), "{all}");
                }
                Err(Refusal::Degenerate { signal, why }) => {
                    prop_assert_eq!(&signal, &e.id);
                    prop_assert!(why.draw < draws);
                    let text = Refusal::Degenerate { signal, why }.to_string();
                    prop_assert!(text.contains(&format!("`{}`", e.id)), "{}", text);
                    prop_assert!(text.contains(&format!("draw {}", why.draw)), "{}", text);
                    break;
                }
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }
}

/// Takes in `count` signals made by `make`, looking at the outlook now and then.
fn long_run(model: &Model, count: u64, make: impl Fn(u64) -> Evidence) -> Result<Outlook, Refusal> {
    let rates: Vec<f64> = (0..model.draws).map(|k| 0.001 + 0.001 * k as f64).collect();
    let chances = vec![0.4; model.draws];
    let mut belief = Belief::open(&question(&rates, Some(&chances)), model).unwrap();
    for seq in 0..count {
        let e = make(seq);
        belief.absorb(model, &e)?;
        if seq % 97 == 0 || seq + 1 == count {
            let why = |why| Refusal::Degenerate {
                signal: e.id.clone(),
                why,
            };
            let o = belief.outlook().map_err(why)?;
            in_range(&o, model.draws).unwrap();
        }
    }
    Ok(belief.outlook().unwrap())
}

#[test]
fn a_hundred_thousand_signals_neither_overflow_nor_lose_the_answer() {
    const COUNT: u64 = 100_000;
    let spread = |m: &mut Value| {
        m["repeat_discount"] = json!(1.0);
        m["tail_days"] = json!(0);
    };
    // One draw can be scaled for ever; what grows without bound ends at certainty.
    let one = model(1, |m| {
        spread(m);
        m["kinds"]["toward"]["intensity_draws"] = json!([[1e9, 1e9, 1e9, 1e9]]);
        m["kinds"]["away"]["intensity_draws"] = json!([[0.0, 1e-9, 0.5, 0.9]]);
    });
    let up = long_run(&one, COUNT, |s| evidence(s, "toward", 88, 88)).unwrap();
    assert_eq!(up.p, 1.0);
    let down = long_run(&one, COUNT, |s| evidence(s, "away", 80, 80)).unwrap();
    assert_eq!(down.p, 0.0);
    let both = |s: u64| {
        evidence(
            s,
            if s.is_multiple_of(2) {
                "toward"
            } else {
                "away"
            },
            70,
            70,
        )
    };
    long_run(&one, COUNT, both).unwrap();
    // Ordinary draws, with the discount that ordinary models have.
    let four = model(4, |_| {});
    let mixed = |s: u64| {
        let kind = ["toward", "away", "flat"][(s % 3) as usize];
        let known = (s * 88 / COUNT) as i32;
        let mut e = evidence(s, kind, known - (s % 5) as i32, known);
        e.story = s.is_multiple_of(7).then(|| format!("story {}", s % 1000));
        e
    };
    let o = long_run(&four, COUNT, mixed).unwrap();
    assert!(o.p > 0.0 && o.p < 1.0, "{}", o.p);
}

#[test]
fn draws_that_drift_apart_without_end_are_an_error_that_names_the_draw() {
    let far = model(2, |m| {
        m["repeat_discount"] = json!(1.0);
        let rows = json!([[1e9, 1e9, 1e9, 1e9], [1.0, 1.0, 1.0, 1.0]]);
        m["kinds"]["toward"]["intensity_draws"] = rows;
    });
    let refused = long_run(&far, 1000, |s| evidence(s, "toward", 0, 0)).unwrap_err();
    let text = refused.to_string();
    assert!(text.contains("no possibility is left in draw 1"), "{text}");
}
