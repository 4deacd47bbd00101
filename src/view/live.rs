//! A question as it stands on a terminal that stays open: what is believed, the course, every row of
//! the history, and one of them whole. The numbers are those of the history.

use jiff::civil::Date;

use super::account::{self, Column};
use super::axis::Axis;
use super::caveat;
use super::chart::ProbabilityChart;
use super::doc::{Doc, Line};
use super::scale::Scale;
use super::steps::{self, Step, Steps};
use super::table::Table;
use super::words::{tenths, word};
use crate::record::{Account, Body, Question, Row, Signal};

/// A question as it is followed.
#[derive(Clone, Debug)]
pub struct Live {
    /// What is asked.
    pub title: String,
    /// What is believed as of the last row, and what it rests on too weakly.
    pub said: Vec<Line>,
    /// The course.
    pub chart: ProbabilityChart,
    /// The rows of the history with all columns, and with fewer for narrow terminals.
    pub lists: [Table; 2],
    /// The day of each row.
    pub days: Vec<Date>,
    account: Account,
    steps: Steps,
}

/// What of it is looked at.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The row.
    pub row: usize,
    /// Whether the newest row is followed.
    pub follows: bool,
    /// The number of the question, from 1, and how many there are.
    pub of: (usize, usize),
    /// What takes up the screen.
    pub face: Face,
    /// What is wrong, where something is.
    pub notice: Option<String>,
}

/// What takes up the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// The chart, the rows, and the chosen row.
    #[default]
    Course,
    /// The chosen row alone.
    Entry,
    /// The keys.
    Keys,
}

impl Live {
    /// A question as told; on this scale, or on the one that fits.
    #[must_use]
    pub fn of(account: Account, scale: Option<Scale>) -> Self {
        let narrow = [
            Column::Day,
            Column::Number,
            Column::Signal,
            Column::Decibans,
            Column::P,
        ];
        let lists = [Column::usual(false), narrow.to_vec()];
        Self {
            title: account.question.title.clone(),
            said: said(&account),
            chart: account::chart(&account).scale(scale),
            lists: lists.map(|columns| account::list(&account, &columns)),
            days: account.rows.iter().map(Row::day).collect(),
            steps: Steps::of(&account),
            account,
        }
    }

    /// The same on another scale.
    #[must_use]
    pub fn scaled(self, scale: Option<Scale>) -> Self {
        Self {
            chart: self.chart.scale(scale),
            ..self
        }
    }

    /// The question.
    #[must_use]
    pub fn question(&self) -> &Question {
        &self.account.question
    }

    /// The scale on which the course is shown.
    #[must_use]
    pub fn scale(&self) -> Scale {
        Axis::of(&self.chart).scale
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.account.rows.len()
    }

    /// A row whole: what happened, what it did, and who says so.
    #[must_use]
    pub fn row(&self, place: usize) -> Doc {
        let rows = &self.account.rows;
        let (Some(row), Some(step)) = (rows.get(place), self.steps.each().get(place)) else {
            return Doc::new().paragraph("No forecast is recorded yet.");
        };
        let mut doc = Doc::new().paragraph(self.heading(row));
        if let Some(did) = self.did(row, *step) {
            doc = doc.fact("did", did);
        }
        doc = doc.fact(
            "then",
            then(place.checked_sub(1).and_then(|i| rows.get(i)), row),
        );
        if let Some(because) = row.because() {
            doc = doc.fact("because", because);
        }
        doc = match &row.cause.body {
            Body::Signal(signal) => signal_facts(doc, signal),
            Body::Question(question) => doc
                .fact(
                    "opens",
                    format!("{}, deadline {}", question.opens, question.deadline),
                )
                .fact("counts", question.criteria.as_str()),
            _ => doc,
        };
        doc.fact("entry", entry(row))
    }

    /// The number of the signal, and what happened.
    fn heading(&self, row: &Row) -> Line {
        let number = self.account.number(row).map(|n| format!("#{n} "));
        let line = Line::new().dim(number.unwrap_or_default());
        match &row.cause.body {
            Body::Signal(signal) => {
                let id = signal.id.as_str();
                let gone = self.account.retracted.iter().any(|back| back == id);
                let gone = match (gone, account::is_corrected(&self.account, id)) {
                    (true, true) => "(corrected) ",
                    (true, false) => "(retracted) ",
                    (false, _) => "",
                };
                line.dim(gone).strong(&signal.summary)
            }
            Body::Question(question) => line.plain("opened: ").strong(&question.title),
            other => line.strong(other.cause()),
        }
    }

