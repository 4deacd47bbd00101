//! What a source may say of a move, and what is built of it.

use summit_ledger::belief::two::Model;
use summit_ledger::model::two::build::build;
use summit_ledger::model::two::source::Source;

use super::made::base;

fn with(kind: &str, moved: Option<f64>, because: Option<&str>) -> Source {
    let mut source = base();
    let kind = source.kinds.get_mut(kind).unwrap();
    kind.moved = moved;
    kind.moved_because = because.map(str::to_owned);
    source
}

#[test]
fn a_move_acts_most_where_most_is_said_and_tells_why() {
    let alone = |source: &Source| {
        let model = Model::parse(build(source).unwrap().as_bytes()).unwrap();
        let kind = &model.kinds["meeting-refused"];
        (kind.alone.clone().unwrap(), kind.reasons.clone().unwrap())
    };
    let (before, _) = alone(&base());
    // Half as much again against it: 0.5 becomes 0.5^1.5, 0.9 becomes 0.9^1.5.
    let by = 0.5 * libm::log(0.5);
    let (after, reasons) = alone(&with(
        "meeting-refused",
        Some(by),
        Some("On nine questions."),
    ));
    for (a, b) in after.iter().zip(&before) {
        assert!((a - b * b.sqrt()).abs() < 1e-4, "{a} {b}");
    }
    assert!(reasons.ends_with("one of the two who would have to come. On nine questions."));
}

#[test]
fn a_move_across_1_of_a_null_or_without_a_reason_is_refused() {
    let refused = |source: Source| build(&source).unwrap_err().to_string();
    let across = refused(with("meeting-refused", Some(1.0), Some("x")));
    assert!(across.contains("the other side of 1"), "{across}");
    let null = refused(with("threat", Some(-0.1), Some("x")));
    assert!(null.contains("kinds.threat.moved"), "{null}");
    let bare = refused(with("meeting-refused", Some(-0.1), None));
    assert!(bare.contains("moved_because"), "{bare}");
}
