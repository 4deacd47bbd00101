//! `docs/verify.py`: it accepts what is right and names what is not.

use std::path::Path;

use summit_ledger::proof::checkpoint::{Checkpoint, SignedCheckpoint};
use summit_ledger::proof::key::Algorithm;
use summit_ledger::proof::signing::SigningKey;
use summit_ledger::publish::export;
use summit_ledger::record::Body;
use summit_ledger::store::Ledger;

use super::common::{Copy, demo, sign, text, verify, vkey};
use crate::support::home::Home;
use crate::support::tools::has;
use crate::support::vectors;

/// Runs it on a folder and returns its one line.
pub fn accepts(args: &[&str]) -> String {
    let output = verify(args);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{args:?}: {err}");
    assert!(err.is_empty() && out.lines().count() == 1, "{out}{err}");
    out
}

pub fn rejects(args: &[&str], words: &str) {
    let output = verify(args);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{args:?}: {out}{err}");
    assert!(out.is_empty(), "{out}");
    assert!(err.starts_with("verify: FAULT: "), "{err}");
    assert!(err.contains(words), "expected `{words}` in: {err}");
    assert!(!err.contains("Traceback"), "{err}");
}

pub fn path(dir: &Path) -> &str {
    dir.to_str().unwrap()
}

#[test]
fn it_accepts_the_demo_and_says_what_it_did_not_check() {
    if !has("python3") {
        return;
    }
    let (out, note) = (demo().join("out"), demo().join("out/checkpoint"));
    let said = accepts(&[path(&out), "--key", &vkey(), "--against", path(&note)]);
    assert!(said.contains("167 entries"), "{said}");
    assert!(said.contains("82 forecasts derived bit for bit"), "{said}");
    assert!(
        said.contains("3 checkpoints agree, 3 signatures hold"),
        "{said}"
    );
    assert!(said.ends_with("Not checked: how draws were made from their counts and seeds.\n"));
    let said = accepts(&[path(&out)]);
    assert!(said.contains("0 signatures hold"), "{said}");
    assert!(
        said.contains("Not checked: signatures (no --key); whether history"),
        "{said}"
    );
}

#[test]
fn it_derives_every_belief_vector_bit_for_bit() {
    if has("python3") {
        let said = accepts(&["--vectors", path(&vectors::at("belief"))]);
        assert!(said.contains("14 vectors"), "{said}");
        assert!(said.contains("derived bit for bit"), "{said}");
    }
}

/// Each belief vector as a ledger: adopted, imported, exported, derived again, effective draws
/// included.
#[test]
fn it_accepts_the_export_of_every_belief_vector() {
    if !has("python3") {
        return;
    }
    for case in vectors::belief("belief") {
        let home = Home::with_ledger();
        home.ok(&["model", "adopt", path(&case.model)]);
        home.ok(&["import", path(&case.records)]);
        home.ok(&["export", "out", "--unsigned"]);
        accepts(&[path(&home.path().join("out"))]);
    }
}

/// A question reopened after its resolution, and a clock set back: other code follows both.
#[test]
fn it_follows_a_reopening_and_a_clock_that_was_behind() {
    if !has("python3") {
        return;
    }
    let home = Home::with_question();
    let add = |id: &str, on: &str| home.add(id, "visit-planned", on, "B2");
    add("s", "2023-03-01");
    home.ok(&["retract", "s", "--because", "b", "--on", "2023-06-01"]);
    home.ok(&["resolve", "yes", "--on", "2023-06-02", "--source", "s"]);
    home.ok(&["reopen", "--because", "withdrawn", "--on", "2023-06-03"]);
    add("t", "2023-06-04");
    let pass = ["pass", "--on", "2023-06-10"];
    let behind = ("SUMMIT_NOW", "2026-11-23T10:00:00.000000Z");
    home.command(&pass)
        .env(behind.0, behind.1)
        .assert()
        .success();
    home.ok(&["export", "out", "--unsigned"]);
    let said = accepts(&[path(&home.path().join("out"))]);
    assert!(said.contains("5 forecasts derived bit for bit"), "{said}");
}

