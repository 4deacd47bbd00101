//! The questions of a ledger, one a line.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use super::words::tenths;
use crate::record::{Account, Forecast};

/// A question with its recorded forecasts.
#[derive(Debug, Clone)]
pub struct Listed {
    /// What was believed.
    pub account: Account,
    /// Whether its model is of a belief version in which a watch says something.
    pub takes_watches: bool,
    /// Whether its number is hidden from whoever looks, until one of their own stands.
    pub hidden: bool,
}

/// How the day of a number stands to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// The question has ended, or its number is of today or later.
    Current,
    /// The number speaks of an earlier day, so many days ago.
    Stale(i32),
    /// The deadline is over, and how it ended is not recorded.
    Overdue,
}

impl Listed {
    pub(super) fn last(&self) -> Option<&Forecast> {
        self.account.rows.last().map(|row| &row.forecast)
    }

    fn id(&self) -> &str {
        self.account.question.id.as_str()
    }

    pub(super) fn age(&self, today: Date) -> Age {
        let Some(last) = self.last().filter(|_| self.account.resolution.is_none()) else {
            return Age::Current;
        };
        if today > self.account.question.deadline {
            return Age::Overdue;
        }
        match (today - last.as_of).get_days() {
            days @ 1.. => Age::Stale(days),
            _ => Age::Current,
        }
    }
}

/// The questions for people, as of today.
#[must_use]
pub fn doc(all: &[Listed], today: Date) -> Doc {
    if all.is_empty() {
        return Doc::new().paragraph("The ledger has no question yet: summit open --help");
    }
    let doc = Doc::new().table(table(all, today));
    blind(overdue(stale(doc, all, today), all, today), all)
}

/// One question a row.
pub(super) fn table(all: &[Listed], today: Date) -> Table {
    let mut table = Table::new([
        Column::left("question").clip(12),
        Column::left("asks").clip(16),
        Column::left("deadline"),
        Column::left("as of"),
        Column::right("now"),
        Column::left("ended"),
    ]);
    for one in all {
        table.push(row(one, today));
    }
    table
}

fn row(one: &Listed, today: Date) -> [Line; 6] {
    let (q, last, age) = (&one.account.question, one.last(), one.age(today));
    let as_of = last.map_or_else(Line::new, |f| Line::from(f.as_of.to_string()));
    let ended = one.account.resolution.as_ref();
    [
        Line::new().code(q.id.as_str()),
        Line::from(q.title.as_str()),
        Line::from(q.deadline.to_string()),
        match age {
            Age::Stale(_) => as_of.warn(" stale"),
            _ => as_of,
        },
        match last {
            Some(_) if one.hidden => Line::new().dim("blind"),
            Some(f) => Line::new().strong(tenths(f.p)),
            None => Line::new(),
        },
        match age {
            Age::Overdue => Line::new().warn("overdue"),
            _ => ended.map_or_else(Line::new, |r| Line::from(r.outcome.as_str())),
        },
    ]
}

/// How to bring numbers of earlier days to today, by what the model makes of it.
fn stale(doc: Doc, all: &[Listed], today: Date) -> Doc {
    let of = |watches: Option<bool>| {
        let fits = |one: &&Listed| {
            matches!(one.age(today), Age::Stale(_))
                && watches.is_none_or(|watches| one.takes_watches == watches)
        };
        all.iter().filter(fits).map(Listed::id).collect::<Vec<_>>()
    };
    let old = of(None);
    if old.is_empty() {
        return doc;
    }
    let speak = match old.len() {
        1 => "One number speaks".to_owned(),
        n => format!("{n} numbers speak"),
    };
    let doc = doc.hint(format!(
        "{speak} of a day before today, {today}. To bring them to today, where nothing happened since:"
    ));
    let doc = doc.verbatim([format!("summit pass --on today{}", named(&old))]);
    let watched = of(Some(true));
    if watched.is_empty() {
        return doc;
    }
    let sources = "summit watched --known today --sources TEXT";
    doc.paragraph("and where you also looked for an announcement, and saw none:")
        .verbatim([format!("{sources}{}", named(&watched))])
}

fn overdue(doc: Doc, all: &[Listed], today: Date) -> Doc {
    let late = all.iter().filter(|one| one.age(today) == Age::Overdue);
    let late: Vec<&str> = late.map(Listed::id).collect();
    let Some(first) = late.first() else {
        return doc;
    };
    let resolve = format!("summit resolve OUTCOME --on DAY --source NAME -q {first}");
    doc.hint("Overdue: the deadline has passed, and how it ended is not recorded. To say how:")
        .verbatim([resolve])
}

/// How to see the number of a question that is blind.
fn blind(doc: Doc, all: &[Listed]) -> Doc {
    match all.iter().find(|one| one.hidden).map(Listed::id) {
        None => doc,
        Some(first) => doc
            .hint("Blind: the number is shown once your own stands. To give yours:")
            .verbatim([format!("summit guess 0.7 --because TEXT -q {first}")]),
    }
}

/// Questions as they are typed.
fn named(ids: &[&str]) -> String {
    ids.iter().map(|id| format!(" -q {id}")).collect()
}

/// The same as data.
#[must_use]
pub fn data(all: &[Listed], today: Date) -> Value {
    let rows = all.iter().map(|one| {
        let (q, last) = (&one.account.question, one.last());
        let age = one.age(today);
        json!({
            "id": q.id.as_str(),
            "title": q.title,
            "opens": q.opens.to_string(),
            "deadline": q.deadline.to_string(),
            "as_of": last.map(|f| f.as_of.to_string()),
            "p": last.filter(|_| !one.hidden).map(|f| f.p),
            "blind": one.hidden,
            "outcome": one.account.resolution.as_ref().map(|r| r.outcome.as_str()),
            "stale_days": match age {
                Age::Stale(days) => days,
                _ => 0,
            },
            "overdue": age == Age::Overdue,
        })
    });
    Value::Array(rows.collect())
}
