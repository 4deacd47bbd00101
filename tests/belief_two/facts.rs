//! Records of a case file as version 2 takes them in.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use summit_ledger::belief::Span;
use summit_ledger::belief::two::{Engine, Fact, Model, Question, Report, Watch};
use summit_ledger::record::{Grade, date};

/// The folders of reference vectors: of the first models, and of those that say more of plans.
pub const FOLDERS: [&str; 2] = ["belief-v2", "belief-v2-plans"];

/// A folder of reference vectors.
pub fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name)
}

/// A file of either folder.
fn file(name: &str) -> PathBuf {
    let files = FOLDERS.map(|f| folder(f).join(name));
    let found = files.iter().find(|file| file.is_file());
    found
        .unwrap_or_else(|| panic!("no reference vector {name}"))
        .clone()
}

/// The lines of a file of either folder.
pub fn lines(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(file(name)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The model of a case.
pub fn model(case: &str) -> Arc<Model> {
    let bytes = std::fs::read(file(&format!("{case}.model.json"))).unwrap();
    Arc::new(Model::parse(&bytes).unwrap())
}

/// The question of a case, and its facts in the order of the log.
pub fn case(name: &str) -> (Question, Vec<Fact>) {
    let mut records = lines(&format!("{name}.jsonl")).into_iter();
    let question = question(&records.next().unwrap());
    (question, records.map(|record| fact(&record)).collect())
}

/// A case at its opening, and its facts.
pub fn opened(name: &str) -> (Engine, Vec<Fact>) {
    let (question, facts) = case(name);
    (Engine::open(question, model(name)).unwrap(), facts)
}

fn question(record: &Value) -> Question {
    assert_eq!(record["type"], "question");
    let occasions = record["occasions"].as_array().cloned().unwrap_or_default();
    Question {
        opens: day(record, "opens"),
        deadline: day(record, "deadline"),
        rate: numbers(&record["prior"]["daily_rate_draws"]),
        pace: Vec::new(),
        occasions: occasions
            .iter()
            .map(|occasion| Span {
                first: day(occasion, "first"),
                last: day(occasion, "last"),
                chance: numbers(&occasion["chance_draws"]),
            })
            .collect(),
    }
}

fn fact(record: &Value) -> Fact {
    match record["type"].as_str().unwrap() {
        "signal" => Fact::Signal(report(record)),
        "watch" => Fact::Watch(Watch {
            id: text(record, "id").unwrap(),
            known: day(record, "known_on"),
            through: day(record, "through"),
        }),
        "retraction" => Fact::Retraction {
            id: text(record, "signal").unwrap(),
            known: day(record, "known_on"),
        },
        "passage" => Fact::Passage {
            known: day(record, "known_on"),
        },
        "resolution" => Fact::Resolution,
        other => panic!("a record of type {other}"),
    }
}

fn report(record: &Value) -> Report {
    let grade = Grade::parse(record["grade"].as_str().unwrap()).unwrap();
    let about = record.get("about");
    let likelihood = record.get("likelihood");
    Report {
        id: text(record, "id").unwrap(),
        kind: text(record, "kind").unwrap(),
        observed: day(record, "observed_on"),
        known: day(record, "known_on"),
        about: about.map(|days| (day(days, "first"), day(days, "last"))),
        reliability: grade.source_index(),
        credibility: grade.information_index(),
        story: text(record, "story"),
        actor: text(record, "actor"),
        likelihood: likelihood.map(|l| {
            let number = |name: &str| l[name].as_f64().unwrap();
            (number("if_meeting"), number("if_none"))
        }),
    }
}

fn text(record: &Value, field: &str) -> Option<String> {
    record
        .get(field)
        .map(|value| value.as_str().unwrap().to_owned())
}

fn day(record: &Value, field: &str) -> i32 {
    date::number(date::parse(record[field].as_str().unwrap()).unwrap())
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().unwrap();
    list.iter().map(|x| x.as_f64().unwrap()).collect()
}
