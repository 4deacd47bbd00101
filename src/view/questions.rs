//! The questions of a ledger, one a line.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use super::words::tenths;
use crate::record::Account;

/// The questions for people.
#[must_use]
pub fn doc(accounts: &[Account]) -> Doc {
    if accounts.is_empty() {
        return Doc::new().paragraph("The ledger has no question yet: summit open --help");
    }
    let mut table = Table::new([
        Column::left("question").clip(12),
        Column::left("asks").clip(16),
        Column::left("deadline"),
        Column::left("as of"),
        Column::right("now"),
        Column::left("ended"),
    ]);
    for account in accounts {
        let q = &account.question;
        let last = account.rows.last().map(|r| &r.forecast);
        table.push([
            Line::new().code(q.id.as_str()),
            Line::from(q.title.as_str()),
            Line::from(q.deadline.to_string()),
            last.map_or_else(Line::new, |f| Line::from(f.as_of.to_string())),
            last.map_or_else(Line::new, |f| Line::new().strong(tenths(f.p))),
            account
                .resolution
                .as_ref()
                .map_or_else(Line::new, |r| Line::from(r.outcome.as_str())),
        ]);
    }
    Doc::new().table(table)
}

/// The same as data.
#[must_use]
pub fn data(accounts: &[Account]) -> Value {
    let rows = accounts.iter().map(|account| {
        let q = &account.question;
        let last = account.rows.last().map(|r| &r.forecast);
        json!({
            "id": q.id.as_str(),
            "title": q.title,
            "opens": q.opens.to_string(),
            "deadline": q.deadline.to_string(),
            "as_of": last.map(|f| f.as_of.to_string()),
            "p": last.map(|f| f.p),
            "outcome": account.resolution.as_ref().map(|r| r.outcome.as_str()),
        })
    });
    Value::Array(rows.collect())
}
