//! The first page: every question with its course, its probability, its last change and its days.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::Response;
use jiff::civil::Date;

use super::app::App;
use super::frame::{Frame, page};
use super::overview::{Overview, Row};
use super::problem::Problem;
use super::query::Query;
use super::shown::Shown;
use super::spark::spark;
use crate::record::{Outcome, date};
use crate::view::decibans::{Ladder, Precision};
use crate::view::words::{tenths, word};

/// Questions on one page.
const ON_A_PAGE: usize = 200;
/// Longest text to look for, in characters.
const MAX_FIND: usize = 200;

#[derive(askama::Template)]
#[template(path = "questions.html", config = "src/web/askama.toml")]
struct ListPage {
    frame: Frame,
    find: Shown,
    /// The same questions as small multiples.
    charts: String,
    groups: Vec<Group>,
    found: usize,
    all: usize,
    earlier: Option<String>,
    later: Option<String>,
}

struct Group {
    name: &'static str,
    rows: Vec<Item>,
}

struct Item {
    address: String,
    title: Shown,
    id: Shown,
    spark: String,
    now: Option<Now>,
    left: Left,
    deadline: Date,
}

struct Now {
    p: String,
    word: &'static str,
    band: String,
    as_of: Date,
    change: Option<Change>,
    seq: u64,
}

struct Change {
    decibans: String,
    class: &'static str,
    mark: &'static str,
}

enum Left {
    Days(i32),
    Today,
    Overdue,
    Ended(Outcome, Date),
}

/// `GET /`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Problem> {
    let query = Query::parse(query.as_deref())?;
    query.only(&["find", "page", "token"])?;
    let overview = app.overview();
    let find = find(&query)?;
    let number = match query.one("page")?.map(str::parse::<usize>) {
        None => 1,
        Some(Ok(number @ 1..=1_000_000)) => number,
        Some(_) => return Err(Problem::bad("there is no such page", "begin with page 1")),
    };
    let rows = in_order(&overview, find);
    let found = rows.len();
    let today = (app.today)();
    let from = (number - 1) * ON_A_PAGE;
    let shown = rows.iter().skip(from).take(ON_A_PAGE);
    let (ended, open): (Vec<_>, Vec<_>) = shown.partition(|row| row.outcome.is_some());
    let group = |name, rows: Vec<&&Arc<Row>>| Group {
        name,
        rows: rows.into_iter().map(|row| Item::new(row, today)).collect(),
    };
    let to = |number: usize| {
        query
            .without("page")
            .with("page", number.to_string())
            .address("/")
    };
    page(&ListPage {
        frame: Frame::of(&overview, "questions", "Questions"),
        find: Shown::new(find),
        charts: query.without("page").address("/charts"),
        groups: vec![group("Open", open), group("Ended", ended)],
        found,
        all: overview.questions.len(),
        earlier: (number > 1).then(|| to(number - 1)),
        later: (from + ON_A_PAGE < found).then(|| to(number + 1)),
    })
}

/// The text to look for.
pub(super) fn find(query: &Query) -> Result<&str, Problem> {
    let find = query.one("find")?.unwrap_or_default();
    match find.chars().count() > MAX_FIND {
        true => Err(Problem::bad(
            format!("the text to look for is longer than {MAX_FIND} characters"),
            "a word or two of the title",
        )),
        false => Ok(find),
    }
}

/// The questions in which a text is: open ones first, the next deadline on top; then the ended
/// ones, the latest on top.
pub(super) fn in_order<'o>(overview: &'o Overview, find: &str) -> Vec<&'o Arc<Row>> {
    let needle = find.to_lowercase();
    let all = overview.questions.values();
    let mut rows: Vec<&Arc<Row>> = all.filter(|row| row.matches(&needle)).collect();
    rows.sort_by_cached_key(|row| match row.outcome {
        None => (false, date::number(row.deadline), row.id.clone()),
        Some((_, on)) => (true, -date::number(on), row.id.clone()),
    });
    rows
}

impl Row {
    fn matches(&self, needle: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(needle);
        needle.is_empty()
            || has(self.id.as_str())
            || has(&self.title)
            || self.participants.iter().any(|who| has(who))
    }
}

impl Item {
    fn new(row: &Row, today: Date) -> Self {
        Self {
            address: format!("/q/{}", row.id),
            title: Shown::new(&row.title),
            id: Shown::new(row.id.as_str()),
            spark: spark(row.opens, row.deadline, &row.course),
            now: row.last.map(|last| Now {
                p: tenths(last.p),
                word: word(last.p),
                band: format!("{:.0} to {:.0} %", last.lo * 100.0, last.hi * 100.0),
                as_of: last.as_of,
                change: row.before.and_then(|before| Change::new(before, last.p)),
                seq: last.seq,
            }),
            left: Left::new(row, today),
            deadline: row.deadline,
        }
    }
}

impl Change {
    fn new(before: f64, after: f64) -> Option<Self> {
        let ladder = Ladder::of(&[before, after], Precision::Tenths)?;
        let (class, mark) = match ladder.total() {
            0 => ("dim", ""),
            1.. => ("up", "▲"),
            _ => ("down", "▼"),
        };
        Some(Self {
            decibans: ladder.show(ladder.total()),
            class,
            mark,
        })
    }
}

impl Left {
    fn new(row: &Row, today: Date) -> Self {
        if let Some((outcome, on)) = row.outcome {
            return Self::Ended(outcome, on);
        }
        match date::number(row.deadline) - date::number(today) {
            0 => Self::Today,
            days @ 1.. => Self::Days(days),
            _ => Self::Overdue,
        }
    }
}
