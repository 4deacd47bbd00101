//! What the ledger costs, as ratios measured in one run: `cargo bench --bench ledger`.
//!
//! 1. A durable append of one signal with its forecast, against a bare SQLite insert of the same
//!    two entries' bytes in the same mode.
//! 2. An import of 20,000 signals over 20 questions, every forecast recorded, and where its time
//!    goes.
//! 3. The 10,001st signal of a question against the 11th.
//!
//! A name (`single`, `import`, `late`) after `--` runs one of them. The alternatives take turns and each figure is a median, so that a slow moment of the machine
//! falls on both.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time and prints"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use summit_ledger::belief::{Model, Run};
use summit_ledger::desk::{Desk, Fact, Hand, import};
use summit_ledger::model::shipped;
use summit_ledger::proof::canonical;
use summit_ledger::proof::tree::{Frontier, leaf_hash};
use summit_ledger::record::{Body, Entry, Instant, Question, date};
use summit_ledger::store::{self, Ledger, Memory, SCHEMA, Secret, topics};

const SINGLES: usize = 300;
const IMPORTED: usize = 20_000;
const QUESTIONS: usize = 20;
const IMPORTS: usize = 5;
const MANY: usize = 10_000;
const FEW: usize = 10;
const LATE: usize = 40;

fn main() {
    // `SUMMIT_BENCH_DIR` may name a folder in memory, where waiting for the disk costs nothing.
    let base = std::env::var("SUMMIT_BENCH_DIR");
    let base = base.unwrap_or_else(|_| env!("CARGO_TARGET_TMPDIR").to_owned());
    let dir = tempfile::tempdir_in(base).unwrap();
    let only = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    for (name, run) in [
        ("single", single as fn(&Path)),
        ("late", late),
        ("import", whole),
    ] {
        if only.as_deref().is_none_or(|o| o == name) {
            run(dir.path());
        }
    }
}

fn hand() -> Hand {
    Hand {
        author: "bench".into(),
        now: Instant::parse("2024-01-02T03:04:05.000000Z").unwrap(),
    }
}

fn desk(path: &Path) -> Desk {
    Desk::create(path, "bench.example/log", &hand()).unwrap()
}

fn reopen(path: &Path) -> Desk {
    // What checks cost is measured apart (`--bench checks`); the cache of beliefs needs a memory.
    let clock = store::Clock {
        now: std::time::SystemTime::now,
        wait: std::thread::sleep,
    };
    let memory = Memory::new(
        Some(path.with_extension("state")),
        Secret::new([1; 32]),
        clock,
    );
    let ledger = Ledger::open(path).unwrap().remembering(&Arc::new(memory));
    Desk::new(ledger.unchecked())
}

/// A question of one year with an occasion towards its end.
fn question(id: &str) -> Value {
    json!({
        "type": "question", "id": id, "title": "Will the two leaders meet in person this year?",
        "participants": ["A", "B"], "criteria": "In person, by the published readouts.",
        "opens": "2022-12-31", "deadline": "2023-12-31",
        "prior": {"meetings": 8, "years": 30, "source": "Visits of one to the other's country."},
        "occasions": [{"id": "forum", "name": "The forum", "first": "2023-11-11",
                       "last": "2023-11-17", "held": 2, "of": 4}]
    })
}

/// The `i`-th signal of a question, on a day of its year.
fn signal(kinds: &[String], question: &str, i: usize, day: usize) -> Value {
    let opens = date::number(date::parse("2022-12-31").unwrap());
    let known = date::from_number(opens + i32::try_from(day).unwrap());
    let observed = date::from_number(opens + i32::try_from(day.saturating_sub(i % 3)).unwrap());
    let grade = ["A1", "B2", "B3", "C3"][i % 4];
    json!({
        "type": "signal", "id": format!("{question}-{i:05}"), "question": question,
        "kind": kinds[i * 7 % kinds.len()], "observed_on": observed.to_string(),
        "known_on": known.to_string(), "grade": grade,
        "summary": format!("Officials of the two sides met for talks, round {i}, and agreed to go on."),
        "source": {"name": "Reuters", "url": format!("https://example.org/world/{known}/{i}"),
                   "published_on": known.to_string()}
    })
}

fn kinds() -> (Model, Vec<String>) {
    let model = Model::parse(shipped::FEED.built).unwrap();
    let kinds = model.kinds.keys().cloned().collect();
    (model, kinds)
}

