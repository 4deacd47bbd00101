//! An audit's report: nothing where there is nothing to say, else one item a finding.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use crate::audit::{Finding, Report, Severity};

/// What the tiers are called.
const TIERS: [&str; 6] = [
    "file",
    "log",
    "checkpoints",
    "history",
    "belief",
    "practice",
];

/// The report; empty where there is neither a fault nor a warning. What could not be checked is
/// not in it: whoever shows the report says that apart (`Report::unchecked`).
#[must_use]
pub fn doc(report: &Report) -> Doc {
    let mut doc = Doc::new();
    if !report.findings.is_empty() {
        doc = doc.title("Findings");
        for finding in &report.findings {
            doc = doc.item(line(finding));
        }
        for next in steps(&report.findings) {
            doc = doc.hint(next);
        }
    }
    if !report.warnings.is_empty() {
        doc = doc.section("Warnings");
        for finding in &report.warnings {
            doc = doc.item(line(finding));
        }
    }
    doc
}

/// The verdict in words, whatever it is: what was found, what readers should know, and what could
/// not be checked.
#[must_use]
pub fn verdict(doc: Doc, report: &Report) -> Doc {
    let verdict = match report.findings.len() {
        0 => Line::new()
            .strong("sound")
            .plain(": everything was computed again, and nothing differs"),
        1 => Line::new().warn("1 finding"),
        many => Line::new().warn(format!("{many} findings")),
    };
    let mut doc = doc.fact("audit", verdict);
    for finding in report.findings.iter().chain(&report.warnings) {
        doc = doc.item(line(finding));
    }
    for sentence in &report.unchecked {
        doc = doc.item(Line::new().plain("Not checked: ").plain(sentence.as_str()));
    }
    doc
}

fn line(f: &Finding) -> Line {
    let mut line = Line::new();
    if let Some(entry) = f.entry {
        line = line.strong(format!("entry {entry}")).plain(": ");
    }
    line = match f.severity {
        Severity::Fault => line.warn(f.what.as_str()),
        _ => line.plain(f.what.as_str()),
    };
    let mut sides = Vec::new();
    if !f.expected.is_empty() {
        sides.push(format!("expected {}", f.expected));
    }
    if !f.found.is_empty() {
        sides.push(format!("found {}", f.found));
    }
    if !sides.is_empty() {
        line = line.plain(format!("; {}", sides.join("; ")));
    }
    line.plain(format!(". {}. ", sentence(f.means)))
        .dim(format!("[{} {}]", f.tier, f.code))
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// What to do next, each step once, in the order of the findings.
fn steps(findings: &[Finding]) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    for finding in findings {
        if !out.contains(&finding.next) {
            out.push(finding.next);
        }
    }
    out
}

/// The same as data.
#[must_use]
pub fn data(report: &Report) -> Value {
    let list = |findings: &[Finding]| findings.iter().map(one).collect::<Vec<_>>();
    let tiers: Vec<Value> = TIERS
        .iter()
        .zip(report.counts)
        .zip(1_u8..)
        .map(|((name, count), tier)| {
            json!({
                "tier": tier,
                "name": name,
                "ran": count.ran,
                "faults": count.faults,
                "warnings": count.warnings,
            })
        })
        .collect();
    json!({
        "sound": report.sound(),
        "origin": report.origin,
        "size": report.size,
        "root": report.root.map(hex::encode),
        "findings": list(&report.findings),
        "warnings": list(&report.warnings),
        "unchecked": report.unchecked,
        "tiers": tiers,
    })
}

fn one(f: &Finding) -> Value {
    json!({
        "tier": f.tier,
        "severity": f.severity.as_str(),
        "code": f.code,
        "entry": f.entry,
        "what": f.what,
        "expected": f.expected,
        "found": f.found,
        "means": f.means,
        "next": f.next,
    })
}
