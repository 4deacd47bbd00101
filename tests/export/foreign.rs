//! Tools that have nothing to do with this program: Go's note and tlog packages, and openssl.

use std::process::{Command, Output};

use super::common::{Copy, docs, key, text, vkey};
use super::strict::ground;
use crate::support::tools::has;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.arg(docs("verify-foreign.sh")).args(args);
    command.output().unwrap()
}

/// Go checks a proof beside the export, and refuses an altered one.
fn go_checks_a_proof() {
    let ground = ground();
    let file = ground.home.write("proof", &ground.proof);
    let out = ground.home.path().join("out");
    let args = [out.to_str().unwrap(), &vkey(), file.to_str().unwrap()];
    let output = run(&args);
    let said = text(&output.stdout);
    assert!(
        said.contains("is in the tree of"),
        "{said}{}",
        text(&output.stderr)
    );
    let index = ground.proof.find("index ").unwrap();
    let mut altered = ground.proof.clone();
    altered.insert(index + 6, '1');
    ground.home.write("proof", &altered);
    let output = run(&args);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("FAULT: go"));
}

#[test]
fn each_tool_that_is_here_accepts_the_demo_and_rejects_what_was_altered() {
    let whole = Copy::new();
    let dir = whole.dir.to_str().unwrap();
    let output = run(&[dir, &vkey()]);
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
        go_checks_a_proof();
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
