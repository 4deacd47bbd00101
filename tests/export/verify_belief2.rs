//! `docs/verify.py` and belief version 2: the vectors, and logs that are written here from them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use summit_ledger::belief::{Model, Run};
use summit_ledger::desk::sha256_hex;
use summit_ledger::record::{Body, Question, date};

use super::common::{docs, text, write_log};
use super::verify_py::{accepts, path, rejects};
use crate::support::home::Home;
use crate::support::tools::has;
use crate::support::vectors::{self, Case};

const ORIGIN: &str = "test.example/log";

/// A log, entry by entry, as a program would write it that knows both versions.
struct Log {
    home: Home,
    entries: Vec<Value>,
    model: String,
}

impl Log {
    fn new() -> Self {
        let mut log = Self {
            home: Home::new(),
            entries: Vec::new(),
            model: String::new(),
        };
        log.add("ledger", "ledger".into(), json!({"origin": ORIGIN}));
        log
    }

    fn add(&mut self, kind: &str, id: String, body: Value) {
        let (seq, at) = (self.entries.len(), "2026-01-02T03:04:05.000000Z");
        let entry = json!({"v": 1, "seq": seq, "id": id, "author": "ana", "recorded_at": at,
            "type": kind, "body": body});
        self.entries.push(entry);
    }

    /// Takes a model into use, for new questions or for some, with new draws.
    fn adopt(&mut self, model: &Value, questions: Value) {
        let bytes = model.to_string();
        self.model = sha256_hex(bytes.as_bytes());
        fs::create_dir_all(self.dir().join("attachments")).unwrap();
        fs::write(self.dir().join("attachments").join(&self.model), bytes).unwrap();
        let mut body = json!({"id": model["id"], "sha256": self.model});
        body.as_object_mut()
            .unwrap()
            .extend(questions.as_object().unwrap().clone());
        let id = format!("model:x:{}:{}", self.model, self.entries.len());
        self.add("model", id, body);
    }

    /// A fact, as a case file has it.
    fn fact(&mut self, record: &Value) {
        let mut body = record.clone();
        let kind = body.as_object_mut().unwrap().remove("type").unwrap();
        let kind = kind.as_str().unwrap();
        let id = match kind {
            "question" | "signal" | "watch" => body["id"].as_str().unwrap().to_owned(),
            _ => format!("{kind}:q:{}", self.entries.len()),
        };
        self.add(kind, id, body);
    }

    /// The forecast after the last entry.
    fn forecast(&mut self, want: &Value) {
        let rests_on = self.entries.len() - 1;
        let body = json!({"question": "q", "model": self.model, "rests_on": rests_on,
            "as_of": want["as_of"], "p": want["p"], "lo": want["lo"], "hi": want["hi"],
            "effective_draws": want["effective"], "program": "a test"});
        self.add("forecast", format!("forecast:q:{rests_on}"), body);
    }

    /// The records of a case, each with its forecast where one is made.
    fn follow(&mut self, records: &[Value], expected: &[Value]) {
        let over = records.iter().position(|r| r["type"] == "resolution");
        let (before, after) = records.split_at(over.unwrap_or(records.len()));
        assert_eq!(before.len(), expected.len());
        for (record, want) in before.iter().zip(expected) {
            self.fact(record);
            self.forecast(want);
        }
        after.iter().for_each(|record| self.fact(record));
    }

    fn dir(&self) -> PathBuf {
        self.home.path().join("out")
    }

    fn write(&self) -> String {
        let canonical = |e| serde_json_canonicalizer::to_vec(e).unwrap();
        let entries: Vec<Vec<u8>> = self.entries.iter().map(canonical).collect();
        let _ = fs::remove_dir_all(self.dir().join("tile"));
        write_log(&self.dir(), ORIGIN, &entries);
        path(&self.dir()).to_owned()
    }
}

/// A case of version 2: its model, its records, what is expected.
fn case(name: &str) -> (Value, Vec<Value>, Vec<Value>) {
    let cases = vectors::belief("belief-v2");
    let case = cases.into_iter().find(|c| c.name == name).unwrap();
    let model = serde_json::from_slice(&fs::read(&case.model).unwrap()).unwrap();
    (
        model,
        Case::lines(&case.records),
        Case::lines(&case.expected),
    )
}

