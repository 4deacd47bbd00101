//! Models on cases that ended: what is counted, by hand and against the ledger.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::belief::Model;
use summit_ledger::desk::{DeskError, import};
use summit_ledger::library::{
    self, Asked, Case, Named, Part, Phase, ReadAs, Trial, alone, daily, phases, table, trial,
};
use summit_ledger::model::shipped;
use summit_ledger::record::{Name, date};

use crate::support::{self, day, model, question, signal};

const NEWER: &str =
    "kind,read_as,because\nnewer,toward,the nearest\nstranger,unheard,no model has it\n";

fn read_as() -> ReadAs {
    ReadAs::parse(NEWER).unwrap()
}

fn small() -> Arc<Model> {
    Arc::new(Model::parse(&model(4)).unwrap())
}

fn ended(outcome: &str, on: &str) -> Value {
    json!({"type": "resolution", "question": "q", "outcome": outcome, "on": on})
}

/// The small question with some facts between, and its answer.
fn records(facts: &[Value], end: Value) -> Vec<Value> {
    [&[question("q")], facts, &[end]].concat()
}

fn read(records: &[Value]) -> Result<Case, DeskError> {
    Case::new(support::parse(&support::lines(records))?)
}

fn case(facts: &[Value], end: Value) -> Case {
    read(&records(facts, end)).unwrap()
}

/// A signal of a kind on the day `n` days after the opening.
fn on(id: &str, kind: &str, n: i32) -> Value {
    signal(id, "q", kind, &day(n))
}

fn about(mut signal: Value, first: i32, last: i32) -> Value {
    signal["about"] = json!({"first": day(first), "last": day(last)});
    signal
}

fn bits(all: &[f64]) -> Vec<u64> {
    all.iter().map(|p| p.to_bits()).collect()
}

#[test]
fn means_are_of_days_then_of_questions() {
    use Phase::{Announced, Before, Off};
    let asked = [
        Asked {
            yes: true,
            phases: vec![Before, Before, Announced],
        },
        Asked {
            yes: false,
            phases: vec![Before, Off],
        },
    ];
    let ours = vec![vec![0.5, 0.5, 0.75], vec![0.5, 0.25]];
    let theirs = vec![vec![0.5; 3], vec![0.5; 2]];
    let of = |part| table(part, &asked, &[ours.clone(), theirs.clone()], 1).unwrap();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");

    let whole = of(Part::Whole);
    assert_eq!((whole.questions, whole.yes, whole.days), (2, 1, 5));
    // (0.25 + 0.25 + 0.0625) / 3 = 0.1875 and (0.25 + 0.0625) / 2 = 0.15625.
    near(whole.lines[0].losses.brier, 0.171_875);
    let (half, most) = (2.0_f64.ln(), -0.75_f64.ln());
    near(
        whole.lines[0].losses.log,
        ((2.0 * half + most) / 3.0 + (half + most) / 2.0) / 2.0,
    );
    let less = whole.lines[0].less.unwrap();
    near(less.brier.mean, 0.171_875 - 0.25);
    // Two questions: what a resample draws lies between the two differences.
    let band = less.brier.band.unwrap();
    near(band.lo, 0.15625 - 0.25);
    near(band.hi, 0.1875 - 0.25);
    assert!(whole.lines[1].less.is_none(), "compared with itself");

    let before = of(Part::In(Before));
    assert_eq!((before.questions, before.yes, before.days), (2, 1, 3));
    near(before.lines[0].losses.brier, 0.25);
    let announced = of(Part::In(Announced));
    assert_eq!(
        (announced.questions, announced.yes, announced.days),
        (1, 1, 1)
    );
    near(announced.lines[0].losses.brier, 0.0625);
    assert!(
        announced.lines[0].less.unwrap().brier.band.is_none(),
        "one has no spread"
    );

    let eve = of(Part::Before(1));
    assert_eq!((eve.questions, eve.yes), (2, 1));
    near(eve.lines[0].losses.brier, 0.0625);
    let third = of(Part::Before(3));
    assert_eq!((third.questions, third.yes), (1, 1));
    near(third.lines[0].losses.brier, 0.25);
    assert!(table(Part::Before(4), &asked, &[ours, theirs], 1).is_none());
}

#[test]
fn a_day_has_the_forecast_that_the_ledger_has_on_it() {
    let facts = [
        on("a", "toward", 3),
        on("b", "away", 3),
        on("c", "toward", 20),
        json!({"type": "retraction", "question": "q", "signal": "c", "known_on": day(30),
               "because": "it was wrong"}),
    ];
    let all = records(&facts, ended("yes", &day(40)));
    let found = daily(&read(&all).unwrap(), &small(), &read_as()).unwrap();
    assert_eq!(found.len(), 40);
    let dir = tempfile::tempdir().unwrap();
    let mut desk = support::create(dir.path(), "l.db");
    support::append(&mut desk, &[support::model_line()]);
    support::append(&mut desk, &all);
    let id = Name::parse("q").unwrap();
    for (n, p) in (0..).zip(&found) {
        let standing = desk.standing(&id, Some(date::parse(&day(n)).unwrap()));
        let there = standing.unwrap().report(&[]).unwrap().outlook.p;
        assert_eq!(p.to_bits(), there.to_bits(), "day {n}");
    }
    let alone = alone(&read(&all).unwrap(), &small()).unwrap();
    assert_eq!(alone[..3], found[..3]);
    assert_ne!(alone[3], found[3]);
}

