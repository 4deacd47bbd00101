//! Numbers of signals, and what references name.

use serde_json::{Value, json};
use summit_ledger::desk::{Desk, Reference, Wanted};
use summit_ledger::record::Name;

use crate::support::{append, create, day, model_line, question, signal};

fn q(id: &str) -> Name {
    Name::parse(id).unwrap()
}

fn retraction(question: &str, id: &str) -> Value {
    json!({"type": "retraction", "question": question, "signal": id, "known_on": day(9),
           "because": "wrong"})
}

fn amended(id: &str, old: &str) -> Value {
    let mut new = signal(id, "q", "toward", &day(2));
    new["amends"] = json!(old);
    new
}

/// Two questions; on `q` visit-a (amended), visit-b (taken out), both (on `r` too), 7.
fn desk(dir: &std::path::Path) -> Desk {
    let mut desk = create(dir, "refs.db");
    append(&mut desk, &[model_line(), question("q"), question("r")]);
    append(&mut desk, &[signal("visit-a", "q", "toward", &day(2))]);
    append(&mut desk, &[signal("visit-b", "q", "away", &day(3))]);
    append(
        &mut desk,
        &[retraction("q", "visit-a"), amended("visit-a.2", "visit-a")],
    );
    append(&mut desk, &[retraction("q", "visit-b")]);
    let mut both = signal("both", "q", "flat", &day(4));
    both["question"] = json!(["q", "r"]);
    append(&mut desk, &[both]);
    append(&mut desk, &[signal("7", "q", "flat", &day(5))]);
    desk
}

/// The id that a reference names, else what is said of it.
fn named(desk: &Desk, typed: &str, wanted: Wanted, question: Option<&str>) -> String {
    let question = question.map(q);
    let reference = Reference::parse(typed).unwrap();
    match desk.referred(&reference, wanted, question.as_ref()) {
        Ok(entry) => entry.id,
        Err(e) => format!("{e} / {}", e.hint()),
    }
}

#[test]
fn a_number_stays_through_amendment_and_retraction_and_is_never_given_again() {
    let dir = tempfile::tempdir().unwrap();
    let desk = desk(dir.path());
    let numbers = desk.numbers(&q("q")).unwrap();
    let of = |id| numbers.number(id);
    assert_eq!(
        (of("visit-a"), of("visit-a.2"), of("visit-b")),
        (Some(1), Some(1), Some(2))
    );
    assert_eq!((of("both"), of("7"), of("none")), (Some(3), Some(4), None));
    assert_eq!(
        (numbers.count(), numbers.get(0), numbers.get(5)),
        (4, None, None)
    );
    let first = numbers.get(1).unwrap();
    assert_eq!(first.current().unwrap().id, q("visit-a.2"));
    assert!(first.versions()[0].out.is_some() && first.versions()[1].out.is_none());
    assert_eq!(numbers.get(2).unwrap().current().unwrap().id, q("visit-b"));
    assert_eq!(desk.numbers(&q("r")).unwrap().number("both"), Some(1));
}

#[test]
fn a_reference_names_one_thing_or_says_what_it_could_be() {
    let dir = tempfile::tempdir().unwrap();
    let desk = desk(dir.path());
    let told = |typed| named(&desk, typed, Wanted::Told, Some("q"));
    assert_eq!(told("#1"), "visit-a.2");
    assert_eq!(told("3"), "both");
    assert_eq!(named(&desk, "1", Wanted::Told, Some("r")), "both");
    assert_eq!(told("visit-a"), "visit-a");
    assert_eq!(told("visit-a."), "visit-a.2");
    assert_eq!(told("b"), "both");
    let several = told("visit");
    assert!(
        several.contains("visit-a (@") && several.contains("visit-b (@"),
        "{several}"
    );
    assert!(
        told("#9").contains("signals #1 to #4, and no #9"),
        "{}",
        told("#9")
    );
    assert!(told("zz").contains("no signal `zz`"), "{}", told("zz"));
    assert!(
        told("q").contains("is a question, not a signal"),
        "{}",
        told("q")
    );
}

#[test]
fn digits_are_a_signal_or_an_entry_by_what_is_wanted_and_never_one_of_two_signals() {
    let dir = tempfile::tempdir().unwrap();
    let desk = desk(dir.path());
    assert_eq!(named(&desk, "7", Wanted::Told, Some("q")), "7");
    assert_eq!(named(&desk, "0", Wanted::InLog, None), "ledger");
    let seven = named(&desk, "7", Wanted::InLog, None);
    assert!(
        seven.contains("the id of one entry and the number of another"),
        "{seven}"
    );
    assert_eq!(named(&desk, "@0", Wanted::Any, None), "ledger");
    assert!(named(&desk, "@999", Wanted::Any, None).contains("no entry @999"));
    assert_eq!(
        named(&desk, "small", Wanted::Any, None).split(':').next(),
        Some("model")
    );
    let mut desk = desk;
    append(&mut desk, &[signal("1", "q", "flat", &day(6))]);
    let both = named(&desk, "1", Wanted::Told, Some("q"));
    assert!(
        both.contains("visit-a.2 (@") && both.contains("1 (@"),
        "{both}"
    );
}

#[test]
fn a_question_is_found_by_a_part_that_only_one_has() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = create(dir.path(), "named.db");
    append(
        &mut desk,
        &[model_line(), question("modi-xi-2026"), question("putin-xi")],
    );
    let found = |typed| desk.the_question(Some(typed));
    assert_eq!(found("Mod").unwrap(), q("modi-xi-2026"));
    assert_eq!(found("2026").unwrap(), q("modi-xi-2026"));
    let several = found("xi").unwrap_err();
    assert!(
        several.hint().contains("modi-xi-2026, putin-xi"),
        "{}",
        several.hint()
    );
    assert!(
        found("biden")
            .unwrap_err()
            .to_string()
            .contains("no such question")
    );
}
