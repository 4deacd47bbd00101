//! Any byte changed anywhere: never a pass with changed content, never a panic, never a hang.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use summit_ledger::audit::{self, Options};

use super::common::home;

/// The rows of all ledger tables, as text.
pub fn content(path: &Path) -> rusqlite::Result<Vec<String>> {
    let db = Connection::open(path)?;
    let mut out = Vec::new();
    for table in ["entry", "node", "mention", "attachment", "checkpoint"] {
        let mut read = db.prepare(&format!("SELECT * FROM {table} NOT INDEXED"))?;
        let columns = read.column_count();
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let cells: Vec<_> = (0..columns)
                .map(|i| row.get_ref(i))
                .collect::<Result<_, _>>()?;
            out.push(format!("{table} {cells:?}"));
        }
    }
    Ok(out)
}

/// Findings beside the missing triggers that the test itself took away.
fn seen(path: &Path) -> bool {
    match audit::run(path, &Options::default(), &mut |_| {}) {
        Ok(report) => report.findings.iter().any(|f| f.code != "guard-missing"),
        Err(_) => true,
    }
}

#[test]
fn every_byte_of_every_row_of_the_log() {
    let home = home();
    let db = Connection::open(home.ledger()).unwrap();
    db.execute_batch("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF")
        .unwrap();
    for name in ["entry_dense", "entry_no_update", "entry_no_delete"] {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    assert!(!seen(&home.ledger()));
    let rows: i64 = db
        .query_row("SELECT count(*) FROM entry", [], |r| r.get(0))
        .unwrap();
    assert_eq!(rows, 10);
    let mut flips = 0;
    for seq in 0..rows {
        for (column, kind) in [
            ("id", "TEXT"),
            ("type", "TEXT"),
            ("recorded_at", "TEXT"),
            ("leaf", "BLOB"),
            ("bytes", "BLOB"),
        ] {
            let read = format!("SELECT CAST({column} AS BLOB) FROM entry WHERE seq={seq}");
            let bytes: Vec<u8> = db.query_row(&read, [], |r| r.get(0)).unwrap();
            let write = format!("UPDATE entry SET {column}=CAST(?1 AS {kind}) WHERE seq={seq}");
            let mut write = db.prepare(&write).unwrap();
            for at in 0..bytes.len() {
                let mut altered = bytes.clone();
                altered[at] ^= 1 << (at % 8);
                write.execute([&altered]).unwrap();
                assert!(seen(&home.ledger()), "entry {seq}, {column}, byte {at}");
                flips += 1;
            }
            write.execute([&bytes]).unwrap();
        }
    }
    assert!(!seen(&home.ledger()));
    assert!(flips > 3000, "{flips}");
}

#[test]
fn bytes_of_the_file() {
    let home = home();
    let log = super::common::key(super::common::ORIGIN, 1);
    super::common::seal(&home, &log, "kept.note");
    let original = std::fs::read(home.ledger()).unwrap();
    let before = content(&home.ledger()).unwrap();
    // No page of this file is free, so every byte is in play.
    assert_eq!(original[36..40], [0; 4]);
    let path = home.path().join("altered.db");
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let options = Options {
        keys: vec![log.verifier().clone()],
        ..Options::default()
    };
    let samples = 2400;
    let (mut refused, mut found, mut same) = (0, 0, 0);
    for n in 0..samples {
        // The header and the first page closely, the rest at random.
        let at = if n < 200 {
            n
        } else {
            random() as usize % original.len()
        };
        let mut altered = original.clone();
        altered[at] ^= (random() % 255 + 1) as u8;
        std::fs::write(&path, &altered).unwrap();
        let start = Instant::now();
        match audit::run(&path, &options, &mut |_| {}) {
            Err(_) => refused += 1,
            Ok(report) if !report.sound() => found += 1,
            Ok(_) => {
                assert_eq!(content(&path).unwrap(), before, "byte {at}");
                same += 1;
            }
        }
        assert!(start.elapsed() < Duration::from_secs(20), "byte {at}");
    }
    assert_eq!(refused + found + same, samples);
    assert!(
        found > 300,
        "{refused} refused, {found} found, {same} the same"
    );
}
