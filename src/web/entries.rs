//! The ledger's entries, newest first: by page, question and type, and searched.

use std::sync::Arc;

use axum::body::Body as Answer;
use axum::extract::{RawQuery, State};
use axum::http::Response;

use super::app::App;
use super::frame::{Frame, page};
use super::overview::Overview;
use super::problem::Problem;
use super::query::Query;
use super::shown::Shown;
use crate::desk::Desk;
use crate::proof::canonical;
use crate::record::{Body, Entry, Name};
use crate::store::{Stored, Wanted};
use crate::view::words::tenths;

/// Entries on one page.
const ON_A_PAGE: usize = 50;
/// Entries that one request looks through.
const MAX_LOOKED: u64 = 100_000;
/// Longest text to look for, in characters.
const MAX_FIND: usize = 200;

#[derive(askama::Template)]
#[template(path = "entries.html", config = "src/web/askama.toml")]
struct EntriesPage {
    frame: Frame,
    find: Shown,
    kind: Shown,
    question: Shown,
    types: Vec<&'static str>,
    exact: Option<Item>,
    rows: Vec<Item>,
    newest: Option<String>,
    older: Option<String>,
    /// Up to which entry was looked, where the search is not done.
    looked_to: Option<u64>,
}

struct Item {
    seq: u64,
    recorded: Shown,
    type_name: Shown,
    headline: Shown,
    id: Shown,
    author: Shown,
}

/// What is looked for.
#[derive(Default)]
struct Search {
    find: String,
    kind: Option<String>,
    question: Option<Name>,
    before: Option<u64>,
}

/// What was found.
#[derive(Default)]
struct Found {
    exact: Option<Item>,
    rows: Vec<Item>,
    /// The next request begins before this entry.
    next: Option<u64>,
    /// Whether the page is full, rather than the patience at its end.
    full: bool,
}

/// `GET /entries`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response<Answer>, Problem> {
    let query = Query::parse(query.as_deref())?;
    query.only(&["find", "type", "question", "before"])?;
    let search = Search::read(&query)?;
    let overview = app.overview();
    let shown = (
        Shown::new(&search.find),
        Shown::new(search.kind.as_deref().unwrap_or_default()),
        Shown::new(search.question.as_ref().map_or("", Name::as_str)),
    );
    let later = search.before.is_some();
    let found = app.light.run(move |desk| search.run(desk)).await?;
    render(&query, &overview, shown, later, found)
}

fn render(
    query: &Query,
    overview: &Overview,
    (find, kind, question): (Shown, Shown, Shown),
    later: bool,
    found: Found,
) -> Result<Response<Answer>, Problem> {
    let rest = query.without("before");
    page(&EntriesPage {
        frame: Frame::of(overview, "entries", "Entries"),
        find,
        kind,
        question,
        types: types().collect(),
        exact: found.exact,
        rows: found.rows,
        newest: later.then(|| rest.address("/entries")),
        older: found
            .next
            .map(|seq| rest.with("before", seq.to_string()).address("/entries")),
        looked_to: found.next.filter(|_| !found.full),
    })
}

impl Search {
    fn read(query: &Query) -> Result<Self, Problem> {
        let find = query.one("find")?.unwrap_or_default().trim();
        if find.chars().count() > MAX_FIND {
            return Err(Problem::bad(
                format!("the text to look for is longer than {MAX_FIND} characters"),
                "a word or two of the entry, its number or its id",
            ));
        }
        let kind = query.one("type")?;
        if let Some(kind) = kind.filter(|kind| !types().any(|name| name == *kind)) {
            return Err(Problem::bad(
                format!("there is no type of entry `{kind}`"),
                format!("one of {}", types().collect::<Vec<_>>().join(", ")),
            ));
        }
        let question = query.one("question")?.map(Name::parse).transpose();
        let before = query.one("before")?.map(str::parse).transpose();
        Ok(Self {
            find: find.to_owned(),
            kind: kind.map(str::to_owned),
            question: question.map_err(crate::desk::DeskError::from)?,
            before: before.map_err(|_| {
                Problem::bad("`before` is not the number of an entry", "a whole number")
            })?,
        })
    }

