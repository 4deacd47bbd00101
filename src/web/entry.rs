//! One entry with all that it says, its bytes, and the proof that it is in the log.

use std::sync::Arc;

use axum::body::Body as Answer;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Response, header};
use base64ct::{Base64, Encoding};
use serde_json::Value;

use super::app::App;
use super::entries::headline;
use super::frame::{Frame, page};
use super::problem::Problem;
use super::shown::Shown;
use crate::desk::Desk;
use crate::proof::canonical;
use crate::proof::inclusion::{prove_inclusion, verify_inclusion};
use crate::proof::tree::{Hash, leaf_hash, root_at};
use crate::publish::{PublishError, prove};
use crate::record::{Body, Entry};
use crate::store::{Ledger, Stored};

/// Longest text of one field on the page, in characters.
const LONGEST: usize = 4000;
/// Lists of numbers longer than this are counted, not shown.
const NUMBERS: usize = 12;

#[derive(askama::Template)]
#[template(path = "entry.html", config = "src/web/askama.toml")]
struct EntryPage {
    frame: Frame,
    seq: u64,
    type_name: Shown,
    headline: Shown,
    questions: Vec<Shown>,
    rests_on: Option<u64>,
    facts: Vec<(Shown, Shown)>,
    bytes: Shown,
    length: usize,
    leaf: String,
    path: Vec<String>,
    tree: Tree,
    unreadable: bool,
    before: Option<u64>,
    after: Option<u64>,
}

/// The tree that a path leads to.
struct Tree {
    size: u64,
    root: String,
    /// Names of those who signed it; empty where no signed checkpoint covers the entry.
    signers: Vec<Shown>,
    signed: bool,
    holds: bool,
}

/// What is asked for.
enum Form {
    Page,
    Proof,
    Bytes,
}

/// `GET /entries/17`, `/entries/17.tlog-proof` and `/entries/17.json`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Response<Answer>, Problem> {
    let (number, form) = match name.split_once('.') {
        None => (name.as_str(), Form::Page),
        Some((number, "tlog-proof")) => (number, Form::Proof),
        Some((number, "json")) => (number, Form::Bytes),
        Some(_) => ("", Form::Page),
    };
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let seq: u64 = number
        .parse()
        .ok()
        .filter(|_| digits)
        .ok_or_else(|| missing(&name))?;
    let overview = app.overview();
    match form {
        Form::Bytes => {
            let row = app.light.run(move |desk| row(desk, seq)).await?;
            Ok(download(
                row.bytes,
                "application/json",
                &format!("entry-{seq}.json"),
            ))
        }
        Form::Proof => {
            let proof = app.light.run(move |desk| {
                let entry = read(&row(desk, seq)?)?;
                Ok(prove(desk.ledger(), &entry)?.to_string())
            });
            let file = format!("entry-{seq}.tlog-proof");
            Ok(download(
                proof.await?.into_bytes(),
                "text/plain; charset=utf-8",
                &file,
            ))
        }
        Form::Page => {
            let frame = Frame::of(&overview, "entries", &format!("Entry {seq}"));
            let made = app.light.run(move |desk| make(desk, seq, frame)).await?;
            page(&made)
        }
    }
}

fn missing(name: &str) -> Problem {
    Problem::not_found(
        format!(
            "the log has no entry `{}`",
            name.chars().take(40).collect::<String>()
        ),
        "entries are numbered from 0",
    )
}

fn row(desk: &mut Desk, seq: u64) -> Result<Stored, Problem> {
    let rows = desk.ledger().rows(seq, 1)?;
    rows.into_iter()
        .find(|row| row.seq == seq)
        .ok_or_else(|| missing(&seq.to_string()))
}

fn read(row: &Stored) -> Result<Entry, Problem> {
    canonical::decode(&row.bytes).map_err(|e| {
        Problem::from(crate::store::StoreError::Damaged {
            path: "the ledger".into(),
            why: format!("entry {}: {e}", row.seq),
        })
    })
}

