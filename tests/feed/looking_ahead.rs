//! A backtest knows nothing that was not known on the day, and learns what is there to learn.

use std::collections::BTreeMap;

use summit_ledger::backtest::at_work::{Forecast, run};
use summit_ledger::backtest::folds::{fold, index};
use summit_ledger::backtest::learn::{Learned, learn};
use summit_ledger::backtest::plan::Plan;
use summit_ledger::backtest::quick::{Cases, Frame, Knobs, Repeats};
use summit_ledger::backtest::rows::{Grid, panels};
use summit_ledger::backtest::trial::{Design, trial};
use summit_ledger::backtest::write::{works, write};
use summit_ledger::belief::Model;
use summit_ledger::model::build::build;
use summit_ledger::model::settings::Settings;
use summit_ledger::model::shipped;
use summit_ledger::model::source::Source;
use summit_ledger::record::date;

use super::made::{Read, made, moved_after, only_later_ones_move};

fn plan() -> Plan {
    let mut plan = Plan::new(vec![7, 14, 30, 60], 60, 4.0, BTreeMap::new());
    plan.horizons = vec![30];
    plan.every = 28;
    plan.repeats.truncate(1);
    plan
}

fn source(draws: usize) -> Source {
    let mut source = Source::parse(shipped::VOCABULARY).unwrap();
    source.kinds.clear();
    source.lead_edges = vec![7, 14, 30, 60];
    source.tail_days = 60;
    source.draws = draws;
    source.feed = None;
    source.sources.clear();
    source
}

fn learned(read: &Read) -> Learned {
    learn(
        &read.world(),
        &Settings::default(),
        &plan(),
        &|_| true,
        &|_, _, _| (),
    )
    .unwrap()
}

/// A model with the ratios learned, its kinds crediting nothing.
fn model(learned: &Learned, draws: usize) -> Model {
    let mut source = source(draws);
    source.sources.insert(
        "made".into(),
        summit_ledger::model::source::Work {
            title: "made up".into(),
            url: None,
            note: None,
        },
    );
    let source = write(&source, learned, "made", &["made".into()]);
    Model::parse(build(&source).unwrap().as_bytes()).unwrap()
}

fn grid(horizons: &[i32]) -> Grid {
    Grid {
        horizons: horizons.to_vec(),
        every: 21,
        warm_up: 28,
    }
}

fn forecasts(read: &Read, model: &Model) -> Vec<(String, i32, Forecast)> {
    let settings = Settings::of(model).unwrap();
    let world = read.world();
    let panels = panels(&world, &settings, &grid(&[30]), model.tail_days).unwrap();
    let mut out = Vec::new();
    for panel in &panels {
        let made = run(panel, model, &settings, &[30], &|_| true, &|_| ()).unwrap();
        for (row, made) in panel.rows.iter().zip(made) {
            out.push((
                panel.partners[row.partner].to_owned(),
                panel.as_of(row),
                made.unwrap(),
            ));
        }
    }
    out
}

#[test]
fn a_moved_future_changes_no_earlier_forecast() {
    let read = made().read();
    let model = model(&learned(&read), 8);
    let cut = date::number(date::parse("2005-06-30").unwrap());
    let before = forecasts(&read, &model);
    only_later_ones_move(&before, &forecasts(&moved_after(cut), &model), cut);
}

#[test]
fn the_herald_is_learned_the_noise_is_not_and_the_rare_is_refused() {
    let read = made().read();
    let got = learned(&read);
    assert_eq!(got, learned(&read), "the same feed, the same model");
    let herald = &got.kinds["herald"];
    assert!(herald.weight >= 0.5, "{herald:?}");
    assert!(
        herald.ratios[0] > 3.0 && herald.ratios[3] < 2.0,
        "{herald:?}"
    );
    assert_eq!(got.kinds["noise"].weight, 0.0);
    assert!(
        got.kinds["rare"]
            .refused
            .as_ref()
            .unwrap()
            .contains("needed")
    );
    assert!(got.held_out.1 < 0.97 * got.held_out.0, "{:?}", got.held_out);
}

#[test]
fn everyone_is_judged_on_what_they_did_not_learn_from() {
    let read = made().read();
    let mut source = source(4);
    source.sources.insert(
        "made".into(),
        summit_ledger::model::source::Work {
            title: "made up".into(),
            url: None,
            note: None,
        },
    );
    source.kinds = write(&source, &learned(&read), "made", &["made".into()]).kinds;
    assert_eq!(works(&source), ["made"]);
    for design in [Design::Partners(&source), Design::Feeds(&source)] {
        let got = trial(
            &read.world(),
            &design,
            &plan(),
            &grid(&[30, 60]),
            &|_, _, _| (),
        )
        .unwrap();
        assert_eq!(got.tables.len(), 2);
        for table in &got.tables {
            let line = |name: &str| table.lines.iter().find(|l| l.name == name).unwrap();
            let (ours, prior) = (line("this model"), line("its prior alone"));
            assert!(
                ours.log < prior.log && ours.brier < prior.brier,
                "{table:?}"
            );
            assert!(ours.log < line("base rate").log && ours.log < line("hazard").log);
            for l in &table.lines {
                let c = &l.corp;
                assert!((c.mcb - c.dsc + c.unc - l.brier).abs() < 1e-9, "{l:?}");
                assert!(l.brier_excess.1.lo <= l.brier_excess.1.hi);
            }
            assert_eq!(ours.brier_excess.0, 0.0);
        }
        let n: usize = got.tables.iter().map(|t| t.questions).sum();
        assert_eq!(n, got.predictions.len());
    }
    assert!((0..40).all(|p| fold(&format!("Land {p}"), 5) < 5));
}

/// What a search sees is the bank with one draw.
#[test]
fn the_quick_forecast_is_that_of_the_bank() {
    let read = made().read();
    let got = learned(&read);
    let model = model(&got, 1);
    let settings = got.settings.clone();
    let world = read.world();
    let panels = panels(&world, &settings, &grid(&[30, 60]), 60).unwrap();
    let kinds = vec!["herald".to_owned()];
    let frame = Frame {
        kinds: &kinds,
        edges: &[7, 14, 30, 60],
        horizons: &[30, 60],
        tail: 60,
        repeats: Repeats {
            window: model.repeat_window_days,
            discount: model.repeat_discount,
        },
        join: settings.background_days,
    };
    let cases = Cases::new(&panels, &frame, &index(&read.feeds));
    let kind = &model.kinds["herald"];
    let ratios = vec![(0..4).map(|b| kind.ratios(b, 1)[0]).collect::<Vec<_>>()];
    let knobs = Knobs {
        weights: vec![kind.weight],
        silence: settings.silence,
    };
    let mut at = 0;
    for panel in &panels {
        let whole = run(panel, &model, &settings, &[30, 60], &|_| true, &|_| ()).unwrap();
        for bank in whole {
            let case = &cases.all[at];
            let quick = cases.forecast(&cases.prior(case), &cases.factor(case, &ratios, &knobs));
            for (a, b) in quick.iter().zip(&bank.unwrap().with) {
                assert!((a - b).abs() < 2e-5 * b.max(1e-3), "case {at}: {a} {b}");
            }
            at += 1;
        }
    }
    assert!(at > 500);
}
