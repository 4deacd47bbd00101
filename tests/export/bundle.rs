//! The reviewer's bundle.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use summit_ledger::desk::sha256_hex;

use super::common::{docs, sign, text, verify, vkey};
use crate::support::home::Home;
use crate::support::tools::has;

fn bundled(args: &[&str]) -> Home {
    let home = Home::new();
    home.ok(&["demo", "--ledger", "summit.db"]);
    sign(&home.ledger());
    home.ok(&[&["bundle", "b"], args].concat());
    home
}

fn files(dir: &Path, below: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            files(dir, &format!("{name}/"), found);
        } else {
            found.insert(name);
        }
    }
}

#[test]
fn it_holds_what_it_says_with_the_hash_of_every_file() {
    let home = bundled(&[]);
    let dir = home.path().join("b");
    let sums = fs::read_to_string(dir.join("SHA256SUMS")).unwrap();
    let mut listed = BTreeSet::from(["SHA256SUMS".to_owned()]);
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(
            sha256_hex(&fs::read(dir.join(name)).unwrap()),
            sum,
            "{name}"
        );
        listed.insert(name.to_owned());
    }
    let mut found = BTreeSet::new();
    files(&dir, "", &mut found);
    assert_eq!(found, listed);
    let read = |name: &str| fs::read_to_string(dir.join(name)).unwrap();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-5.toml");
    assert_eq!(
        read("models/kernel-5.toml"),
        fs::read_to_string(source).unwrap()
    );
    for name in ["verify.py", "verify_belief2.py"] {
        assert_eq!(read(name), fs::read_to_string(docs(name)).unwrap());
    }
    assert_eq!(
        read("history/biden-xi-2023.csv"),
        home.ok(&["history", "--format", "csv"])
    );
    let model = found
        .iter()
        .find(|n| n.starts_with("models/") && n.ends_with(".json"));
    let model = model.unwrap();
    let sum = sha256_hex(read(model).as_bytes());
    assert_eq!(*model, format!("models/{sum}.json"));
    if has("python3") {
        let output = verify(&[dir.join("log").to_str().unwrap(), "--key", &vkey()]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    // A second time into the same folder changes nothing.
    let before = sums;
    home.ok(&["bundle", "b"]);
    assert_eq!(read("SHA256SUMS"), before);
}

#[test]
fn its_readme_has_the_headings_that_data_editors_expect() {
    let home = bundled(&[]);
    let readme = fs::read_to_string(home.path().join("b/README.md")).unwrap();
    let headings: Vec<&str> = readme.lines().filter(|l| l.starts_with("## ")).collect();
    assert_eq!(
        headings,
        [
            "## Overview",
            "## Data availability and provenance",
            "## Dataset list",
            "## Computational requirements",
            "## Description of programs",
            "## Instructions to replicators",
            "## Randomness: what is random and where its seed is recorded",
            "## Expected run time",
        ]
    );
    let sum = |name| sha256_hex(&fs::read(docs(name)).unwrap());
    for words in [
        sum("verify.py").as_str(),
        &sum("verify_belief2.py"),
        "seed 20261126",
        "`biden-xi-2023`: seed",
        "No licence was stated",
    ] {
        assert!(readme.contains(words), "{words}");
    }
}

/// The required properties of RO-Crate 1.2: root data entity, descriptor, data entities.
#[test]
fn its_ro_crate_has_the_required_properties() {
    let home = bundled(&["--license", "https://creativecommons.org/licenses/by/4.0/"]);
    let dir = home.path().join("b");
    let text = fs::read_to_string(dir.join("ro-crate-metadata.json")).unwrap();
    let metadata: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        metadata["@context"],
        "https://w3id.org/ro/crate/1.2/context"
    );
    let graph = metadata["@graph"].as_array().unwrap();
    let ids: BTreeSet<&str> = graph.iter().map(|e| e["@id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), graph.len(), "an @id stands twice");
    let entity = |id: &str| graph.iter().find(|e| e["@id"] == id).unwrap();
    let descriptor = entity("ro-crate-metadata.json");
    assert_eq!(descriptor["@type"], "CreativeWork");
    assert_eq!(
        descriptor["conformsTo"]["@id"],
        "https://w3id.org/ro/crate/1.2"
    );
    assert_eq!(descriptor["about"]["@id"], "./");
    let root = entity("./");
    assert_eq!(root["@type"], "Dataset");
    for property in ["name", "description"] {
        assert!(!root[property].as_str().unwrap().is_empty());
    }
    assert_eq!(root["datePublished"], "2026-11-23");
    let licence = entity(root["license"]["@id"].as_str().unwrap());
    assert!(licence["name"].is_string() && licence["description"].is_string());
    let mut payload = BTreeSet::new();
    for holder in ["./", "log/"] {
        for part in entity(holder)["hasPart"].as_array().unwrap() {
            let id = part["@id"].as_str().unwrap();
            let part = entity(id);
            assert!(part["name"].is_string() && part["description"].is_string());
            if id.ends_with('/') {
                assert_eq!(part["@type"], "Dataset");
                continue;
            }
            assert!(part["@type"].to_string().contains("File"), "{id}");
            let bytes = fs::read(dir.join(id)).unwrap();
            assert_eq!(part["contentSize"], bytes.len().to_string(), "{id}");
            if id != "SHA256SUMS" {
                assert_eq!(part["sha256"], sha256_hex(&bytes), "{id}");
            }
            payload.insert(id.to_owned());
        }
    }
    let mut found = BTreeSet::new();
    files(&dir, "", &mut found);
    found.remove("ro-crate-metadata.json");
    assert_eq!(payload, found);
}

#[test]
fn another_model_has_no_source_and_hostile_titles_stay_text() {
    let home = Home::with_ledger();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-3.json");
    let other = fs::read_to_string(shipped)
        .unwrap()
        .replacen("Signals in families", "Other", 1);
    home.write("other.json", &other);
    home.ok(&["model", "adopt", "other.json"]);
    let title = "A | B <script>x</script> [link](javascript:x) `code`";
    home.ok(&[
        "open",
        "q",
        "--title",
        title,
        "--who",
        "Ana",
        "--who",
        "Bo",
        "--criteria",
        "in person",
        "--opens",
        "2023-01-01",
        "--deadline",
        "2023-12-31",
        "--meetings",
        "1",
        "--years",
        "9",
    ]);
    home.ok(&["bundle", "b", "--unsigned"]);
    assert!(!home.path().join("b/models/kernel-5.toml").exists());
    let readme = fs::read_to_string(home.path().join("b/README.md")).unwrap();
    assert!(readme.contains(r"A \| B \<script\>x\<"), "{readme}");
    assert!(readme.contains(r"\[link\]\(javascript"), "{readme}");
    assert!(readme.contains("**not signed**"), "{readme}");
    fs::create_dir(home.path().join("mine")).unwrap();
    home.write("mine/letter.txt", "dear");
    let refused = home.fails(2, &["bundle", "mine", "--unsigned"]);
    assert!(refused.contains("holds no bundle"), "{refused}");
}