fn facts(records: &[Value]) -> Vec<Fact> {
    let text: String = records.iter().map(|r| format!("{r}\n")).collect();
    import::parse("bench.jsonl", &text, &|_| Ok(shipped::FEED.built.to_vec())).unwrap()
}

fn timed<T>(into: &mut Vec<Duration>, f: impl FnOnce() -> T) -> T {
    let start = Clock::now();
    let out = f();
    into.push(start.elapsed());
    out
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

fn ratio(a: &[Duration], b: &[Duration]) -> f64 {
    median(a).as_secs_f64() / median(b).as_secs_f64()
}

fn us(times: &[Duration]) -> String {
    format!("{:.0} us", median(times).as_secs_f64() * 1e6)
}

/// A bare database in the mode of a ledger, with one table.
fn bare(path: &Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
         CREATE TABLE entry(seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;",
    )
    .unwrap();
    db
}

fn single(dir: &Path) {
    let (_, kinds) = kinds();
    let path = dir.join("single.db");
    let mut kept = desk(&path);
    kept.append(&hand(), facts(&[question("q")])).unwrap();
    let mut db = bare(&dir.join("bare.db"));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for i in 0..SINGLES {
        let fact = facts(&[signal(&kinds, "q", i, 1 + i * 360 / SINGLES)]);
        timed(&mut ours, || kept.append(&hand(), fact).unwrap());
        let ledger = kept.ledger();
        let size = ledger.tip().unwrap().size();
        let rows = ledger.rows(size - 2, 2).unwrap();
        timed(&mut theirs, || {
            let tx = db
                .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
                .unwrap();
            for row in &rows {
                tx.prepare_cached("INSERT INTO entry VALUES (?1, ?2)")
                    .unwrap()
                    .execute(params![row.seq as i64, row.bytes])
                    .unwrap();
            }
            tx.commit().unwrap();
        });
    }
    println!(
        "single append, durable: {} against {} bare: {:.2} times (aim: at most 2)",
        us(&ours),
        us(&theirs),
        ratio(&ours, &theirs)
    );
}

fn late(dir: &Path) {
    let (_, kinds) = kinds();
    // Both files also hold a question of many signals, and a reader stays, so that in both the
    // write-ahead log has its full size and no append pays for growing it.
    let make = |name: &str, count: usize| {
        let path = dir.join(name);
        let mut desk = desk(&path);
        let mut records = vec![question("q"), question("other")];
        records.extend((0..count).map(|i| signal(&kinds, "q", i, 1 + i * 290 / count)));
        desk.append(&hand(), facts(&records)).unwrap();
        let others = (0..2000).map(|i| signal(&kinds, "other", i, 1 + i * 290 / 2000));
        desk.append(&hand(), facts(&others.collect::<Vec<_>>()))
            .unwrap();
        let reader = Connection::open(&path).unwrap();
        let size = "SELECT max(seq) FROM entry";
        reader.query_row(size, [], |r| r.get::<_, i64>(0)).unwrap();
        (path, reader)
    };
    let (few, _reader) = make("few.db", FEW);
    let (many, _reader) = make("many.db", MANY);
    let next = |i: usize| facts(&[signal(&kinds, "q", 90_000 + i, 300)]);

    let (mut kept_few, mut kept_many) = (reopen(&few), reopen(&many));
    kept_few.append(&hand(), next(0)).unwrap();
    kept_many.append(&hand(), next(0)).unwrap();
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for i in 1..LATE {
        let (x, y) = (next(i), next(i));
        timed(&mut a, || kept_few.append(&hand(), x).unwrap());
        timed(&mut b, || kept_many.append(&hand(), y).unwrap());
    }
    println!(
        "signal {} against {}, desk kept open: {} against {}: {:.2} times (aim: at most 1.5)",
        MANY + 1,
        FEW + 1,
        us(&b),
        us(&a),
        ratio(&b, &a)
    );
    drop((kept_few, kept_many));

    let (mut a, mut b) = (Vec::new(), Vec::new());
    for i in LATE..2 * LATE {
        let (x, y) = (next(i), next(i));
        timed(&mut a, || reopen(&few).append(&hand(), x).unwrap());
        timed(&mut b, || reopen(&many).append(&hand(), y).unwrap());
    }
    println!(
        "signal {} against {}, a new desk each: {} against {}: {:.2} times (aim: at most 1.5)",
        MANY + 1,
        FEW + 1,
        us(&b),
        us(&a),
        ratio(&b, &a)
    );
}

fn whole(dir: &Path) {
    let (model, kinds) = kinds();
    let mut records: Vec<Value> = (0..QUESTIONS).map(|q| question(&format!("q{q}"))).collect();
    let each = IMPORTED / QUESTIONS;
    for i in 0..each {
        for q in 0..QUESTIONS {
            records.push(signal(&kinds, &format!("q{q}"), i, 1 + i * 360 / each));
        }
    }
    let (mut parsing, mut appending) = (Vec::new(), Vec::new());
    let model = Arc::new(model);
    let (mut belief, mut bytes, mut sqlite) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..IMPORTS {
        let path = dir.join(format!("import{run}.db"));
        let mut desk = desk(&path);
        let file = timed(&mut parsing, || facts(&records));
        let file = import::arrange(file, false);
        timed(&mut appending, || desk.append(&hand(), file).unwrap());

        let ledger = desk.ledger();
        let rows = ledger.rows(0, usize::MAX).unwrap();
        let entries: Vec<Entry> = rows
            .iter()
            .map(|r| canonical::decode(&r.bytes).unwrap())
            .collect();
        timed(&mut belief, || {
            for id in 0..QUESTIONS {
                let id = format!("q{id}");
                let mine = |e: &&Entry| e.body.questions().iter().any(|q| q.as_str() == id);
                let mut facts = entries.iter().filter(mine);
                let Some(Body::Question(q)) = facts.next().map(|e| &e.body) else {
                    panic!("a question comes first");
                };
                let question = Arc::new(Question::clone(q));
                let mut run = Run::open(question, Arc::clone(&model)).unwrap();
                black_box(run.outlook().unwrap());
                for e in facts.filter(|e| !matches!(e.body, Body::Forecast(_))) {
                    run.enter(e.seq, &e.body).unwrap();
                    black_box(run.outlook().unwrap());
                }
            }
        });
        timed(&mut bytes, || {
            let mut tree = Frontier::new();
            for e in &entries {
                tree.push(leaf_hash(&canonical::encode(e).unwrap()))
                    .unwrap();
            }
            black_box(tree.root());
        });
        let db = Connection::open(dir.join(format!("rows{run}.db"))).unwrap();
        db.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
            .unwrap();
        db.execute_batch(SCHEMA).unwrap();
        timed(&mut sqlite, || insert_rows(&db, &rows, &entries));
    }
    let rate = IMPORTED as f64 / median(&appending).as_secs_f64();
    let share = |times: &[Duration]| {
        let part = median(times).as_secs_f64();
        let whole = median(&appending).as_secs_f64();
        format!("{:.2} s ({:.0} %)", part, 100.0 * part / whole)
    };
    println!(
        "import of {IMPORTED} signals on {QUESTIONS} questions: {:.2} s, {rate:.0} a second (aim: 20000)",
        median(&appending).as_secs_f64()
    );
    println!(
        "  of it, measured alone: belief {}, canonical bytes and hashes {}, SQLite rows {}; \
         reading the file, before it: {:.2} s",
        share(&belief),
        share(&bytes),
        share(&sqlite),
        median(&parsing).as_secs_f64()
    );
}

/// The rows that an import writes, and nothing else.
fn insert_rows(db: &Connection, rows: &[summit_ledger::store::Stored], entries: &[Entry]) {
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut tree = Frontier::new();
    for (row, entry) in rows.iter().zip(entries) {
        let seq = row.seq as i64;
        db.prepare_cached("SELECT 1 FROM entry WHERE id=?1")
            .unwrap()
            .exists([&row.id])
            .unwrap();
        db.prepare_cached("INSERT INTO entry VALUES (?1,?2,?3,?4,?5,?6)")
            .unwrap()
            .execute(params![
                seq,
                row.id,
                row.type_name,
                row.recorded_at,
                row.leaf,
                row.bytes
            ])
            .unwrap();
        let leaf = row.leaf.as_slice().try_into().unwrap();
        for node in tree.push(leaf).unwrap() {
            db.prepare_cached("INSERT INTO node VALUES (?1,?2,?3)")
                .unwrap()
                .execute(params![node.level, node.index as i64, node.hash.as_slice()])
                .unwrap();
        }
        for topic in topics(&entry.body) {
            db.prepare_cached("INSERT INTO mention VALUES (?1,?2)")
                .unwrap()
                .execute(params![topic, seq])
                .unwrap();
        }
    }
    db.execute_batch("COMMIT").unwrap();
}
