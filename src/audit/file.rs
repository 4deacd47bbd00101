//! Tier 1: the file as SQLite sees it, its tables and guards, and what lies beside it.

use std::collections::BTreeMap;

use super::catalogue::{
    FILE_DAMAGED, GUARD_MISSING, JOURNAL_LEFT_OVER, JOURNAL_MODE, SCHEMA_ALTERED, SCHEMA_EXTRA,
};
use super::finding::Findings;
use crate::store::StoreError;
use crate::store::inspect::{Inspector, Object, built_in_schema};

/// Checks the file; false where its tables are not a ledger's and must not be read further.
pub(super) fn check(inspector: &Inspector, out: &mut Findings) -> Result<bool, StoreError> {
    let readable = schema(inspector, out)?;
    match inspector.integrity() {
        Ok(lines) if lines.iter().all(|l| l == "ok") && !lines.is_empty() => {}
        Ok(lines) => {
            for line in lines {
                out.add(FILE_DAMAGED, None, "SQLite finds its file sound", line);
            }
        }
        Err(e) => out.add(
            FILE_DAMAGED,
            None,
            "SQLite finds its file sound",
            e.to_string(),
        ),
    }
    let left = inspector.left_over();
    if left > 0 {
        out.add(
            JOURNAL_LEFT_OVER,
            None,
            "no such file",
            format!("{left} bytes"),
        );
    }
    if !inspector.keeps_log() {
        out.add(JOURNAL_MODE, None, "WAL", "another mode");
    }
    Ok(readable)
}

fn schema(inspector: &Inspector, out: &mut Findings) -> Result<bool, StoreError> {
    let name = |o: Object| ((o.kind.clone(), o.name.clone()), o);
    let expected: BTreeMap<_, _> = built_in_schema()?.into_iter().map(name).collect();
    let mut found: BTreeMap<_, _> = inspector.schema()?.into_iter().map(name).collect();
    let mut readable = true;
    for (key, object) in &expected {
        let there = found.remove(key);
        if there.as_ref() == Some(object) {
            continue;
        }
        let kind = if object.kind == "trigger" {
            GUARD_MISSING
        } else {
            readable = false;
            SCHEMA_ALTERED
        };
        let found = there.map_or_else(|| "it is not there".to_owned(), |o| shortened(&o.sql));
        let expected = format!("{} {} as the program makes it", object.kind, object.name);
        out.add(kind, None, expected, found);
    }
    for object in found.into_values() {
        let found = format!(
            "{} {}: {}",
            object.kind,
            object.name,
            shortened(&object.sql)
        );
        out.add(SCHEMA_EXTRA, None, "nothing beyond the ledger's own", found);
    }
    Ok(readable)
}

fn shortened(sql: &str) -> String {
    let mut chars = sql.chars();
    let head: String = chars.by_ref().take(120).collect();
    if chars.next().is_some() {
        format!("{head}...")
    } else {
        head
    }
}
