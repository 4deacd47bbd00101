//! Tools that have nothing to do with this program: Go's note and tlog packages, and openssl.

use std::process::{Command, Output};

use summit_ledger::proof::inclusion::prove_inclusion;
use summit_ledger::proof::tlog_proof::TlogProof;
use summit_ledger::store::Ledger;

use super::common::{Copy, demo, docs, key, text, vkey};
use crate::support::tools::has;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.arg(docs("verify-foreign.sh")).args(args);
    command.output().unwrap()
}

/// A proof file of one entry, as text.
fn proof(seq: u64) -> String {
    let ledger = Ledger::open_read_only(&demo().join("demo.db")).unwrap();
    let (size, note) = ledger.checkpoints().unwrap().pop().unwrap();
    let hashes = prove_inclusion(&ledger.nodes(), seq, size).unwrap();
    let head = summit_ledger::proof::checkpoint::SignedCheckpoint::parse(note.as_bytes());
    TlogProof::new(seq, hashes, head.unwrap())
        .unwrap()
        .to_string()
}

#[test]
fn each_tool_that_is_here_accepts_the_demo_and_rejects_what_was_altered() {
    let whole = Copy::new();
    whole.write("proof", proof(42));
    let (dir, file) = (whole.dir.to_str().unwrap(), whole.dir.join("proof"));
    let output = run(&[dir, &vkey(), file.to_str().unwrap()]);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}{}", text(&output.stderr));
    let tools: Vec<&str> = [
        ("go", "go: "),
        ("openssl", "openssl: "),
        ("python3", "verify: "),
    ]
    .into_iter()
    .filter(|(tool, _)| has(tool))
    .map(|(_, says)| says)
    .collect();
    for says in &tools {
        assert!(
            said.lines().any(|line| line.starts_with(says)),
            "{says}{said}"
        );
    }
    if tools.contains(&"go: ") {
        assert!(said.contains("entry 42 is in the tree of 167"), "{said}");
        whole.write("proof", proof(42).replacen("index 42", "index 43", 1));
        let output = run(&[dir, &vkey(), file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("FAULT: go"));
    }
    type Alter = fn(&Copy);
    let other = key(8).verifier().to_string();
    let cases: [(&str, Alter, &str); 3] = [
        (
            "entry 0",
            |c| c.flip(&c.only("tile/entries/000.p"), 30),
            &vkey(),
        ),
        (
            "the root",
            |c| {
                let note = text(&c.read("checkpoint"));
                let root = note.lines().nth(2).unwrap();
                c.write(
                    "checkpoint",
                    note.replacen(root, &("A".repeat(43) + "="), 1),
                );
            },
            &vkey(),
        ),
        ("the key", |_| {}, &other),
    ];
    for (what, alter, key) in cases {
        let copy = Copy::new();
        alter(&copy);
        let output = run(&[copy.dir.to_str().unwrap(), key]);
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{what}: {err}");
        for tool in &tools {
            let tool = tool.trim_end_matches(": ");
            assert!(
                err.contains(&format!("FAULT: {tool}")),
                "{what}, {tool}: {err}"
            );
        }
    }
    assert_eq!(run(&[dir]).status.code(), Some(2));
}
