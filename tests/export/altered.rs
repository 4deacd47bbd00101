//! `docs/verify.py` on exports that somebody altered.

use super::common::{Copy, demo, key, text, vkey};
use super::verify_py::{path, rejects};
use crate::support::tools::has;

type Files = fn(&Copy);
type Entries = fn(&mut Vec<Vec<u8>>);

/// What is altered, how, and what is said of it.
fn in_the_files() -> [(&'static str, Files, &'static str); 14] {
    [
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
            "no empty line before the signatures",
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
    ]
}

#[test]
fn it_names_what_was_altered_in_the_files() {
    if !has("python3") {
        return;
    }
    for (what, alter, words) in in_the_files() {
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
fn hashed_again() -> [(&'static str, Entries, &'static str); 14] {
    fn put(entry: &mut Vec<u8>, from: &str, to: &str) {
        let old = text(entry);
        assert!(old.contains(from), "{old}");
        *entry = old.replacen(from, to, 1).into_bytes();
    }
    [
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
                // Its last digit: any further ones might not be the shortest that say the number.
                let end = at + said[at..].find(',').unwrap();
                e[5] = format!("{}{digit}{}", &said[..at], &said[end..]).into_bytes();
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
    ]
}

#[test]
fn it_names_what_was_altered_though_everything_was_hashed_again() {
    if !has("python3") {
        return;
    }
    for (what, alter, words) in hashed_again() {
        let copy = Copy::new();
        let mut entries = copy.entries();
        alter(&mut entries);
        copy.rewrite(&entries);
        told(what);
        rejects(&[path(&copy.dir)], words);
    }
}
