//! Three checkers, one verdict: of every altered note, proof and key the program, `verify.py` and
//! Go say the same. Each foreign tool runs once over all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use summit_ledger::audit::{self, Options};
use summit_ledger::proof::checkpoint::SignedCheckpoint;
use summit_ledger::proof::key::{Algorithm, VerifierKey};
use summit_ledger::proof::tlog_proof::TlogProof;
use summit_ledger::proof::tree::{Frontier, Hash, leaf_hash};
use summit_ledger::publish::{export, prove};
use summit_ledger::store::Ledger;

use super::common::{docs, key, sign, text, verify, vkey};
use super::mutants::{self, Mutants, witness};
use crate::support::home::Home;
use crate::support::tools::has;

/// What a checker says of each, by name.
type Verdicts = BTreeMap<String, bool>;

/// A ledger whose last entry is a signed checkpoint's, its export, and the proof of one entry.
pub struct Ground {
    pub home: Home,
    head: String,
    pub proof: String,
    entries: Vec<Vec<u8>>,
    /// The root at every size.
    roots: Vec<Hash>,
}

pub fn ground() -> Ground {
    let home = Home::with_question();
    for (id, on) in [
        ("a", "2023-02-01"),
        ("b", "2023-02-03"),
        ("c", "2023-02-05"),
    ] {
        home.add(id, "leader-call", on, "B2");
    }
    let head = sign(&home.ledger());
    let ledger = Ledger::open_read_only(&home.ledger()).unwrap();
    export(&ledger, &home.path().join("out"), false).unwrap();
    let entry = ledger.entry_by_id("b").unwrap().unwrap();
    let proof = prove(&ledger, &entry).unwrap().to_string();
    let rows = ledger.rows(0, 1000).unwrap();
    let mut frontier = Frontier::new();
    let mut roots = vec![frontier.root()];
    for row in &rows {
        frontier.push(leaf_hash(&row.bytes)).unwrap();
        roots.push(frontier.root());
    }
    Ground {
        roots,
        head: head.note().text().to_owned(),
        proof,
        entries: rows.into_iter().map(|r| r.bytes).collect(),
        home,
    }
}

/// Every mutant under the name of a file, by whose end it is known what it is.
fn named(notes: &Mutants, proofs: &Mutants, keys: &Mutants) -> Mutants {
    let end = |all: &Mutants, end: &str| -> Mutants {
        let one = |(name, bytes): &(String, Vec<u8>)| (format!("{name}{end}"), bytes.clone());
        all.iter().map(one).collect()
    };
    [
        end(notes, ".note"),
        end(proofs, ".tlog-proof"),
        end(keys, ".vkey"),
    ]
    .concat()
}

/// What the program says: as the audit judges notes, and `verify` proofs.
fn ours(ground: &Ground, all: &Mutants, keys: &[VerifierKey]) -> Verdicts {
    let verdict = |(name, bytes): &(String, Vec<u8>)| {
        let holds = match name.rsplit('.').next().unwrap() {
            "vkey" => std::str::from_utf8(bytes).is_ok_and(|t| VerifierKey::parse(t).is_ok()),
            "tlog-proof" => proven(ground, bytes, keys),
            _ => vouched(ground, bytes, keys),
        };
        (name.clone(), holds)
    };
    all.iter().map(verdict).collect()
}

fn proven(ground: &Ground, bytes: &[u8], keys: &[VerifierKey]) -> bool {
    let Ok(proof) = TlogProof::parse(bytes) else {
        return false;
    };
    // As `verify --entry` would, where the file does not carry its entry.
    let index = usize::try_from(proof.index()).unwrap_or(usize::MAX);
    let stored = ground.entries.get(index).map(Vec::as_slice);
    let entry = proof.extra().or(stored);
    entry.is_some_and(|entry| proof.proven(entry, keys, &[]).is_ok())
}

fn vouched(ground: &Ground, bytes: &[u8], keys: &[VerifierKey]) -> bool {
    let Ok(signed) = SignedCheckpoint::parse(bytes) else {
        return false;
    };
    let own = |key: &&VerifierKey| key.algorithm() == Algorithm::Ed25519;
    let own: Vec<VerifierKey> = keys.iter().filter(own).cloned().collect();
    let head = signed.checkpoint();
    let size = usize::try_from(head.size()).unwrap_or(usize::MAX);
    signed.verify(keys).is_ok()
        && signed.verify(&own).is_ok()
        && head.origin() == "test.example/log"
        && ground.roots.get(size) == Some(head.root())
}