#[test]
fn it_follows_retractions_late_signals_likelihoods_and_a_change_of_model() {
    if !has("python3") {
        return;
    }
    let home = Home::with_question();
    let add = |kind: &str, on: &str, more: &[&str]| {
        let args = [
            &[
                "add",
                kind,
                "--on",
                on,
                "--summary",
                "tested: \u{e9}\u{1f600} \\ \"",
            ],
            more,
        ];
        home.ok(&args.concat());
    };
    add(
        "visit-planned",
        "2023-03-01",
        &["--grade", "B2", "--id", "first"],
    );
    add("visit-planned", "2023-03-05", &["--grade", "A1"]);
    // Known before the last: the question is replayed.
    add("leader-call", "2023-02-01", &["--grade", "C3"]);
    home.ok(&[
        "retract",
        "first",
        "--on",
        "2023-03-10",
        "--because",
        "a hoax",
    ]);
    home.ok(&["pass", "--on", "2023-04-01"]);
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-3.json");
    let other = std::fs::read_to_string(shipped).unwrap();
    let other = other.replacen("\"repeat_discount\":0.5", "\"repeat_discount\":0.25", 1);
    let other = other.replacen("\"repeat_discount\": 0.5", "\"repeat_discount\": 0.25", 1);
    home.write("other.json", &other);
    home.ok(&["model", "adopt", "other.json", "--for", "q"]);
    add("visit-planned", "2023-04-03", &["--grade", "A1"]);
    sign(&home.ledger());
    home.ok(&["export", "out"]);
    let said = accepts(&[path(&home.path().join("out")), "--key", &vkey()]);
    assert!(said.contains("8 forecasts"), "{said}");
}

#[test]
fn a_consistent_rewrite_and_a_cut_tail_show_only_against_a_kept_checkpoint_or_a_key() {
    if !has("python3") {
        return;
    }
    let kept = demo().join("out/checkpoint");
    let rewritten = Copy::new();
    let mut entries = rewritten.entries();
    let summary = text(&entries[4]).replacen("\"summary\":\"", "\"summary\":\"Not ", 1);
    entries[4] = summary.into_bytes();
    rewritten.rewrite(&entries);
    let cut = Copy::new();
    let entries = cut.entries();
    cut.rewrite(&entries[..entries.len() - 1]);
    for (copy, words) in [
        (&rewritten, "the history rewritten"),
        (&cut, "the end was cut"),
    ] {
        let said = accepts(&[path(&copy.dir)]);
        assert!(said.contains("Not checked: signatures (the export is unsigned); whether"));
        rejects(&[path(&copy.dir), "--against", path(&kept)], words);
        rejects(
            &[path(&copy.dir), "--key", &vkey()],
            "no key given signed it",
        );
    }
}

#[test]
fn a_log_of_several_tiles_and_checkpoints_is_read() {
    if !has("python3") {
        return;
    }
    let home = Home::with_question();
    let case: String = (0..300)
        .map(|n| format!("{{\"type\":\"note\",\"text\":\"note {n}\"}}\n"))
        .collect();
    sign(&home.ledger());
    home.ok(&["export", "out"]);
    home.write("notes.jsonl", &case);
    home.ok(&["import", "notes.jsonl"]);
    sign(&home.ledger());
    let ledger = Ledger::open_read_only(&home.ledger()).unwrap();
    let out = home.path().join("out");
    export(&ledger, &out, false).unwrap();
    let said = accepts(&[path(&out), "--key", &vkey()]);
    assert!(said.contains("304 entries"), "{said}");
    assert!(
        said.contains("3 checkpoints agree, 3 signatures hold"),
        "{said}"
    );
}

