//! The explanation of version 2: where the probability comes from, in rows that sum exactly.

use std::collections::BTreeMap;

use super::{Cause, Channel, Explanation, Moved, Part, PlanRow, Story, rests_on};
use crate::belief::two::why::{Cause as Row, Planning};
use crate::belief::two::{self, Row as Step};
use crate::belief::{Refusal, Run};
use crate::record::{Invalid, Signal, date};

/// Explains a run by rows; `None` in version 1 and from the deadline on.
pub(super) fn explain<'s>(
    run: &Run,
    signal: impl Fn(&str) -> Option<&'s Signal>,
) -> Result<Option<Explanation>, Refusal> {
    let mut run = run.clone();
    let (Some(rows), Some(model)) = (run.why()?, run.model().second()) else {
        return Ok(None);
    };
    let Some((prior, rows)) = rows.split_first() else {
        return Ok(None);
    };
    let mut ready = Ready {
        signals: signals(&mut run, signal)?,
        model: &model,
    };
    let opens = run.question().opens;
    let days = run.as_of() - date::number(opens);
    let (mut levels, mut parts) = (vec![prior.hundredths], Vec::new());
    let mut level = prior.hundredths;
    for row in rows {
        level += row.hundredths;
        levels.push(level);
        parts.push(ready.part(row, days)?);
    }
    Ok(Some(Explanation {
        question: (**run.question()).clone(),
        from: opens,
        to: date::from_number(run.as_of()),
        start: prior.after,
        end: run.outlook()?,
        parts,
        draws: run.model().draws,
        levels: Some(levels),
        over: ready.signals.into_values().collect(),
        numbers: BTreeMap::new(),
    }))
}

/// The signals that stand, by id.
fn signals<'s>(
    run: &mut Run,
    signal: impl Fn(&str) -> Option<&'s Signal>,
) -> Result<BTreeMap<String, Moved>, Refusal> {
    let mut out = BTreeMap::new();
    for e in run.evidence()?.to_vec() {
        let signal = signal(&e.id).ok_or_else(|| missing(&e.id))?.clone();
        let moved = Moved {
            weight: run.weigh(&e)?,
            rests_on: rests_on(run.model(), &signal),
            signal,
        };
        out.insert(e.id, moved);
    }
    Ok(out)
}

fn missing(id: &str) -> Invalid {
    let remedy = "this is a fault of the program";
    Invalid::new("signal", id, "its record is missing", remedy)
}

/// Signals that no row has told yet, and the model.
struct Ready<'m> {
    signals: BTreeMap<String, Moved>,
    model: &'m two::Model,
}

impl Ready<'_> {
    fn part(&mut self, row: &Step, days: i32) -> Result<Part, Refusal> {
        let what = match &row.cause {
            Row::Prior | Row::Time => Cause::Passage(days),
            Row::Story {
                family,
                name,
                reports,
            } => Cause::Story(Box::new(Story {
                label: self.label(family),
                family: family.clone(),
                name: name.clone(),
                signals: self.take(reports)?,
            })),
            Row::Channel(family) => Cause::Channel(Channel {
                label: self.label(family),
                most: self.model.families.get(family).map_or(1.0, |f| f.most()),
                family: family.clone(),
            }),
            Row::Silence(through) => Cause::Silence(date::from_number(*through)),
            Row::Plan(plan) => Cause::Plan(Box::new(self.plan(plan)?)),
        };
        Ok(Part {
            day: day(&what).unwrap_or_else(|| date::from_number(row.after.as_of)),
            after: row.after,
            what,
        })
    }

    fn label(&self, family: &str) -> String {
        let found = self.model.families.get(family);
        found.map_or_else(|| family.to_owned(), |family| family.label.clone())
    }

    fn plan(&mut self, plan: &Planning) -> Result<PlanRow, Refusal> {
        Ok(PlanRow {
            call: plan.call,
            about: (
                date::from_number(plan.about.0),
                date::from_number(plan.about.1),
            ),
            acts: plan.acts,
            signals: self.take(&[plan.reports.as_slice(), &plan.doubts].concat())?,
            doubts: plan.doubts.len(),
        })
    }

    fn take(&mut self, ids: &[String]) -> Result<Vec<Moved>, Refusal> {
        let take = |id: &String| Ok(self.signals.remove(id).ok_or_else(|| missing(id))?);
        ids.iter().map(take).collect()
    }
}

/// The day on which the first of a row's signals became known.
fn day(what: &Cause) -> Option<jiff::civil::Date> {
    what.signals().first().map(|moved| moved.signal.known_on)
}
