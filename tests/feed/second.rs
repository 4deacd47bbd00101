//! Version 2 on a feed: it knows nothing that was not known on the day, its search sees its bank,
//! and what did not come counts as specified.

use std::collections::BTreeMap;
use std::sync::Arc;

use summit_ledger::backtest::at_work::Forecast;
use summit_ledger::backtest::folds::index;
use summit_ledger::backtest::quick::{Cases, Frame, Repeats, Told};
use summit_ledger::backtest::rows::{Grid, panels};
use summit_ledger::backtest::second::search::Voices;
use summit_ledger::backtest::second::{at_work, firsts, lasts};
use summit_ledger::belief::one::Watch;
use summit_ledger::belief::two::why::log_odds;
use summit_ledger::belief::two::{Engine, Fact, Model, Question, Report};
use summit_ledger::model::settings::Settings;
use summit_ledger::model::two::build::build;
use summit_ledger::model::two::source::Source;
use summit_ledger::record::date;

use super::made::{Read, made, moved_after, only_later_ones_move};
use crate::support::vectors;

fn model(draws: usize, window: u32) -> Arc<Model> {
    let text = std::fs::read_to_string(vectors::at("feed/base-2.toml")).unwrap();
    let mut source = Source::parse(&text).unwrap();
    source.draws = draws;
    source.repeat_window_days = window;
    Arc::new(Model::parse(build(&source).unwrap().as_bytes()).unwrap())
}

fn grid(horizons: &[i32], every: i32) -> Grid {
    Grid::new(horizons.to_vec(), every, 28)
}

fn forecasts(read: &Read, model: &Arc<Model>) -> Vec<(String, i32, Forecast)> {
    let settings = Settings::default();
    let world = read.world();
    let panels = panels(&world, &settings, &grid(&[30], 21), model.tail_days).unwrap();
    let mut out = Vec::new();
    for panel in &panels {
        let made = at_work::run(panel, model, &settings, &[30], &|_| true, &|_| ()).unwrap();
        for (row, made) in panel.rows.iter().zip(made) {
            let partner = panel.partners[row.partner].to_owned();
            out.push((partner, panel.as_of(row), made.unwrap()));
        }
    }
    out
}

#[test]
fn a_moved_future_changes_no_earlier_forecast() {
    for window in [0, 14] {
        let model = model(4, window);
        let cut = date::number(date::parse("2005-06-30").unwrap());
        let before = forecasts(&made().read(), &model);
        only_later_ones_move(&before, &forecasts(&moved_after(cut), &model), cut);
    }
}

/// What the search sees is the bank with one draw.
#[test]
fn the_quick_forecast_is_that_of_the_bank() {
    let read = made().read();
    let world = read.world();
    let settings = Settings::default();
    let (horizons, edges) = ([30, 60], [7, 14, 30, 60]);
    for window in [0, 14] {
        let model = model(1, u32::try_from(window).unwrap());
        let panels = panels(&world, &settings, &grid(&horizons, 28), 60).unwrap();
        let kinds = ["herald".to_owned(), "noise".to_owned()];
        let frame = Frame {
            kinds: &kinds,
            edges: &edges,
            horizons: &horizons,
            tail: 60,
            repeats: Repeats {
                window,
                discount: 0.0,
            },
            join: settings.background_days,
        };
        let told = Told {
            background: &|days| firsts(days, window),
            evidence: &|days| lasts(days, window),
        };
        let cases = Cases::told(&panels, &frame, &told, &index(&read.feeds));
        let families: Vec<&String> = model.families.keys().collect();
        let of = |kind: &String| {
            let family = &model.kinds[kind].family;
            families.iter().position(|f| *f == family).unwrap()
        };
        let voices = Voices {
            ratios: kinds.iter().map(|k| model.kinds[k].ratio.clone()).collect(),
            family: kinds.iter().map(of).collect(),
            leaks: model.families.values().map(|f| f.leak_draws[0]).collect(),
            silence: settings.silence,
        };
        let mut all = cases.all.iter();
        let mut moved = 0;
        for panel in &panels {
            let whole = at_work::run(panel, &model, &settings, &horizons, &|_| true, &|_| ());
            for bank in whole.unwrap() {
                let (case, bank) = (all.next().unwrap(), bank.unwrap());
                let quick = voices.forecast(&cases, case, &[1.0, 1.0]);
                for (a, b) in quick.iter().zip(&bank.with) {
                    let a = a.clamp(1.0 / 512.0, 511.0 / 512.0);
                    assert!((a - b).abs() < 2e-5 * b.max(1e-3), "{a} {b}");
                }
                moved += usize::from(bank.with != bank.prior);
            }
        }
        assert!(all.next().is_none() && moved > 500, "{moved}");
    }
}

