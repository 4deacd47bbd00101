//! The pages on which a signal is added.

use askama::Template;
use jiff::civil::Date;

use super::choices::label;
use super::foresee::Foreseen;
use super::frame::Frame;
use super::overview::Overview;
use super::part::part;
use super::problem::Problem;
use super::shown::Shown;
use super::typed::Typed;
use crate::desk::Desk;
use crate::record::{Body, Entry, Name, Signal};
use crate::view::grades::{INFORMATION, SOURCE};
use crate::view::kinds::by_side;
use crate::view::words::tenths;

/// Stories told within so many days are suggested, and so many of them.
const DAYS_OF_LATE: i32 = 30;
const STORIES: usize = 8;

/// The form.
#[derive(Template)]
#[template(path = "add.html", config = "src/web/askama.toml")]
pub(super) struct AddPage {
    frame: Frame,
    id: String,
    title: Shown,
    today: Date,
    pub form: String,
    typed: Typed,
    what: Shown,
    hint: Shown,
    sides: Vec<(&'static str, Vec<Kind>)>,
    stories: Vec<Shown>,
}

/// A kind that can be chosen.
struct Kind {
    name: String,
    label: Shown,
    meaning: Shown,
}

impl AddPage {
    pub fn make(
        desk: &mut Desk,
        overview: &Overview,
        id: &Name,
        (typed, today): (Typed, Date),
    ) -> Result<Self, Problem> {
        let standing = desk.standing(id, None)?;
        let late = standing.stories_of_late(DAYS_OF_LATE, STORIES);
        let sides = by_side(&standing.model).into_iter().map(|(side, kinds)| {
            let kinds = kinds.into_iter().map(|(name, kind)| Kind {
                name: name.to_owned(),
                label: Shown::new(&kind.label),
                meaning: Shown::new(kind.meaning.as_deref().unwrap_or_default()),
            });
            (side, kinds.collect())
        });
        Ok(Self {
            frame: Frame::of(overview, "question", "Add a signal"),
            id: id.to_string(),
            title: Shown::new(&standing.question.title),
            today,
            form: String::new(),
            typed,
            what: Shown::new(""),
            hint: Shown::new(""),
            sides: sides.collect(),
            stories: late.iter().map(Shown::new).collect(),
        })
    }

    /// The same with why it was refused, where it was.
    pub fn refused(self, problem: Option<Problem>) -> Self {
        let Some(problem) = problem else {
            return self;
        };
        Self {
            what: Shown::new(problem.what),
            hint: Shown::new(problem.hint),
            ..self
        }
    }
}

/// What it would change.
#[derive(Template)]
#[template(path = "preview.html", config = "src/web/askama.toml")]
pub(super) struct PreviewPage {
    frame: Frame,
    id: String,
    pub form: String,
    pub preview: String,
    pub why: String,
    typed: Typed,
    signals: Vec<Said>,
    told: String,
    already: bool,
    author: Shown,
    size: u64,
}

/// A signal as it would be entered.
struct Said {
    kind: Shown,
    summary: Shown,
    on: Date,
    known: Date,
    about: Option<(Date, Date)>,
    grade: String,
    source: Shown,
    url: Shown,
    story: Shown,
}

impl PreviewPage {
    pub fn new(overview: &Overview, id: &Name, typed: Typed, foreseen: Foreseen) -> Self {
        Self {
            frame: Frame::of(overview, "question", "Look before it is appended"),
            id: id.to_string(),
            form: String::new(),
            preview: String::new(),
            why: String::new(),
            typed,
            signals: foreseen.signals.iter().map(Said::of).collect(),
            told: part(&foreseen.doc, "foreseen"),
            already: foreseen.already,
            author: Shown::new(foreseen.author),
            size: foreseen.size,
        }
    }
}

impl Said {
    fn of(signal: &Signal) -> Self {
        let source = signal.source.as_ref();
        let text = |text: Option<&String>| Shown::new(text.map_or("", String::as_str));
        Self {
            kind: Shown::new(signal.kind.as_str()),
            summary: Shown::new(&signal.summary),
            on: signal.observed_on,
            known: signal.known_on,
            about: signal.about,
            grade: signal.grade.to_string(),
            source: text(source.map(|source| &source.name)),
            url: text(source.and_then(|source| source.url.as_ref())),
            story: text(signal.story.as_ref()),
        }
    }
}

/// What became of it.
#[derive(Template)]
#[template(path = "added.html", config = "src/web/askama.toml")]
pub(super) struct AddedPage {
    frame: Frame,
    id: String,
    title: Shown,
    entries: Vec<Line>,
    /// What others entered on the question between the preview and the entry.
    between: Vec<Line>,
    already: bool,
    /// What was believed before it and after it.
    moved: Option<(String, String)>,
}

/// An entry in a line.
struct Line {
    seq: u64,
    author: Shown,
    says: Shown,
}

impl AddedPage {
    pub fn make(
        desk: &mut Desk,
        overview: &Overview,
        id: &Name,
        (seen, seqs): (u64, &[u64]),
    ) -> Result<Self, Problem> {
        let standing = desk.standing(id, None)?;
        let model = &standing.model;
        let about = desk
            .ledger()
            .entries_about(id.as_str(), seen.checked_sub(1))?;
        let last = seqs.iter().max().copied().unwrap_or_default();
        let other = |e: &&Entry| {
            e.seq < last && !seqs.contains(&e.seq) && !matches!(e.body, Body::Forecast(_))
        };
        let between = about.iter().filter(other).map(|e| Line::of(e, model));
        let between = between.collect();
        let mut entries = Vec::with_capacity(seqs.len());
        for seq in seqs {
            let entry = desk.ledger().entry(*seq)?;
            let signal =
                entry.filter(|e| matches!(&e.body, Body::Signal(s) if s.questions.contains(id)));
            entries.push(Line::of(&signal.ok_or_else(unknown)?, model));
        }
        Ok(Self {
            frame: Frame::of(overview, "question", "Added"),
            id: id.to_string(),
            title: Shown::new(&standing.question.title),
            entries,
            between,
            already: last < seen,
            moved: moved(desk, id, seqs)?,
        })
    }
}

impl Line {
    fn of(entry: &Entry, model: &crate::belief::Model) -> Self {
        let says = match &entry.body {
            Body::Signal(s) => format!("{} – {}", s.summary, label(model, s.kind.as_str())),
            other => other.cause(),
        };
        Self {
            seq: entry.seq,
            author: Shown::new(&entry.author),
            says: Shown::new(says),
        }
    }
}

fn moved(desk: &mut Desk, id: &Name, seqs: &[u64]) -> Result<Option<(String, String)>, Problem> {
    let account = desk.told(id, None)?;
    let rows: Vec<_> = account
        .rows
        .iter()
        .filter(|row| seqs.contains(&row.cause.seq))
        .collect();
    let ends = rows.first().and_then(|row| row.before).zip(rows.last());
    Ok(ends.map(|(before, last)| (tenths(before), tenths(last.forecast.p))))
}

fn unknown() -> Problem {
    Problem::not_found(
        "there is no such signal on this question",
        "begin with the question",
    )
}
