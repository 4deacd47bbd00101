//! All questions at a glance, from the recorded forecasts.
//!
//! Kept in memory and moved along with the log: an entry is read once. It is a function of the
//! entries alone; nothing here computes a belief.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;

use super::shown::Shown;
use crate::proof::canonical;
use crate::record::{Body, Name, Outcome, Question, date};
use crate::store::{Ledger, StoreError, Stored};

/// Rows read at once.
const CHUNK: usize = 2048;
/// Most days of which a question's course is kept.
const MAX_DAYS: usize = 4000;

/// One question as recorded.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub id: Name,
    pub title: String,
    pub participants: Vec<String>,
    pub opens: Date,
    pub deadline: Date,
    /// One forecast a day, the last of the day.
    pub course: Vec<At>,
    /// The last forecast.
    pub last: Option<Last>,
    /// The probability before it.
    pub before: Option<f64>,
    pub outcome: Option<(Outcome, Date)>,
}

/// A forecast in the course of a question. It is drawn in a picture of some 100 points: single
/// precision is plenty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct At {
    /// Day number.
    pub day: i32,
    pub p: f32,
    /// The ends of its 90 % band.
    pub lo: f32,
    pub hi: f32,
}

/// A recorded forecast.
#[derive(Debug, Clone, Copy)]
pub(super) struct Last {
    pub seq: u64,
    pub as_of: Date,
    pub p: f64,
    pub lo: f64,
    pub hi: f64,
}

/// The log at one size.
#[derive(Debug, Clone, Default)]
pub(super) struct Overview {
    pub origin: String,
    pub size: u64,
    /// The leaf of the last entry read, by which a log that was replaced is recognised.
    pub leaf: Vec<u8>,
    pub questions: BTreeMap<Name, Arc<Row>>,
    /// Entries that could not be read.
    pub damaged: u64,
    /// Whether signals can be added on a page.
    pub writes: bool,
    /// Why the file cannot be read now.
    pub fault: Option<String>,
}

#[derive(Deserialize)]
struct ForecastEntry<'a> {
    #[serde(borrow)]
    body: ForecastBody<'a>,
}

#[derive(Deserialize)]
struct ForecastBody<'a> {
    #[serde(borrow)]
    question: Cow<'a, str>,
    #[serde(borrow)]
    as_of: Cow<'a, str>,
    p: f64,
    lo: f64,
    hi: f64,
}

impl Overview {
    /// Reads the whole log.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(ledger: &Ledger) -> Result<Self, StoreError> {
        let mut out = Self {
            origin: ledger.origin()?,
            ..Self::default()
        };
        out.take_in(ledger)?;
        Ok(out)
    }

    /// Of a ledger that is not sound: nothing of it is told but that.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of_damaged(ledger: &Ledger, why: String) -> Result<Self, StoreError> {
        Ok(Self {
            size: ledger.size()?,
            fault: Some(why),
            ..Self::default()
        })
    }

    /// The same moved on to the end of the log; read anew where the log is another one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn moved_on(&self, ledger: &Ledger) -> Result<Self, StoreError> {
        let last = self.size.checked_sub(1);
        let same = match last {
            Some(seq) => ledger.leaf(seq)?.is_some_and(|leaf| leaf[..] == self.leaf),
            None => false,
        };
        if !same {
            return Self::read(ledger);
        }
        let mut out = Self {
            fault: None,
            ..self.clone()
        };
        out.take_in(ledger)?;
        Ok(out)
    }

    fn take_in(&mut self, ledger: &Ledger) -> Result<(), StoreError> {
        loop {
            let rows = ledger.rows(self.size, CHUNK)?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            self.leaf.clone_from(&last.leaf);
            let next = last.seq + 1;
            for row in &rows {
                if self.enter(row).is_none() {
                    self.damaged += 1;
                }
            }
            self.size = next;
        }
    }

    /// Takes in one row; `None` where it cannot be read.
    fn enter(&mut self, row: &Stored) -> Option<()> {
        match row.type_name.as_str() {
            "forecast" => {
                let entry: ForecastEntry<'_> = serde_json::from_slice(&row.bytes).ok()?;
                let f = entry.body;
                let name = Name::parse(&f.question).ok()?;
                let as_of = date::parse(&f.as_of).ok()?;
                let sound = [f.p, f.lo, f.hi].iter().all(|x| (0.0..=1.0).contains(x));
                let known = self.questions.get_mut(&name).filter(|_| sound)?;
                Arc::make_mut(known).forecast(Last {
                    seq: row.seq,
                    as_of,
                    p: f.p,
                    lo: f.lo,
                    hi: f.hi,
                });
            }
            "question" | "resolution" | "reopening" => {
                match canonical::decode(&row.bytes).ok()?.body {
                    Body::Question(q) => {
                        self.questions.insert(q.id.clone(), Arc::new(Row::new(*q)));
                    }
                    Body::Resolution(r) => {
                        let known = self.questions.get_mut(&r.question)?;
                        Arc::make_mut(known).outcome = Some((r.outcome, r.on));
                    }
                    Body::Reopening(r) => {
                        let known = self.questions.get_mut(&r.question)?;
                        Arc::make_mut(known).outcome = None;
                    }
                    _ => return None,
                }
            }
            _ => {}
        }
        Some(())
    }

    /// What readers of any page have to know first.
    pub fn notices(&self) -> Vec<Shown> {
        let mut out = Vec::new();
        if let Some(fault) = &self.fault {
            out.push(Shown::new(format!(
                "the ledger cannot be read now, and this page may be old: {fault}"
            )));
        }
        if self.damaged > 0 {
            let (many, these) = match self.damaged {
                1 => ("1 entry".to_owned(), "it says"),
                n => (format!("{n} entries"), "they say"),
            };
            out.push(Shown::new(format!(
                "{many} of this log cannot be read, and what {these} is missing here: \
                 `summit audit` tells more"
            )));
        }
        out
    }
}

impl Row {
    fn new(q: Question) -> Self {
        Self {
            id: q.id,
            title: q.title,
            participants: q.participants,
            opens: q.opens,
            deadline: q.deadline,
            course: Vec::new(),
            last: None,
            before: None,
            outcome: None,
        }
    }

    fn forecast(&mut self, last: Last) {
        self.before = self.last.map(|l| l.p);
        self.last = Some(last);
        let day = date::number(last.as_of);
        let at = At {
            day,
            p: last.p as f32,
            lo: last.lo as f32,
            hi: last.hi as f32,
        };
        // A day that was taken back holds no more.
        while self.course.last().is_some_and(|at| at.day > day) {
            self.course.pop();
        }
        let many = self.course.len();
        match self.course.last_mut() {
            Some(there) if there.day == day => *there = at,
            _ if many < MAX_DAYS => self.course.push(at),
            _ => {}
        }
    }
}