/// Ratios so large that the bank is scaled by 2^-256 many times: at the same places as here.
#[test]
fn it_scales_the_bank_where_the_program_does() {
    if !has("python3") {
        return;
    }
    let home = Home::with_ledger();
    let vector = |ratio: f64| {
        let rows = serde_json::json!([[ratio, 1.5], [ratio * 0.37, 0.01], [1e9, ratio]]);
        serde_json::json!({"label": "l", "group": "g", "basis": "judgement", "reasons": "r",
            "intensity_draws": rows})
    };
    let scale = |keys: [&str; 6]| {
        let worth = keys.iter().map(|k| ((*k).to_owned(), 1.0.into()));
        serde_json::Value::Object(worth.collect())
    };
    let model = serde_json::json!({"type": "model", "id": "large", "draws": 3, "tail_days": 30,
        "lead_edges": [200, 400], "repeat_window_days": 0, "repeat_discount": 0.999,
        "source_reliability": scale(["A", "B", "C", "D", "E", "F"]),
        "information_credibility": scale(["1", "2", "3", "4", "5", "6"]),
        "kinds": {"up": vector(9e8), "down": vector(1e-7)}});
    home.write("large.json", &model.to_string());
    home.ok(&["model", "adopt", "large.json"]);
    let mut case = String::from(
        r#"{"type":"question","id":"q","title":"t","participants":["A","B"],"criteria":"c","opens":"2023-01-01","deadline":"2023-12-31","prior":{"meetings":1,"years":9,"daily_rate_draws":[0.001,0.01,1e-7]},"occasions":[]}"#,
    );
    for n in 0..90 {
        let kind = if n % 7 == 3 { "down" } else { "up" };
        let (month, day) = (n / 25 + 1, n % 25 + 1);
        case.push_str(&format!(
            "\n{{\"type\":\"signal\",\"id\":\"s{n}\",\"question\":\"q\",\"kind\":\"{kind}\",\
             \"observed_on\":\"2023-0{month}-{day:02}\",\"known_on\":\"2023-0{month}-{day:02}\",\
             \"summary\":\"s\",\"grade\":\"A1\"}}"
        ));
    }
    home.write("case.jsonl", &case);
    home.ok(&["import", "case.jsonl"]);
    home.ok(&["retract", "s40", "--on", "2023-05-01", "--because", "wrong"]);
    home.ok(&["export", "out", "--unsigned"]);
    let said = accepts(&[path(&home.path().join("out"))]);
    assert!(said.contains("92 forecasts"), "{said}");
}

