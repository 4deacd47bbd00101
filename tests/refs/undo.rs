//! Undo appends what takes the last append back, and nothing is lost by it.

use serde_json::{Value, json};
use summit_ledger::desk::{Desk, DeskError};
use summit_ledger::record::date;

use crate::support::{append, create, day, hand, last, model_line, question, signal};

fn desk(dir: &std::path::Path) -> Desk {
    let mut desk = create(dir, "undo.db");
    append(&mut desk, &[model_line(), question("q")]);
    append(&mut desk, &[signal("first", "q", "toward", &day(2))]);
    desk
}

/// Undoes on the day of the last signal; how many facts that took.
fn undo(desk: &mut Desk) -> Result<usize, DeskError> {
    let today = date::parse(&day(2)).unwrap();
    let undo = desk.undo(Some("a slip"), today)?;
    Ok(desk.append(&hand(), undo.facts)?.len())
}

fn amend(desk: &mut Desk, id: &str, old: &str, grade: &str) {
    let retraction = json!({"type": "retraction", "question": "q", "signal": old,
        "known_on": day(2), "because": "seen"});
    let mut new = signal(id, "q", "toward", &day(2));
    (new["amends"], new["grade"]) = (json!(old), json!(grade));
    // One after the other: of one case file the signal would come first.
    append(desk, &[retraction]);
    append(desk, &[new]);
}

#[test]
fn a_signal_is_taken_out_to_the_bit_and_an_undone_undo_puts_it_in_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(dir.path());
    let before = last(&desk, "q");
    append(&mut desk, &[signal("slip", "q", "away", &day(2))]);
    let with = last(&desk, "q");
    assert_eq!(undo(&mut desk).unwrap(), 1);
    assert_eq!(last(&desk, "q"), before);
    assert_eq!(undo(&mut desk).unwrap(), 1);
    assert_eq!(last(&desk, "q"), with);
    let numbers = desk.numbers(&summit_ledger::record::Name::parse("q").unwrap());
    assert_eq!(numbers.unwrap().number("slip.2"), Some(2));
    // And so on: each takes back the one before.
    for wanted in [&before, &with, &before] {
        undo(&mut desk).unwrap();
        assert_eq!(last(&desk, "q"), *wanted);
    }
}

#[test]
fn what_was_retracted_comes_back_and_goes_again_on_its_own_questions_only() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = create(dir.path(), "undo.db");
    append(&mut desk, &[model_line(), question("p"), question("q")]);
    append(&mut desk, &[signal("first", "p", "toward", &day(2))]);
    let mut both = signal("both", "q", "toward", &day(2));
    both["question"] = json!(["p", "q"]);
    append(&mut desk, &[both]);
    let (p, q) = (last(&desk, "p"), last(&desk, "q"));
    let retraction = json!({"type": "retraction", "question": "p", "signal": "both",
        "known_on": day(2), "because": "of q alone"});
    append(&mut desk, &[retraction]);
    let without = last(&desk, "p");
    for wanted in [&p, &without, &p, &without] {
        undo(&mut desk).unwrap();
        assert_eq!(
            (last(&desk, "p"), last(&desk, "q")),
            (wanted.clone(), q.clone())
        );
    }
}

#[test]
fn an_amendment_goes_back_to_the_signal_as_it_was_and_forth_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(dir.path());
    let was = last(&desk, "q");
    amend(&mut desk, "first.2", "first", "F5");
    let amended = last(&desk, "q");
    assert_ne!(amended, was);
    assert_eq!(undo(&mut desk).unwrap(), 2);
    assert_eq!(last(&desk, "q"), was);
    assert_eq!(undo(&mut desk).unwrap(), 2);
    assert_eq!(last(&desk, "q"), amended);
}

#[test]
fn endings_are_undone_by_their_opposites() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(dir.path());
    let ended = |desk: &Desk| {
        let id = summit_ledger::record::Name::parse("q").unwrap();
        let resolution = desk.history(&id, None).unwrap().resolution;
        resolution.map(|r| r.outcome.as_str())
    };
    let resolution = |outcome: &str, because: Option<&str>| -> Value {
        let mut r = json!({"type": "resolution", "question": "q", "outcome": outcome,
            "on": day(2), "source": {"name": "s"}});
        if let Some(because) = because {
            r["because"] = json!(because);
        }
        r
    };
    append(&mut desk, &[resolution("yes", None)]);
    undo(&mut desk).unwrap();
    assert_eq!(ended(&desk), None);
    undo(&mut desk).unwrap();
    assert_eq!(ended(&desk), Some("yes"));
    append(&mut desk, &[resolution("void", Some("a deputy came"))]);
    undo(&mut desk).unwrap();
    assert_eq!(ended(&desk), Some("yes"));
}

#[test]
fn what_cannot_be_taken_back_is_refused_with_what_to_do_instead() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = create(dir.path(), "undo.db");
    append(&mut desk, &[model_line(), question("q")]);
    let refused = undo(&mut desk).unwrap_err();
    assert!(
        refused.to_string().contains("a question: it cannot"),
        "{refused}"
    );
    assert!(
        refused.hint().contains("resolve void"),
        "{}",
        refused.hint()
    );
    append(
        &mut desk,
        &[json!({"type": "passage", "question": "q", "known_on": day(2)})],
    );
    let refused = undo(&mut desk).unwrap_err();
    assert!(refused.to_string().contains("a passage"), "{refused}");
}