    /// What the row did, as the history has it, and the signal with what it corrects, as it is
    /// explained.
    fn did(&self, row: &Row, step: Step) -> Option<Line> {
        let own = step
            .own
            .map(|own| Line::new().signed(steps::show(own)).plain(" dB by itself"));
        let mut line = own.unwrap_or_default();
        if let Some(time) = step.time {
            let and = if line.0.is_empty() { "" } else { ", " };
            line = line
                .plain(and)
                .signed(steps::show(time))
                .plain(" dB by the days before it");
        }
        let whole = match (&row.cause.body, &row.correction) {
            (Body::Signal(signal), Some(_)) => self.steps.signal(signal.id.as_str()),
            _ => None,
        };
        if let Some(whole) = whole.filter(|whole| Some(*whole) != step.own) {
            line = line
                .plain("; ")
                .signed(steps::show(whole))
                .plain(" dB with what it corrects");
        }
        (!line.0.is_empty()).then_some(line)
    }
}

/// What is believed, and its caveat.
fn said(account: &Account) -> Vec<Line> {
    let Some(last) = account.rows.last() else {
        return vec![Line::from("No forecast is recorded yet.")];
    };
    let caveat = caveat::of_account(account);
    let caveat = caveat.map(|caveat| Line::new().warn("Caveat: ").plain(caveat));
    std::iter::once(account::summary(account, last))
        .chain(caveat)
        .collect()
}

/// Where the probability came to, and from where.
fn then(before: Option<&Row>, row: &Row) -> Line {
    let f = &row.forecast;
    let from = before.map(|row| format!("{} -> ", tenths(row.forecast.p)));
    // The day of the row is told in its list.
    let as_of = (f.as_of != row.day()).then(|| format!(", as of {}", f.as_of));
    Line::new()
        .plain(from.unwrap_or_default())
        .strong(tenths(f.p))
        .plain(format!(
            " (90 %: {} to {}), {}{}",
            tenths(f.lo),
            tenths(f.hi),
            word(f.p),
            as_of.unwrap_or_default()
        ))
}

fn signal_facts(doc: Doc, signal: &Signal) -> Doc {
    let mut doc = doc
        .fact("source", source(signal))
        .fact("kind", kind(signal));
    let Some(source) = &signal.source else {
        return doc;
    };
    for (name, text) in [("url", &source.url), ("quote", &source.quote)] {
        if let Some(text) = text {
            doc = doc.fact(name, text.as_str());
        }
    }
    doc
}

/// The grade, and who says so.
fn source(signal: &Signal) -> Line {
    let line = Line::new().strong(signal.grade.to_string());
    let Some(source) = &signal.source else {
        return line.plain(", without a source");
    };
    let day = source.published_on.map(|day| format!(", {day}"));
    line.plain(format!(", {}", source.name))
        .dim(day.unwrap_or_default())
}

/// What sort of event it is, on which days, and what of.
fn kind(signal: &Signal) -> Line {
    let mut line = Line::new()
        .code(signal.kind.as_str())
        .plain(format!(", {}", signal.observed_on));
    if signal.known_on != signal.observed_on {
        line = line.plain(format!(", known {}", signal.known_on));
    }
    if let Some((first, last)) = signal.about {
        line = line.plain(format!(", about {}", super::words::stretch((first, last))));
    }
    match &signal.story {
        Some(story) => line.plain(", story ").code(story),
        None => line,
    }
}

fn entry(row: &Row) -> Line {
    let cause = &row.cause;
    Line::new()
        .plain(format!("@{}, ", cause.seq))
        .code(&cause.id)
        .dim(format!(
            ", by {} on {}",
            cause.author,
            cause.recorded_at.date()
        ))
}

/// The keys, and what they do.
#[must_use]
pub fn keys() -> Doc {
    Doc::new()
        .section("Keys")
        .fact(
            "up, down, k, j",
            "the row before, the row after; left and right do the same",
        )
        .fact("page up, down", "a screen of rows; space and b too")
        .fact("home, g", "the first row")
        .fact(
            "end, G",
            "the newest row, and follow it as the ledger grows",
        )
        .fact("tab, n", "the next question; shift-tab or p the one before")
        .fact("enter", "the chosen row on the whole screen, and back")
        .fact("a", "the other axis: probability or log-odds")
        .fact("ctrl-l", "draw the screen anew")
        .fact("?", "these keys, and back")
        .fact("q, esc, ctrl-c", "leave")
        .paragraph(
            "Nothing is written here. dB is what the cause did by itself, time what the days did \
             that passed since the row before; `summit history` prints the same rows.",
        )
}