#[test]
fn the_prior_alone_of_the_home_case_is_that_of_its_scores() {
    let case = library::find("biden-xi-2023").unwrap().case().unwrap();
    let kernel = Arc::new(Model::parse(shipped::named("kernel-3").unwrap()).unwrap());
    let found = alone(&case, &kernel).unwrap();
    let asked = Asked {
        yes: case.yes(),
        phases: phases(&case),
    };
    let losses = Part::Whole.losses(&asked, &found).unwrap();
    // As in its CASE.md: 0.0170 and 0.1350.
    assert_eq!(
        format!("{:.4} {:.4}", losses.brier, losses.log),
        "0.0170 0.1350"
    );
    let announced = asked.phases.iter().filter(|p| **p == Phase::Announced);
    assert_eq!((case.life.len(), announced.count()), (287, 5));
}

#[test]
fn nothing_is_known_before_its_day() {
    let facts = [
        on("a", "toward", 5),
        on("b", "away", 17),
        on("c", "toward", 60),
    ];
    let whole = case(&facts, ended("no", "2023-05-01"));
    let first = case(&facts[..1], ended("no", "2023-05-01"));
    let (whole, first) = [whole, first]
        .map(|case| daily(&case, &small(), &read_as()).unwrap())
        .into();
    assert_eq!(bits(&whole[..17]), bits(&first[..17]));
    assert_ne!(whole[17], first[17]);
    assert_eq!(whole.len(), 89, "the deadline itself is not scored");
}

#[test]
fn a_kind_that_a_model_lacks_is_read_as_an_older_one_and_no_other_is() {
    let newer = case(&[on("a", "newer", 5)], ended("no", "2023-05-01"));
    let older = case(&[on("a", "toward", 5)], ended("no", "2023-05-01"));
    let read = |case: &Case| daily(case, &small(), &read_as());
    assert_eq!(bits(&read(&newer).unwrap()), bits(&read(&older).unwrap()));
    assert_eq!(read_as().count(&newer, &small()), 1);
    assert_eq!(read_as().count(&older, &small()), 0);
    let mut own = Model::parse(&model(4)).unwrap();
    own.kinds.insert("newer".into(), own.kinds["away"].clone());
    let own = Arc::new(own);
    assert_eq!(read_as().count(&newer, &own), 0);
    let away = case(&[on("a", "away", 5)], ended("no", "2023-05-01"));
    assert_eq!(
        bits(&daily(&newer, &own, &read_as()).unwrap()),
        bits(&read(&away).unwrap())
    );
    for kind in ["unheard", "stranger"] {
        let unknown = case(&[on("a", kind, 5)], ended("no", "2023-05-01"));
        let why = read(&unknown).unwrap_err().to_string();
        assert!(
            why.contains("the model knows no such kind (found `unheard`)"),
            "{why}"
        );
    }
}

#[test]
fn a_table_of_kinds_has_one_reason_a_kind() {
    let refused = |rows: &str| {
        let text = format!("kind,read_as,because\n{rows}");
        ReadAs::parse(&text).unwrap_err().to_string()
    };
    assert!(
        refused("a,b,so\na,c,so\n").contains("line 3, kind"),
        "twice"
    );
    assert!(refused("a,b,\n").contains("line 2, because"), "no reason");
    assert!(refused("A b,c,so\n").contains("line 2, kind"), "no name");
}

#[test]
fn the_last_that_was_heard_of_the_plan_is_its_phase() {
    use Phase::{Announced, Before, Off};
    let (yes, no) = ("summit-announced", "summit-cancelled");
    let found = |facts: &[Value]| {
        let mut facts = facts.to_vec();
        facts.sort_by_key(|f| f["known_on"].as_str().unwrap().to_owned());
        let case = case(&facts, ended("yes", &day(10)));
        phases(&case)
    };
    let runs = |parts: &[(Phase, usize)]| -> Vec<Phase> {
        let each = parts.iter().map(|(phase, n)| vec![*phase; *n]);
        each.collect::<Vec<_>>().concat()
    };
    assert_eq!(found(&[on("a", "toward", 1)]), runs(&[(Before, 10)]));
    let plan = || about(on("a", yes, 2), 8, 9);
    // On day 9 the last of the days named is over.
    assert_eq!(
        found(&[plan()]),
        runs(&[(Before, 2), (Announced, 7), (Off, 1)])
    );
    assert_eq!(
        found(&[on("a", yes, 2)]),
        runs(&[(Before, 2), (Announced, 8)]),
        "without days it stands"
    );
    assert_eq!(
        found(&[plan(), on("b", no, 4)]),
        runs(&[(Before, 2), (Announced, 2), (Off, 6)])
    );
    let anew = about(on("c", yes, 4), 10, 10);
    assert_eq!(
        found(&[plan(), on("b", no, 4), anew]),
        runs(&[(Before, 2), (Announced, 8)]),
        "of one day the announcement comes last"
    );
    let back = json!({"type": "retraction", "question": "q", "signal": "a", "known_on": day(5),
                      "because": "it was not said"});
    assert_eq!(
        found(&[plan(), back]),
        runs(&[(Before, 2), (Announced, 3), (Before, 5)])
    );
}

