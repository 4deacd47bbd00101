//! Where ratios go: towards what the questions show, and no farther than they show it.

use summit_ledger::belief::Model;
use summit_ledger::library::Case;
use summit_ledger::library::fit::{Fitted, KindRow, Refused};
use summit_ledger::model::two::build::build;
use summit_ledger::model::two::source::Source;
use summit_ledger::record::date;

use super::made::{Made, OPENS, fitted};

/// A random number in [0, 1), the next of a simple sequence.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Questions of which four in ten end yes on some day. On every sixth day each kind is told with
/// chance one in ten, times its ratio where a meeting is to come.
fn world(questions: usize, ratios: &[(&str, f64)]) -> Vec<Case> {
    let mut chance = Chance(7);
    let opens = date::number(date::parse(OPENS).unwrap());
    let day = |n: i32| date::from_number(opens + n).to_string();
    let one = |i: usize| {
        let met = (chance.next() < 0.4).then(|| 20 + (chance.next() * 90.0) as i32);
        let mut made = Made::new(&format!("q{i:02}"));
        for n in (3..met.unwrap_or(115)).step_by(6) {
            for (kind, ratio) in ratios {
                let times = if met.is_some() { *ratio } else { 1.0 };
                if chance.next() < 0.1 * times {
                    made = made.tell(kind, &day(n), None);
                }
            }
        }
        match met {
            Some(n) => made.met(&day(n)),
            None => made.never(),
        }
    };
    (0..questions).map(one).collect()
}

fn row<'f>(fitted: &'f Fitted, kind: &str) -> &'f KindRow {
    fitted.kinds.iter().find(|row| row.kind == kind).unwrap()
}

#[test]
fn ratios_move_towards_those_that_made_the_questions() {
    // The base says 1.5 of the first and 2 of the second, which comes less before a meeting.
    let cases = world(40, &[("meeting-sought", 4.0), ("preparations-seen", 0.3)]);
    let loose = fitted(&cases, Some(0.5));
    let (sought, prepared) = (
        row(&loose, "meeting-sought"),
        row(&loose, "preparations-seen"),
    );
    assert!(sought.after > 1.15 * sought.before, "{sought:?}");
    assert!(prepared.after < prepared.before / 1.15, "{prepared:?}");
    // On its side of 1, and inside its own interval.
    assert!(prepared.after >= 1.0, "{prepared:?}");
    let band = sought.band.unwrap();
    assert!(
        band.lo <= sought.after && sought.after <= band.hi,
        "{sought:?}"
    );
    // Less freedom moves less.
    let tight = fitted(&cases, Some(0.05));
    let near = row(&tight, "meeting-sought");
    assert!(
        near.after > near.before && near.after < sought.after,
        "{near:?}"
    );
    // What is written is what is told, and builds.
    let source = loose.source.as_ref().unwrap();
    let built = Model::parse(build(source).unwrap().as_bytes()).unwrap();
    let two = built.second().unwrap();
    let alone = two.alone(&two.kinds["meeting-sought"], 0);
    assert!((alone - sought.after).abs() < 0.002, "{alone} {sought:?}");
    assert!(source.kinds["meeting-sought"].moved_because.is_some());
    assert_eq!(Source::parse(&source.text().unwrap()).as_ref(), Ok(source));
}

#[test]
fn one_question_leaves_all_as_it_is() {
    let cases = world(1, &[("meeting-sought", 4.0), ("threat", 1.0)]);
    let fit = fitted(&cases, Some(0.5));
    assert_eq!(fit.source, None);
    assert!(fit.validated.is_none());
    assert!(
        fit.kinds.iter().all(|row| row.before == row.after),
        "{:?}",
        fit.kinds
    );
}

#[test]
fn fewer_than_three_questions_and_measured_nulls_are_refused() {
    let told = |id: &str, kinds: &[&str]| {
        let told = kinds.iter().fold(Made::new(id), |made, kind| {
            made.tell(kind, "2023-01-20", None)
        });
        told.never()
    };
    let cases = [
        told("a", &["leader-intent", "criticism", "threat"]),
        told("b", &["leader-intent", "criticism", "threat"]),
        told("c", &["leader-intent", "threat"]),
    ];
    let fit = fitted(&cases, Some(0.5));
    let refused = |kind| {
        (
            row(&fit, kind).refused,
            row(&fit, kind).before == row(&fit, kind).after,
        )
    };
    assert_eq!(refused("leader-intent"), (None, false));
    assert_eq!(refused("criticism"), (Some(Refused::Few), true));
    assert_eq!(refused("threat"), (Some(Refused::Null), true));
    let source = fit.source.unwrap();
    assert_eq!(source.kinds["criticism"].moved, None);
    assert!(source.kinds["leader-intent"].moved.unwrap() < 0.0);
}

#[test]
fn the_same_questions_give_the_same_fit_in_any_order() {
    let mut cases = world(8, &[("meeting-sought", 3.0), ("criticism", 1.0)]);
    let first = fitted(&cases, None);
    cases.reverse();
    assert_eq!(first, fitted(&cases, None));
    let validated = first.validated.unwrap();
    assert_eq!(validated.chosen.len(), 2);
    assert_eq!(validated.against_base[0].questions, 8);
}
