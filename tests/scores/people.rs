//! What people's past scores do to the pool of a later question, and what they may not do.

use serde_json::{Value, json};
use summit_ledger::desk::Desk;
use summit_ledger::desk::score::Ask;
use summit_ledger::record::Name;
use summit_ledger::score::people::{Beside, LEAST, Weights};

use crate::support::{append, create, last, model_line, question};

/// What ana and ben say of each question that ended before.
const SAID: [(&str, f64); 2] = [("ana", 0.9), ("ben", 0.2)];

fn name(id: &str) -> Name {
    Name::parse(id).unwrap()
}

fn guess(who: &str, question: &str, day: &str, p: f64) -> Value {
    json!({"type": "guess", "id": format!("{who}-{question}"), "question": question, "known_on": day,
           "p": p, "because": "a hunch", "by": who})
}

fn ended(question: &str, yes: bool, day: &str) -> Value {
    let outcome = if yes { "yes" } else { "no" };
    json!({"type": "resolution", "question": question, "outcome": outcome, "on": day})
}

/// A question of which both say something at its opening, and how it ended.
fn past(id: &str, deadline: &str, yes: bool) -> Vec<Value> {
    let mut asked = question(id);
    asked["deadline"] = json!(deadline);
    let said = SAID.map(|(who, p)| guess(who, id, "2023-02-01", p));
    [&[asked][..], &said, &[ended(id, yes, deadline)]].concat()
}

/// A ledger of questions that ended in May as given; of one that ended in July; and of `now`, which
/// opened in June.
fn ledger(dir: &tempfile::TempDir, in_may: &[bool], in_july: bool) -> Desk {
    let may = in_may.iter().enumerate();
    let mut records = vec![model_line()];
    records.extend(may.flat_map(|(n, yes)| past(&format!("may-{n}"), "2023-05-01", *yes)));
    records.extend(past("july", "2023-07-01", in_july));
    let mut now = question("now");
    (now["opens"], now["deadline"]) = (json!("2023-06-01"), json!("2023-09-01"));
    now["occasions"] = json!([]);
    let said = [("ana", 0.7), ("ben", 0.4)].map(|(who, p)| guess(who, "now", "2023-06-02", p));
    records.extend([&[now][..], &said].concat());
    let mut desk = create(dir.path(), "people.db");
    append(&mut desk, &records);
    desk
}

/// The pool of `now` while it is open, and what its score says once it ended: with the weights of each.
fn pools(in_may: &[bool], in_july: bool) -> ((f64, Weights), Beside) {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = ledger(&dir, in_may, in_july);
    let now = desk.numbers_now(&name("now")).unwrap();
    append(&mut desk, &[ended("now", true, "2023-08-01")]);
    let report = desk.score(&[name("now")], &Ask::default()).unwrap();
    let beside = report.people[&name("now")].clone();
    ((now.pool.unwrap(), now.weights), beside)
}

/// Three of ten came.
const MAY: [bool; LEAST] = [
    true, true, true, false, false, false, false, false, false, false,
];

#[test]
fn who_was_right_before_weighs_more_by_what_each_gave_to_what_came() {
    let dir = tempfile::tempdir().unwrap();
    let desk = ledger(&dir, &MAY, true);
    // Without a signal the model's number of the opening holds to the end, as people's do.
    let model = |id: &str| f64::from_bits(last(&desk, id).p);
    let gave = |p: f64, yes: bool| if yes { p } else { 1.0 - p };
    let ratio =
        |p, (n, yes): (usize, &bool)| gave(p, *yes) / gave(model(&format!("may-{n}")), *yes);
    let geometric = |p| {
        MAY.iter()
            .enumerate()
            .map(|q| ratio(p, q).powf(0.1))
            .product::<f64>()
    };
    let raw = SAID.map(|(_, p)| geometric(p));
    let whole = 1.0 + raw[0] + raw[1];
    let ((pool, weights), scored) = pools(&MAY, true);
    assert!(weights.by_scores);
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    near(weights.model, 1.0 / whole);
    near(weights.people["ana"], raw[0] / whole);
    near(weights.people["ben"], raw[1] / whole);
    assert!(weights.people["ben"] > 2.0 * weights.people["ana"]);
    assert_eq!(scored.weights, weights);
    // The pool itself, from the numbers that stand.
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let mean = (logit(model("now")) + raw[0] * logit(0.7) + raw[1] * logit(0.4)) / whole;
    near(logit(pool), mean);
}

#[test]
fn what_ends_after_a_question_opened_changes_nothing_in_its_pool() {
    let before = pools(&MAY, true);
    assert_eq!(pools(&MAY, false), before);
    // What had ended then does.
    let mut other = MAY;
    other[0] = false;
    assert_ne!(pools(&other, true), before);
    // And with one fewer all weigh alike, though another ended later.
    let ((_, few), _) = pools(&MAY[1..], true);
    assert_eq!((few.by_scores, few.model), (false, 1.0 / 3.0));
}
