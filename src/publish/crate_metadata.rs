//! `ro-crate-metadata.json`: the bundle described for machines (RO-Crate 1.2, JSON-LD).

use std::path::Path;

use serde_json::{Value, json};

use super::facts::Facts;
use crate::desk::{PROGRAM, sha256_hex};
use crate::model::shipped;

/// Name of the file.
pub(super) const NAME: &str = "ro-crate-metadata.json";
/// Name of the list of hashes.
pub(super) const SUMS: &str = "SHA256SUMS";
const PROFILE: &str = "https://w3id.org/ro/crate/1.2";

/// The metadata of a bundle whose files are `named`, this one and SHA256SUMS not among them.
pub(super) fn text(facts: &Facts, dir: &Path, named: &[String]) -> std::io::Result<String> {
    let (mut parts, mut log_parts) = (vec![json!({"@id": "log/"})], Vec::new());
    let mut entities = Vec::new();
    for name in named {
        let list = if name.starts_with("log/") {
            &mut log_parts
        } else {
            &mut parts
        };
        list.push(json!({"@id": name}));
        entities.push(file(name, &fs_err::read(dir.join(name))?));
    }
    parts.push(json!({"@id": SUMS}));
    entities.push(sums(named));
    let licence = facts.licence.as_deref().unwrap_or("#no-licence");
    let mut graph = vec![
        json!({
            "@id": NAME, "@type": "CreativeWork",
            "conformsTo": {"@id": PROFILE}, "about": {"@id": "./"},
        }),
        root(facts, licence, &parts),
        log(facts, &log_parts),
    ];
    graph.append(&mut entities);
    graph.push(licence_entity(facts, licence));
    graph.push(json!({
        "@id": "https://www.python.org/", "@type": "ComputerLanguage", "name": "Python",
        "url": "https://www.python.org/", "version": "3.8 or newer",
    }));
    let described = json!({"@context": format!("{PROFILE}/context"), "@graph": graph});
    Ok(format!("{described:#}\n"))
}

fn root(facts: &Facts, licence: &str, parts: &[Value]) -> Value {
    let titles: Vec<&str> = facts
        .questions
        .iter()
        .map(|q| q.question.title.as_str())
        .collect();
    json!({
        "@id": "./", "@type": "Dataset",
        "name": format!("Forecasting ledger {}", facts.exported.origin),
        "description": format!(
            "An append-only ledger of {} entries, made with {PROGRAM}: signals, and the \
             probability of a leader-level meeting after each, with proofs and a checker. \
             Questions: {}",
            facts.exported.size, titles.join("; ")
        ),
        "datePublished": facts.now.date().to_string(),
        "license": {"@id": licence},
        "hasPart": parts,
    })
}

fn log(facts: &Facts, parts: &[Value]) -> Value {
    json!({
        "@id": "log/", "@type": "Dataset",
        "name": format!("The log {} as static files", facts.exported.origin),
        "description": format!(
            "Entries in canonical JSON (RFC 8785), Merkle tree (RFC 6962), layout of \
             c2sp.org/tlog-tiles; {} entries, root {}",
            facts.exported.size, hex::encode(facts.exported.root)
        ),
        "hasPart": parts,
    })
}

fn file(name: &str, bytes: &[u8]) -> Value {
    let (what, format) = described(name);
    let mut out = json!({
        "@id": name, "@type": "File", "name": name, "description": what,
        "encodingFormat": format, "contentSize": bytes.len().to_string(),
        "sha256": sha256_hex(bytes),
    });
    if let (true, Value::Object(map)) = (name.ends_with(".py"), &mut out) {
        map.insert("@type".into(), json!(["File", "SoftwareSourceCode"]));
        map.insert(
            "programmingLanguage".into(),
            json!({"@id": "https://www.python.org/"}),
        );
    }
    out
}

/// What a file is, and its media type.
fn described(name: &str) -> (&'static str, &'static str) {
    const BYTES: &str = "application/octet-stream";
    let folders = [
        (
            "history/",
            "What was believed when, one row a forecast",
            "text/csv",
        ),
        ("models/", "A belief model as used", "application/json"),
        (
            "log/tile/entries/",
            "Entries, each with its length before it",
            BYTES,
        ),
        ("log/tile/", "Hashes of the Merkle tree", BYTES),
        (
            "log/attachments/",
            "A model or a saved source, named by SHA-256",
            BYTES,
        ),
        (
            "log/checkpoint",
            "A head of the log: name, size, root, signatures",
            "text/plain",
        ),
    ];
    match name {
        "README.md" => ("What this is and how to check it", "text/markdown"),
        "verify.py" => (
            "Checks log/ with the standard library alone",
            "text/x-python",
        ),
        "verify_belief2.py" => (
            "What verify.py imports for belief version 2",
            "text/x-python",
        ),
        name if shipped::ALL.iter().any(|x| x.source_name == name) => {
            ("Readable source of the belief model", "application/toml")
        }
        _ => folders
            .iter()
            .find(|(start, ..)| name.starts_with(start))
            .map_or(("A file of the bundle", BYTES), |(_, what, format)| {
                (*what, *format)
            }),
    }
}

/// SHA256SUMS, written after this file: its length follows from the names alone.
fn sums(named: &[String]) -> Value {
    let names = named.iter().map(String::as_str).chain([NAME]);
    let size: usize = names.map(|name| 64 + 2 + name.len() + 1).sum();
    json!({
        "@id": SUMS, "@type": "File", "name": SUMS,
        "description": "The SHA-256 of every other file", "encodingFormat": "text/plain",
        "contentSize": size.to_string(),
    })
}

fn licence_entity(facts: &Facts, id: &str) -> Value {
    let (name, words) = match facts.licence {
        Some(_) => (
            id,
            "The licence under which the owner of the ledger gives these data on",
        ),
        None => (
            "No licence was stated",
            "The owner of the ledger stated no licence. Ask before you give the data on.",
        ),
    };
    json!({"@id": id, "@type": "CreativeWork", "name": name, "description": words})
}
