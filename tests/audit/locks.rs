//! SQLite's locks last as long as its connection. On POSIX systems closing any other handle of the same
//! file drops them, and then another process folds the log away under whoever still reads or appends.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use summit_ledger::store::Ledger;
use summit_ledger::store::inspect::Inspector;

use super::common::home;
use crate::support;

/// Locks that this process holds on a file, by the system's own list.
fn held(path: &Path) -> usize {
    let (me, inode) = (std::process::id(), path.metadata().unwrap().ino());
    let (me, end) = (me.to_string(), format!(":{inode}"));
    let locks = std::fs::read_to_string("/proc/locks").unwrap();
    let mine = locks.lines().filter(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.contains(&"POSIX")
            && words.contains(&me.as_str())
            && words.iter().any(|w| w.ends_with(&end))
    });
    mine.count()
}

#[test]
fn the_locks_on_a_ledger_outlast_its_check_and_what_is_remembered_of_it() {
    let home = home();
    let memory = support::memory(home.path(), "locks");
    for writes in [false, true] {
        let opened = match writes {
            true => Ledger::open(&home.ledger()),
            false => Ledger::open_read_only(&home.ledger()),
        };
        let mut ledger = opened.unwrap().remembering(&memory);
        ledger.hold().unwrap();
        let first = held(&home.ledger());
        assert!(first > 0, "SQLite holds none, or this test cannot see them");
        ledger.leave().unwrap();
        ledger.hold().unwrap();
        assert_eq!(held(&home.ledger()), first);
        ledger.leave().unwrap();
        if writes {
            drop(ledger.begin().unwrap());
            assert!(held(&home.ledger()) > 0);
        }
    }
}

#[test]
fn the_locks_on_a_ledger_outlast_a_look_at_its_header() {
    let home = home();
    let ledger = Ledger::open_read_only(&home.ledger()).unwrap();
    ledger.hold().unwrap();
    let first = held(&home.ledger());
    assert!(first > 0);
    assert!(Inspector::open(&home.ledger()).unwrap().keeps_log());
    assert_eq!(held(&home.ledger()), first);
}