#[test]
fn it_derives_every_vector_with_its_reasons() {
    if !has("python3") {
        return;
    }
    let said = accepts(&["--vectors", path(&vectors::at("belief-v2"))]);
    let cases = vectors::belief("belief-v2");
    let forecasts: usize = cases.iter().map(|c| Case::lines(&c.expected).len()).sum();
    let want = format!(
        "{} vectors, {forecasts} forecasts derived bit for bit",
        cases.len()
    );
    assert!(cases.len() >= 35 && said.contains(&want), "{said}");
}

/// One unit in a row of reasons, one bit in a forecast: each is seen, and where.
#[test]
fn it_names_the_forecast_and_the_reason_that_differ() {
    if !has("python3") {
        return;
    }
    let name = "called-off-and-on-again";
    let (model, records, expected) = case(name);
    let home = Home::new();
    home.write(&format!("{name}.model.json"), &model.to_string());
    let lines = |all: &[Value]| all.iter().map(|l| format!("{l}\n")).collect::<String>();
    home.write(&format!("{name}.jsonl"), &lines(&records));
    let with = |alter: &dyn Fn(&mut Value), words: &str| {
        let mut altered = expected.clone();
        alter(&mut altered[3]);
        home.write(&format!("{name}.expected.jsonl"), &lines(&altered));
        rejects(&["--vectors", path(home.path())], words);
    };
    with(
        &|w| w["why"][1][1] = (w["why"][1][1].as_i64().unwrap() + 1).into(),
        "line 4: why",
    );
    with(&|w| w["bits"]["lo"] = "0x1.8p-3".into(), "line 4: lo");
    with(&|w| w["effective"] = 1.5.into(), "line 4: effective");
    with(&|w| *w = json!({"bits": {}}), "KeyError");
    home.write(&format!("{name}.expected.jsonl"), &lines(&expected[1..]));
    rejects(&["--vectors", path(home.path())], "forecasts derived");
}

#[test]
fn it_follows_a_log_of_version_2() {
    if !has("python3") {
        return;
    }
    for name in ["slips-and-resolution", "silence-watched", "case-006"] {
        let (model, records, expected) = case(name);
        let mut log = Log::new();
        log.adopt(&model, json!({}));
        log.follow(&records, &expected);
        let said = accepts(&[&log.write()]);
        let want = format!("{} forecasts derived bit for bit", expected.len());
        assert!(said.contains(&want), "{name}: {said}");
    }
}

/// A model of version 1 that knows a case's kinds.
fn version_1(model: &Value, draws: usize) -> Value {
    let small = crate::support::model(draws);
    let mut out: Value = serde_json::from_slice(&small).unwrap();
    let toward = out["kinds"]["toward"].take();
    let names = model["kinds"].as_object().unwrap().keys();
    out["kinds"] = names
        .map(|k| (k.clone(), toward.clone()))
        .collect::<Map<_, _>>()
        .into();
    out
}

/// What version 1 says after the records, by the library.
fn by_version_1(model: &Value, records: &[Value]) -> Value {
    let bare = |record: &Value| {
        let mut body = record.clone();
        let kind = body.as_object_mut().unwrap().remove("type").unwrap();
        (kind.as_str().unwrap().to_owned(), body)
    };
    let question = Question::from_value(&bare(&records[0]).1).unwrap();
    let facts = records[1..].iter().map(bare);
    let facts: Vec<Body> = facts
        .map(|(kind, body)| Body::from_value(&kind, &body).unwrap())
        .collect();
    let model = Model::parse(model.to_string().as_bytes()).unwrap();
    let mut run = Run::open(Arc::new(question), Arc::new(model)).unwrap();
    for (i, body) in facts.iter().enumerate() {
        run.enter(i as u64, body).unwrap();
    }
    let said = run.outlook().unwrap();
    json!({"as_of": date::from_number(said.as_of).to_string(), "p": said.p, "lo": said.lo,
        "hi": said.hi, "effective": said.effective_draws})
}

