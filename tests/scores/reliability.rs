//! Reliability over several origins, counted by hand.

use summit_ledger::library::reliability::{
    Count, Judged, Origin, Part, of_feed, of_library, parts, predictions,
};
use summit_ledger::library::{self, Asked, FITTED, Forecaster, Phase, Trial, fitted, table};
use summit_ledger::model::shipped;
use summit_ledger::score::calibration::Step;

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{a} is not {b}");
}

/// A question that ended yes after an announcement, one that ended no without.
fn trial() -> Trial {
    use Phase::{Announced, Before};
    let asked = vec![
        Asked {
            yes: true,
            phases: vec![Before, Before, Announced],
        },
        Asked {
            yes: false,
            phases: vec![Before, Before],
        },
    ];
    let daily = vec![vec![0.8, 0.8, 0.9], vec![0.2, 0.8]];
    let tables = table(
        library::Part::Whole,
        &asked,
        std::slice::from_ref(&daily),
        0,
    );
    Trial {
        cases: Vec::new(),
        asked,
        forecasters: vec![Forecaster {
            name: "it".into(),
            read_as: 0,
            daily,
        }],
        prior: 0,
        tables: tables.into_iter().collect(),
    }
}

/// With them a plan that was held, read twice.
fn judged() -> Vec<Judged> {
    let reading = Judged {
        origin: Origin::Announcements,
        question: 0,
        phase: Some(Phase::Announced),
        p: 0.9,
        yes: true,
    };
    let mut all = of_library(&trial(), 0);
    all.extend([reading; 2]);
    all
}

fn of(parts: &[Part], phase: Option<Phase>) -> &Part {
    parts.iter().find(|part| part.phase == phase).unwrap()
}

fn counts(step: &Step) -> (usize, usize) {
    (step.questions, step.forecasts)
}

#[test]
fn each_question_weighs_one_and_is_counted_once_in_a_step() {
    let parts = parts(&judged()).unwrap();
    let phases: Vec<_> = parts.iter().map(|part| part.phase).collect();
    assert_eq!(
        phases,
        [None, Some(Phase::Before), Some(Phase::Announced)],
        "nothing was called off"
    );
    let c = &of(&parts, None).calibration;
    assert_eq!((c.questions, c.yes, c.forecasts), (3, 2, 7));
    // Question by question: (2 * 0.04 + 0.01) / 3, (0.04 + 0.64) / 2, 0.01.
    near(c.brier.score, (0.03 + 0.34 + 0.01) / 3.0);
    // At 0.2 half a question, no; at 0.8 two thirds yes and half a question no, so 4 in 7; at 0.9
    // a third and a whole one, yes. Recalibrated only 0.8 costs: 7/6 * 4/7 * 3/7, over 3.
    near(c.brier.mcb, 0.38 / 3.0 - 2.0 / 21.0);
    near(c.brier.dsc, 2.0 / 9.0 - 2.0 / 21.0);
    let came: Vec<f64> = c.steps.iter().map(|s| s.came).collect();
    for (found, known) in came.iter().zip([0.0, 4.0 / 7.0, 1.0]) {
        near(*found, known);
    }
    let share: Vec<f64> = c.steps.iter().map(|s| s.share).collect();
    for (found, known) in share.iter().zip([1.0 / 6.0, 7.0 / 18.0, 4.0 / 9.0]) {
        near(*found, known);
    }
    let stand: Vec<_> = c.steps.iter().map(counts).collect();
    assert_eq!(stand, [(1, 1), (2, 3), (2, 3)]);
}

