//! What was believed when, as it is told: what each cause did by itself apart from the time that
//! passed, and a correction as one row.

use jiff::civil::Date;

use super::course::Course;
use super::find::question_of;
use super::mind::Mind;
use super::models::model_at;
use super::{Desk, DeskError};
use crate::belief::Run;
use crate::record::{Account, Body, Entry, Name, Row};
use crate::store::Ledger;

impl Desk {
    /// As [`Desk::history`], each row with the probability just before its cause, and a retraction
    /// that a corrected signal follows as one row with it.
    ///
    /// # Errors
    /// As [`Desk::history`], and when the arithmetic has no answer.
    pub fn told(&mut self, id: &Name, as_of: Option<Date>) -> Result<Account, DeskError> {
        let mut account = self.recorded(id, as_of)?;
        let course = self.mind.course(&self.ledger, id)?;
        for row in &mut account.rows {
            row.before = course.before.get(&row.seq).copied();
            row.after = course.after.get(&row.seq).copied();
        }
        account.draws = self.mind.ground_of(&self.ledger, id)?.model.draws;
        account.rows = corrected(account.rows);
        if let Some(limit) = as_of {
            (account.rows, account.later) = known_by(account.rows, limit);
        }
        Ok(account)
    }
}

impl Mind {
    /// The course of a question to the end of what is looked at, gone on with where it was read
    /// before.
    fn course(&mut self, ledger: &Ledger, id: &Name) -> Result<&Course, DeskError> {
        let kept = self.courses.remove(id);
        let mut course = match kept {
            Some(kept) if ledger.leaf(kept.upto.0)? == kept.upto.1 => kept,
            _ => self.course_anew(ledger, id)?,
        };
        for entry in ledger.entries_about(id.as_str(), Some(course.upto.0))? {
            course.upto.0 = entry.seq;
            self.follow(&mut course, ledger, id, entry)?;
        }
        course.upto.1 = ledger.leaf(course.upto.0)?;
        Ok(self.courses.entry(id.clone()).or_insert(course))
    }

    fn course_anew(&mut self, ledger: &Ledger, id: &Name) -> Result<Course, DeskError> {
        let (opened, question) = question_of(ledger, id)?;
        let sha256 = model_at(ledger, opened)?;
        let run = Run::open(question, self.model(ledger, &sha256)?)?;
        Ok(Course::open(run, opened))
    }

    fn follow(
        &mut self,
        course: &mut Course,
        ledger: &Ledger,
        id: &Name,
        entry: Entry,
    ) -> Result<(), DeskError> {
        let Body::Forecast(f) = entry.body else {
            let fact = course.fact.replace(entry);
            return self.enter(course, ledger, id, fact);
        };
        course.before_fact(entry.seq, &f)?;
        let fact = course.fact.take();
        self.enter(course, ledger, id, fact)?;
        course.after_fact(entry.seq, &f)?;
        course.last = Some(f);
        Ok(())
    }

    fn enter(
        &mut self,
        course: &mut Course,
        ledger: &Ledger,
        id: &Name,
        fact: Option<Entry>,
    ) -> Result<(), DeskError> {
        match fact {
            None => Ok(()),
            Some(Entry {
                body: Body::Model(adoption),
                ..
            }) => {
                let model = self.model(ledger, &adoption.sha256)?;
                Ok(course.run.adopt(model, adoption.draws_for(id))?)
            }
            Some(fact) => Ok(course.run.enter(fact.seq, &fact.body)?),
        }
    }
}

/// The rows with each correction as one: that of the new signal, from before the retraction on.
fn corrected(rows: Vec<Row>) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    for mut row in rows {
        if let Body::Signal(new) = &row.cause.body
            && let Some(old) = &new.amends
            && let Some(last) = out.last()
            && let Body::Retraction(r) = &last.cause.body
            && r.signal == *old
        {
            row.before = last.before;
            row.after = None;
            row.correction = Some(r.clone());
            out.pop();
        }
        out.push(row);
    }
    out
}

/// The rows that could be believed by a day, and the others. What follows one of these did all that
/// changed since the last row that is not.
fn known_by(rows: Vec<Row>, limit: Date) -> (Vec<Row>, Vec<Row>) {
    let mut known: Vec<Row> = Vec::with_capacity(rows.len());
    let (mut later, mut left_out) = (Vec::new(), false);
    for mut row in rows {
        if row.day() > limit {
            left_out = true;
            later.push(row);
            continue;
        }
        if std::mem::take(&mut left_out) {
            row.before = known.last().map(|last| last.forecast.p);
            row.after = None;
        }
        known.push(row);
    }
    (known, later)
}