/// Opened under version 1, moved to version 2 with draws of another number, and back.
#[test]
fn it_follows_a_question_from_one_version_to_the_other_and_back() {
    if !has("python3") {
        return;
    }
    let (two, records, expected) = case("called-off-and-on-again");
    let draws = two["draws"].as_u64().unwrap() as usize;
    let prior = &records[0]["prior"]["daily_rate_draws"];
    let chances = records[0]["occasions"].as_array().unwrap().iter();
    let chances: Vec<&Value> = chances.map(|o| &o["chance_draws"]).collect();
    // As opened: one draw more, each the first of those that come later.
    let more = |of: &Value| Value::from(vec![of[0].clone(); draws + 1]);
    let mut opened = records[0].clone();
    opened["prior"]["daily_rate_draws"] = more(prior);
    for occasion in opened["occasions"].as_array_mut().unwrap() {
        occasion["chance_draws"] = more(&occasion["chance_draws"].take());
    }
    let first = version_1(&two, draws + 1);
    let mut log = Log::new();
    log.adopt(&first, json!({}));
    log.fact(&opened);
    log.forecast(&by_version_1(&first, &[opened]));
    let new = json!({"q": {"daily_rate_draws": prior, "chance_draws": chances}});
    log.adopt(&two, json!({"question": "q", "draws": new}));
    log.forecast(&expected[0]);
    log.follow(&records[1..], &expected[1..]);
    let back = version_1(&two, draws);
    log.adopt(&back, json!({"question": "q"}));
    log.forecast(&by_version_1(&back, &records));
    let said = accepts(&[&log.write()]);
    let want = format!("{} forecasts derived bit for bit", expected.len() + 2);
    assert!(said.contains(&want), "{said}");
    // Without the new draws the numbers of draws do not agree.
    let adopted = &mut log.entries[4];
    adopted["body"].as_object_mut().unwrap().remove("draws");
    rejects(&[&log.write()], "entry 4: ValueError: the number of draws");
}

#[test]
fn it_names_what_is_wrong_in_a_log_of_version_2() {
    if !has("python3") {
        return;
    }
    let (model, records, expected) = case("silence-watched");
    let log = |model: &Value| {
        let mut log = Log::new();
        log.adopt(model, json!({}));
        log.follow(&records, &expected);
        log
    };
    let mut altered = log(&model);
    altered.entries[5]["body"]["p"] = 0.5.into();
    rejects(&[&altered.write()], "entry 5: p: derived");
    let mut watch = log(&model);
    let at = watch
        .entries
        .iter()
        .position(|e| e["type"] == "watch")
        .unwrap();
    watch.entries[at]["id"] = "other".into();
    rejects(&[&watch.write()], "its id is not that of what it says");
    let mut third = model.clone();
    third["belief"] = 3.into();
    rejects(&[&log(&third).write()], "belief version 3.0 is not known");
    // Under version 1 nobody may say that he watched.
    let one = version_1(&model, model["draws"].as_u64().unwrap() as usize);
    let mut old = Log::new();
    old.adopt(&one, json!({}));
    old.fact(&records[0]);
    old.forecast(&by_version_1(&one, &records[..1]));
    old.fact(records.iter().find(|r| r["type"] == "watch").unwrap());
    rejects(
        &[&old.write()],
        "entry 4: a watch under a model of belief version 1",
    );
}

/// `verify.py` alone still checks what needs nothing else, and says what it misses.
#[test]
fn without_its_second_file_it_says_so() {
    if !has("python3") {
        return;
    }
    let (model, records, expected) = case("silence-watched");
    let mut log = Log::new();
    log.adopt(&model, json!({}));
    log.follow(&records, &expected);
    let alone = log.home.path().join("verify.py");
    fs::copy(docs("verify.py"), &alone).unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new("python3");
        command.arg("-B").arg(&alone).args(args).output().unwrap()
    };
    let said = text(&run(&[&log.write()]).stderr);
    assert!(
        said.contains("verify_belief2.py must lie beside verify.py"),
        "{said}"
    );
    let said = run(&["--vectors", path(&vectors::at("belief"))]);
    assert!(said.status.success(), "{}", text(&said.stderr));
}
