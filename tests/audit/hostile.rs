//! Files made to break the auditor: an answer, never a panic, never a hang.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::common::{alter, audit, home};
use crate::support::home::Home;

/// Makes the tables accept anything, does `change`, and makes them look built-in again.
fn loosely(home: &Home, change: &str) {
    alter(home, |db| {
        let strict: Vec<(String, String)> = db
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type='table'")
            .unwrap()
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let write = |sql: &str, name: &str| {
            db.execute("UPDATE sqlite_schema SET sql=?1 WHERE name=?2", [sql, name])
                .unwrap();
        };
        db.execute_batch("PRAGMA writable_schema=ON; PRAGMA ignore_check_constraints=ON")
            .unwrap();
        for (name, sql) in &strict {
            write(
                &sql.replace(") STRICT, ", ") ").replace(") STRICT", ")"),
                name,
            );
        }
        db.execute_batch("PRAGMA writable_schema=RESET").unwrap();
        db.execute_batch(change).unwrap();
        db.execute_batch("PRAGMA writable_schema=ON").unwrap();
        for (name, sql) in &strict {
            write(sql, name);
        }
        db.execute_batch("PRAGMA writable_schema=RESET; PRAGMA writable_schema=OFF")
            .unwrap();
    });
}

#[test]
fn any_type_of_value_in_any_column() {
    let columns = [
        ("entry", "id", "seq=4"),
        ("entry", "type", "seq=4"),
        ("entry", "recorded_at", "seq=4"),
        ("entry", "leaf", "seq=4"),
        ("entry", "bytes", "seq=4"),
        ("node", "level", "idx=1"),
        ("node", "idx", "level=2"),
        ("node", "hash", "level=1"),
        ("mention", "topic", "seq=6"),
        ("mention", "seq", "topic=':question'"),
        ("attachment", "sha256", "media='text/html'"),
        ("attachment", "size", "media='text/html'"),
        ("attachment", "bytes", "media='text/html'"),
        ("checkpoint", "size", "1"),
        ("checkpoint", "note", "1"),
    ];
    let values = [
        "NULL",
        "-1",
        "9223372036854775807",
        "1.5",
        "9e999",
        "'text'",
        "x'ff00fe'",
        "CAST(x'ff00fe' AS TEXT)",
        "zeroblob(200000)",
    ];
    let home = home();
    super::common::seal(
        &home,
        &super::common::key(super::common::ORIGIN, 1),
        "k.note",
    );
    let original = std::fs::read(home.ledger()).unwrap();
    let mut tried = 0;
    for (table, column, place) in columns {
        for value in values {
            std::fs::write(home.ledger(), &original).unwrap();
            // Where the table itself refuses (a key that is NULL or taken), there is no case.
            let change = format!("UPDATE OR IGNORE {table} SET {column}={value} WHERE {place}");
            let tables = std::panic::catch_unwind(|| loosely(&home, &change));
            if tables.is_err() {
                continue;
            }
            tried += 1;
            let report = audit(&home.ledger());
            let same = dump(&home) == {
                let now = std::fs::read(home.ledger()).unwrap();
                std::fs::write(home.ledger(), &original).unwrap();
                let before = dump(&home);
                std::fs::write(home.ledger(), now).unwrap();
                before
            };
            assert!(!report.sound() || same, "{change}");
        }
    }
    assert!(tried > 100, "{tried}");
}

fn dump(home: &Home) -> Vec<String> {
    super::noise::content(&home.ledger()).unwrap()
}

#[test]
fn a_view_without_end_in_place_of_the_log() {
    let home = home();
    let db = Connection::open(home.ledger()).unwrap();
    db.execute_batch(
        "DROP TABLE mention;
         CREATE VIEW mention AS WITH RECURSIVE n(topic, seq) AS
           (SELECT 'q', 1 UNION ALL SELECT 'q', seq+1 FROM n) SELECT * FROM n",
    )
    .unwrap();
    drop(db);
    let start = Instant::now();
    home.fails(3, &["audit"]);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn an_altered_table_is_not_read_further() {
    let home = home();
    let db = Connection::open(home.ledger()).unwrap();
    db.execute_batch("ALTER TABLE node ADD COLUMN x INTEGER")
        .unwrap();
    drop(db);
    let report = audit(&home.ledger());
    assert!(report.findings.iter().any(|f| f.code == "schema-altered"));
    assert!(!report.counts[1].ran);
    assert!(report.unchecked[0].contains("were not run"));
}

#[test]
fn very_many_faults_are_counted_not_listed() {
    let home = home();
    alter(&home, |db| {
        db.execute_batch(
            "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i+1 FROM n WHERE i<20000)
             INSERT INTO mention SELECT 'zz', i FROM n",
        )
        .unwrap();
    });
    let report = audit(&home.ledger());
    assert_eq!(report.counts[1].faults, 19_901);
    assert!(report.findings.len() < 60);
    assert!(
        report
            .findings
            .iter()
            .any(|f| f.found.contains("19851 more"))
    );
}

#[test]
fn a_journal_left_beside_the_file() {
    let home = home();
    home.write("summit.db-journal", "left over");
    super::common::found(&home, &[], "journal-left-over", None);
}

#[test]
fn numbers_at_the_edge_of_the_log() {
    let home = home();
    alter(&home, |db| {
        db.execute_batch(
            "PRAGMA ignore_check_constraints=ON;
             INSERT INTO entry SELECT 9223372036854775807, 'x', type, recorded_at, leaf, bytes
               FROM entry WHERE seq=4;
             INSERT INTO entry SELECT -5, 'y', type, recorded_at, leaf, bytes
               FROM entry WHERE seq=4;
             INSERT INTO node VALUES (63, 9223372036854775807, zeroblob(32));",
        )
        .unwrap();
    });
    let report = audit(&home.ledger());
    assert!(report.findings.iter().any(|f| f.code == "entry-missing"));
    assert!(report.root.is_none());
}