/// The audit says the same of the notes: nothing of those that hold, and something of every other
/// that is a checkpoint at all.
fn the_audit_agrees(ground: &Ground, all: &Mutants, ours: &Verdicts, keys: &[VerifierKey]) {
    let notes = all
        .iter()
        .filter(|(name, bytes)| name.ends_with(".note") && SignedCheckpoint::parse(bytes).is_ok());
    let (hold, fail): (Mutants, Mutants) = notes.cloned().partition(|(name, _)| ours[name]);
    let findings = |against: &[(String, Vec<u8>)]| {
        let options = Options {
            against: against.to_vec(),
            keys: keys.to_vec(),
            tier: 3,
            ..Options::default()
        };
        let report = audit::run(&ground.home.ledger(), &options, &mut |_| {}).unwrap();
        let said = report
            .findings
            .iter()
            .map(|f| format!("{}\n{}\n", f.expected, f.found));
        said.collect::<String>()
    };
    assert_eq!(findings(&hold), "");
    // An audit tells at most fifty of a kind.
    for some in fail.chunks(40) {
        let said = findings(some);
        for (name, _) in some {
            assert!(
                said.contains(name.as_str()),
                "the audit is silent on {name}"
            );
        }
    }
}

/// What a tool says, a line for each.
fn theirs(said: &str) -> Verdicts {
    let line = |line: &str| {
        let (name, verdict) = line.split_once(": ")?;
        let known = verdict == "holds" || verdict.starts_with("FAULT");
        let ours = name.ends_with(".note") || name.ends_with("proof") || name.ends_with("vkey");
        (known && ours).then(|| (name.to_owned(), verdict == "holds"))
    };
    said.lines().filter_map(line).collect()
}

fn python(out: &Path, each: &Path, keys: &[String]) -> Verdicts {
    let mut args = vec![out.to_str().unwrap(), "--each", each.to_str().unwrap()];
    for key in keys {
        args.extend(["--key", key]);
    }
    let done = verify(&args);
    assert!(done.status.success(), "{}", text(&done.stderr));
    theirs(&text(&done.stdout))
}

fn go(out: &Path, each: &Path, keys: &[String]) -> Verdicts {
    let done = Command::new("go")
        .arg("run")
        .arg(docs("verify-go/main.go"))
        .args([out.to_str().unwrap(), &vkey(), "--each"])
        .arg(each)
        .args(keys)
        .env("GO111MODULE", "off")
        .env("GOFLAGS", "")
        .env("GOPATH", "/usr/share/gocode")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", text(&done.stderr));
    theirs(&text(&done.stdout))
}

/// Where two say different things.
fn differences(ours: &Verdicts, theirs: &Verdicts) -> Vec<String> {
    let word = |v: Option<&bool>| match v {
        Some(true) => "accepts",
        Some(false) => "refuses",
        None => "is silent",
    };
    let differs = ours.iter().filter(|(name, v)| theirs.get(*name) != Some(v));
    let told = differs.map(|(name, v)| {
        let (us, them) = (word(Some(v)), word(theirs.get(name)));
        format!("{name}: the program {us}, the tool {them}")
    });
    told.collect()
}

#[test]
fn no_checker_accepts_what_another_refuses() {
    let ground = ground();
    let notes = mutants::notes(&ground.head);
    let all = named(
        &notes,
        &mutants::proofs(&ground.proof, &notes),
        &mutants::keys(),
    );
    let (out, each) = (
        ground.home.path().join("out"),
        ground.home.path().join("each"),
    );
    fs::create_dir(&each).unwrap();
    for (name, bytes) in &all {
        fs::write(each.join(name), bytes).unwrap();
    }
    let (log, witness) = (key(7).verifier().clone(), witness().verifier().clone());
    let mut accepted = Vec::new();
    for keys in [vec![log.clone()], vec![log, witness]] {
        let ours = ours(&ground, &all, &keys);
        assert_eq!(ours.len(), all.len(), "two mutants share a name");
        the_audit_agrees(&ground, &all, &ours, &keys);
        accepted.push(ours.values().filter(|v| **v).count());
        let texts: Vec<String> = keys.iter().map(ToString::to_string).collect();
        for (tool, run) in [
            ("python3", python as fn(&Path, &Path, &[String]) -> Verdicts),
            ("go", go),
        ] {
            if has(tool) {
                let theirs = run(&out, &each, &texts);
                let told = differences(&ours, &theirs);
                assert!(
                    told.is_empty(),
                    "{} of {} with {} keys, {tool}:\n{}",
                    told.len(),
                    all.len(),
                    keys.len(),
                    told.join("\n")
                );
            }
        }
        for good in [
            "whole.note",
            "own.note",
            "good.tlog-proof",
            "log.vkey",
            "witness.vkey",
        ] {
            assert_eq!(ours.get(good), Some(&true), "{good}");
        }
    }
    assert!(all.len() > 1500, "{} mutants", all.len());
    // A line by a stranger may say anything.
    let few = |n: &usize| *n < all.len() / 8;
    assert!(accepted.iter().all(few), "{accepted:?} accepted");
}
