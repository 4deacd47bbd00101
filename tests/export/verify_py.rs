//! `docs/verify.py`: it accepts what is right and names what is not.

use std::path::Path;

use summit_ledger::publish::export;
use summit_ledger::store::Ledger;

use super::common::{Copy, demo, key, sign, text, verify, vkey};
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
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-2.json");
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
fn it_names_what_was_altered_in_the_files() {
    if !has("python3") {
        return;
    }
    type Alter = fn(&Copy);
    let cases: [(&str, Alter, &str); 14] = [
        (
            "a digit in an entry",
            |c| {
                let name = c.only("tile/entries/000.p");
                let bytes = c.read(&name);
                let found = bytes.windows(6).position(|w| w == b"\"p\":0.");
                c.flip(&name, found.unwrap() + 8);
            },
            "entry 3: p: derived",
        ),
        (
            "a letter of a summary",
            |c| {
                let name = c.only("tile/entries/000.p");
                let found = c
                    .read(&name)
                    .windows(11)
                    .position(|w| w == b"\"summary\":\"")
                    .unwrap();
                c.flip(&name, found + 12);
            },
            "its root is",
        ),
        (
            "the root of the checkpoint",
            |c| {
                let note = text(&c.read("checkpoint"));
                let mut lines: Vec<String> = note.lines().map(str::to_owned).collect();
                lines[2] = "A".repeat(43) + "=";
                c.write("checkpoint", lines.join("\n") + "\n");
            },
            "does not hold",
        ),
        (
            "the signature",
            |c| {
                let note = text(&c.read("checkpoint"));
                let at = note.len() - 10;
                let other = if note.as_bytes()[at] == b'A' {
                    "B"
                } else {
                    "A"
                };
                c.write(
                    "checkpoint",
                    format!("{}{other}{}", &note[..at], &note[at + 1..]),
                );
            },
            "does not hold",
        ),
        (
            "an earlier checkpoint",
            |c| {
                let note = text(&c.read("checkpoints/167")).replacen("\n167\n", "\n166\n", 1);
                c.write("checkpoints/166", note);
            },
            "does not hold",
        ),
        (
            "a checkpoint without signatures",
            |c| {
                let note = text(&c.read("checkpoint"));
                c.write(
                    "checkpoint",
                    note.split("\n\n").next().unwrap().to_owned() + "\n",
                );
            },
            "no key given signed it",
        ),
        (
            "a hash of a tile",
            |c| c.flip(&c.only("tile/0/000.p"), 32 * 5),
            "from entry 0 on",
        ),
        (
            "a foreign file among the tiles",
            |c| c.write("tile/0/001.p", "x"),
            "is not a tile",
        ),
        (
            "a tile beyond the end",
            |c| c.write("tile/0/001", [0; 32]),
            "holds more",
        ),
        (
            "the model",
            |c| c.flip(&c.only("attachments"), 1000),
            "was altered",
        ),
        (
            "the model's name",
            |c| {
                let model = c.dir.join(c.only("attachments"));
                std::fs::rename(model, c.dir.join("attachments").join("0".repeat(64))).unwrap();
            },
            "is not in attachments",
        ),
        (
            "a cut bundle",
            |c| {
                let name = c.only("tile/entries/000.p");
                let bytes = c.read(&name);
                c.write(&name, &bytes[..bytes.len() - 40]);
            },
            "entry 166:",
        ),
        (
            "a missing bundle",
            |c| {
                std::fs::remove_file(c.dir.join(c.only("tile/entries/000.p"))).unwrap();
            },
            "is missing",
        ),
        (
            "an attachment that nobody named",
            |c| {
                c.write(&format!("attachments/{}", "1".repeat(64)), "x");
            },
            "was altered",
        ),
    ];
    for (what, alter, words) in cases {
        let copy = Copy::new();
        alter(&copy);
        told(what);
        rejects(&[path(&copy.dir), "--key", &vkey()], words);
    }
    rejects(
        &[
            path(&demo().join("out")),
            "--key",
            &key(8).verifier().to_string(),
        ],
        "no key given signed it",
    );
}

/// The name of a case shows where a panic follows it.
fn told(what: &str) {
    eprintln!("altered: {what}");
}

/// Whoever owns all files can make a log that is whole in itself: what then still shows.
#[test]
fn it_names_what_was_altered_though_everything_was_hashed_again() {
    if !has("python3") {
        return;
    }
    type Alter = fn(&mut Vec<Vec<u8>>);
    fn put(entry: &mut Vec<u8>, from: &str, to: &str) {
        let old = text(entry);
        assert!(old.contains(from), "{old}");
        *entry = old.replacen(from, to, 1).into_bytes();
    }
    let cases: [(&str, Alter, &str); 14] = [
        (
            "a grade",
            |e| put(&mut e[4], "\"grade\":\"A1\"", "\"grade\":\"E5\""),
            "entry 5: p",
        ),
        (
            "a forecast",
            |e| {
                let said = text(&e[5]);
                let at = said.find("\"lo\":").unwrap() + 10;
                let digit = if &said[at..=at] == "1" { "2" } else { "1" };
                e[5] = format!("{}{digit}{}", &said[..at], &said[at + 1..]).into_bytes();
            },
            "entry 5: lo: derived",
        ),
        (
            "the day of a forecast",
            |e| put(&mut e[5], "\"as_of\":\"2023", "\"as_of\":\"2024"),
            "entry 5: as_of",
        ),
        (
            "white space",
            |e| put(&mut e[6], "{", "{ "),
            "entry 6: it is not canonical",
        ),
        (
            "a number's spelling",
            |e| put(&mut e[6], "\"v\":1", "\"v\":1.0"),
            "entry 6: it is not canonical",
        ),
        (
            "a key twice",
            |e| put(&mut e[6], "\"v\":1", "\"v\":1,\"v\":1"),
            "entry 6: a key stands twice",
        ),
        (
            "the order",
            |e| e.swap(4, 6),
            "entry 4: it says that it is entry 6",
        ),
        (
            "the clock",
            |e| {
                put(
                    &mut e[7],
                    "\"recorded_at\":\"2026",
                    "\"recorded_at\":\"2025",
                )
            },
            "entry 7: recorded_at",
        ),
        (
            "a forecast missing at the end",
            |e| {
                e.truncate(6);
                e.pop();
            },
            "entry 4: the forecast after it is missing",
        ),
        (
            "an id twice",
            |e| {
                let id = |entry: &[u8]| {
                    let text = text(entry);
                    let at = text.find("},\"id\":\"").unwrap() + 2;
                    text[at..at + text[at..].find(",\"recorded_at").unwrap()].to_owned()
                };
                let (first, second) = (id(&e[4]), id(&e[6]));
                // In the body and around it.
                e[6] = text(&e[6]).replace(&second, &first).into_bytes();
            },
            "entry 6: its id stands twice",
        ),
        (
            "the id of what is said",
            |e| put(&mut e[6], "\"id\":\"", "\"id\":\"x-"),
            "entry 6: its id is not that",
        ),
        ("no JSON", |e| e[8] = b"\xff\xfe{".to_vec(), "entry 8: "),
        (
            "deep JSON",
            |e| e[8] = "[".repeat(60_000).into_bytes(),
            "entry 8: ",
        ),
        ("nothing", |e| e[8] = Vec::new(), "entry 8: "),
    ];
    for (what, alter, words) in cases {
        let copy = Copy::new();
        let mut entries = copy.entries();
        alter(&mut entries);
        copy.rewrite(&entries);
        told(what);
        rejects(&[path(&copy.dir)], words);
    }
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