    fn run(&self, desk: &mut Desk) -> Result<Found, Problem> {
        let ledger = desk.ledger();
        let mut found = Found::default();
        if !self.find.is_empty() && self.before.is_none() {
            let exact = match self.find.parse::<u64>() {
                Ok(seq) => ledger.rows(seq, 1)?.into_iter().find(|row| row.seq == seq),
                Err(_) => None,
            };
            found.exact = match exact {
                Some(row) => Some(Item::of(&row)),
                None => ledger.entry_by_id(&self.find)?.map(|e| Item::read(&e)),
            };
        }
        let needle = needle(&self.find);
        let mut looked = 0;
        let wanted = Wanted {
            before: self.before,
            question: self.question.as_ref().map(Name::as_str),
        };
        ledger.browse(wanted, &mut |row| {
            if found.rows.len() == ON_A_PAGE || looked == MAX_LOOKED {
                found.full = found.rows.len() == ON_A_PAGE;
                found.next = Some(row.seq + 1);
                return false;
            }
            looked += 1;
            let of_type = self.kind.as_ref().is_none_or(|kind| *kind == row.type_name);
            if of_type && holds(&row.bytes, &needle) {
                found.rows.push(Item::of(&row));
            }
            true
        })?;
        Ok(found)
    }
}

/// The text as it stands in the bytes of an entry, in small letters.
fn needle(find: &str) -> String {
    let quoted = serde_json::to_string(&find.to_lowercase()).unwrap_or_default();
    let mut inner = quoted.chars();
    inner.next();
    inner.next_back();
    inner.as_str().to_owned()
}

fn holds(bytes: &[u8], needle: &str) -> bool {
    needle.is_empty()
        || String::from_utf8_lossy(bytes)
            .to_lowercase()
            .contains(needle)
}

impl Item {
    /// A row, whether its bytes can be read or not.
    fn of(row: &Stored) -> Self {
        match canonical::decode(&row.bytes) {
            Ok(entry) => Self {
                seq: row.seq,
                ..Self::read(&entry)
            },
            Err(_) => Self {
                seq: row.seq,
                recorded: Shown::cut(&row.recorded_at, 40),
                type_name: Shown::cut(&row.type_name, 40),
                headline: Shown::new("cannot be read: `summit audit` tells more"),
                id: Shown::cut(&row.id, 120),
                author: Shown::new(""),
            },
        }
    }

    fn read(entry: &Entry) -> Self {
        let recorded = entry.recorded_at.to_string();
        let minute = recorded.get(..16).unwrap_or(&recorded).replace('T', " ");
        Self {
            seq: entry.seq,
            recorded: Shown::new(minute),
            type_name: Shown::new(entry.body.type_name()),
            headline: headline(&entry.body),
            id: Shown::cut(&entry.id, 120),
            author: Shown::cut(&entry.author, 60),
        }
    }
}

/// The types of entries, by name.
fn types() -> impl Iterator<Item = &'static str> {
    Body::TYPES.iter().map(|(name, _)| *name)
}

/// What an entry says, in a line.
pub(super) fn headline(body: &Body) -> Shown {
    let text = match body {
        Body::Forecast(f) => format!("{}: {} as of {}", f.question, tenths(f.p), f.as_of),
        other => other.headline(),
    };
    Shown::cut(text, 240)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_as_entries_hold_it() {
        let bytes = br#"{"summary":"He said \"No\" in \u00e9t\u00e9? A\\B, \u0001 \u00dcber"}"#;
        let written = serde_json::json!({"summary": "He said \"No\" A\\B \u{1} Über"}).to_string();
        for find in ["said \"no\"", "A\\b", "\u{1}", "über", "ÜBER", ""] {
            assert!(holds(written.as_bytes(), &needle(find)), "{find}");
        }
        assert!(!holds(bytes, &needle("yes")));
        assert!(!holds(&[0xff, 0xfe], &needle("yes")));
    }
}