fn make(desk: &mut Desk, seq: u64, frame: Frame) -> Result<EntryPage, Problem> {
    let row = row(desk, seq)?;
    let ledger = desk.ledger();
    let size = ledger.size()?;
    let entry = canonical::decode(&row.bytes).ok();
    let (path, tree) = proven(ledger, &row, entry.as_ref(), size)?;
    let mut facts = Vec::new();
    if let Some(entry) = &entry {
        facts.push((Shown::new("id"), Shown::cut(&entry.id, LONGEST)));
        facts.push((Shown::new("by"), Shown::cut(&entry.author, LONGEST)));
        facts.push((
            Shown::new("recorded"),
            Shown::new(entry.recorded_at.to_string()),
        ));
        if let Some(clock) = entry.clock {
            let behind = "the machine's clock, behind the entry before";
            facts.push((Shown::new(behind), Shown::new(clock.to_string())));
        }
        let mut body = entry.body.to_value();
        if let Some(map) = body.as_object_mut() {
            // Said above: the entry's own.
            map.retain(|name, value| name != "id" || *value != entry.id.as_str());
        }
        flatten("", &body, &mut facts);
    }
    let body = entry.as_ref().map(|e| &e.body);
    Ok(EntryPage {
        frame,
        seq,
        type_name: Shown::cut(&row.type_name, 40),
        headline: body.map_or_else(|| Shown::new("cannot be read"), headline),
        questions: body.map_or_else(Vec::new, |b| {
            b.questions()
                .iter()
                .map(|q| Shown::new(q.as_str()))
                .collect()
        }),
        rests_on: match body {
            Some(Body::Forecast(f)) => Some(f.rests_on),
            _ => None,
        },
        facts,
        bytes: Shown::new(String::from_utf8_lossy(&row.bytes)),
        length: row.bytes.len(),
        leaf: Base64::encode_string(&leaf_hash(&row.bytes)),
        path: path
            .iter()
            .map(|hash| Base64::encode_string(hash))
            .collect(),
        tree,
        unreadable: entry.is_none(),
        before: seq.checked_sub(1),
        after: (seq + 1 < size).then_some(seq + 1),
    })
}

/// The path from the entry up to the last signed root that covers it, else to the root as it is.
fn proven(
    ledger: &Ledger,
    row: &Stored,
    entry: Option<&Entry>,
    size: u64,
) -> Result<(Vec<Hash>, Tree), Problem> {
    let leaf = leaf_hash(&row.bytes);
    if let Some(entry) = entry {
        match prove(ledger, entry) {
            Ok(proof) => {
                let signed = proof.checkpoint();
                let head = signed.checkpoint();
                let hashes = proof.hashes().to_vec();
                let signatures = signed.note().signatures();
                return Ok((
                    hashes.clone(),
                    Tree {
                        size: head.size(),
                        root: Base64::encode_string(head.root()),
                        signers: signatures
                            .iter()
                            .map(|s| Shown::cut(&s.name, 200))
                            .collect(),
                        signed: true,
                        holds: verify_inclusion(&leaf, row.seq, head.size(), head.root(), &hashes)
                            .is_ok(),
                    },
                ));
            }
            Err(PublishError::Uncovered { .. }) => {}
            Err(e) => return Err(e.into()),
        }
    }
    let damaged = |e: String| {
        Problem::from(crate::store::StoreError::Damaged {
            path: ledger.path(),
            why: e,
        })
    };
    let hashes =
        prove_inclusion(&ledger.nodes(), row.seq, size).map_err(|e| damaged(e.to_string()))?;
    let root = root_at(&ledger.nodes(), size).map_err(|e| damaged(e.to_string()))?;
    let holds = verify_inclusion(&leaf, row.seq, size, &root, &hashes).is_ok();
    Ok((
        hashes,
        Tree {
            size,
            root: Base64::encode_string(&root),
            signers: Vec::new(),
            signed: false,
            holds,
        },
    ))
}

/// The fields of a body, each with its path.
fn flatten(path: &str, value: &Value, out: &mut Vec<(Shown, Shown)>) {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        _ => format!("{path}.{name}"),
    };
    match value {
        Value::Object(map) => {
            for (name, item) in map {
                flatten(&below(name), item, out);
            }
        }
        Value::Array(items) if items.iter().all(Value::is_number) && items.len() > NUMBERS => {
            out.push((
                Shown::new(path),
                Shown::new(format!("{} numbers", items.len())),
            ));
        }
        Value::Array(items) if items.iter().all(|i| !i.is_object()) => {
            let list: Vec<String> = items.iter().map(plain).collect();
            out.push((Shown::new(path), Shown::cut(list.join(", "), LONGEST)));
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                flatten(&below(&(i + 1).to_string()), item, out);
            }
        }
        other => out.push((Shown::new(path), Shown::cut(plain(other), LONGEST))),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn download(bytes: Vec<u8>, media: &'static str, name: &str) -> Response<Answer> {
    let mut response = Response::new(Answer::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