#[test]
fn a_phase_weighs_its_own_days() {
    let parts = parts(&judged()).unwrap();
    let before = &of(&parts, Some(Phase::Before));
    let c = &before.calibration;
    near(c.brier.score, (0.04 + 0.34) / 2.0);
    let came: Vec<f64> = c.steps.iter().map(|s| s.came).collect();
    near(came[1], 2.0 / 3.0);
    let count = |origin, yes, questions, forecasts, came| Count {
        origin,
        questions,
        yes,
        forecasts,
        came,
    };
    assert_eq!(before.counts, [count(Origin::Library, 1, 2, 4, 2)]);
    let announced = of(&parts, Some(Phase::Announced));
    assert_eq!(
        announced.counts,
        [
            count(Origin::Library, 1, 1, 1, 1),
            count(Origin::Announcements, 1, 1, 2, 2)
        ]
    );
    near(announced.calibration.brier.unc, 0.0);
}

#[test]
fn more_days_of_the_same_questions_make_no_band_narrower() {
    let often: Vec<Judged> = judged()
        .into_iter()
        .flat_map(|j| std::iter::repeat_n(j, 9))
        .collect();
    let (once, often) = (parts(&judged()).unwrap(), parts(&often).unwrap());
    let bands = |all: &[Part]| of(all, None).calibration.bands.clone().unwrap();
    let (once, often) = (bands(&once), bands(&often));
    assert!(once.score.hi - once.score.lo > 0.1);
    near(once.score.lo, often.score.lo);
    near(once.score.hi, often.score.hi);
    near(once.mcb.hi, often.mcb.hi);
}

#[test]
fn a_partner_of_a_feed_is_one_question_in_no_phase() {
    let text = "partner,as_of,horizon,p,outcome\nB,2018-01-01,30,0.1,0\nA,2018-01-01,30,0.5,1\n\
                A,2018-01-08,30,0.4,0\n";
    let judged = of_feed(&predictions(text).unwrap());
    let parts = parts(&judged).unwrap();
    assert_eq!(parts.len(), 1, "only all together");
    let all = of(&parts, None);
    let c = &all.calibration;
    assert_eq!((c.questions, c.yes, c.forecasts), (2, 1, 3));
    near(c.brier.score, (0.01 + (0.25 + 0.16) / 2.0) / 2.0);
    let feed = all.counts[0];
    assert_eq!(
        (feed.questions, feed.yes, feed.forecasts, feed.came),
        (2, 1, 3, 1)
    );
}

#[test]
fn predictions_say_which_line_cannot_stand() {
    let refused = |row: &str| {
        let text = format!("partner,as_of,horizon,p,outcome\n{row}\n");
        predictions(&text).unwrap_err().to_string()
    };
    assert!(refused("A,2018-01-01,30,1.5,0").contains("line 2, p"));
    assert!(refused("A,2018-01-01,30,often,0").contains("line 2, p"));
    assert!(refused("A,2018-01-01,30,0.5,0.5").contains("line 2, outcome"));
    assert!(refused("A,2018-01-32,30,0.5,0").contains("line 2, as_of"));
    assert!(refused("A,2018-01-01,0,0.5,0").contains("line 2, horizon"));
    assert!(refused("").contains("there is no prediction"));
}

#[test]
fn it_is_known_of_each_shipped_model_whether_it_had_part_in_the_cases() {
    let said = |id: &str| fitted(FITTED, id).unwrap();
    let default = shipped::DEFAULT.id;
    assert!(said(default).is_some(), "a line for the default model");
    assert!(!said("kernel-2").unwrap().on_cases);
    let four = said("kernel-4").unwrap();
    assert!(four.on_cases && four.out_of_sample.is_some());
    assert_eq!(said("mine"), None);
    let refused = |rows: &str| {
        let text = format!("model,fitted,because,out_of_sample\n{rows}");
        fitted(&text, "a").unwrap_err().to_string()
    };
    assert!(refused("a,perhaps,so,\n").contains("line 2, fitted"));
    assert!(
        refused("a,yes,so,\n").contains("line 2, out_of_sample"),
        "where is what does not flatter?"
    );
    assert!(refused("a,no,so,\na,no,so,\n").contains("line 3, model"));
}
