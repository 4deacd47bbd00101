//! Reading beside a program that writes.

use summit_ledger::desk::Desk;
use summit_ledger::store::{Ledger, Wanted};

use crate::support::{append, create, day, facts, hand, model_line, open, question, signal};

fn seqs(ledger: &Ledger, wanted: Wanted<'_>, most: usize) -> Vec<u64> {
    let mut out = Vec::new();
    ledger
        .browse(wanted, &mut |row| {
            out.push(row.seq);
            out.len() < most
        })
        .unwrap();
    out
}

#[test]
fn a_reader_notices_appends_browses_backwards_and_holds_a_moment() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = create(dir.path(), "l.db");
    append(&mut desk, &[model_line(), question("q"), question("r")]);
    let reader = Ledger::open_reader(&dir.path().join("l.db"), 512).unwrap();
    let (version, size) = (reader.version().unwrap(), reader.size().unwrap());
    assert_eq!(reader.version().unwrap(), version);
    let all: Vec<u64> = (0..size).rev().collect();
    assert_eq!(seqs(&reader, Wanted::default(), 99), all);
    assert_eq!(seqs(&reader, Wanted::default(), 2), all[..2]);

    reader.hold().unwrap();
    assert_eq!(reader.size().unwrap(), size);
    append(&mut desk, &[signal("s", "r", "toward", &day(3))]);
    assert_eq!(reader.size().unwrap(), size);
    reader.leave().unwrap();
    assert_eq!(reader.size().unwrap(), size + 2);
    assert_ne!(reader.version().unwrap(), version);

    let about = Wanted {
        question: Some("r"),
        before: Some(size + 1),
    };
    // The signal, the forecast at the opening, the question.
    let opened = reader.entry_by_id("r").unwrap().unwrap().seq;
    assert_eq!(seqs(&reader, about, 99), [size, opened + 1, opened]);
    assert!(reader.leave().is_err());
}

#[test]
fn a_reader_cannot_append() {
    let dir = tempfile::tempdir().unwrap();
    drop(create(dir.path(), "l.db"));
    let reader = Ledger::open_reader(&dir.path().join("l.db"), 512).unwrap();
    let size = reader.size().unwrap();
    let mut desk = Desk::new(reader);
    let refused = desk.append(&hand(), facts(&[model_line()]));
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(desk.ledger().size().unwrap(), size);
    let mut writer = open(dir.path(), "l.db");
    append(&mut writer, &[model_line()]);
}