#[test]
fn what_is_no_case_is_refused() {
    let why = |records: &[Value]| read(records).unwrap_err().to_string();
    let signal = || on("a", "toward", 5);
    let good = |end| records(&[signal()], end);
    assert!(why(&good(ended("void", "2023-05-01"))).contains("does not fit"));
    assert!(why(&good(ended("no", "2023-04-01"))).contains("does not fit"));
    assert!(why(&good(ended("yes", "2023-02-01"))).contains("does not fit"));
    let end = || ended("yes", &day(5));
    assert!(why(&good(end())).contains("a became known outside the days"));
    let end = || ended("yes", &day(40));
    let early = records(&[signal(), on("b", "toward", 4)], end());
    assert!(why(&early).contains("do not stand in the order"));
    assert!(why(&records(&[signal(), question("r")], end())).contains("2 lines of this type"));
    assert!(why(&[question("q")]).contains("0 lines of this type"));
    let watch = json!({"type": "watch", "id": "w", "question": "q", "known_on": day(6),
                       "through": day(6), "sources": "the agencies"});
    assert!(why(&records(&[signal(), watch], end())).contains("holds no such record"));
}

/// Questions called `q0`, `q1`, ... with a signal each, some ended yes.
fn several(n: usize) -> Vec<Case> {
    let one = |i: usize| {
        let id = format!("q{i}");
        let days = 10 + i32::try_from(i).unwrap() * 7;
        let kind = ["toward", "away", "flat"][i % 3];
        let end = match i % 2 {
            0 => json!({"type": "resolution", "question": id, "outcome": "yes", "on": day(days)}),
            _ => json!({"type": "resolution", "question": id, "outcome": "no", "on": "2023-05-01"}),
        };
        let heard = signal(&format!("s{i}"), &id, kind, &day(3));
        read(&[question(&id), heard, end]).unwrap()
    };
    (0..n).map(one).collect()
}

fn scored(cases: &[Case]) -> Trial {
    let models = [Named {
        name: "small".into(),
        model: small(),
    }];
    trial(cases, &models, &read_as(), &|_, _| ()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_coin_scores_what_a_coin_scores_and_the_order_of_cases_plays_no_part(
        order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle(),
        most in 1..6_usize,
    ) {
        let all = several(6);
        let some: Vec<Case> = order.iter().take(most).map(|i| all[*i].clone()).collect();
        let found = scored(&some);
        for table in &found.tables {
            let coin = table.lines.last().unwrap().losses;
            prop_assert!((coin.log - std::f64::consts::LN_2).abs() < 1e-15);
            prop_assert!((coin.brier - 0.25).abs() < 1e-15);
            prop_assert_eq!(table.lines.len(), 3);
        }
        let mut sorted = some.clone();
        sorted.reverse();
        prop_assert_eq!(&scored(&sorted), &found);
    }
}

#[test]
fn the_number_of_questions_is_that_of_those_open_so_many_days_before() {
    let found = scored(&several(4));
    let open = |lead| {
        found
            .table(Part::Before(lead))
            .map(|t| (t.questions, t.yes))
    };
    // Lives of 10, 89, 24 and 89 days.
    assert_eq!(open(60), Some((2, 0)));
    assert_eq!(open(14), Some((3, 1)));
    assert_eq!(open(7), Some((4, 2)));
    assert!(trial(&[], &[], &read_as(), &|_, _| ()).is_err());
}

#[test]
fn cases_are_told_from_those_kept_back() {
    let chosen = |named: &[&str]| {
        let named: Vec<String> = named.iter().map(|s| (*s).to_owned()).collect();
        library::chosen(&named, false)
    };
    let home = chosen(&["biden-xi-2023", "biden-xi-2023"]).unwrap();
    assert_eq!(home.len(), 1);
    assert!(chosen(&[]).unwrap().iter().all(|held| !held.is_kept_back()));
    let near = chosen(&["biden-xi-2032"]).unwrap_err();
    assert!(
        near.remedy.contains("did you mean `biden-xi-2023`?"),
        "{}",
        near.remedy
    );
    for held in library::ALL.iter().filter(|held| held.is_kept_back()) {
        let why = chosen(&[held.id]).unwrap_err();
        assert!(why.remedy.contains("--kept-back"), "{}", why.remedy);
        assert!(library::chosen(&[held.id.to_owned()], true).is_ok());
    }
    assert!(import::in_order(&library::ALL[0].facts().unwrap()));
}