/// Numbers as RFC 8785 wants them, against the library that the program writes them with.
#[test]
fn it_writes_numbers_as_the_program_does() {
    if !has("python3") {
        return;
    }
    let mut numbers = vec![
        0.0,
        5e-324,
        f64::MAX,
        1e21,
        1e-6,
        1e-7,
        123e18,
        999e18,
        0.1,
        1e22,
        -1.5,
    ];
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    while numbers.len() < 20_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        numbers.extend([f64::from_bits(state)].iter().filter(|x| x.is_finite()));
        numbers.push((state % 1_000_000) as f64 / 1000.0);
        numbers.push((state >> 12) as f64);
    }
    let home = tempfile::tempdir().unwrap();
    let lines: Vec<String> = numbers
        .iter()
        .map(|x| {
            let ours = serde_json_canonicalizer::to_string(&serde_json::json!(x)).unwrap();
            format!("{:016x} {ours}\n", x.to_bits())
        })
        .collect();
    let file = home.path().join("numbers");
    std::fs::write(&file, lines.concat()).unwrap();
    let script = "import struct, sys; sys.path.insert(0, sys.argv[1]); import verify\n\
        for line in open(sys.argv[2]):\n \
        bits, want = line.split()\n \
        got = verify.number(struct.unpack('>d', bytes.fromhex(bits))[0])\n \
        assert got == want, (bits, want, got)\n";
    let docs = super::common::docs("");
    let mut command = std::process::Command::new("python3");
    command.args(["-B", "-c", script, path(&docs), path(&file)]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn wrong_use_is_told_apart_from_a_fault() {
    if !has("python3") {
        return;
    }
    for args in [
        vec!["/no/such/folder"],
        vec![path(demo()), "--key", "nonsense"],
        vec![],
        vec!["--vectors", "/no/such/folder"],
        vec!["--vectors"],
    ] {
        assert_eq!(verify(&args).status.code(), Some(2), "{args:?}");
    }
    rejects(&[path(demo())], "there is no checkpoint");
}

#[test]
fn vectors_that_are_not_there_are_no_success() {
    if !has("python3") {
        return;
    }
    let home = Home::new();
    let said = |args: &[&str]| {
        let output = verify(args);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
        text(&output.stderr)
    };
    let empty = said(&["--vectors", path(home.path())]);
    assert!(empty.contains("there is no vector in"), "{empty}");
    let none = said(&["--vectors", path(&home.path().join("none"))]);
    assert!(none.contains("there is no"), "{none}");
    let case = &vectors::belief("belief")[0];
    std::fs::copy(&case.model, home.path().join("one.model.json")).unwrap();
    rejects(&["--vectors", path(home.path())], "one.jsonl");
}

/// A log that changed its key, checked with the old key alone: other code follows the change, and
/// takes nothing that the old key signed later.
#[test]
fn it_follows_a_change_of_key_and_refuses_the_old_key_after_it() {
    if !has("python3") {
        return;
    }
    let home = Home::with_question();
    home.ok(&["key", "new"]);
    let old = home.ok(&["key", "show"]).trim().to_owned();
    let keys = home.path().join(".config/summit/keys");
    let file = std::fs::read_dir(keys).unwrap().next().unwrap().unwrap();
    let secret = std::fs::read_to_string(file.path()).unwrap();
    home.add("s", "visit-planned", "2023-03-01", "B2");
    let new = home.ok(&["key", "rotate", "--because", "lost"]);
    let new = new.trim();
    home.add("t", "visit-planned", "2023-03-02", "B2");
    home.ok(&["export", "out"]);
    let out = home.path().join("out");
    let said = accepts(&[path(&out), "--key", &old]);
    let by = "which counts because the log changed its key";
    assert!(said.contains(by), "{said}");
    accepts(&[path(&out), "--key", new]);
    let said = accepts(&[path(&out), "--key", new, "--key", &old]);
    assert!(!said.contains(by), "{said}");
    let signer = SigningKey::parse(secret.trim()).unwrap();
    let head = std::fs::read(out.join("checkpoint")).unwrap();
    let head = SignedCheckpoint::parse(&head).unwrap();
    let late = head.checkpoint().sign(&signer).unwrap().to_string();
    let late = home.write("late.note", &late);
    for key in [old.as_str(), new] {
        let args = [path(&out), "--key", key, "--against", path(&late)];
        rejects(&args, "no key given signed it as the log");
    }
    home.ok(&["audit", "--key", &old]);
}

/// A change of key that one of the two did not sign, in a log that is whole otherwise.
#[test]
fn it_refuses_a_change_of_key_that_does_not_hold() {
    if !has("python3") {
        return;
    }
    let home = Home::with_ledger();
    let mut ledger = Ledger::open(&home.ledger()).unwrap();
    let mut append = ledger.begin().unwrap();
    let head = append.tip().clone();
    let head = Checkpoint::new("test.example/log", head.size(), head.root()).unwrap();
    let key = |seed| SigningKey::from_seed("test.example/log", Algorithm::Ed25519, &[seed; 32]);
    let (old, new) = (key(1).unwrap(), key(2).unwrap());
    let (by_old, _) = summit_ledger::proof::rotation::sign(&head, &old, &new).unwrap();
    let body = serde_json::json!({"old": old.verifier().to_string(), "size": 1,
        "new": new.verifier().to_string(), "because": "b", "by_old": by_old, "by_new": by_old});
    let body = Body::from_value("rotation", &body).unwrap();
    let draft = summit_ledger::store::Draft {
        id: body.id(),
        author: "eve".into(),
        body,
    };
    let now = summit_ledger::record::Instant::parse(crate::support::home::NOW).unwrap();
    append.push(draft, now).unwrap();
    append.commit().unwrap();
    export(&ledger, &home.path().join("out"), true).unwrap();
    let out = home.path().join("out");
    rejects(
        &[path(&out)],
        "entry 1: the change of key does not hold: by_new",
    );
}
