//! What the tests share.

pub mod home;
pub mod story;
pub mod tools;
pub mod vectors;

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use summit_ledger::belief::{Model, Outlook, Run};
use summit_ledger::desk::{Desk, DeskError, Fact, Hand, import};
use summit_ledger::record::{Body, Forecast, Instant, Name, date};
use summit_ledger::store::{Clock, Ledger, Memory, Secret};

/// The moment at which tests append.
pub fn moment(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// The hand that tests append with.
pub fn hand() -> Hand {
    Hand {
        author: "ana".into(),
        now: moment("2026-01-02T03:04:05.000000Z"),
    }
}

/// A new ledger in a folder, under a name.
pub fn create(dir: &Path, name: &str) -> Desk {
    Desk::create(&dir.join(name), "test.example/log", &hand()).unwrap()
}

/// A desk on a ledger that is there, with a memory beside it.
pub fn open(dir: &Path, name: &str) -> Desk {
    Desk::new(
        Ledger::open(&dir.join(name))
            .unwrap()
            .remembering(&memory(dir, name)),
    )
}

/// A memory of one ledger, in a folder beside it: ledgers of tests may begin with the same entry.
pub fn memory(dir: &Path, name: &str) -> Arc<Memory> {
    let clock = Clock {
        now: std::time::SystemTime::now,
        wait: std::thread::sleep,
    };
    let folder = dir.join(format!("state-{name}"));
    Arc::new(Memory::new(Some(folder), Secret::new([7; 32]), clock))
}

/// A small model: kinds `toward`, `away` and `flat`, four lead bins, draws that differ.
pub fn model(draws: usize) -> Vec<u8> {
    let rows = |base: [f64; 4]| -> Vec<Vec<f64>> {
        let spread = |k: usize| 0.7 + 0.6 * (k as f64 + 0.5) / draws as f64;
        (0..draws)
            .map(|k| base.iter().map(|r| 1.0 + (r - 1.0) * spread(k)).collect())
            .collect()
    };
    let kind = |base| {
        json!({"label": "a kind", "group": "tests", "basis": "judgement", "weight": 0.9,
               "intensity_draws": rows(base)})
    };
    let value = json!({
        "type": "model", "id": "small", "draws": draws, "tail_days": 9,
        "lead_edges": [3, 9, 27, 60], "repeat_window_days": 5, "repeat_discount": 0.5,
        "source_reliability": {"A": 1.0, "B": 0.85, "C": 0.7, "D": 0.4, "E": 0.2, "F": 0.5},
        "information_credibility": {"1": 1.0, "2": 0.85, "3": 0.7, "4": 0.4, "5": 0.2, "6": 0.5},
        "kinds": {"toward": kind([3.1, 2.2, 1.6, 1.2]), "away": kind([0.4, 0.6, 0.8, 0.95]),
                  "flat": kind([1.3, 1.3, 1.3, 1.3])}
    });
    value.to_string().into_bytes()
}

/// A question that runs from 1 February to 1 May 2023, with one occasion in March.
pub fn question(id: &str) -> Value {
    json!({
        "type": "question", "id": id, "title": "Will they meet?", "participants": ["A", "B"],
        "criteria": "In person.", "opens": "2023-02-01", "deadline": "2023-05-01",
        "prior": {"meetings": 8, "years": 30},
        "occasions": [{"id": "forum", "name": "The forum", "first": "2023-03-20",
                       "last": "2023-03-24", "held": 2, "of": 4}]
    })
}

/// A signal of a kind, known on a day, on one question.
pub fn signal(id: &str, question: &str, kind: &str, day: &str) -> Value {
    json!({"type": "signal", "id": id, "question": question, "kind": kind, "observed_on": day,
           "known_on": day, "summary": "Something happened.", "grade": "B2"})
}

/// The day `n` days after the opening of [`question`].
pub fn day(n: i32) -> String {
    let opens = date::number(date::parse("2023-02-01").unwrap());
    date::from_number(opens + n).to_string()
}

/// Records as the lines of a case file.
pub fn lines(records: &[Value]) -> String {
    records.iter().map(|r| format!("{r}\n")).collect()
}

/// Reads records as a case file called `case.jsonl`; any model file is [`model`] of four draws.
pub fn parse(text: &str) -> Result<Vec<Fact>, DeskError> {
    import::parse("case.jsonl", text, &|_| Ok(model(4)))
}

/// The facts of records, which must be good.
pub fn facts(records: &[Value]) -> Vec<Fact> {
    parse(&lines(records)).unwrap()
}

/// Adopts [`model`] of four draws and appends records, in their order.
pub fn append(desk: &mut Desk, records: &[Value]) {
    desk.append(&hand(), facts(records)).unwrap();
}

/// The line that takes the small model into use.
pub fn model_line() -> Value {
    json!({"type": "model", "file": "small.json"})
}

/// The bits of a forecast, to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    pub as_of: String,
    pub p: u64,
    pub lo: u64,
    pub hi: u64,
    pub draws: u64,
}

impl Bits {
    /// Of a recorded forecast.
    pub fn recorded(f: &Forecast) -> Self {
        Self {
            as_of: f.as_of.to_string(),
            p: f.p.to_bits(),
            lo: f.lo.to_bits(),
            hi: f.hi.to_bits(),
            draws: f.effective_draws.to_bits(),
        }
    }

    /// Of a computed one.
    pub fn computed(o: &Outlook) -> Self {
        Self {
            as_of: date::from_number(o.as_of).to_string(),
            p: o.p.to_bits(),
            lo: o.lo.to_bits(),
            hi: o.hi.to_bits(),
            draws: o.effective_draws.to_bits(),
        }
    }
}

/// The recorded forecasts of a question, in the order of the log, each with its cause's id.
pub fn recorded(desk: &Desk, question: &str) -> Vec<(String, Bits)> {
    let id = Name::parse(question).unwrap();
    let account = desk.history(&id, None).unwrap();
    let row = |r: &summit_ledger::record::Row| (r.cause.id.clone(), Bits::recorded(&r.forecast));
    account.rows.iter().map(row).collect()
}

/// The last recorded forecast of a question.
pub fn last(desk: &Desk, question: &str) -> Bits {
    recorded(desk, question).pop().unwrap().1
}

/// The forecasts of a question derived again from its facts and nothing else.
pub fn rederived(desk: &Desk, question: &str, model: &Model) -> Vec<Bits> {
    let ledger = desk.ledger();
    let mut facts = ledger.facts_about(question, None).unwrap();
    let Body::Question(q) = facts.remove(0).body else {
        panic!("the first fact of a question is the question");
    };
    let mut run = Run::open(Arc::from(q), Arc::new(model.clone())).unwrap();
    let mut out = vec![Bits::computed(&run.outlook().unwrap())];
    for fact in &facts {
        run.enter(fact.seq, &fact.body).unwrap();
        out.push(Bits::computed(&run.outlook().unwrap()));
    }
    out
}