const OPENS: i32 = 100;

fn engine(model: &Arc<Model>, rate: f64) -> Engine {
    let question = Question {
        opens: OPENS,
        deadline: OPENS + 30,
        rate: vec![rate; model.draws],
        pace: Vec::new(),
        occasions: Vec::new(),
    };
    Engine::open(question, model.clone()).unwrap()
}

fn watch(first: i32, strength: f64, rate: f64) -> Watch {
    Watch {
        first,
        last: OPENS,
        rates: BTreeMap::from([("herald".to_owned(), rate)]),
        strength,
    }
}

fn seen(day: i32) -> Fact {
    Fact::Signal(Report::sure(format!("{day}"), "herald", day))
}

#[test]
fn a_feed_of_no_strength_or_without_a_background_changes_no_bit() {
    let model = model(4, 0);
    let said = |watch: Option<&Watch>| {
        let mut engine = engine(&model, 0.004);
        if let Some(watch) = watch {
            engine.watch_feed(watch).unwrap();
        }
        engine.enter(seen(97)).unwrap();
        engine.outlook().unwrap()
    };
    for idle in [watch(91, 0.0, 0.2), watch(91, 1.0, 0.0)] {
        assert_eq!(said(Some(&idle)), said(None));
    }
    assert!(said(Some(&watch(91, 1.0, 0.2))).p < said(None).p);
    let mut unknown = watch(91, 1.0, 0.2);
    unknown.rates.insert("no-such-kind".into(), 0.1);
    let refused = engine(&model, 0.004).watch_feed(&unknown).unwrap_err();
    assert!(refused.to_string().contains("no-such-kind"), "{refused}");
}

/// Written out: ten days watched, one event on them, one draw; every day by itself.
#[test]
fn what_did_not_come_stands_before_the_channel() {
    let model = model(1, 0);
    let (rate, q, strength, event) = (0.004, 0.15, 0.8, 97);
    let mut engine = engine(&model, rate);
    engine.watch_feed(&watch(91, strength, q)).unwrap();
    engine.enter(seen(event)).unwrap();
    let kind = &model.kinds["herald"];
    let ratio = |lead: i32| model.bin(lead).map_or(1.0, |bin| kind.ratio[bin]);
    let leak = model.families["words"].leak_draws[0];
    let (mut n, mut z, mut left) = (0.0, 0.0, 1.0);
    for day in OPENS + 1..=OPENS + 30 + model.tail_days {
        let mut f = ratio(day - event);
        for watched in 91..=OPENS {
            f /= 1.0 + strength * q * (ratio(day - watched) - 1.0);
        }
        let mass = left * rate * ((1.0 - leak) * f + leak) / ((1.0 - leak) + leak * f);
        left *= 1.0 - rate;
        z += mass;
        if day <= OPENS + 30 {
            n += mass;
        }
    }
    let want = n / (z + left);
    let got = engine.outlook().unwrap().p;
    assert!((got - want).abs() < 1e-13, "{got} {want}");
}

#[test]
fn the_rows_of_why_sum_with_a_feed_too() {
    let model = model(4, 0);
    for event in [None, Some(97)] {
        let mut engine = engine(&model, 0.004);
        engine.watch_feed(&watch(41, 1.0, 0.2)).unwrap();
        if let Some(day) = event {
            engine.enter(seen(day)).unwrap();
        }
        let rows = engine.why().unwrap().unwrap();
        let sum: i64 = rows.iter().map(|row| row.hundredths).sum();
        assert_eq!(sum, log_odds(engine.outlook().unwrap().p));
        let channel = rows.iter().find(|r| r.cause.to_string() == "channel words");
        assert!(channel.unwrap().hundredths < 0, "{rows:?}");
    }
}
